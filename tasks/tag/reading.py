"""An article as the topics read it: its fields as one folded text, and where in it they stand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property

from schemas.records import Article, Field, Span
from schemas.topic import Zone, Zones
from tasks.tag.phrases import FoldedText, Match

BREAK = "\n\n"  # between the fields: no phrase and no sentence runs across
WORD = re.compile(r"[^\W\d_]{2,}(?:'[^\W\d_]+)?")
WEIGHED = 2_500  # characters, headline and all, whose words learned models weigh: what an article is about stands above


class Reading:
    """The text of one article, each field up to a number of characters."""

    def __init__(self, article: Article, limit: int) -> None:
        fields: tuple[tuple[Field, str], ...] = (
            ("headline", (article.headline or "")[:limit]),
            ("standfirst", (article.standfirst or "")[:limit]),
            ("body", article.body[:limit]),
        )
        self._fields: list[tuple[Field, int, str]] = []
        start = 0
        for name, text in fields:
            self._fields.append((name, start, text))
            start += len(text) + len(BREAK)
        self.folded = FoldedText(BREAK.join(text for _, text in fields))

    @cached_property
    def words(self) -> Mapping[str, Match]:
        """The different words of the article's beginning, each where it first stands, in reading order."""
        found = dict[str, Match]()
        for word in WORD.finditer(self.folded.text, 0, WEIGHED):
            found.setdefault(word[0], Match(word.start(), word.end()))
        return found

    def span(self, match: Match) -> Span:
        """The match as a span of its field."""
        start, end = self.folded.original(match.start), self.folded.original(match.end)
        name, offset, text = self._field(start)
        return Span(name, start - offset, end - offset, text[start - offset : end - offset])

    def zone(self, match: Match, zones: Zones) -> Zone | None:
        """Where the match stands; None beyond what the topic reads."""
        start = self.folded.original(match.start)
        name, offset, _ = self._field(start)
        if name != "body":
            return name
        if start - offset < zones.lead_characters:
            return "lead"
        return "body" if start - offset < zones.body_characters else None

    def near(self, one: Match, other: Match, words: int) -> bool:
        """Whether two matches stand in one sentence, at most so many words apart (1 for neighbours)."""
        first, second = sorted((one, other), key=lambda match: match.start)
        same = self.folded.sentence(first.start) == self.folded.sentence(second.start)
        return same and self.folded.text.count(" ", first.end, second.start) <= words

    def _field(self, start: int) -> tuple[Field, int, str]:
        return next(field for field in reversed(self._fields) if field[1] <= start)
