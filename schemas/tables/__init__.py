"""The relational store, one schema on SQLite and PostgreSQL. docs/schema.md says it column by column."""

from __future__ import annotations

from schemas.tables.articles import (
    article_keys,
    articles,
    captions,
    credits_,
    removed_spans,
    repeating_lines,
    revision_agencies,
    revision_authors,
    revision_keywords,
    revisions,
)
from schemas.tables.base import UtcTime, metadata
from schemas.tables.provenance import RUN_STATUSES, fetches, quarantine, raw_documents, runs, sources
from schemas.tables.removed import tombstone_keys, tombstones
from schemas.tables.results import (
    article_topics,
    entities,
    entity_aliases,
    figures,
    linkings,
    mentions,
    overrides,
    processings,
    processors,
    quotes,
    topic_evidence,
    topic_iptc,
    topics,
)

__all__ = [
    "RUN_STATUSES",
    "UtcTime",
    "article_keys",
    "article_topics",
    "articles",
    "captions",
    "credits_",
    "entities",
    "entity_aliases",
    "fetches",
    "figures",
    "linkings",
    "mentions",
    "metadata",
    "overrides",
    "processings",
    "processors",
    "quarantine",
    "quotes",
    "raw_documents",
    "removed_spans",
    "repeating_lines",
    "revision_agencies",
    "revision_authors",
    "revision_keywords",
    "revisions",
    "runs",
    "sources",
    "tombstone_keys",
    "tombstones",
    "topic_evidence",
    "topic_iptc",
    "topics",
]
