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
    """A candidate with what becomes of it, and what is held of its article before and afterwards."""

    candidate: Candidate
    decision: Decision
    before: Stored
    now: Stored

    @property
    def adds(self) -> bool:
        """Whether its text is a revision that the ledger does not have."""
        return self.candidate.text not in self.before.appeared

    @property
    def appears(self) -> bool:
        """Whether its text appeared when it was fetched, as far as is known from here on."""
        return self.now != self.before

    @property
    def changes(self) -> bool:
        """Whether another text is the current one from here on."""
        return self.now.current != self.before.current


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
            judged.append(_judge(document, stored.get(document.article_id), places))
            stored[document.article_id] = judged[-1].now
        places.show(document.address, document.shown, document.item.raw.fetched_at, document.item.number)
    return judged


def _judge(candidate: Candidate, held: Stored | None, places: Places) -> Judged:
    item, text, stub = candidate.item, candidate.text, candidate.article.kind == "stub"
    fetched_at = item.raw.fetched_at
    sight = places.sight(candidate.address, candidate.shown, fetched_at, item.together)
    decision = decide(held, text, fetched_at, sight=sight, stub=stub)
    now = after(held, text, fetched_at, decision, sight=sight, stub=stub)
    return Judged(candidate, decision, held or Stored(), now)
