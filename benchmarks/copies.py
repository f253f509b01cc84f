"""How often a text comes again word for word, as syndicated copy does, and what tagging each text once would save.

    python -m benchmarks.copies FILE.jsonl.gz ...      rows {id, url?, html} or {id, headline, body}, of any sources

Texts are as cleaning leaves them. Tags depend on headline, standfirst and body, so all three have to be the same; how
many share the body alone is said besides. What tagging costs goes with the words.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.pages import COMMAND, ROOT

TAGGED = ("headline", "standfirst", "body")


def articles(path: Path, folder: Path) -> list[dict[str, Any]]:
    """The articles of a file; pages are cleaned first."""
    rows = read_rows(path)
    if not any(row.get("html") for row in rows):
        return rows
    given, out = folder / "given.jsonl", folder / "cleaned.jsonl"
    fields = ("id", "url", "html")
    given.write_text("".join(json.dumps({f: row[f] for f in fields if row.get(f)}) + "\n" for row in rows))
    subprocess.run([COMMAND, "clean", given, out], cwd=ROOT, check=False)  # bad rows are left out below
    return [row for row in read_rows(out) if row.get("body")]


def read_rows(path: Path) -> list[dict[str, Any]]:
    """A file's rows."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def again(rows: Iterable[dict[str, Any]], fields: tuple[str, ...]) -> tuple[int, int]:
    """How many rows have the same fields as one before, and their words."""
    seen: set[tuple[str | None, ...]] = set()
    count = words = 0
    for row in rows:
        text = tuple(row.get(field) for field in fields)
        if text in seen:
            count, words = count + 1, words + len(row["body"].split())
        seen.add(text)
    return count, words


def main(paths: list[Path]) -> None:
    """Count and print."""
    with tempfile.TemporaryDirectory() as name:
        rows = [row for path in paths for row in articles(path, Path(name))]
    words = sum(len(row["body"].split()) for row in rows)
    for what, fields in (("headline, standfirst and body", TAGGED), ("body alone", ("body",))):
        count, saved = again(rows, fields)
        print(f"the same {what}: {count:,} of {len(rows):,} articles, {saved / words:.1%} of the words")


if __name__ == "__main__":
    main([Path(each) for each in sys.argv[1:]])
