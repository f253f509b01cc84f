"""The file of adopted lines as text, with one more or one less; whatever else people wrote into it stays. Pure."""

from __future__ import annotations

import tomlkit
from tomlkit.items import Table

from schemas.boilerplate import LearnedLine

BEGINNING = """\
# Lines that repeat across a source's articles and are boilerplate: each goes where it is a paragraph of the body.
# newsledger boilerplate adopt and drop write here; newsledger retag applies it to what is stored.
language = "any"
"""


def with_line(text: str, line: LearnedLine, seen: str) -> str:
    """The file's text with one line more; `seen` says why, as a comment."""
    file = tomlkit.parse(f"{(text or BEGINNING).rstrip()}\n\n")
    lines = file.setdefault("line", tomlkit.aot())
    lines.append(_table(line, seen))
    return tomlkit.dumps(file).rstrip() + "\n"


def without_line(text: str, id_: str) -> str:
    """The file's text without the line of that id; as it was if it has none."""
    file = tomlkit.parse(text)
    lines = file.get("line", [])
    found = next((n for n, line in enumerate(lines) if line.get("id") == id_), None)
    if found is None:
        return text
    del lines[found]
    if not lines:
        del file["line"]
    return tomlkit.dumps(file).rstrip() + "\n"


def _table(line: LearnedLine, seen: str) -> Table:
    table = tomlkit.table()
    if seen:
        table.comment(seen)
    for key, value in line.model_dump().items():
        table.add(key, value)
    table.add(tomlkit.nl())
    return table
