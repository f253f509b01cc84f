"""What the ledger already knows about documents. Reads only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import Connection, Row, select

from schemas.records import Processor
from schemas.tables import article_keys, articles, fetches, processors
from tasks.load.decide import Stored
from tasks.load.identify import ArticleKey
from tasks.load.store.bulk import find

Address = tuple[int, str]  # source id, hash of the URI

LAST_HERE = """
SELECT last.source_id, last.uri_hash, last.article_id, revisions.content_hash
FROM {wanted}
CROSS JOIN fetches AS last
JOIN raw_documents AS raw ON raw.id = last.raw_document_id
JOIN revisions ON revisions.id = last.revision_id
WHERE last.id = (
    SELECT id FROM fetches
    WHERE source_id = wanted.source_id AND uri_hash = wanted.uri_hash AND document_outcome IS NOT NULL
    ORDER BY id DESC LIMIT 1)"""

KEYS = """
SELECT wanted.source_id, wanted.kind, wanted.value, known.article_id
FROM {wanted} CROSS JOIN article_keys AS known
WHERE known.source_id = wanted.source_id AND known.kind = wanted.kind AND known.value = wanted.value"""

REVISIONS = """
SELECT articles.id AS article_id, articles.current_revision_id, revisions.id AS revision_id,
       revisions.number, revisions.content_hash, revisions.appeared_at, revisions.kind
FROM {wanted} CROSS JOIN articles JOIN revisions ON revisions.article_id = articles.id
WHERE articles.id = wanted.id"""

MET_IN_RUN = """
SELECT fetches.article_id, revisions.content_hash, max(fetches.number)
FROM {wanted} CROSS JOIN fetches JOIN revisions ON revisions.id = fetches.revision_id
WHERE fetches.article_id = wanted.id AND fetches.run_id = :run_id
GROUP BY fetches.article_id, revisions.content_hash"""


class LastHere(NamedTuple):
    """What was last found at an address."""

    article_id: int
    text: str  # content hash


class Holding(Struct, frozen=True):
    """What the ledger holds of one article."""

    stored: Stored
    revisions: dict[str, int]  # ids by content hash
    last_number: int

    @property
    def current(self) -> int | None:
        """The id of the current revision."""
        return self.revisions[self.stored.current] if self.stored.current else None


def last_here(connection: Connection, places: Iterable[Address]) -> dict[Address, LastHere]:
    """What was last found at each address; nothing if that led to no revision."""
    rows = find(connection, LAST_HERE, [fetches.c.source_id, fetches.c.uri_hash], set(places))
    return {(row[0], row[1]): LastHere(*row[2:]) for row in rows}


def find_processors(connection: Connection, wanted: Collection[Processor]) -> dict[Processor, int]:
    """The ids of processors that the ledger knows; there are never many."""
    rows = connection.execute(
        select(processors.c.name, processors.c.version, processors.c.config_hash, processors.c.id)
    )
    known = {Processor(name, version, config_hash): id_ for name, version, config_hash, id_ in rows}
    return {processor: known[processor] for processor in wanted if processor in known}


def find_articles(connection: Connection, keys: Collection[ArticleKey]) -> dict[ArticleKey, int]:
    """The articles that these keys name."""
    on = [article_keys.c.source_id, article_keys.c.kind, article_keys.c.value]
    return {ArticleKey(*row[:3]): row[3] for row in find(connection, KEYS, on, keys)}


def find_holdings(connection: Connection, run_id: int, ids: Collection[int]) -> dict[int, Holding]:
    """What the ledger holds of these articles."""
    met = _met_in_run(connection, run_id, ids)
    by_article = defaultdict(list)
    for row in find(connection, REVISIONS, [articles.c.id], {(id_,) for id_ in ids}):
        by_article[row.article_id].append(row)
    return {article_id: _holding(rows, met[article_id]) for article_id, rows in by_article.items()}


def _holding(rows: Sequence[Row[Any]], in_run: Mapping[str, int]) -> Holding:
    ids = {row.content_hash: row.revision_id for row in rows}
    current = next((row for row in rows if row.revision_id == row.current_revision_id), None)
    others = [row.appeared_at for row in rows if row.revision_id != row.current_revision_id]
    stored = Stored(known=frozenset(ids), in_run=in_run, others_at=max(others, default=None))
    if current:
        is_stub = current.kind == "stub"
        stored = replace(stored, current=current.content_hash, appeared_at=current.appeared_at, is_stub=is_stub)
    return Holding(stored, ids, max(row.number for row in rows))


def _met_in_run(connection: Connection, run_id: int, ids: Collection[int]) -> defaultdict[int, dict[str, int]]:
    met: defaultdict[int, dict[str, int]] = defaultdict(dict)
    wanted = {(id_,) for id_ in ids}
    for article_id, text, number in find(connection, MET_IN_RUN, [articles.c.id], wanted, {"run_id": run_id}):
        met[article_id][text] = number
    return met
