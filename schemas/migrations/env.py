"""What Alembic runs to migrate: the connection comes from `schemas.migrations.upgrade`, never from a file."""

from alembic import context

from schemas.migrations import VERSION_TABLE

context.configure(
    connection=context.config.attributes["connection"],
    version_table=VERSION_TABLE,
    render_as_batch=False,
)
context.run_migrations()
