"""A site of 200 pages behind three feeds and a sitemap, which changes twice; and what a collector must make of it.

Pages are numbered. The first feed has 0 to 59, the second 50 to 109, the third 100 to 149, the sitemap all.
"""

from __future__ import annotations

from collections import Counter

from schemas.sources import Feeds
from tests.fetch.web.copy import item, page, rss, urlset
from tests.fetch.web.site import RSS, Answer, Script, Site

PAGES = 200
FEEDS = {"/sport.xml": range(60), "/news.xml": range(50, 110), "/port.xml": range(100, 150)}
CORRECTED, GONE, MOVED, LOCKED = range(10), range(60, 63), range(120, 122), range(190, 192)
ADDED = range(200, 205)
SAME = "not_modified"


def newspaper(site: Site) -> Feeds:
    """The source."""
    feeds = tuple(site.url + path for path in FEEDS)
    sitemaps = (f"{site.url}/sitemap.xml",)
    return Feeds(name="gazette", urls=feeds, sitemaps=sitemaps, allow_private_hosts=("localhost",))


def story(number: int, version: int = 1) -> bytes:
    """A page; each version has a text of its own."""
    more = "" if version == 1 else f"<p>In version {version} of this story the talks broke down once more.</p>"
    return page(f"Port{number}", more=more)


def answer(number: int, version: int = 1) -> Answer:
    """Every other page has an ETag."""
    headers = {} if number % 2 else {"ETag": f'"{number}-{version}"'}
    return Answer(story(number, version), headers=headers)


def feed(site: Site, numbers: range, day: int, *, guids: str = "story") -> Answer:
    """A feed that gives its entries another date every day."""
    date = f"{day:02d} Sep 2024 10:00:00 GMT"
    items = [item(f"Port {n}", f"{site.url}/{n}?utm_source=feed", guid=f"{guids}-{n}", date=date) for n in numbers]
    return Answer(rss(items), type=RSS)


def first_day(site: Site) -> Counter[str]:
    """All is new."""
    site.answers = {f"/{n}": answer(n) for n in range(PAGES)}
    site.answers |= {path: feed(site, numbers, 9) for path, numbers in FEEDS.items()}
    site.answers["/sitemap.xml"] = Answer(urlset((f"{site.url}/{n}", None) for n in range(PAGES)))
    return Counter({"fetched/loaded": PAGES})


def second_day(site: Site) -> Counter[str]:
    """Ten pages are corrected, three go, two move, two want a login, five come; entries have other dates and GUIDs."""
    changed: dict[str, Script] = {f"/{n}": answer(n, 2) for n in CORRECTED}
    changed |= {f"/{n}": Answer(b"", 410) for n in GONE}
    changed |= {f"/{n}": Answer(b"", 301, headers={"Location": f"/moved/{n}"}) for n in MOVED}
    changed |= {f"/moved/{n}": answer(n) for n in MOVED}
    changed |= {f"/{n}": Answer(b"", 403) for n in LOCKED}
    changed |= {f"/{n}": answer(n) for n in ADDED}
    changed["/sport.xml"] = feed(site, FEEDS["/sport.xml"], 10, guids="tale")
    changed["/news.xml"] = feed(site, range(55, 110), 10)
    changed["/port.xml"] = feed(site, range(105, 205), 10)
    site.answers |= changed
    known = PAGES - len(CORRECTED) - len(GONE) - len(LOCKED)
    return Counter(
        {
            "fetched/updated": len(CORRECTED),
            "gone": len(GONE),
            "blocked": len(LOCKED),
            "fetched/loaded": len(ADDED),
            SAME: known + 1,  # the sitemap
        }
    )


def third_day(site: Site) -> Counter[str]:
    """Five corrections are taken back, a feed fails and one is gone; the sitemap breaks off, which hides its end."""
    back = {f"/{n}": answer(n) for n in CORRECTED[:5]}
    site.answers |= back
    site.answers["/news.xml"] = Answer(b"", 500)
    site.answers["/port.xml"] = Answer(b"", 410)
    site.answers["/sitemap.xml"] = Answer(urlset((f"{site.url}/{n}", None) for n in range(100))[:-200])
    asked_again = PAGES + len(ADDED) - len(GONE) - len(LOCKED) - len(back)
    return Counter(
        {
            "fetched/updated": len(back),
            "failed": 1,
            "gone": 1,
            "blocked": len(LOCKED),
            SAME: asked_again + 1,  # the first feed
        }
    )


DAYS = (first_day, second_day, third_day)
ARTICLES = PAGES + len(ADDED)
REVISIONS = ARTICLES + len(CORRECTED)
