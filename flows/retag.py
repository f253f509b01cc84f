"""Articles whose results were made by what cleaned or tagged before: through the stages again, from the raw store."""

# No `from __future__ import annotations`: see flows/ingest.py.

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from msgspec import Struct
from prefect import flow, get_run_logger, runtime

from flows.handing import forget_results, whole
from flows.kit import Kit, load_kit
from flows.progress import progress
from flows.running import running
from flows.stages import pool
from flows.workers import Piece, Workers, taken_ahead
from schemas.records import Failure, RawDocument, Renewal, Renewed, Stale, Tags
from schemas.settings import settings
from schemas.travel import Parcel
from tasks.clean.batch import Cleaned
from tasks.clean.task import clean_documents
from tasks.fetch.again import kept_document
from tasks.fetch.batches import batches
from tasks.link.task import link_entities, link_overrides
from tasks.load.decide import check
from tasks.load.store import Ledger, find_staleness, open_ledger, read_stale, store_topics
from tasks.load.task import renew_batch
from tasks.report.retag import Retagged
from tasks.tag.task import tag_articles

LOST = "the raw store does not have its bytes any more"


@flow(name="retag", persist_result=False)
def retag(source: str | None = None) -> Retagged:
    """Clean and tag again those articles whose current results the active cleaner and taggers have not all made.

    Args:
        source: of this source alone.

    Returns:
        What became of the articles that were to be renewed.

    Raises:
        NewsledgerError: nothing could be done; one sentence says why.
    """
    config = settings()
    kit = load_kit(config)
    with open_ledger(config.database_url) as ledger:
        stale = find_staleness(ledger, kit.processors, source).revisions
        with running("retag", ledger, kit.processors, str(runtime.flow_run.id)):
            store_topics(ledger, kit.topics.definitions)
            done = renew_all(ledger, kit, stale)
            link_entities(whole(ledger), whole(kit.decisions))
            link_overrides(whole(ledger), whole(kit.overrides), kit.folder)
    return done


def renew_all(ledger: Ledger, kit: Kit, revision_ids: Sequence[int]) -> Retagged:
    """Current revisions through the stages that read them, in batches; says what became of them."""
    config = settings()
    stale = read_stale(ledger, revision_ids)
    with (
        Workers(config.process_count(), pool) as workers,
        progress("article", get_run_logger(), len(revision_ids)) as advance,
    ):
        job = Job(ledger, kit, workers, config.raw_folder())
        cleaned = taken_ahead(map(job.clean, job.portions(stale, config.batch_size)), config.batches_ahead())
        for batch in taken_ahead(map(job.tag, cleaned), config.batches_ahead()):
            advance(job.store(batch))
        return job.done


class Cleaning(Struct, frozen=True):
    """A batch on its way through cleaning."""

    stale: list[Stale]
    piece: Piece[Parcel[list[Cleaned | Failure]]]


class Tagging(Struct, frozen=True):
    """A batch on its way through tagging, without what cannot be cleaned any more."""

    cleaned: list[tuple[Stale, Cleaned]]
    piece: Piece[Parcel[list[Tags | Failure]]]


@dataclass(frozen=True, slots=True)
class Job:
    """One run's way of taking a batch through the stages; `done` is what became of them so far."""

    ledger: Ledger
    kit: Kit
    workers: Workers
    raw_folder: Path
    done: Retagged = field(default_factory=Retagged)

    def portions(self, stale: Iterator[Stale], size: int) -> Iterator[tuple[list[Stale], list[RawDocument]]]:
        """The bytes of the articles, read back a batch at a time."""
        taken: deque[Stale] = deque()
        for portion in batches(self._read_back(stale, taken), size):
            raws = [raw for raw in portion if isinstance(raw, RawDocument)]
            yield [taken.popleft() for _ in raws], raws

    def clean(self, portion: tuple[list[Stale], list[RawDocument]]) -> Cleaning:
        """Begin to clean a batch."""
        stale, raws = portion
        what = f"articles {stale[0].article_id} to {stale[-1].article_id}"
        cleaner = self.kit.cleaner
        return Cleaning(stale, self.workers.start(clean_documents, len(raws), what, raws=Parcel(raws), cleaner=cleaner))

    def tag(self, batch: Cleaning) -> Tagging:
        """Begin to tag what can be cleaned; what has no text any more stays as it is."""
        cleaned: list[tuple[Stale, Cleaned]] = []
        for stale, result in zip(batch.stale, batch.piece.result().content, strict=True):
            if refused := check(result.article if isinstance(result, Cleaned) else result):
                self.done.add(Renewed(stale, failure=refused.reason))
            elif isinstance(result, Cleaned):
                cleaned.append((stale, result))
        what = f"articles {batch.stale[0].article_id} to {batch.stale[-1].article_id}"
        articles, tagger = Parcel([each.article for _, each in cleaned]), self.kit.tagger
        piece = self.workers.start(tag_articles, len(cleaned), what, articles=articles, tagger=tagger)
        return Tagging(cleaned, piece)

    def store(self, batch: Tagging) -> int:
        """Put it into the ledger; returns how many articles that were."""
        renewals = []
        for (stale, cleaned), tags in zip(batch.cleaned, batch.piece.result().content, strict=True):
            if isinstance(tags, Tags):
                renewals.append(Renewal(stale, cleaned.article, tags))
            else:
                self.done.add(Renewed(stale, failure=f"{tags.stage}: {tags.error}"))
        for each in renew_batch(whole(self.ledger), whole(renewals), whole(self.kit.processors)):
            self.done.add(each)
        forget_results()
        return len(batch.cleaned)

    def _read_back(self, stale: Iterator[Stale], taken: deque[Stale]) -> Iterator[RawDocument]:
        for each in stale:
            if raw := kept_document(each, self.raw_folder):
                taken.append(each)
                yield raw
            else:
                self.done.add(Renewed(each, failure=LOST))
