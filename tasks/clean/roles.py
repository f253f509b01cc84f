"""What the paragraphs of a text without markup are: told by their order, their length and how they end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from schemas.boilerplate import Kind, Rule
from schemas.records import Removed
from tasks.clean.folding import is_sentence
from tasks.clean.paragraphs import LIST_ITEM
from tasks.clean.sorting import PROSE_WORDS, Parts, is_prose

HEADLINE_WORDS = (2, 40)
STANDFIRST_WORDS = (4, 60)
CAPTION_WORDS = 8  # a single line without a full stop and with fewer words, between paragraphs, is a crosshead
CAPTION_WORDS_IN_RUN = 4  # crossheads do not come in runs
MOST_CAPTIONS = 6  # a longer run of lines without full stops is a list
MOST_LINES_ABOVE = 6  # of headline, kicker, standfirst, captions; more are a menu
MOST_LINES_BEHIND = 2  # a longer run of lines without full stops behind the last sentence leads elsewhere
PUNCTUATED_SHARE = (
    0.6  # of a body's words that are in paragraphs that end like sentences; below it, full stops tell nothing
)
UNDER_STANDFIRST: frozenset[Kind] = frozenset({"byline", "published", "updated"})
LEADS_ON = re.compile(r"[:;,–—-]\s*$")
FULL_STOP = re.compile(r"(?<!\.\w)(?<!\b\w)[.。]['\"”’»)\]」』]{0,2}$")  # but not that of "U.S."

LABEL, LINKS = "text:label", "text:links"


def sort_text(paragraphs: Sequence[str], taken: Sequence[Rule | None]) -> Parts:
    """Every paragraph in exactly one part; `taken`: the boilerplate rule that takes each."""
    return _Text(paragraphs, taken).parts()


@dataclass(frozen=True)
class _Text:
    paragraphs: Sequence[str]
    taken: Sequence[Rule | None]

    def parts(self) -> Parts:
        parts = Parts()
        for n, text in enumerate(self.paragraphs):
            rule = self.taken[n]
            if rule:
                parts.put(text, rule)
            elif n < self.start or n == self.standfirst:
                self._put_above(n, parts)
            elif n in self.lines:
                self._put_line(n, parts)
            else:
                parts.body.append(text)
        return parts

    @cached_property
    def free(self) -> list[int]:
        """Paragraphs that no rule takes."""
        return [n for n, rule in enumerate(self.taken) if rule is None]

    @cached_property
    def start(self) -> int:
        """Where the body begins: at the first sentence that is not the headline; 0 if nothing ends like a sentence."""
        return next((n for n in self.free if self._begins_body(n)), 0)

    @cached_property
    def above(self) -> list[int]:
        return [n for n in self.free if n < self.start]

    @cached_property
    def is_page(self) -> bool:
        """Whether this is the text of a whole web page: a menu stands above the article."""
        return len(self.above) > MOST_LINES_ABOVE

    @cached_property
    def headline(self) -> int | None:
        """The first line above the body; under a menu the last that is long enough, with the standfirst below it."""
        fewest, most = HEADLINE_WORDS
        if self.is_page:
            longer = [n for n in self.above if CAPTION_WORDS_IN_RUN <= self._words(n) <= most]
            return longer[-2:][0] if longer else None
        return next((n for n in self.above if fewest <= self._words(n) <= most), None)

    @cached_property
    def standfirst(self) -> int | None:
        """The first longer line under the headline; or a sentence there that a byline or date parts from the body."""
        if self.headline is None:
            return None
        fewest, most = STANDFIRST_WORDS
        between = (n for n in self.free if self.headline < n < self.start)
        found = next((n for n in between if fewest <= self._words(n) <= most), None)
        under = self.taken[self.start + 1] if self.start + 1 < len(self.taken) else None
        parted = under is not None and under.kind in UNDER_STANDFIRST and self._words(self.start) <= most
        return self.start if found is None and parted and self.free[-1] > self.start else found

    @cached_property
    def lines(self) -> dict[int, list[int]]:
        """Each paragraph behind the start that does not end like a sentence, with the run of such that it stands in."""
        runs: list[list[int]] = []
        for n in range(self.start, len(self.paragraphs)):
            if self._is_line(n):
                if runs and runs[-1][-1] == n - 1:
                    runs[-1].append(n)
                else:
                    runs.append([n])
        return {n: run for run in runs for n in run}

    @cached_property
    def is_punctuated(self) -> bool:
        words = [(self._words(n), is_sentence(self.paragraphs[n])) for n in self.free if n >= self.start]
        return sum(n for n, ends in words if ends) >= PUNCTUATED_SHARE * sum(n for n, _ in words)

    @cached_property
    def last_sentence(self) -> int:
        return max((n for n in self.free if is_sentence(self.paragraphs[n])), default=len(self.paragraphs))

    def _put_above(self, n: int, parts: Parts) -> None:
        if n == self.headline:
            parts.headline = self.paragraphs[n]
        elif n == self.standfirst:
            parts.standfirst = self.paragraphs[n]
        elif self._words(n) >= CAPTION_WORDS:
            parts.captions.append(self.paragraphs[n])
        else:
            parts.removed.append(Removed(self.paragraphs[n], LABEL))

    def _put_line(self, n: int, parts: Parts) -> None:
        run = self.lines[n]
        before = self.taken[run[0] - 1] if run[0] else None
        teasers = self.is_page and len(run) > MOST_CAPTIONS
        if before and before.kind == "related":
            parts.removed.append(Removed(self.paragraphs[n], f"boilerplate:{before.key}"))
        elif teasers or (run[0] > self.last_sentence and len(run) > MOST_LINES_BEHIND):
            parts.removed.append(Removed(self.paragraphs[n], LINKS))
        elif self.is_punctuated and self._is_caption(n, run):
            parts.captions.append(self.paragraphs[n])
        else:
            parts.body.append(self.paragraphs[n])

    def _is_caption(self, n: int, run: Sequence[int]) -> bool:
        fewest = CAPTION_WORDS if len(run) == 1 else CAPTION_WORDS_IN_RUN
        return len(run) <= MOST_CAPTIONS and self._words(n) >= fewest

    def _is_line(self, n: int) -> bool:
        text = self.paragraphs[n]
        said_to_follow = n > 0 and LEADS_ON.search(self.paragraphs[n - 1])
        runs_on = is_sentence(text) or LEADS_ON.search(text) or LIST_ITEM.match(text) or said_to_follow
        return self.taken[n] is None and not runs_on

    def _begins_body(self, n: int) -> bool:
        text = self.paragraphs[n]
        if n == self.free[0]:  # a headline may end in a question mark, but not in a full stop
            return bool(FULL_STOP.search(text) or LIST_ITEM.match(text))
        leads_on = LEADS_ON.search(text) and self._words(n) >= PROSE_WORDS
        return bool(FULL_STOP.search(text) or LIST_ITEM.match(text) or leads_on or is_prose(text))

    def _words(self, n: int) -> int:
        return self.paragraphs[n].count(" ") + 1
