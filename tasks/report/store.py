"""One article read back from the store, with everything that was found in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, func, or_, select

from schemas.errors import InputError
from schemas.records import (
    Article,
    Encoding,
    Entity,
    Evidence,
    Figure,
    Key,
    Mention,
    Outcome,
    Precision,
    Processor,
    Quote,
    RawLocation,
    Removed,
    Tags,
    Timestamp,
    TopicTag,
)
from schemas.tables import (
    article_keys,
    article_topics,
    articles,
    captions,
    credits_,
    entities,
    entity_aliases,
    fetches,
    figures,
    mentions,
    overrides,
    processings,
    processors,
    quotes,
    raw_documents,
    removed_spans,
    revision_agencies,
    revision_authors,
    revision_keywords,
    revisions,
    sources,
    topic_evidence,
    topics,
)
from tasks.report.explanation import Bearing, Decision, Event, Explanation, Known, Origin

NAMED, THINGS = entities.alias("named"), entities.alias("things")
EVENTS_SHOWN = 20
NAMES_SHOWN = 6  # of an entity in other articles
QUIET = (Outcome.UNCHANGED, Outcome.DUPLICATE)


def read_explanation(connection: Connection, article_id: int) -> Explanation:
    """All about one article's current revision; `article_id` one that is there."""
    row = connection.execute(
        select(revisions, sources.c.name.label("source"), articles.c.canonical_url)
        .select_from(articles.join(sources).join(revisions, revisions.c.id == articles.c.current_revision_id))
        .where(articles.c.id == article_id)
    ).one_or_none()
    if row is None:
        raise InputError(f"article {article_id} has no text")
    count = select(func.count()).where(revisions.c.article_id == article_id)
    named = _named(connection, row.id)
    return Explanation(
        article_id=article_id,
        source=row.source,
        keys=_keys(connection, article_id),
        revision=row.number,
        revisions=connection.scalar(count) or 0,
        events=_events(connection, article_id),
        article=_article(connection, row),
        tags=_tags(connection, row.id, named),
        decisions=_decisions(connection, article_id),
        known=_known(connection, named),
        processors=_processors(connection, row.id),
        origin=_origin(connection, row),
    )


def _keys(connection: Connection, article_id: int) -> tuple[Key, ...]:
    stored = select(article_keys.c.kind, article_keys.c.value).where(article_keys.c.article_id == article_id)
    return tuple(Key(*row) for row in connection.execute(stored.order_by(article_keys.c.kind, article_keys.c.value)))


def _article(connection: Connection, row: Row[Any]) -> Article:
    def parts(table: Any, *columns: Any) -> Sequence[Row[Any]]:
        of_revision = select(*columns).where(table.c.revision_id == row.id)
        return connection.execute(of_revision.order_by(table.c.number)).all()

    return Article(
        body=row.body,
        headline=row.headline,
        standfirst=row.standfirst,
        byline=row.byline,
        authors=tuple(name for (name,) in parts(revision_authors, revision_authors.c.name)),
        published_at=_time(row.published_at or row.published_on, row.published_precision, row.published_method),
        modified_at=_time(row.modified_at or row.modified_on, row.modified_precision, row.modified_method),
        language=row.language,
        canonical_url=row.canonical_url,
        kind=row.kind,
        section=row.section,
        keywords=tuple(word for (word,) in parts(revision_keywords, revision_keywords.c.keyword)),
        agencies=tuple(name for (name,) in parts(revision_agencies, revision_agencies.c.name)),
        headline_method=row.headline_method,
        authors_method=row.authors_method,
        captions=tuple(text for (text,) in parts(captions, captions.c.text)),
        credits=tuple(text for (text,) in parts(credits_, credits_.c.text)),
        removed=tuple(Removed(*piece) for piece in parts(removed_spans, removed_spans.c.text, removed_spans.c.reason)),
    )


def _time(value: datetime | date | None, precision: Precision | None, method: str | None) -> Timestamp | None:
    """A time as stored; what 0001 stored of a change has no precision."""
    return Timestamp(value, precision or "second", method or "unknown") if value else None


def _named(connection: Connection, revision_id: int) -> Sequence[Row[Any]]:
    """The mentions, each with its name and the thing that this stands for."""
    query = _current(mentions, revision_id).join_from(mentions, NAMED, NAMED.c.id == mentions.c.entity_id)
    return connection.execute(
        query.join(THINGS, THINGS.c.id == func.coalesce(NAMED.c.thing_id, NAMED.c.id)).add_columns(
            THINGS.c.id.label("thing_id"), THINGS.c.name, THINGS.c.label.label("thing_label"),
            func.coalesce(THINGS.c.given_wikidata, THINGS.c.wikidata).label("wikidata"),
            NAMED.c.name.label("full_name"), NAMED.c.label.label("found_as"), NAMED.c.rule, NAMED.c.line,
        )
    ).all()  # fmt: skip


def read_tags(connection: Connection, revision_id: int) -> Tags:
    """What counts of all that was found in a revision."""
    return _tags(connection, revision_id, _named(connection, revision_id))


def _tags(connection: Connection, revision_id: int, named: Sequence[Row[Any]]) -> Tags:
    places = {thing_id: n for n, thing_id in enumerate(_things(named))}
    of_name = {row.entity_id: places[row.thing_id] for row in named}
    said = connection.execute(_current(quotes, revision_id)).all()
    counted = connection.execute(_current(figures, revision_id)).all()
    return Tags(
        mentions=tuple(Mention(*_span(row), row.label, row.title) for row in named),
        entities=tuple(_entity(thing_id, named) for thing_id in places),
        topics=_topics(connection, revision_id),
        quotes=tuple(Quote(*_span(row), of_name.get(row.speaker_id), row.cue) for row in said),
        figures=tuple(Figure(*_span(row), row.low, row.high, row.unit, row.qualifier) for row in counted),
    )


def _things(named: Sequence[Row[Any]]) -> list[int]:
    """The things in the order in which they first appear."""
    return list(dict.fromkeys(row.thing_id for row in named))


def _known(connection: Connection, named: Sequence[Row[Any]]) -> tuple[Known, ...]:
    bearings: defaultdict[int, dict[Bearing, None]] = defaultdict(dict)
    for row in named:
        bearings[row.thing_id][Bearing(row.full_name, row.found_as, row.rule, row.line)] = None
    here = {(row.thing_id, row.text) for row in named}
    elsewhere: defaultdict[int, list[str]] = defaultdict(list)
    for thing_id, surface in connection.execute(_aliases(_things(named))):
        if (thing_id, surface) not in here and len(elsewhere[thing_id]) < NAMES_SHOWN:
            elsewhere[thing_id].append(surface)
    return tuple(Known(tuple(bearings[id_]), tuple(elsewhere[id_])) for id_ in _things(named))


def _aliases(things: Sequence[int]) -> Select[Any]:
    """All names of things, the most frequent first."""
    thing, mentioned = func.coalesce(entities.c.thing_id, entities.c.id), func.sum(entity_aliases.c.mentions)
    query = select(thing, entity_aliases.c.surface).join_from(entities, entity_aliases)
    query = query.where(or_(entities.c.id.in_(things), entities.c.thing_id.in_(things)))
    named = query.group_by(thing, entity_aliases.c.surface).having(mentioned > 0)
    return named.order_by(mentioned.desc(), entity_aliases.c.surface)


def _current(table: Any, revision_id: int) -> Select[Any]:
    """A processor's results that count, in reading order."""
    made = (table.c.revision_id == processings.c.revision_id) & (table.c.processor_id == processings.c.processor_id)
    return (
        select(table)
        .join(processings, made)
        .where(table.c.revision_id == revision_id, processings.c.is_current)
        .order_by(table.c.processor_id, table.c.number)
    )


def _span(row: Row[Any]) -> tuple[Any, int, int, str]:
    return row.field, row.span_start, row.span_end, row.text


def _entity(thing_id: int, named: Sequence[Row[Any]]) -> Entity:
    numbers = tuple(n for n, row in enumerate(named) if row.thing_id == thing_id)
    first = named[numbers[0]]
    return Entity(first.name, first.thing_label, numbers, first.wikidata)


def _topics(connection: Connection, revision_id: int) -> tuple[TopicTag, ...]:
    pieces = connection.execute(_current(topic_evidence, revision_id)).all()
    made = (article_topics.c.revision_id == processings.c.revision_id) & (
        article_topics.c.processor_id == processings.c.processor_id
    )
    given = connection.execute(
        select(article_topics, topics.c.name)
        .join(topics)
        .join(processings, made)
        .where(article_topics.c.revision_id == revision_id, processings.c.is_current)
        .order_by(article_topics.c.score.desc(), topics.c.name)
    )
    return tuple(TopicTag(row.name, row.score, row.threshold, _evidence(row.topic_id, pieces)) for row in given)


def _evidence(topic_id: int, pieces: Sequence[Row[Any]]) -> tuple[Evidence, ...]:
    return tuple(Evidence(*_span(row), row.rule, row.weight) for row in pieces if row.topic_id == topic_id)


def _decisions(connection: Connection, article_id: int) -> tuple[Decision, ...]:
    decided = select(topics.c.name, overrides.c.action, overrides.c.who, overrides.c.why, overrides.c.name)
    decided = decided.join_from(overrides, topics).where(overrides.c.article_id == article_id)
    return tuple(Decision(*row) for row in connection.execute(decided.order_by(topics.c.name)))


def _processors(connection: Connection, revision_id: int) -> tuple[Processor, ...]:
    rows = connection.execute(
        select(processors.c.name, processors.c.version, processors.c.config_hash)
        .join(processings)
        .where(processings.c.revision_id == revision_id, processings.c.is_current)
        .order_by(processors.c.name)
    )
    return tuple(Processor(*row) for row in rows)


def _events(connection: Connection, article_id: int) -> tuple[Event, ...]:
    """What changed, and when it was last seen unchanged: a schedule sees most articles hundreds of times."""
    of_article = select(fetches.c.fetched_at, fetches.c.document_outcome, fetches.c.document_reason).where(
        fetches.c.article_id == article_id
    )
    latest = fetches.c.id.desc()
    changes = connection.execute(
        of_article.where(fetches.c.document_outcome.not_in(QUIET)).order_by(latest).limit(EVENTS_SHOWN)
    ).all()
    seen = connection.execute(of_article.where(fetches.c.document_outcome.in_(QUIET)).order_by(latest).limit(1)).all()
    return tuple(sorted((Event(*row) for row in (*changes, *seen)), key=lambda event: event.at))


def _origin(connection: Connection, row: Row[Any]) -> Origin | None:
    raw = connection.execute(select(raw_documents).where(raw_documents.c.id == row.raw_document_id)).one_or_none()
    if raw is None:
        return None
    uri = connection.scalar(
        select(fetches.c.uri)
        .where(fetches.c.raw_document_id == raw.id, fetches.c.article_id == row.article_id)
        .order_by(fetches.c.id)
        .limit(1)
    )
    encoding = Encoding(raw.encoding_name, raw.encoding_method, bool(raw.encoding_repaired))
    return Origin(
        uri=uri or "unknown",
        fetched_at=raw.first_fetched_at,
        sha256=raw.sha256,
        location=RawLocation(raw.warc_file, raw.warc_offset),
        encoding=encoding if raw.encoding_name else None,
    )
