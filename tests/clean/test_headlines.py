"""Which of a page's titles is the headline, and what of it is the site's."""

from __future__ import annotations

from typing import Any

import pytest

from tasks.clean.headlines import SiteNames, read_headlines, without_site
from tasks.clean.told import Found
from tests.clean.saying import told

NEWS = {"@type": "NewsArticle", "headline": "Storm shuts harbour for a week"}


def chosen(**said: Any) -> tuple[str, str] | None:
    found = read_headlines(told(**said)).chosen
    return (found.value, found.method) if found else None


@pytest.mark.parametrize(
    ("title", "headline"),
    [
        ("Storm shuts harbour | Wexley Courier", "Storm shuts harbour"),
        ("Storm shuts harbour - Wexley Courier", "Storm shuts harbour"),
        ("Storm shuts harbour – The Courier", "Storm shuts harbour"),
        ("Storm shuts harbour « Wexley Courier", "Storm shuts harbour"),
        ("Storm shuts harbour -- wexleycourier", "Storm shuts harbour"),
        ("Storm shuts harbour - Coast - Wexley Courier", "Storm shuts harbour"),
        ("Storm shuts harbour | Weather | Nobody's Name", "Storm shuts harbour"),
        ("Wexley Courier: Storm shuts harbour", "Wexley Courier: Storm shuts harbour"),
        ("Wexley Courier | Storm shuts harbour", "Storm shuts harbour"),
        ("OPINION | The storm was not the harbour's fault", "OPINION | The storm was not the harbour's fault"),
        ("Storm shuts harbour – and nobody minds", "Storm shuts harbour – and nobody minds"),
        ("Coast - the sea came in", "Coast - the sea came in"),
        ("폭풍으로 항구 폐쇄-사회ㅣ신문", "폭풍으로 항구 폐쇄"),
        ("Storm-proof harbour", "Storm-proof harbour"),
    ],
)
def test_site_and_section_go_at_either_end(title: str, headline: str) -> None:
    names = SiteNames({"wexleycourier", "courier", "신문"}, {"coast", "사회"})
    assert without_site(title, names) == headline


def test_json_ld_wins_on_a_news_page() -> None:
    said = {"og__title": "Waves as high as houses", "h1": "Waves as high as houses", "title": "Waves as high as houses"}
    assert chosen(ld=NEWS, **said) == ("Storm shuts harbour for a week", "json-ld")


def test_what_title_repeats_was_written_for_search_engines() -> None:
    said = {"title": "Storm shuts harbour for a week | Wexley Courier", "og__title": "The week the boats stayed in"}
    assert chosen(ld=NEWS, **said) == ("The week the boats stayed in", "meta")
    assert chosen(ld=NEWS, **said, h1="Storm shuts harbour for a week") == ("The week the boats stayed in", "meta")


def test_what_twitter_repeats_was_written_for_networks_unless_it_is_printed() -> None:
    said = {
        "title": "Storm shuts harbour for a week",
        "og__title": "You won't believe it",
        "twitter__title": "You won't believe it",
    }
    assert chosen(ld=NEWS, **said) == ("Storm shuts harbour for a week", "json-ld")
    assert chosen(ld=NEWS, **said, h1="You won't believe it") == ("You won't believe it", "meta")


def test_the_printed_heading_wins_on_any_other_page() -> None:
    said = {"og__title": "10 harbours to visit (2026 guide)", "title": "10 harbours to visit (2026 guide) - Sails"}
    assert chosen(**said, h1=("Sails", "Ten harbours to visit")) == ("Ten harbours to visit", "page")


def test_a_heading_that_speaks_of_something_else_is_no_headline() -> None:
    assert chosen(og__title="Storm shuts harbour", h1="Subscribe to our letters") == ("Storm shuts harbour", "meta")
    assert chosen(h1="Storm shuts harbour") == ("Storm shuts harbour", "page")


def test_the_heading_most_like_the_title_is_it() -> None:
    headings = ("Harbour storm live", "Storm shuts harbour for a week", "More storm news")
    assert chosen(title="Storm shuts harbour for a whole week", h1=headings) == (headings[1], "page")


def test_who_writes_news_keywords_means_to_be_news() -> None:
    assert chosen(og__title="Storm shuts the harbour", h1="Storm shuts harbour", news_keywords="storm") == (
        "Storm shuts the harbour",
        "meta",
    )


def test_what_was_cut_short_is_completed() -> None:
    whole = (
        "Storm shuts harbour for a week, and islanders who were promised bread by noon still wait for the first boat"
    )
    assert chosen(ld={**NEWS, "headline": whole[:100].rstrip()}, h1=whole) == (whole, "page")
    assert chosen(ld={**NEWS, "headline": whole[:40] + "…"}, og__title=whole) == (whole, "meta")
    assert chosen(ld=NEWS, h1=NEWS["headline"] + ", islanders say") == (NEWS["headline"], "json-ld")


def test_a_text_is_no_headline() -> None:
    assert chosen(ld={**NEWS, "headline": "storm " * 80}, og__title="Storm shuts harbour") == (
        "Storm shuts harbour",
        "meta",
    )


def test_without_any_title_there_is_none() -> None:
    assert chosen() is None
    assert chosen(title="–", og__title="|") is None


def test_headings_that_say_the_same_are_known_though_another_title_wins() -> None:
    said = {"title": NEWS["headline"], "og__title": "The week the boats stayed in"}
    found = read_headlines(told(ld=NEWS, **said, h1=("More news", NEWS["headline"])))
    assert found.chosen == Found(said["og__title"], "meta")
    assert found.printed == (NEWS["headline"],)
