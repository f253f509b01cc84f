"""One row for fetches that ended alike, run after run."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Each row so far stands for one fetch."""
    op.add_column("fetches", sa.Column("times", sa.Integer(), nullable=False, server_default=sa.text("1")))
