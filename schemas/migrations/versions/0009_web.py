"""Addresses of the web, servers, and what is known of a fetch's answer."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Nothing that is stored came from the web so far."""
    op.add_column("fetches", sa.Column("status", sa.Integer(), nullable=True))
    op.add_column("fetches", sa.Column("final_url", sa.Text(), nullable=True))
    op.add_column("fetches", sa.Column("received", sa.BigInteger(), nullable=True))
    op.add_column("fetches", sa.Column("seconds", sa.Float(), nullable=True))
    op.create_table(
        "hosts",
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("next_at", TIME, nullable=True),
        sa.Column("robots", sa.Text(), nullable=True),
        sa.Column("robots_until", TIME, nullable=True),
        sa.Column("robots_outcome", sa.Text(), nullable=True),
        sa.Column("robots_reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("origin", name="pk_hosts"),
    )
    op.create_table(
        "places",
        sa.Column("id", ID, nullable=False),
        sa.Column("source_id", ID, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("url_hash", sa.Text(), nullable=False),
        sa.Column("first_seen_at", TIME, nullable=False),
        sa.Column("due_at", TIME, nullable=True),
        sa.Column("asked_at", TIME, nullable=True),
        sa.Column("had_at", TIME, nullable=True),
        sa.Column("body_hash", sa.Text(), nullable=True),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("every_seconds", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("received", sa.BigInteger(), nullable=True),
        sa.Column("seconds", sa.Float(), nullable=True),
        sa.Column("moved_to", sa.Text(), nullable=True),
        sa.Column("guid", sa.Text(), nullable=True),
        sa.Column("listed_hash", sa.Text(), nullable=True),
        sa.Column("lastmod", sa.Text(), nullable=True),
        sa.Column("entry", sa.Text(), nullable=True),
        sa.Column("handed_on", sa.Text(), nullable=True),
        sa.CheckConstraint("role IN ('feed', 'sitemap', 'page')", name="ck_places_role"),
        sa.CheckConstraint(
            "outcome IN ('fetched', 'not_modified', 'gone', 'blocked', 'too_large', 'wrong_type', 'timed_out', "
            "'failed')",
            name="ck_places_outcome",
        ),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name="fk_places_source_id", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name="pk_places"),
        sa.UniqueConstraint("source_id", "role", "url_hash", name="uq_places_source_id"),
    )
    op.create_index("ix_places_source_id_role_due_at", "places", ["source_id", "role", "due_at"])
