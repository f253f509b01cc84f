"""What more a page says: kind, section, keywords, agencies, the day of a change, and where it says what."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Adds columns to revisions and two tables; what is stored counts as articles until it is cleaned again."""
    # as SQL, because Alembic adds no check to a table that SQLite has already
    op.execute(
        "ALTER TABLE revisions ADD COLUMN kind TEXT DEFAULT 'article' NOT NULL"
        " CONSTRAINT ck_revisions_kind CHECK (kind IN ('article', 'stub', 'live_blog'))"
    )
    op.execute(
        "ALTER TABLE revisions ADD COLUMN modified_precision TEXT"
        " CONSTRAINT ck_revisions_modified_precision CHECK (modified_precision IN ('second', 'minute', 'day'))"
    )
    op.add_column("revisions", sa.Column("modified_on", sa.Date(), nullable=True))
    for name in ("modified_method", "section", "headline_method", "authors_method"):
        op.add_column("revisions", sa.Column(name, sa.Text(), nullable=True))
    _part_of_revision("revision_keywords", "keyword")
    _part_of_revision("revision_agencies", "name")


def _part_of_revision(table: str, column: str) -> None:
    op.create_table(
        table,
        sa.Column("revision_id", ID, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(column, sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["revision_id"], ["revisions.id"], name=f"fk_{table}_revision_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("revision_id", "number", name=f"pk_{table}"),
    )
