"""What a user does with sources: see them, try them, add some."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from shlex import quote

from schemas.counted import counted
from schemas.errors import ConfigError, InputError
from schemas.settings import settings
from schemas.sources import Feeds, Source, load_sources
from schemas.wording import nearest
from tasks.fetch.reasons import reason
from tasks.fetch.urls import normalise_url
from tasks.fetch.web.collect import Collector, user_agent
from tasks.fetch.web.find import FoundFeed, find_feed
from tasks.fetch.web.memory import Place, Rehearsal
from tasks.fetch.web.opml import read_opml
from tasks.fetch.web.writing import feed_source, name_for
from tasks.load.store import Ledger, count_pages, open_existing, read_listings
from tasks.report.page import show
from tasks.report.query import Format
from tasks.report.sources import rendered, write_sources

SQLITE = "sqlite:///"
SHOWN = 5  # addresses that are none


def list_sources(form: Format, limit: int | None) -> None:
    """Print the configured sources, and how the last looks at those on the web ended.

    Raises:
        NewsledgerError: a source's file is not valid, or the ledger cannot be read.
    """
    sources = load_sources(settings().config_folder())
    with _ledger() as ledger:
        listings = read_listings(ledger) if ledger else []
    write_sources(sources, listings, sys.stdout, form, limit)


def show_source(name: str) -> None:
    """Print what is configured of a source, and what is known of its places on the web.

    Raises:
        NewsledgerError: there is none of that name, or the ledger cannot be read.
    """
    source = _named(name, load_sources(settings().config_folder()))
    listings: list[Place] = []
    pages: dict[str, int] = {}
    with _ledger() as ledger:
        if ledger:
            listings = [each for each in read_listings(ledger) if each.source == name]
            pages = count_pages(ledger, name)
    show(rendered(source, listings, pages), sys.stdout)


def add_source(url: str, name: str | None, private_host: str | None) -> None:
    """Find the feed at an address, and write a source that collects it.

    Raises:
        NewsledgerError: none is found, or it is there already; nothing is written.
    """
    folder = settings().config_folder()
    sources = load_sources(folder)
    taken = {each.name for each in sources}
    if name in taken:
        raise InputError(f"there is a source {name!r} already; newsledger sources show {name}")
    found = _found(url, private_host)
    _refuse_known(found.url, sources)
    name = name or name_for("", found.url, taken | _files(folder))
    path = _write(folder, name, feed_source(name, found.url, private_host))
    next_ = f"newsledger sources check {quote(name)} tries it"
    sys.stdout.write(f"{found.url} has {_entries(found.entries)}; written to {path}\n{next_}\n")


def import_sources(path: Path) -> None:
    """Write a source for each feed of a list that another reader exported; those that are there stay as they are.

    Raises:
        NewsledgerError: the list cannot be read, or a file cannot be written.
    """
    folder = settings().config_folder()
    sources = load_sources(folder)
    known, taken = _feeds(sources), {each.name for each in sources} | _files(folder)
    bad: list[str] = []
    try:
        outlines = read_opml(path.read_bytes(), bad)
    except OSError as error:
        raise InputError(f"{path}: {reason('read', error)}") from error
    except InputError as error:
        raise InputError(f"{path}: {error}") from error
    new = [each for each in outlines if each.url not in known]
    for each in new:
        name = name_for(each.title, each.url, taken)
        taken.add(name)
        _write(folder, name, feed_source(name, each.url))
    there = f"; there already: {len(outlines) - len(new):,}" if len(new) < len(outlines) else ""
    sys.stdout.write(f"{counted(len(new), 'source')} written to {folder / 'sources'}{there}{_left_out(bad)}\n")


def _left_out(bad: Sequence[str]) -> str:
    more = f" and {len(bad) - SHOWN:,} more" if len(bad) > SHOWN else ""
    named = ", ".join(repr(each[:80]) for each in bad[:SHOWN])
    return f"; left out, since they are no addresses of the web: {named}{more}" if bad else ""


def _entries(number: int) -> str:
    return "1 entry" if number == 1 else f"{number:,} entries"


def _found(url: str, private_host: str | None) -> FoundFeed:
    config, private = settings(), (private_host,) if private_host else ()
    asked = normalise_url(url) or url
    with Collector(Rehearsal(_now), config, user_agent(config.contact), _now, soon=True) as collector:
        source = Feeds.model_construct(name="", urls=(asked,), allow_private_hosts=private)
        return find_feed(collector.visitor(source), asked)


def _refuse_known(url: str, sources: Sequence[Source]) -> None:
    if name := _feeds(sources).get(url):
        raise InputError(f"the source {name!r} collects {url} already")


def _feeds(sources: Sequence[Source]) -> dict[str, str]:
    """Which source collects a feed."""
    return {normalise_url(url) or url: each.name for each in sources if isinstance(each, Feeds) for url in each.urls}


def _files(folder: Path) -> set[str]:
    return {path.stem for path in (folder / "sources").glob("*.toml")}


def _write(folder: Path, name: str, text: str) -> Path:
    path = folder / "sources" / f"{name_for(name, '', ())}.toml"
    try:
        path.parent.mkdir(exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise ConfigError(reason("written", error), path) from error
    return path


def _named(name: str, sources: Sequence[Source]) -> Source:
    found = next((each for each in sources if each.name == name), None)
    if found is None:
        raise InputError(f"no source is named {name!r}{nearest(name, [each.name for each in sources])}")
    return found


@contextmanager
def _ledger() -> Iterator[Ledger | None]:
    """None if there is none yet."""
    url = settings().database_url
    if url.startswith(SQLITE) and not Path(url.removeprefix(SQLITE)).exists():
        yield None
        return
    with open_existing(url) as opened:
        yield opened


def _now() -> datetime:
    return datetime.now(UTC)
