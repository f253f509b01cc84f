"""Text broken into lines of one length, as wire copy was: for finding things, its line breaks are spaces."""

from __future__ import annotations

import re
from typing import TypeVar

from msgspec.structs import replace

from schemas.records import FIELDS, Article, Span, Tags

LONGEST_LINE = 100  # characters; what is longer was not broken
BREAK = re.compile(r"(?<=[^\n]{25})\n(?=[^\s])")  # within a paragraph: its line is full, the next not indented
GOES_ON = re.compile(r"(?<=[^\n]{40}[^.!?:\n])\n(?=[a-z0-9])")  # such a break, in the middle of a sentence for sure
SHARE = 0.4  # of the breaks, so many are in the middle of a sentence where lines were broken

S = TypeVar("S", bound=Span)


def unwrapped(article: Article) -> Article:
    """The article with a space for each line break that only a line's length made; all offsets stay true."""
    printed = {field: getattr(article, field) or "" for field in FIELDS}
    joined = {field: BREAK.sub(" ", text) for field, text in printed.items() if _is_wrapped(text)}
    return replace(article, **joined) if joined else article


def as_printed(tags: Tags, article: Article) -> Tags:
    """The tags with the text of each span as `article` prints it."""
    topics = tuple(
        replace(topic, evidence=tuple(_printed(span, article) for span in topic.evidence)) for topic in tags.topics
    )
    return replace(
        tags,
        mentions=tuple(_printed(span, article) for span in tags.mentions),
        topics=topics,
        quotes=tuple(_printed(span, article) for span in tags.quotes),
        figures=tuple(_printed(span, article) for span in tags.figures),
    )


def _is_wrapped(text: str) -> bool:
    if "\n" not in text or max(map(len, text.split("\n"))) > LONGEST_LINE:
        return False
    breaks = len(BREAK.findall(text))
    return breaks > 1 and len(GOES_ON.findall(text)) >= SHARE * breaks


def _printed(span: S, article: Article) -> S:
    text: str = getattr(article, span.field)
    return replace(span, text=text[span.start : span.end])
