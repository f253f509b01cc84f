"""Several who speak together, "Ann Hay, Jane Roe and Mark Doe": a quote has one speaker, which is the first of them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from msgspec import Struct

from schemas.lexicon import QuoteWords
from tasks.tag.bearers import Name
from tasks.tag.clauses import Clause, Kind

SPEAKERS = ("PERSON", "ORG", "PLACE")
TITLES = (Kind.NAME, Kind.ROLE, Kind.BODY)
APPOSED = (Kind.DETERMINER, Kind.ROLE, Kind.RELATIVE)


class _Piece(Struct, frozen=True):
    """What stands between commas and joiners, and whether a joiner is before it."""

    items: Clause
    joined: bool


def first_together(clause: Clause, text: str, words: QuoteWords) -> Name | None:
    """The first of those who are joined before their verb; None where nobody or only one stands there.

    Names are taken as far back as each has its piece to itself, titles aside, and appositions where the last has one,
    too: of "met Mark Doe and Jane Roe" only Jane Roe speaks. A word such as "joint" vouches for a name behind others.
    """
    pieces = list(_pieces(clause, words))
    names = [_is_name(piece.items, text, words) for piece in pieces]
    last = max((i for i, is_name in enumerate(names) if is_name), default=0)
    apposed = pieces[last + 1 :]
    described = bool(clause) and clause[-1].kind is Kind.COMMA and all(map(_is_apposed, apposed))
    if last == 0 or not pieces[last].joined or (apposed and not described):
        return None
    reached = takewhile(lambda i: names[i] or (apposed and _is_apposed(pieces[i])), range(last - 1, -1, -1))
    first = min((i for i in reached if names[i]), default=None)
    if first is None:
        first = last - 1 if any(item.word in words.joint for item in pieces[last - 1].items) else None
    return None if first is None else _speaker(pieces[first].items)


def _pieces(clause: Clause, words: QuoteWords) -> Iterator[_Piece]:
    start, joined = 0, False
    for index, item in enumerate((*clause, None)):
        joiner = item is not None and item.word in words.together
        if item is None or joiner or item.kind is Kind.COMMA:
            if index > start:
                yield _Piece(clause[start:index], joined)
            joined = joiner or (joined and index == start)
            start = index + 1


def _is_apposed(piece: _Piece) -> bool:
    """Whether a piece tells of the name before it: ", 40,", ", mayor of Hull,", ", of the union,"."""
    first, last = piece.items[0], piece.items[-1]
    return first.kind in APPOSED or last.kind is Kind.ROLE or first.word.isdigit()


def _is_name(piece: Clause, text: str, words: QuoteWords) -> bool:
    """Whether a piece is a speaker's name and nothing but titles before it: no "In London", "Unlike Ann Hay"."""
    *titles, last = piece
    if _speaker(piece) is None or (titles and last.name and last.name.label == "PLACE"):
        return False
    return all(
        item.kind in TITLES
        or item.word == words.definite
        or (text[item.start].isupper() and item.word not in words.openers)
        for item in titles
    )


def _speaker(piece: Clause) -> Name | None:
    name = piece[-1].name
    return name if name and name.label in SPEAKERS else None
