"""The file of editors' decisions as text, with one more; all else that people wrote stays. Pure."""

from __future__ import annotations

from pathlib import Path

from schemas.csv_file import with_row
from schemas.overrides import COLUMNS, Override

BEGINNING = """\
# Editors' decisions on topics; they win over rules and models (docs/topics.md). newsledger override writes here;
# what is edited by hand counts from the next newsledger ingest or retag on.
"""


def with_override(text: str, override: Override, path: Path) -> str:
    """The text, read from `path`, with the decision at its end.

    Raises:
        ConfigError: the text is not valid.
    """
    return with_row(text, COLUMNS, [getattr(override, column) for column in COLUMNS], BEGINNING, path)
