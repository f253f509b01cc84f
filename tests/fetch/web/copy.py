"""Pages and feeds for the sites of tests, in words of our own."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape

SENTENCES = (
    "Crane drivers at the harbour of {place} walked out on Monday over pay, and 300 lorries were queuing at the gates.",
    "Anna Weiss of the union said that the crews there had waited for two years for an agreement.",
    "The harbour master said that ferries to {place} would run again on Wednesday if the talks went well.",
)


def text(place: str) -> str:
    """Three sentences about a place."""
    return " ".join(sentence.format(place=place) for sentence in SENTENCES)


def page(place: str, *, more: str = "", head: str = "", date: str | None = "2024-09-12T10:00:00Z") -> bytes:
    """An article's page, headed `Harbour of PLACE at a standstill`."""
    said = "".join(f"<p>{sentence.format(place=place)}</p>" for sentence in SENTENCES)
    published = f'<meta property="article:published_time" content="{date}">' if date else ""
    title = f"Harbour of {place} at a standstill"
    return (
        f"<!doctype html><html><head><meta charset=utf-8><title>{title}</title>{published}{head}</head><body>"
        f"<nav><a href=/>Home</a> <a href=/sport>Sport</a></nav><article><h1>{title}</h1>{said}{more}</article>"
        "<footer>Imprint and contact</footer></body></html>"
    ).encode()


def item(title: str, link: str | None, *, guid: str | None = None, date: str | None = None, said: str = "") -> str:
    """An item of RSS."""
    parts = {"title": title, "link": link, "guid": guid, "pubDate": date, "description": said}
    inside = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in parts.items() if value)
    return f"<item>{inside}</item>"


def rss(items: Iterable[str], *, head: str = "", doctype: str = "") -> bytes:
    """A feed of RSS 2.0."""
    inside = "".join(items)
    return (
        f'<?xml version="1.0" encoding="utf-8"?>{doctype}<rss version="2.0"><channel><title>Gazette</title>'
        f"<link>https://gazette.example/</link><description>News</description>{head}{inside}</channel></rss>"
    ).encode()


def urlset(urls: Iterable[tuple[str, str | None]]) -> bytes:
    """A sitemap of pages and when they changed."""
    inside = "".join(
        f"<url><loc>{escape(url)}</loc>{f'<lastmod>{changed}</lastmod>' if changed else ''}</url>"
        for url, changed in urls
    )
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{inside}</urlset>'.encode()


def news(*urls: tuple[str, str]) -> bytes:
    """A news sitemap of pages and when they were published."""
    inside = "".join(
        f"<url><loc>{escape(url)}</loc><n:news><n:publication_date>{at}</n:publication_date></n:news></url>"
        for url, at in urls
    )
    names = (
        'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"'
    )
    return f"<urlset {names}>{inside}</urlset>".encode()


def index(*urls: str) -> bytes:
    """A sitemap of sitemaps."""
    inside = "".join(f"<sitemap><loc>{escape(url)}</loc></sitemap>" for url in urls)
    return f"<sitemapindex>{inside}</sitemapindex>".encode()
