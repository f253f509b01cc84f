"""A batch of documents decided one after the other, each in view of those before it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from schemas.records import Article
from tasks.load.decide import Decision, LoadItem, Stored, after, check, counts, decide, precedes
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
    appears: bool  # its text is the current one from here on
    adds: bool  # its text is a revision that the ledger does not have
    precedes: bool  # its text is the current one, and appeared here earlier than was known


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
            judged.append(_judge(document, held, places))
            stored[document.article_id] = _after(held, judged[-1])
        places.show(document.address, document.shown, document.item.number)
    return judged


def _judge(candidate: Candidate, held: Stored | None, places: Places) -> Judged:
    item, text, stub = candidate.item, candidate.text, candidate.article.kind == "stub"
    fetched_at = item.raw.fetched_at
    sight = places.sight(candidate.address, candidate.shown, item.together)
    decision = decide(held, text, fetched_at, sight=sight, stub=stub)
    appears = decision.is_new and counts(held or Stored(), text, fetched_at, stub=stub)
    adds = held is None or text not in held.known
    return Judged(candidate, decision, appears, adds, held is not None and precedes(held, text, fetched_at))


def _after(held: Stored | None, judged: Judged) -> Stored:
    candidate = judged.candidate
    stub = candidate.article.kind == "stub"
    return after(held, candidate.text, candidate.item.raw.fetched_at, judged.decision, stub=stub)
