"""Every rule that ships takes its examples, leaves its counter-examples, and answers at once whatever the line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.boilerplate import Rule, RuleFile
from schemas.config import load_toml
from schemas.errors import ConfigError
from tasks.clean.folding import fold
from tasks.clean.io import load_rules
from tasks.clean.rules import compile_rules

CONFIG = Path(__file__).parents[2] / "config"
RULES = load_rules(CONFIG)

ONE_RULE = """language = "en"
[[rule]]
key = "x"
kind = "promo"
lines = ["a"]
examples = ["a"]
counter_examples = ["b"]
"""
HOSTILE = [
    "a " * 480,
    "a" * 990,
    "by " * 300,
    "share " * 160,
    "1 " * 480,
    "of of of " * 100,
    "\u0300" * 900,
    "von a " * 150,
]


@pytest.mark.parametrize("rule", RULES.rules, ids=lambda rule: rule.key)
def test_rule_takes_its_examples(rule: Rule) -> None:
    alone = replace(compile_rules([rule]), authors=RULES.authors)
    assert [line for line in rule.examples if alone.find(line, edge=True) is None] == []


@pytest.mark.parametrize("rule", RULES.rules, ids=lambda rule: rule.key)
def test_no_rule_takes_a_counter_example(rule: Rule) -> None:
    taken = {line: found.key for line in rule.counter_examples if (found := RULES.find(line, edge=True))}
    assert taken == {}


@pytest.mark.parametrize("line", HOSTILE)
def test_hostile_lines_are_answered(line: str) -> None:
    found = RULES.find(line, edge=True)
    assert found is None or fold(line).count(" ") < found.max_words


@given(st.text(max_size=200))
@settings(max_examples=50, deadline=None)
def test_a_rule_never_takes_more_words_than_it_says(line: str) -> None:
    found = RULES.find(line, edge=True)
    assert found is None or fold(line).count(" ") < found.max_words


def test_news_sentences_stay() -> None:
    sentences = [
        "Subscribers to the ferry company's newsletter were told of the strike an hour before it began.",
        "Share prices in the operator fell by 4 per cent.",
        "Cookies baked by the Women's Institute were handed to stranded drivers.",
        "“Follow us,” the officer shouted, and the convoy set off.",
        "Comments by the minister drew laughter.",
        "Watch committees were set up in three villages.",
        "The port's newsletter said sailings would resume at noon.",
        "By nightfall the queue had gone.",
        "Read more than 2,000 letters, the inquiry was told.",
        "Von den 300 Fahrern schliefen die meisten in ihren Kabinen.",
        "Par ailleurs, deux ferries restent à quai.",
    ]
    assert {line: found.key for line in sentences if (found := RULES.find(line, edge=True))} == {}


def test_edge_rules_wait_for_the_edge() -> None:
    assert RULES.find("Contact us") is None
    found = RULES.find("Contact us", edge=True)
    assert found is not None
    assert found.kind == "navigation"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('regex = ["(a+)+b"]', "can take forever"),
        ('regex = ["("]', "not a regular expression"),
        ("", "has no pattern"),
        ('starts = ["©"]', "neither letter nor digit"),
        ('line = ["x"]', "did you mean 'lines'"),
    ],
)
def test_bad_rule_is_named_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "bad.toml"
    head = 'language = "en"\n[[rule]]\nkey = "x"\nkind = "promo"\nexamples = ["a"]\ncounter_examples = ["b"]\n'
    path.write_text(head + text, encoding="utf-8")
    with pytest.raises(ConfigError, match=message) as raised:
        load_toml(path, RuleFile)
    assert raised.value.line is not None


def test_two_rules_with_one_key_are_refused(tmp_path: Path) -> None:
    (tmp_path / "boilerplate").mkdir()
    for name in ("one.toml", "two.toml"):
        (tmp_path / "boilerplate" / name).write_text(ONE_RULE, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"two\.toml:\d+: rule 'x' is already defined in .*one\.toml"):
        load_rules(tmp_path)


def test_hash_follows_what_rules_say(tmp_path: Path) -> None:
    folder = tmp_path / "boilerplate"
    folder.mkdir()
    (folder / "one.toml").write_text(ONE_RULE, encoding="utf-8")
    first = load_rules(tmp_path).config_hash
    (folder / "one.toml").write_text("# a comment\n" + ONE_RULE, encoding="utf-8")
    assert load_rules(tmp_path).config_hash == first
    (folder / "one.toml").write_text(ONE_RULE.replace('"a"', '"c"'), encoding="utf-8")
    assert load_rules(tmp_path).config_hash != first
