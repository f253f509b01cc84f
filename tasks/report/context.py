"""A span where it stands: the sentence around it, cut at words when the sentence is long."""

from __future__ import annotations

import re

from schemas.counted import counted
from schemas.records import Article, Field, Span
from tasks.report.page import Line, hit, line, note

SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*\s+")
PARAGRAPH_BREAK = re.compile(r"\n\s*\n")
ELLIPSIS = "…"
LONGEST_SPAN = 280  # code points of a span that are shown; a quote may run over paragraphs


def in_context(article: Article, span: Span, remark: str = "") -> Line:
    """A line that shows the span in its sentence, with a remark behind it."""
    before, text, after = around(_field_text(article, span.field), span.start, span.end)
    found = hit(condensed(text, LONGEST_SPAN))
    return line(note(f"{span.field}: "), before, found, after, note(remark and f"  [{remark}]"), indent=4)


def _field_text(article: Article, field: Field) -> str:
    return {"headline": article.headline or "", "standfirst": article.standfirst or "", "body": article.body}[field]


def around(text: str, start: int, end: int, width: int = 100) -> tuple[str, str, str]:
    """What stands before the span, the span, and what stands after, within its sentence or sentences.

    `width`: at most so many code points on either side; where text was cut away there is an ellipsis.
    The cut is for showing only: an abbreviation ends a sentence here.
    """
    window_start, window_end = max(0, start - width), min(len(text), end + width)
    left = max(window_start, _last_end(text, window_start, start))
    right = _first_end(text, end, window_end)
    before, after = text[left:start], text[end:right]
    if left == window_start > 0:
        before = ELLIPSIS + before[_first_word(before) :]
    if right == window_end < len(text):
        after = after[: _last_word(after)] + ELLIPSIS
    return before.lstrip(), text[start:end], after.rstrip()


def _last_end(text: str, low: int, high: int) -> int:
    """Where the sentence that reaches `high` begins, not before `low`."""
    breaks = [found.end() for pattern in (SENTENCE_END, PARAGRAPH_BREAK) for found in pattern.finditer(text, low, high)]
    return max(breaks, default=low)


def _first_end(text: str, low: int, high: int) -> int:
    """Where the sentence that `low` stands in ends, not after `high`."""
    found = [match.end() for pattern in (SENTENCE_END, PARAGRAPH_BREAK) if (match := pattern.search(text, low, high))]
    return min(found, default=high)


def _first_word(text: str) -> int:
    space = re.search(r"\s", text)
    return space.end() if space else 0


def _last_word(text: str) -> int:
    spaces = [space.start() for space in re.finditer(r"\s", text)]
    return spaces[-1] if spaces else len(text)


def condensed(text: str, width: int) -> str:
    """`text` in at most about `width` code points: its beginning and its end, with what was left out counted."""
    if len(text) <= width:
        return text
    head, tail = text[: width * 2 // 3], text[-width // 3 :]
    head, tail = head[: _last_word(head)], tail[_first_word(tail) :]
    return f"{head} {ELLIPSIS}({counted(len(text) - len(head) - len(tail), 'character')}){ELLIPSIS} {tail}"
