"""`newsledger topics learn`, `drop` and `list`: from articles in the ledger to a model that decides."""

from __future__ import annotations

import builtins
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from flows.cli import main
from schemas.settings import settings
from schemas.topics import load_topics
from tasks.load.store import open_ledger
from tests.link.floods import FILE, articles
from tests.load.making import begin, document, load

TOPICS = Path("config/topics")
TOPIC, MODEL = TOPICS / "floods.toml", TOPICS / "learned/floods.json"
Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, migrated_sqlite: Path, capsys: pytest.CaptureFixture[str]
) -> Run:
    """The command line, in a folder with one topic and a ledger of articles on it and on others."""
    shutil.copytree(Path(__file__).parents[2] / "config/topics/shared", tmp_path / TOPICS / "shared")
    (tmp_path / TOPIC).write_text(FILE)
    shutil.copy(migrated_sqlite, tmp_path / "newsledger.db")
    monkeypatch.chdir(tmp_path)
    for name in ("NEWSLEDGER_CONFIG_DIR", "NEWSLEDGER_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    with open_ledger(settings().database_url) as ledger:
        load(ledger, begin(ledger), [
            document(n, article.body, uri=f"file:///desk/{id_}.txt", headline=article.headline)
            for n, (id_, article, _) in enumerate(articles())
        ])  # fmt: skip

    def run(*arguments: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["newsledger", "topics", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        return int(ended.value.code or 0), "".join(capsys.readouterr())

    return run


def decide(*, about: Sequence[str]) -> None:
    """Editors decide by hand on all whose ids begin so, as it is."""
    rows = [
        f"/desk/{id_}.txt,floods,{'add' if on else 'remove'},Ada,so"
        for id_, _, on in articles()
        if id_.startswith(tuple(about))
    ]
    Path("config/overrides.csv").write_text("\n".join(["article,topic,action,who,why", *rows]))


def test_from_rules_to_a_model_and_back(run: Run) -> None:
    status, said = run("learn", "floods")
    assert status == 0
    assert "floods: learned from 222 articles, 52 of them with the topic" in said
    assert "so far there are 0 with and 0 without" in said
    assert said.endswith("20 rows\nnot adopted; config/topics/floods.toml is as it was\n")
    assert TOPIC.read_text() == FILE
    assert not MODEL.exists()

    decide(about=["missed", "wrong"])
    status, said = run("learn", "floods")
    assert status == 0
    assert "on 32 articles on which editors have decided, by cross-validation:" in said
    assert "the rules alone  F1 0.000: 0 right, 12 wrong, 20 missed" in said
    assert said.endswith("adopted in config/topics/floods.toml; newsledger retag applies it to what is stored\n")
    assert load_topics(TOPICS).models["floods"].articles == 222
    assert "[learned] # from 222 articles; on 32 that editors have decided on F1 " in TOPIC.read_text()

    _, listed = run("list", "--format", "csv")
    assert listed.splitlines()[0] == "topic,label,rules,threshold,model,version"
    assert "from 222 articles" in listed
    assert run("drop", "floods")[1].startswith("the model is taken out of config/topics/floods.toml; newsledger retag")
    assert TOPIC.read_text() == FILE
    assert not MODEL.exists()
    assert run("list", "--format", "csv")[1].splitlines()[1].startswith("floods,Floods,1,2,none,")
    assert run("drop", "floods") == (
        2,
        "newsledger: config/topics/floods.toml names no model: its rules decide alone\n",
    )


def test_a_model_that_does_not_beat_the_rules_changes_nothing(run: Run) -> None:
    decide(about=["plain", "other"])
    status, said = run("learn", "floods")
    assert (status, said.splitlines()[-1]) == (0, "not adopted; config/topics/floods.toml is as it was")
    assert "the rules alone  F1 1.000" in said
    assert not MODEL.exists()


def test_each_version_of_a_model_makes_results_of_its_own(run: Run) -> None:
    rules = run("list", "--format", "csv")[1]
    decide(about=["missed", "wrong"])
    run("learn", "floods")
    first = run("list", "--format", "csv")[1]
    decide(about=["missed", "wrong", "plain"])
    run("learn", "floods")
    assert len({rules, first, run("list", "--format", "csv")[1]}) == 3


def test_a_topic_that_is_not_there_is_named_with_the_nearest(run: Run) -> None:
    assert run("learn", "flods") == (2, "newsledger: there is no topic 'flods'; did you mean 'floods'?\n")
    assert run("drop", "x") == (2, "newsledger: there is no topic 'x'; topics are floods\n")


def test_a_model_that_was_changed_is_refused_but_can_be_dropped_or_learned_anew(run: Run) -> None:
    decide(about=["missed", "wrong"])
    run("learn", "floods")
    MODEL.write_text(MODEL.read_text().replace('"limit": 1.0', '"limit": 9.0'))
    status, said = run("list")
    assert status == 2
    assert said.startswith("newsledger: The model that config/topics/floods.toml names is not config/topics/learned/")
    assert run("learn", "floods")[0] == 0
    assert run("list")[0] == 0


def test_a_model_that_a_command_cannot_take_out_is_left_to_its_editor(run: Run) -> None:
    TOPIC.write_text(f'learned = {{ sha256 = "{"0" * 64}" }}\n{FILE}')
    status, said = run("drop", "floods")
    assert (status, "take it out by hand" in said) == (2, True)


def test_without_scikit_learn_it_says_how_to_get_it(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    found = builtins.__import__

    def missing(name: str, *rest: Any) -> Any:
        if name == "sklearn":
            raise ModuleNotFoundError(name)
        return found(name, *rest)

    monkeypatch.setattr(builtins, "__import__", missing)
    said = (
        "learning needs scikit-learn, which is not installed: run .venv/bin/python -m pip install 'scikit-learn>=1.6'"
    )
    assert run("learn", "floods") == (2, f"newsledger: {said}\n")
