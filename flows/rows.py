"""One stage alone over JSON lines: `newsledger clean IN OUT` and `newsledger tag IN OUT`.

Rows come out in the order they went in, a chunk at a time, so memory does not grow with the input. A bad row comes
out as `{id, error}` and its neighbours go on. Keys that a stage does not know are never read.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, cast

from flows.progress import progress
from flows.shapes import JSON, Row, article_row, tags_row
from schemas.errors import InputError
from schemas.records import FIELDS, Article, Failure, RawDocument
from schemas.settings import settings

# What is in memory at once: a few of spaCy's batches, and of huge rows fewer.
CHUNK, CHUNK_BYTES = 128, 64_000_000

SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the input that is a JSON object."""

    number: int  # from 1
    content: bytes
    row: dict[str, JSON]


@dataclass(frozen=True, slots=True)
class BadLine:
    """One that is not."""

    number: int
    error: str


Convert = Callable[[list[Line]], Iterable[Row | Failure]]


def clean_rows(source: str, target: str) -> int:
    """Clean each row of `source` into `target`. Returns how many came out as errors."""
    from tasks.clean.batch import clean_one
    from tasks.clean.io import load_rules
    from tasks.clean.parse import PLAIN_ROW

    rules = load_rules(settings().config_folder())

    def convert(lines: list[Line]) -> Iterator[Row | Failure]:
        for line in lines:
            cleaned = clean_one(_raw(line), rules, fields=PLAIN_ROW)
            yield cleaned if isinstance(cleaned, Failure) else article_row(cleaned.article)

    return _convert(source, target, convert)


def tag_rows(source: str, target: str) -> int:
    """Tag each row of `source` into `target`. Returns how many came out as errors."""
    from tasks.tag.batch import tag_batch
    from tasks.tag.io import load_tagger

    tagger = load_tagger(settings().config_folder(), settings().spacy_model)

    def convert(lines: list[Line]) -> Iterator[Row | Failure]:
        read = [_article(line.row) for line in lines]
        tagged = iter(tag_batch([article for article in read if isinstance(article, Article)], tagger))
        results = (article if isinstance(article, Failure) else next(tagged) for article in read)
        return (result if isinstance(result, Failure) else tags_row(result) for result in results)

    return _convert(source, target, convert)


def _convert(source: str, target: str, convert: Convert) -> int:
    bad = 0
    with _writing(target) as out, progress("rows") as advance:
        for chunk in _chunks(_lines(source, settings().max_document_bytes)):
            for row in _converted(chunk, convert):
                bad += "error" in row
                out.write(_json(row))
            advance(len(chunk))
    return bad


def _converted(chunk: list[Line | BadLine], convert: Convert) -> Iterator[Row]:
    results = iter(convert([line for line in chunk if isinstance(line, Line)]))
    for line in chunk:
        if isinstance(line, BadLine):
            yield {"id": None, "error": f"line {line.number} {line.error}"}
        else:
            result = next(results)
            yield {"id": line.row.get("id"), **({"error": result.error} if isinstance(result, Failure) else result)}


def _article(row: Mapping[str, object]) -> Article | Failure:
    headline, standfirst, body = (row.get(key) for key in FIELDS)
    if not isinstance(body, str):
        return Failure("tag", "has no body" if body is None else "has a body that is not a string")
    if not isinstance(headline, str | None) or not isinstance(standfirst, str | None):
        return Failure("tag", "has a headline or standfirst that is not a string")
    if SURROGATE.search(body + (headline or "") + (standfirst or "")):
        return Failure("tag", "has half a character (a lone surrogate)")
    return Article(body, headline, standfirst)


def _raw(line: Line) -> RawDocument:
    """A line as fetching would hand it on; nothing of it is stored, so it needs no hash."""
    return RawDocument("rows", f"#line={line.number}", "application/json", line.content, "", datetime.now(UTC))


def _chunks(lines: Iterable[Line | BadLine]) -> Iterator[list[Line | BadLine]]:
    chunk: list[Line | BadLine] = []
    size = 0
    for line in lines:
        chunk.append(line)
        size += len(line.content) if isinstance(line, Line) else 0
        if len(chunk) == CHUNK or size >= CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _json(row: Row) -> bytes:
    """A row as one line; half a character (a lone surrogate) has no UTF-8, and stays an escape as it came."""
    try:
        return (json.dumps(row, ensure_ascii=False) + "\n").encode()
    except UnicodeEncodeError:
        return (json.dumps(row) + "\n").encode()


def _lines(source: str, limit: int) -> Iterator[Line | BadLine]:
    """Every line of a file but blank ones; of one over the limit no more than the limit is held."""
    try:
        with nullcontext(sys.stdin.buffer) if source == "-" else _open(source) as stream:
            for number, content in enumerate(iter(lambda: stream.readline(limit), b""), 1):
                if len(content) == limit and not content.endswith(b"\n"):
                    _skip_line(stream, limit)
                    yield BadLine(number, f"is larger than {limit:,} bytes (NEWSLEDGER_MAX_DOCUMENT_BYTES)")
                elif content.strip():
                    yield _read(content, number)
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(f"{source} cannot be read: {_why(error)}") from error


def _skip_line(stream: IO[bytes], portion: int) -> None:
    while (rest := stream.readline(portion)) and not rest.endswith(b"\n"):
        pass


def _read(content: bytes, number: int) -> Line | BadLine:
    try:
        row = json.loads(content, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        return BadLine(number, f"is not JSON: {error}")
    if not isinstance(row, dict):
        return BadLine(number, "is not a JSON object")
    if isinstance(row.get("id"), bool) or not isinstance(row.get("id"), str | int | None):
        return BadLine(number, 'has an "id" that is neither a string nor a whole number')
    return Line(number, content, row)


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no number")


def _open(source: str) -> IO[bytes]:
    return cast("IO[bytes]", gzip.open(source)) if source.endswith(".gz") else Path(source).open("rb")


@contextmanager
def _writing(target: str) -> Iterator[IO[bytes]]:
    """Where rows go. A file appears under its name when it is whole, so that what was there is kept until then."""
    if target == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    path = Path(target)
    written = path if path.exists() and not path.is_file() else path.with_name(f".{path.name}.part")
    try:
        with _create(written, packed=target.endswith(".gz")) as out:
            yield out
        if written != path:
            written.replace(path)
    except OSError as error:
        raise InputError(f"{target} cannot be written: {_why(error)}") from error
    finally:
        if written != path:
            written.unlink(missing_ok=True)


def _create(path: Path, *, packed: bool) -> IO[bytes]:
    return cast("IO[bytes]", gzip.open(path, "wb")) if packed else path.open("wb")


def _why(error: Exception) -> str:
    return (isinstance(error, OSError) and error.strerror) or str(error)
