"""The headline among a page's many titles, without the site's name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class SiteNames:
    """What a title has at its ends that is no part of the headline, squeezed."""

    outlets: AbstractSet[str]
    sections: AbstractSet[str]


def printed_headlines(told: Told) -> tuple[str, ...]:
    """The headings of the page that say the same as a title of it, be one of them the headline or not."""
    names = _site_names(told)
    titles = list(_titles(told, names))
    headings = (heading for heading in told.clues.headings if squeeze(heading) not in names.outlets)
    return tuple(heading for heading in headings if any(_likeness(heading, title.value) for title in titles))


def choose_headline(told: Told) -> Found[str] | None:
    """The headline, and where it stood.

    News sites take care of what they tell machines: it is their JSON-LD's, or og:title's. The one that <title>
    repeats was written for search engines, and the other wins. On other pages the printed heading wins, if it
    says the same as any title.
    """
    names = _site_names(told)
    titles, headings = list(_titles(told, names)), list(_headings(told, names))
    printed = _printed(headings, titles)
    shared = next(told.meta("twitter:title"), "")
    ranked = [*_editors_first(titles, headings, shared), *printed] if told.is_news() else [*printed, *titles]
    return next((_whole(chosen, [*titles, *headings]) for chosen in [*ranked, *headings]), None)


def _site_names(told: Told) -> SiteNames:
    return SiteNames(*({squeeze(name) for name in named} - {""} for named in (told.outlets, told.sections)))


def _titles(told: Told, names: SiteNames) -> Iterator[Found[str]]:
    said = [("json-ld", text) for text in texts(told.article.get("headline"))]
    said += [("meta", text) for text in told.meta(*HEADLINE_META)]
    said += [("title", text) for text in told.clues.titles[:1]]
    for method, text in said:
        title = _without_more(text, told.clues.headings) or without_site(text, names)
        if fold(title) and len(title) <= LONGEST:
            yield Found(title, method)


def _headings(told: Told, names: SiteNames) -> Iterator[Found[str]]:
    for text in told.clues.headings:
        if squeeze(text) not in names.outlets and len(heading := without_site(text, names)) <= LONGEST:
            yield Found(heading, "page")


def _editors_first(titles: list[Found[str]], headings: list[Found[str]], shared: str) -> list[Found[str]]:
    """The titles of a news page, the one that was written for readers first."""
    first = {title.method: title for title in reversed(titles)}
    told, social, page = (fold(first[m].value) if m in first else "" for m in ("json-ld", "meta", "title"))
    for_search = told and page.startswith(told)
    for_networks = fold(shared).startswith(social) and social not in {fold(heading.value) for heading in headings}
    wins = for_search and not for_networks and social and not social.startswith(told)
    return [first["meta"], *titles] if wins else titles


def _printed(headings: list[Found[str]], titles: list[Found[str]]) -> list[Found[str]]:
    """The heading that is most like a title, if it says the same."""
    shared = [
        (max((_likeness(heading.value, title.value) for title in titles), default=0), heading) for heading in headings
    ]
    best = max(shared, key=lambda pair: pair[0], default=None)
    return [best[1]] if best and best[0] > 0 else []


def _likeness(heading: str, title: str) -> float:
    """The share of two texts' words that are in both; 0 if they do not say the same."""
    mine, other = set(fold(heading).split()), set(fold(title).split())
    both = len(mine & other)
    same = mine == other or both >= max(2, SAME * min(len(mine), len(other)))
    return both / len(mine | other) if same and both else 0


def _whole(chosen: Found[str], others: Iterable[Found[str]]) -> Found[str]:
    """What was cut short as another place has it in full."""
    start = CUT_SHORT.sub("", chosen.value)
    if start == chosen.value and len(start) < CUT_AT:
        return chosen
    longer = (other for other in others if len(other.value) > len(start) and other.value.startswith(start))
    more = (other for other in longer if not SEPARATOR.match(other.value, len(start)))
    return next((other for other in more if not CUT_SHORT.search(other.value)), chosen)


def _without_more(title: str, headings: Iterable[str]) -> str | None:
    """The heading of the page that a title continues."""
    for heading in headings:
        if fold(heading) and fold(title).startswith(fold(heading) + " ") and SEPARATOR.match(title, len(heading)):
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
