"""Raw document to document: bytes become text, and the names under which the article is found again."""

from __future__ import annotations

import json

from schemas.errors import InputError
from schemas.records import Document, Encoding, Key, RawDocument
from tasks.clean.decode import decode, tidy
from tasks.fetch.urls import normalise_url

MAX_ID = 1_000  # characters; databases index no longer ones


def parse(raw: RawDocument) -> Document:
    """A document ready to be cleaned.

    A row of JSON lines is {id, url?, html} or {id, text}; other keys are ignored. Files are known by their URI, rows by
    their id, then by their URL; a row with neither by its place in the file.

    Raises:
        InputError: it is empty, not text, or not such a row; one sentence.
    """
    document = _row(raw) if raw.media_type == "application/json" else _file(raw)
    if not document.content.strip():
        raise InputError("is empty")
    return document


def _file(raw: RawDocument) -> Document:
    markup = raw.media_type == "text/html"
    text, encoding = decode(raw.content, markup=markup, charset=raw.charset)
    return Document((Key("file", raw.uri),), "html" if markup else "text", text, encoding)


def _row(raw: RawDocument) -> Document:
    row = _object(raw.content)
    guid, given_url, html, text = _guid(row), _string(row, "url"), _string(row, "html"), _string(row, "text")
    content = html if html is not None else text
    if content is None:
        raise InputError('has neither "html" nor "text"')
    url = normalise_url(given_url) if given_url else None
    keys = [Key("guid", guid)] if guid else []
    keys += [Key("url", url)] if url else []
    content, repaired = tidy(content)
    return Document(
        keys=tuple(keys) or (Key("file", raw.uri),),
        kind="text" if html is None else "html",
        content=content,
        encoding=Encoding("utf-8", "json", repaired),
        url=url,
    )


def _object(content: bytes) -> dict[str, object]:
    try:
        row = json.loads(content)
    except UnicodeDecodeError as error:
        raise InputError("is not valid JSON: it is not UTF-8") from error
    except json.JSONDecodeError as error:
        raise InputError(f"is not valid JSON: {error.msg.removesuffix(' at')} at character {error.pos + 1}") from error
    except (ValueError, RecursionError) as error:
        raise InputError("is not valid JSON: a number is too long, or it is nested too deeply") from error
    if not isinstance(row, dict):
        raise InputError("is not a JSON object")
    return row


def _guid(row: dict[str, object]) -> str | None:
    guid = row.get("id")
    if isinstance(guid, bool) or not isinstance(guid, str | int | None):
        raise InputError('has an "id" that is neither a string nor a whole number')
    name = tidy(str(guid))[0].strip() if guid is not None else ""
    if len(name) > MAX_ID:
        raise InputError(f'has an "id" of more than {MAX_ID} characters')
    return name or None


def _string(row: dict[str, object], key: str) -> str | None:
    value = row.get(key)
    if not isinstance(value, str | None):
        raise InputError(f'has a "{key}" that is not a string')
    return value
