"""The feeds of a site: those that its page names, and the usual places. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urljoin

from bs4 import BeautifulSoup
from bs4.element import Tag
from bs4.filter import SoupStrainer

from tasks.fetch.urls import normalise_url

FEED_TYPES = {"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"}
USUAL = ("feed", "rss", "rss.xml", "feed.xml", "atom.xml", "index.xml", "feed.json", "feeds/posts/default")
MOST = 20  # addresses that are worth a try
HEAD = 500_000  # bytes of a page that are looked at


def named_feeds(page: bytes, url: str) -> list[str]:
    """What a page calls its feeds, in its order: `<link rel=alternate>`."""
    soup = BeautifulSoup(page[:HEAD], "lxml", parse_only=SoupStrainer(["link", "base"]))
    base = next((str(tag["href"]) for tag in soup.find_all("base", href=True) if isinstance(tag, Tag)), "")
    links = (tag for tag in soup.find_all("link", href=True) if isinstance(tag, Tag) and _is_feed(tag))
    return list(_addresses((str(link["href"]) for link in links), urljoin(url, base)))[:MOST]


def usual_feeds(url: str) -> list[str]:
    """Where feeds usually stand: below the page, and below the site's root."""
    below = url if url.endswith("/") else f"{url}/"
    places = [urljoin(below, name) for name in USUAL] + [urljoin(url, f"/{name}") for name in USUAL]
    return list(dict.fromkeys(_addresses(places, url)))


def _is_feed(link: Tag) -> bool:
    kind = str(link.get("type") or "").split(";")[0].strip().lower()
    return "alternate" in str(link.get_attribute_list("rel")).lower() and kind in FEED_TYPES


def _addresses(given: Iterator[str] | list[str], base: str) -> Iterator[str]:
    for each in given:
        try:
            if url := normalise_url(urljoin(base, each)):
                yield url
        except ValueError:
            continue
