"""JSON lines from a file or standard input, and to one, a chunk at a time."""

from __future__ import annotations

import gzip
import sys
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import IO, cast

from msgspec import Struct

from schemas.counted import counted
from schemas.errors import InputError

# What one process has in memory at once: a few of the model's batches, and of huge rows fewer.
CHUNK, CHUNK_BYTES = 128, 64_000_000
DOCUMENTS = (".html", ".htm", ".txt")  # names that files of rows seldom have
BOM = b"\xef\xbb\xbf"


class Line(Struct, frozen=True):
    """One line of the input as it came; `error` says why it was not read."""

    number: int  # from 1
    content: bytes = b""
    error: str | None = None


def read_lines(source: str, limit: int) -> Iterator[Line]:
    """Every line of a file but blank ones; of one over the limit no more than the limit is held.

    Raises:
        InputError: the file cannot be read.
    """
    try:
        with nullcontext(sys.stdin.buffer) if source == "-" else _open(source) as stream:
            for number, content in enumerate(iter(lambda: stream.readline(limit), b""), 1):
                if len(content) == limit and not content.endswith(b"\n"):
                    _skip_line(stream, limit)
                    error = f"is larger than {counted(limit, 'byte')}; to read it, raise NEWSLEDGER_MAX_DOCUMENT_BYTES"
                    yield Line(number, error=error)
                elif content.strip():
                    yield Line(number, content)
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(f"{source} cannot be read: {_why(error)}") from error


def not_a_document(source: str, lines: Iterator[Line], wanted: str) -> Iterator[Line]:
    """The lines, unless the file is itself a page or a text, of which every line would be a bad row.

    Raises:
        InputError: it is; says what is `wanted` instead.
    """
    first = next(lines, None)
    if first is None:
        return
    begins = first.content.removeprefix(BOM).lstrip()[:1]
    if begins == b"<" or (begins != b"{" and source.lower().removesuffix(".gz").endswith(DOCUMENTS)):
        name = "standard input" if source == "-" else source
        raise InputError(f"{name} holds no JSON lines: give one document a line, with {wanted}")
    yield first
    yield from lines


def chunks(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """Portions of `CHUNK` lines, or of fewer that make `CHUNK_BYTES`."""
    chunk: list[Line] = []
    size = 0
    for line in lines:
        chunk.append(line)
        size += len(line.content)
        if len(chunk) == CHUNK or size >= CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


@contextmanager
def writing(target: str) -> Iterator[IO[bytes]]:
    """Where rows go. A file appears under its name when it is whole, so that what was there is kept until then.

    Raises:
        InputError: it cannot be written.
    """
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


def _skip_line(stream: IO[bytes], portion: int) -> None:
    while (rest := stream.readline(portion)) and not rest.endswith(b"\n"):
        pass


def _open(source: str) -> IO[bytes]:
    return cast("IO[bytes]", gzip.open(source)) if source.endswith(".gz") else Path(source).open("rb")


def _create(path: Path, *, packed: bool) -> IO[bytes]:
    return cast("IO[bytes]", gzip.open(path, "wb")) if packed else path.open("wb")


def _why(error: Exception) -> str:
    return (isinstance(error, OSError) and error.strerror) or str(error)
