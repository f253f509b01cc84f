"""The feed of a site, found by asking for it."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from schemas.errors import InputError
from tasks.fetch.bounded import TooLargeError
from tasks.fetch.feed_process import FeedProcess
from tasks.fetch.urls import normalise_url
from tasks.fetch.web.discover import named_feeds, usual_feeds
from tasks.fetch.web.kinds import unzipped
from tasks.fetch.web.polite import Reply, RestingError, Visitor
from tasks.fetch.web.trouble import RequestError

MOST_BYTES = 20_000_000
NEXT = 'name one that you know under urls in a file of config/sources, or list pages: kind = "pages"'


class FoundFeed(Struct, frozen=True):
    """A feed, and how many entries it has."""

    url: str
    entries: int


def find_feed(visitor: Visitor, given: str) -> FoundFeed:
    """The feed at an address: what stands there, else what the page there names, else what stands in usual places.

    Raises:
        InputError: none is found; one sentence.
    """
    url = normalise_url(given)
    if url is None:
        raise InputError(f"{given!r} is no address of the web, such as https://news.example")
    reply = _asked(visitor, url)
    with FeedProcess() as feeds:
        found = _as_feed(feeds, reply) or _first(visitor, feeds, _likely(reply))
    if found:
        return found
    raise InputError(f"no feed is found at {url}: its page names none, and the usual places have none; {NEXT}")


def _asked(visitor: Visitor, url: str) -> Reply:
    try:
        return visitor.visit(url, {})
    except RestingError as error:
        raise InputError(f"{url}: is not to be asked before {error}") from error
    except RequestError as error:
        raise InputError(f"{url}: {error}") from error


def _likely(reply: Reply) -> list[str]:
    return [*named_feeds(reply.answer.body, reply.url), *usual_feeds(reply.url)]


def _first(visitor: Visitor, feeds: FeedProcess, urls: Iterable[str]) -> FoundFeed | None:
    for url in dict.fromkeys(urls):
        try:
            reply = visitor.visit(url, {})
        except (RequestError, RestingError):  # most of the usual places are not there
            continue
        if found := _as_feed(feeds, reply):
            return found
    return None


def _as_feed(feeds: FeedProcess, reply: Reply) -> FoundFeed | None:
    entries = 0
    try:
        for _ in feeds.read(unzipped(reply.answer.body, MOST_BYTES)):
            entries += 1
    except (InputError, TimeoutError, RequestError):
        return None
    except (EOFError, TooLargeError):  # those that came tell enough
        pass
    return FoundFeed(reply.url, entries)
