"""What the paragraphs of a text without markup are: told by their order, their length and how they end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from schemas.boilerplate import Kind, Rule
from schemas.records import Given, Removed
from tasks.clean.block_model import NO_MODEL, BlockModel
from tasks.clean.folding import PROSE_WORDS, count_words, is_sentence, opens_quote
from tasks.clean.paragraphs import LEADS_ON, LIST_ITEM
from tasks.clean.sorting import Parts
from tasks.clean.stretch import find_headline
from tasks.clean.whereabouts import FURNITURE, Whereabouts

HEADLINE_WORDS = (2, 40)
STANDFIRST_WORDS = (4, 60)
CAPTION_WORDS = 8  # a line without a full stop and with fewer words, between paragraphs, is a crosshead
LONE_CAPTION_WORDS = 11  # the same for a line that stands alone
MOST_CAPTIONS = 6  # a longer run of lines without full stops is a list
SEVERAL_CAPTIONS = 3  # of so many, some may be two sentences without the last full stop
MOST_CAPTIONS_ABOVE = 1  # more lines between standfirst and body are the story in points
TITLE_SHARE = 0.8  # of a heading's longer words that begin with a capital, where headings are set so
TITLE_WORDS = 3  # under a menu, the fewest of a headline
LINK_WORDS = 18  # a longer line is no link to another story
MOST_LINES_BEHIND = 2  # a longer run of links behind the last sentence leads elsewhere
PUNCTUATED_SHARE = (
    0.6  # of a body's words that are in paragraphs that end like sentences; below it, full stops tell nothing
)
UNDER_STANDFIRST: frozenset[Kind] = frozenset({"byline", "published", "updated"})
LIKE_HEADLINES: frozenset[Kind] = frozenset({"credit", "related", "legal", "caption"})
ANNOUNCING_WORDS = 5  # a longer line over links is itself a link
BETWEEN_SENTENCES = re.compile(
    r"(?<!\.\w)(?<!\b\w)(?<!\b[A-Z][a-z])(?<!\b[A-Z][a-z]{2})[.!?]['\"”’)]{0,2} (?=[A-Z“‘\"'])"
)
CREDIT_WORDS = 3  # behind a caption's sentence: "Picture: Dele Marsh"

NOTHING_GIVEN = Given()

NOT_MAIN, LINKS = "text:not-main-content", "text:links"


def sort_text(
    paragraphs: Sequence[str],
    taken: Sequence[Rule | None],
    given: Given = NOTHING_GIVEN,
    model: BlockModel = NO_MODEL,
) -> Parts:
    """Every paragraph in exactly one part.

    Args:
        paragraphs: the text's.
        taken: the boilerplate rule that takes each.
        given: what is known already; no paragraph is taken for a headline or standfirst that was given.
        model: finds the article in the text of a whole page.
    """
    if not paragraphs or given.headline:
        return _Text(paragraphs, taken, given, model).parts()
    first = _Text(paragraphs, [None, *taken[1:]], given, model)
    spared = taken[0] and taken[0].kind in LIKE_HEADLINES and paragraphs[0].count(" ") >= TITLE_WORDS
    return first.parts() if spared and first.above == [0] else _Text(paragraphs, taken, given, model).parts()


class _Text(Whereabouts):
    def parts(self) -> Parts:
        parts = Parts()
        for n, text in enumerate(self.paragraphs):
            rule = self.taken[n]
            if rule:
                parts.put(text, rule)
            elif n < self.start or n == self.standfirst:
                self._put_above(n, parts)
            elif n not in self.article:
                parts.removed.append(Removed(text, NOT_MAIN))
            elif n in self.lines:
                self._put_line(n, parts)
            else:
                parts.body.append(text)
        return parts

    @cached_property
    def headline(self) -> int | None:
        """The first line above the body; under a menu the last that is long enough, with the standfirst below it."""
        fewest, most = HEADLINE_WORDS
        if self.given.headline:
            return None
        if self.is_page:
            longer = [n for n in self.above if TITLE_WORDS <= self.words(n) <= most]
            found = find_headline(
                [self.paragraphs[n] for n in longer], [self.paragraphs[n] for n in sorted(self.article)]
            )
            return None if found is None else longer[found]
        return next((n for n in self.above if fewest <= self.words(n) <= most), None)

    @cached_property
    def standfirst(self) -> int | None:
        """The first longer line under the headline; or a sentence there that a byline or date parts from the body."""
        heading = -1 if self.given.headline and not self.is_page else self.headline
        if heading is None or self.given.standfirst:
            return None
        fewest, most = STANDFIRST_WORDS
        between = (n for n in self.free if heading < n < self.start)
        found = next((n for n in between if fewest <= self.words(n) <= most), None)
        under = self.taken[self.start + 1] if self.start + 1 < len(self.taken) else None
        parted = under is not None and under.kind in UNDER_STANDFIRST and self.words(self.start) <= most
        return self.start if found is None and parted and self.free[-1] > self.start else found

    @cached_property
    def captions_above(self) -> list[int]:
        """Longer lines between headline and body that are not the standfirst, if they are few."""
        found = [n for n in self.above if n not in {self.headline, self.standfirst} and self.words(n) >= CAPTION_WORDS]
        return found if len(found) <= MOST_CAPTIONS_ABOVE and not self.is_table(self.above) else []

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
        words = [(self.words(n), is_sentence(self.paragraphs[n])) for n in self.free if n >= self.start]
        return sum(n for n, ends in words if ends) >= PUNCTUATED_SHARE * sum(n for n, _ in words)

    @cached_property
    def last_sentence(self) -> int:
        return max((n for n in self.free if is_sentence(self.paragraphs[n])), default=len(self.paragraphs))

    def _put_above(self, n: int, parts: Parts) -> None:
        text = self.paragraphs[n]
        if n == self.headline:
            parts.headline = text
        elif n == self.standfirst:
            parts.standfirst = text
        elif self.is_page:
            parts.removed.append(Removed(text, NOT_MAIN))
        elif n in self.captions_above:
            parts.captions.append(text)
        else:
            parts.body.append(text)

    def _put_line(self, n: int, parts: Parts) -> None:
        text, run = self.paragraphs[n], self.lines[n]
        before = self.taken[run[0] - 1] if run[0] else None
        announced = before and before.kind == "related" and self.words(run[0] - 1) <= ANNOUNCING_WORDS
        if before and announced and self.words(n) <= LINK_WORDS:
            parts.removed.append(Removed(text, f"boilerplate:{before.key}"))
        elif self._leads_elsewhere(run):
            parts.removed.append(Removed(text, LINKS))
        elif n in self.captions:
            parts.captions.append(text)
        else:
            parts.body.append(text)

    @cached_property
    def captions(self) -> set[int]:
        """Lines long enough for one; but one or two that hold a sentence are paragraphs that lost their full stops."""
        long = {n: run for n, run in self.lines.items() if self.is_punctuated and len(run) <= MOST_CAPTIONS}
        found = {n for n, run in long.items() if self._is_caption(n, alone=len(run) == 1)}
        several = len(found) >= SEVERAL_CAPTIONS
        return {n for n in found if several or not _holds_sentence(self.paragraphs[n])}

    def _leads_elsewhere(self, run: Sequence[int]) -> bool:
        """Whether a run of lines is links: in a page's text a long one; else one at the end, beside other furniture."""
        if self.is_page:
            return len(run) > MOST_CAPTIONS and not self.is_long_page
        beside = (self.taken[n] for n in (run[0] - 1, run[-1] + 1) if 0 <= n < len(self.taken))
        furnished = any(rule is not None and rule.kind in FURNITURE for rule in beside)
        short = all(self.words(n) <= LINK_WORDS for n in run) and not self.is_table(run)
        return run[0] > self.last_sentence and len(run) > MOST_LINES_BEHIND and furnished and short

    def _is_caption(self, n: int, *, alone: bool) -> bool:
        """Whether a line is long enough for a caption, and is neither a heading, a quotation, nor torn off."""
        text = self.paragraphs[n]
        following = self.paragraphs[n + 1] if n + 1 < len(self.paragraphs) else ""
        goes_on = not following or following[0].islower() or following[0] in ",;)"  # or the text was cut off here
        words = [word for word in text.split() if len(word) > 3]
        titled = sum(word[0].isupper() for word in words) >= TITLE_SHARE * len(words)
        begins = not text[0].islower() and not opens_quote(text)
        fewest = LONE_CAPTION_WORDS if alone else CAPTION_WORDS
        return self.words(n) >= fewest and begins and not goes_on and not titled

    def _is_line(self, n: int) -> bool:
        text = self.paragraphs[n]
        said_to_follow = n > 0 and LEADS_ON.search(self.paragraphs[n - 1])
        runs_on = is_sentence(text) or LEADS_ON.search(text) or LIST_ITEM.match(text) or said_to_follow
        return self.taken[n] is None and not runs_on


def _holds_sentence(text: str) -> bool:
    """Whether a sentence ends inside, and more than a credit follows."""
    ends = (found.end() for found in BETWEEN_SENTENCES.finditer(text))
    return any(count_words(text[:end]) >= PROSE_WORDS and count_words(text[end:]) > CREDIT_WORDS for end in ends)
