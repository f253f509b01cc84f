"""What is counted by the day, articles by topic, by entity and by pair of entities; and which results went last."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0010"

# what each table counts, and whereby it is found
COUNTS = {
    "topic_daily": (("topic_id",), ("articles",)),
    "entity_daily": (("entity_id",), ("articles", "mentions")),
    "entity_pair_daily": (("entity_id", "other_id"), ("articles",)),
}
ALL = """
INSERT INTO days_to_count (day)
SELECT DISTINCT revisions.published_on
FROM articles JOIN revisions ON revisions.id = articles.current_revision_id"""


def upgrade() -> None:
    """Every day waits to be counted."""
    id_ = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    for name, (of_whom, counts) in COUNTS.items():
        op.create_table(
            name,
            sa.Column("day", sa.Date(), nullable=True),
            sa.Column("source_id", id_, nullable=False),
            *(sa.Column(column, id_, nullable=False) for column in of_whom),
            *(sa.Column(column, sa.Integer(), nullable=False) for column in (*counts, "of_articles")),
        )
        op.create_index(f"ix_{name}_day", name, ["day"])
        for column in of_whom:
            op.create_index(f"ix_{name}_{column}_day", name, [column, "day"])
    op.create_table(
        "days_to_count",
        sa.Column("id", id_, nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_days_to_count"),
    )
    op.create_index("ix_days_to_count_day", "days_to_count", ["day"])
    op.create_index("ix_entities_name", "entities", ["name"])
    op.execute(ALL)
    # as SQL, because Alembic adds no constraint to a table that SQLite has already
    check = "CONSTRAINT ck_processings_switched CHECK (switched IN ('in', 'out'))"
    op.execute(f"ALTER TABLE processings ADD COLUMN switched TEXT {check}")
