"""Raw document to document: bytes become text, and the names under which the article is found again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, tzinfo
from typing import Literal

from msgspec.structs import replace

from schemas.errors import InputError
from schemas.records import Document, Key, RawDocument
from schemas.sources import Fields
from tasks.clean.decode import decode, tidy
from tasks.clean.fields import FEED, content_of, given_by, id_of, listed_at, url_of
from tasks.clean.rows import read_row
from tasks.fetch.columns import recognise
from tasks.fetch.urls import alias_url, is_same_page, normalise_url

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
    document = _row(raw, fields, timezone) if raw.media_type in ROWS else _file(raw, timezone)
    if not document.content.strip() and not document.given.headline:
        raise InputError("is empty; give it some text, or take it away")
    return document


def _file(raw: RawDocument, timezone: tzinfo) -> Document:
    markup = raw.media_type == "text/html"
    text, encoding = decode(raw.content, markup=markup, charset=raw.charset)
    kind: Literal["html", "text"] = "html" if markup else "text"
    if url := normalise_url(raw.exchange.url if raw.exchange else raw.uri):
        listed = listed_at(raw.exchange.listed_date, timezone) if raw.exchange else None
        return Document(_page_keys(raw, url), kind, text, encoding, url, listed_at=listed)
    return Document((Key("file", raw.uri),), kind, text, encoding)


def _page_keys(raw: RawDocument, url: str) -> tuple[Key, ...]:
    """The names of a page: its entry's in the feed, its address, the one it was asked for at, and what these alias."""
    guid = raw.exchange.guid if raw.exchange else None
    asked = normalise_url(raw.uri) or url
    addresses = dict.fromkeys((url, asked, alias_url(url), alias_url(asked)))
    return (*([Key("guid", guid)] if guid else []), *(Key("url", address) for address in addresses))


def with_canonical(document: Document, canonical: str | None) -> Document:
    """A page that is also found by the address that it gives itself, if that may be believed."""
    url = normalise_url(canonical) if canonical and document.url else None
    if not url or not document.url or not is_same_page(document.url, url):
        return document
    added = [Key("url", each) for each in (url, alias_url(url))]
    return replace(document, keys=tuple(dict.fromkeys((*document.keys, *added))))


def _row(raw: RawDocument, fields: Fields | None, timezone: tzinfo) -> Document:
    row, encoding = read_row(raw)
    entry = raw.media_type == ENTRY
    fields = FEED if entry else fields or _usual(row)
    kind, content = content_of(row, fields)
    guid, given_url = id_of(row, fields), url_of(row, fields)
    url = normalise_url(given_url) if given_url else None
    keys = [Key("guid", guid)] if guid else []
    keys += [Key("url", url)] if url else []
    keys += [Key("url", alias)] if entry and url and (alias := alias_url(url)) != url else []
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
