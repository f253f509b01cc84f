"""`newsledger entities`: what an editor sees and decides."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from flows.cli import main
from schemas.settings import settings
from tasks.link.namings import BEGINNING, HEADER
from tasks.link.store import link_entities
from tasks.load.decide import LoadItem
from tasks.load.store import open_ledger
from tests.link.test_order import CLUSTERS, tag
from tests.load.making import document, load_run, rows

CONFIG = Path(__file__).parents[2] / "config"
FILE = Path("config/entities.csv")
RHA, WAL_MART, WALMART, GRACE, SHIP, JOHN, SMITH = 0, 4, 5, 6, 7, 9, 10  # among CLUSTERS


@pytest.fixture(autouse=True)
def somewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, migrated_sqlite: Path) -> None:
    """A folder with a copy of the configuration, and a ledger with some names."""
    shutil.copytree(CONFIG, tmp_path / "config")
    shutil.copy(migrated_sqlite, tmp_path / "newsledger.db")
    monkeypatch.chdir(tmp_path)
    for name in ("NEWSLEDGER_CONFIG_DIR", "NEWSLEDGER_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    with open_ledger(settings().database_url) as ledger:
        load_run(
            ledger, [[issue(number, each) for number, each in enumerate([RHA, GRACE, GRACE, SHIP, SMITH, SMITH])]], tag
        )
        link_entities(ledger)


def issue(number: int, index: int) -> LoadItem:
    source = "courier" if number == 5 else "gazette"
    return document(number, "; ".join(CLUSTERS[index][2]), headline=str(index), source=source)


def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *arguments: str) -> tuple[int, str]:
    monkeypatch.setattr(sys, "argv", ["newsledger", "entities", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    out, err = capsys.readouterr()
    return int(ended.value.code or 0), out + err


def names(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *arguments: str) -> list[str]:
    return run(capsys, monkeypatch, "list", *arguments, "--format", "csv")[1].splitlines()[1:]


def test_names_are_listed_with_their_things(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert names(capsys, monkeypatch, "amber") == [
        "Amber Grace,PERSON,,Amber Grace,PERSON,Amber Grace,2,,",
        "Amber Grace,PERSON,,Amber Grace,PERSON,Grace,2,,",
        "Amber Grace,PERSON,,Amber Grace,WORK,Amber Grace,1,kind,",
    ]
    assert names(capsys, monkeypatch, "--rule", "bare") == ["Smith,PERSON,,Smith,PERSON,Smith,1,bare,"] * 2
    assert len(names(capsys, monkeypatch)) == 7
    assert run(capsys, monkeypatch, "list", "nobody")[1] == "No article names anything so.\n"
    assert (
        "Smith stands alone in 2 articles, each apart; full names that end so, most first: none\n"
        in run(capsys, monkeypatch, "list", "smith")[1]
    )
    assert "Grace stands" not in run(capsys, monkeypatch, "list", "grace")[1]
    code, said = run(capsys, monkeypatch, "list", "--rule", "speling")
    assert (code, "did you mean 'spelling'?" in said) == (2, True)


def test_a_surname_alone_is_told_with_those_who_have_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_ledger(settings().database_url) as ledger:
        load_run(ledger, [[issue(number, JOHN) for number in (6, 7)]], tag)
        link_entities(ledger)
    told = "Smith stands alone in 2 articles, each apart; full names that end so, most first: John Smith\n"
    assert told in run(capsys, monkeypatch, "list", "smith")[1]


def test_a_merge_is_written_and_takes_effect(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code, said = run(
        capsys,
        monkeypatch,
        "merge",
        "amber grace",
        "Amber Grace",
        "--label",
        "WORK",
        "--wikidata",
        "Q1",
        "--note",
        "a, b",
    )
    assert (code, said.startswith(f"1 line added to {FILE}; ")) == (0, True)
    assert FILE.read_text() == f'{BEGINNING}{HEADER}\namber grace,,,Amber Grace,WORK,Q1,"a, b"\n'
    assert names(capsys, monkeypatch, "amber")[0] == "Amber Grace,WORK,Q1,Amber Grace,PERSON,Amber Grace,2,editor,4"
    assert run(capsys, monkeypatch, "link") == (
        0,
        "0 spellings linked to something else than before\n",
    )
    FILE.write_text(HEADER)
    assert run(capsys, monkeypatch, "link")[1] == "2 spellings linked to something else than before\n"
    assert names(capsys, monkeypatch, "amber")[2] == "Amber Grace,PERSON,,Amber Grace,WORK,Amber Grace,1,kind,"


def test_a_name_that_no_article_has_is_told_with_the_nearest(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code, said = run(capsys, monkeypatch, "merge", "Amber Grase", "Amber Grace", "--label", "WORK")
    told = "no article has the name Amber Grase so far; the line waits for one; did you mean 'Amber Grace'?\n"
    assert (code, said.endswith(told)) == (0, True)
    assert "no article" not in run(capsys, monkeypatch, "merge", "Smith", "Ann Smith", "--label", "PERSON")[1]


def test_a_split_holds_in_its_place_alone(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(capsys, monkeypatch, "split", "Smith", "courier", "Joan Smith", "--label", "PERSON")[0] == 0
    assert names(capsys, monkeypatch, "smith") == [
        "Joan Smith,PERSON,,Smith,PERSON,Smith,1,editor,4",
        "Smith,PERSON,,Smith,PERSON,Smith,1,bare,",
    ]
    with open_ledger(settings().database_url) as ledger:
        assert rows(ledger, "SELECT source, entity FROM v_mentions WHERE text = 'Smith' GROUP BY 1, 2") == [
            ("courier", "Joan Smith"),
            ("gazette", "Smith"),
        ]


def test_a_split_in_a_source_that_there_is_not_is_refused(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code, said = run(capsys, monkeypatch, "split", "Smith", "curier", "Joan Smith", "--label", "PERSON")
    told = "newsledger: nothing was written: there is no source or article 'curier'; did you mean 'courier'?\n"
    assert (code, said) == (2, told)
    assert "Joan" not in FILE.read_text()
    assert run(capsys, monkeypatch, "drop", "Smith", "curier")[0] == 2


def test_a_split_in_a_source_that_is_only_configured_waits_for_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (FILE.parent / "sources" / "echo.toml").write_text('kind = "files"\nname = "echo"\npaths = ["echo"]\n')
    assert run(capsys, monkeypatch, "split", "Smith", "echo", "Joan Smith", "--label", "PERSON")[0] == 0


def test_a_split_of_a_name_that_its_place_has_in_another_spelling_says_so(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_ledger(settings().database_url) as ledger:
        load_run(ledger, [[issue(number, each) for number, each in ((7, WALMART), (8, WALMART), (5, WAL_MART))]], tag)
        link_entities(ledger)
    said = run(capsys, monkeypatch, "split", "Walmart", "courier", "Walmart (brook)", "--label", "PLACE")[1]
    hint = "what is shown as Walmart is also called 'Wal-Mart'"
    assert said.endswith(f"courier has no name Walmart so far; the line waits for one; {hint}\n")
    said = run(capsys, monkeypatch, "split", "Wal-Mart", "courier", "Wal-Mart (brook)", "--label", "PLACE")[1]
    assert "waits" not in said


def test_a_line_that_only_moves_in_its_file_changes_no_spelling(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run(capsys, monkeypatch, "merge", "Amber Grace", "Amber Grace", "--label", "WORK")
    FILE.write_text(f"# of ships\n{FILE.read_text()}")
    assert run(capsys, monkeypatch, "link")[1] == "0 spellings linked to something else than before\n"
    assert names(capsys, monkeypatch, "amber")[0].endswith(",editor,5")


def test_a_split_in_an_article_that_may_still_come_says_so(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    address = "https://news.example/smith"
    code, said = run(capsys, monkeypatch, "split", "Smith", address, "Joan Smith", "--label", "PERSON")
    assert (code, said.endswith(f"there is no article {address} so far; the line waits for one\n")) == (0, True)


def test_what_was_said_is_taken_back(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    before = names(capsys, monkeypatch)
    run(capsys, monkeypatch, "merge", "Amber Grace", "Amber Grace", "--label", "WORK")
    run(capsys, monkeypatch, "split", "Smith", "courier", "Joan Smith", "--label", "PERSON")
    code, said = run(capsys, monkeypatch, "drop", "smith")
    assert (code, said) == (2, "newsledger: nothing is said of 'smith' in all articles, only in courier\n")
    assert run(capsys, monkeypatch, "drop", "Amber Grace", "--found-as", "PERSON")[0] == 2
    assert run(capsys, monkeypatch, "drop", "amber grace")[1].startswith(f"1 line taken out of {FILE}; 2 spellings ")
    assert run(capsys, monkeypatch, "drop", "Smith", "courier")[0] == 0
    assert (names(capsys, monkeypatch), FILE.read_text()) == (before, f"{BEGINNING}{HEADER}\n")
    assert run(capsys, monkeypatch, "drop", "Smith")[1] == "newsledger: nothing is said of 'Smith' in all articles\n"


def test_what_does_not_go_with_the_rest_is_not_written(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run(capsys, monkeypatch, "merge", "A", "B", "--label", "ORG")
    before = FILE.read_text()
    code, said = run(capsys, monkeypatch, "merge", "a", "C", "--label", "ORG")
    assert (code, said) == (2, f"newsledger: nothing was written: {FILE}:5: line 4 already says what 'a' is there\n")
    assert run(capsys, monkeypatch, "merge", "x", "y", "--label", "OGR")[0] == 2
    assert FILE.read_text() == before


def test_without_a_ledger_there_is_nothing_to_link(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("newsledger.db").unlink()
    assert run(capsys, monkeypatch, "link")[0] == 2
    assert not Path("newsledger.db").exists()
