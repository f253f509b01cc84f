"""A batch of documents decided one after the other, each in view of those before it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from schemas.records import Article
from tasks.load.decide import Decision, LoadItem, Stored, after, check, decide
from tasks.load.places import Address, Places, Shown


class Candidate(Struct, frozen=True):
    """A document whose article is fit to be stored, and where that stands."""

    index: int  # in the batch
    item: LoadItem
    article: Article
    article_id: int  # below zero for an article that the ledger does not have
    text: str  # content hash
    address: Address

    @property
    def shown(self) -> Shown:
        """What its place shows from here on."""
        return Shown(self.article_id, self.text)


class Settled(Struct, frozen=True):
    """A document that was decided without a look into the ledger, or before."""

    item: LoadItem
    address: Address
    shown: Shown | None  # what its place shows from here on; None if that is no text


class Judged(Struct, frozen=True):
    """A candidate with what becomes of it."""

    candidate: Candidate
    decision: Decision
    adds: bool  # its text is a revision that the ledger does not have
    appears: bool  # its text appeared when it was fetched, as far as is known from here on
    current: str | None  # the article's text from here on; None if that stays


def first_checks(items: Sequence[LoadItem]) -> list[Decision | None]:
    """The decisions that need no look into the ledger; None for the candidates."""
    return [check(item.result) for item in items]


def judge(documents: Sequence[Candidate | Settled], holdings: Mapping[int, Stored], places: Places) -> list[Judged]:
    """What becomes of each candidate, in order, as if each document were stored before the next is decided.

    Args:
        documents: all of the batch, in order.
        holdings: what the ledger holds of their articles.
        places: those of these articles; they show what the documents do afterwards.
    """
    stored, judged = dict(holdings), []
    for document in documents:
        if isinstance(document, Candidate):
            held = stored.get(document.article_id)
            decision, now = _decide(document, held, places)
            judged.append(_judged(document, held, decision, now))
            stored[document.article_id] = now
        places.show(document.address, document.shown, document.item.number)
    return judged


def _decide(candidate: Candidate, held: Stored | None, places: Places) -> tuple[Decision, Stored]:
    """What becomes of the document, and what the ledger holds of its article from there on."""
    item, text, stub = candidate.item, candidate.text, candidate.article.kind == "stub"
    sight = places.sight(candidate.address, candidate.shown, item.together)
    decision = decide(held, text, item.raw.fetched_at, sight=sight, stub=stub)
    return decision, after(held, text, item.raw.fetched_at, decision, stub=stub)


def _judged(candidate: Candidate, held: Stored | None, decision: Decision, now: Stored) -> Judged:
    before = held or Stored()
    adds, appears = candidate.text not in before.appeared, now != before
    return Judged(candidate, decision, adds, appears, now.current if now.current != before.current else None)
