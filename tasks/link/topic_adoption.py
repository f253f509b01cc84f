"""A topic's file as text, with a learned model or without; whatever else people wrote into it stays. Pure.

As lines: tomlkit would put the examples of a kind together.
"""

from __future__ import annotations

import re

TABLE = re.compile(r"^\s*\[learned\]\s*(?:#.*)?\n(?:(?!\s*\[).*(?:\n|\Z))*", re.MULTILINE)


def with_model(text: str, sha256: str, worth: str = "") -> str:
    """The file's text, naming a model by its hash; `worth` says why it was adopted, as a comment."""
    comment = f" # {worth}" if worth else ""
    return f'{without_model(text).rstrip()}\n\n[learned]{comment}\nsha256 = "{sha256}"\n'


def without_model(text: str) -> str:
    """The file's text without a model; as it was if it names none."""
    return TABLE.sub("", text).rstrip() + "\n" if TABLE.search(text) else text
