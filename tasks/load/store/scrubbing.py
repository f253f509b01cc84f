"""What was deleted, overwritten in the database's own files, so that nothing of it can be read there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from tasks.load.store.ledger import Ledger, in_one_sentence, tried_again

IN_USE = (
    "Another process has the ledger open, so its file cannot be overwritten yet: end what reads it, and say newsledger "
    "scrub."
)
STATISTICS = (
    "PostgreSQL still knows values of tables that are empty now, and only a superuser can make it forget them: let one "
    "say newsledger scrub, or say it when there are articles again."
)
TABLES = """
SELECT CAST(oid AS bigint), quote_ident(relname) FROM pg_class
WHERE relnamespace = CAST(current_schema() AS regnamespace) AND relkind = 'r'"""
LEARNED = """
SELECT count(*) FROM pg_stats
WHERE CAST(quote_ident(schemaname) || '.' || quote_ident(tablename) AS regclass) = ANY(CAST(%s AS oid[]))
  AND (most_common_vals IS NOT NULL OR histogram_bounds IS NOT NULL OR most_common_elems IS NOT NULL)"""
UNLEARN = "DELETE FROM pg_statistic WHERE starelid = ANY(CAST(%s AS oid[]))"
MERGE_WORDS = "INSERT INTO revision_words (revision_words) VALUES ('optimize')"  # drops words that were taken out


@contextmanager
def overwriting(connection: Connection) -> Iterator[None]:
    """Within, what SQLite deletes it overwrites with zeros."""
    if connection.dialect.name != "sqlite":
        yield
        return
    connection.exec_driver_sql("PRAGMA secure_delete = ON")
    try:
        yield
    finally:
        connection.exec_driver_sql("PRAGMA secure_delete = OFF")


@tried_again
def scrub(ledger: Ledger, *, whole: bool) -> str:
    """Overwrites what was deleted; returns what is in the way of some of it, in a sentence, or nothing.

    On SQLite that is a process that reads the ledger from before. PostgreSQL makes room of what was deleted, overwrites
    it when that is needed, and forgets what it has learned about the values of columns; of those of a table that has
    become empty only when a superuser tells it to.

    Args:
        ledger: where something was deleted.
        whole: also what was deleted before: SQLite writes the whole file anew, and needs as much room again.
    """
    with in_one_sentence("scrub", ledger.engine.url):
        if ledger.engine.dialect.name == "sqlite":
            return "" if _scrub_sqlite(ledger, whole=whole) else IN_USE
        with ledger.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM (ANALYZE)")
            return "" if _unlearn(connection) else STATISTICS


def _unlearn(connection: Connection) -> bool:
    """Whether nothing is known of values in tables that are empty, which ANALYZE leaves as they are."""
    tables = connection.exec_driver_sql(TABLES).tuples().all()
    rows = {id_: connection.exec_driver_sql(f"SELECT 1 FROM {name} LIMIT 1") for id_, name in tables}  # noqa: S608 -- our own names
    empty = [id_ for id_, found in rows.items() if found.first() is None]
    if connection.exec_driver_sql("SHOW is_superuser").scalar_one() == "on":
        connection.exec_driver_sql(UNLEARN, (empty,))
    return not connection.exec_driver_sql(LEARNED, (empty,)).scalar_one()


def _scrub_sqlite(ledger: Ledger, *, whole: bool) -> bool:
    with ledger.write() as connection, overwriting(connection):
        connection.exec_driver_sql(MERGE_WORDS)
    pooled = ledger.engine.raw_connection()
    try:
        cursor = pooled.cursor()
        if whole:
            cursor.execute("VACUUM")
        busy, *_ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        pooled.close()
    return not busy
