"""The headline among a page's many titles, without the site's name."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tasks.clean.folding import fold

# What stands between a headline and the site, section or date that pages put behind or before it.
SEPARATOR = re.compile(r"\s+[|–—·•»«:\-]+\s+|\s*[|｜ㅣ]\s*|\s*--\s*")
BAR = re.compile(r"\s[|｜ㅣ]\s")


def without_site(title: str, outlets: Iterable[str | None], shown: Iterable[str] = ()) -> str:
    """The title without the site's name, and what stands beyond it, at either end.

    `shown` are headings of the page: a title that continues one of them is that heading.
    """
    for heading in shown:
        if fold(heading) and fold(title).startswith(fold(heading) + " ") and SEPARATOR.match(title, len(heading)):
            return title[: len(heading)].strip()
    own = {squeezed for outlet in outlets if outlet and (squeezed := squeeze(outlet))}
    cuts = list(SEPARATOR.finditer(title))
    for cut in cuts:
        if squeeze(title[cut.end() :]) in own:
            return _without_tail(title[: cut.start()], own)
    if cuts and squeeze(title[: cuts[0].start()]) in own:
        return title[cuts[0].end() :].strip()
    return title.strip()


def _without_tail(title: str, own: set[str]) -> str:
    cuts = list(SEPARATOR.finditer(title))
    return title[: cuts[-1].start()].strip() if cuts and squeeze(title[cuts[-1].end() :]) in own else title.strip()


def squeeze(name: str) -> str:
    """A name as it can be compared with a host: `The Daily Echo` and `dailyecho` are the same."""
    return fold(name).replace(" ", "").removeprefix("www").removeprefix("the")
