"""What holds for every document, whatever it says."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.records import Article, Document, Encoding, Failure, Key, RawDocument
from schemas.sources import Selectors, Source
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


def raw(content: bytes, media_type: str) -> RawDocument:
    return RawDocument("gazette", "file:///x", media_type, content, "0" * 64, datetime(2020, 1, 1, tzinfo=UTC))


def test_one_bad_document_leaves_its_neighbours_alone() -> None:
    good = raw(SENTENCES[0].encode(), "text/plain")
    found = list(clean_batch([good, raw(b"{", "application/json"), good], RULES, {}))
    assert [type(result) for result in found] == [Cleaned, Failure, Cleaned]


def test_a_source_has_its_own_clock_and_selectors() -> None:
    page = f"<p class=bread>Buy bread</p><article><time>31 July 2015, 14:05</time><p>{'<p>'.join(SENTENCES)}</article>"
    own = Source(
        kind="files", name="gazette", paths=(".",), timezone="Europe/London", selectors=Selectors(remove=("p.bread",))
    )
    (found,) = clean_batch([raw(page.encode(), "text/html")], RULES, {"gazette": own})
    assert isinstance(found, Cleaned)
    assert found.article.published_at is not None
    assert found.article.published_at.value == datetime(2015, 7, 31, 13, 5, tzinfo=UTC)
    assert ("Buy bread", "selector:p.bread") in {(piece.text, piece.reason) for piece in found.article.removed}


def test_processor_names_the_rules_and_what_sources_say() -> None:
    plain = Source(kind="files", name="gazette", paths=(".",))
    selecting = plain.model_copy(update={"selectors": Selectors(remove=("aside",))})
    hashes = [processor(RULES, sources).config_hash for sources in ((), (plain,), (selecting,))]
    assert len(set(hashes)) == 3
    assert processor(RULES) == processor(RULES)
