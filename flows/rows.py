"""One stage alone over JSON lines: `newsledger clean IN OUT` and `newsledger tag IN OUT`.

Rows come out in the order they went in, a chunk at a time, on several processes if there are enough of them, and
memory does not grow with the input. A bad row comes out as `{id, error}` and its neighbours go on. Keys that a stage
does not know are never read.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from flows.lines import Line, chunks, not_a_document, read_lines, writing
from flows.progress import progress
from flows.shapes import JSON, Row, article_row, tags_row
from flows.workers import Submit, Workers, begin, taken_ahead
from schemas.counted import counted
from schemas.records import FIELDS, Article, Failure, RawDocument
from schemas.settings import settings
from schemas.travel import Parcel, Recipe
from tasks.report.printable import printable

if TYPE_CHECKING:
    from tasks.clean.rules import CleaningRules
    from tasks.tag.tagger import Tagger

DETAILS = re.compile(r"^line \d+ |[:;].*", re.DOTALL)
REASONS_SAID = 3
SURROGATE = re.compile("[\ud800-\udfff]")


class Written(Struct, frozen=True):
    """A chunk of lines as rows to be written."""

    rows: bytes
    errors: Counter[str]  # how many rows came out as errors, by what is wrong with them, in few words


def clean_rows(source: str, target: str) -> int:
    """Clean each row of `source` into `target`. Returns how many came out as errors."""
    from tasks.clean.io import load_rules

    folder = settings().config_folder()
    tool = Recipe(load_rules, folder.absolute(), made=load_rules(folder))
    return _convert(source, target, clean_chunk, tool, 'an "id" and "html" or "text"')


def tag_rows(source: str, target: str) -> int:
    """Tag each row of `source` into `target`. Returns how many came out as errors."""
    from tasks.tag.io import load_tagger

    folder = settings().config_folder()
    tool = Recipe(load_tagger, folder.absolute(), made=load_tagger(folder))
    return _convert(source, target, tag_chunk, tool, 'an "id", "headline" and "body"')


def clean_chunk(lines: Parcel[list[Line]], tool: Recipe[CleaningRules]) -> Written:
    """Clean some rows, in any process."""
    from tasks.clean.batch import clean_one
    from tasks.clean.parse import PLAIN_ROW

    def convert(lines: list[Line], _: object) -> Iterator[Row | Failure]:
        for line in lines:
            cleaned = clean_one(_raw(line), tool.tool, fields=PLAIN_ROW)
            yield cleaned if isinstance(cleaned, Failure) else article_row(cleaned.article)

    return _written(lines.content, convert)


def tag_chunk(lines: Parcel[list[Line]], tool: Recipe[Tagger]) -> Written:
    """Tag some rows, in any process."""
    from tasks.tag.batch import tag_batch
    from tasks.tag.printed import printed_names

    def convert(_: object, rows: list[dict[str, JSON]]) -> Iterator[Row | Failure]:
        read = [_article(row) for row in rows]
        tagged = iter(tag_batch([article for article in read if isinstance(article, Article)], tool.tool))
        results = (article if isinstance(article, Failure) else next(tagged) for article in read)
        return (one if isinstance(one, Failure) else tags_row(one, printed_names(one)) for one in results)

    return _written(lines.content, convert)


def _convert(source: str, target: str, do: Callable[..., Written], tool: Recipe[Any], wanted: str) -> int:
    errors: Counter[str] = Counter()
    processes = settings().process_count()
    pool = partial(_pool, processes) if processes > 1 else None
    with writing(target) as out, Workers(pool) as workers, progress("row") as advance:
        lines = read_lines(source, settings().max_document_bytes)
        found = chunks(not_a_document(source, lines, wanted))
        started = (
            (chunk, workers.start(do, len(chunk), _named(chunk), lines=Parcel(chunk), tool=tool)) for chunk in found
        )
        for chunk, piece in taken_ahead(started, processes + 1):
            written = piece.result()
            out.write(written.rows)
            errors += written.errors
            advance(len(chunk))
    if errors:
        sys.stderr.write(f"{_said(errors)}\n")
    return errors.total()


def _said(errors: Counter[str]) -> str:
    """One sentence: how many rows came out as errors, and why, the most frequent reasons first."""
    reasons = [f"{reason} ({count:,})" for reason, count in errors.most_common(REASONS_SAID)]
    more = ["..."] if len(errors) > REASONS_SAID else []
    said = ", ".join(reasons + more)
    return f"{counted(errors.total(), 'row')} came out without an article, as {{id, error}}: {said}"


@contextmanager
def _pool(processes: int) -> Iterator[Submit]:
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=begin) as executor:
        yield lambda do, arguments: executor.submit(do, **arguments)


def _named(chunk: list[Line]) -> str:
    first, last = chunk[0].number, chunk[-1].number
    return f"line {first}" if first == last else f"lines {first} to {last}"


def _written(
    lines: list[Line], convert: Callable[[list[Line], list[dict[str, JSON]]], Iterable[Row | Failure]]
) -> Written:
    read = [_read(line) for line in lines]
    good = [(line, row) for line, row in zip(lines, read, strict=True) if isinstance(row, dict)]
    results = iter(convert([line for line, _ in good], [row for _, row in good]))
    rows = [_result(line, row, results) for line, row in zip(lines, read, strict=True)]
    return Written(b"".join(map(_json, rows)), Counter(_in_short(str(row["error"])) for row in rows if "error" in row))


def _in_short(error: str) -> str:
    """What is wrong, without the line and what differs from row to row."""
    return printable(DETAILS.sub("", error))


def _result(line: Line, row: dict[str, JSON] | str, results: Iterator[Row | Failure]) -> Row:
    if isinstance(row, str):
        return {"id": None, "error": f"line {line.number} {row}"}
    result = next(results)
    return {"id": row.get("id"), **({"error": result.error} if isinstance(result, Failure) else result)}


def _read(line: Line) -> dict[str, JSON] | str:
    """The object in a line, or what is wrong with it."""
    if line.error:
        return line.error
    try:
        row = json.loads(line.content, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        return f"is not JSON: {error}"
    if not isinstance(row, dict):
        return "is not a JSON object"
    if isinstance(row.get("id"), bool) or not isinstance(row.get("id"), str | int | None):
        return 'has an "id" that is neither a string nor a whole number'
    return row


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no number")


def _article(row: Mapping[str, object]) -> Article | Failure:
    headline, standfirst, body, language = (row.get(key) for key in (*FIELDS, "language"))
    if not isinstance(body, str):
        return Failure("tag", "has no body" if body is None else "has a body that is not a string")
    if not isinstance(headline, str | None) or not isinstance(standfirst, str | None):
        return Failure("tag", "has a headline or standfirst that is not a string")
    if not isinstance(language, str | None):
        return Failure("tag", "has a language that is not a string")
    if SURROGATE.search(body + (headline or "") + (standfirst or "")):
        return Failure("tag", "has half a character (a lone surrogate)")
    return Article(body, headline, standfirst, language=_language(language, body))


def _language(said: str | None, body: str) -> str | None:
    """As the row says it, else as a long text shows it; a guess at a short one could leave it untagged for nothing."""
    from tasks.clean.language import SURE, choose_language, said_language

    return said_language([said or ""]) or (choose_language(None, body) if len(body) >= SURE else None)


def _raw(line: Line) -> RawDocument:
    """A line as fetching would hand it on; nothing of it is stored, so it needs no hash."""
    return RawDocument("rows", f"#line={line.number}", "application/json", line.content, "", datetime.now(UTC))


def _json(row: Row) -> bytes:
    """A row as one line; half a character (a lone surrogate) has no UTF-8, and stays an escape as it came."""
    try:
        return (json.dumps(row, ensure_ascii=False) + "\n").encode()
    except UnicodeEncodeError:
        return (json.dumps(row) + "\n").encode()
