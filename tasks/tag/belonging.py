"""Names in a speaker's phrase that only say whose or where the speaker is: "a lawyer for Ms Roe", "outside Unison"."""

from __future__ import annotations

from itertools import takewhile

from schemas.lexicon import QuoteWords
from tasks.tag.clauses import Clause, Item, Kind, after_verb

NOUNS = (Kind.NAME, Kind.WORD, Kind.UNNAMED)
SPOKEN_FOR = (Kind.ROLE, Kind.BODY)


def is_of_person(phrase: Clause, text: str, words: QuoteWords) -> bool:
    """Whether a phrase ends with a person whom another belongs to: "a source close to President Roe"."""
    last = phrase[-1].name if phrase else None
    if last is None or last.label != "PERSON":
        return False
    capitals = list(takewhile(lambda item: text[item.start].isupper(), reversed(phrase[:-1])))
    titles = len(capitals) if capitals and _is_title(capitals[0], words) else 0
    before = phrase[: -1 - titles]
    belongs = bool(before) and before[-1].word in words.belonging and not _is_person(before[-2:-1])
    return belongs and any(item.kind in (Kind.ROLE, Kind.UNNAMED) for item in before)


def _is_person(phrase: Clause) -> bool:
    return any(item.name is not None and item.name.label == "PERSON" for item in phrase)


def _is_title(item: Item, words: QuoteWords) -> bool:
    return item.kind is Kind.ROLE or item.word in words.male or item.word in words.female


def is_somewhere(phrase: Clause, words: QuoteWords) -> bool:
    """Whether a phrase only says where somebody is or comes from: "from Quarrow", "in Norland"."""
    named = phrase[-1].name
    return named is not None and named.label == "PLACE" and phrase[0].word in words.openers


def before_place(phrase: Clause, words: QuoteWords) -> Clause:
    """A phrase without the place where its head is: "a protester | outside the council", "Ada Marsh | of Fine Gael".

    Whoever holds an office there speaks for the body of that name, and keeps it: "an official at the council".
    """
    named = phrase[-1].name if phrase else None
    at = len(phrase) - 1 - sum(1 for _ in takewhile(lambda item: item.word == words.definite, reversed(phrase[:-1])))
    before = phrase[: max(0, at - 1)]
    if named is None or not before:
        return phrase
    link = phrase[at - 1].word
    if _is_person(before[-1:]):
        return before if link in words.where | words.belonging else phrase
    if named.label == "PERSON" or not (link in words.where or (named.label == "PLACE" and link in words.origins)):
        return phrase
    kinds = {item.kind for item in after_verb(before)}
    return before if before[-1].kind in NOUNS and kinds.isdisjoint(SPOKEN_FOR) else phrase
