"""A topic's file is checked when it is read, and every error names its file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemas.config import load_toml
from schemas.errors import ConfigError
from schemas.topic import Irregular, RetiredIds, TopicDefinition
from schemas.topics import load_topics

SHIPPED = Path(__file__).parents[2] / "config" / "topics"

TOPIC = """\
key = "floods"
label = "Floods"
description = "Rivers over their banks."
threshold = 2.0

[iptc]
release = 2023-03-31
ids = ["20000151"]

[lists]
water = ["river (noun)", "@sea"]
sea = ["tide (noun)"]

[[rules]]
id = "flood"
phrases = ["flood (verb)", "flood (noun)"]
weight = 1.0
needs = [{ any = ["@water"], within = "sentence" }]

[[examples.positive]]
headline = "River floods town"

[[examples.negative]]
headline = "Shop flooded with orders"
"""
RETIRED = """\
[[retired]]
id = "20000342"
retired = 2023-03-31
successors = ["20000337", "20000338"]
"""


def folder(tmp_path: Path, topic: str) -> Path:
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "retired.toml").write_text(RETIRED)
    (tmp_path / "shared" / "irregular.toml").write_text('[verbs]\nsink = ["sinks", "sinking", "sank", "sunk"]\n')
    (tmp_path / "floods.toml").write_text(topic)
    return tmp_path


def definition(tmp_path: Path, topic: str) -> TopicDefinition:
    return load_topics(folder(tmp_path, topic)).definitions[0]


def test_a_valid_file(tmp_path: Path) -> None:
    topic = definition(tmp_path, TOPIC)
    assert topic.key == "floods"
    assert topic.resolve(("@water", "dam")) == ("river (noun)", "tide (noun)", "dam")


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ('"20000151"', '"20000342"', 8, "20000342 was retired on 2023-03-31; use 20000337, 20000338"),
        ('"20000151"', '"high water"', 8, "'high water' is not the id of a Media Topic, which has eight digits"),
        ("[iptc]", '[iptc]\nphrases = ["high water"]', 7, "'phrases' is a key of [[rules]]"),
        ('["@water"]', '["@watr"]', 18, "there is no list '@watr'; did you mean '@water'?"),
        ('"tide (noun)"', '"@water"', 11, "list '@water' contains itself"),
        ('"tide (noun)"', '"tide (plural)"', 12, "'tide (plural)' is not a phrase"),
        ('"tide (noun)"', '"A20"', 12, "'A20' holds a number; write # for it"),
        ('key = "floods"', 'key = "flood"', 1, "key 'flood' and the file's name must be the same"),
        ("weight = 1.0", "wieght = 1.0", 17, "did you mean 'weight'?"),
        ("weight = 1.0", "weight = -1.0", 14, "no rule has a weight above zero"),
        ("threshold = 2.0", "threshold = 0", 4, "threshold: must be greater than 0"),
        (
            'within = "sentence"',
            'within = "paragraph"',
            18,
            'within: must be "sentence", "top", "article" or a number of words, 1 to 50, not \'paragraph\'',
        ),
        ('within = "sentence"', 'within = "sentense"', 18, "not 'sentense'; did you mean 'sentence'?"),
        ('within = "sentence"', 'within = "page"', 18, "rules 'flood', needs 1, within: "),
        ('within = "sentence"', "within = 51", 18, "not 51"),
        ('within = "sentence"', "within = true", 18, "not True"),
        (
            "[[examples.negative]]",
            "[[examples.negativ]]",
            23,
            "examples: unknown key 'negativ'; did you mean 'negative'?",
        ),
        ("[[examples.negative]]", "[[examples.positive]]", 20, "examples.negative: is missing"),
        ("release = 2023-03-31", 'release = "spring"', 7, "iptc.release: must be a day without quotation marks"),
        ("water =", "Water =", 11, "lists.Water: must have the form ^[a-z]"),
    ],
)
def test_an_error_names_file_and_line(tmp_path: Path, old: str, new: str, line: int | None, message: str) -> None:
    assert old in TOPIC
    with pytest.raises(ConfigError) as raised:
        definition(tmp_path, TOPIC.replace(old, new))
    assert message in str(raised.value)
    assert raised.value.path == tmp_path / "floods.toml"
    assert raised.value.line == line


def test_a_table_within_the_second_rule_has_its_own_line(tmp_path: Path) -> None:
    rule = '[[rules]]\nid = "dam"\nphrases = ["dam (noun)"]\nweight = 1.0\n[[rules.needs]]\nany = ["tide"]\nwithn = 3\n'
    with pytest.raises(ConfigError, match=r"floods\.toml:26: rules 'dam', needs 1: unknown key 'withn'; did you mean"):
        definition(tmp_path, TOPIC.replace("[[examples.positive]]", rule + "[[examples.positive]]", 1))


def test_two_rules_with_one_id(tmp_path: Path) -> None:
    rule = '[[rules]]\nid = "flood"\nphrases = ["dam (noun)"]\nweight = 1.0\n\n'
    with pytest.raises(ConfigError, match=r"floods\.toml:21: two rules have the id 'flood'"):
        definition(tmp_path, TOPIC.replace("[[examples.positive]]", rule + "[[examples.positive]]", 1))


def test_a_topic_needs_no_iptc_ids(tmp_path: Path) -> None:
    assert definition(tmp_path, TOPIC.replace('[iptc]\nrelease = 2023-03-31\nids = ["20000151"]\n', "")).iptc is None


def test_a_topic_without_a_negative_example(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"examples\.negative"):
        definition(tmp_path, TOPIC[: TOPIC.index("[[examples.negative]]")])


def test_the_fingerprint_is_of_what_decides(tmp_path: Path) -> None:
    topic = definition(tmp_path, TOPIC)
    irregular = Irregular()

    def differs(**changed: object) -> bool:
        return topic.model_copy(update=changed).fingerprint(irregular) != topic.fingerprint(irregular)

    assert not differs(label="High water", description="Other words.")
    assert not differs(examples=topic.examples.model_copy(update={"negative": ()}))
    assert differs(threshold=2.5)
    assert differs(rules=topic.rules[:0])
    assert topic.fingerprint(Irregular(verbs={"sink": ("sunk",)})) != topic.fingerprint(irregular)


def test_what_stands_in_place_of_a_retired_id_is_in_use() -> None:
    retired = load_toml(SHIPPED / "shared" / "retired.toml", RetiredIds).retired
    ids = {each.id for each in retired}
    assert len(ids) == len(retired) > 300
    assert [each.id for each in retired if not each.successors or ids & set(each.successors)] == []
