"""How far archives were read."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OUTCOMES = ["fetched", "not_modified", "gone", "blocked", "too_large", "wrong_type", "timed_out", "failed", "dropped"]


def upgrade() -> None:
    """A file and an offset, so that the next run goes on where one stopped; and counts of what is no document."""
    op.create_table(
        "archives",
        sa.Column("id", ID, nullable=False),
        sa.Column("source_id", ID, nullable=False),
        sa.Column("uri", sa.Text(), nullable=False),
        sa.Column("uri_hash", sa.Text(), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("first_record", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("modified_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("run_id", ID, nullable=False),
        sa.Column("began", sa.BigInteger(), nullable=False),
        sa.Column("read_to", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name="fk_archives_source_id", ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_archives_run_id", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name="pk_archives"),
        sa.UniqueConstraint("uri_hash", "asked", name="uq_archives_uri_hash"),
    )
    op.create_index("ix_archives_run_id", "archives", ["run_id"])
    op.create_index("ix_archives_source_id", "archives", ["source_id"])
    listed = ", ".join(f"'{outcome}'" for outcome in OUTCOMES)
    op.create_table(
        "archive_records",
        sa.Column("archive_id", ID, nullable=False),
        sa.Column("run_id", ID, nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("records", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["archive_id"], ["archives.id"], name="fk_archive_records_archive_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_archive_records_run_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("archive_id", "run_id", "outcome", "reason", name="pk_archive_records"),
        sa.CheckConstraint(f"outcome IN ({listed})", name="ck_archive_records_outcome"),
    )
    op.create_index("ix_archive_records_run_id", "archive_records", ["run_id"])
