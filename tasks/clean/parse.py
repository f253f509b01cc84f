"""Raw document to document: bytes become text, and the names under which the article is found again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, tzinfo

from msgspec.structs import replace

from schemas.errors import InputError
from schemas.records import Document, Key, RawDocument
from schemas.sources import Fields
from tasks.clean.decode import decode, tidy
from tasks.clean.fields import FEED, content_of, given_by, id_of, url_of
from tasks.clean.rows import read_row
from tasks.fetch.columns import recognise
from tasks.fetch.urls import normalise_url

ENTRY = "application/feed+json"
ROWS = {"application/json", "text/csv", ENTRY}
PLAIN_ROW = Fields(id=("id",), url=("url",), html=("html",), text=("text",))


def parse(raw: RawDocument, fields: Fields | None = None, timezone: tzinfo = UTC) -> Document:
    """A document ready to be cleaned.

    Pages are known by their URL, files by where they stand; rows by their id, then by their URL, and with neither by
    their place in the file.

    Args:
        raw: the bytes: a page, a text, a row of JSON lines, a row of a table with its header, an entry of a feed.
        fields: where a row holds what; None to know its columns by their usual names.
        timezone: of a row's times that have none.

    Raises:
        InputError: it is empty, not text, or not such a row; one sentence.
    """
    document = _row(raw, fields, timezone) if raw.media_type in ROWS else _file(raw)
    if not document.content.strip() and not document.given.headline:
        raise InputError("is empty; give it some text, or take it away")
    return document


def _file(raw: RawDocument) -> Document:
    markup = raw.media_type == "text/html"
    text, encoding = decode(raw.content, markup=markup, charset=raw.charset)
    url = normalise_url(raw.uri)
    key = Key("url", url) if url else Key("file", raw.uri)
    return Document((key,), "html" if markup else "text", text, encoding, url)


def _row(raw: RawDocument, fields: Fields | None, timezone: tzinfo) -> Document:
    row, encoding = read_row(raw)
    entry = raw.media_type == ENTRY
    fields = FEED if entry else fields or _usual(row)
    kind, content = content_of(row, fields)
    guid, given_url = id_of(row, fields), url_of(row, fields)
    url = normalise_url(given_url) if given_url else None
    keys = [Key("guid", guid)] if guid else []
    keys += [Key("url", url)] if url else []
    content, repaired = tidy(content)
    return Document(
        keys=tuple(keys) or (Key("file", raw.uri),),
        kind=kind,
        content=content,
        encoding=replace(encoding, repaired=encoding.repaired or repaired),
        url=url,
        given=given_by(row, fields, timezone, "feed" if entry else "row"),
    )


def _usual(row: Mapping[str, object]) -> Fields:
    """Where a row holds what by usual names, of which those that hold something come before those that hold null."""
    filled = recognise(name for name, value in row.items() if value is not None)
    return filled or recognise(row) or PLAIN_ROW
