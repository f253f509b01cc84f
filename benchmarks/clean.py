"""Cleaning beside its peers: body F1 as the scorer counts it, pages a CPU second, peak memory.

    python -m benchmarks.clean                      publishers_dev and webpages_dev
    python -m benchmarks.clean --cleaned FILE       what newsledger cleaned elsewhere, for its line of scores: on pages
                                                    that its block model was trained on, only cross-validation counts
                                                    (python -m models.train_page_blocks --data ... --folds FILE)

NEWSLEDGER_EVAL_DIR names the folder of the sets. Peers that are not installed are left out and named:
pip install trafilatura resiliparse readability-lxml newspaper4k lxml_html_clean. Each runs in a process of its own.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from itertools import chain, islice
from pathlib import Path

from lxml.html import fromstring

Body = Callable[[str, str], str]  # html, url -> text

SETS = ("publishers_dev", "webpages_dev")
WARM_UP = 10  # pages that are not timed: imports and caches


def newsledger() -> Body:
    """All of it: from bytes on, and with metadata, removed spans and the rest."""
    from datetime import UTC, datetime

    from schemas.records import Failure, RawDocument
    from tasks.clean.batch import clean_one
    from tasks.clean.io import load_rules

    rules = load_rules(Path("config"))

    def body(html: str, url: str) -> str:
        page = html.encode("utf-8", "replace")
        cleaned = clean_one(RawDocument("", url, "text/html", page, "", datetime.now(UTC), "utf-8"), rules)
        if isinstance(cleaned, Failure):
            return ""
        return "\n\n".join(filter(None, (cleaned.article.standfirst, cleaned.article.body)))

    return body


def trafilatura() -> Body:
    """With metadata, as whoever loads articles would want it."""
    from trafilatura import bare_extraction  # `extract` would write the metadata above the text

    def body(html: str, url: str) -> str:
        found = bare_extraction(html, url=url, include_comments=False, with_metadata=True)
        return getattr(found, "text", None) or ""

    return body


def trafilatura_fast() -> Body:
    """Without its fallbacks and without metadata."""
    from trafilatura import extract

    return lambda html, _: extract(html, include_comments=False, fast=True) or ""


def resiliparse() -> Body:
    """Its main content, no metadata."""
    from resiliparse.extract.html2text import extract_plain_text

    return lambda html, _: extract_plain_text(html, main_content=True, preserve_formatting=False)


def readability() -> Body:
    """Its summary's text."""
    import readability as package

    return lambda html, _: "".join(map(str, fromstring(package.Document(html).summary()).itertext()))


def newspaper() -> Body:
    """Its text, with metadata, which it cannot do without; it would fetch each page's pictures."""
    from newspaper import article

    return lambda html, url: article(url, input_html=html, language="en", fetch_images=False).text


EXTRACTORS: dict[str, tuple[str, Callable[[], Body]]] = {
    "newsledger": ("tasks", newsledger),
    "trafilatura": ("trafilatura", trafilatura),
    "trafilatura, fast": ("trafilatura", trafilatura_fast),
    "resiliparse": ("resiliparse", resiliparse),
    "readability-lxml": ("readability", readability),
    "newspaper4k": ("newspaper", newspaper),
}


def rows(path: Path) -> Iterator[dict[str, str]]:
    """The pages of a set."""
    with gzip.open(path, "rt") as lines:
        yield from map(json.loads, lines)


def run(name: str, path: Path, out: Path) -> None:
    """Extract every page with one extractor; write rows to `out`, and speed and memory to standard output."""
    body, pages, spent = EXTRACTORS[name][1](), 0, 0.0
    for number, row in enumerate(chain(islice(rows(path), WARM_UP), rows(path))):
        started = time.process_time()
        text = _said(body, row)
        if number >= WARM_UP:
            spent, pages = spent + time.process_time() - started, pages + 1
            with out.open("a") as file:
                file.write(json.dumps({"id": row["id"], "body": text}) + "\n")
    print(json.dumps({"rate": pages / spent, "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))


def _said(body: Body, row: dict[str, str]) -> str:
    try:
        return body(row["html"], row["url"])
    except Exception as error:  # noqa: BLE001 - a peer's own: the page counts as not extracted, and is named
        print(f"{row['id']}: {type(error).__name__}", file=sys.stderr)
        return ""


def compare(folder: Path, which: str, cleaned: Path | None) -> None:
    """One table."""
    gold = folder / "extraction" / f"{which}.jsonl.gz"
    print(f"== {which}\n{'':20}{'pages/CPU s':>12}{'peak MB':>9}   scores")
    for name, (package, _) in EXTRACTORS.items():
        if find_spec(package) is None:
            print(f"{name:20} not installed")
            continue
        with tempfile.TemporaryDirectory() as out:
            said = Path(out) / "rows.jsonl"
            command = [sys.executable, "-m", "benchmarks.clean", "--one", name, str(gold), str(said)]
            found = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
            scored = cleaned if cleaned and name == "newsledger" else said
            print(f"{name:20}{found['rate']:12.1f}{found['memory']:9.0f}   {score(folder, gold, scored)}", flush=True)


def score(folder: Path, gold: Path, said: Path) -> str:
    """The scorer's line about bodies."""
    command = [sys.executable, str(folder / "score.py"), "extraction", str(gold), str(said)]
    lines = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()
    return next(line for line in lines if line.startswith("body "))


def main() -> None:
    """Compare, or say in one sentence what is missing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cleaned", type=Path)
    parser.add_argument("--one", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        run(options.one[0], Path(options.one[1]), Path(options.one[2]))
        return
    if not os.environ.get("NEWSLEDGER_EVAL_DIR"):
        sys.exit("benchmarks.clean: set NEWSLEDGER_EVAL_DIR to the folder that holds the evaluation sets and score.py.")
    for which in SETS:
        compare(Path(os.environ["NEWSLEDGER_EVAL_DIR"]), which, options.cleaned)


if __name__ == "__main__":
    main()
