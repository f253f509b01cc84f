"""`newsledger sources`: what is configured, and how the last looks at places on the web ended."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TextIO

from schemas.sources import Archives, Source, on_the_web
from tasks.fetch.places import path_of, shown
from tasks.fetch.web.memory import Place
from tasks.report.answer import Answer, Row
from tasks.report.page import Block, Grid, heading, line, note, show
from tasks.report.query import Format, write
from tasks.report.status import readable_time

COLUMNS = ("source", "kind", "places", "last_look", "failing", "next_look_at")
NOTHING = "No source is configured under config/sources: newsledger sources add URL writes one."
HEADINGS = {"archive": "Archives", "pages": "Lists"}
NEVER = "never looked at"


def write_sources(
    sources: Sequence[Source], listings: Sequence[Place], out: TextIO, form: Format, limit: int | None
) -> None:
    """Writes a row a source, as `newsledger query` writes rows."""
    by_source = defaultdict(list)
    for place in listings:
        by_source[place.source].append(place)
    rows = [_row(source, by_source[source.name]) for source in sources]
    if rows or form is not Format.TABLE:
        write(Answer(COLUMNS, iter(rows)), out, form, limit)
    else:
        show([line(NOTHING)], out)


def _row(source: Source, listings: Sequence[Place]) -> Row:
    asked = [each for each in listings if each.asked_at]
    latest = max(asked, key=lambda each: str(each.asked_at), default=None)
    failing = sum(each.failures > 0 for each in listings)
    due = min((each.due_at for each in listings if each.due_at), default=None)
    return (
        source.name,
        _kind(source),
        len(_places(source)),
        latest and latest.outcome,
        failing,
        due and readable_time(due),
    )


def rendered(source: Source, listings: Sequence[Place], pages: Mapping[str, int]) -> Iterator[Block]:
    """All of one source."""
    yield line(f"{source.name} ", note(f"({_kind(source)})"))
    for name, value in source.model_dump(exclude_defaults=True, exclude={"name", "kind"}).items():
        yield line(note(f"{name}  "), _said(value))
    if on_the_web([source]):
        yield from heading(HEADINGS.get(_kind(source), "Feeds and sitemaps"))
        yield Grid(("address", "last look", "how it ended", "next look"), tuple(map(_listing, listings)))
        if isinstance(source, Archives):
            return
        yield from heading("Pages")
        rows = tuple((outcome or NEVER, f"{number:,}") for outcome, number in pages.items())
        yield Grid(("last look", "pages"), rows, right=frozenset({"pages"}))


def _listing(place: Place) -> tuple[str, str, str, str]:
    ended = ": ".join(filter(None, (place.outcome or NEVER, place.reason)))
    times = f" ({place.failures:,} times in a row)" if place.failures > 1 else ""
    moved = f"; it has moved for good to {place.moved_to}" if place.moved_to else ""
    due = readable_time(place.due_at) if path_of(place.url) is None else "with each run"
    return shown(place.url), readable_time(place.asked_at), f"{ended}{times}{moved}", due


def _said(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name}: {_said(each)}" for name, each in value.items())
    return ", ".join(map(_said, value)) if isinstance(value, list | tuple) else str(value)


def _kind(source: Source) -> str:
    return str(getattr(source, "kind", ""))


def _places(source: Source) -> tuple[str, ...]:
    return (*getattr(source, "paths", ()), *getattr(source, "urls", ()))
