"""Articles whose results were made by what cleaned or tagged before, brought up to what does now.

What another cleaner was the last to clean is cleaned again, from the raw store. What taggers have not run over is
tagged, from the ledger; what they find stands beside what counts, until all of it takes its place at once.
"""

# No `from __future__ import annotations`: see flows/ingest.py.

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from msgspec import Struct
from prefect import flow, get_run_logger, runtime

from flows.handing import forget_results, whole
from flows.kit import Kit, decided_by_now, load_kit
from flows.naming import run_name
from flows.pools import workers
from flows.progress import progress
from flows.running import running
from flows.tagging import Tagging, start_to_tag, tag_all, tagged
from flows.workers import Piece, Workers, taken_ahead
from schemas.records import Article, Failure, RawDocument, Renewal, Renewed, Stale
from schemas.settings import settings
from schemas.travel import Parcel
from tasks.clean.batch import Cleaned
from tasks.clean.task import clean_documents
from tasks.fetch.again import kept_document
from tasks.fetch.batches import batches
from tasks.link.task import count_days, link_entities, link_overrides
from tasks.load.decide import check, content_hash
from tasks.load.store import (
    Ledger,
    drop_unused,
    find_uncleaned,
    find_untagged,
    open_ledger,
    read_stale,
    store_topics,
)
from tasks.load.task import renew_batch, switch_over
from tasks.report.retag import Retagged

LOST = "the raw store does not have its bytes any more"


@flow(name="retag", flow_run_name=run_name, persist_result=False)
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
    with (
        open_ledger(config.database_url) as ledger,
        running("retag", ledger, kit.processors, str(runtime.flow_run.id)),
    ):
        store_topics(ledger, kit.topics.definitions)
        done = retag_all(ledger, kit, source)
        kit = decided_by_now(kit)
        link_entities(whole(ledger), whole(kit.decisions))
        link_overrides(whole(ledger), whole(kit.overrides), kit.folder)
        count_days(whole(ledger))
        drop_unused(ledger, kit.processors.taggers)
    return done


def retag_all(ledger: Ledger, kit: Kit, source: str | None) -> Retagged:
    """Bring the articles up to what cleans and tags now; says what became of them."""
    done, taggers = Retagged(), kit.processors.taggers
    clean_all(ledger, kit, find_uncleaned(ledger, kit.processors, source), done)
    tag_all(ledger, kit, find_untagged(ledger, taggers, source), done)
    done.switched = switch_over(whole(ledger), whole(taggers), source)
    return done


def clean_all(ledger: Ledger, kit: Kit, revision_ids: Sequence[int], done: Retagged) -> None:
    """Current revisions through cleaning, in batches, and through tagging those that get another text by it."""
    config = settings()
    stale = read_stale(ledger, revision_ids)
    with (
        workers(config) as here_or_there,
        progress("article", get_run_logger(), len(revision_ids)) as advance,
    ):
        job = Job(ledger, kit, here_or_there, config.raw_folder(), done)
        cleaned = taken_ahead(map(job.clean, job.portions(stale, config.batch_size)), config.batches_ahead())
        for batch in taken_ahead(map(job.tag, cleaned), config.batches_ahead()):
            advance(job.store(batch))


class Cleaning(Struct, frozen=True):
    """A batch on its way through cleaning."""

    stale: list[Stale]
    piece: Piece[Parcel[list[Cleaned | Failure]]]


@dataclass(frozen=True, slots=True)
class Job:
    """One run's way of taking a batch through cleaning; `done` is what became of them so far."""

    ledger: Ledger
    kit: Kit
    workers: Workers
    raw_folder: Path
    done: Retagged

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
        """Begin to tag what has another text than before; what has none any more stays as it is."""
        changed: list[tuple[Stale, Article]] = []
        same: list[tuple[Stale, Article]] = []
        for stale, result in zip(batch.stale, batch.piece.result().content, strict=True):
            if refused := check(result.article if isinstance(result, Cleaned) else result):
                self.done.add(Renewed(stale, failure=refused.reason))
            elif isinstance(result, Cleaned):
                (same if content_hash(result.article) == stale.text else changed).append((stale, result.article))
        return Tagging(changed, start_to_tag(self.workers, self.kit, changed), same)

    def store(self, batch: Tagging) -> int:
        """Put it into the ledger; returns how many articles that were."""
        renewals = [*tagged(batch, self.done), *(Renewal(stale, article, None) for stale, article in batch.same)]
        for each in renew_batch(whole(self.ledger), whole(renewals), whole(self.kit.processors)):
            self.done.add(each)
        forget_results()
        return len(batch.texts) + len(batch.same)

    def _read_back(self, stale: Iterator[Stale], taken: deque[Stale]) -> Iterator[RawDocument]:
        for each in stale:
            if raw := kept_document(each, self.raw_folder):
                taken.append(each)
                yield raw
            else:
                self.done.add(Renewed(each, failure=LOST))
