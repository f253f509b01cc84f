"""The example of docs/topics.md is a file that works."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from schemas.topics import load_topics
from tasks.tag.topics import check_topics

ROOT = Path(__file__).parents[2]


def test_the_example_file_passes_its_check(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "topics.md").read_text(encoding="utf-8")
    found = re.search(r"```toml\n(key = .*?)```", page, re.DOTALL)
    assert found
    shutil.copytree(ROOT / "config" / "topics" / "shared", tmp_path / "shared")
    (tmp_path / "floods.toml").write_text(found[1], encoding="utf-8")
    assert check_topics(load_topics(tmp_path)) == []
