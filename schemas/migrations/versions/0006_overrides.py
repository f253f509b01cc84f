"""Editors' decisions on topics."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """What config/overrides.csv decides is found in the ledger by the next run, retag or override."""
    op.create_table(
        "overrides",
        sa.Column("article_id", ID, nullable=False),
        sa.Column("topic_id", ID, nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name="fk_overrides_article_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.id"], name="fk_overrides_topic_id", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("article_id", "topic_id", name="pk_overrides"),
        sa.CheckConstraint("action IN ('add', 'remove')", name="ck_overrides_action"),
    )
    op.create_index("ix_overrides_topic_id", "overrides", ["topic_id"])
