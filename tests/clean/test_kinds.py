"""What is an article, and what is only what a wall leaves of one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tasks.clean.io import load_rules
from tasks.clean.kinds import STUB_WORDS, Said, article_kind, is_live, is_sold, said_words
from tests.clean.saying import told

RULES = load_rules(Path(__file__).parents[2] / "config")
SHORT, LONG = "bread " * 60, "bread " * STUB_WORDS
WALL = "To continue reading, log in or subscribe"
COOKIES = "We use cookies to give you the best experience on our website."


@pytest.mark.parametrize(
    ("body", "said", "behind", "kind"),
    [
        (SHORT, Said(), (), "article"),
        (SHORT, Said(sold=True), (), "stub"),
        (SHORT, Said(), (WALL,), "stub"),
        (SHORT, Said(), ("Premium",), "article"),
        (LONG, Said(sold=True), (WALL,), "article"),
        (LONG, Said(sold=True, words=900), (), "stub"),
        (SHORT, Said(sold=True, words=20), (), "stub"),
        (LONG, Said(words=900), (), "article"),
        (LONG, Said(live=True), (), "live_blog"),
        (SHORT, Said(live=True, sold=True), (), "stub"),
        ("港" * 2 * STUB_WORDS, Said(sold=True), (), "article"),
    ],
)
def test_what_a_paywall_leaves_is_a_stub(body: str, said: Said, behind: tuple[str, ...], kind: str) -> None:
    assert article_kind(body, RULES, said, behind=behind) == kind


@pytest.mark.parametrize(("body", "kind"), [("", "stub"), ("Storm shuts harbour", "stub"), (SHORT, "article")])
def test_a_cookie_wall_leaves_nothing(body: str, kind: str) -> None:
    assert article_kind(body, RULES, Said(), shown=("Home", COOKIES)) == kind


@pytest.mark.parametrize(
    "line",
    [
        WALL,
        "Um weiterzulesen, melden Sie sich an",
        "Cet article est réservé aux abonnés",
        "Contenido exclusivo para suscriptores",
        "Contenuto riservato agli abbonati",
        "Lees verder met een abonnement",
        "Logga in för att läsa hela artikeln",
        "Pozostało 80% artykułu",
    ],
)
def test_walls_speak_many_languages(line: str) -> None:
    assert article_kind(SHORT, RULES, Said(), behind=(line,)) == "stub"


def test_what_the_markup_says() -> None:
    live = told(ld={"@type": "LiveBlogPosting", "headline": "Storm, hour by hour", "wordCount": "900 words"})
    sold = told(ld={"@type": "NewsArticle", "headline": "Storm", "isAccessibleForFree": "False", "wordCount": 900})
    assert (is_live(live), is_sold(live), said_words(live)) == (True, False, 0)
    assert (is_live(sold), is_sold(sold), said_words(sold)) == (False, True, 900)
    assert is_sold(told(isaccessibleforfree="http://schema.org/False"))
    assert is_sold(told(article__content_tier="locked"))
    assert not is_sold(told(article__content_tier="metered", isaccessibleforfree="true"))
