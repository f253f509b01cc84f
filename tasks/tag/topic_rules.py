"""One topic against one article: which phrases count, which do not and why, and what they add up to."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from schemas.records import Evidence, Span
from schemas.topics import Context, Irregular, Rule, TopicDefinition, Zone
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
        hits, blocked = list[_Hit](), list[Blocked]()
        taken = _taken(found.get(self._false_friends, ()))
        for rule in self._rules:
            for match in found.get(rule.number, ()):
                zone = reading.zone(match, self.definition.zones)
                if zone is None or zone not in rule.rule.zones:
                    continue
                judged = self._judge(rule, match, reading, found, taken)
                if isinstance(judged, Match):
                    hits.append(_Hit(match, judged, rule.rule, rule.rule.weight * self.definition.zones.worth(zone)))
                else:
                    blocked.append(Blocked(reading.span(match), rule.rule.id, judged))
        return self._sum(hits, blocked, reading)

    def _judge(
        self, rule: _Rule, match: Match, reading: Reading, found: Found, taken: Mapping[int, Match]
    ) -> Match | str:
        """The match with the neighbours that it needed, or why it does not count."""
        friend = taken.get(match.start) or taken.get(match.end - 1)
        if friend:
            return f"part of {reading.span(friend).text!r}"
        for around in rule.unless:
            if against := self._neighbour(around, match, reading, found):
                return f"{reading.span(against).text!r} stands {_where(around)}"
        shown = match
        for around in rule.needs:
            neighbour = self._neighbour(around, match, reading, found)
            if neighbour is None:
                return f"none of what it needs stands {_where(around)}"
            if isinstance(around.context.within, int):
                shown = Match(min(shown.start, neighbour.start), max(shown.end, neighbour.end))
        return shown

    def _neighbour(self, around: _Around, match: Match, reading: Reading, found: Found) -> Match | None:
        others = found.get(around.number, ())
        match around.context.within:
            case "article":
                return next(_apart(others, match), None)
            case "top":
                first = next(_apart(others, match), None)
                return first if first and reading.zone(first, self.definition.zones) in TOP else None
            case reach:
                words = LONGEST_SENTENCE if reach == "sentence" else reach
                return next((each for each in _nearest(others, match) if reading.near(each, match, words)), None)

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


def _evidence(span: Span, rule: Rule, weight: float) -> Evidence:
    return Evidence(span.field, span.start, span.end, span.text, rule.id, weight)


def _taken(friends: Sequence[Match]) -> Mapping[int, Match]:
    return {at: friend for friend in friends for at in range(friend.start, friend.end)}


def _where(around: _Around) -> str:
    within = around.context.within
    return f"within {within} words" if isinstance(within, int) else PLACES[within]


def _apart(others: Sequence[Match], match: Match) -> Iterator[Match]:
    return (other for other in others if other.end <= match.start or other.start >= match.end)


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
