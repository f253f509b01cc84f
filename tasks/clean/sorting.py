"""Paragraphs sorted by the boilerplate rules into what stays and what goes where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from schemas.boilerplate import Rule
from schemas.records import Removed
from tasks.clean.folding import PROSE_WORDS, count_words, is_sentence
from tasks.clean.rules import CleaningRules


@dataclass(slots=True)
class Parts:
    """The parts of an article, each in reading order."""

    headline: str | None = None
    standfirst: str | None = None
    body: list[str] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    credits: list[str] = field(default_factory=list)
    bylines: list[str] = field(default_factory=list)
    published: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)  # those credits that a rule took: who else reported, or owns it
    removed: list[Removed] = field(default_factory=list)

    def put(self, text: str, rule: Rule) -> None:
        """Put a paragraph where the rule that took it says; what is read and not kept as it is counts as removed."""
        kept = {"caption": self.captions, "credit": self.credits}
        read = {"byline": self.bylines, "published": self.published, "updated": self.updated}
        if rule.kind in kept:
            kept[rule.kind].append(text)
            self.sources += [text] if rule.kind == "credit" else []
            return
        self.removed.append(Removed(text, f"boilerplate:{rule.key}"))
        if rule.kind in read:
            read[rule.kind].append(text)


def is_prose(text: str) -> bool:
    """Whether a block is running text, not a label, a heading or a link."""
    return is_sentence(text) and count_words(text) >= PROSE_WORDS


def find_rules(paragraphs: Sequence[str], rules: CleaningRules) -> list[Rule | None]:
    """The rule that takes each paragraph.

    Rules for the edge apply before the second paragraph of prose, since a byline may stand under a standfirst, and
    behind the last.
    """
    found = {text: rules.find(text, edge=True) for text in set(paragraphs)}
    at_edge = [found[text] for text in paragraphs]
    anywhere = [rules.find(text) if found[text] else None for text in paragraphs]
    prose = [n for n, text in enumerate(paragraphs) if at_edge[n] is None and is_prose(text)]
    begun, last = (prose[:2][-1], prose[-1]) if prose else (len(paragraphs), -1)
    return [anywhere[n] if begun <= n <= last else at_edge[n] for n in range(len(paragraphs))]


def sort_paragraphs(paragraphs: Sequence[str], rules: CleaningRules) -> Parts:
    """What no rule takes is body."""
    parts = Parts()
    for text, rule in zip(paragraphs, find_rules(paragraphs, rules), strict=True):
        if rule:
            parts.put(text, rule)
        else:
            parts.body.append(text)
    return parts
