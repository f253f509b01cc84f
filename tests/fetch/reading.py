"""Reading with a clock that stands still."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from schemas.records import Fetched, FetchFailure, RawDocument
from tasks.fetch.io import read_documents

NOW = datetime(2026, 3, 1, 12, 30, 15, 250_000, tzinfo=UTC)


def read(*inputs: str | Path, source: str | None = None, max_bytes: int = 1_000) -> list[Fetched]:
    """Everything that the inputs give."""
    return list(read_documents([str(given) for given in inputs], source=source, max_bytes=max_bytes, now=lambda: NOW))


def documents(fetched: Sequence[Fetched]) -> list[RawDocument]:
    """Those that were read."""
    return [one for one in fetched if isinstance(one, RawDocument)]


def failures(fetched: Sequence[Fetched]) -> list[FetchFailure]:
    """Those that were not."""
    return [one for one in fetched if isinstance(one, FetchFailure)]


def write(path: Path, content: bytes | str) -> Path:
    """A file, and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path
