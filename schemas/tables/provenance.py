"""Where everything came from: sources, runs, fetches, raw documents, quarantine."""

from __future__ import annotations

from typing import get_args

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from schemas.expectations import Expected
from schemas.records import FetchOutcome, Outcome, Stage
from schemas.tables.base import Id, UtcTime, metadata, needed, one_of, optional, reference, row_id

RUN_STATUSES = ("running", "completed", "failed", "cancelled")

sources = Table(
    "sources",
    metadata,
    row_id(),
    needed("name", Text, "the name people use: a publisher's or a folder's"),
    needed("created_at", UtcTime, "when it was first seen"),
    UniqueConstraint("name"),
    comment="publishers and folders that documents come from",
)


def _count(name: str, comment: str) -> Column[int]:
    return Column(name, Integer, nullable=False, server_default=text("0"), comment=comment)


runs = Table(
    "runs",
    metadata,
    row_id(),
    needed("flow", Text, "the flow that ran: ingest, retag, ..."),
    optional("prefect_run_id", Text, "the flow run's id in Prefect"),
    needed("code_version", Text, "the version of newsledger"),
    needed("config_hash", Text, "a hash of everything under config/ that the run used"),
    needed("status", Text, "running, completed, failed or cancelled; a killed run stays running"),
    needed("started_at", UtcTime, "when it began"),
    optional("ended_at", UtcTime, "when it ended"),
    optional("alive_at", UtcTime, "when it last gave a sign of life"),
    *(_count(outcome, f"fetches that ended as {outcome}") for outcome in FetchOutcome),
    _count("documents", "documents parsed: the sum of the six that follow"),
    *(_count(outcome, f"documents that ended as {outcome}") for outcome in Outcome),
    one_of("status", RUN_STATUSES),
    CheckConstraint(f"documents = {' + '.join(Outcome)}", name="documents"),
    Index(None, "prefect_run_id", "started_at", unique=True),
    comment="one row a flow run; the counts are those of its fetches, taken when it ends",
)

raw_documents = Table(
    "raw_documents",
    metadata,
    row_id(),
    needed("sha256", Text, "of the bytes, in hex"),
    needed("size", BigInteger, "bytes"),
    needed(
        "media_type",
        Text,
        "text/html, text/plain, application/json (a JSON line), text/csv (a header and a row), "
        "application/feed+json (an entry of a feed)",
    ),
    needed("warc_file", Text, "file in the raw store, relative to its folder"),
    needed("warc_offset", BigInteger, "where the record's gzip member begins in it, in bytes"),
    optional("encoding_name", Text, "the codec that made text of the bytes, as Python names it; null if never parsed"),
    optional("encoding_method", Text, "how it was decided: bom, declared, detected, json"),
    optional("encoding_repaired", Boolean, "whether mojibake was found and mended"),
    needed("first_fetched_at", UtcTime, "when these bytes were first fetched"),
    UniqueConstraint("sha256"),
    one_of("encoding_method", ("bom", "declared", "detected", "json")),
    comment="bytes as they came, once each, and where the raw store has them",
)

fetches = Table(
    "fetches",
    metadata,
    row_id(),
    reference("runs", "the run that fetched"),
    needed("number", Integer, "place in the run's input, from 0"),
    reference("sources", "the source it belongs to"),
    needed(
        "uri", Text, "a URL, or file:///...; that of a row ends in #line=7, that of an entry of a feed in #entry=NAME"
    ),
    needed("uri_hash", Text, "of the uri; short enough to index however long the uri is"),
    needed("fetched_at", UtcTime, "when"),
    needed("outcome", Text, "how the fetch ended"),
    needed("reason", Text, "why, in one sentence; empty if fetched"),
    optional("size", BigInteger, "bytes that came"),
    optional("media_type", Text, "what the bytes are"),
    reference("raw_documents", "the bytes", delete="SET NULL", null=True),
    optional("document_outcome", Text, "how the document ended; null unless fetched"),
    optional("document_reason", Text, "why, in one sentence"),
    reference("articles", "the article it is a version of", delete="SET NULL", null=True),
    reference("revisions", "the revision that has its text", delete="SET NULL", null=True),
    Column(
        "times",
        Integer,
        nullable=False,
        server_default=text("1"),
        comment="how many fetches of this place, run after run, ended like this; the row is the last one's",
    ),
    optional("status", Integer, "of the web server's answer; null for what did not come from one"),
    optional("final_url", Text, "where the answer came from, behind all redirects"),
    optional("received", BigInteger, "bytes of the answer's body on their way, compressed as they came"),
    optional("seconds", Float, "from the request to the end of its answer"),
    UniqueConstraint("run_id", "number"),
    one_of("outcome", FetchOutcome),
    one_of("document_outcome", Outcome),
    CheckConstraint("(outcome = 'fetched') = (document_outcome IS NOT NULL)", name="one_outcome"),
    CheckConstraint("(document_outcome IS NULL) = (document_reason IS NULL)", name="one_reason"),
    Index(None, "source_id", "uri_hash", "id"),
    Index(None, "article_id", "run_id"),
    Index(None, "revision_id"),
    Index(None, "raw_document_id"),
    comment="attempts to get a document, how they ended, and how the document ended; those that repeat are one row",
)

places = Table(
    "places",
    metadata,
    row_id(),
    reference("sources", "the source that it belongs to"),
    needed("role", Text, "feed, sitemap, page, archive, or list of archives or pages"),
    needed("url", Text, "the address, normalised"),
    needed("url_hash", Text, "of the url; short enough to index"),
    needed("first_seen_at", UtcTime, "when it was first heard of"),
    optional("due_at", UtcTime, "when it is to be asked for next; null for not any more"),
    optional("asked_at", UtcTime, "when it was last asked for"),
    optional("had_at", UtcTime, "when a body last came"),
    optional("body_hash", Text, "sha256 of that body"),
    optional("etag", Text, "as the server gave it with that body"),
    optional("last_modified", Text, "as the server gave it with that body"),
    needed("every_seconds", Integer, "from the last look to the next"),
    needed("failures", Integer, "looks in a row that brought nothing"),
    optional("outcome", Text, "how the last look ended; null if there was none"),
    needed("reason", Text, "why, in one sentence; empty if fetched"),
    optional("status", Integer, "of the last answer"),
    optional("received", BigInteger, "bytes of the last answer's body on their way"),
    optional("seconds", Float, "that the last answer took"),
    optional("moved_to", Text, "where it has moved for good, as its server says"),
    optional("guid", Text, "of the feed's entry that led to it"),
    optional("listed_hash", Text, "sha256 of what a feed last said of it"),
    optional("lastmod", Text, "when it changed, as a sitemap last said"),
    optional(
        "entry",
        Text,
        "what the feed said, as an item of JSON Feed; in the end the date alone; of a list, what it lists",
    ),
    optional("handed_on", Text, "what the document is called that came of it, until that is known to be stored"),
    one_of("role", ("feed", "sitemap", "page", "archive", "list")),
    one_of("outcome", FetchOutcome),
    UniqueConstraint("source_id", "role", "url_hash"),
    Index(None, "source_id", "role", "due_at"),
    comment="addresses of the web that sources lead to, and what is known of each from one look to the next",
)

hosts = Table(
    "hosts",
    metadata,
    Column("origin", Text, primary_key=True, comment="the server, as in https://news.example"),
    optional("next_at", UtcTime, "before this, no request goes to it"),
    optional("robots", Text, "its robots.txt, empty if it has none; null if that could not be had"),
    optional("robots_until", UtcTime, "how long that counts"),
    optional("robots_outcome", Text, "how the last look at it ended"),
    optional("robots_reason", Text, "why it could not be had"),
    comment="web servers: when they may be asked again, and what their robots.txt said",
)

archives = Table(
    "archives",
    metadata,
    row_id(),
    reference("sources", "the source that collects it"),
    needed("uri", Text, "file:///..., or its address"),
    needed("uri_hash", Text, "of the uri"),
    needed("asked", Text, "a hash of what was asked of it: its source's selection, and the days of the run"),
    needed(
        "first_record",
        Text,
        "its first record's id, or its ETag, else Last-Modified; with another it is another archive",
    ),
    needed("size", BigInteger, "bytes"),
    needed("modified_at", UtcTime, "when it was last changed; 1970 if its server does not say"),
    reference("runs", "the run that last read it"),
    needed("began", BigInteger, "where that run began to read, in bytes"),
    needed("read_to", BigInteger, "where the next will begin: what stands before is in the ledger, or was passed over"),
    UniqueConstraint("uri_hash", "asked"),
    Index(None, "run_id"),
    Index(None, "source_id"),
    comment="archives (WARC), and how far each was read",
)

archive_records = Table(
    "archive_records",
    metadata,
    Column(
        "archive_id",
        Id,
        ForeignKey("archives.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
        comment="the archive",
    ),
    Column(
        "run_id",
        Id,
        ForeignKey("runs.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
        comment="the run that passed them over",
    ),
    Column("outcome", Text, primary_key=True, comment="what the record would be as a fetch; dropped if not asked for"),
    Column("reason", Text, primary_key=True, comment="why, in some words"),
    needed("records", BigInteger, "how many"),
    one_of("outcome", (*FetchOutcome, "dropped")),
    Index(None, "run_id"),
    comment="records of archives that are no documents, counted; what could not be read is in fetches",
)

NEVER_HAD = text("raw_document_id IS NULL")

quarantine = Table(
    "quarantine",
    metadata,
    row_id(),
    reference("runs", "the run that last tried"),
    reference("sources", "the source it belongs to"),
    needed("stage", Text, "the stage that could not digest it when it was last tried; fetch: it could not be had"),
    needed("uri", Text, "what was asked for"),
    needed("uri_hash", Text, "of the uri"),
    reference("raw_documents", "the bytes; null if they could not be had", delete="CASCADE", null=True),
    needed("error", Text, "what went wrong, in one sentence"),
    needed("attempts", Integer, "in how many runs it was tried"),
    needed("created_at", UtcTime, "when it first failed"),
    optional("replayed_at", UtcTime, "when its place brought, after all, what could be digested"),
    UniqueConstraint("raw_document_id", "source_id", "uri_hash"),
    Index(None, "source_id", "uri_hash", unique=True, sqlite_where=NEVER_HAD, postgresql_where=NEVER_HAD),
    one_of("stage", get_args(Stage)),
    Index(None, "run_id"),
    Index(None, "source_id"),
    comment="what could not be fetched, and documents that a stage could not digest, kept to be tried again",
)

breaches = Table(
    "breaches",
    metadata,
    reference("sources", "the source", delete="CASCADE"),
    needed("day", Date, "the day that was not as expected, in NEWSLEDGER_TIMEZONE"),
    needed("kind", Text, "what was expected, as config/sources calls it: articles_a_day, dated, ..."),
    optional("expected_low", Float, "the least that was expected; null if there was no such bound"),
    optional("expected_high", Float, "the most; null likewise"),
    needed("found", Float, "what there was: a number of articles or words, or a share of the articles"),
    needed("of_articles", Integer, "articles that were looked at: the day's, and of days before if it had few"),
    needed("learned", Boolean, "whether the bounds are what was usual; otherwise its file says them"),
    needed("noted_at", UtcTime, "when it was first noted"),
    optional("met_on", Date, "the day on which it was met again; the same day, if articles came late"),
    optional("closed_at", UtcTime, "when that was noted, or that it is expected no more; null: it is open"),
    PrimaryKeyConstraint("source_id", "day", "kind"),
    one_of("kind", get_args(Expected)),
    comment="days of sources that were not as expected",
)
