"""What to do about what a database says."""

from __future__ import annotations

import sqlite3
from types import MappingProxyType

POSTGRESQL_DISK_FULL = "53100"

ELSEWHERE = "name another place in --database or NEWSLEDGER_DATABASE_URL"
FULL = "free some space and run it again: what is stored stays, and nothing is stored twice"
DAMAGED = "the file is damaged: move it away, and ingest into a new one"
REACH = "see that PostgreSQL runs there, and that address, user, password and name in NEWSLEDGER_DATABASE_URL are right"

SQLITE = MappingProxyType(
    {
        sqlite3.SQLITE_NOTADB: f"leave it alone, and {ELSEWHERE}",
        sqlite3.SQLITE_CANTOPEN: f"let this user read and write the file and its folder, or {ELSEWHERE}",
        sqlite3.SQLITE_READONLY: f"let this user write the file and its folder, or {ELSEWHERE}",
        sqlite3.SQLITE_BUSY: "another program keeps it locked: run it again when that has ended",
        sqlite3.SQLITE_FULL: FULL,
        sqlite3.SQLITE_IOERR: "see whether the disk is full or damaged, and run it again",
        sqlite3.SQLITE_CORRUPT: DAMAGED,
    }
)

# by SQLSTATE, or its first two characters; none at all comes from a server that was never reached
POSTGRESQL = MappingProxyType(
    {
        "": REACH,
        "08": REACH,
        "42501": "be the ledger's owner, who may make tables; a role for reporters can only query",
        POSTGRESQL_DISK_FULL: FULL,
        "57": REACH,
    }
)


def explained(error: object) -> str:
    """The first line of what the driver says, and what a user can do about it."""
    said = (str(error).strip() or type(error).__name__).splitlines()[0]
    return "; ".join(filter(None, (said, _advice(error))))


def _advice(error: object) -> str | None:
    if isinstance(error, sqlite3.Error):
        return SQLITE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)  # the other bits say what exactly it is
    state = getattr(error, "sqlstate", None) or ""
    return POSTGRESQL.get(state) or POSTGRESQL.get(state[:2])
