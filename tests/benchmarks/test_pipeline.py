"""The measuring itself; what it measures depends on the machine."""

from __future__ import annotations

import inspect
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from benchmarks import script
from benchmarks.pages import Input, write_input
from benchmarks.pipeline import Rate, Took, comparisons, contestants
from benchmarks.stages import REST, part_of
from tasks.fetch.urls import normalise_url

BODY = "Ferry crews walked out at noon on Friday over pay, said Anna Weiss, and 300 lorries queued for miles. " * 4


def test_start_up_falls_out_of_a_rate() -> None:
    small, large = (Input(Path(), Path(), count, 50 * count) for count in (100, 300))
    rate = Rate.between((small, Took(wall=15, cpu=20)), (large, Took(wall=35, cpu=60)))
    assert (rate.pages, rate.words, rate.cpu, rate.start_up) == pytest.approx((10, 500, 200, 5))


def test_pages_are_repeated_under_ids_of_their_own(tmp_path: Path) -> None:
    made = write_input([({"id": "a", "html": "<p>a"}, "one two"), ({"id": "b", "html": "<p>b"}, "three")], 3, tmp_path)
    assert [json.loads(line)["html"] for line in made.pages.read_text().splitlines()] == ["<p>a", "<p>b", "<p>a"]
    assert [json.loads(line)["id"] for line in made.bodies.read_text().splitlines()] == ["0", "1", "2"]
    assert (made.count, made.words) == (3, 5)


def test_on_one_core_newsledger_stands_beside_the_script_too() -> None:
    assert [each.processes for each in contestants(1)] == [1, 1, 1]
    assert next(said for said, _, _ in comparisons(contestants(1))) == "newsledger beside the script"


def test_the_script_makes_rows_of_pages(tmp_path: Path) -> None:
    page = f"<html><title>Ferry strike</title><body><article><h1>Ferry strike</h1><p>{BODY}</p></article></body></html>"
    (tmp_path / "pages.jsonl").write_text(json.dumps({"id": 7, "html": page}) + "\n")
    script.main(str(tmp_path / "pages.jsonl"), str(tmp_path / "out.db"), 1)
    with closing(sqlite3.connect(tmp_path / "out.db")) as rows:
        assert rows.execute("SELECT key FROM articles").fetchall() == [("7",)]
        assert ("Anna Weiss", "PERSON") in rows.execute("SELECT text, label FROM entities").fetchall()


def test_time_below_a_stage_is_the_stages() -> None:
    parts = []

    class Spy(str):
        def strip(self, *_: object) -> str:  # called by normalise_url
            parts.append(part_of(inspect.currentframe()))
            return str(self)

    normalise_url(Spy("https://example.org/a"))
    assert set(parts) == {"read"}
    assert part_of(inspect.currentframe()) == REST
