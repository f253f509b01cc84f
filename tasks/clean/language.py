"""The language of a text."""

from __future__ import annotations

import py3langid

ENOUGH = 40  # characters; from less the guess is worth nothing
SAMPLE = 4000  # characters that are looked at


def find_language(text: str) -> str | None:
    """ISO 639-1 code of the language that the text is in; None when there is too little of it."""
    if len(text) < ENOUGH:
        return None
    language, _ = py3langid.classify(text[:SAMPLE])
    return str(language)
