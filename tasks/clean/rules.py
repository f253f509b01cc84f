"""Boilerplate rules, compiled: which rule takes a line, if any."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from schemas.boilerplate import Agency, BylineWords, LearnedLine, Rule
from tasks.clean.agencies import AgencyReader, agency_reader
from tasks.clean.authors import AuthorReader, author_reader
from tasks.clean.block_model import NO_MODEL, BlockModel
from tasks.clean.folding import fold, is_sentence, opens_quote
from tasks.clean.learned import Learned, learned_by_source

LONGEST_LINE = 1000  # characters; no rule's `max_words` words are as long as this


@dataclass(frozen=True, slots=True)
class CleaningRules:
    """All that cleaning goes by, ready to be asked. Build it with `compile_rules`."""

    rules: tuple[Rule, ...]
    whole: dict[str, tuple[Rule, ...]]  # folded line -> rules
    first_word: dict[str, tuple[tuple[str, Rule], ...]]  # -> (folded start and a space, rule)
    before_colon: dict[str, tuple[Rule, ...]]  # folded words in front of a colon -> rules
    within: re.Pattern[str]
    within_rules: dict[str, tuple[Rule, ...]]  # folded phrase -> rules
    any_pattern: re.Pattern[str]  # of the next
    patterns: tuple[tuple[re.Pattern[str], Rule], ...]
    most_words: int  # of any rule
    authors: AuthorReader
    agencies: AgencyReader
    blocks: BlockModel  # of pages
    lines: BlockModel  # of whole pages' texts
    learned: Learned
    config_hash: str

    def find(self, line: str, *, edge: bool = False) -> Rule | None:
        """The first rule that takes this line; `edge`: it stands before or after the article's prose.

        None takes what somebody says, and none that is for the edge, where a torn sentence may stand, its second half.
        """
        if len(line) > LONGEST_LINE or opens_quote(line):
            return None
        folded = fold(line)
        words, sentence = folded.count(" ") + 1, is_sentence(line)
        if words > self.most_words:
            return None
        edge = edge and not (sentence and line[0].islower())
        found = (rule for rule in self._candidates(line, folded) if _applies(rule, words, sentence=sentence, edge=edge))
        return next((rule for rule in found if rule.kind != "byline" or self.authors.names_somebody(line)), None)

    def _candidates(self, line: str, folded: str) -> Iterable[Rule]:
        yield from self.whole.get(folded, ())
        spaced = folded + " "
        for start, rule in self.first_word.get(folded.partition(" ")[0], ()):
            if spaced.startswith(start):
                yield rule
        if ":" in line:
            yield from self.before_colon.get(fold(line.partition(":")[0]), ())
        for found in self.within.findall(" " + spaced):
            yield from self.within_rules[found.strip()]
        if self.any_pattern.fullmatch(folded):
            yield from (rule for pattern, rule in self.patterns if pattern.fullmatch(folded))


def _applies(rule: Rule, words: int, *, sentence: bool, edge: bool) -> bool:
    return words <= rule.max_words and (rule.sentences or not sentence) and (edge or rule.zone == "anywhere")


def compile_rules(
    rules: Iterable[Rule],
    words: Iterable[BylineWords] = (),
    agencies: Iterable[Agency] = (),
    config_hash: str = "",
    blocks: BlockModel = NO_MODEL,
    lines: BlockModel = NO_MODEL,
    learned: Iterable[LearnedLine] = (),
) -> CleaningRules:
    """Index rules so that a line costs a few lookups, not one attempt a rule."""
    rules, known = tuple(rules), agency_reader(agencies)
    whole: dict[str, tuple[Rule, ...]] = {}
    first_word: dict[str, tuple[tuple[str, Rule], ...]] = {}
    before_colon: dict[str, tuple[Rule, ...]] = {}
    within: dict[str, tuple[Rule, ...]] = {}
    for rule in rules:
        for line in rule.lines:
            whole[fold(line)] = (*whole.get(fold(line), ()), rule)
        for start in rule.starts:
            if start.endswith(":"):
                before_colon[fold(start)] = (*before_colon.get(fold(start), ()), rule)
                continue
            first = fold(start).partition(" ")[0]
            first_word[first] = (*first_word.get(first, ()), (fold(start) + " ", rule))
        for phrase in rule.contains:
            within[fold(phrase)] = (*within.get(fold(phrase), ()), rule)
    patterns = tuple((re.compile(pattern), rule) for rule in rules for pattern in rule.regex)
    return CleaningRules(
        rules=rules,
        whole=whole,
        first_word=first_word,
        before_colon=before_colon,
        within=_alternation(within),
        within_rules=within,
        any_pattern=re.compile("|".join(f"(?:{pattern.pattern})" for pattern, _ in patterns) or "(?!)"),
        patterns=patterns,
        most_words=max((rule.max_words for rule in rules), default=0),
        authors=author_reader(words, known),
        agencies=known,
        blocks=blocks,
        lines=lines,
        learned=learned_by_source(learned),
        config_hash=config_hash,
    )


def _alternation(phrases: Iterable[str]) -> re.Pattern[str]:
    """Any of the phrases between spaces; the longest wins, and a lookahead leaves its closing space to the next."""
    longest_first = sorted(phrases, key=len, reverse=True)
    return re.compile("(?<= )(?:" + "|".join(map(re.escape, longest_first)) + ")(?= )" if longest_first else "(?!)")
