"""Where a Markdown document's links lead, and where they can lead to."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from tests.docs.blocks import FENCE

LINK = re.compile(r"\]\((?!https?:)(?P<target>[^)\s]+)\)")
HEADING = re.compile(r"^#{1,6} +(?P<title>.+?) *$", re.MULTILINE)


def broken_links(document: Path) -> list[str]:
    """The links of a document, inside the checkout, that lead to no file or no heading."""
    found = LINK.finditer(FENCE.sub("", document.read_text(encoding="utf-8")))
    return [link["target"] for link in found if not _leads_somewhere(document, *link["target"].partition("#")[::2])]


def _leads_somewhere(document: Path, name: str, anchor: str) -> bool:
    target = document.parent / name if name else document
    return target.exists() and (not anchor or anchor in anchors(target))


def anchors(document: Path) -> set[str]:
    """The names of a document's headings, as GitHub gives them."""
    seen: Counter[str] = Counter()
    for heading in HEADING.finditer(FENCE.sub("", document.read_text(encoding="utf-8"))):
        name = re.sub(r"[^\w\- ]", "", heading["title"].lower()).replace(" ", "-")
        seen[name] += 1
    return {name if number == 0 else f"{name}-{number}" for name, count in seen.items() for number in range(count)}
