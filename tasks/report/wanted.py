"""What somebody types into a search, read: words, "phrases", prefix*, OR, -without.

    ferry strike            both words, anywhere in the article
    "ferry strike"          the words beside each other
    ferry OR lorry strike   either of two, and the third
    strike -ferry           not that one
    lorr*                   whatever begins so

Nothing that is typed is handed to a database as it stands: what is asked of it is made from words alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from schemas.errors import InputError
from tasks.load.words import Word, words

QUOTES = '"“”„«»'
PIECE = re.compile(
    rf"(?P<minus>-?)(?:[{QUOTES}](?P<phrase>[^{QUOTES}]*)[{QUOTES}]?(?P<star>\*?)|(?P<plain>[^\s{QUOTES}]+))"
)
LONGEST, MOST = 1_000, 50  # characters; terms
EITHER, BOTH, NOT = "OR", "AND", "NOT"


class Term(Struct, frozen=True):
    """Words that stand beside each other; with `prefix`, the last is the beginning of one."""

    words: tuple[str, ...]  # folded
    printed: str  # the same as they were typed, signs left out
    prefix: bool


class Wanted(Struct, frozen=True):
    """Of each group one term is in the article, and none of those without."""

    groups: tuple[tuple[Term, ...], ...]
    without: tuple[Term, ...]

    @property
    def terms(self) -> tuple[Term, ...]:
        """All that may be found."""
        return tuple(term for group in self.groups for term in group)


def read(typed: str) -> Wanted:
    """What is wanted.

    Raises:
        InputError: there is no word in it to be found, or too much.
    """
    if len(typed) > LONGEST:
        raise InputError(f"a search has at most {LONGEST:,} characters, and this one {len(typed):,}")
    groups: list[list[Term]] = []
    without: list[Term] = []
    joins = leaves_out = False
    for said, term, minus in _pieces(typed):
        if said in (EITHER, BOTH, NOT):
            joins, leaves_out = said == EITHER, said == NOT
            continue
        if term and (minus or leaves_out):
            without.append(term)
        elif term and joins and groups:
            groups[-1].append(term)
        elif term:
            groups.append([term])
        joins = leaves_out = False
    return _checked(Wanted(tuple(map(tuple, groups)), tuple(without)))


def _pieces(typed: str) -> Iterator[tuple[str, Term | None, bool]]:
    """Each piece as it stands, as a term if it has a word, and whether it is to be left out."""
    for found in PIECE.finditer(typed):
        text = found["plain"] or found["phrase"] or ""
        prefix = bool(found["star"]) or text.endswith("*")
        named = list(words(text))
        yield found[0], _term(text, named, prefix=prefix) if named else None, bool(found["minus"])


def _term(text: str, named: list[Word], *, prefix: bool) -> Term:
    printed = " ".join(text[word.start : word.end] for word in named)
    return Term(tuple(word.folded for word in named), printed, prefix)


def _checked(wanted: Wanted) -> Wanted:
    if not wanted.groups:
        there = "are only words to be left out" if wanted.without else "is no word"
        raise InputError(f"there {there} in the search: name one to be found")
    if len(wanted.terms) + len(wanted.without) > MOST:
        raise InputError(f"a search has at most {MOST} words and phrases")
    return wanted


def for_sqlite(wanted: Wanted) -> str:
    """As FTS5 reads it: strings, of which its own tokenizer makes words."""

    def one(term: Term) -> str:
        return f'"{term.printed}"{" *" if term.prefix else ""}'

    every = " AND ".join(f"({' OR '.join(map(one, group))})" for group in wanted.groups)
    return f"({every}) NOT ({' OR '.join(map(one, wanted.without))})" if wanted.without else every


def for_postgresql(wanted: Wanted) -> str:
    """As a `tsquery` is read."""

    def one(term: Term) -> str:
        beside = " <-> ".join(f"'{word}'" for word in term.words)
        return f"({beside}{':*' if term.prefix else ''})"

    every = " & ".join(f"({' | '.join(map(one, group))})" for group in wanted.groups)
    return f"{every} & !({' | '.join(map(one, wanted.without))})" if wanted.without else every
