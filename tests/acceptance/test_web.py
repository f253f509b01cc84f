"""`newsledger ingest` against a newspaper on loopback, on three days: as a user runs it."""

from __future__ import annotations

import gzip
import sqlite3
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.acceptance.desks import make_desk
from tests.acceptance.desks import newsledger as run
from tests.fetch.web.newspaper import ARTICLES, DAYS, REVISIONS, newspaper, story
from tests.fetch.web.site import Answer, Site, site

ENDINGS = "SELECT outcome, document_outcome, sum(1) FROM fetches WHERE run_id = ? GROUP BY 1, 2"

pytestmark = [pytest.mark.full, pytest.mark.usefixtures("prefect")]


@pytest.fixture
def paper() -> Iterator[Site]:
    with site() as opened:
        yield opened


@pytest.fixture
def desk(paper: Site, tmp_path: Path) -> Path:
    """A folder with a configuration that has this one source."""
    source = newspaper(paper)
    said = [
        "kind = 'feed'",
        f"name = '{source.name}'",
        f"urls = {list(source.urls)}",
        f"sitemaps = {list(source.sitemaps)}",
    ]
    return make_desk(tmp_path, "\n".join([*said, "allow_private_hosts = ['localhost']", "delay_seconds = 0"]))


def ingest(desk: Path) -> subprocess.CompletedProcess[str]:
    return run(desk, "ingest", "--soon")


def test_three_days_end_as_foretold(paper: Site, desk: Path) -> None:
    for number, day in enumerate(DAYS, 1):
        foretold = day(paper)
        done = ingest(desk)
        assert "newsledger ingest --soon looks at once" in done.stdout, done.stderr
        assert done.returncode == (0 if number == 1 else 1)  # some pages are gone, a feed fails
        with closing(sqlite3.connect(desk / "newsledger.db")) as ledger:
            rows = ledger.execute(ENDINGS, (number,)).fetchall()
            counts = ledger.execute(
                "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM revisions)"
            ).fetchone()
        found = Counter({f"{outcome}{f'/{document}' * bool(document)}": count for outcome, document, count in rows})
        assert found == foretold
    assert counts == (ARTICLES, REVISIONS)


def newsledger(desk: Path, *arguments: str) -> str:
    """What the command prints when all is well."""
    done = run(desk, *arguments)
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout


def test_a_replay_says_the_same_and_what_was_taken_down_is_not_asked_for_again(paper: Site, desk: Path) -> None:
    for day in DAYS:
        day(paper)
        ingest(desk)
    newsledger(desk, "replay", "--into", "sqlite:///again.db")
    assert newsledger(desk, "content-hash", "--database", "sqlite:///again.db") == newsledger(desk, "content-hash")
    with closing(sqlite3.connect(desk / "again.db")) as ledger:
        answers = "SELECT count(*) FROM fetches WHERE status = 200 AND final_url LIKE 'http%' AND received > 0"
        assert ledger.execute(answers).fetchone()[0] >= REVISIONS

    page = f"{paper.url}/7"
    newsledger(desk, "forget", page, "--reason", "a court order", "--yes")
    assert everything(desk).count(b"localhost:%d/8" % paper.port) > 0
    assert b"port7 " not in everything(desk).lower()
    assert b"localhost:%d/7<" % paper.port not in everything(desk).replace(b'"', b"<").replace(b"\n", b"<")
    del paper.asked[:]
    paper.answers["/7"] = Answer(story(7, 3))
    ingest(desk)
    asked = [each.path for each in paper.asked]
    assert "/8" in asked
    assert "/7" not in asked
    with closing(sqlite3.connect(desk / "newsledger.db")) as ledger:
        assert ledger.execute("SELECT count(*) FROM articles").fetchone() == (ARTICLES - 1,)
        assert ledger.execute("SELECT count(*) FROM places WHERE url = ?", (page,)).fetchone() == (0,)


def everything(desk: Path) -> bytes:
    """All bytes of the database and the raw store, packed and not."""
    found = [path.read_bytes() for path in desk.glob("newsledger.db*")]
    for path in (desk / "newsledger-raw").iterdir():
        found += [path.read_bytes(), gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else b""]
    return b"".join(found)
