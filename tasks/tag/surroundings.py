"""What stands around the matches of one topic in one article, and whether it lets them count."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from msgspec import Struct

from schemas.counted import counted
from schemas.topic import Context, Rule, Zone, Zones
from tasks.tag.phrases import Match
from tasks.tag.reading import Reading

LONGEST_SENTENCE = 1_000  # words
TOP: tuple[Zone, ...] = ("headline", "standfirst", "lead")
PLACES = {"sentence": "in the sentence", "top": "in headline, standfirst or lead", "article": "in the article"}

Found = Mapping[int, Sequence[Match]]  # matches in reading order, by the number of their set of phrases


class Around(Struct, frozen=True):
    """A context, with the number of its set of phrases."""

    number: int
    context: Context


@dataclass(frozen=True, slots=True)
class NumberedRule:
    """A rule, with the number of its set of phrases."""

    rule: Rule
    number: int
    needs: tuple[Around, ...]
    unless: tuple[Around, ...]


class Surroundings:
    """What stands around the matches of one topic in one article."""

    def __init__(self, reading: Reading, found: Found, zones: Zones, false_friends: Sequence[Match]) -> None:
        self._reading, self._found, self._zones = reading, found, zones
        self._friends = _by_position(false_friends)
        self._wholes = dict[int, dict[int, Match]]()

    def judge(self, rule: NumberedRule, match: Match) -> Match | str:
        """The match with the neighbours that it needed, or why it does not count."""
        friend = self._friend(match)
        if friend and rule.rule.weight > 0:
            return f"part of {self._reading.span(friend).text!r}"
        for around in rule.unless:
            if whole := self._whole(around, match):
                return f"part of {self._reading.span(whole).text!r}"
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

    def _whole(self, around: Around, match: Match) -> Match | None:
        """The forbidding phrase that the match is part of, or that reaches over its edge."""
        if around.number not in self._wholes:
            self._wholes[around.number] = _by_position(self._found.get(around.number, ()))
        wholes = self._wholes[around.number]
        touching = (wholes.get(match.start), wholes.get(match.end - 1))
        return next((each for each in touching if each and not _holds(match, each)), None)

    def _neighbour(self, around: Around, match: Match) -> Match | None:
        others, within = self._found.get(around.number, ()), around.context.within
        if within in {"top", "article"}:
            first = next((other for other in others if _apart(other, match) and not self._friend(other)), None)
            zone = first and self._reading.zone(first, self._zones)
            return first if zone in TOP or (zone and within == "article") else None
        words = within if isinstance(within, int) else LONGEST_SENTENCE
        near = (other for other in _nearest(others, match) if self._reading.near(other, match, words))
        return next((other for other in near if not self._friend(other)), None)


def _where(around: Around) -> str:
    within = around.context.within
    return f"within {counted(within, 'word')}" if isinstance(within, int) else PLACES[within]


def _by_position(matches: Sequence[Match]) -> dict[int, Match]:
    """By each position, the match that stands there; of several the one that begins first."""
    return {at: match for match in reversed(matches) for at in range(match.start, match.end)}


def _holds(one: Match, other: Match) -> bool:
    return one.start <= other.start and other.end <= one.end


def _apart(one: Match, other: Match) -> bool:
    return one.end <= other.start or one.start >= other.end


def _nearest(others: Sequence[Match], match: Match) -> Iterator[Match]:
    """The last of the others before the match, and the first after it."""
    at = bisect_left(others, match.start, key=lambda other: other.start)
    yield from islice((other for other in _back(others, at) if other.end <= match.start), 1)
    yield from islice((other for other in islice(others, at, None) if other.start >= match.end), 1)


def _back(others: Sequence[Match], at: int) -> Iterator[Match]:
    return (others[i] for i in range(at - 1, -1, -1))
