"""What a server's robots.txt allows us. Pure."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlsplit

from protego import Protego

NAME = "newsledger"  # that robots.txt knows us by
MOST = 500_000  # characters of a robots.txt that count, as RFC 9309 has it


def origin_of(url: str) -> str:
    """The server of an address: `https://news.example:8443`."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def may_fetch(robots: str, url: str) -> bool:
    """Whether robots.txt allows an address."""
    return bool(_read(robots).can_fetch(url, NAME))


def crawl_delay(robots: str) -> float:
    """Seconds between requests that robots.txt asks for; 0 if it asks for none."""
    rules = _read(robots)
    rate = rules.request_rate(NAME)
    return max(rules.crawl_delay(NAME) or 0.0, rate.seconds / rate.requests if rate and rate.requests else 0.0)


@lru_cache(maxsize=64)
def _read(robots: str) -> Protego:
    return Protego.parse(robots)
