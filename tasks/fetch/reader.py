"""How one run reads: its limits, its clock, and what becomes of what is read or cannot be."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from schemas.counted import counted
from schemas.errors import InputError
from schemas.records import FetchFailure, FetchOutcome, RawDocument
from schemas.sources import Fields
from tasks.fetch.bounded import TooLargeError
from tasks.fetch.feed_process import FeedProcess
from tasks.fetch.reasons import reason
from tasks.fetch.shelf import EMPTY, Shelf

BROKEN = (OSError, EOFError, zlib.error)  # what reading a file, plain or gzip, can raise
AT_FIRST = 1 << 16  # bytes; asked for more, Python makes room for all of it first, which takes longer than reading
OUTCOMES = {
    TooLargeError: FetchOutcome.TOO_LARGE,
    TimeoutError: FetchOutcome.TIMED_OUT,
    InputError: FetchOutcome.WRONG_TYPE,
}


@dataclass(frozen=True, slots=True)
class Reader:
    """How one run reads: the limit on a document, the clock, sources' field maps by name, what it asks of archives."""

    max_bytes: int
    now: Callable[[], datetime]
    fields: Mapping[str, Fields]
    feeds: FeedProcess
    shelf: Shelf = EMPTY

    def document(self, source: str, uri: str, kind: str, content: bytes, charset: str | None = None) -> RawDocument:
        """A document that was read."""
        return RawDocument(source, uri, kind, content, hashlib.sha256(content).hexdigest(), self.now(), charset)

    def failure(self, source: str, uri: str, error: Exception) -> FetchFailure:
        """A document that could not be read, was too large to be, or is not what its name says."""
        outcome = next((o for kind, o in OUTCOMES.items() if isinstance(error, kind)), FetchOutcome.FAILED)
        said = str(error) if isinstance(error, (*OUTCOMES,)) else reason("read", error)
        return FetchFailure(source, uri, outcome, said, self.now())

    def whole(self, stream: IO[bytes]) -> bytes:
        """All that is in a stream.

        Raises:
            TooLargeError: it is more than a document may be.
        """
        content = stream.read(min(AT_FIRST, self.max_bytes + 1))
        if len(content) == AT_FIRST:
            content += stream.read(self.max_bytes + 1 - AT_FIRST)
        if len(content) > self.max_bytes:
            raise self.too_large()
        return content

    def too_large(self) -> TooLargeError:
        """The error for a document over the limit."""
        return TooLargeError(
            f"is larger than {counted(self.max_bytes, 'byte')}; to read it, raise NEWSLEDGER_MAX_DOCUMENT_BYTES"
        )
