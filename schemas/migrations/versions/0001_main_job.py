"""The tables of the main job."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

# SQLite counts rows in an INTEGER column only
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Makes every table; the circle of articles and revisions is closed last."""
    op.create_table(
        "entities",
        sa.Column("id", ID, nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("wikidata", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "label IN ('PERSON', 'ORG', 'PLACE', 'FACILITY', 'EVENT', 'GROUP', 'WORK')", name="ck_entities_label"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_entities"),
        sa.UniqueConstraint("label", "folded", name="uq_entities_label"),
    )
    op.create_index("ix_entities_folded", "entities", ["folded"], unique=False)
    op.create_table(
        "processors",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("config_hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_processors"),
        sa.UniqueConstraint("name", "version", "config_hash", name="uq_processors_name"),
    )
    op.create_table(
        "raw_documents",
        sa.Column("id", ID, nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("warc_file", sa.Text(), nullable=False),
        sa.Column("warc_offset", sa.BigInteger(), nullable=False),
        sa.Column("encoding_name", sa.Text(), nullable=True),
        sa.Column("encoding_method", sa.Text(), nullable=True),
        sa.Column("encoding_repaired", sa.Boolean(), nullable=True),
        sa.Column("first_fetched_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "encoding_method IN ('bom', 'declared', 'detected', 'json')", name="ck_raw_documents_encoding_method"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_raw_documents"),
        sa.UniqueConstraint("sha256", name="uq_raw_documents_sha256"),
    )
    op.create_table(
        "runs",
        sa.Column("id", ID, nullable=False),
        sa.Column("flow", sa.Text(), nullable=False),
        sa.Column("prefect_run_id", sa.Text(), nullable=True),
        sa.Column("code_version", sa.Text(), nullable=False),
        sa.Column("config_hash", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fetched", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("not_modified", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("gone", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("blocked", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("too_large", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("wrong_type", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("timed_out", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("failed", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("documents", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("loaded", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("updated", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("unchanged", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("duplicate", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("dropped", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("quarantined", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.CheckConstraint("status IN ('running', 'completed', 'failed', 'cancelled')", name="ck_runs_status"),
        sa.CheckConstraint(
            "documents = loaded + updated + unchanged + duplicate + dropped + quarantined", name="ck_runs_documents"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_runs"),
    )
    op.create_table(
        "sources",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sources"),
        sa.UniqueConstraint("name", name="uq_sources_name"),
    )
    op.create_table(
        "topics",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_topics"),
        sa.UniqueConstraint("name", name="uq_topics_name"),
    )
    op.create_table(
        "articles",
        sa.Column("id", ID, nullable=False),
        sa.Column("source_id", ID, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("canonical_url", sa.Text(), nullable=True),
        sa.Column("current_revision_id", ID, nullable=True),
        sa.Column("first_fetched_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["current_revision_id"],
            ["revisions.id"],
            name="fk_articles_current_revision_id",
            ondelete="SET NULL",
            use_alter=True,
        ),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name="fk_articles_source_id", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name="pk_articles"),
        sa.UniqueConstraint("source_id", "key", name="uq_articles_source_id"),
    )
    op.create_index("ix_articles_current_revision_id", "articles", ["current_revision_id"], unique=False)
    op.create_table(
        "entity_aliases",
        sa.Column("entity_id", ID, nullable=False),
        sa.Column("surface", sa.Text(), nullable=False),
        sa.Column("mentions", sa.Integer(), nullable=False),
        sa.Column("linked_mentions", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["entity_id"], ["entities.id"], name="fk_entity_aliases_entity_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("entity_id", "surface", name="pk_entity_aliases"),
    )
    op.create_index("ix_entity_aliases_surface", "entity_aliases", ["surface"], unique=False)
    unlinked = sa.text("linked_mentions IS NULL OR linked_mentions <> mentions")
    op.create_index(
        "ix_entity_aliases_unlinked",
        "entity_aliases",
        ["entity_id"],
        unique=False,
        sqlite_where=unlinked,
        postgresql_where=unlinked,
    )
    op.create_table(
        "quarantine",
        sa.Column("id", ID, nullable=False),
        sa.Column("run_id", ID, nullable=False),
        sa.Column("source_id", ID, nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("uri", sa.Text(), nullable=False),
        sa.Column("uri_hash", sa.Text(), nullable=False),
        sa.Column("raw_document_id", ID, nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replayed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("stage IN ('fetch', 'clean', 'tag', 'load')", name="ck_quarantine_stage"),
        sa.ForeignKeyConstraint(
            ["raw_document_id"], ["raw_documents.id"], name="fk_quarantine_raw_document_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_quarantine_run_id", ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name="fk_quarantine_source_id", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name="pk_quarantine"),
        sa.UniqueConstraint("raw_document_id", "source_id", "uri_hash", "stage", name="uq_quarantine_raw_document_id"),
    )
    op.create_index("ix_quarantine_run_id", "quarantine", ["run_id"], unique=False)
    op.create_index("ix_quarantine_source_id", "quarantine", ["source_id"], unique=False)
    op.create_table(
        "topic_iptc",
        sa.Column("topic_id", ID, nullable=False),
        sa.Column("iptc_id", sa.Text(), nullable=False),
        sa.Column("release", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.id"], name="fk_topic_iptc_topic_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("topic_id", "iptc_id", name="pk_topic_iptc"),
    )
    op.create_table(
        "article_keys",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("article_id", ID, nullable=False),
        sa.CheckConstraint("kind IN ('guid', 'url', 'file')", name="ck_article_keys_kind"),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name="fk_article_keys_article_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name="fk_article_keys_source_id", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("source_id", "kind", "value", name="pk_article_keys"),
    )
    op.create_index("ix_article_keys_article_id", "article_keys", ["article_id"], unique=False)
    op.create_table(
        "revisions",
        sa.Column("id", ID, nullable=False),
        sa.Column("article_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("headline", sa.Text(), nullable=True),
        sa.Column("standfirst", sa.Text(), nullable=True),
        sa.Column("byline", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("word_count", sa.Integer(), nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("published_precision", sa.Text(), nullable=True),
        sa.Column("published_method", sa.Text(), nullable=True),
        sa.Column("modified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("raw_document_id", ID, nullable=True),
        sa.Column("appeared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "published_precision IN ('second', 'minute', 'day')", name="ck_revisions_published_precision"
        ),
        sa.CheckConstraint("(published_on IS NULL) = (published_precision IS NULL)", name="ck_revisions_dated"),
        sa.CheckConstraint("published_at IS NULL OR published_on IS NOT NULL", name="ck_revisions_day_of_time"),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name="fk_revisions_article_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["raw_document_id"], ["raw_documents.id"], name="fk_revisions_raw_document_id", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_revisions"),
        sa.UniqueConstraint("article_id", "content_hash", name="uq_revisions_article_id"),
    )
    op.create_index("ix_revisions_published_on", "revisions", ["published_on"], unique=False)
    op.create_index("ix_revisions_raw_document_id", "revisions", ["raw_document_id"], unique=False)
    op.create_index("uq_revisions_number", "revisions", ["article_id", "number"], unique=True)
    op.create_table(
        "captions",
        sa.Column("revision_id", ID, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["revision_id"], ["revisions.id"], name="fk_captions_revision_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("revision_id", "number", name="pk_captions"),
    )
    op.create_table(
        "credits",
        sa.Column("revision_id", ID, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["revision_id"], ["revisions.id"], name="fk_credits_revision_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("revision_id", "number", name="pk_credits"),
    )
    op.create_table(
        "fetches",
        sa.Column("id", ID, nullable=False),
        sa.Column("run_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("source_id", ID, nullable=False),
        sa.Column("uri", sa.Text(), nullable=False),
        sa.Column("uri_hash", sa.Text(), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("media_type", sa.Text(), nullable=True),
        sa.Column("raw_document_id", ID, nullable=True),
        sa.Column("document_outcome", sa.Text(), nullable=True),
        sa.Column("document_reason", sa.Text(), nullable=True),
        sa.Column("article_id", ID, nullable=True),
        sa.Column("revision_id", ID, nullable=True),
        sa.CheckConstraint("(outcome = 'fetched') = (document_outcome IS NOT NULL)", name="ck_fetches_one_outcome"),
        sa.CheckConstraint(
            "document_outcome IN ('loaded', 'updated', 'unchanged', 'duplicate', 'dropped', 'quarantined')",
            name="ck_fetches_document_outcome",
        ),
        sa.CheckConstraint(
            "outcome IN ('fetched', 'not_modified', 'gone', 'blocked', "
            "'too_large', 'wrong_type', 'timed_out', 'failed')",
            name="ck_fetches_outcome",
        ),
        sa.CheckConstraint("(document_outcome IS NULL) = (document_reason IS NULL)", name="ck_fetches_one_reason"),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name="fk_fetches_article_id", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["raw_document_id"], ["raw_documents.id"], name="fk_fetches_raw_document_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["revision_id"], ["revisions.id"], name="fk_fetches_revision_id", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_fetches_run_id", ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name="fk_fetches_source_id", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name="pk_fetches"),
        sa.UniqueConstraint("run_id", "number", name="uq_fetches_run_id"),
    )
    op.create_index("ix_fetches_article_id_run_id", "fetches", ["article_id", "run_id"], unique=False)
    op.create_index("ix_fetches_raw_document_id", "fetches", ["raw_document_id"], unique=False)
    op.create_index("ix_fetches_revision_id", "fetches", ["revision_id"], unique=False)
    op.create_index("ix_fetches_source_id_uri_hash_id", "fetches", ["source_id", "uri_hash", "id"], unique=False)
    op.create_table(
        "processings",
        sa.Column("revision_id", ID, nullable=False),
        sa.Column("processor_id", ID, nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["processor_id"], ["processors.id"], name="fk_processings_processor_id", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revisions.id"], name="fk_processings_revision_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("revision_id", "processor_id", name="pk_processings"),
    )
    op.create_index("ix_processings_processor_id", "processings", ["processor_id"], unique=False)
    op.create_table(
        "removed_spans",
        sa.Column("revision_id", ID, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revisions.id"], name="fk_removed_spans_revision_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("revision_id", "number", name="pk_removed_spans"),
    )
    op.create_table(
        "revision_authors",
        sa.Column("revision_id", ID, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revisions.id"], name="fk_revision_authors_revision_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("revision_id", "number", name="pk_revision_authors"),
    )
    op.create_table(
        "article_topics",
        sa.Column("revision_id", ID, autoincrement=False, nullable=False),
        sa.Column("processor_id", ID, autoincrement=False, nullable=False),
        sa.Column("topic_id", ID, autoincrement=False, nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("threshold", sa.Float(), nullable=False),
        sa.CheckConstraint("score >= threshold", name="ck_article_topics_reached"),
        sa.ForeignKeyConstraint(
            ["revision_id", "processor_id"],
            ["processings.revision_id", "processings.processor_id"],
            name="fk_article_topics_revision_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.id"], name="fk_article_topics_topic_id", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("revision_id", "processor_id", "topic_id", name="pk_article_topics"),
    )
    op.create_index("ix_article_topics_topic_id", "article_topics", ["topic_id"], unique=False)
    op.create_table(
        "figures",
        sa.Column("revision_id", ID, autoincrement=False, nullable=False),
        sa.Column("processor_id", ID, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("span_start", sa.Integer(), nullable=False),
        sa.Column("span_end", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("low", sa.Float(), nullable=False),
        sa.Column("high", sa.Float(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("qualifier", sa.Text(), nullable=True),
        sa.CheckConstraint("field IN ('headline', 'standfirst', 'body')", name="ck_figures_field"),
        sa.CheckConstraint("low <= high", name="ck_figures_range"),
        sa.ForeignKeyConstraint(
            ["revision_id", "processor_id"],
            ["processings.revision_id", "processings.processor_id"],
            name="fk_figures_revision_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("revision_id", "processor_id", "number", name="pk_figures"),
    )
    op.create_table(
        "mentions",
        sa.Column("revision_id", ID, autoincrement=False, nullable=False),
        sa.Column("processor_id", ID, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("span_start", sa.Integer(), nullable=False),
        sa.Column("span_end", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("entity_id", ID, nullable=False),
        sa.CheckConstraint("field IN ('headline', 'standfirst', 'body')", name="ck_mentions_field"),
        sa.CheckConstraint(
            "label IN ('PERSON', 'ORG', 'PLACE', 'FACILITY', 'EVENT', 'GROUP', 'WORK')", name="ck_mentions_label"
        ),
        sa.ForeignKeyConstraint(["entity_id"], ["entities.id"], name="fk_mentions_entity_id", ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["revision_id", "processor_id"],
            ["processings.revision_id", "processings.processor_id"],
            name="fk_mentions_revision_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("revision_id", "processor_id", "number", name="pk_mentions"),
    )
    op.create_index("ix_mentions_entity_id", "mentions", ["entity_id"], unique=False)
    op.create_table(
        "quotes",
        sa.Column("revision_id", ID, autoincrement=False, nullable=False),
        sa.Column("processor_id", ID, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("span_start", sa.Integer(), nullable=False),
        sa.Column("span_end", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("speaker_id", ID, nullable=True),
        sa.Column("cue", sa.Text(), nullable=True),
        sa.CheckConstraint("field IN ('headline', 'standfirst', 'body')", name="ck_quotes_field"),
        sa.ForeignKeyConstraint(
            ["revision_id", "processor_id"],
            ["processings.revision_id", "processings.processor_id"],
            name="fk_quotes_revision_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["speaker_id"], ["entities.id"], name="fk_quotes_speaker_id", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("revision_id", "processor_id", "number", name="pk_quotes"),
    )
    op.create_index("ix_quotes_speaker_id", "quotes", ["speaker_id"], unique=False)
    op.create_table(
        "topic_evidence",
        sa.Column("revision_id", ID, autoincrement=False, nullable=False),
        sa.Column("processor_id", ID, autoincrement=False, nullable=False),
        sa.Column("topic_id", ID, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("span_start", sa.Integer(), nullable=False),
        sa.Column("span_end", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.CheckConstraint("field IN ('headline', 'standfirst', 'body')", name="ck_topic_evidence_field"),
        sa.ForeignKeyConstraint(
            ["revision_id", "processor_id", "topic_id"],
            ["article_topics.revision_id", "article_topics.processor_id", "article_topics.topic_id"],
            name="fk_topic_evidence_revision_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("revision_id", "processor_id", "topic_id", "number", name="pk_topic_evidence"),
    )
    if op.get_context().dialect.name == "postgresql":
        op.create_foreign_key(
            "fk_articles_current_revision_id",
            "articles",
            "revisions",
            ["current_revision_id"],
            ["id"],
            ondelete="SET NULL",
        )
