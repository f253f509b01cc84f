"""The article of a page that has its text only in the data of its scripts, and shows it once these have run."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import escape

from tasks.clean.folding import count_words
from tasks.clean.page import parse_page
from tasks.clean.sorting import is_prose

OPENED, CLOSED = re.compile(r"<script\b", re.IGNORECASE), re.compile(r"</script", re.IGNORECASE)
STRING = re.compile(r'"(?:[^"\\]|\\.){300,}+"', re.DOTALL)  # a shorter one holds no article
DEEPEST = 3  # strings of JSON in strings of JSON: some frameworks stream their data so
JSON = re.compile(r'"\s*:\s*["\[{]')
LIKELIEST = 5  # strings that are read, the longest first
FEWEST_WORDS = 60  # of an article's prose
PARAGRAPHS = re.compile(r"\n\s*\n|\n")
MARKUP = re.compile(r"<(?:p|br|div|h2)\b", re.IGNORECASE)


def filled_in(content: str) -> str | None:
    """The page with the longest prose among its scripts' strings as its article; None if they hold none."""
    strings = {text for script in _scripts(content) for text in _strings(script, DEEPEST)}
    longest = sorted(strings, key=lambda text: (-len(text), text))[:LIKELIEST]
    words, best = max(((_prose_words(markup), markup) for markup in map(_as_markup, longest)), default=(0, ""))
    return f"{content}<article>{best}</article>" if words >= FEWEST_WORDS else None


def _scripts(content: str) -> Iterator[str]:
    start = 0
    while opened := OPENED.search(content, start):
        closed = CLOSED.search(content, opened.end())
        start = closed.start() if closed else len(content)
        yield content[opened.end() : start]


def _strings(script: str, levels: int) -> Iterator[str]:
    """The strings of JSON, and those inside of them."""
    for found in STRING.finditer(script) if levels else ():
        try:
            text = json.loads(found[0], strict=False)
        except ValueError:
            continue
        yield from _strings(text, levels - 1) if JSON.search(text) else [text]


def _as_markup(text: str) -> str:
    if MARKUP.search(text):
        return text
    return "".join(f"<p>{escape(line)}</p>" for line in PARAGRAPHS.split(text))


def _prose_words(markup: str) -> int:
    return sum(count_words(block.text) for block in parse_page(markup).blocks.blocks if is_prose(block.text))
