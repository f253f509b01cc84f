"""What the ledger already knows about documents. Reads only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, Row, select

from schemas.records import Processor
from schemas.tables import article_keys, articles, processors
from tasks.load.decide import Appearance, Stored
from tasks.load.identify import ArticleKey
from tasks.load.places import Places, Shown
from tasks.load.store.bulk import find

SHOWN = """
SELECT here.source_id, here.uri_hash, here.article_id, revisions.content_hash, here.fetched_at
FROM (SELECT DISTINCT source_id, uri_hash FROM {wanted} CROSS JOIN fetches WHERE article_id = wanted.id) AS place
CROSS JOIN fetches AS here
JOIN raw_documents AS raw ON raw.id = here.raw_document_id
JOIN revisions ON revisions.id = here.revision_id
WHERE here.id = (
    SELECT id FROM fetches
    WHERE source_id = place.source_id AND uri_hash = place.uri_hash AND document_outcome IS NOT NULL
    ORDER BY fetched_at DESC, id DESC LIMIT 1)"""

MET_IN_RUN = """
SELECT fetches.article_id, revisions.content_hash, max(fetches.number)
FROM {wanted} CROSS JOIN fetches JOIN revisions ON revisions.id = fetches.revision_id
WHERE fetches.article_id = wanted.id AND fetches.run_id = :run_id
GROUP BY fetches.article_id, revisions.content_hash"""

KEYS = """
SELECT wanted.source_id, wanted.kind, wanted.value, known.article_id
FROM {wanted} CROSS JOIN article_keys AS known
WHERE known.source_id = wanted.source_id AND known.kind = wanted.kind AND known.value = wanted.value"""

REVISIONS = """
SELECT articles.id AS article_id, articles.current_revision_id, revisions.id AS revision_id,
       revisions.number, revisions.content_hash, revisions.appeared_at, revisions.kind
FROM {wanted} CROSS JOIN articles JOIN revisions ON revisions.article_id = articles.id
WHERE articles.id = wanted.id"""


class Holding(Struct, frozen=True):
    """What the ledger holds of one article."""

    stored: Stored
    revisions: dict[str, int]  # ids by content hash
    last_number: int

    @property
    def current(self) -> int | None:
        """The id of the current revision."""
        return self.revisions[self.stored.current] if self.stored.current else None


def find_places(connection: Connection, run_id: int, ids: Collection[int]) -> Places:
    """What places show of these articles, and what the run has come upon of them."""
    on, wanted = [articles.c.id], {(id_,) for id_ in ids}
    shown = find(connection, SHOWN, on, wanted)
    met = find(connection, MET_IN_RUN, on, wanted, {"run_id": run_id})
    return Places(
        {(source_id, uri): (Shown(article_id, text), at) for source_id, uri, article_id, text, at in shown},
        {Shown(article_id, text): number for article_id, text, number in met},
    )


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


def find_holdings(connection: Connection, ids: Collection[int]) -> dict[int, Holding]:
    """What the ledger holds of these articles."""
    by_article = defaultdict(list)
    for row in find(connection, REVISIONS, [articles.c.id], {(id_,) for id_ in ids}):
        by_article[row.article_id].append(row)
    return {article_id: _holding(rows) for article_id, rows in by_article.items()}


def _holding(rows: Sequence[Row[Any]]) -> Holding:
    ids = {row.content_hash: row.revision_id for row in rows}
    current = next((row.content_hash for row in rows if row.revision_id == row.current_revision_id), None)
    stored = Stored(current, {row.content_hash: Appearance(row.appeared_at, row.kind == "stub") for row in rows})
    return Holding(stored, ids, max(row.number for row in rows))
