"""`newsledger quarantine`: what waits, why, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from shlex import quote
from typing import TextIO

from schemas.records import KeptBytes, Quarantined, RawDocument
from tasks.fetch.files import STDIN
from tasks.fetch.places import path_of, shown
from tasks.fetch.urls import normalise_url
from tasks.report.answer import Answer, Row
from tasks.report.page import Block, Mark, Piece, heading, line, note, show
from tasks.report.query import Format, write
from tasks.report.status import readable_size, readable_time

COLUMNS = ("id", "stage", "source", "place", "error", "attempts", "since")
NEXT = "newsledger quarantine show ID says more of one; newsledger quarantine retry tries all again"
NOTHING = "Nothing is in quarantine."
NONE_FITS = "Nothing in quarantine fits; without --stage and --source the list has all that waits."
HEAD_BYTES, HEAD_LINES = 400, 8
HEX_BYTES, HEX_WIDTH = 64, 16  # of what is not text
MOST_ODD = 0.25  # the share of what cannot be printed from which it would be noise


def write_list(waiting: Iterator[Quarantined], out: TextIO, form: Format, limit: int | None, *, filtered: bool) -> None:
    """Writes what waits as `newsledger query` writes rows; a table says what to do next, or that it is empty."""
    first = next(waiting, None)
    row = _line if form is Format.TABLE else _row
    rows = map(row, chain([first] if first else [], waiting))
    if first or form is not Format.TABLE:
        write(Answer(COLUMNS, rows), out, form, limit)
    if form is Format.TABLE:
        show([line(note(NEXT)) if first else line(NONE_FITS if filtered else NOTHING)], out)


def _row(each: Quarantined) -> Row:
    since = each.created_at.replace(microsecond=0)
    return each.id, each.stage, each.source, shown(each.uri), each.error, each.attempts, since


def _line(each: Quarantined) -> Row:
    """As people read it: the time as every page has it."""
    return *_row(each)[:-1], readable_time(each.created_at)


def render(each: Quarantined, raw: RawDocument | None, raw_store: str) -> Iterator[Block]:
    """The page of one; `raw` is None if its bytes are not to be had."""
    yield line(Piece(shown(each.uri), Mark.TITLE))
    yield line(Piece(each.error, Mark.WARNING), indent=2)
    yield line()
    for name, value in _facts(each, raw_store):
        yield line(note(f"{name:<8}"), value, indent=2)
    if raw and raw.content:
        yield from heading("How it begins")
        yield from (line(text, indent=2) for text in readable(raw.content))
    yield from heading("What to do")
    yield from (line(text, indent=2) for text in _ways_out(each))


def readable(content: bytes) -> list[str]:
    """The first lines of anything, with what cannot be printed as code has it: NUL as backslash x00.

    Of what is mostly not text, a few lines of its bytes in hex and ASCII.
    """
    head = content[:HEAD_BYTES]
    if _is_noise(head.decode("utf-8", "replace")):
        return [_dumped(head[start : start + HEX_WIDTH]) for start in range(0, min(HEX_BYTES, len(head)), HEX_WIDTH)]
    lines = head.decode("utf-8", "backslashreplace").replace("\r\n", "\n").split("\n")[:HEAD_LINES]
    return ["".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in line) for line in lines]


def _is_noise(text: str) -> bool:
    odd = sum(character == "\ufffd" or not (character.isprintable() or character.isspace()) for character in text)
    return odd > MOST_ODD * len(text)


def _dumped(some: bytes) -> str:
    shown = "".join(chr(byte) if chr(byte).isascii() and chr(byte).isprintable() else "." for byte in some)
    return f"{some.hex(' '):<{3 * HEX_WIDTH}} {shown}"


def _facts(each: Quarantined, raw_store: str) -> Iterator[tuple[str, str]]:
    tries = "once" if each.attempts == 1 else f"{each.attempts:,} times"
    yield "id", str(each.id)
    yield "source", each.source
    yield "stage", each.stage
    yield "since", readable_time(each.created_at)
    yield "tried", f"{tries}, the last time in run {each.run_id}"
    if each.replayed_at:
        yield "mended", readable_time(each.replayed_at)
    yield "bytes", _bytes(each.kept, raw_store) if each.kept else "none were had"


def _bytes(kept: KeptBytes, raw_store: str) -> str:
    if kept.size == 0:
        return f"0 bytes, read as {kept.media_type}"
    where = f"{raw_store}/{kept.location.file} at {kept.location.offset}"
    return f"{readable_size(kept.size)}, read as {kept.media_type}, kept in {where}"


def _ways_out(each: Quarantined) -> Iterator[str]:
    path, retry = path_of(each.uri), f"newsledger quarantine retry {each.id}"
    web = normalise_url(each.uri) is not None
    again = f"newsledger ingest --source {quote(each.source)} {'--soon' if web else quote(str(path or STDIN))}"
    if each.replayed_at:
        yield "Nothing: it has come through since."
        return
    if each.kept:
        yield f"Mend it, then: {again}"
        yield f"If nothing is wrong with it but newsledger has learned to read it since: {retry}"
    elif web:
        yield f"It is asked for again when it is due, unless it is gone; now: {again}"
    else:
        yield f"When that is put right: {retry if path else again}"
    yield f"If it is not worth loading: newsledger quarantine drop {each.id}"
