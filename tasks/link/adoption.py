"""The file of adopted lines as text, with one more or one less; whatever else people wrote into it stays. Pure."""

from __future__ import annotations

import json
import re

from schemas.boilerplate import LearnedLine

BEGINNING = """\
# Lines that repeat across a source's articles and are boilerplate: each goes where it is a paragraph of the body.
# newsledger boilerplate adopt and drop write here; newsledger retag applies it to what is stored.
language = "any"
"""
HEADER = re.compile(r"^(?=\[)", re.MULTILINE)


def with_line(text: str, line: LearnedLine, seen: str) -> str:
    """The file's text with one line more; `seen` says why, as a comment."""
    table = f"[[line]] # {seen}\n" + "".join(f"{key} = {_quoted(value)}\n" for key, value in line.model_dump().items())
    return f"{(text or BEGINNING).rstrip()}\n\n{table}"


def without_line(text: str, id_: str) -> str:
    """The file's text without the line of that id; as it was if it has none."""
    named = re.compile(rf'^id\s*=\s*["\']{re.escape(id_)}["\']', re.MULTILINE)
    tables = HEADER.split(text)
    left = [table for table in tables if not (table.startswith("[[line]]") and named.search(table))]
    return "".join(left).rstrip() + "\n" if len(left) < len(tables) else text


def _quoted(text: str) -> str:
    """As TOML has it, which is as JSON has it but for DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
