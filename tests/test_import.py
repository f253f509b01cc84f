"""What importing newsledger does, and does not do."""

from __future__ import annotations

import subprocess
import sys

import pytest


def imported_by(module: str) -> set[str]:
    script = f"import sys, {module}; print(*sys.modules)"
    return set(
        subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    )


def test_the_command_line_imports_nothing_that_it_may_not_need() -> None:
    heavy = {"numpy", "prefect", "pydantic", "rich", "spacy", "sqlalchemy", "trafilatura"}
    assert not heavy & imported_by("flows.cli")


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
