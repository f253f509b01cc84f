"""The tagger as a whole, on text written for it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from schemas.records import Article, Entity, Tags
from tasks.tag.io import load_tagger
from tasks.tag.tagger import Tagger
from tests.tag.conftest import CONFIG
from tests.tag.french import STRIKE as FRENCH

STORY = Article(
    headline="PORT OF DOVER SHUT AS STRIKE SPREADS",
    standfirst="Lorries queue on the M20",
    body=(
        "Home Secretary Jane Farrow is due in Paris. Ms Farrow will meet her French counterpart Luc Thibaud.\n\n"
        "The Ministry of Defence said the MoD had no plans. The Cross Water Hauliers Association (CWHA) was angry, and "
        "a CWHA spokesman said cross-Channel trade was dying. “We are done,” said the body’s Pat Ormond.\n\n"
        "Kent Police began Operation Stack on the M20. Britain's lorries wait; 400 lorries are stuck, said Mr Thibaud."
    ),
)


def spans_hold(article: Article, tags: Tags) -> bool:
    spans = [*tags.mentions, *tags.quotes, *tags.figures, *(e for topic in tags.topics for e in topic.evidence)]
    return all(getattr(article, span.field)[span.start : span.end] == span.text for span in spans)


def named(tags: Tags, name: str) -> Entity:
    (found,) = (entity for entity in tags.entities if entity.name == name)
    return found


def forms(tags: Tags, name: str) -> set[str]:
    return {tags.mentions[i].text for i in named(tags, name).mentions}


@pytest.fixture(scope="module")
def tags(tagger: Tagger) -> Tags:
    return next(tagger.tag([STORY]))


def test_each_person_is_one_entity(tags: Tags) -> None:
    assert forms(tags, "Jane Farrow") == {"Jane Farrow", "Farrow"}
    assert forms(tags, "Luc Thibaud") == {"Luc Thibaud", "Thibaud"}


def test_acronyms_of_the_gazetteer_and_of_the_text(tags: Tags) -> None:
    assert forms(tags, "Ministry of Defence") == {"Ministry of Defence", "MoD"}
    assert forms(tags, "Cross Water Hauliers Association") == {"Cross Water Hauliers Association", "CWHA"}


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Port of Dover", "FACILITY"),
        ("M20", "FACILITY"),
        ("Operation Stack", "EVENT"),
        ("Kent Police", "ORG"),
        ("English Channel", "PLACE"),
        ("French", "GROUP"),
        ("United Kingdom", "PLACE"),
    ],
)
def test_kinds(tags: Tags, name: str, label: str) -> None:
    assert named(tags, name).label == label


def test_headline_and_standfirst_are_read_too(tags: Tags) -> None:
    assert {mention.field for mention in tags.mentions} == {"headline", "standfirst", "body"}
    assert forms(tags, "Port of Dover") == {"PORT OF DOVER"}


def test_the_possessive_is_outside(tags: Tags) -> None:
    assert forms(tags, "United Kingdom") == {"Britain"}


def test_only_the_gazetteer_gives_wikidata_ids(tags: Tags) -> None:
    assert named(tags, "United Kingdom").wikidata == "Q145"
    assert named(tags, "Jane Farrow").wikidata is None


def test_a_number_in_a_name_is_no_figure(tagger: Tagger) -> None:
    (tags,) = tagger.tag([Article(body="They play in the Six Nations. Six ferries wait.")])
    assert [(figure.low, figure.unit) for figure in tags.figures] == [(6, "ferries")]


def test_a_currency_that_is_taken_for_a_name_hides_no_figure(tagger: Tagger) -> None:
    (tags,) = tagger.tag([Article(body="The firm paid US$5m for the yard. Fares were cut from CHF 200.")])
    assert [(figure.low, figure.unit) for figure in tags.figures] == [(5e6, "USD"), (200, "CHF")]


def test_wire_copy_is_read_across_its_lines_and_printed_as_it_was(tagger: Tagger) -> None:
    body = (
        "The harbour board of Dunmouth in Norland said that the United\nStates had asked it to see to it that some 600"
        "\njobs would be kept at the quay that will be closed when\nthe spring comes.\n"
    )
    (tags,) = tagger.tag([Article(body=body)])
    assert "United\nStates" in {mention.text for mention in tags.mentions}
    assert (600, "jobs") in {(figure.low, figure.unit) for figure in tags.figures}
    assert spans_hold(Article(body=body), tags)


def test_topics_quotes_and_figures_are_there(tags: Tags) -> None:
    assert "traffic" in {topic.topic for topic in tags.topics}
    assert tags.quotes
    assert (400.0, "lorries") in {(figure.low, figure.unit) for figure in tags.figures}


def test_a_language_without_a_model_is_left_untagged(tagger: Tagger) -> None:
    german = Article(body=STORY.body, headline="Streik in Calais", language="de")
    before, story, after = tagger.tag([german, STORY, german])
    assert (before, after) == (Tags(), Tags())
    assert story.mentions
    assert "de" not in tagger.processors


def test_languages_are_tagged_side_by_side_each_by_its_own_model(tagger: Tagger) -> None:
    mixed = [STORY, FRENCH, replace(STORY, language="en"), FRENCH]
    found = list(tagger.tag(mixed))
    assert found[0] == found[2] == next(tagger.tag([STORY]))
    assert found[1] == found[3] == next(tagger.tag([FRENCH]))
    assert named(found[1], "Luc Thibaud")


def test_topics_alone_are_the_same_and_ask_no_model(tags: Tags) -> None:
    topics = load_tagger(CONFIG)
    keys = {"traffic", "strike", *(each.topic for each in tags.topics)}
    assert next(topics.tag([STORY], keys)) == Tags(topics=tags.topics)
    assert next(topics.tag([STORY], keys - {"traffic"})).topics == tuple(t for t in tags.topics if t.topic != "traffic")
    assert next(topics.tag([STORY], ())) == Tags()
    assert not any("_recogniser" in vars(each) for each in topics._languages.values())


def test_a_model_is_loaded_when_an_article_needs_it() -> None:
    fresh = load_tagger(CONFIG)
    loaded = {code: "_recogniser" in vars(each) for code, each in fresh._languages.items()}
    assert loaded == {"en": False, "fr": False, None: False}
    list(fresh.tag([FRENCH, Article("Frieden", language="de")]))
    loaded = {code: "_recogniser" in vars(each) for code, each in fresh._languages.items()}
    assert loaded == {"en": False, "fr": True, None: False}


def test_order_is_kept_and_reading_is_one_batch_ahead(tagger: Tagger) -> None:
    read: list[int] = []

    def articles() -> Iterator[Article]:
        for number in range(100):
            read.append(number)
            yield Article(body=f"The M{number} is shut." if number % 3 else "")

    tagged = tagger.tag(articles())
    first = [next(tagged) for _ in range(5)]
    assert len(read) < 50
    texts = [[mention.text for mention in tags.mentions] for tags in [*first, *tagged]]
    assert texts == [[f"M{number}"] if number % 3 else [] for number in range(100)]


def test_processors_name_all_parts_once(tagger: Tagger) -> None:
    for code in ("en", None):
        names = [processor.name for processor in tagger.processors[code]]
        assert {"entities", "topic/strike", "quotes", "figures"} <= set(names)
        assert len(set(names)) == len(names)


def test_processors_say_which_model_was_used(tagger: Tagger) -> None:
    versions = {code: each[0].version.partition("+")[2] for code, each in tagger.processors.items()}
    assert versions["fr"] == "fr_core_news_sm"
    assert versions["en"].startswith("en_core_web_")


HOSTILE = st.lists(
    st.sampled_from(
        [
            "Mr Smith", "Kent Police", "P&O", "’s", "'s", "“", "”", "\n", "\n\n", " ", " and ", "-", "/",
            "😀", "\u200b", "\u202e", "👩\u200d🚒", "„", "«", "»", "‘", "The ",
            " (DMB) ", "said ", ", 45,", " from ", " 40 lorries ", "שלום",
            "M20", "Mr ", "the ", "The Sun", "DOVER PORT SHUT DOWN AGAIN", "İ", "ß", ".", "…",
            "Dover", "cross-", "M. Le Goff", "« ", " »", "l'", "d’", "Mme ", "ministère de ",
        ]
    ),
    max_size=40,
).map("".join)  # fmt: skip


@given(HOSTILE, HOSTILE, st.sampled_from([None, "fr"]))
@settings(max_examples=60, deadline=None)
def test_every_span_is_the_text_it_points_to(tagger: Tagger, headline: str, body: str, language: str | None) -> None:
    article = Article(body=body, headline=headline, language=language)
    tags = next(tagger.tag([article]))
    spans = [*tags.mentions, *tags.quotes, *tags.figures, *(e for topic in tags.topics for e in topic.evidence)]
    assert all(getattr(article, span.field)[span.start : span.end] == span.text for span in spans)
    assert all(span.text.strip() for span in tags.mentions)
    order = [("headline body".index(m.field), m.start) for m in tags.mentions]
    assert order == sorted(order)
    assert sorted(i for entity in tags.entities for i in entity.mentions) == list(range(len(tags.mentions)))
    ends = [("headline body".index(m.field), m.end) for m in tags.mentions]
    assert all(end <= start for end, start in zip(ends, order[1:], strict=False))


@pytest.mark.parametrize(
    "unit",
    [
        "Kent and ",
        "A-",
        "“‘\"'",
        "Mr ",
        "X",
        "PORT OF DOVER ",
        "Lon\u200bdon ",
        "😀 Paris ",
        "Dover-Dunkirk-",
        "L'",
        "ministère de l'",
        "« ",
        "Le ",
        "\n",
        ".",
    ],
)
def test_odd_text_passes(tagger: Tagger, unit: str) -> None:
    body = unit * (20_000 // len(unit))
    for tags in tagger.tag([Article(body=body), Article(body=body, language="fr")]):
        assert all(body[mention.start : mention.end] == mention.text for mention in tags.mentions)


NESTED = "“‘" * 10_000, "«„\"'" * 5_000, "“He said ‘no’ " * 2_000, "’”»" * 5_000, "“a\n\n" * 4_000
LINES = {
    "names": "Mr Anton Quarry, " * 300_000,
    "words": "lorries wait in Dunmouth and " * 180_000,
    "right to left": "שלום לכם Dunmouth \u200f" * 280_000,
    "emoji": "😀👩\u200d🚒 Dunmouth " * 400_000,
    "without width": "Dun\u200bmouth\u2060 and \ufeffSarn " * 250_000,
    "no space": "Dunmouth-" * 560_000,
}


@pytest.mark.parametrize("body", LINES.values(), ids=LINES.keys())
def test_one_line_of_five_megabytes_passes(tagger: Tagger, monkeypatch: pytest.MonkeyPatch, body: str) -> None:
    monkeypatch.setitem(
        Tagger.tag.__globals__, "TAGGED", 20_000
    )  # what is read takes time in proportion: a tenth will do
    assert len(body) > 4_900_000
    assert spans_hold(Article(body=body), next(tagger.tag([Article(body=body)])))


@pytest.mark.parametrize("body", NESTED)
def test_nested_and_unbalanced_marks_pass(tagger: Tagger, body: str) -> None:
    assert spans_hold(Article(body=body), next(tagger.tag([Article(body=body)])))


def test_a_hundred_thousand_names_pass(tagger: Tagger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(Tagger.tag.__globals__, "TAGGED", 60_000)  # see above
    body = "\n".join(f"Mr Q{number}" for number in range(100_000))
    tags = next(tagger.tag([Article(body=body)]))
    assert len(tags.mentions) > 6_000  # as many as stand in what is read of a field
    assert spans_hold(Article(body=body), tags)


def test_every_name_of_a_long_list_is_found(tagger: Tagger) -> None:
    body = "\n".join(f"Mr Anton Q{'abcdefghij'[n % 10]}{n // 10:04d}son" for n in range(1500))
    tags = next(tagger.tag([Article(body=body)]))
    assert len(tags.mentions) >= 1500


def test_only_the_beginning_of_a_very_long_field_is_read(tagger: Tagger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(Tagger.tag.__globals__, "TAGGED", 105)
    body = (
        "Lorries wait in Dover. " * 3
        + "“We are done,” said Pat Ormond of Dover in Calais. “Never,” said Mr Luc Thibaud, 400 times."
    )
    tags = next(tagger.tag([Article(body=body, headline=body)]))
    spans = [*tags.mentions, *tags.quotes, *tags.figures, *(e for topic in tags.topics for e in topic.evidence)]
    assert max(span.end for span in spans) <= 105
    assert {mention.text for mention in tags.mentions if mention.field == "body"} == {"Dover", "Pat Ormond"}
