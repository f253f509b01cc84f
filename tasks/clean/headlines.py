"""The headline among a page's many titles, without the site's name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from msgspec import Struct

from tasks.clean.folding import fold, squeeze
from tasks.clean.json_ld import texts
from tasks.clean.told import Found, Told

# What stands between a headline and the site, section or date that pages put behind or before it.
SEPARATOR = re.compile(
    r"\s+[|–—·•»«:\-]+\s+|\s*[|｜ㅣ]\s*|\s*--\s*|(?<=[\u3040-\u9fff\uac00-\ud7a3])[-_](?=[\u3040-\u9fff\uac00-\ud7a3])"
)
BAR = re.compile(r"\s+\|\s+|\s*[｜ㅣ]\s*")
HEADLINE_META = ("headline", "og:title", "hdl", "parsely-title", "twitter:title", "title", "dc.title")
CUT_SHORT = re.compile(r"\s*(?:…|\.\.\.)$")
LONGEST = 300  # characters; what is longer is a text, not its headline
CUT_AT = 95  # characters; Google reads 110 of a JSON-LD headline, and so many sites cut theirs
MOST_TAIL = 4  # words of a tail that has the site's name in it, or is a part of it
FEWEST = 3  # characters of a name that is compared in parts
SAME = 0.5  # of a heading's words, or of a title's, that are in the other


class Title(Struct, frozen=True):
    """What a page calls its article, in one of the places where it may."""

    value: str
    method: str
    folded: str
    words: AbstractSet[str]


@dataclass(frozen=True, slots=True)
class SiteNames:
    """What a title has at its ends that is no part of the headline, squeezed."""

    outlets: AbstractSet[str]
    sections: AbstractSet[str]


@dataclass(frozen=True, slots=True)
class Headlines:
    """The headline, and the headings of the page that say the same, be one of them the headline or not."""

    chosen: Found[str] | None
    printed: tuple[str, ...]


def read_headlines(told: Told) -> Headlines:
    """Choose the headline, and say where it stood.

    News sites take care of what they tell machines: it is their JSON-LD's, or og:title's. The one that <title>
    repeats was written for search engines, and the other wins. On other pages the printed heading wins, if it
    says the same as any title.
    """
    names = SiteNames(*({squeeze(name) for name in named} - {""} for named in (told.outlets, told.sections)))
    titles, headings = list(_titles(told, names)), list(_headings(told, names))
    likeness = {heading: max((_likeness(heading, title) for title in titles), default=0) for heading in headings}
    printed = sorted(filter(likeness.get, headings), key=lambda heading: -likeness[heading])
    if told.is_news():
        ranked = [*_editors_first(titles, headings, next(told.meta("twitter:title"), "")), *printed, *headings]
    else:
        ranked = [*printed[:1], *titles, *headings]
    chosen = next((_whole(title, [*titles, *headings]) for title in ranked), None)
    found = Found(chosen.value, chosen.method) if chosen else None
    return Headlines(found, tuple(heading.value for heading in printed))


def _titles(told: Told, names: SiteNames) -> Iterator[Title]:
    said = [("json-ld", text) for text in texts(told.article.get("headline"))]
    said += [("meta", text) for text in told.meta(*HEADLINE_META)]
    said += [("title", text) for text in told.clues.titles[:1]]
    headings = [(heading, fold(heading)) for heading in told.clues.headings]
    cleaned = {text: _without_more(text, headings) or without_site(text, names) for _, text in said}
    for method, text in said:
        yield from _title(cleaned[text], method)


def _headings(told: Told, names: SiteNames) -> Iterator[Title]:
    for text in told.clues.headings:
        if squeeze(text) not in names.outlets:
            yield from _title(without_site(text, names), "page")


def _title(text: str, method: str) -> Iterator[Title]:
    folded = fold(text)
    if folded and len(text) <= LONGEST:
        yield Title(text, method, folded, frozenset(folded.split()))


def _editors_first(titles: list[Title], headings: list[Title], shared: str) -> list[Title]:
    """The titles of a news page, the one that was written for readers first."""
    first = {title.method: title for title in reversed(titles)}
    told, social, page = (first[method].folded if method in first else "" for method in ("json-ld", "meta", "title"))
    for_search = told and page.startswith(told)
    for_networks = fold(shared).startswith(social) and all(heading.folded != social for heading in headings)
    wins = for_search and not for_networks and social and not social.startswith(told)
    return [first["meta"], *titles] if wins else titles


def _likeness(heading: Title, title: Title) -> float:
    """The share of two texts' words that are in both; 0 if they do not say the same."""
    both = len(heading.words & title.words)
    same = heading.words == title.words or both >= max(2, SAME * min(len(heading.words), len(title.words)))
    return both / len(heading.words | title.words) if same else 0


def _whole(chosen: Title, others: Iterable[Title]) -> Title:
    """What was cut short as another place has it in full."""
    start = CUT_SHORT.sub("", chosen.value)
    if start == chosen.value and len(start) < CUT_AT:
        return chosen
    longer = (other for other in others if len(other.value) > len(start) and other.value.startswith(start))
    more = (other for other in longer if not SEPARATOR.match(other.value, len(start)))
    return next((other for other in more if not CUT_SHORT.search(other.value)), chosen)


def _without_more(title: str, headings: Iterable[tuple[str, str]]) -> str | None:
    """The heading of the page, given also folded, that a title continues."""
    folded = fold(title)
    for heading, start in headings:
        if start and folded.startswith(start + " ") and SEPARATOR.match(title, len(heading)):
            return title[: len(heading)].strip()
    return None


def without_site(title: str, names: SiteNames) -> str:
    """The title without the site's names, and what stands beyond them, at either end."""
    while (cuts := list(SEPARATOR.finditer(title))) and _is_site(title[cuts[-1].end() :], names):
        title = title[: cuts[-1].start()]
    if cuts and squeeze(title[: cuts[0].start()]) in names.outlets:
        title = title[cuts[0].end() :]
    head, *tails = BAR.split(title)  # behind a bar stands a site or a section, even when nothing else says so
    return head.strip() if tails and len(head) > len(tails[0]) else title.strip()


def _is_site(tail: str, names: SiteNames) -> bool:
    """Whether a tail is a name of the site's, a part of one, or has one in it."""
    name = squeeze(tail)
    if not name or name in names.outlets or name in names.sections:
        return True
    parts = (one.startswith(name) or name.startswith(one) for one in names.outlets if min(len(one), len(name)) > FEWEST)
    return len(tail.split()) <= MOST_TAIL and any(parts)
