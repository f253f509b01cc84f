"""A topic's file as text, with a learned model or without; whatever else people wrote into it stays. Pure.

As lines: tomlkit would put the examples of a kind together.
"""

from __future__ import annotations

import re
import tomllib

TABLE = re.compile(
    r"^[ \t]*\[[ \t]*learned[ \t]*\][ \t]*(?:#.*)?\n(?:[ \t]*(?:#.*)?\r?\n)*[ \t]*sha256[ \t]*=.*(?:\n|\Z)",
    re.MULTILINE,
)


def with_model(text: str, sha256: str, worth: str = "") -> str | None:
    """The file's text, naming a model by its hash; `worth` says why it was adopted, as a comment.

    None if it names another in a way that only its author can undo.
    """
    without, end = without_model(text), _line_end(text)
    comment = f" # {worth}" if worth else ""
    return None if without is None else f'{without.rstrip()}{end}{end}[learned]{comment}{end}sha256 = "{sha256}"{end}'


def without_model(text: str) -> str | None:
    """The file's text without a model; as it was if it names none. None if only its author can take it out."""
    said = tomllib.loads(text)
    if not said.pop("learned", None):
        return text
    without = TABLE.sub("", text).rstrip() + _line_end(text)
    return without if _says(without) == said else None


def _says(text: str) -> dict[str, object] | None:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


def _line_end(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"
