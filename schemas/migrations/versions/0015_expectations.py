"""Days of sources that were not as expected; and names found by their Wikidata numbers."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KINDS = "kind IN ('articles_a_day', 'dated', 'median_words', 'encoding_errors', 'tagged')"


def upgrade() -> None:
    """No day was judged so far."""
    op.create_table(
        "breaches",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("expected_low", sa.Float(), nullable=True),
        sa.Column("expected_high", sa.Float(), nullable=True),
        sa.Column("found", sa.Float(), nullable=False),
        sa.Column("of_articles", sa.Integer(), nullable=False),
        sa.Column("learned", sa.Boolean(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("met_on", sa.Date(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name="fk_breaches_source_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("source_id", "day", "kind", name="pk_breaches"),
        sa.CheckConstraint(KINDS, name="ck_breaches_kind"),
    )
    numbered = sa.text("wikidata IS NOT NULL")
    op.create_index("ix_entities_wikidata", "entities", ["wikidata"], sqlite_where=numbered, postgresql_where=numbered)
