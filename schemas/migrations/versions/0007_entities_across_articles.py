"""Which names stand for one thing, why, and what the text says that people are."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

RULES = "'spelling', 'kind', 'acronym', 'editor', 'ambiguous', 'bare'"

REVISIONS = """
UPDATE entity_aliases SET revisions = (
    SELECT count(DISTINCT mentions.revision_id) FROM mentions
    JOIN processings ON processings.revision_id = mentions.revision_id
        AND processings.processor_id = mentions.processor_id AND processings.is_current
    WHERE mentions.entity_id = entity_aliases.entity_id AND mentions.text = entity_aliases.surface)"""


def upgrade() -> None:
    """Every name is a thing of its own until linking, which begins anew, has looked at it."""
    for name in ("scope", "likeness", "given_wikidata"):
        op.add_column("entities", sa.Column(name, sa.Text(), nullable=True))
    op.add_column("entities", sa.Column("line", sa.Integer(), nullable=True))
    # as SQL, because Alembic adds no constraint to a table that SQLite has already
    whole = "BIGINT" if op.get_bind().dialect.name == "postgresql" else "INTEGER"
    op.execute(
        f"ALTER TABLE entities ADD COLUMN thing_id {whole} CONSTRAINT fk_entities_thing_id REFERENCES entities (id)"
    )
    op.execute(f"ALTER TABLE entities ADD COLUMN rule TEXT CONSTRAINT ck_entities_rule CHECK (rule IN ({RULES}))")
    op.create_index("ix_entities_likeness", "entities", ["likeness"])
    op.create_index("ix_entities_thing_id", "entities", ["thing_id"])
    op.add_column("entity_aliases", sa.Column("revisions", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.execute(REVISIONS)
    op.add_column("mentions", sa.Column("title", sa.Text(), nullable=True))
    op.create_table(
        "linkings",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("config_hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_linkings"),
    )
