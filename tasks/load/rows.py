"""Records as rows: tuples in the order of their table's columns. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from schemas.records import Article, Entity, Span, Tags, Timestamp
from tasks.load.decide import content_hash
from tasks.load.fold import bounded, fold

Row = tuple[Any, ...]
Rows = defaultdict[str, list[Row]]  # by table
PUBLISHED, MODIFIED = (
    tuple(f"{what}_{part}" for part in ("at", "on", "precision", "method")) for what in ("published", "modified")
)
EntityKey = tuple[str, str]  # label, folded name
AliasKey = tuple[int, str]  # entity id, name
UNLINKED_COLUMNS = 5  # of an entity, that linking fills in: likeness, thing_id, rule, line, given_wikidata


@dataclass(frozen=True, slots=True)
class ProcessorIds:
    """What makes results now, each by its name."""

    of_all: Mapping[str, int]  # what runs over every article
    of_language: Mapping[str | None, Mapping[str, int]]  # the same with what runs over articles in one language alone

    def of(self, language: str | None) -> Mapping[str, int]:
        """All that make the results of an article in that language."""
        return self.of_language.get(language, self.of_all)


@dataclass(frozen=True, slots=True)
class Ids:
    """What results point to, by natural key."""

    processors: ProcessorIds
    entities: Mapping[EntityKey, int]
    topics: Mapping[str, int]


class AliasUses:
    """How often entities stand under each of their names: mentions, and revisions that have any."""

    def __init__(self) -> None:
        self.mentions: Counter[AliasKey] = Counter()
        self.revisions: Counter[AliasKey] = Counter()

    def add(self, key: AliasKey, mentions: int, revisions: int) -> None:
        """Counts a name's uses; less than none takes some away."""
        self.mentions[key] += mentions
        self.revisions[key] += revisions


def entity_key(entity: Entity) -> EntityKey:
    """What makes an entity the same thing in every article."""
    return entity.label, fold(entity.name)


def entity_row(key: EntityKey, name: str, wikidata: str | None = None, scope: str | None = None) -> Row:
    """A name that is not linked yet."""
    return (*key, name, wikidata, scope, *[None] * UNLINKED_COLUMNS)


def dated(time: Timestamp | None, timezone: ZoneInfo) -> tuple[datetime | None, date | None, str | None, str | None]:
    """Time, day, precision and method, as a revision has them.

    Raises:
        ValueError: the time has no zone.
    """
    if time is None:
        return None, None, None, None
    value = time.value
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        return value, value.astimezone(timezone).date(), time.precision, time.method
    return None, value, time.precision, time.method


def metadata_values(article: Article, timezone: ZoneInfo) -> dict[str, Any]:
    """What cleaning says of a revision besides its text, by column.

    Raises:
        ValueError: a time has no zone.
    """
    return {
        "byline": article.byline,
        "language": article.language,
        **dict(zip(PUBLISHED, dated(article.published_at, timezone), strict=True)),
        **dict(zip(MODIFIED, dated(article.modified_at, timezone), strict=True)),
        "kind": article.kind,
        "section": article.section,
        "headline_method": article.headline_method,
        "authors_method": article.authors_method,
    }


def text_values(article: Article) -> dict[str, Any]:
    """An article's text, by a revision's columns."""
    return {
        "content_hash": content_hash(article),
        "headline": article.headline,
        "standfirst": article.standfirst,
        "body": article.body,
        "word_count": len(article.body.split()),
    }


def cleaning_rows(rows: Rows, revision_id: int, article: Article) -> None:
    """Adds what cleaning found besides a revision's text, and what it took out of it."""
    rows["revision_authors"] += _numbered(revision_id, article.authors)
    rows["revision_keywords"] += _numbered(revision_id, article.keywords)
    rows["revision_agencies"] += _numbered(revision_id, article.agencies)
    rows["captions"] += _numbered(revision_id, article.captions)
    rows["credits"] += _numbered(revision_id, article.credits)
    rows["removed_spans"] += [(revision_id, n, piece.text, piece.reason) for n, piece in enumerate(article.removed)]


def result_rows(rows: Rows, revision_id: int, article: Article, tags: Tags, ids: Ids) -> None:
    """Adds what cleaning and tagging found in a revision."""
    found, made_by = found_by(article, tags), ids.processors.of(article.language)
    rows["processings"] += [(revision_id, id_, found[name], True, None) for name, id_ in made_by.items()]
    entities = [ids.entities[entity_key(entity)] for entity in tags.entities]
    _mention_rows(rows, revision_id, tags, made_by, entities)
    _topic_rows(rows, revision_id, tags, made_by, ids.topics)
    if tags.quotes:
        rows["quotes"] += [
            (
                revision_id,
                made_by["quotes"],
                n,
                *_span(q),
                None if q.speaker is None else entities[q.speaker],
                q.cue,
            )
            for n, q in enumerate(tags.quotes)
        ]
    if tags.figures:
        rows["figures"] += [
            (revision_id, made_by["figures"], n, *_span(f), f.low, f.high, f.unit, f.qualifier)
            for n, f in enumerate(tags.figures)
        ]


def found_by(article: Article, tags: Tags) -> Counter[str]:
    """How many results each processor has, by its name."""
    found = Counter(f"topic/{topic.topic}" for topic in tags.topics)
    found["clean"] = len(article.removed)
    found["entities"] = len(tags.mentions)
    found["quotes"], found["figures"] = len(tags.quotes), len(tags.figures)
    return found


def alias_uses(tags: Iterable[Tags], entities: Mapping[EntityKey, int]) -> AliasUses:
    """How often each entity stands under each of its names; 0 for a name that it only has by rule or gazetteer."""
    uses = AliasUses()
    for found in tags:
        for entity in found.entities:
            entity_id = entities[entity_key(entity)]
            uses.add((entity_id, bounded(entity.name)), 0, 0)
            forms = Counter(bounded(found.mentions[index].text) for index in entity.mentions)
            for surface, mentions in forms.items():
                uses.add((entity_id, surface), mentions, 1)
    return uses


def _mention_rows(
    rows: Rows, revision_id: int, tags: Tags, made_by: Mapping[str, int], entities: Sequence[int]
) -> None:
    if not tags.mentions:
        return
    processor_id = made_by["entities"]
    entity_of = {n: id_ for entity, id_ in zip(tags.entities, entities, strict=True) for n in entity.mentions}
    rows["mentions"] += [
        (revision_id, processor_id, n, m.field, m.start, m.end, m.text, m.label, entity_of[n], m.title)
        for n, m in enumerate(tags.mentions)
    ]


def _topic_rows(
    rows: Rows, revision_id: int, tags: Tags, made_by: Mapping[str, int], topics: Mapping[str, int]
) -> None:
    for topic in tags.topics:
        key = (revision_id, made_by[f"topic/{topic.topic}"], topics[topic.topic])
        rows["article_topics"].append((*key, topic.score, topic.threshold))
        rows["topic_evidence"] += [(*key, n, *_span(e), e.rule, e.weight) for n, e in enumerate(topic.evidence)]


def _numbered(revision_id: int, texts: Iterable[str]) -> list[Row]:
    return [(revision_id, number, text) for number, text in enumerate(texts)]


def _span(span: Span) -> tuple[str, int, int, str]:
    return span.field, span.start, span.end, span.text
