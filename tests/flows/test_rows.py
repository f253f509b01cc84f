"""One stage alone over JSON lines: order, bad rows, streams."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from flows.lines import CHUNK, Line, chunks
from flows.rows import clean_rows, tag_rows
from flows.shapes import Row
from schemas.errors import InputError
from schemas.settings import settings
from tests.tag.french import STRIKE

TEXT = "Ferry crews walked out at noon on Friday, and lorries queued for nine miles outside the harbour at Marport."


def write(path: Path, *lines: object) -> str:
    said = "".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines)
    path.write_bytes(gzip.compress(said.encode()) if path.suffix == ".gz" else said.encode())
    return str(path)


def read(path: Path) -> list[Row]:
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return [json.loads(line) for line in content.decode().splitlines()]


@pytest.mark.parametrize("suffix", [".jsonl", ".jsonl.gz"])
def test_rows_come_out_in_order_with_bad_ones_among_them(tmp_path: Path, suffix: str) -> None:
    good = [{"id": number, "text": TEXT} for number in range(CHUNK + 2)]
    source = write(tmp_path / f"in{suffix}", *good[:3], "{broken", "", "[1]", {"id": "empty"}, *good[3:])
    target = tmp_path / f"out{suffix}"

    assert clean_rows(source, str(target)) == 3

    rows = read(target)
    assert [row["id"] for row in rows] == [0, 1, 2, None, None, "empty", *range(3, CHUNK + 2)]
    assert [str(row["error"]).split(":")[0].split(";")[0] for row in rows if "error" in row] == [
        "line 4 is not JSON",
        "line 6 is not a JSON object",
        'has neither "html" nor "text"',
    ]
    assert rows[-1]["body"] == TEXT


def test_bad_rows_are_said_to_be_in_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bodiless = [{"id": number, "headline": "Quay shut"} for number in range(CHUNK + 2)]
    source = write(tmp_path / "in.jsonl", {"id": "good", "headline": None, "body": TEXT}, "{broken", *bodiless, "{}}")

    assert tag_rows(source, str(tmp_path / "out.jsonl")) == CHUNK + 4

    said = f"{CHUNK + 4} rows came out without an article, as {{id, error}}: has no body ({CHUNK + 2}), is not JSON (2)"
    assert capsys.readouterr().err.endswith(f"{said}\n")


def test_nothing_is_said_where_no_row_is_bad(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    clean_rows(write(tmp_path / "in.jsonl", {"id": 1, "text": TEXT}), str(tmp_path / "out.jsonl"))
    assert "without an article" not in capsys.readouterr().err


def test_cleaned_rows_have_the_promised_keys(tmp_path: Path) -> None:
    clean_rows(write(tmp_path / "in.jsonl", {"id": 1, "text": TEXT, "error": "not read"}), str(tmp_path / "out.jsonl"))
    (row,) = read(tmp_path / "out.jsonl")
    assert list(row) == [
        *(
            "id",
            "headline",
            "standfirst",
            "authors",
            "published_at",
            "language",
            "body",
            "captions",
            "credits",
            "removed",
        ),
        *("kind", "canonical_url", "modified_at", "section", "keywords", "agencies", "methods"),
    ]
    assert row["kind"] == "article"
    assert row["methods"] == {"headline": None, "authors": None, "published_at": None, "modified_at": None}


def test_keys_that_are_not_promised_are_never_read(tmp_path: Path) -> None:
    unread = {
        "headline": "H",
        "title": "T",
        "date": "2015-07-31",
        "author": "A",
        "URL": "https://x.example/1",
        "Html": "<p>",
    }
    clean_rows(write(tmp_path / "in.jsonl", {"id": 1, "text": TEXT, **unread}), str(tmp_path / "out.jsonl"))
    (row,) = read(tmp_path / "out.jsonl")
    assert (row["headline"], row["published_at"], row["authors"], row["body"]) == (None, None, [], TEXT)


def test_a_file_can_be_cleaned_in_place_and_a_failed_run_leaves_it_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    source = write(path, {"id": 1, "text": TEXT})
    assert clean_rows(source, source) == 0
    assert [row["body"] for row in read(path)] == [TEXT]
    before = path.read_bytes()
    with pytest.raises(InputError):
        clean_rows(str(tmp_path / "nowhere.jsonl"), source)
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["rows.jsonl"]


def test_ids_come_back_as_they_were_or_not_at_all(tmp_path: Path) -> None:
    lines = [{"id": "\ud800", "text": TEXT}, '{"id": NaN, "text": ""}', {"id": 1.5, "text": TEXT}, {"text": TEXT}]
    source = write(tmp_path / "in.jsonl", *lines)
    assert clean_rows(source, str(tmp_path / "out.jsonl")) == 2
    assert [(row["id"], "error" in row) for row in read(tmp_path / "out.jsonl")] == [
        ("\ud800", False),
        (None, True),
        (None, True),
        (None, False),
    ]


def test_huge_rows_are_taken_in_smaller_portions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.lines.CHUNK_BYTES", 200)
    lines = [Line(number, b"x" * 150) for number in range(5)]
    assert [len(chunk) for chunk in chunks(lines)] == [2, 2, 1]


def test_a_line_over_the_limit_leaves_its_neighbours_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSLEDGER_MAX_DOCUMENT_BYTES", "1000")
    settings.cache_clear()
    source = write(tmp_path / "in.jsonl", {"id": 1, "text": TEXT}, "x" * 5000, {"id": 3, "text": TEXT})
    assert clean_rows(source, str(tmp_path / "out.jsonl")) == 1
    assert ["error" in row for row in read(tmp_path / "out.jsonl")] == [False, True, False]


def test_a_file_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere\.jsonl cannot be read: .*No such file"):
        clean_rows(str(tmp_path / "nowhere.jsonl"), str(tmp_path / "out.jsonl"))


PAGE = f"<!doctype html>\n<title>Ferries</title>\n<p>{TEXT}\n"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", PAGE),
        ("page.HTM", f"Ferries\n\n{TEXT}\n"),
        ("text.txt", f"Ferries\n\n{TEXT}\n"),
        ("text.txt.gz", f"Ferries\n\n{TEXT}\n"),
        ("page", f"\ufeff {PAGE}"),
    ],
)
@pytest.mark.parametrize(
    ("do", "wanted"), [(clean_rows, ' and "html" or "text"'), (tag_rows, ', "headline" and "body"')]
)
def test_a_document_in_the_place_of_rows_is_one_sentence(
    tmp_path: Path, name: str, content: str, do: Callable[[str, str], int], wanted: str
) -> None:
    path = tmp_path / name
    path.write_bytes(gzip.compress(content.encode()) if path.suffix == ".gz" else content.encode())
    with pytest.raises(InputError, match=f'{name} holds no JSON lines: .* "id"{wanted}'):
        do(str(path), str(tmp_path / "out.jsonl"))
    assert not (tmp_path / "out.jsonl").exists()


def test_rows_may_stand_in_a_file_of_any_name(tmp_path: Path) -> None:
    assert clean_rows(write(tmp_path / "rows.txt", {"id": 1, "text": TEXT}, "broken"), str(tmp_path / "out.jsonl")) == 1
    assert clean_rows(write(tmp_path / "rows", "broken", {"id": 1, "text": TEXT}), str(tmp_path / "out.jsonl")) == 1
    assert clean_rows(write(tmp_path / "empty.txt"), str(tmp_path / "out.jsonl")) == 0


def test_a_cut_gzip_file_is_one_sentence(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl.gz"
    source.write_bytes(gzip.compress(json.dumps({"id": 1, "text": TEXT}).encode())[:-9])
    with pytest.raises(InputError, match="cannot be read"):
        clean_rows(str(source), str(tmp_path / "out.jsonl"))


def test_tagged_rows_have_the_promised_shape(tmp_path: Path) -> None:
    body = f"{TEXT} “We are staying out,” said Mayor Anna Brandt of the Seafarers’ Union. Some 400 jobs are at risk."
    rows = [{"id": "a", "headline": "Ferry strike", "body": body}, {"id": "b"}, {"id": "c", "body": "\ud800"}]
    source = write(tmp_path / "in.jsonl", *rows)

    assert tag_rows(source, str(tmp_path / "out.jsonl")) == 2

    tagged, no_body, half = read(tmp_path / "out.jsonl")
    assert list(tagged) == ["id", "mentions", "entities", "topics", "quotes", "figures"]
    assert no_body == {"id": "b", "error": "has no body"}
    assert half == {"id": "c", "error": "has half a character (a lone surrogate)"}
    for kind in ("mentions", "quotes", "figures"):
        spans = tagged[kind]
        assert isinstance(spans, list)
        assert spans
        assert all(rows[0][span["field"]][span["start"] : span["end"]] == span["text"] for span in spans)
    mentions = tagged["mentions"]
    assert isinstance(mentions, list)
    assert [(each["text"], each["title"]) for each in mentions if "title" in each] == [("Anna Brandt", "Mayor")]


def entities(row: Row) -> list[Any]:
    found: Any = row["entities"]
    return list(found)


def names(row: Row) -> list[str]:
    return [each["name"] for each in entities(row)]


def test_rows_are_tagged_in_the_language_that_they_say_or_that_a_long_text_shows(tmp_path: Path) -> None:
    short, german = "Luc Thibaud dirige le port de Calais.", "Der Hafen von Calais ist seit Montag geschlossen. " * 12
    rows = [
        {"id": "said", "body": short, "language": "fr-FR"},
        {"id": "not said", "body": short},
        {"id": "shown", "body": STRIKE.body},
        {"id": "shown, no model", "body": german},
        {"id": "said, no model", "body": short, "language": "de"},
        {"id": "null", "body": short, "language": None},
        {"id": "bad", "body": short, "language": 1},
    ]
    assert tag_rows(write(tmp_path / "in.jsonl", *rows), str(tmp_path / "out.jsonl")) == 1
    tagged = {str(row["id"]): row for row in read(tmp_path / "out.jsonl")}
    assert names(tagged["said"]) == ["Luc Thibaud", "port de Calais"]
    assert "Confédération générale du travail" in [each.get("known_as") for each in entities(tagged["shown"])]
    for untagged in ("shown, no model", "said, no model"):
        assert tagged[untagged] == {"id": untagged} | {key: [] for key in list(tagged["said"])[1:]}
    assert tagged["not said"]["entities"] == tagged["null"]["entities"]
    assert tagged["bad"]["error"] == "has a language that is not a string"


def test_entities_are_called_what_the_article_calls_them(tmp_path: Path) -> None:
    body = 'Britain waits. The RMT said: "We are done."'
    tag_rows(write(tmp_path / "in.jsonl", {"id": 1, "headline": None, "body": body}), str(tmp_path / "out.jsonl"))
    row: Any = read(tmp_path / "out.jsonl")[0]
    called = [(entity["name"], entity.get("known_as")) for entity in row["entities"]]
    assert called == [("Britain", "United Kingdom"), ("RMT", None)]
    assert [quote["speaker"] for quote in row["quotes"]] == ["RMT"]


def test_standard_streams(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "from flows.cli import main; main()", "clean", "-", "-"]
    ran = subprocess.run(command, input=json.dumps({"id": 1, "text": TEXT}) + "\n{", capture_output=True, text=True)
    assert ran.returncode == 1
    assert [json.loads(line)["id"] for line in ran.stdout.splitlines()] == [1, None]
    assert ran.stderr == "1 row came out without an article, as {id, error}: is not JSON (1)\n"
