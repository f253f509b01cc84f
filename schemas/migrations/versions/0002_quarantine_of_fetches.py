"""Quarantine takes what could not be fetched; runs give signs of life."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

SUPERSEDED = """
DELETE FROM quarantine WHERE EXISTS (
    SELECT 1 FROM quarantine AS later
    WHERE later.raw_document_id = quarantine.raw_document_id AND later.source_id = quarantine.source_id
      AND later.uri_hash = quarantine.uri_hash AND later.id > quarantine.id)"""


def upgrade() -> None:
    """A document has one place in quarantine, whatever stage refused it last, and so has a place without bytes."""
    op.execute(SUPERSEDED)
    stage = sa.CheckConstraint("stage IN ('fetch', 'clean', 'tag', 'load')", name="ck_quarantine_stage")
    with op.batch_alter_table("quarantine", table_args=(stage,)) as batch:
        batch.alter_column("raw_document_id", nullable=True)
        batch.drop_constraint("uq_quarantine_raw_document_id", type_="unique")
        batch.create_unique_constraint("uq_quarantine_raw_document_id", ["raw_document_id", "source_id", "uri_hash"])
    never_had = sa.text("raw_document_id IS NULL")
    op.create_index(
        "ix_quarantine_source_id_uri_hash",
        "quarantine",
        ["source_id", "uri_hash"],
        unique=True,
        sqlite_where=never_had,
        postgresql_where=never_had,
    )
    op.add_column("runs", sa.Column("alive_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_runs_prefect_run_id_started_at", "runs", ["prefect_run_id", "started_at"], unique=True)
