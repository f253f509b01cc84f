"""`newsledger sources check`: every source is looked at, and nothing is stored."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime

from schemas.counted import counted
from schemas.errors import InputError
from schemas.records import Bookmark, Failure, Fetched, FetchFailure, RawDocument
from schemas.settings import settings
from schemas.sources import Crawl, Source, on_the_web
from schemas.wording import nearest
from tasks.clean.batch import Cleaned, clean_one
from tasks.clean.io import Cleaner, load_cleaner
from tasks.fetch.batches import documents
from tasks.fetch.places import shown
from tasks.fetch.web.collect import collect, user_agent
from tasks.fetch.web.memory import Place, Rehearsal
from tasks.report.page import Block, Mark, Piece, line, note, show

MANY = 10_000_000  # places: all that a look brings


def check_sources(names: Sequence[str]) -> bool:
    """Print what a look at each source brings. Returns whether all is well.

    Raises:
        NewsledgerError: a file is not valid, or no source has one of the names.
    """
    config = settings()
    cleaner = load_cleaner(config.config_folder())
    chosen = _chosen(names, list(cleaner.sources.values()))
    if config.contact is None and on_the_web(chosen):
        show([line(note("Servers are not told whom to write to: set NEWSLEDGER_CONTACT to an address."))], sys.stdout)
    memory, found = Rehearsal(_now), defaultdict(list)
    hasty = config.model_copy(update={"max_pages": 1})
    web = [each.model_copy(update={"max_pages": 1}) for each in chosen if isinstance(each, Crawl)]
    for each in collect(web, memory, hasty, user_agent(config.contact), _now, soon=True):
        found[each.source].append(each)
    for source in chosen:
        if not isinstance(source, Crawl):
            found[source.name] = [*_first_of_files(source), *_first_of_archives(source, memory)]
    well = [_report(each, memory, found[each.name], cleaner) for each in chosen]
    return all(well)


def _chosen(names: Sequence[str], sources: Sequence[Source]) -> list[Source]:
    known = {each.name: each for each in sources}
    for name in names:
        if name not in known:
            raise InputError(f"no source is named {name!r}{nearest(name, known)}")
    return [known[name] for name in names] if names else list(sources)


def _report(source: Source, memory: Rehearsal, found: list[Fetched], cleaner: Cleaner) -> bool:
    show([line(Piece(source.name, Mark.TITLE))], sys.stdout)
    listings = [each for each in memory.listings(source.name) if each.outcome and each.role != "archive"]
    show(map(_listing, listings), sys.stdout)
    show((_archive(each) for each in found if isinstance(each, Bookmark) and each.is_first), sys.stdout)
    show((_document(each, source, cleaner) for each in found if isinstance(each, RawDocument)), sys.stdout)
    failures = [each for each in found if isinstance(each, FetchFailure)]
    show((_failure(each) for each in failures), sys.stdout)
    if isinstance(source, Crawl):
        listed = len(memory.due(source.name, "page", MANY, soon=True))
        show([line(f"{counted(listed, 'page')} in all", indent=2)] if listed else [], sys.stdout)
        show([line("no page would be fetched", indent=2)] if not (listed or found) else [], sys.stdout)
    elif not found:
        show([line("nothing is there yet", indent=2)], sys.stdout)
    return not failures


def _first_of_files(source: Source) -> list[Fetched]:
    config = settings()
    return _begun(documents([], source.name, [source], max_bytes=config.max_document_bytes, now=_now))


def _first_of_archives(source: Source, memory: Rehearsal) -> list[Fetched]:
    """Of those on servers."""
    config = settings()
    found = collect(on_the_web([source]), memory, config, user_agent(config.contact), _now, soon=True)
    with closing(found):
        return _begun(found)


def _begun(found: Iterator[Fetched]) -> list[Fetched]:
    """One document; of an archive, what it is, and the first document if that is not far in."""
    first = next(found, None)
    second = next(found, None) if isinstance(first, Bookmark) else None
    return [each for each in (first, second) if each]


def _archive(begun: Bookmark) -> Block:
    return line(f"archive {shown(begun.uri)}: {counted(begun.size, 'byte')}", indent=2)


def _listing(place: Place) -> Block:
    return line(f"{place.role} {shown(place.url)}: {place.outcome}", indent=2)


def _document(raw: RawDocument, source: Source, cleaner: Cleaner) -> Block:
    cleaned = clean_one(raw, cleaner.rules, source)
    if isinstance(cleaned, Failure):
        return line(f"{raw.uri}: ", Piece(cleaned.error, Mark.WARNING), indent=2)
    return line(f"{raw.uri}: {_said(cleaned)}", indent=2)


def _said(cleaned: Cleaned) -> str:
    article = cleaned.article
    when = article.published_at.value.isoformat() if article.published_at else "no date"
    return f"{article.headline or 'no headline'} ({when}, {len(article.body.split()):,} words)"


def _failure(failed: FetchFailure) -> Block:
    return line(f"{failed.uri}: ", Piece(f"{failed.outcome}: {failed.reason}", Mark.WARNING), indent=2)


def _now() -> datetime:
    return datetime.now(UTC)
