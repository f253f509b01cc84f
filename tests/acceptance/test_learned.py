"""An outlet's own boilerplate: found, adopted, taken out of what is stored, and put back again."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.mercury import AGENCY, APPEAL, BACKGROUND, LINES, NEWSROOM, PUZZLES, SOURCE, write_pages
from tests.prefects import ONE_SERVER

pytestmark = ONE_SERVER  # all share a story of runs, too

ROOT = Path(__file__).parents[2]
PAGES = 47

Step = dict[str, Any]


@pytest.fixture(scope="module")
def steps(prefect: str, tmp_path_factory: pytest.TempPathFactory) -> list[Step]:
    """What the ledger shows after ingest, after lines were adopted, and after they were dropped."""
    folder = tmp_path_factory.mktemp("learned")
    shutil.copytree(ROOT / "config", folder / "config")
    write_pages(folder / SOURCE)
    own = {"NEWSLEDGER_DATABASE_URL": f"sqlite:///{folder}/ledger.db", "NEWSLEDGER_CONFIG_DIR": str(folder / "config")}
    command = [sys.executable, "-m", "tests.acceptance.learning", str(folder / SOURCE)]
    ran = subprocess.run(command, cwd=ROOT, env=os.environ | own, capture_output=True, text=True, timeout=300)
    assert ran.returncode == 0, ran.stderr[-3000:]
    return [json.loads(line) for line in ran.stdout.splitlines()]


def bodies(step: Step) -> dict[str, list[str]]:
    """Each article's paragraphs, by its key."""
    return {row[1]: row[8].split("\n\n") for row in step["views"]["v_articles"]}


def test_before_the_lines_stand_in_the_bodies(steps: list[Step]) -> None:
    standing = [text for body in bodies(steps[0]).values() for text in body]
    assert [standing.count(line) for line in LINES] == [41, 9, 20]
    assert len(bodies(steps[0])) == PAGES


def test_just_the_lines_are_found_and_no_news_that_repeats(steps: list[Step]) -> None:
    repeating = [text for body in bodies(steps[0]).values() for text in body]
    assert min(repeating.count(text) for text in (BACKGROUND, *AGENCY)) >= 6
    assert {text: articles for text, (articles, *_) in steps[0]["lines"].items()} == {
        APPEAL: 41,
        NEWSROOM: 20,
        PUZZLES: 9,
    }
    assert steps[0]["lines"][APPEAL] == [41, "2025-03-03", "2025-03-16"]


def test_adopted_and_retagged_the_bodies_are_without_them_and_otherwise_the_same(steps: list[Step]) -> None:
    before, after = bodies(steps[0]), bodies(steps[1])
    assert after == {key: [text for text in body if text not in LINES] for key, body in before.items()}
    assert steps[1]["done"] == PAGES
    assert other_columns(steps[1]) == other_columns(steps[0])


def test_what_was_taken_out_is_kept_with_a_reason_that_leads_back(steps: list[Step]) -> None:
    learned = [row for row in steps[1]["views"]["v_removed"] if row[3].startswith("learned:")]
    assert len(learned) == 41 + 20 + 9
    assert len({row[3] for row in learned}) == len(LINES)
    assert [row for row in steps[1]["views"]["v_removed"] if row not in learned] == steps[0]["views"]["v_removed"]


def test_dropped_and_retagged_all_is_as_it_was(steps: list[Step]) -> None:
    assert steps[2]["done"] == PAGES
    assert steps[2]["views"] == steps[0]["views"]
    assert steps[2]["aliases"] == steps[0]["aliases"]


def other_columns(step: Step) -> list[list[object]]:
    """Of each article all but the body; it has as many revisions as before."""
    return [[*row[:8], *row[9:]] for row in step["views"]["v_articles"]]
