"""Topics on an article's page: why, and why not."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from schemas.errors import InputError
from schemas.records import Processor, Tags
from schemas.topic import Irregular, TopicDefinition
from schemas.topics import Topics
from tasks.report.explain import explain
from tasks.report.explanation import Decision, Explanation, Section
from tasks.report.page import plain
from tasks.report.topics import judge
from tasks.tag.topics import TopicTagger
from tests.report.articles import ARTICLE, EXPLANATION, TAGS

RULES = [
    {"id": "strike", "phrases": ["strike"], "weight": 1.0},
    {"id": "thanks", "phrases": ["thanked the public"], "weight": -0.5},
    {"id": "walkout", "phrases": ["walked out"], "weight": 1.0, "needs": [{"any": ["dockers"], "within": 3}]},
]


def topics(**changed: object) -> Topics:
    """Strikes, and something that nobody speaks of."""
    definition = {
        "key": "strike",
        "label": "Strikes",
        "description": "Work that stops.",
        "threshold": 3.0,
        "rules": RULES,
        "examples": {"positive": [{"headline": "Strike"}], "negative": [{"headline": "Bowling"}]},
    }
    snow = definition | {"key": "snow", "rules": [{"id": "snow", "phrases": ["snow"], "weight": 1.0}]}
    return Topics(tuple(TopicDefinition.model_validate(each) for each in (definition | changed, snow)), Irregular())


def stored(**changed: object) -> Explanation:
    """An article that these rules have tagged."""
    found = TopicTagger(topics(**changed))
    return replace(EXPLANATION, tags=replace(TAGS, topics=found.tag(ARTICLE)), processors=found.processors_for(None))


def shown(explanation: Explanation, *asked: str, rules: Topics | None = None) -> list[str]:
    judged = judge(explanation.article, rules or topics())
    lines = [*plain(explain(explanation, [Section.TOPICS], judged, asked))]
    return lines[lines.index("Topics") + 1 :]


EVIDENCE = [
    "    headline: Tugboat >>strike<< [bold]halts[/bold] ferries  [strike +2]",
    "    body: Tugboat crews walked out on >>strike<< at Harwich on Monday.  [strike +0.75]",
]
AGAINST = "    body: Ms Marsh >>thanked the public<<.  [thanks -0.75]"
BLOCKED = (
    "    body: Tugboat crews >>walked out<< on strike at Harwich on Monday.  "
    "[walkout does not count: nothing that it needs stands within 3 words]"
)
GIVEN = {"threshold": 2.0}


GIVEN_NOW = "  strike  score 2, threshold 2  [topic/strike 3]"


def test_what_spoke_for_a_topic_and_against_it_stands_in_its_sentence() -> None:
    assert shown(stored(**GIVEN), rules=topics(**GIVEN)) == [
        GIVEN_NOW,
        *EVIDENCE,
        AGAINST,
    ]


def test_what_spoke_against_it_is_not_known_when_the_rules_have_changed() -> None:
    assert shown(stored(**GIVEN)) == [GIVEN_NOW, *EVIDENCE]


def test_why_not() -> None:
    assert shown(stored(), "strike", "snow") == [
        "  strike  not given; score 2, threshold 3",
        *EVIDENCE,
        AGAINST,
        BLOCKED,
        "  snow  not given; score 0, threshold 3",
        "    none of its phrases stands in the article",
    ]


def test_why_and_what_did_not_count() -> None:
    given = shown(stored(**GIVEN), "strike", "strike", rules=topics(**GIVEN))
    assert given == [GIVEN_NOW, *EVIDENCE, AGAINST, BLOCKED]


STALE = "    what is stored was made by other rules; what follows is by those of now, which newsledger retag applies: "


def test_what_other_rules_have_stored_is_told_apart_from_what_those_of_now_say() -> None:
    then = stored(**GIVEN)
    assert shown(then, "strike")[:2] == [
        GIVEN_NOW,
        f"{STALE}score 2, threshold 3",
    ]
    never = replace(then, tags=Tags(), processors=(Processor("clean", "1", "a"),))
    assert shown(never, "strike")[:2] == ["  strike  not given", f"{STALE}score 2, threshold 3"]


def test_an_editor_has_the_last_word_and_the_rules_are_heard() -> None:
    removed = Decision("strike", "remove", "Ada", "an old one", "news/harwich.txt")
    added = Decision("snow", "add", "Tom", "it lay a foot deep", "news/harwich.txt")
    both = replace(stored(**GIVEN), decisions=(added, removed))
    expected = [
        "  strike  removed by an editor; score 2, threshold 2  [topic/strike 3]",
        "    removed by Ada: an old one  [config/overrides.csv: news/harwich.txt]",
        *EVIDENCE,
        AGAINST,
        "  snow  added by an editor",
        "    added by Tom: it lay a foot deep  [config/overrides.csv: news/harwich.txt]",
    ]
    assert shown(both, rules=topics(**GIVEN)) == expected
    assert shown(both, "snow", rules=topics(**GIVEN)) == [
        "  snow  added by an editor; score 0, threshold 3",
        expected[-1],
        "    none of its phrases stands in the article",
    ]


def test_a_topic_of_another_language_says_so() -> None:
    french = replace(stored(), article=replace(ARTICLE, language="fr"), tags=Tags())
    said = "    it is read in en, and the article is in fr"
    assert shown(french, "snow") == ["  snow  not given", said]


def test_a_topic_that_is_not_defined_is_told_which_are() -> None:
    with pytest.raises(InputError, match=r"there is no topic 'strke'; did you mean 'strike'\?"):
        shown(stored(), "strke")
    with pytest.raises(InputError, match=r"there is no topic 'x'; topics are strike, snow"):
        shown(stored(), "x")


def test_a_word_that_is_repeated_without_end_does_not_fill_the_page() -> None:
    long = replace(ARTICLE, headline=None, standfirst=None, body="Strike. " * 500)
    lines = shown(replace(stored(), article=long, tags=Tags()), "strike")
    assert len(lines) < 50
    assert lines[-1] == "    and 465 more that do not count"


def test_topics_that_are_asked_for_stand_with_the_sections_that_are_chosen() -> None:
    judged = judge(ARTICLE, topics())
    for only, wanted in (([], ["Topics"]), ([Section.QUOTES], ["Topics", "Quotes"])):
        lines = [*plain(explain(EXPLANATION, only, judged, ["strike"]))]
        assert [line for line in lines if line in ("Topics", "Quotes", "Entities")] == wanted
