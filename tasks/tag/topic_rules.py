"""One topic against one article: which phrases count, which do not and why, and what they add up to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from msgspec import Struct

from schemas.records import Evidence, Span
from schemas.topic import Context, Irregular, Rule, TopicDefinition, Zone
from schemas.topic_model import TopicModel
from tasks.tag.inflect import forms
from tasks.tag.learned_topics import weigh
from tasks.tag.phrases import Match
from tasks.tag.reading import Reading
from tasks.tag.surroundings import Around, Found, NumberedRule, Surroundings

COUNTED_PER_RULE = 5  # the sixth would add less than a thirtieth of the first
SPENT, TAKEN = "it has counted often enough, or is worth nothing here", "another phrase counts here"
SetNumbers = dict[tuple[str, ...], int]


class Blocked(Struct, frozen=True):
    """A phrase that was found and did not count."""

    span: Span
    rule: str
    reason: str


class Assessment(Struct, frozen=True):
    """What speaks for and against one topic in one article; `score` is the sum of all weights."""

    topic: str
    score: float
    threshold: float
    evidence: tuple[Evidence, ...]  # in reading order; what a model has learned stands after what the rules found
    against: tuple[Evidence, ...]  # weights below zero
    blocked: tuple[Blocked, ...]

    @property
    def given(self) -> bool:
        """Whether the article gets the topic."""
        return bool(self.evidence) and self.score >= self.threshold


class _Hit(Struct, frozen=True):
    match: Match
    shown: Match  # with the neighbours that it needed
    rule: Rule
    worth: float  # by weight and zone

    @property
    def place(self) -> tuple[str, int]:
        """What sets it apart from the topic's other hits in the article."""
        return self.rule.id, self.match.start


class TopicRules:
    """One topic, ready to be looked for. `numbers` collects the sets of phrases of all topics."""

    def __init__(
        self, definition: TopicDefinition, irregular: Irregular, numbers: SetNumbers, model: TopicModel | None = None
    ) -> None:
        def number(phrases: Iterable[str]) -> int:
            named = definition.resolve(tuple(phrases))
            every = tuple(sorted({form for phrase in named for form in forms(phrase, irregular)}))
            found = numbers.setdefault(every, len(numbers))
            self.sets.add(found)
            return found

        def around(contexts: Iterable[Context]) -> tuple[Around, ...]:
            return tuple(Around(number(context.any), context) for context in contexts)

        self.definition = definition
        self.sets = set[int]()  # the numbers of those that it needs
        self._model = model
        self._false_friends = number(definition.false_friends)
        self._rules = [
            NumberedRule(rule, number(rule.phrases), around(rule.needs), around(rule.unless))
            for rule in definition.rules
        ]
        self._numbers = frozenset(rule.number for rule in self._rules)

    def assess(self, reading: Reading, found: Found) -> Assessment:
        """What the article's matches say about the topic."""
        if self._numbers.isdisjoint(found):
            return self._sum([], [], reading)
        zones = self.definition.zones
        surroundings = Surroundings(reading, found, zones, found.get(self._false_friends, ()))
        hits, blocked = list[_Hit](), list[Blocked]()
        for rule in self._rules:
            for match in found.get(rule.number, ()):
                zone = reading.zone(match, zones)
                shown = surroundings.judge(rule, match) if zone in rule.rule.zones else _elsewhere(zone)
                if zone is None or isinstance(shown, str):
                    blocked.append(Blocked(reading.span(match), rule.rule.id, str(shown)))
                else:
                    hits.append(_Hit(match, shown, rule.rule, rule.rule.weight * zones.worth(zone)))
        return self._sum(hits, blocked, reading)

    def _sum(self, hits: list[_Hit], blocked: list[Blocked], reading: Reading) -> Assessment:
        kept = _once(hits)
        counted = _weigh(kept)
        weighed = [_evidence(reading.span(hit.shown), hit.rule, weight) for hit, weight in counted]
        if self._model and any(each.weight > 0 for each in weighed):
            weighed += weigh(self._model, reading)
        blocked += _left_out(hits, kept, [hit for hit, _ in counted], reading)
        return Assessment(
            self.definition.key,
            round(sum(each.weight for each in weighed), 4),
            self.definition.threshold,
            tuple(each for each in weighed if each.weight > 0),
            tuple(each for each in weighed if each.weight < 0),
            tuple(blocked),
        )


def _elsewhere(zone: Zone | None) -> str:
    return f"it is not for the {zone}" if zone else "the topic is not read so far down"


def _left_out(hits: Iterable[_Hit], kept: Iterable[_Hit], counted: Iterable[_Hit], reading: Reading) -> list[Blocked]:
    """The hits that are not counted, and why."""
    apart, done = {hit.place for hit in kept}, {hit.place for hit in counted}
    left = [(hit, SPENT if hit.place in apart else TAKEN) for hit in hits if hit.place not in done]
    return [Blocked(reading.span(hit.match), hit.rule.id, reason) for hit, reason in left]


def _evidence(span: Span, rule: Rule, weight: float) -> Evidence:
    return Evidence(span.field, span.start, span.end, span.text, rule.id, weight)


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
