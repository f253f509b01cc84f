"""What a learned model makes of an article: its part of the score, and the words that show it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from schemas.records import Article, Evidence
from schemas.topic_model import MODELS, TopicModel, read_model
from tasks.tag.learned_topics import CARRIERS, ENOUGH, weigh
from tasks.tag.reading import WEIGHED, Reading

FILLER = " ".join(f"filler{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(60))
MODEL = TopicModel("floods", articles=9, limit=2.0, bias=0.0, words={"river": 8.0, "water": 4.0, "orders": -8.0})


def weighed(body: str, model: TopicModel = MODEL, headline: str = "", standfirst: str = "") -> list[Evidence]:
    return weigh(model, Reading(Article(body=body, headline=headline, standfirst=standfirst), 20_000))


def test_the_words_that_pulled_its_way_share_what_a_model_adds() -> None:
    river, water = weighed(f"The river rose. The river's WATER, {FILLER}")
    assert (river.field, river.start, river.end, river.text, river.rule) == ("body", 4, 9, "river", "learned:river")
    assert (water.text, water.rule) == ("WATER", "learned:water")
    words = 60 + len({"the", "river", "rose", "river's", "water"})
    assert river.weight + water.weight == pytest.approx(12 / words**0.5)
    assert river.weight == pytest.approx(2 * water.weight)


def test_words_against_and_the_bias_count_too() -> None:
    (river,) = weighed(f"river orders {FILLER}", replace(MODEL, bias=0.5))
    assert river.rule == "learned:river"
    assert river.weight == pytest.approx(0.5)
    (orders,) = weighed(f"river orders {FILLER}", replace(MODEL, bias=-0.5))
    assert orders.rule == "learned:orders"
    assert orders.weight == pytest.approx(-0.5)


@pytest.mark.parametrize(("bias", "part"), [(9.0, 2.0), (-9.0, -2.0)])
def test_there_is_a_limit_to_what_a_model_adds_or_takes(bias: float, part: float) -> None:
    assert sum(each.weight for each in weighed(f"river orders {FILLER}", replace(MODEL, bias=bias))) == part


def test_what_no_word_shows_is_not_added() -> None:
    assert weighed(FILLER, replace(MODEL, bias=1.0)) == []


def test_few_words_say_nothing() -> None:
    few = " ".join(FILLER.split()[: ENOUGH - 2])
    assert weighed(f"river {few} river river") == []
    assert weighed(f"river {few} rose")


def test_at_most_so_many_words_are_shown() -> None:
    words = FILLER.split()
    model = replace(MODEL, words={word: 1.0 + n for n, word in enumerate(words)})
    shown = weighed(FILLER, model)
    assert [each.text for each in shown] == words[-CARRIERS:]
    assert sum(each.weight for each in shown) == pytest.approx(2.0)


def test_faint_words_are_not_shown() -> None:
    faint = replace(MODEL, words={"river": 8.0, "water": 0.7})
    assert [each.text for each in weighed(f"river water {FILLER}", faint)] == ["river"]


def test_only_the_beginning_is_weighed_and_the_headline_is_part_of_it() -> None:
    assert weighed(f"{FILLER} {'x' * WEIGHED} river") == []
    assert [each.field for each in weighed(FILLER, headline="River rises", standfirst="Water")] == [
        "headline",
        "standfirst",
    ]


# -- odd text

STRIKE = MODELS / "topic_strike.json"
SHIPPED = read_model(STRIKE.read_bytes(), STRIKE)
ODD = [
    "union " * 900_000,
    "x" * 5_000_000,
    "".join(f"union{chr(0x200B)}workers" for _ in range(100_000)),
    "إضراب عمال الميناء " * 50_000,
    "\u202eunion workers\u202c " * 50_000,
    "UNION WORKERS İSTANBUL ẞ " * 50_000,
    "🚧union🚧" * 200_000,
    "'" * 100_000,
    "a'b'c'" * 100_000,
    "",
]
PIECES = [
    "union",
    "WORKERS’",
    "pay",
    "dispute",
    "the",
    "un\u00adion",
    "strike\u200b",
    "İ",
    "ẞ",
    "🚢",
    "ميناء",
    "12,500",
    "\n\n",
]
TEXT = st.lists(st.sampled_from(PIECES), max_size=20).map(" ".join) | st.text(max_size=80)


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_odd_text_is_weighed(text: str) -> None:
    for body, headline in ((f"{FILLER} {text}", ""), (FILLER, text), (text, FILLER)):
        check(Article(body=body, headline=headline))


@settings(max_examples=60, deadline=None)
@given(TEXT, TEXT, TEXT)
def test_the_words_shown_are_true_to_the_text(headline: str, standfirst: str, body: str) -> None:
    check(Article(body=f"{body} {FILLER}", headline=headline, standfirst=standfirst))


def check(article: Article) -> None:
    """Every word that is shown stands where it says, and they add up to no more than the limit."""
    found = weigh(SHIPPED, Reading(article, 20_000))
    texts = {"headline": article.headline or "", "standfirst": article.standfirst or "", "body": article.body}
    assert all(texts[each.field][each.start : each.end] == each.text != "" for each in found)
    assert len(found) <= CARRIERS
    assert abs(sum(each.weight for each in found)) <= SHIPPED.limit + 1e-9
