"""What makes a version of an article: its text alone, not what stands around it or how it is marked up."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from schemas.records import RawDocument
from tasks.clean.clean import clean
from tasks.clean.io import load_rules
from tasks.clean.parse import parse
from tasks.load.decide import content_hash
from tests.load.making import NOON

RULES = load_rules(Path(__file__).parents[2] / "config")
STORY = """\
<p>Crane drivers at the harbour walked out on Monday over pay, and an estimated 300 lorries were queuing outside.</p>
<p>The port's owner said that it had offered four per cent, and that talks would go on at the town hall on Tuesday.</p>
<p>Nobody expects the cranes to move before the end of the week, and ships are being sent to other harbours.</p>"""
PAGE = """\
<html><head><title>Harbour shut</title></head><body><nav><a href="/">Home</a></nav>
<article><h1>Harbour shut as crane drivers walk out</h1>{story}</article>{after}</body></html>"""


def text_of(page: str) -> str:
    content = page.encode()
    sha256 = hashlib.sha256(content).hexdigest()
    return content_hash(
        clean(parse(RawDocument("gazette", "https://example.org/a", "text/html", content, sha256, NOON)), RULES)
    )


ORIGINAL = text_of(PAGE.format(story=STORY, after=""))


@pytest.mark.parametrize(
    "page",
    [
        PAGE.format(story=STORY.replace("<p>", '<p class="text" data-n="7">'), after=""),
        PAGE.format(story=STORY + "\n<p>Click to follow the Gazette</p>", after=""),
        PAGE.format(
            story=STORY, after='<aside class="related"><a href="/b">Ferry sails again after two weeks</a></aside>'
        ),
        PAGE.format(story=STORY, after="<footer><p>© The Gazette 2026</p></footer>").replace("Home", "Start"),
        PAGE.format(story=STORY.replace("</p>\n<p>", "</p>\n\n\n<p>").replace("harbour", "<b>harbour</b>"), after=""),
    ],
)
def test_markup_and_boilerplate_alone_make_no_version(page: str) -> None:
    assert text_of(page) == ORIGINAL


def test_a_word_makes_one() -> None:
    assert text_of(PAGE.format(story=STORY.replace("300", "400"), after="")) != ORIGINAL
