"""A batch of documents decided one after the other, each in view of those before it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from schemas.records import Article
from tasks.load.decide import Decision, LoadItem, Stored, after, check, counts, decide, precedes


class Candidate(Struct, frozen=True):
    """A document whose article is fit to be stored, and where that stands."""

    index: int  # in the batch
    item: LoadItem
    article: Article
    article_id: int  # below zero for an article that the ledger does not have
    text: str  # content hash
    last_here: str | None  # content hash of what was last found at the same URI


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


def judge(candidates: Sequence[Candidate], holdings: Mapping[int, Stored]) -> list[Judged]:
    """What becomes of each candidate, in order, as if each were stored before the next is decided."""
    stored = dict(holdings)
    judged = []
    for candidate in _in_view_of_each_other(candidates):
        held = stored.get(candidate.article_id)
        judged.append(_judge(candidate, held))
        item, stub = candidate.item, candidate.article.kind == "stub"
        stored[candidate.article_id] = after(
            held, candidate.text, item.raw.fetched_at, judged[-1].decision, stub=stub, number=item.number
        )
    return judged


def _in_view_of_each_other(candidates: Sequence[Candidate]) -> Iterator[Candidate]:
    """The candidates, each with the text that its place brought last, be it in this batch."""
    here: dict[tuple[str, str], Candidate] = {}
    for candidate in candidates:
        place = candidate.item.raw.source, candidate.item.raw.uri
        if before := here.get(place):
            same = before.article_id == candidate.article_id
            candidate = replace(candidate, last_here=before.text if same else None)  # noqa: PLW2901
        here[place] = candidate
        yield candidate


def _judge(candidate: Candidate, held: Stored | None) -> Judged:
    item, stub = candidate.item, candidate.article.kind == "stub"
    fetched_at, last_here = item.raw.fetched_at, candidate.last_here
    decision = decide(held, candidate.text, fetched_at, last_here=last_here, stub=stub, together=item.together)
    appears = decision.is_new and counts(held or Stored(), candidate.text, fetched_at, stub=stub)
    adds = held is None or candidate.text not in held.known
    return Judged(candidate, decision, appears, adds, held is not None and precedes(held, candidate.text, fetched_at))
