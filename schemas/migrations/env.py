"""What Alembic runs to migrate: the connection comes from `schemas.migrations.upgrade`, never from a file."""

from alembic import context

from schemas.migrations import VERSION_TABLE
from schemas.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
    render_as_batch=False,
)
context.run_migrations()
