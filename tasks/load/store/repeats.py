"""Fetches that ended as the one before at their place did, in an earlier run: one row stands for all of them.

Otherwise a folder in which nothing changes would fill the ledger, a row a file and run.
"""

from __future__ import annotations

from sqlalchemy import Connection, text

ALIKE = " AND ".join(
    f"coalesce(newer.{column}, {nothing}) = coalesce(older.{column}, {nothing})"
    for column, nothing in {
        "outcome": "''",
        "reason": "''",
        "raw_document_id": "0",
        "document_outcome": "''",
        "document_reason": "''",
        "article_id": "0",
        "revision_id": "0",
    }.items()
)

# A run that goes on still needs its rows, to know what it has done; one that was killed keeps them.
REPEATS = f"""
SELECT newer.id AS newer, older.id AS older, older.times AS times
FROM fetches AS newer
JOIN fetches AS older ON older.id = (
    SELECT max(id) FROM fetches WHERE source_id = newer.source_id AND uri_hash = newer.uri_hash AND id < newer.id)
JOIN runs ON runs.id = older.run_id
WHERE newer.run_id = :run_id AND older.run_id <> newer.run_id AND runs.status <> 'running'
    AND older.fetched_at <= newer.fetched_at AND {ALIKE}"""  # noqa: S608 -- our own names

COUNT = text(f"UPDATE fetches SET times = fetches.times + r.times FROM ({REPEATS}) AS r WHERE fetches.id = r.newer")  # noqa: S608
FORGET = text(f"DELETE FROM fetches WHERE id IN (SELECT older FROM ({REPEATS}) AS r)")  # noqa: S608


def join_repeats(connection: Connection, run_id: int) -> None:
    """Lets each of the run's fetches stand for the one before it too, if both ended alike."""
    for statement in (COUNT, FORGET):
        connection.execute(statement, {"run_id": run_id})
