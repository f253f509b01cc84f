"""What people call a topic stands in the ledger."""

from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """The next run or retag fills it in."""
    op.execute("ALTER TABLE topics ADD COLUMN label TEXT")
