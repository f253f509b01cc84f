"""What holds for every document, whatever it says."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from schemas.records import Article, Document, Encoding, Failure, Given, Key, RawDocument, Timestamp
from schemas.sources import Fields, Files, Selectors
from tasks.clean.batch import Cleaned, clean_batch
from tasks.clean.clean import clean, processor
from tasks.clean.folding import WORD
from tasks.clean.io import load_rules

RULES = load_rules(Path(__file__).parents[2] / "config")

SENTENCES = [
    "The harbour was closed on Monday after a storm that nobody had forecast.",
    "“We shall open again on Friday,” the harbour master said.",
    "What will the islanders eat until then?",
    "Bread was flown in by the coastguard, who had none to spare",
    "Storm closes harbour for a week",
    "Two children watch the waves from the harbour wall",
    "Islanders queue for bread outside the shop",
    "What happens next",
    "Read more: Bread runs out",
    "Share on Facebook",
    "By Ada Byrne, Island Correspondent",
    "Published 14:05, 31 July 2015",
    "Additional reporting by Press Association",
    "- bread for three days",
    "The list is short:",
    "Home",
    "Contact us",
]
lines = st.one_of(st.sampled_from(SENTENCES), st.text(alphabet="aBc .:,?-é中\t", max_size=30))
texts = st.lists(st.tuples(lines, st.sampled_from(["\n", "\n\n", "\r\n"])), max_size=25).map(
    lambda pairs: "".join(line + end for line, end in pairs)
)


def text(content: str) -> Document:
    return Document((Key("file", "a.txt"),), "text", content, Encoding("utf-8", "detected", False))


def page(content: str) -> Document:
    return Document((Key("file", "a.html"),), "html", content, Encoding("utf-8", "detected", False))


def words(*parts: str | None) -> Counter[str]:
    return Counter(word for part in parts if part for word in WORD.findall(part))


def all_parts(article: Article) -> Counter[str]:
    removed = (piece.text for piece in article.removed)
    lists = (*article.captions, *article.credits, *removed)
    return words(article.headline, article.standfirst, article.body, *lists)


@given(texts)
@settings(max_examples=50, deadline=None)
def test_no_word_of_a_text_is_lost_or_made_up(content: str) -> None:
    assert all_parts(clean(text(content), RULES)) == words(content)


@given(texts)
@settings(max_examples=50, deadline=None)
def test_body_has_one_blank_line_between_paragraphs(content: str) -> None:
    body = clean(text(content), RULES).body
    assert body == body.strip()
    assert all(paragraph.strip() == paragraph != "" for paragraph in body.split("\n\n") if body)


@given(st.lists(st.sampled_from(SENTENCES[:3]), min_size=1, max_size=10))
@settings(max_examples=30, deadline=None)
def test_clean_text_comes_through_untouched(sentences: list[str]) -> None:
    content = "\n\n".join([SENTENCES[0], *sentences])
    article = clean(text(content), RULES)
    assert article.body == content
    assert article.removed == ()


@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=15))
@settings(max_examples=30, deadline=None)
def test_cleaning_a_page_never_adds_words(sentences: list[str]) -> None:
    html = "<html><body><h1>Storm</h1>" + "".join(f"<p>{line}</p>" for line in sentences) + "</body></html>"
    article = clean(page(html), RULES)
    body = words(article.body, *article.captions, *article.credits)
    assert body <= words("Storm", *sentences)


@pytest.mark.parametrize(
    "content",
    ["", "\x00", "<", "<html>", "<p" * 3000, "<div>" * 20_000 + "text", "<!--" + "x" * 100_000, "\ud800<p>\udfff</p>"],
)
def test_malformed_pages_are_survived(content: str) -> None:
    assert isinstance(clean(page(content), RULES), Article)


@pytest.mark.parametrize("nested", ["[" * 50_000, '{"author":' * 5_000, '{"@type":"NewsArticle","author":' + "[" * 500])
def test_malformed_json_ld_is_passed_over(nested: str) -> None:
    html = f'<script type="application/ld+json">{nested}</script><h1>Storm</h1><p>{SENTENCES[0]}</p>'
    assert clean(page(html), RULES).headline == "Storm"


def test_the_body_of_a_page_of_many_elements_is_its_longest_stretch_of_prose() -> None:
    links = "".join(f"<div><a href='/{n}'>Link {n}</a></div>" for n in range(6_000))
    html = f"<html><body>{links}<div>{SENTENCES[0]}</div><div>{SENTENCES[1]}</div>{links}</body></html>"
    assert clean(page(html), RULES).body == f"{SENTENCES[0]}\n\n{SENTENCES[1]}"


def test_selectors_win_over_everything() -> None:
    html = f"""<html><head><meta property="og:title" content="Wrong"></head><body><h1>No</h1><b class="t">Right</b>
    <i class="s">A dry summary</i><div class="story"><p>{SENTENCES[0]}</p><aside><p>Buy bread</p></aside></div>
    <p>{SENTENCES[1]}</p></body></html>"""
    selectors = Selectors(
        headline=("b.t",), standfirst=("i.s",), body=(".none", "div.story"), remove=("aside", "aside p")
    )
    article = clean(page(html), RULES, selectors)
    assert (article.headline, article.standfirst, article.body) == ("Right", "A dry summary", SENTENCES[0])
    assert ("Buy bread", "selector:aside") in {(piece.text, piece.reason) for piece in article.removed}


def test_clock_without_zone_is_read_in_the_sources() -> None:
    content = f"Storm closes harbour\n\nPublished 14:05, 31 July 2015\n\n{SENTENCES[0]}\n\n{SENTENCES[1]}"
    article = clean(text(content), RULES, timezone=ZoneInfo("Europe/London"))
    assert article.published_at is not None
    assert article.published_at.value == datetime(2015, 7, 31, 13, 5, tzinfo=UTC)


@pytest.mark.parametrize("behind", ["", "</article><p>Contact us</p>", "</article><footer>Contact us</footer><p>Home"])
def test_a_page_may_leave_its_body_tag_out(behind: str) -> None:
    content = f"<!doctype html><title>Storm</title><article><h1>Storm</h1><p>{SENTENCES[0]}<p>{SENTENCES[1]}{behind}"
    with_tag = content.replace("<article>", "<body><article>")
    assert clean(page(content), RULES) == clean(page(with_tag), RULES)
    assert clean(page(content), RULES).body == f"{SENTENCES[0]}\n\n{SENTENCES[1]}"


GIVEN = Given(
    headline="Storm shuts harbour",
    standfirst="Bread is scarce",
    authors=("By Jo Brown and Ann Lee",),
    published_at=Timestamp(date(2015, 8, 1), "day", "row"),
    modified_at=Timestamp(date(2015, 8, 2), "day", "row"),
    language="fr",
)
TOLD = f"<h1>Storm</h1><p>By Ada Byrne</p><time>31 July 2015, 14:05</time><p>{SENTENCES[0]}</p><p>{SENTENCES[1]}</p>"


@pytest.mark.parametrize(
    "document",
    [
        text(f"{SENTENCES[0]}\n\n{SENTENCES[1]}"),
        text(f"Storm\n\nBy Ada Byrne\n\nPublished 14:05, 31 July 2015\n\n{SENTENCES[0]}\n\n{SENTENCES[1]}"),
        page(f"<p>{SENTENCES[0]}</p><p>{SENTENCES[1]}</p>"),
        page(f"<html lang=en><title>Storm</title><article>{TOLD}</article></html>"),
    ],
)
def test_what_was_given_wins_over_what_is_read(document: Document) -> None:
    article = clean(replace(document, given=GIVEN), RULES, Selectors(headline=("h1",), standfirst=("h1",)))
    assert (article.headline, article.standfirst) == (GIVEN.headline, GIVEN.standfirst)
    assert (article.byline, article.authors) == ("By Jo Brown and Ann Lee", ("Jo Brown", "Ann Lee"))
    assert (article.published_at, article.modified_at) == (GIVEN.published_at, GIVEN.modified_at)
    assert article.language == "fr"
    assert (article.headline_method, article.authors_method) == ("row", "row")
    assert article.body.endswith(f"{SENTENCES[0]}\n\n{SENTENCES[1]}")
    assert document.kind == "text" or article.body.startswith(SENTENCES[0])  # a text's own headline may be anything


def test_a_headline_that_was_given_is_not_looked_for_in_the_text() -> None:
    headed = Given(headline=SENTENCES[4])
    content = f"{SENTENCES[5]}\n\n{SENTENCES[0]}\n\n{SENTENCES[1]}"
    article = clean(replace(text(content), given=headed), RULES)
    assert (article.headline, article.standfirst) == (SENTENCES[4], SENTENCES[5])
    assert article.body == f"{SENTENCES[0]}\n\n{SENTENCES[1]}"


def test_under_a_headline_that_was_given_a_text_may_begin_with_a_question() -> None:
    question = "What will the islanders eat until then, and who is going to bring it?"
    article = clean(replace(text(f"{question}\n\n{SENTENCES[0]}"), given=Given(headline=SENTENCES[4])), RULES)
    assert (article.standfirst, article.body) == (None, f"{question}\n\n{SENTENCES[0]}")


def test_a_text_may_say_its_headline_and_standfirst_again() -> None:
    given = Given(headline=SENTENCES[4], standfirst=SENTENCES[5])
    for repeats in ((SENTENCES[4],), (SENTENCES[4].upper(), f"{SENTENCES[5]}."), ()):
        content = "\n\n".join((*repeats, SENTENCES[0], SENTENCES[1]))
        article = clean(replace(text(content), given=given), RULES)
        assert (article.headline, article.standfirst) == (SENTENCES[4], SENTENCES[5])
        assert article.body == f"{SENTENCES[0]}\n\n{SENTENCES[1]}"
        assert article.removed == ()


def test_a_headline_alone_is_an_article_without_text() -> None:
    for document in (text(""), page("")):
        article = clean(replace(document, given=Given(headline="Storm")), RULES)
        assert (article.headline, article.body) == ("Storm", "")


@settings(max_examples=50, deadline=None)
@given(texts)
def test_no_word_is_lost_beside_a_headline_that_was_given(content: str) -> None:
    article = clean(replace(text(content), given=Given(headline="Quay")), RULES)
    assert article.headline == "Quay"
    assert all_parts(replace(article, headline=None, byline=None)) >= words(content) - words("Quay")


def raw(content: bytes, media_type: str) -> RawDocument:
    return RawDocument("gazette", "file:///x", media_type, content, "0" * 64, datetime(2020, 1, 1, tzinfo=UTC))


def test_one_bad_document_leaves_its_neighbours_alone() -> None:
    good = raw(SENTENCES[0].encode(), "text/plain")
    found = list(clean_batch([good, raw(b"{", "application/json"), good], RULES, {}))
    assert [type(result) for result in found] == [Cleaned, Failure, Cleaned]


PLAIN = Files(name="gazette", paths=(".",))


def test_a_source_has_its_own_clock_and_selectors() -> None:
    page = f"<p class=bread>Buy bread</p><article><time>31 July 2015, 14:05</time><p>{'<p>'.join(SENTENCES)}</article>"
    own = Files(name="gazette", paths=(".",), timezone="Europe/London", selectors=Selectors(remove=("p.bread",)))
    (found,) = clean_batch([raw(page.encode(), "text/html")], RULES, {"gazette": own})
    assert isinstance(found, Cleaned)
    assert found.article.published_at is not None
    assert found.article.published_at.value == datetime(2015, 7, 31, 13, 5, tzinfo=UTC)
    assert ("Buy bread", "selector:p.bread") in {(piece.text, piece.reason) for piece in found.article.removed}


def test_a_source_says_where_its_rows_hold_what_and_on_whose_clock() -> None:
    row = f'ID,Titel,Text,Datum\n7,Storm,"{SENTENCES[0]}","1.8.2015 14:05"\n'.encode()
    fields = Fields(id=("ID",), headline=("Titel",), text=("Text",), published_at=("Datum",))
    own = Files(name="gazette", paths=(".",), timezone="Europe/London", fields=fields)
    (found,) = clean_batch([raw(row, "text/csv")], RULES, {"gazette": own})
    assert isinstance(found, Cleaned)
    assert found.document.keys == (Key("guid", "7"),)
    assert (found.article.headline, found.article.body) == ("Storm", SENTENCES[0])
    assert found.article.published_at == Timestamp(datetime(2015, 8, 1, 13, 5, tzinfo=UTC), "minute", "row")


def test_processor_names_the_rules_and_what_sources_say() -> None:
    told = [
        PLAIN.model_copy(update=what)
        for what in (
            {"timezone": "Europe/London"},
            {"selectors": Selectors(remove=("aside",))},
            {"fields": Fields(text=("Text",))},
            {"fields": Fields(text=("Body",))},
            {"fields": Fields(text=("Body",)), "name": "wire"},
        )
    ]
    hashes = [processor(RULES).config_hash, *(processor(RULES, (source,)).config_hash for source in told)]
    assert len(set(hashes)) == 6
    assert processor(RULES) == processor(RULES)
    assert processor(RULES, told) == processor(RULES, reversed(told))


@pytest.mark.parametrize("said", [{}, {"name": "wire"}, {"paths": ("b", "c")}, {"selectors": Selectors()}])
def test_a_source_that_says_nothing_of_its_documents_changes_nothing(said: dict[str, object]) -> None:
    telling = PLAIN.model_copy(update={"name": "telling", "timezone": "Europe/London"})
    other = PLAIN.model_copy(update=said)
    assert processor(RULES, (other,)) == processor(RULES)
    assert processor(RULES, (other, telling)) == processor(RULES, (telling,))
