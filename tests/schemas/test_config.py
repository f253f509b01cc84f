"""Files that people edit: what is wrong is said with file and line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from schemas.config import ConfigModel, config_hash, load_folder, load_toml
from schemas.errors import ConfigError


class Phrase(ConfigModel):
    text: str
    weight: float = 1.0


class Topic(ConfigModel):
    key: str
    phrases: tuple[Phrase, ...] = ()
    words: frozenset[str] = frozenset()


GOOD = 'key = "harbour"\n\n[[phrases]]\ntext = "quay"\n\n[[phrases]]\ntext = "pier"\n'


@pytest.mark.parametrize(
    ("content", "line", "said"),
    [
        (GOOD.replace("key", "kye"), 1, "unknown key 'kye'; did you mean 'key'?"),
        (GOOD + "wieght = 2\n", 8, "phrases 2: unknown key 'wieght'; did you mean 'weight'?"),
        (GOOD + 'weight = "much"\n', 8, "phrases 2, weight: must be a number"),
        (GOOD + "xyz = 2\n", 8, "unknown key 'xyz'; valid keys are text, weight"),
        (
            'text = "quay"\n' + GOOD,
            1,
            "unknown key 'text'; valid keys are key, phrases, words; 'text' is a key of [[phrases]]",
        ),
        (GOOD + 'key = "harbour"\n', 8, "phrases 'harbour': unknown key 'key'; valid keys are text, weight"),
        ('key = "harbour"\nphrases = "quay"\n', 2, 'phrases: must be a list, as in ["one", "two"]'),
        ('key = "harbour"\nphrases = ["quay"]\n', 2, "phrases 1: must be a table: keys under a [heading], or in { }"),
        ('key = ["harbour"]\n', 1, "key: must be text in quotation marks"),
        (GOOD.replace('text = "pier"', ""), 6, "phrases 2, text: is missing"),
        (GOOD + "weight = \n", 8, "not valid TOML"),
        ("", None, "key: is missing"),
    ],
)
def test_what_is_wrong_is_said_with_file_and_line(tmp_path: Path, content: str, line: int | None, said: str) -> None:
    path = tmp_path / "harbour.toml"
    path.write_text(content)
    with pytest.raises(ConfigError) as caught:
        load_toml(path, Topic)
    assert str(caught.value).startswith(f"{path}:{line}: " if line else f"{path}: ")
    assert said in str(caught.value)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "latin.toml").write_bytes(b'key = "caf\xe9"')
    for name in ("nowhere.toml", "latin.toml"):
        with pytest.raises(ConfigError, match=f"{name}: cannot be read"):
            load_toml(tmp_path / name, Topic)


def test_a_folder_is_read_in_the_order_of_names(tmp_path: Path) -> None:
    for name in ("b", "a"):
        (tmp_path / f"{name}.toml").write_text(f'key = "{name}"')
    (tmp_path / "notes.txt").write_text("not read")
    assert [topic.key for _, topic in load_folder(tmp_path, Topic)] == ["a", "b"]


def test_a_hash_is_of_what_is_said(tmp_path: Path) -> None:
    one = Topic(key="a", words=frozenset({"x", "y"}))
    assert config_hash(one) == config_hash(Topic(words=frozenset({"y", "x"}), key="a"))
    assert len({config_hash(one), config_hash(one, one), config_hash(Topic(key="a"))}) == 3


def test_a_hash_is_the_same_in_every_process() -> None:
    script = (
        "from tests.schemas.test_config import Topic, config_hash\n"
        "print(config_hash(Topic(key='a', words=frozenset('abcdefgh'))))"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", script], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(said) == 1
