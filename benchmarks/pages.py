"""Pages to measure with, and what newsledger makes of them."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

ROOT = Path(__file__).parents[1]
COMMAND = Path(sys.executable).with_name("newsledger")


@dataclass(frozen=True)
class Input:
    """So many pages and their bodies, as files."""

    pages: Path  # rows {id, url, html}
    bodies: Path  # rows {id, body}
    count: int
    words: int  # in the bodies


def read_pages(path: Path | None) -> list[dict[str, str]]:
    """Rows {id, url, html} of a file, or the samples'."""
    if path is None:
        found = sorted((ROOT / "samples").rglob("*.html"))
        return [{"id": page.name, "html": page.read_text(encoding="utf-8", errors="replace")} for page in found]
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        return [{key: row[key] for key in ("id", "url", "html") if row.get(key)} for row in map(json.loads, lines)]


def tagged_pages(pages: list[dict[str, str]], folder: Path) -> list[tuple[dict[str, str], str]]:
    """The pages that newsledger tags, in English and with a body, each with its body as newsledger cleans it."""
    given, cleaned = folder / "given.jsonl", folder / "cleaned.jsonl"
    given.write_text("".join(json.dumps(page) + "\n" for page in pages), encoding="utf-8")
    subprocess.run([COMMAND, "clean", given, cleaned], cwd=ROOT, check=False)  # bad rows are left out below
    with cleaned.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    fits = [row.get("body") and row["language"] in (None, "en") for row in rows]
    return [(page, row["body"]) for page, row, fit in zip(pages, rows, fits, strict=True) if fit]


def write_input(pages: list[tuple[dict[str, str], str]], count: int, folder: Path) -> Input:
    """The first `count` pages, from the first again when there are fewer, each with an id and an address of its own."""
    made = Input(folder / f"pages-{count}.jsonl", folder / f"bodies-{count}.jsonl", count, 0)
    words = 0
    with made.pages.open("w", encoding="utf-8") as page_rows, made.bodies.open("w", encoding="utf-8") as body_rows:
        for number, (page, body) in enumerate(_first(pages, count)):
            page_rows.write(json.dumps(_copy(page, number, number // len(pages))) + "\n")
            body_rows.write(json.dumps({"id": str(number), "body": body}) + "\n")
            words += len(body.split())
    return Input(made.pages, made.bodies, count, words)


def _copy(page: dict[str, str], number: int, again: int) -> dict[str, str]:
    """A page that comes again has another address, or it would be the same article, which is not tagged twice."""
    url = {"url": f"{page['url']}-{again}"} if again and "url" in page else {}
    return page | {"id": str(number)} | url


def _first(pages: list[tuple[dict[str, str], str]], count: int) -> Iterator[tuple[dict[str, str], str]]:
    return islice(cycle(pages), count)
