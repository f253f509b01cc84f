"""Boilerplate rules, compiled: which rule takes a line, if any."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from schemas.boilerplate import BylineWords, Rule
from tasks.clean.authors import AuthorReader, author_reader
from tasks.clean.folding import fold, is_sentence

LONGEST_LINE = 1000  # characters; no rule's `max_words` words are as long as this


@dataclass(frozen=True, slots=True)
class CleaningRules:
    """All rules, ready to be asked. Build it with `compile_rules`."""

    rules: tuple[Rule, ...]
    whole: dict[str, tuple[Rule, ...]]  # folded line -> rules
    first_word: dict[str, tuple[tuple[str, Rule], ...]]  # -> (folded start and a space, rule)
    within: re.Pattern[str]
    within_rules: dict[str, tuple[Rule, ...]]  # folded phrase -> rules
    patterns: tuple[tuple[re.Pattern[str], Rule], ...]
    authors: AuthorReader
    config_hash: str

    def find(self, line: str, *, edge: bool = False) -> Rule | None:
        """The first rule that takes this line; `edge`: it stands before or after the article's prose."""
        if len(line) > LONGEST_LINE:
            return None
        folded = fold(line)
        words, sentence = folded.count(" ") + 1, is_sentence(line)
        return next(
            (rule for rule in self._candidates(folded) if _applies(rule, words, sentence=sentence, edge=edge)), None
        )

    def _candidates(self, folded: str) -> Iterable[Rule]:
        yield from self.whole.get(folded, ())
        spaced = folded + " "
        for start, rule in self.first_word.get(folded.partition(" ")[0], ()):
            if spaced.startswith(start):
                yield rule
        for found in self.within.findall(" " + spaced):
            yield from self.within_rules[found.strip()]
        for pattern, rule in self.patterns:
            if pattern.fullmatch(folded):
                yield rule


def _applies(rule: Rule, words: int, *, sentence: bool, edge: bool) -> bool:
    return words <= rule.max_words and (rule.sentences or not sentence) and (edge or rule.zone == "anywhere")


def compile_rules(rules: Iterable[Rule], words: Iterable[BylineWords] = (), config_hash: str = "") -> CleaningRules:
    """Index rules so that a line costs a few lookups, not one attempt a rule."""
    rules = tuple(rules)
    whole: dict[str, tuple[Rule, ...]] = {}
    first_word: dict[str, tuple[tuple[str, Rule], ...]] = {}
    within: dict[str, tuple[Rule, ...]] = {}
    for rule in rules:
        for line in rule.lines:
            whole[fold(line)] = (*whole.get(fold(line), ()), rule)
        for start in map(fold, rule.starts):
            first = start.partition(" ")[0]
            first_word[first] = (*first_word.get(first, ()), (start + " ", rule))
        for phrase in rule.contains:
            within[fold(phrase)] = (*within.get(fold(phrase), ()), rule)
    patterns = tuple((re.compile(pattern), rule) for rule in rules for pattern in rule.regex)
    authors = author_reader(words)
    return CleaningRules(rules, whole, first_word, _alternation(within), within, patterns, authors, config_hash)


def _alternation(phrases: Iterable[str]) -> re.Pattern[str]:
    """Any of the phrases between spaces; the longest wins, and a lookahead leaves its closing space to the next."""
    longest_first = sorted(phrases, key=len, reverse=True)
    return re.compile("(?<= )(?:" + "|".join(map(re.escape, longest_first)) + ")(?= )" if longest_first else "(?!)")
