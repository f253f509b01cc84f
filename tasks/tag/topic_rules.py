"""One topic against one article: which phrases count, which do not and why, and what they add up to."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from schemas.records import Evidence, Span
from schemas.topic import Context, Irregular, Rule, TopicDefinition, Zone, Zones
from tasks.tag.inflect import forms
from tasks.tag.phrases import Match
from tasks.tag.reading import Reading

COUNTED_PER_RULE = 5  # the sixth would add less than a thirtieth of the first
LONGEST_SENTENCE = 1_000  # words
TOP: tuple[Zone, ...] = ("headline", "standfirst", "lead")
PLACES = {"sentence": "in the sentence", "top": "in headline, standfirst or lead", "article": "in the article"}

Found = Mapping[int, Sequence[Match]]  # matches in reading order, by the number of their set of phrases
SetNumbers = dict[tuple[str, ...], int]


@dataclass(frozen=True, slots=True)
class Blocked:
    """A phrase that was found and did not count."""

    span: Span
    rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """What speaks for and against one topic in one article; `score` is the sum of all weights."""

    topic: str
    score: float
    threshold: float
    evidence: tuple[Evidence, ...]  # in reading order
    against: tuple[Evidence, ...]  # weights below zero
    blocked: tuple[Blocked, ...]

    @property
    def given(self) -> bool:
        """Whether the article gets the topic."""
        return bool(self.evidence) and self.score >= self.threshold


@dataclass(frozen=True, slots=True)
class _Around:
    """A context, with the number of its set of phrases."""

    number: int
    context: Context


@dataclass(frozen=True, slots=True)
class _Rule:
    rule: Rule
    number: int
    needs: tuple[_Around, ...]
    unless: tuple[_Around, ...]


@dataclass(frozen=True, slots=True)
class _Hit:
    match: Match
    shown: Match  # with the neighbours that it needed
    rule: Rule
    worth: float  # by weight and zone


class TopicRules:
    """One topic, ready to be looked for. `numbers` collects the sets of phrases of all topics."""

    def __init__(self, definition: TopicDefinition, irregular: Irregular, numbers: SetNumbers) -> None:
        def number(phrases: Iterable[str]) -> int:
            named = definition.resolve(tuple(phrases))
            every = tuple(sorted({form for phrase in named for form in forms(phrase, irregular)}))
            return numbers.setdefault(every, len(numbers))

        def around(contexts: Iterable[Context]) -> tuple[_Around, ...]:
            return tuple(_Around(number(context.any), context) for context in contexts)

        self.definition = definition
        self._false_friends = number(definition.false_friends)
        self._rules = [
            _Rule(rule, number(rule.phrases), around(rule.needs), around(rule.unless)) for rule in definition.rules
        ]

    def assess(self, reading: Reading, found: Found) -> Assessment:
        """What the article's matches say about the topic."""
        zones = self.definition.zones
        surroundings = _Surroundings(reading, found, zones, found.get(self._false_friends, ()))
        hits, blocked = list[_Hit](), list[Blocked]()
        for rule in self._rules:
            for match in found.get(rule.number, ()):
                zone = reading.zone(match, zones)
                if zone is None or zone not in rule.rule.zones:
                    continue
                shown = surroundings.judge(rule, match)
                if isinstance(shown, str):
                    blocked.append(Blocked(reading.span(match), rule.rule.id, shown))
                else:
                    hits.append(_Hit(match, shown, rule.rule, rule.rule.weight * zones.worth(zone)))
        return self._sum(hits, blocked, reading)

    def _sum(self, hits: list[_Hit], blocked: list[Blocked], reading: Reading) -> Assessment:
        weighed = [_evidence(reading.span(hit.shown), hit.rule, weight) for hit, weight in _weigh(_once(hits))]
        return Assessment(
            self.definition.key,
            round(sum(each.weight for each in weighed), 4),
            self.definition.threshold,
            tuple(each for each in weighed if each.weight > 0),
            tuple(each for each in weighed if each.weight < 0),
            tuple(blocked),
        )


class _Surroundings:
    """What stands around the matches of one topic in one article."""

    def __init__(self, reading: Reading, found: Found, zones: Zones, false_friends: Sequence[Match]) -> None:
        self._reading, self._found, self._zones = reading, found, zones
        self._friends = {at: friend for friend in false_friends for at in range(friend.start, friend.end)}

    def judge(self, rule: _Rule, match: Match) -> Match | str:
        """The match with the neighbours that it needed, or why it does not count."""
        friend = self._friend(match)
        if friend and rule.rule.weight > 0:
            return f"part of {self._reading.span(friend).text!r}"
        for around in rule.unless:
            if against := self._neighbour(around, match):
                return f"{self._reading.span(against).text!r} stands {_where(around)}"
        shown = match
        for around in rule.needs:
            neighbour = self._neighbour(around, match)
            if neighbour is None:
                return f"nothing that it needs stands {_where(around)}"
            if isinstance(around.context.within, int):
                shown = Match(min(shown.start, neighbour.start), max(shown.end, neighbour.end))
        return shown

    def _friend(self, match: Match) -> Match | None:
        """The false friend that the match is part of, or reaches into."""
        return self._friends.get(match.start) or self._friends.get(match.end - 1)

    def _neighbour(self, around: _Around, match: Match) -> Match | None:
        others, within = self._found.get(around.number, ()), around.context.within
        if within in {"top", "article"}:
            first = next((other for other in others if _apart(other, match) and not self._friend(other)), None)
            top = first and self._reading.zone(first, self._zones) in TOP
            return first if top or within == "article" else None
        words = within if isinstance(within, int) else LONGEST_SENTENCE
        near = (other for other in _nearest(others, match) if self._reading.near(other, match, words))
        return next((other for other in near if not self._friend(other)), None)


def _evidence(span: Span, rule: Rule, weight: float) -> Evidence:
    return Evidence(span.field, span.start, span.end, span.text, rule.id, weight)


def _where(around: _Around) -> str:
    within = around.context.within
    return f"within {within} words" if isinstance(within, int) else PLACES[within]


def _apart(one: Match, other: Match) -> bool:
    return one.end <= other.start or one.start >= other.end


def _nearest(others: Sequence[Match], match: Match) -> Iterator[Match]:
    """The last of the others before the match, and the first after it."""
    at = bisect_left(others, match.start, key=lambda other: other.start)
    yield from islice((other for other in _back(others, at) if other.end <= match.start), 1)
    yield from islice((other for other in islice(others, at, None) if other.start >= match.end), 1)


def _back(others: Sequence[Match], at: int) -> Iterator[Match]:
    return (others[i] for i in range(at - 1, -1, -1))


def _once(hits: Iterable[_Hit]) -> list[_Hit]:
    """Each stretch of text counts once: for what it is worth most, then as the longest phrase."""
    kept, taken = list[_Hit](), set[int]()
    for hit in sorted(hits, key=lambda hit: (-abs(hit.worth), hit.match.start - hit.match.end, hit.match.start)):
        stretch = range(hit.match.start, hit.match.end)
        if taken.isdisjoint(stretch):
            kept.append(hit)
            taken.update(stretch)
    return kept


def _weigh(hits: Iterable[_Hit]) -> list[tuple[_Hit, float]]:
    """What each hit adds, in reading order: the best of a rule all, the next half, a quarter, ..."""
    seen = Counter[str]()
    weighed = list[tuple[_Hit, float]]()
    for hit in hits:
        if hit.worth and seen[hit.rule.id] < COUNTED_PER_RULE:
            weighed.append((hit, hit.worth / 2 ** seen[hit.rule.id]))
            seen[hit.rule.id] += 1
    return sorted(weighed, key=lambda pair: pair[0].match.start)
