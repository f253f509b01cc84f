"""Addresses among the inputs of a run: archives on servers. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from urllib.parse import urlsplit

from schemas.errors import InputError
from schemas.sources import Archives, Source, Web
from tasks.fetch.archived import host_of
from tasks.fetch.files import ARCHIVE, media_type
from tasks.fetch.urls import normalise_url
from tasks.fetch.web.paths import is_list
from tasks.fetch.web.robots import origin_of

SCHEMES = ("http://", "https://")
NO_ARCHIVE = (
    "is no archive by its address (.warc, .warc.gz, warc.paths.gz), and others are not read by name; "
    "newsledger sources add finds a site's feed"
)

CREDENTIALS = "credentials have no place in an address: name a source with --source that has [auth]"


def files_among(inputs: Sequence[str]) -> list[str]:
    """The inputs of this machine."""
    return [given for given in inputs if not given.lower().startswith(SCHEMES)]


def named_archives(inputs: Sequence[str], source: str | None, sources: Sequence[Source]) -> list[Archives]:
    """The archives among the inputs, each by whom it is collected: the source of that name, else its host.

    What the source says of servers counts for them; its credentials are for the servers that it names itself.

    Raises:
        InputError: an input is an address, and not that of an archive.
    """
    by_name: defaultdict[str, list[str]] = defaultdict(list)
    for given in inputs:
        if given.lower().startswith(SCHEMES):
            url = _address(given)
            by_name[source or host_of(url)].append(url)
    known = {each.name: each for each in sources if isinstance(each, Web)}
    return [_archives(name, urls, known.get(name)) for name, urls in by_name.items()]


def _address(given: str) -> str:
    url = normalise_url(given)
    if url is None:
        raise InputError(f"{given}: is no address that can be asked, such as https://news.example/march.warc.gz")
    if urlsplit(given).username is not None:
        raise InputError(f"{url}: {CREDENTIALS}")
    if media_type(urlsplit(url).path) != ARCHIVE and not is_list(url):
        raise InputError(f"{given}: {NO_ARCHIVE}")
    return url


def _archives(name: str, urls: list[str], known: Web | None) -> Archives:
    if known is None:
        return Archives(name=name, urls=tuple(urls))
    theirs = {origin_of(url) for url in map(normalise_url, known.urls) if url}
    auth = known.auth if {origin_of(url) for url in urls} <= theirs else None
    return Archives(
        name=name,
        urls=tuple(urls),
        auth=auth,
        allow_private_hosts=known.allow_private_hosts,
        delay_seconds=known.delay_seconds,
    )
