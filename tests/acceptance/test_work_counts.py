"""How much work a run is, counted and not timed: nobody doubles it unseen.

A number that falls may be lowered here. One that rises has to be worth it, and then is raised with the change.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.prefects import ONE_SERVER

pytestmark = ONE_SERVER  # all share two runs, too

ROOT = Path(__file__).parents[2]
PAGES, TEXTS, BATCH = 3, 4, 3  # three batches
BODY = (
    "Ferry crews walked out at noon on Friday over pay, said Anna Weiss, and 300 lorries queued for miles at Marport."
)
HEADLINE = "Ferry strike {} shuts harbour"
WORDS = len(BODY.split()) + len(HEADLINE.split())


@pytest.fixture(scope="module")
def counts(prefect: str, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, int]]:
    """What a run is, and a second one over the same."""
    folder = tmp_path_factory.mktemp("counts")
    (folder / "desk").mkdir()
    for number in range(PAGES):
        headline = HEADLINE.format(number)
        page = f"<html lang=en><title>{headline}</title><article><h1>{headline}</h1><p>{BODY}</p></article></html>"
        (folder / "desk" / f"{number}.html").write_text(page)
    for number in range(PAGES, PAGES + TEXTS):
        (folder / "desk" / f"{number}.txt").write_text(f"{HEADLINE.format(number)}\n\n{BODY}\n")
    own = {"NEWSLEDGER_DATABASE_URL": f"sqlite:///{folder}/ledger.db", "NEWSLEDGER_BATCH_SIZE": str(BATCH)}
    command = [sys.executable, "-m", "tests.acceptance.counting", str(folder / "desk")]
    ran = subprocess.run(command, cwd=ROOT, env=os.environ | own, capture_output=True, text=True, timeout=300)
    assert ran.returncode == 0, ran.stderr[-3000:]
    return [json.loads(line) for line in ran.stdout.splitlines()]


def test_a_page_is_parsed_once_and_not_again_if_it_is_the_same(counts: list[dict[str, int]]) -> None:
    assert [run.get("parses", 0) for run in counts] == [PAGES, 0]


def test_a_word_goes_through_the_model_once(counts: list[dict[str, int]]) -> None:
    assert [run.get("words", 0) for run in counts] == [WORDS * (PAGES + TEXTS), 0]


def test_there_is_a_task_for_each_batch_and_stage(counts: list[dict[str, int]]) -> None:
    each = {"task land": 3, "task clean": 3, "task plan": 3, "task tag": 3, "task load": 3}
    each |= {"task link": 1, "task link lines": 1, "task link overrides": 1, "task count days": 1}
    tasks = [{name: number for name, number in run.items() if name.startswith("task ")} for run in counts]
    spared = ("task clean", "task plan", "task tag")
    assert tasks == [each, {name: number for name, number in each.items() if name not in spared}]


def test_statements_are_as_many_as_batches_need_not_documents(counts: list[dict[str, int]]) -> None:
    first, again = (run["statements"] for run in counts)
    # 218, of which 10 look for lines that repeat, 24 link names, 3, one a batch, let a search find what is new, 3 mark
    # its days, 3 ask whether anything was taken down, 14 count the one day that there is, 1 asks for archives,
    # and 8, once a day, whether sources are as expected: one a document more would be 225
    assert first <= 218
    # of which 2 ask whether any name has changed, 1 whether a day has, 1 for archives, and 4 what is open
    assert again <= 83
