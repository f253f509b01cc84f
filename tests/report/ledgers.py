"""A small ledger with a bit of everything, written as the main job writes it."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path

from msgspec.structs import replace

from schemas.entities import Naming
from schemas.expectations import Expect
from schemas.overrides import Override
from schemas.records import (
    Article,
    Document,
    Encoding,
    Entity,
    Evidence,
    Failure,
    FetchFailure,
    FetchOutcome,
    Field,
    Figure,
    Key,
    Loaded,
    Mention,
    Outcome,
    Processor,
    Processors,
    RawDocument,
    RawLocation,
    Removed,
    Span,
    Tags,
    Timestamp,
    TopicTag,
)
from schemas.sources import Files
from tasks.link.decisions import Decisions
from tasks.link.store import count_days, judge_sources, link_entities, link_overrides
from tasks.load.decide import LoadItem
from tasks.load.store import Ledger, begin_run, end_run, store_batch
from tests.report.articles import ARTICLE, NOON, TAGS

NAMES = ("clean", "entities", "topic/strike", "topic/traffic", "quotes", "figures")
PROCESSORS = Processors(tuple(Processor(name, "1", "abc123") for name in NAMES))
FIRST_URI = "file:///news/harwich.txt"

QUEUE = Article(
    body="About 500 lorries queued outside the Port of Harwich. Nobody said why.",
    headline="Lorries queue for miles",
    published_at=Timestamp(NOON.date(), "day", "meta"),
    canonical_url="https://coast.example/queue",
    removed=(Removed("Tap here to follow", "boilerplate:social-follow"),),
)
EARLIER = Article(
    body="More than 300 lorries queued at Harwich.",
    headline="Queue at the port",
    published_at=Timestamp(NOON, "minute", "json-ld"),
)
RECIPE = Article(body="Peel the onions. Weep a little.", headline="Soup for rough weather")


def span_of(article: Article, text: str) -> Span:
    """Where `text` first stands in an article's body."""
    start = article.body.index(text)
    return Span("body", start, start + len(text), text)


def parts(span: Span) -> tuple[Field, int, int, str]:
    """A span as the first arguments of what is one."""
    return span.field, span.start, span.end, span.text


def queue_tags(article: Article, number: str, place: str) -> Tags:
    """Traffic, one figure and one place."""
    queued, port = span_of(article, "lorries queued"), span_of(article, place)
    count = span_of(article, number)
    return Tags(
        mentions=(Mention(*parts(port), "FACILITY"),),
        entities=(Entity("Port of Harwich", "FACILITY", (0,)),),
        topics=(TopicTag("traffic", 4.0, 3.0, (Evidence(*parts(queued), "traffic/queue", 4.0),)),),
        figures=(Figure(*parts(count), float(number), float(number), "lorries", None),),
    )


def item(
    number: int, source: str, uri: str, result: Article | Failure | Loaded, guid: str | None = None, later: int = 0
) -> LoadItem:
    """One document on its way into the ledger."""
    content = f"{uri} {later} {result}".encode()
    raw = RawDocument(
        source, uri, "text/plain", content, hashlib.sha256(content).hexdigest(), NOON + timedelta(hours=later)
    )
    keys = ((Key("guid", guid),) if guid else ()) + (Key("file", uri),)
    url = result.canonical_url if isinstance(result, Article) else None
    document = Document(keys, "text", "text", Encoding("cp1252", "detected", True), url)
    return LoadItem(number, raw, RawLocation("raw-1.warc.gz", 100 * number), document, result)


def fill(ledger: Ledger) -> None:
    """Two runs: seven documents (one quarantined) and a fetch that failed; then an article that changed.

    An editor agrees with one topic, and says that one name is a thing of its own. Then a source brings nothing.
    """
    tags = {
        0: TAGS,
        1: queue_tags(QUEUE, "500", "Port of Harwich"),
        2: queue_tags(EARLIER, "300", "Harwich"),
        3: Tags(),
        4: Tags(),
        5: replace(TAGS, mentions=tuple(replace(each, title="of the crews' union") for each in TAGS.mentions)),
    }
    items = [
        item(0, "harbour", FIRST_URI, ARTICLE, guid="tugs"),
        item(1, "coast", "file:///coast/queue.txt", QUEUE),
        item(2, "harbour", "file:///news/rows.jsonl#line=1", EARLIER, guid="row-1"),
        item(3, "harbour", "file:///news/rows.jsonl#line=2", RECIPE, guid="row-2"),
        item(4, "coast", "file:///coast/soup.txt", RECIPE),
        item(5, "mirror", FIRST_URI, ARTICLE),
        item(6, "coast", "file:///coast/bad.txt", Failure("clean", "the text has no end")),
    ]
    failure = FetchFailure("coast", "file:///coast/gone.txt", FetchOutcome.GONE, "no such file", NOON)
    run(ledger, items, tags, {7: failure})
    changed = replace(ARTICLE, body=ARTICLE.body.replace("40 ferries", "50 ferries"))
    run(ledger, [item(0, "harbour", FIRST_URI, changed, guid="tugs", later=1)], {0: TAGS}, {})
    agreed = Override(article="guid:tugs", topic="strike", action="add", who="Ada Byrne", why="tugs are work", line=2)
    link_overrides(ledger, [agreed], Path("/news"))
    own = Naming(name="Port of Harwich", entity="Port of Harwich", label="FACILITY")
    link_entities(ledger, Decisions([(2, own)]))
    count_days(ledger)
    coast = Files(name="coast", paths=("coast",), expect=Expect(articles_a_day=5, quiet_days=()))
    judge_sources(ledger, [coast], NOON + timedelta(days=2))


def run(
    ledger: Ledger, items: Sequence[LoadItem], tags: Mapping[int, Tags], failures: Mapping[int, FetchFailure]
) -> None:
    """One run of the main job's last stage."""
    run_id = begin_run(ledger, "ingest", code_version="0.1.0", config_hash="abc123", now=NOON)
    store_batch(ledger, run_id, items, tags, PROCESSORS, NOON, failures)
    end_run(ledger, run_id, "completed", NOON)


def drop_rows(ledger: Ledger) -> None:
    """A run over a file whose rows give no article, for three reasons of which two differ by the day alone."""
    nothing = Article(body="", headline="Ferries stop")
    early = [Loaded(Outcome.DROPPED, f"was published on 2015-06-{day}, before 2015-07-01") for day in (29, 30)]
    results: list[Article | Loaded] = [nothing, *early]
    run(ledger, [item(n, "cms", f"file:///news/cms.csv#line={n + 2}", each) for n, each in enumerate(results)], {}, {})
