"""Lines that repeat across a source's articles."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """What is stored is looked through when its source next brings something new."""
    op.create_table(
        "repeating_lines",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.Column("of_articles", sa.Integer(), nullable=False),
        sa.Column("first_seen_on", sa.Date(), nullable=True),
        sa.Column("last_seen_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name="fk_repeating_lines_source_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("source_id", "line", name="pk_repeating_lines"),
    )
