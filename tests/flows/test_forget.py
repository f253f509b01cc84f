"""`newsledger forget`: of the article nothing is left in database, raw store, exports and search; it stays away."""

from __future__ import annotations

import gzip
import json
import subprocess
from pathlib import Path

import pytest
from sqlalchemy import make_url

from tests.flows.test_local import PATIENCE, newsledger
from tests.flows.test_replay import run

pytestmark = [pytest.mark.full, pytest.mark.usefixtures("prefect")]

NAMES = ("marigold", "zebedee", "quillfeather")  # that only the article has, and its address
TEXT = """\
Ferry Marigold held at Sarn

Crews walked out at Sarn on Monday, and the ferry Marigold was held with 47 lorries, said Zebedee Quillfeather.

"Marigold will not sail," said Zebedee Quillfeather of the dockers' union.

Click to follow
"""


def stuff(folder: Path) -> None:
    (folder / "texts").mkdir()
    (folder / "texts" / "marigold.txt").write_text(TEXT)
    rows = [{"id": n, "text": f"Harbour {n} shut\n\nCrews walked out at Sarn on Monday."} for n in range(30)]
    (folder / "texts" / "many.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))


def assert_nothing_of_it(folder: Path, url: str) -> None:
    """Not in the raw store, packed or not; not in the database's files, or what pg_dump writes; not in exports."""
    read = {path: path.read_bytes() for path in (folder / "newsledger-raw").iterdir()}
    read |= {Path(f"{path} unpacked"): gzip.decompress(each) for path, each in read.items() if path.suffix == ".gz"}
    run(folder, "export", "all", "--out", "exported", "--format", "csv", "--force", "--database", url)
    read |= {path: path.read_bytes() for path in (folder / "exported").iterdir()}
    if url.startswith("sqlite"):
        read |= {path: path.read_bytes() for path in folder.glob("newsledger.db*")}
    else:
        address = make_url(url)
        dumped = subprocess.run(
            ["pg_dump", address.render_as_string(hide_password=False)], capture_output=True, check=True
        )
        read[Path("dump")] = dumped.stdout
    assert len(read) > 5
    left = [
        (path, name) for path, content in read.items() for name in NAMES if name in content.decode("latin-1").lower()
    ]
    assert left == []


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_nothing_of_it_is_left_and_it_stays_away(database: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    stuff(tmp_path)
    url = request.getfixturevalue("server").new_database() if database == "postgresql" else "sqlite:///newsledger.db"
    place = "texts/marigold.txt"
    run(tmp_path, "ingest", "texts", "--database", url)
    (tmp_path / place).write_text(TEXT.replace("47", "53"))
    run(tmp_path, "ingest", "texts", "--database", url)

    shown = run(tmp_path, "forget", place, "--reason", "a court order", "--database", url)
    assert "Nothing was removed" in shown
    assert "2 versions of its text" in shown
    assert "53 lorries" in run(tmp_path, "explain", place, "--database", url)

    assert "Removed, and 2 records" in run(
        tmp_path, "forget", place, "--reason", "a court order", "--yes", "--database", url
    )
    assert_nothing_of_it(tmp_path, url)

    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "copy.txt").write_text(TEXT.replace("47", "53"))  # its bytes in another source
    again = run(tmp_path, "ingest", "elsewhere", "--source", "courier", "--database", url)
    assert "was forgotten on " in again
    (tmp_path / "texts" / "copy.txt").write_text(TEXT)  # its bytes from elsewhere, and another text at its place
    (tmp_path / place).write_text(TEXT.replace("47", "99"))
    again = run(tmp_path, "ingest", "texts", "--database", url)
    assert "was forgotten on " in again
    assert ": a court order" in again
    run(tmp_path, "ingest", "texts", "--database", url)
    expected = run(tmp_path, "content-hash", "--database", url)
    with newsledger(tmp_path, "explain", place, "--database", url) as explaining:
        assert explaining.wait(PATIENCE) == 2
    (tmp_path / "log").unlink()
    assert_nothing_of_it(tmp_path, url)

    run(tmp_path, "replay", "--database", url, "--into", "sqlite:///replayed.db")
    assert run(tmp_path, "content-hash", "--database", "sqlite:///replayed.db") == expected
    assert "was forgotten on " in run(tmp_path, "ingest", "texts", "--database", "sqlite:///replayed.db")
