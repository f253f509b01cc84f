"""What tagging found, stored: entities, topics and processors once each, results with their revision."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, bindparam, delete, distinct, func, select, update

from schemas.records import Article, Entity, Processor, Processors, Tags
from schemas.tables import (
    captions,
    credits_,
    entities,
    entity_aliases,
    mentions,
    metadata,
    processings,
    processors,
    removed_spans,
    revision_agencies,
    revision_authors,
    revision_keywords,
    revisions,
    topics,
)
from tasks.load.fold import bounded
from tasks.load.rows import (
    AliasKey,
    AliasUses,
    EntityKey,
    Ids,
    ProcessorIds,
    Row,
    Rows,
    alias_uses,
    cleaning_rows,
    entity_key,
    entity_row,
    metadata_values,
    result_rows,
)
from tasks.load.store.bulk import ensure, find, insert
from tasks.load.store.days import mark_days

# a row's parents come before it
ORDER = (
    "revision_authors",
    "revision_keywords",
    "revision_agencies",
    "captions",
    "credits",
    "removed_spans",
    "processings",
    "mentions",
    "article_topics",
    "topic_evidence",
    "quotes",
    "figures",
)

CLEANED = (revision_authors, revision_keywords, revision_agencies, captions, credits_, removed_spans)

ENTITIES = """
SELECT wanted.label, wanted.folded, entities.id, entities.wikidata
FROM {wanted} CROSS JOIN entities WHERE entities.label = wanted.label AND entities.folded = wanted.folded"""

# what has other counts than before is linked again
COUNT_ON = """\
ON CONFLICT (entity_id, surface) DO UPDATE SET
    mentions = entity_aliases.mentions + excluded.mentions,
    revisions = entity_aliases.revisions + excluded.revisions,
    linked_mentions = CASE WHEN excluded.mentions = 0 AND excluded.revisions = 0
        THEN entity_aliases.linked_mentions END"""

RUN_AGAIN = "ON CONFLICT (revision_id, processor_id) DO UPDATE SET found = excluded.found, is_current = TRUE"


def ensure_processors(connection: Connection, wanted: Processors) -> ProcessorIds:
    """The ids of processors."""
    rows: dict[tuple[str, ...], Row] = {_key(each): _key(each) for each in wanted.each}
    found = ensure(connection, processors, ["name", "version", "config_hash"], rows)

    def ids(made_by: Iterable[Processor]) -> dict[str, int]:
        return {each.name: found[_key(each)] for each in made_by}

    return ProcessorIds(ids(wanted.of_all), {code: ids(wanted.of(code)) for code in wanted.of_language})


def _key(processor: Processor) -> tuple[str, ...]:
    return processor.name, processor.version, processor.config_hash


def store_results(
    connection: Connection, added: Sequence[tuple[int, Article, Tags]], processor_ids: ProcessorIds
) -> None:
    """Everything that belongs to new revisions, given as (revision id, article, tags)."""
    found = [tags for _, _, tags in added]
    ids = Ids(processor_ids, _ensure_entities(connection, found), _ensure_topics(connection, found))
    rows: Rows = defaultdict(list)
    for revision_id, article, tags in added:
        cleaning_rows(rows, revision_id, article)
        result_rows(rows, revision_id, article, tags, ids)
    _insert(connection, rows)
    count_aliases(connection, alias_uses(found, ids.entities))


def count_aliases(connection: Connection, uses: AliasUses) -> None:
    """Adds to the counts of names, in the order in which everybody takes them."""
    rows = [(*key, uses.mentions[key], None, uses.revisions[key]) for key in sorted(uses.mentions)]
    insert(connection, entity_aliases, rows, COUNT_ON)


def store_results_again(
    connection: Connection, renewed: Sequence[tuple[int, Article, Tags]], processor_ids: ProcessorIds
) -> set[AliasKey]:
    """Adds what processors found in revisions over which they had not run; of all, theirs alone counts from now on.

    Returns the names that the entities have.
    """
    names = store_beside(connection, renewed, processor_ids)
    _make_current(connection, {revision_id: article.language for revision_id, article, _ in renewed}, processor_ids)
    return names


def store_beside(
    connection: Connection, renewed: Sequence[tuple[int, Article, Tags]], processor_ids: ProcessorIds
) -> set[AliasKey]:
    """Adds what processors found in revisions over which they had not run, beside what counts.

    Returns the names that the entities have.
    """
    found = [tags for _, _, tags in renewed]
    ids = Ids(processor_ids, _ensure_entities(connection, found), _ensure_topics(connection, found))
    rows: Rows = defaultdict(list)
    for revision_id, article, tags in renewed:
        result_rows(rows, revision_id, article, tags, ids)
    rows["processings"] = [(*row[:3], False, None) for row in rows["processings"]]
    everywhere, ran = _ran_over(connection, [revision_id for revision_id, _, _ in renewed])
    new = {name: [row for row in rows[name] if row[1] not in everywhere and row[:2] not in ran] for name in rows}
    _insert(connection, defaultdict(list, new))
    return {*alias_uses(found, ids.entities).mentions}


def _ran_over(connection: Connection, ids: Sequence[int]) -> tuple[set[int], set[Row]]:
    """The processors that have run over all of these revisions, and of the others over which they have.

    Mostly all have but one, and there are many.
    """
    these = processings.c.revision_id.in_(ids)
    numbers = select(processings.c.processor_id, func.count()).where(these).group_by(processings.c.processor_id)
    everywhere = {processor_id for processor_id, number in connection.execute(numbers) if number == len(ids)}
    some = select(*processings.primary_key.columns).where(these, processings.c.processor_id.not_in(everywhere))
    return everywhere, {tuple(row) for row in connection.execute(some)}


def _make_current(connection: Connection, languages: Mapping[int, str | None], processor_ids: ProcessorIds) -> None:
    """Of revisions, given with their languages, what those processors found counts from now on, and nothing else."""
    for language in dict.fromkeys(languages.values()):
        these = processings.c.revision_id.in_([id_ for id_, code in languages.items() if code == language])
        ours = processings.c.processor_id.in_(processor_ids.of(language).values())
        connection.execute(update(processings).where(these).values(is_current=ours))


def store_cleaning(connection: Connection, cleaned: Mapping[int, Article], cleaner_id: int, timezone: ZoneInfo) -> None:
    """Puts what a cleaner found in revisions, given by id, in the place of what another cleaner did."""
    counting = processings.c.is_current & (processings.c.processor_id == cleaner_id)
    done = connection.scalars(select(processings.c.revision_id).where(counting, processings.c.revision_id.in_(cleaned)))
    anew = {revision_id: cleaned[revision_id] for revision_id in sorted(cleaned.keys() - set(done))}
    if not anew:
        return
    _make_cleaner_current(connection, anew, cleaner_id)
    rows: Rows = defaultdict(list)
    for table in CLEANED:
        connection.execute(delete(table).where(table.c.revision_id.in_(anew)))
    mark_days(connection, anew.keys())  # and below, when they have other days
    _describe(connection, anew, timezone)
    mark_days(connection, anew.keys())
    for revision_id, article in anew.items():
        cleaning_rows(rows, revision_id, article)
    _insert(connection, rows)


def _describe(connection: Connection, cleaned: Mapping[int, Article], timezone: ZoneInfo) -> None:
    """Updates what is said of revisions; `new_` because SQLAlchemy keeps the names of columns to itself."""
    found = [(id_, metadata_values(article, timezone)) for id_, article in cleaned.items()]
    change = update(revisions).where(revisions.c.id == bindparam("revision"))
    change = change.values({name: bindparam(f"new_{name}") for name in found[0][1]})
    values = [{"revision": id_, **{f"new_{name}": value for name, value in said.items()}} for id_, said in found]
    connection.execute(change, values)


def _make_cleaner_current(connection: Connection, cleaned: Mapping[int, Article], cleaner_id: int) -> None:
    cleaners = select(processors.c.id).where(processors.c.name == "clean")
    before = processings.c.revision_id.in_(cleaned) & processings.c.processor_id.in_(cleaners)
    connection.execute(update(processings).where(before).values(is_current=False))
    rows = [(revision_id, cleaner_id, len(article.removed), True, None) for revision_id, article in cleaned.items()]
    insert(connection, processings, rows, RUN_AGAIN)


def _insert(connection: Connection, rows: Rows) -> None:
    for table in ORDER:
        insert(connection, metadata.tables[table], rows[table])


def _ensure_topics(connection: Connection, tags: Iterable[Tags]) -> dict[str, int]:
    rows: dict[tuple[str, ...], Row] = {(topic.topic,): (topic.topic, None) for found in tags for topic in found.topics}
    return {name: id_ for (name,), id_ in ensure(connection, topics, ["name"], rows).items()}


def _ensure_entities(connection: Connection, tags: Iterable[Tags]) -> dict[EntityKey, int]:
    named: dict[EntityKey, Entity] = {}
    for entity in (entity for found in tags for entity in found.entities):
        known = named.setdefault(entity_key(entity), entity)
        if entity.wikidata and not (known.wikidata and known.wikidata <= entity.wikidata):
            named[entity_key(entity)] = entity
    rows: dict[Row, Row] = {key: entity_row(key, entity.name, entity.wikidata) for key, entity in named.items()}
    ids = ensure(connection, entities, ["label", "folded"], rows)
    _learn_wikidata(connection, named)
    return ids


def _learn_wikidata(connection: Connection, named: Mapping[EntityKey, Entity]) -> None:
    """Adds Q-numbers to entities that were first met without; of two, the smaller, whoever comes first.

    They are linked again: by their numbers they may be one with others.
    """
    known = {key: entity.wikidata for key, entity in named.items() if entity.wikidata}
    rows = find(connection, ENTITIES, [entities.c.label, entities.c.folded], known.keys())
    changes = [
        {"entity": row.id, "number": known[row.label, row.folded]}
        for row in sorted(rows, key=lambda row: row.id)  # the order in which linking takes entities too
        if row.wikidata is None or known[row.label, row.folded] < row.wikidata
    ]
    if changes:
        change = update(entities).where(entities.c.id == bindparam("entity")).values(wikidata=bindparam("number"))
        connection.execute(change, changes)
        names = update(entity_aliases).where(entity_aliases.c.entity_id == bindparam("entity"))
        connection.execute(names.values(linked_mentions=None), [{"entity": each["entity"]} for each in changes])


def named_in(connection: Connection, revision_ids: Collection[int]) -> AliasUses:
    """How often each name stands for its entity in these revisions, as it counts now."""
    made_by = (processings.c.revision_id == mentions.c.revision_id) & (
        processings.c.processor_id == mentions.c.processor_id
    )
    named = mentions.c.entity_id, mentions.c.text
    query = select(*named, func.count(), func.count(distinct(mentions.c.revision_id))).join(processings, made_by)
    query = query.where(mentions.c.revision_id.in_(revision_ids), processings.c.is_current)
    uses = AliasUses()
    for entity_id, text, number, in_revisions in connection.execute(query.group_by(*named)):
        uses.add((entity_id, bounded(text)), number, in_revisions)
    return uses
