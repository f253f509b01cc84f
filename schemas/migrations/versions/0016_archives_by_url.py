"""Archives on servers, and lists of them, are places of the web."""

from alembic import op

revision = "0016"
down_revision = "0015"

ROLES = "role IN ('feed', 'sitemap', 'page', 'archive', 'list')"


def upgrade() -> None:
    """No place has either role so far."""
    with op.batch_alter_table("places") as batch:
        batch.drop_constraint("ck_places_role", type_="check")
        batch.create_check_constraint("ck_places_role", ROLES)
