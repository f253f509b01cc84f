"""Stored articles through tagging again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from msgspec import Struct
from prefect import get_run_logger

from flows.handing import forget_results, whole
from flows.kit import Kit
from flows.pools import workers
from flows.progress import progress
from flows.workers import Piece, Workers, taken_ahead
from schemas.records import TAGGED, TOPIC, Article, Failure, Renewal, Renewed, Stale, Tags
from schemas.settings import settings
from schemas.travel import Parcel
from tasks.load.store import Ledger, Untagged, read_texts
from tasks.load.task import stage_batch
from tasks.report.retag import Retagged
from tasks.tag.task import tag_articles

Text = tuple[Stale, Article]


def tag_all(ledger: Ledger, kit: Kit, untagged: Untagged, done: Retagged) -> None:
    """Current revisions through tagging, in batches; those that lack topics alone, through that alone."""
    config, total = settings(), len(untagged.of_topics) + len(untagged.of_all)
    with workers(config) as here_or_there, progress("article", get_run_logger(), total) as advance:
        for revision_ids, job in (
            (untagged.of_topics, TagJob(ledger, kit, here_or_there, done, untagged.topics)),
            (untagged.of_all, TagJob(ledger, kit, here_or_there, done, None)),
        ):
            portions = _portions(read_texts(ledger, revision_ids, TAGGED + 1), config.batch_size)
            for batch in taken_ahead(map(job.tag, portions), config.batches_ahead()):
                advance(job.store(batch))


def _portions(texts: Iterator[Text], size: int) -> Iterator[list[Text]]:
    while some := list(islice(texts, size)):
        yield some


class Tagging(Struct, frozen=True):
    """A batch on its way through tagging."""

    texts: list[Text]
    piece: Piece[Parcel[list[Tags | Failure]]]
    same: list[Text] = []  # cleaned again, and with the text that they had


@dataclass(frozen=True, slots=True)
class TagJob:
    """One run's way of taking a batch through tagging; `done` is what became of them so far."""

    ledger: Ledger
    kit: Kit
    workers: Workers
    done: Retagged
    topics: frozenset[str] | None  # those that are looked for, by their processors' names; None: all is tagged

    def tag(self, texts: list[Text]) -> Tagging:
        """Begin to tag a batch."""
        return Tagging(texts, start_to_tag(self.workers, self.kit, texts, self.topics))

    def store(self, batch: Tagging) -> int:
        """Put it into the ledger, beside what counts; returns how many articles that were."""
        taggers = self.kit.processors.taggers
        processors = taggers if self.topics is None else taggers.named(self.topics)
        for each in stage_batch(whole(self.ledger), whole(tagged(batch, self.done)), whole(processors)):
            if each.failure:
                self.done.add(each)
        forget_results()
        return len(batch.texts)


def start_to_tag(
    workers: Workers, kit: Kit, texts: Sequence[Text], topics: frozenset[str] | None = None
) -> Piece[Parcel[list[Tags | Failure]]]:
    """Begin to tag articles; with `topics`, by their processors' names, only these are looked for."""
    what = f"articles {texts[0][0].article_id} to {texts[-1][0].article_id}" if texts else "no article"
    keys = None if topics is None else frozenset(name.removeprefix(TOPIC) for name in topics)
    articles = Parcel([article for _, article in texts])
    return workers.start(tag_articles, len(texts), what, articles=articles, tagger=kit.tagger, topics=keys)


def tagged(batch: Tagging, done: Retagged) -> list[Renewal]:
    """What could be tagged."""
    renewals = []
    for (stale, article), tags in zip(batch.texts, batch.piece.result().content, strict=True):
        if isinstance(tags, Tags):
            renewals.append(Renewal(stale, article, tags))
        else:
            done.add(Renewed(stale, failure=f"{tags.stage}: {tags.error}"))
    return renewals
