"""Pages that show nothing before their scripts have run."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from tasks.clean.clean import clean
from tasks.clean.script_data import FEWEST_WORDS, filled_in
from tests.clean.test_clean import RULES, page

STORY = [
    f"The harbour master said on day {n} that no ferry would leave before the wind had dropped again."
    for n in range(1, 7)
]
MARKUP = "".join(f'<p class="text">{line}</p>' for line in STORY)


def shell(script: str) -> str:
    return (
        "<html><head><title>Ferries wait | Courier</title></head><body><nav><a href=/>Home</a></nav><div id=root></div>"
        f"<script>{script}</script></body></html>"
    )


def body(content: str) -> list[str]:
    return clean(page(content), RULES).body.split("\n\n")


def test_the_data_may_be_json_with_markup_in_it() -> None:
    data = json.dumps({"title": "Ferries wait", "more": ["Sign up", "x" * 500], "html": MARKUP}).replace("<", "\\u003c")
    assert body(shell(f"window.STATE = {data}")) == STORY


def test_the_data_may_be_json_in_a_string_of_json() -> None:
    data = json.dumps({"page": {"article": {"body": MARKUP, "words": 120}}})
    assert body(shell(f"self.stream.push([1, {json.dumps('4:' + data)}])")) == STORY


def test_the_data_may_be_plain_text() -> None:
    assert body(shell(f"window.STATE = {json.dumps({'text': chr(10).join(STORY)})}")) == STORY


def test_a_page_that_shows_its_article_is_left_alone() -> None:
    other = json.dumps({"html": MARKUP.replace("ferry", "train")})
    shown = f"<article>{MARKUP}</article><script>window.NEXT = {other}</script>"
    assert body(shown) == STORY


def test_what_the_page_shows_is_not_taken_twice() -> None:
    assert filled_in(f"<p>{json.dumps({'html': MARKUP})}</p>") is None
    assert filled_in(f"<SCRIPT>{json.dumps({'html': MARKUP})}") is not None  # one that never ends


def test_what_is_no_article_is_not_shown() -> None:
    assert filled_in(shell(json.dumps({"terms": "ok " * 300, "code": "x=1;" * 200}))) is None
    assert filled_in(shell(json.dumps({"html": MARKUP[: MARKUP.find("</p>") + 4]}))) is None, FEWEST_WORDS


@given(st.text(alphabet='"\\<p>{}: \nab', max_size=2_000).map(shell))
def test_any_page_is_answered(content: str) -> None:
    found = filled_in(content)
    assert found is None or found.startswith(content)
