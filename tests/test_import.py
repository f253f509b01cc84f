"""What importing newsledger does, and does not do."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def imported_by(module: str) -> set[str]:
    script = f"import sys, {module}; print(*sys.modules)"
    return set(
        subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    )


def imported_when_running(*arguments: str) -> set[str]:
    """What a command has imported when it ends well."""
    script = (
        "import sys\n"
        "from flows.cli import main\n"
        "try: main()\n"
        "except SystemExit as ended: assert not ended.code\n"
        "print(*sys.modules, file=sys.stderr)\n"
    )
    command = [sys.executable, "-c", script, *arguments]
    return set(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stderr.split())


def test_the_command_line_imports_nothing_that_it_may_not_need() -> None:
    heavy = {"multiprocessing", "numpy", "prefect", "pydantic", "rich", "spacy", "sqlalchemy"}
    assert not heavy & imported_by("flows.cli")
    assert not heavy & imported_when_running("--help")


def test_a_stage_alone_imports_no_other(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text(
        '{"id": 1, "html": "<p>Crews walked out at noon on Friday, and lorries queued."}'
    )
    heavy = {"alembic", "feedparser", "httpx", "prefect", "rich", "sqlalchemy", "thinc", "trafilatura"}
    cleaning = imported_when_running("clean", str(tmp_path / "in.jsonl"), str(tmp_path / "cleaned.jsonl"))
    tagging = imported_when_running("tag", str(tmp_path / "cleaned.jsonl"), str(tmp_path / "tagged.jsonl"))
    assert not heavy & cleaning
    assert not {"spacy", "tasks.tag", "tasks.load", "tasks.report.io"} & cleaning
    assert not (heavy - {"httpx", "rich", "thinc"}) & tagging  # spaCy needs them
    assert not {"bs4", "lxml", "tasks.clean.page", "tasks.load"} & tagging


@pytest.mark.parametrize("module", ["tasks.clean.batch", "tasks.tag.tagger", "flows.kit"])
def test_openblas_is_told_to_use_one_thread_before_numpy_is_imported(module: str) -> None:
    script = (
        "import sys, os\n"
        "class Watch:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'numpy': print(os.environ.get('OPENBLAS_NUM_THREADS'))\n"
        "sys.meta_path.insert(0, Watch())\n"
        f"import {module}, numpy\n"
    )
    environment = {"PATH": "/usr/bin:/bin"}
    ran = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["1"]
