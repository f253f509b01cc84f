"""Loading beside its floor: the same rows into the same tables by a bare executemany, as the driver has it.

    python -m benchmarks.bare_rows [--articles 5000] [--postgresql]

The articles are made up, and stored as the main job stores them, in batches of 500; the floor is one transaction of
rows that are ready. They take turns. Times are of the processor, the database's and this process's together.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from benchmarks.store import REPEAT, clock_of, load, settle, urls
from schemas.tables import articles, metadata
from tasks.load.store import Ledger, open_ledger

Rows = dict[str, list[tuple[Any, ...]]]  # by statement, in the order of which rows need which

SEARCHED = {
    "sqlite": (
        "SELECT r.id, headline, standfirst, body FROM articles JOIN revisions AS r ON r.id = current_revision_id",
        "INSERT INTO revision_words (rowid, headline, standfirst, body) VALUES (?, ?, ?, ?)",
    ),
    "postgresql": (
        "SELECT revision_id, CAST(words AS text) FROM revision_words",
        "INSERT INTO revision_words (revision_id, words) VALUES (%s, CAST(%s AS tsvector))",
    ),
}


def read_rows(ledger: Ledger) -> Rows:
    """All rows of a ledger, as the driver gives them, and what puts them into another."""
    dialect = ledger.engine.dialect.name
    mark = "?" if dialect == "sqlite" else "%s"
    with _cursor(ledger) as cursor:
        rows = {sql: _all(cursor, query) for query, sql in _tables(mark)}
        query, sql = SEARCHED[dialect]
        rows[sql] = _all(cursor, query)
    return {sql: found for sql, found in rows.items() if found}


def insert_rows(ledger: Ledger, rows: Rows) -> None:
    """Puts them into an empty ledger, in one transaction."""
    with _cursor(ledger) as cursor:
        if ledger.engine.dialect.name == "sqlite":
            cursor.execute("BEGIN")  # psycopg does by itself
        for sql, values in rows.items():
            cursor.executemany(sql, values)
        cursor.connection.commit()


def _tables(mark: str) -> Iterator[tuple[str, str]]:
    """For each table what reads its rows, and what inserts them; of articles, which revision counts comes last."""
    for table in metadata.sorted_tables:
        names = [column.name for column in table.columns if column.name != "current_revision_id"]
        listed, marks = ", ".join(names), ", ".join([mark] * len(names))
        yield f"SELECT {listed} FROM {table.name}", f"INSERT INTO {table.name} ({listed}) VALUES ({marks})"  # noqa: S608
    yield (
        f"SELECT current_revision_id, id FROM {articles.name}",  # noqa: S608 - our own names
        f"UPDATE {articles.name} SET current_revision_id = {mark} WHERE id = {mark}",  # noqa: S608
    )


def _all(cursor: Any, query: str) -> list[tuple[Any, ...]]:
    found: Sequence[Any] = cursor.execute(query).fetchall()
    return list(map(tuple, found))


@contextmanager
def _cursor(ledger: Ledger) -> Iterator[Any]:
    """The driver's own."""
    connection = ledger.engine.raw_connection()
    try:
        yield connection.cursor()
    finally:
        connection.close()


def count_rows(rows: Rows) -> int:
    """How many there are, in all tables."""
    return sum(map(len, rows.values()))


def show(new_ledger: Callable[[], Ledger], count: int) -> None:
    """Both, in turns."""
    print(f"{f'loading {count:,} articles, ms each':40} {'bare':>8} {'loader':>8} {'ratio':>8}")
    for _ in range(REPEAT):
        with new_ledger() as ledger:
            took = 1000 * load(ledger, range(count), count) / count
            rows = read_rows(ledger)
        with new_ledger() as ledger:
            clock = clock_of(ledger)
            started = clock()
            insert_rows(ledger, rows)
            settle(ledger)
            bare = 1000 * (clock() - started) / count
        print(
            f"{f'{count_rows(rows) / count:.0f} rows each':40} {bare:8.2f} {took:8.2f} {took / bare:8.2f}", flush=True
        )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=5_000)
    parser.add_argument("--postgresql", action="store_true")
    given = parser.parse_args()
    with urls(None, postgresql=given.postgresql) as new_url:
        show(lambda: open_ledger(new_url()), given.articles)


if __name__ == "__main__":
    main()
