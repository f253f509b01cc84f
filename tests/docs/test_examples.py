"""The examples of configuration files in the documentation are files that work."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

import pytest

from schemas.boilerplate import RuleFile
from schemas.config import load_toml
from schemas.expectations import Expect
from schemas.languages import Language
from schemas.sources import Files
from schemas.topics import load_topics
from tasks.tag.topics import check_topics
from tests.docs.blocks import FENCE
from tests.docs.workspace import DOCUMENTS, ROOT


def examples(document: Path) -> list[str]:
    """The TOML that a document shows."""
    fences = FENCE.finditer(document.read_text(encoding="utf-8"))
    return [fence["body"] for fence in fences if fence["language"] == "toml"]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_example_is_toml(document: Path) -> None:
    for example in examples(document):
        tomllib.loads(example)


def test_the_topic_passes_its_check_also_with_other_zones(tmp_path: Path) -> None:
    topic, zones = examples(ROOT / "docs/topics.md")
    shutil.copytree(ROOT / "config/topics/shared", tmp_path / "shared")
    for text in (topic, topic + zones):
        (tmp_path / "floods.toml").write_text(text, encoding="utf-8")
        assert check_topics(load_topics(tmp_path)) == []


def test_the_language_is_valid(tmp_path: Path) -> None:
    (example,) = examples(ROOT / "docs/languages.md")
    (tmp_path / "de.toml").write_text(example + "\n", encoding="utf-8")
    assert load_toml(tmp_path / "de.toml", Language).model[0].licence == "MIT"


def test_what_a_source_may_expect_is_valid(tmp_path: Path) -> None:
    (example,) = (each for each in examples(ROOT / "config/sources/README.md") if each.startswith("[expect]"))
    (tmp_path / "own.toml").write_text(f'name = "gazette"\npaths = ["inbox"]\n{example}', encoding="utf-8")
    assert load_toml(tmp_path / "own.toml", Files).expect.model_fields_set == Expect.model_fields.keys()


def test_the_boilerplate_rule_is_valid(tmp_path: Path) -> None:
    (example,) = examples(ROOT / "docs/cleaning.md")
    (tmp_path / "own.toml").write_text(example, encoding="utf-8")
    assert [rule.key for rule in load_toml(tmp_path / "own.toml", RuleFile).rules] == ["click-to-follow"]
