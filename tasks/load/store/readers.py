"""A role of PostgreSQL for people who query: it reads the views, and can do nothing else to the ledger."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from schemas.errors import InputError, StoreError
from schemas.migrations import VERSION_TABLE
from schemas.readers import let_read, quoted, run
from schemas.views import VIEWS
from tasks.load.store.ledger import Ledger

LONGEST_NAME = 63  # bytes, of PostgreSQL
DENIED = ("42501", "25006")  # the right is missing, or is that of a reader
# what keeps a reader from holding things up by mistake; its rights keep it from all else
SETTINGS = {
    "statement_timeout": "60s",
    "idle_in_transaction_session_timeout": "10min",
    "default_transaction_read_only": "on",
}
ROLE = "SELECT true FROM pg_roles WHERE rolname = :role"
# relations of this database that are no views of ours, and that the role can do anything to
REACHED = """\
SELECT format('use %s', oid::regclass)
FROM pg_class
WHERE relkind IN ('r', 'p', 'v', 'm', 'f') AND relnamespace NOT IN (
        SELECT oid FROM pg_namespace WHERE nspname IN ('information_schema', 'pg_catalog', 'pg_toast'))
  AND oid <> ALL (SELECT to_regclass(name) FROM unnest(CAST(:allowed AS text[])) AS allowed(name))
  AND has_table_privilege(:role, oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')"""
WRITTEN = """\
SELECT format('change %s', oid::regclass)
FROM pg_class
WHERE oid = ANY (SELECT to_regclass(name) FROM unnest(CAST(:allowed AS text[])) AS allowed(name))
  AND has_table_privilege(:role, oid, 'INSERT, UPDATE, DELETE, TRUNCATE')"""
MADE = """\
SELECT 'make tables' WHERE has_schema_privilege(:role, CAST(current_schema() AS text), 'CREATE')
UNION ALL
SELECT 'make temporary tables' WHERE has_database_privilege(:role, CAST(current_database() AS text), 'TEMP')"""


def make_reader(ledger: Ledger, role: str) -> None:
    """Makes the role if there is none, and lets it read the views; again, it is as it was.

    On the way, what PostgreSQL lets everybody do in the ledger's database, which is making tables, is taken back.

    Raises:
        InputError: the database is SQLite, or the name is none.
        StoreError: this user may not make roles, or the role could do more than read.
    """
    if ledger.engine.dialect.name != "postgresql":
        raise InputError("SQLite has no users: whoever can read the ledger's file can read everything in it")
    if not 0 < len(role.encode("utf-8", "replace")) <= LONGEST_NAME or not role.isprintable() or role.startswith("pg_"):
        raise InputError(
            f"{role!r} cannot be a role's name: PostgreSQL wants 1 to 63 characters, and not pg_ before them"
        )
    try:
        with ledger.write() as connection:
            for statement in _statements(connection, role):
                run(connection, statement)
            let_read(connection, role, _allowed())
            _refuse_more(connection, role)
    except StoreError as error:
        raise _explained(error, role) from error


def _allowed() -> set[str]:
    """With the schema's version, which newsledger query, search and export ask for."""
    return {VERSION_TABLE, *(view.name for view in VIEWS)}


def _statements(connection: Connection, role: str) -> Iterator[str]:
    name = quoted(role)
    schema = quoted(connection.scalar(text("SELECT current_schema()")) or "public")
    database = quoted(connection.scalar(text("SELECT current_database()")) or "")
    if not connection.scalar(text(ROLE), {"role": role}):
        yield f"CREATE ROLE {name} LOGIN"
    for setting, value in SETTINGS.items():
        yield f"ALTER ROLE {name} SET {setting} = '{value}'"
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {name}"
    yield f"ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} REVOKE ALL ON TABLES FROM {name}"
    yield f"REVOKE CREATE ON SCHEMA {schema} FROM PUBLIC, {name}"
    yield f"REVOKE TEMPORARY ON DATABASE {database} FROM PUBLIC, {name}"
    yield f"GRANT CONNECT ON DATABASE {database} TO {name}"
    yield f"GRANT USAGE ON SCHEMA {schema} TO {name}"


def _refuse_more(connection: Connection, role: str) -> None:
    """A role that was there may own things, or be a member of another that does."""
    values = {"role": role, "allowed": sorted(_allowed())}
    for query in (REACHED, WRITTEN, MADE):
        more = connection.scalars(text(query), values).first()
        if more:
            raise StoreError(
                f"{role} could {more}: take from it what it owns and what other roles it has, or name another"
            )


def _explained(error: StoreError, role: str) -> StoreError:
    cause = error.__cause__
    if isinstance(cause, DBAPIError) and getattr(cause.orig, "sqlstate", None) in DENIED:
        how = f"have one who may run newsledger migrate --reader {role}"
        return StoreError(f"this user of PostgreSQL may not make and change roles: {how}")
    return error
