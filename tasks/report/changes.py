"""What changed between two versions of an article: sentences, and the names, quotes and figures in them. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from difflib import SequenceMatcher

from msgspec import Struct

from schemas.records import Figure, Tags
from tasks.tag.clauses import SENTENCE_END

ALIKE = 0.5  # share of words in common from which on a sentence counts as changed, not as another
MOST_PAIRS = 2_500  # sentences compared with one another; in longer stretches all are removed or added


class Version(Struct, frozen=True):
    """One version of an article's text, and what was found in it."""

    number: int  # 1 for the first version stored, and so on
    is_current: bool
    appeared_at: datetime  # when it was last fetched where another text, or none, was
    headline: str | None
    standfirst: str | None
    body: str
    tags: Tags
    made_by: frozenset[tuple[str, str, str]]  # name, version and config hash of what found that


class Change(Struct, frozen=True):
    """Something that is another now; without `before` it is new, without `after` it has gone."""

    before: str | None
    after: str | None


class Difference(Struct, frozen=True):
    """What a version has otherwise than the one before. What was not compared is None."""

    headline: Change | None
    standfirst: Change | None
    sentences: tuple[Change, ...]
    names: tuple[Change, ...] | None
    quotes: tuple[Change, ...] | None
    figures: tuple[Change, ...] | None


def compare(before: Version, after: Version) -> Difference:
    """What `after` has otherwise.

    Names, quotes and figures are compared only where the same processor found them in both: else the difference would
    say more about newsledger than about the article.
    """
    others = {name.partition("/")[0] for name, *_ in before.made_by ^ after.made_by}
    old, new = before.tags, after.tags
    return Difference(
        headline=_field(before.headline, after.headline),
        standfirst=_field(before.standfirst, after.standfirst),
        sentences=tuple(_texts(sentences(before.body), sentences(after.body))),
        names=tuple(_sets(_names(old), _names(new))) if "entities" not in others else None,
        quotes=tuple(_texts(_quotes(old), _quotes(new))) if others.isdisjoint({"quotes", "entities"}) else None,
        figures=tuple(_figures(old.figures, new.figures)) if "figures" not in others else None,
    )


def sentences(text: str) -> list[str]:
    """The sentences of a text in their order, white space in them made plain."""
    found = (" ".join(part.split()) for part in _parts(text))
    return [sentence for sentence in found if sentence]


def figure_said(figure: Figure) -> str:
    """A figure in short: qualifier, number or range, unit."""
    amount = _number(figure.low) if figure.low == figure.high else f"{_number(figure.low)} to {_number(figure.high)}"
    return " ".join(part for part in (figure.qualifier, amount, figure.unit) if part)


def _number(value: float) -> str:
    return f"{int(value) if float(value).is_integer() else value:,}"


def _parts(text: str) -> Iterator[str]:
    start = 0
    for end in SENTENCE_END.finditer(text):
        yield text[start : end.end()]
        start = end.end()
    yield text[start:]


def _field(before: str | None, after: str | None) -> Change | None:
    return Change(before, after) if before != after else None


def _texts(before: Sequence[str], after: Sequence[str]) -> Iterator[Change]:
    """Texts that were removed, added or changed, in the order in which they stand."""
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal":
            yield from _stretch(before[i1:i2], after[j1:j2])


def _stretch(before: Sequence[str], after: Sequence[str]) -> Iterator[Change]:
    """Each text beside the first further on that is alike; the others have gone, or are new."""
    left = 0
    for text in before:
        place = _like(text, after, left) if len(before) * len(after) <= MOST_PAIRS else None
        if place is None:
            yield Change(text, None)
            continue
        yield from (Change(None, new) for new in after[left:place])
        yield Change(text, after[place])
        left = place + 1
    yield from (Change(None, new) for new in after[left:])


def _like(text: str, others: Sequence[str], start: int) -> int | None:
    words = text.split()
    for place in range(start, len(others)):
        matcher = SequenceMatcher(None, words, others[place].split(), autojunk=False)
        if matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE:
            return place
    return None


def _names(tags: Tags) -> list[str]:
    return [entity.name for entity in tags.entities]


def _quotes(tags: Tags) -> list[str]:
    speakers = (None if quote.speaker is None else tags.entities[quote.speaker].name for quote in tags.quotes)
    said = zip(speakers, tags.quotes, strict=True)
    return [f"{speaker or 'nobody named'}: {' '.join(quote.text.split())}" for speaker, quote in said]


def _sets(before: Sequence[str], after: Sequence[str]) -> Iterator[Change]:
    yield from (Change(gone, None) for gone in dict.fromkeys(before) if gone not in after)
    yield from (Change(None, new) for new in dict.fromkeys(after) if new not in before)


def _figures(before: Sequence[Figure], after: Sequence[Figure]) -> Iterator[Change]:
    """Of the same unit, the first that has gone beside the first that is new: 1,700 lorries are 2,600 now."""
    gone, new = _by_unit(before, after), _by_unit(after, before)
    for unit in dict.fromkeys((*gone, *new)):
        olds, news = gone[unit], new[unit]
        pairs = min(len(olds), len(news))
        yield from (Change(old, now) for old, now in zip(olds, news, strict=False))
        yield from (Change(old, None) for old in olds[pairs:])
        yield from (Change(None, now) for now in news[pairs:])


def _by_unit(figures: Sequence[Figure], others: Sequence[Figure]) -> defaultdict[str, list[str]]:
    """What the figures say that the others do not, or not as often, by unit."""
    left = Counter(map(figure_said, others))
    found: defaultdict[str, list[str]] = defaultdict(list)
    for figure in figures:
        said = figure_said(figure)
        if left[said]:
            left[said] -= 1
        else:
            found[figure.unit.casefold()].append(said)
    return found
