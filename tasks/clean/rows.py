"""The bytes of one row as names and values: a line of JSON, or a line of a table under its header."""

from __future__ import annotations

import io
import json

import orjson
from msgspec.structs import replace

from schemas.errors import InputError
from schemas.records import Encoding, RawDocument
from tasks.fetch.charset import read_text
from tasks.fetch.table import read_table

Row = dict[str, object]

MEND = "mend the line, and ingest its file again"


def read_row(raw: RawDocument) -> tuple[Row, Encoding]:
    """A row, and how its bytes were read.

    Raises:
        InputError: it is not a JSON object, or does not fit its header; one sentence.
    """
    if raw.media_type == "text/csv":
        return _cells(raw)
    return _object(raw.content), Encoding("utf-8", "json", repaired=False)


def _cells(raw: RawDocument) -> tuple[Row, Encoding]:
    text, encoding = read_text(raw.content, charset=raw.charset)
    if "\0" in text:
        raise InputError(f"has a NUL character; {MEND}")
    try:
        header, cells = read_table(list(io.StringIO(text, newline="")))
    except InputError as error:
        raise InputError(f"{error}; {MEND}") from error
    if encoding.method == "declared":  # nobody did: it was detected from the whole file
        encoding = replace(encoding, method="detected")
    return dict(zip(header, cells, strict=True)), encoding


def _parsed(content: bytes) -> object:
    try:
        return orjson.loads(content)
    except orjson.JSONDecodeError:  # which it may not be: of numbers and surrogates the standard library takes more
        return json.loads(content)


def _object(content: bytes) -> Row:
    try:
        row = _parsed(content)
    except UnicodeDecodeError as error:
        raise InputError(f"is not valid JSON: it is not UTF-8; {MEND}") from error
    except json.JSONDecodeError as error:
        what = error.msg.removesuffix(" at")
        raise InputError(f"is not valid JSON: {what} at character {error.pos + 1}; {MEND}") from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"is not valid JSON: a number is too long, or it is nested too deeply; {MEND}") from error
    if not isinstance(row, dict):
        raise InputError("is not a JSON object")
    return row
