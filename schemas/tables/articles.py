"""Articles, the names they are found by, and every version of their text."""

from __future__ import annotations

from typing import get_args

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

from schemas.records import Kind, Precision
from schemas.tables.base import Id, UtcTime, metadata, needed, one_of, optional, part_of_revision, reference, row_id

articles = Table(
    "articles",
    metadata,
    row_id(),
    reference("sources", "the source that published it"),
    needed("key", Text, "the strongest of its keys, as kind:value"),
    optional("canonical_url", Text, "the address it gives itself, else the one it was fetched from"),
    optional("current_revision_id", Id, "the version that counts: the last to have newly appeared"),
    needed("first_fetched_at", UtcTime, "when a document of it was first fetched"),
    UniqueConstraint("source_id", "key"),
    # a circle of two tables: SQLite takes it as it stands, PostgreSQL once both are there
    ForeignKeyConstraint(
        ["current_revision_id"],
        ["revisions.id"],
        ondelete="SET NULL",
        use_alter=True,
        name="fk_articles_current_revision_id",
    ),
    Index(None, "current_revision_id"),
    comment="one row an article, whatever became of its text",
)

article_keys = Table(
    "article_keys",
    metadata,
    reference("sources", "the source in which the key is unique"),
    needed("kind", Text, "guid, url or file"),
    needed("value", Text, "the key; one longer than 500 characters ends in a hash of the whole"),
    reference("articles", "the article", delete="CASCADE"),
    PrimaryKeyConstraint("source_id", "kind", "value"),
    one_of("kind", ("guid", "url", "file")),
    Index(None, "article_id"),
    comment="every name under which an article is found again",
)

revisions = Table(
    "revisions",
    metadata,
    row_id(),
    reference("articles", "the article", delete="CASCADE"),
    needed("number", Integer, "1 for the first version stored, and so on"),
    needed("content_hash", Text, "sha256 of headline, standfirst and body, in hex: what makes it a version of its own"),
    optional("headline", Text, "null if the article has none"),
    optional("standfirst", Text, "null if the article has none"),
    optional("byline", Text, "as printed"),
    needed("body", Text, "paragraphs with one blank line between"),
    needed("word_count", Integer, "words of the body"),
    optional("language", Text, "ISO 639-1"),
    optional("published_at", UtcTime, "null if only the day is known, or nothing"),
    optional("published_on", Date, "the day as printed, or that of published_at in NEWSLEDGER_TIMEZONE"),
    optional("published_precision", Text, "second, minute or day"),
    optional("published_method", Text, "what the date was read from: row, feed, json-ld, meta, page, text, url"),
    optional("modified_at", UtcTime, "as the page says; null if it says only a day, or nothing"),
    optional("modified_on", Date, "the day of the change as printed, or that of modified_at in NEWSLEDGER_TIMEZONE"),
    optional("modified_precision", Text, "second, minute or day"),
    optional("modified_method", Text, "what the time of the change was read from"),
    Column(
        "kind",
        Text,
        nullable=False,
        server_default="article",
        comment="article, stub (what a paywall or a cookie wall leaves of one) or live_blog",
    ),
    optional("section", Text, "the section that the page says it is in, the narrowest"),
    optional(
        "headline_method",
        Text,
        "what the headline was read from: row, feed, json-ld, meta, title, page, text, selector",
    ),
    optional("authors_method", Text, "what the authors were read from"),
    reference("raw_documents", "the bytes it was first read from", delete="SET NULL", null=True),
    needed("appeared_at", UtcTime, "when a document with this text was last fetched where another text, or none, was"),
    needed("created_at", UtcTime, "when it was stored"),
    optional("text_removed_at", UtcTime, "when its text was removed, as its source's retention_days want; else null"),
    UniqueConstraint("article_id", "content_hash"),
    one_of("published_precision", get_args(Precision)),
    one_of("modified_precision", get_args(Precision)),
    one_of("kind", get_args(Kind)),
    CheckConstraint("(published_on IS NULL) = (published_precision IS NULL)", name="dated"),
    CheckConstraint("published_at IS NULL OR published_on IS NOT NULL", name="day_of_time"),
    Index("uq_revisions_number", "article_id", "number", unique=True),
    Index(None, "published_on"),
    Index(None, "raw_document_id"),
    comment="every version of an article's text; boilerplate and markup alone make none",
)

revision_authors = part_of_revision(
    "revision_authors", "the people a byline names", needed("name", Text, "one author, as printed")
)
revision_keywords = part_of_revision(
    "revision_keywords", "what the page says it is about", needed("keyword", Text, "one keyword, as printed")
)
revision_agencies = part_of_revision(
    "revision_agencies",
    "the news agencies it is credited to",
    needed("name", Text, "the agency, as newsledger names it"),
)
captions = part_of_revision("captions", "captions, which are not in the body", needed("text", Text, "the caption"))
credits_ = part_of_revision("credits", "who else reported, took or owns what", needed("text", Text, "the credit"))
removed_spans = part_of_revision(
    "removed_spans",
    "what cleaning took away, and why",
    needed("text", Text, "the piece, as it stood"),
    needed("reason", Text, "kind:rule, as in boilerplate:social-follow"),
)

repeating_lines = Table(
    "repeating_lines",
    metadata,
    reference("sources", "the source", delete="CASCADE"),
    needed("line", Text, "what the line is called: a hash of the source's name and the line, the same in every ledger"),
    needed("text", Text, "the line, as one of its articles has it"),
    needed("articles", Integer, "articles it stands in, or would if it had not been taken out"),
    needed("of_articles", Integer, "articles that were looked at: the latest, and as many drawn from all"),
    optional("first_seen_on", Date, "the first day on which one of these was published; null if none has a date"),
    optional("last_seen_on", Date, "the last such day"),
    PrimaryKeyConstraint("source_id", "line"),
    comment="lines that repeat across a source's articles and may be boilerplate: newsledger boilerplate list",
)
