"""Models of topics: as they are written they are read, and nothing else is taken for one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from schemas.errors import ModelError
from schemas.topic_model import MODELS, TopicModel, hash_of, learned_path, load_model, read_model, write_model
from schemas.topics import load_topics

CONFIG = Path(__file__).parents[2] / "config" / "topics"
MODEL = TopicModel("floods", articles=9, limit=2.0, bias=-0.25, words={"river": 8.5, "crue’s": -1.0})


def saved(folder: Path, content: bytes) -> str:
    path = learned_path(folder, "floods")
    path.parent.mkdir()
    path.write_bytes(content)
    return hash_of(content)


def test_a_model_is_read_as_it_was_written(tmp_path: Path) -> None:
    assert load_model(tmp_path, "floods", saved(tmp_path, write_model(MODEL))) == MODEL


def test_a_model_of_one_s_own_stands_before_the_shipped_one_if_it_is_the_one_that_is_named(tmp_path: Path) -> None:
    shipped = (MODELS / "topic_strike.json").read_bytes()
    path = learned_path(tmp_path, "strike")
    path.parent.mkdir()
    path.write_bytes(write_model(MODEL))
    assert load_model(tmp_path, "strike", hash_of(write_model(MODEL))) == MODEL
    assert load_model(tmp_path, "strike", hash_of(shipped)).topic == "strike"


def test_a_model_that_is_missing_or_another_is_refused_with_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"floods\.json: newsledger topics learn floods makes one"):
        load_model(tmp_path, "floods", "0" * 64)
    saved(tmp_path, write_model(MODEL))
    with pytest.raises(ModelError, match=r"is not .*floods\.json"):
        load_model(tmp_path, "floods", "0" * 64)


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff", b"[]", b"{}", write_model(MODEL)[:-9], write_model(MODEL).replace(b"8.5", b'"8.5"'), b'{"a": 1}'],
)
def test_what_is_no_model_is_refused(content: bytes) -> None:
    with pytest.raises(ModelError, match="is not the model of a topic"):
        read_model(content, Path("x.json"))


# -- the models that are shipped


def test_the_shipped_models_are_those_that_the_topics_and_the_sums_name() -> None:
    sums = {name: sha256 for sha256, name in map(str.split, (MODELS / "SHA256SUMS").read_text().splitlines())}
    for key in ("migration", "strike", "traffic"):
        assert hash_of((MODELS / f"topic_{key}.json").read_bytes()) == sums[f"topic_{key}.json"]
    topics = load_topics(CONFIG)
    named = {each.key: each.learned.sha256 for each in topics.definitions if each.learned}
    assert named == {key: sums[f"topic_{key}.json"] for key in ("strike", "traffic")}
    assert {key: model.topic for key, model in topics.models.items()} == {key: key for key in named}


def test_the_shipped_models_hold_single_words_and_nothing_else() -> None:
    for path in MODELS.glob("topic_*.json"):
        assert all(word == "".join(word.split()) and len(word) < 40 for word in json.loads(path.read_bytes())["words"])
