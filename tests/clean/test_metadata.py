"""All that a page says of its article, from the place that wins."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path
from typing import Any

import pytest

from schemas.records import Article, Document, Encoding, Given, Key
from tasks.clean.clean import clean
from tasks.clean.io import load_rules
from tasks.clean.metadata import MOST_KEYWORDS, Metadata, read_metadata
from tasks.clean.told import read_told
from tests.clean.saying import clues, told

RULES = load_rules(Path(__file__).parents[2] / "config")
NOTHING = Given()
PROSE = [f"The harbour was closed on day {n} after a storm that nobody on the island had forecast." for n in range(20)]


def metadata(**said: Any) -> Metadata:
    return read_metadata(told(**said), RULES, UTC)


def article(**more: object) -> dict[str, object]:
    return {"@type": "NewsArticle", "headline": "Storm shuts harbour", **more}


@pytest.mark.parametrize(
    ("canonical", "og", "url", "found"),
    [
        (("/news/storm",), (), "https://courier.example/n/1?x=2", "https://courier.example/news/storm"),
        (("https://courier.example/",), ("https://courier.example/storm",), None, "https://courier.example/storm"),
        (("javascript:void(0)",), (), "https://courier.example/n/1", "https://courier.example/n/1"),
        (("http://[bad",), (), None, None),
    ],
)
def test_canonical_url(canonical: tuple[str, ...], og: tuple[str, ...], url: str | None, found: str | None) -> None:
    assert read_told(clues(canonical=canonical, og__url=og), url).url == found


def test_section_is_the_narrowest_that_is_neither_site_nor_article() -> None:
    items = [{"name": "Home"}, {"item": {"name": "Coast"}}, {"name": "Storm"}]
    crumbs = {"@type": "BreadcrumbList", "itemListElement": items}
    assert metadata(ld=article(articleSection="Weather"), article__section="News").section == "Weather"
    assert metadata(ld=article(), article__section="News").section == "News"
    assert metadata(ld=[crumbs, article(headline="Storm")]).section == "Coast"
    assert metadata(article__section="Courier", og__site_name="The Courier").section is None


def test_keywords_are_those_of_the_first_place_that_has_any() -> None:
    found = metadata(ld=article(keywords=["storm", "bread, boats", "Storm"]), keywords="x").keywords
    assert found == ("storm", "bread", "boats")
    assert metadata(ld=article(keywords=[""]), keywords="storm; bread").keywords == ("storm", "bread")
    assert metadata(article__tag=("storm", "x" * 200)).keywords == ("storm",)
    assert len(metadata(keywords=",".join(map(str, range(500)))).keywords) == MOST_KEYWORDS


def test_agencies_are_found_wherever_somebody_is_credited() -> None:
    assert metadata(ld=article(author=["Ada Byrne", "dpa"])).agencies == ("dpa",)
    assert metadata(ld=article(sourceOrganization={"name": "Agence France-Presse"}), source="Reuters").agencies == (
        "AFP",
        "Reuters",
    )
    assert metadata(bylines=("Von | APA",)).agencies == ("APA",)
    assert metadata(ld=article(author="Ada Byrne")).agencies == ()


def page(head: str, *paragraphs: str, before: str = "", given: Given = NOTHING) -> Article:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    html = f"<html><head>{head}</head><body><article><h1>Storm shuts harbour</h1>{before}{body}</article></body></html>"
    return clean(Document((Key("file", "a"),), "html", html, Encoding("utf-8", "json", False), given=given), RULES)


def test_what_no_markup_says_is_read_from_the_page() -> None:
    found = page("", *PROSE, before="<div>By Ada Byrne</div><div>3 May 2015</div>")
    assert (found.authors, found.authors_method) == (("Ada Byrne",), "page")
    assert found.published_at is not None
    assert (found.published_at.value.isoformat(), found.published_at.method) == ("2015-05-03", "page")
    assert (found.headline, found.headline_method, found.kind) == ("Storm shuts harbour", "page", "article")


def test_what_was_given_wins_whatever_it_is() -> None:
    given = Given("Tempest", authors=("Harbour Desk / dpa",), language="fr", method="feed")
    found = page("", *PROSE, before="<div>By Ada Byrne</div>", given=given)
    assert (found.headline, found.headline_method, found.language) == ("Tempest", "feed", "fr")
    assert (found.authors, found.authors_method, found.agencies) == (("Harbour Desk", "dpa"), "feed", ("dpa",))
    assert found.body == "\n\n".join(PROSE)


def test_only_at_the_head_of_the_body_is_a_heading_the_headline_again() -> None:
    double = "<h1>The storm that shuts the harbour</h1>"
    title = "<title>Storm shuts harbour</title>"
    head, inside = page(title, *PROSE, before=double), page(title, *PROSE[:9], f"</p>{double}<p>", *PROSE[9:])
    assert "The storm" not in head.body
    assert "\n\nThe storm that shuts the harbour\n\n" in inside.body


def test_an_agency_is_read_from_the_dateline() -> None:
    assert page("", f"HARBOUR TOWN (Reuters) - {PROSE[0]}", *PROSE).agencies == ("Reuters",)


def test_a_page_behind_a_wall_is_a_stub() -> None:
    says = '<script type="application/ld+json">{"@type": "%s", "headline": "x", "isAccessibleForFree": %s}</script>'
    sold = says % ("NewsArticle", "false")
    assert page(sold, *PROSE[:2]).kind == "stub"
    assert page(sold, *PROSE).kind == "article"
    assert page("", *PROSE[:2], "To continue reading, log in or subscribe").kind == "stub"
    assert page(says % ("LiveBlogPosting", "true"), *PROSE).kind == "live_blog"


def test_a_text_says_less() -> None:
    paragraphs = ("Storm shuts harbour", "By Ada Byrne", *PROSE, "Additional reporting by Press Association")
    text = Document((Key("file", "a"),), "text", "\n\n".join(paragraphs), Encoding("utf-8", "json", repaired=False))
    found = clean(text, RULES)
    assert (found.headline_method, found.authors_method, found.kind) == ("text", "text", "article")
    assert found.agencies == ("PA",)
