"""Topics: what counts, what does not and why, and that the evidence is always true to the text."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.records import Article, TopicTag
from schemas.topic import Irregular, TopicDefinition
from schemas.topics import Topics, load_topics
from tasks.tag.topic_rules import Assessment
from tasks.tag.topics import TopicTagger, check_topics

CONFIG = Path(__file__).parents[2] / "config" / "topics"
KEYS = sorted(path.stem for path in CONFIG.glob("*.toml"))


FEWEST_EXAMPLES = 7


def topics(**changed: object) -> Topics:
    """One small topic, changed as asked."""
    definition = {
        "key": "floods",
        "label": "Floods",
        "description": "Rivers over their banks.",
        "threshold": 2.0,
        "iptc": {"release": "2023-03-31"},
        "zones": {"headline": 2.0, "standfirst": 1.5, "lead": 1.0, "body": 0.5, "lead_characters": 60},
        "rules": [{"id": "flood", "phrases": ["flood (noun)"], "weight": 1.0}],
        "examples": {"positive": [{"headline": "Floods"}], "negative": [{"headline": "Drought"}]},
    }
    return Topics((TopicDefinition.model_validate(definition | changed),), Irregular())


def rule(**changed: object) -> list[dict[str, object]]:
    return [{"id": "flood", "phrases": ["flood (noun)"], "weight": 1.0} | changed]


def assess(article: Article, **changed: object) -> Assessment:
    return TopicTagger(topics(**changed)).assess(article)[0]


@lru_cache(maxsize=1)
def shipped() -> TopicTagger:
    return TopicTagger(load_topics(CONFIG))


def text_of(article: Article, field: str) -> str:
    return {"headline": article.headline or "", "standfirst": article.standfirst or "", "body": article.body}[field]


# -- what a phrase counts for


@pytest.mark.parametrize(
    ("article", "score"),
    [
        (Article(headline="Flood", body=""), 2.0),
        (Article(standfirst="Flood", body=""), 1.5),
        (Article(body="Flood"), 1.0),
        (Article(body="x" * 60 + " flood"), 0.5),
        (Article(headline="Flood", body="Floods"), 2.5),
        (Article(body="None"), 0.0),
    ],
)
def test_a_phrase_counts_by_where_it_stands(article: Article, score: float) -> None:
    assert assess(article).score == score


def test_what_comes_after_body_characters_is_not_read() -> None:
    assert assess(Article(body="x " * 100 + "flood"), zones={"body_characters": 150}).score == 0


def test_repetition_saturates() -> None:
    repeated = assess(Article(body="x" * 60 + " The flood was a flood." * 40))
    assert len(repeated.evidence) == 5
    assert repeated.score < 2 * 0.5
    assert not repeated.given


def test_a_stretch_counts_once_for_what_it_is_worth_most() -> None:
    both = [*rule(), {"id": "flash", "phrases": ["flash flood"], "weight": 1.5}]
    (evidence,) = assess(Article(headline="Flash flood", body=""), rules=both).evidence
    assert (evidence.rule, evidence.text, evidence.weight) == ("flash", "Flash flood", 3.0)


def test_a_rule_may_count_in_some_zones_only() -> None:
    assert assess(Article(headline="Flood", body="Flood"), rules=rule(zones=["headline"])).score == 2.0


def test_what_speaks_against() -> None:
    rules = [*rule(), {"id": "figure", "phrases": ["orders"], "weight": -1.0}]
    found = assess(Article(headline="Flood of orders", body=""), rules=rules)
    assert found.score == 0
    assert [(each.text, each.weight) for each in found.against] == [("orders", -2.0)]
    assert not found.given


SENTENCE = "The flood was a flood."


@pytest.mark.parametrize(
    ("article", "changed", "reasons"),
    [
        (Article(body="Flood"), {"rules": rule(zones=["headline"])}, ["it is not for the lead"]),
        (Article(body="x " * 90 + "flood"), {"zones": {"body_characters": 150}}, []),
        (
            Article(headline="Flash flood", body=""),
            {"rules": [*rule(), {"id": "flash", "phrases": ["flash flood"], "weight": 1.5}]},
            ["another phrase counts here"],
        ),
        (
            Article(body="x" * 60 + f" {SENTENCE}" * 3),
            {},
            ["it has counted often enough, or is worth nothing here"],
        ),
    ],
)
def test_whatever_is_found_and_does_not_count_has_its_reason(
    article: Article, changed: dict[str, object], reasons: list[str]
) -> None:
    assert [each.reason for each in assess(article, **changed).blocked] == reasons


def test_what_one_topic_does_not_read_and_another_does_is_named() -> None:
    short, long = topics(zones={"lead_characters": 60, "body_characters": 150}), topics(key="waters")
    both = TopicTagger(Topics((*short.definitions, *long.definitions), Irregular()))
    first, second = both.assess(Article(body="x " * 90 + "flood"))
    assert [each.reason for each in first.blocked] == ["the topic is not read so far down"]
    assert second.evidence


# -- contexts


@pytest.mark.parametrize(
    ("within", "body", "counts"),
    [
        (3, "The river was in flood", True),
        (2, "The river was in flood", False),
        (9, "The river rose. A flood", False),
        ("sentence", "The river, they said last night, was now in flood", True),
        ("sentence", "The river rose. A flood", False),
        ("top", "The river rose. A flood", True),
        ("top", "A flood." + " x" * 60 + " River", False),
        ("article", "A flood." + " x" * 60 + " River", True),
        ("article", "A flood.", False),
    ],
)
def test_needs(within: int | str, body: str, counts: bool) -> None:
    found = assess(Article(body=body), rules=rule(needs=[{"any": ["river"], "within": within}]))
    assert bool(found.evidence) is counts
    assert bool(found.blocked) is not counts


def test_the_evidence_reaches_to_the_neighbour_that_was_needed() -> None:
    found = assess(Article(body="A river in flood."), rules=rule(needs=[{"any": ["river"], "within": 3}]))
    assert [(each.start, each.end, each.text) for each in found.evidence] == [(2, 16, "river in flood")]


def test_a_phrase_is_not_its_own_context() -> None:
    needs = [{"any": ["flash flood"], "within": "article"}]
    assert not assess(Article(body="Flash flood"), rules=rule(needs=needs)).evidence


def test_every_need_must_be_met() -> None:
    needs = [{"any": ["river"], "within": 3}, {"any": ["rain"], "within": "article"}]
    assert not assess(Article(body="River flood"), rules=rule(needs=needs)).evidence
    assert assess(Article(body="River flood. Rain."), rules=rule(needs=needs)).evidence


def test_unless_blocks_and_says_why() -> None:
    found = assess(Article(body="A flood of Orders"), rules=rule(unless=[{"any": ["orders"], "within": 3}]))
    assert not found.evidence
    (blocked,) = found.blocked
    assert (blocked.span.text, blocked.rule, blocked.reason) == ("flood", "flood", "'Orders' stands within 3 words")


@pytest.mark.parametrize(
    ("phrases", "body", "whole"),
    [
        (["flood"], "The flood of orders grew", "flood of orders"),
        (["flood"], "Ground " + "x" * 60 + " flood of orders", "flood of orders"),
        (["flash flood"], "A flash flood of orders", "flood of orders"),
        (["flood of orders grew"], "A flood of orders grew", None),  # the phrase says more than what forbids
        (["flood of orders"], "A flood of orders", None),
        (["flood"], "A flood. Flood of", None),
    ],
)
@pytest.mark.parametrize("within", [1, "sentence", "top", "article"])
def test_unless_blocks_what_is_part_of_it(phrases: list[str], body: str, whole: str | None, within: int | str) -> None:
    changed = rule(phrases=phrases, unless=[{"any": ["flood of orders"], "within": within}])
    found = assess(Article(body=body), rules=changed)
    assert [each.reason for each in found.blocked] == ([f"part of {whole!r}"] if whole else [])
    assert bool(found.evidence) is not bool(whole)


def test_a_need_is_not_met_by_what_the_phrase_is_part_of() -> None:
    needs = [{"any": ["flood of orders"], "within": "article"}]
    assert not assess(Article(body="A flood of orders"), rules=rule(needs=needs)).evidence


def test_a_false_friend_blocks_and_says_why() -> None:
    found = assess(Article(headline="Flood light fails", body="A flood."), false_friends=["flood light (noun)"])
    assert [each.text for each in found.evidence] == ["flood"]
    assert found.blocked[0].reason == "part of 'Flood light'"


def test_a_false_friend_is_no_context_either() -> None:
    needs = [{"any": ["river"], "within": "article"}]
    changed = {"rules": rule(needs=needs), "false_friends": ["river bank plc"]}
    assert not assess(Article(body="A flood at River Bank plc"), **changed).evidence


def test_a_context_beyond_what_the_topic_reads_is_none() -> None:
    short = topics(
        rules=rule(needs=[{"any": ["river"], "within": "article"}]),
        zones={"lead_characters": 60, "body_characters": 100},
    )
    long = topics(key="rivers", rules=rule(phrases=["river"]), zones={"body_characters": 1_000})
    both = TopicTagger(Topics((*short.definitions, *long.definitions), Irregular()))
    article = Article(body="Flood." + " x" * 200 + " river")
    assert not TopicTagger(short).assess(article)[0].evidence
    assert both.assess(article)[0] == TopicTagger(short).assess(article)[0]


# -- tags


def test_a_tag_carries_score_threshold_and_evidence() -> None:
    (tag,) = TopicTagger(topics()).tag(Article(headline="FLOODS", body=""))
    assert (tag.topic, tag.score, tag.threshold) == ("floods", 2.0, 2.0)
    assert [(e.field, e.start, e.end, e.text, e.rule, e.weight) for e in tag.evidence] == [
        ("headline", 0, 6, "FLOODS", "flood", 2.0)
    ]


@pytest.mark.parametrize(("language", "tagged"), [(None, True), ("en", True), ("fr", False)])
def test_only_articles_in_the_language_of_the_topic(language: str | None, tagged: bool) -> None:
    assert bool(TopicTagger(topics()).tag(Article(headline="Floods", body="", language=language))) is tagged


def test_a_processor_for_each_topic() -> None:
    (processor,) = TopicTagger(topics()).processors_for("en")
    (relabelled,) = TopicTagger(topics(label="High water")).processors_for(None)
    (changed,) = TopicTagger(topics(threshold=3.0)).processors_for("en")
    assert TopicTagger(topics()).processors_for("fr") == ()
    assert processor.name == "topic/floods"
    assert relabelled == processor
    assert changed.config_hash != processor.config_hash


# -- the topics that are shipped


def test_a_topic_by_itself_is_what_it_is_among_all() -> None:
    for definition in load_topics(CONFIG).definitions:
        for example in (*definition.examples.positive, *definition.examples.negative):
            article = Article(example.body, headline=example.headline, standfirst=example.standfirst)
            of_all = shipped().assess(article)
            for keys in ({definition.key}, {definition.key, "strike", "weather"}, set(KEYS)):
                assert shipped().assess(article, keys) == tuple(each for each in of_all if each.topic in keys)


def test_the_shipped_topics_keep_to_their_examples() -> None:
    assert [(f.topic, f.wanted, f.number, f.assessment.score) for f in check_topics(load_topics(CONFIG))] == []


@pytest.mark.parametrize("key", KEYS)
def test_a_shipped_topic_is_complete(key: str) -> None:
    """A guideline for its description, ids that were checked, and examples of both kinds."""
    definition = next(each for each in load_topics(CONFIG).definitions if each.key == key)
    assert len(definition.description.split()) >= 25
    assert definition.description.endswith(".")
    assert definition.iptc
    assert definition.iptc.ids
    for examples in (definition.examples.positive, definition.examples.negative):
        assert len(examples) >= FEWEST_EXAMPLES
        assert len({example.headline for example in examples}) == len(examples)
        assert all(example.headline for example in examples)


def examples_of_all() -> list[tuple[str | None, str]]:
    topics = load_topics(CONFIG).definitions
    return [(e.headline, e.body) for t in topics for e in (*t.examples.positive, *t.examples.negative)]


@lru_cache(maxsize=1)
def each_alone() -> tuple[TopicTagger, ...]:
    every = load_topics(CONFIG)
    return tuple(TopicTagger(Topics((definition,), every.irregular)) for definition in every.definitions)


def test_what_is_found_of_a_topic_does_not_depend_on_the_others() -> None:
    for headline, body in examples_of_all():
        article = Article(headline=headline, body=body)
        assert shipped().assess(article) == tuple(alone.assess(article)[0] for alone in each_alone())


def test_a_failed_example_is_named() -> None:
    examples = {"positive": [{"headline": "Floods"}, {"headline": "Rain"}], "negative": [{"headline": "Flood"}]}
    failed = check_topics(topics(examples=examples))
    assert [(each.topic, each.wanted, each.number) for each in failed] == [("floods", True, 2), ("floods", False, 1)]
    assert failed[1].assessment.evidence


ODD = [
    "",
    "x" * 5_000_000,
    "strike " * 700_000,
    "\n" * 100_000,
    "🚧" * 50_000,
    "إضراب عمال الميناء " * 5_000,
    "-" * 100_000,
]


@pytest.mark.parametrize(
    "body", ODD, ids=["empty", "no spaces", "one line", "breaks", "emoji", "right to left", "dashes"]
)
def test_odd_text_is_read(body: str) -> None:
    for article in (Article(body=body), Article(headline=body, standfirst=body, body="")):
        assert [found.topic for found in shipped().assess(article)] == KEYS


WORDS = [
    "police",
    "school",
    "court",
    "vote",
    "flood",
    "fire",
    "hospital",
    "homes",
    "oil",
    "strike",
    "STRIKING",
    "workers’",
    "union",
    "air",
    "ferry",
    "port",
    "M20",
    "closed",
    "migrants",
    "Channel",
    "pay",
]
ODDMENTS = [".", "!", "\n\n", "\n", "\u200b", "\u00ad", "İ", "ẞ", "🚢", "ميناء", "“", "12,500"]
PIECES = st.sampled_from([*WORDS, *ODDMENTS])
TEXT = st.lists(PIECES, max_size=60).map(" ".join) | st.lists(PIECES, max_size=30).map("".join) | st.text(max_size=80)


@settings(max_examples=50, deadline=None)
@given(st.none() | TEXT, st.none() | TEXT, TEXT)
def test_evidence_is_true_to_the_text(headline: str | None, standfirst: str | None, body: str) -> None:
    article = Article(headline=headline, standfirst=standfirst, body=body)
    for found in shipped().assess(article):
        for span in (*found.evidence, *found.against, *(blocked.span for blocked in found.blocked)):
            assert span.text
            assert text_of(article, span.field)[span.start : span.end] == span.text
        assert found.score == pytest.approx(sum(each.weight for each in (*found.evidence, *found.against)), abs=1e-3)


@settings(max_examples=25, deadline=None)
@given(TEXT, TEXT)
def test_a_topic_alone_finds_what_it_finds_among_others(headline: str, body: str) -> None:
    article = Article(headline=headline, body=body)
    assert shipped().assess(article) == tuple(alone.assess(article)[0] for alone in each_alone())


@settings(max_examples=25, deadline=None)
@given(TEXT, TEXT)
def test_tags_are_the_assessments_that_reach_their_threshold(headline: str, body: str) -> None:
    article = Article(headline=headline, body=body)
    tags: tuple[TopicTag, ...] = shipped().tag(article)
    reached = [found for found in shipped().assess(article) if found.given]
    assert [(tag.topic, tag.score, tag.evidence) for tag in tags] == [(f.topic, f.score, f.evidence) for f in reached]
    assert all(tag.evidence and tag.score >= tag.threshold for tag in tags)


# What the language says, whatever the examples in the files are: headline, body and the topics it must get.
READ = [
    ("Israel strikes hospital in Gaza", "The blast killed nine workers, a union official said.", set()),
    (
        "Students vote for strike action",
        "The climate strike is on Friday, when pupils walk out of forty schools.",
        {"protest", "schools"},
    ),
    ("Clinic workers vote for strike action", "Their union called a third day of strikes for Friday.", {"strike"}),
    ("Sale goes live", "Traffic to the website jumped as users queued, and orders were delayed.", set()),
    ("Mud on the line", "Trains from the coast to the hills were suspended after a landslip.", {"traffic"}),
    ("Boat sinks off Libya", "The twelve survivors from Eritrea were brought ashore on Monday.", {"migration"}),
    ("Fishing boat sinks off Senegal", "The five survivors from Senegal had been fishing for tuna.", set()),
    ("Whale migration begins", "The annual migration of the whales brings crowds to the cape.", set()),
]


@pytest.mark.parametrize(("headline", "body", "expected"), READ, ids=[each[0] for each in READ])
def test_words_of_two_meanings(headline: str, body: str, expected: set[str]) -> None:
    assert {tag.topic for tag in shipped().tag(Article(headline=headline, body=body))} == expected
