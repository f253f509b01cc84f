"""What was removed for good, and revisions without their text."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Nothing was removed so far."""
    op.create_table(
        "tombstones",
        sa.Column("id", ID, primary_key=True),
        sa.Column("source_id", ID, nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name="fk_tombstones_source_id", ondelete="RESTRICT"),
        sa.CheckConstraint("cause IN ('forgotten', 'expired')", name="ck_tombstones_cause"),
    )
    op.create_index("ix_tombstones_source_id", "tombstones", ["source_id"])
    op.create_table(
        "tombstone_keys",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("tombstone_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["tombstone_id"], ["tombstones.id"], name="fk_tombstone_keys_tombstone_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("digest", name="pk_tombstone_keys"),
    )
    op.create_index("ix_tombstone_keys_tombstone_id", "tombstone_keys", ["tombstone_id"])
    op.add_column("revisions", sa.Column("text_removed_at", sa.DateTime(timezone=True), nullable=True))
