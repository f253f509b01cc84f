"""`newsledger ingest`, as a user runs it: twice over the same folder, then `explain` and `query`."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.prefects import ONE_SERVER

pytestmark = ONE_SERVER  # all share two runs, too

ROOT = Path(__file__).parents[2]
COMMAND = Path(sys.executable).with_name("newsledger")
FOLDERS = {"twins": str(ROOT / "samples" / "twins"), "seeds": os.environ.get("NEWSLEDGER_SEED_DIR", "")}
OUTCOMES = ("loaded", "updated", "unchanged", "duplicate", "dropped", "quarantined")


@dataclass(frozen=True)
class Ledger:
    """A folder that was ingested twice: its database, and what the two runs said and left."""

    name: str
    folder: Path
    database: Path
    said: tuple[str, str]
    rows: tuple[dict[str, int], dict[str, int]]  # table -> rows, after each run

    def select(self, sql: str) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self.database)) as connection:
            return connection.execute(sql).fetchall()


def newsledger(database: Path, *arguments: str | Path) -> str:
    """Run the command on a ledger; it must succeed."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NEWSLEDGER_")}
    done = subprocess.run(
        [COMMAND, *arguments],
        cwd=ROOT,
        env=kept | {"NEWSLEDGER_DATABASE_URL": f"sqlite:///{database}", "COLUMNS": "200"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout


def row_counts(database: Path) -> dict[str, int]:
    with closing(sqlite3.connect(database)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables}


@pytest.fixture(scope="module", params=["twins", pytest.param("seeds", marks=pytest.mark.full)])
def ledger(request: pytest.FixtureRequest, prefect: str, tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    if not FOLDERS[request.param]:
        pytest.skip("NEWSLEDGER_SEED_DIR is not set: the real articles are NOT ingested")
    folder = Path(FOLDERS[request.param])
    database = tmp_path_factory.mktemp(request.param) / "newsledger.db"
    first = newsledger(database, "ingest", folder)
    rows = row_counts(database)
    second = newsledger(database, "ingest", folder)
    return Ledger(request.param, folder, database, (first, second), (rows, row_counts(database)))


def test_both_articles_are_loaded_and_then_unchanged(ledger: Ledger) -> None:
    outcomes = ledger.select("SELECT run_id, document_outcome, count(*) FROM fetches GROUP BY 1, 2 ORDER BY 1")
    assert outcomes == [(1, "loaded", 2), (2, "unchanged", 2)]
    assert "loaded" in ledger.said[0]
    assert "unchanged" in ledger.said[1]


def test_a_second_run_adds_nothing_but_its_run_and_its_fetches(ledger: Ledger) -> None:
    first, second = ledger.rows
    grown = {table: second[table] - first.get(table, 0) for table in second if second[table] != first.get(table)}
    assert grown == {"runs": 1, "fetches": 2}


def test_the_counts_of_each_run_add_up_to_its_input(ledger: Ledger) -> None:
    columns = ", ".join(("status", "fetched", "documents", *OUTCOMES))
    for status, fetched, documents, *outcomes in ledger.select(f"SELECT {columns} FROM runs ORDER BY id"):
        assert (status, fetched, documents) == ("completed", 2, 2)
        assert sum(count for count in outcomes if isinstance(count, int)) == documents


def test_no_article_is_given_a_date(ledger: Ledger) -> None:
    assert ledger.select("SELECT published_at, published_on FROM v_articles") == [(None, None), (None, None)]


def test_explain_shows_every_topic_with_its_evidence(ledger: Ledger) -> None:
    pages = explained(ledger)
    sql = """SELECT topics.name, topic_evidence.rule, topic_evidence.text
             FROM topic_evidence JOIN topics ON topics.id = topic_id JOIN v_articles USING (revision_id)
             WHERE key = 'file:' || ?"""
    for key, page in pages.items():
        with closing(sqlite3.connect(ledger.database)) as connection:
            evidence = connection.execute(sql, (key,)).fetchall()
        assert evidence
        for topic, rule, text in evidence:
            assert topic in page
            assert rule in page
            assert " ".join(text.split()) in " ".join(page.split())


def test_explain_shows_every_removed_piece_with_its_reason(ledger: Ledger) -> None:
    shown = " ".join("".join(explained(ledger).values()).split())
    removed = ledger.select("SELECT text, reason FROM removed_spans")
    assert len(removed) == 1
    for text, reason in removed:
        assert f"{text} [{reason}]" in shown


def test_query_reads_the_views_and_cannot_write(ledger: Ledger) -> None:
    assert "traffic" in newsledger(ledger.database, "query", "SELECT topic FROM v_article_topics")
    with pytest.raises(AssertionError, match="newsledger: "):
        newsledger(ledger.database, "query", "DELETE FROM articles")
    assert ledger.select("SELECT count(*) FROM articles") == [(2,)]


def test_a_person_with_and_without_accents_is_one_entity(ledger: Ledger) -> None:
    surname = {"twins": "Darmanin", "seeds": "Hollande"}[ledger.name]
    spelt = ledger.select(f"SELECT surface, entity_id FROM entity_aliases WHERE surface LIKE '% {surname}'")
    assert len(spelt) == 2
    assert len({entity for _, entity in spelt}) == 1


def explained(ledger: Ledger) -> dict[str, str]:
    """What `explain` says of each article, asked for by its file."""
    files = sorted(ledger.folder.glob("*.txt"))
    return {file.absolute().as_uri(): newsledger(ledger.database, "explain", file) for file in files}
