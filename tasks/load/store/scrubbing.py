"""What was deleted, overwritten in the database's own files, so that nothing of it can be read there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from tasks.load.store.ledger import Ledger, in_one_sentence, tried_again

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
def scrub(ledger: Ledger, *, whole: bool) -> bool:
    """Overwrites what was deleted; returns whether all of it could be.

    On SQLite it cannot as long as another process reads the ledger from before. PostgreSQL makes room of it, forgets
    what it has learned about the values of columns, and overwrites the room when it is needed.

    Args:
        ledger: where something was deleted.
        whole: also what was deleted before: SQLite writes the whole file anew, and needs as much room again.
    """
    with in_one_sentence("scrub", ledger.engine.url):
        if ledger.engine.dialect.name == "sqlite":
            return _scrub_sqlite(ledger, whole=whole)
        with ledger.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM (ANALYZE)")
        return True


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
