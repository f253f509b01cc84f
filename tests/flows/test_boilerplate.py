"""`newsledger boilerplate`: what an editor sees and changes."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from flows.cli import main
from schemas.settings import settings
from tasks.link.lines import UNRELATED, line_id
from tasks.load.store import open_ledger
from tests.link.test_lines import LINE
from tests.link.test_lines_store import issue, link

CONFIG = Path(__file__).parents[2] / "config"
FILE = Path("config/boilerplate/learned.toml")
ID = line_id("gazette", LINE)


@pytest.fixture(autouse=True)
def somewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, migrated_sqlite: Path) -> None:
    """A folder with a copy of the configuration, and a ledger in which a line repeats."""
    shutil.copytree(CONFIG, tmp_path / "config")
    shutil.copy(migrated_sqlite, tmp_path / "newsledger.db")
    monkeypatch.chdir(tmp_path)
    for name in ("NEWSLEDGER_CONFIG_DIR", "NEWSLEDGER_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    with open_ledger(settings().database_url) as ledger:
        link(ledger, *(issue(number) for number in range(UNRELATED)))


def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *arguments: str) -> tuple[int, str]:
    monkeypatch.setattr(sys, "argv", ["newsledger", "boilerplate", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    out, err = capsys.readouterr()
    return int(ended.value.code or 0), out + err


def test_a_line_is_proposed_adopted_and_dropped(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    row = f"gazette,{UNRELATED},{UNRELATED},2025-03-03,2025-03-07,{LINE}"
    assert run(capsys, monkeypatch, "list", "--format", "csv")[1].splitlines()[1:] == [f"{ID},proposed,{row}"]
    said = f"1 line adopted in {FILE}; newsledger retag applies it to what is stored\n"
    assert run(capsys, monkeypatch, "adopt", ID) == (0, said)
    assert run(capsys, monkeypatch, "list", "--format", "csv")[1].splitlines()[1:] == [f"{ID},adopted,{row}"]
    assert run(capsys, monkeypatch, "list", "--source", "echo")[1].startswith("No line repeats")
    said = f"1 line taken out of {FILE}; newsledger retag applies it to what is stored\n"
    assert run(capsys, monkeypatch, "drop", ID, ID) == (0, said)
    assert run(capsys, monkeypatch, "list", "--format", "csv")[1].splitlines()[1:] == [f"{ID},proposed,{row}"]


def test_adopting_twice_is_adopting_once(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    run(capsys, monkeypatch, "adopt", ID, ID)
    once = FILE.read_text()
    assert run(capsys, monkeypatch, "adopt", ID)[1].startswith("0 lines adopted")
    assert FILE.read_text() == once
    assert once.count("[[line]]") == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["adopt", ID, "nothing"],
            "no line that repeats has the id nothing; newsledger boilerplate list shows what is",
        ),
        (["drop", ID], f"no adopted line has the id {ID}; newsledger boilerplate list shows what is there"),
    ],
)
def test_a_line_that_is_not_there_is_one_sentence_and_nothing_is_done(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    status, printed = run(capsys, monkeypatch, *arguments)
    assert (status, printed.count("\n")) == (2, 1)
    assert said in printed
    assert not FILE.exists()


def test_a_line_in_a_file_of_somebodys_own_is_left_to_them(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run(capsys, monkeypatch, "adopt", ID)
    FILE.rename(own := FILE.with_name("ours.toml"))
    before = own.read_text()
    status, printed = run(capsys, monkeypatch, "drop", ID)
    assert (status, own.read_text()) == (2, before)
    assert f"the line {ID} is not in {FILE}: take it out of the file that has it" in printed
