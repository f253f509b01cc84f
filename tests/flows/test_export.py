"""Files that appear when they are whole, and are never written over unasked."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from flows.export import EXPORTED, export_views
from schemas.errors import InputError
from tasks.load.store import open_ledger
from tasks.report.export import ExportFormat
from tests.load.making import document, load_run
from tests.load.making import some_tags as tag


@pytest.fixture(autouse=True)
def stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A ledger of two articles, in a folder of its own."""
    url = f"sqlite:///{tmp_path / 'ledger.db'}"
    monkeypatch.setenv("NEWSLEDGER_DATABASE_URL", url)
    monkeypatch.chdir(tmp_path)
    with open_ledger(url) as ledger:
        load_run(ledger, [[document(0, "Ferries stop.", headline="Strike"), document(1, "Storm")]], tag)


def export(view: str, out: str, form: ExportFormat | None = None, *, force: bool = False) -> None:
    export_views(view, form, out, force=force)


def test_a_view_goes_into_a_file_of_the_kind_that_its_name_says(capsys: pytest.CaptureFixture[str]) -> None:
    export("v_articles", "articles.jsonl")
    rows = [json.loads(line) for line in Path("articles.jsonl").read_text().splitlines()]
    assert [row["body"] for row in rows] == ["Ferries stop.", "Storm"]
    assert capsys.readouterr().out == "v_articles: 2 rows in articles.jsonl\n"


def test_a_file_may_be_packed() -> None:
    export("v_articles", "articles.csv.gz")
    assert gzip.decompress(Path("articles.csv.gz").read_bytes()).count(b"\r\n") == 3


@pytest.mark.parametrize("form", ExportFormat)
def test_all_views_go_into_a_folder(form: ExportFormat) -> None:
    export("all", "some/where", form)
    assert {path.name for path in Path("some/where").iterdir()} == {f"{view}.{form}" for view in EXPORTED}


def test_standard_output_has_the_rows_alone(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    export("v_quotes", "-", ExportFormat.JSONL)
    assert all(json.loads(line)["cue"] == "said" for line in capfdbinary.readouterr().out.splitlines())


def test_what_is_there_is_written_over_when_that_is_asked_for() -> None:
    Path("articles.csv").write_text("mine")
    with pytest.raises(InputError, match=r"articles.csv is there already; --force writes over it"):
        export("v_articles", "articles.csv")
    assert Path("articles.csv").read_text() == "mine"
    export("v_articles", "articles.csv", force=True)
    assert "Ferries stop." in Path("articles.csv").read_text()


def test_of_all_views_none_is_written_if_one_is_there() -> None:
    Path("out").mkdir()
    Path("out/v_figures.csv").write_text("mine")
    with pytest.raises(InputError, match=r"v_figures.csv is there already"):
        export("all", "out", ExportFormat.CSV)
    assert [path.name for path in Path("out").iterdir()] == ["v_figures.csv"]


def test_a_file_that_is_broken_off_leaves_what_was_there(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("articles.csv").write_text("mine")
    monkeypatch.setattr("tasks.report.export.FORMULA", None)  # so that the writer fails in the midst of it
    with pytest.raises(TypeError):
        export("v_articles", "articles.csv", force=True)
    assert Path("articles.csv").read_text() == "mine"
    assert not [path for path in Path().iterdir() if path.name.endswith(".part")]


@pytest.mark.parametrize(
    ("view", "out", "form", "said"),
    [
        ("v_article", "a.csv", None, "no view 'v_article' can be exported; did you mean 'v_articles'?"),
        ("sources", "a.csv", None, "no view 'sources' can be exported; did you mean 'v_sources'?"),
        ("x", "a.csv", None, "no view 'x' can be exported; there are all, v_articles, "),
        ("v_articles", "a.txt", None, "say --format parquet, csv, jsonl, or end the file's name in one of them"),
        ("all", "folder", None, "say --format parquet, csv, jsonl"),
        ("v_articles", ".", ExportFormat.CSV, ". is a folder: name a file in it"),
        ("all", "ledger.db", ExportFormat.CSV, "ledger.db cannot be made a folder"),
        ("v_articles", "no/such/a.csv", None, "no/such/a.csv cannot be written: No such file or directory"),
        ("v_articles", "a.parquet.gz", None, "Parquet is packed by itself"),
        ("v_articles", "-", ExportFormat.PARQUET, "Parquet is packed by itself"),
    ],
)
def test_what_cannot_be_is_one_sentence(view: str, out: str, form: ExportFormat | None, said: str) -> None:
    with pytest.raises(InputError) as refusal:
        export(view, out, form)
    assert str(refusal.value).startswith(said)
