"""Bytes an article: in the raw store, in the database, and on the way between processes.

python -m benchmarks.sizes                               the samples' pages
python -m benchmarks.sizes --pages FILE.jsonl.gz --count 300 [--postgresql]
"""

from __future__ import annotations

import argparse
import hashlib
import os
import pickle
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import text

from benchmarks.pages import COMMAND, ROOT, Input, read_pages, tagged_pages, write_input
from benchmarks.store import urls
from flows.kit import load_kit
from schemas.records import Article, RawDocument
from schemas.settings import settings
from schemas.travel import Parcel
from tasks.clean.batch import Cleaned
from tasks.clean.task import clean_documents
from tasks.load.store import Ledger, open_ledger
from tasks.tag.task import tag_articles


def stored(given: Input, folder: Path, new_url: Callable[[], str]) -> tuple[float, float]:
    """Bytes an article in the raw store and in the database."""
    own = {"DATABASE_URL": new_url(), "RAW_DIR": str(folder / "raw"), "PROCESSES": "1"}
    with open_ledger(own["DATABASE_URL"]) as ledger:
        before = database(ledger)
        environment = os.environ | {f"NEWSLEDGER_{name}": value for name, value in own.items()}
        quiet = subprocess.DEVNULL
        subprocess.run([COMMAND, "ingest", given.pages], check=True, cwd=ROOT, env=environment, stdout=quiet)
        after = database(ledger)
    raw = sum(path.stat().st_size for path in (folder / "raw").rglob("*.warc.gz"))
    return raw / given.count, (after - before) / given.count


def database(ledger: Ledger) -> int:
    """Its bytes."""
    sqlite = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
    whole = sqlite if ledger.engine.dialect.name == "sqlite" else "SELECT pg_database_size(current_database())"
    with ledger.engine.connect() as connection:
        return int(connection.execute(text(whole)).scalar_one())


def sent(pages: Sequence[str]) -> dict[str, float]:
    """Bytes an article of what goes to processes that clean and tag, and of what comes back."""
    kit = load_kit(settings())
    raws: Parcel[Sequence[RawDocument]] = Parcel([_raw(page) for page in pages])
    cleaned = clean_documents.fn(raws, kit.cleaner)
    articles: Parcel[Sequence[Article]] = Parcel(
        [each.article for each in cleaned.content if isinstance(each, Cleaned)]
    )
    tags = tag_articles.fn(articles, kit.tagger)
    parcels = {"page": raws, "cleaned": cleaned, "article": articles, "tags": tags}
    return {name: len(pickle.dumps(parcel)) / len(pages) for name, parcel in parcels.items()}


def _raw(html: str) -> RawDocument:
    content = html.encode()
    return RawDocument("desk", "desk", "text/html", content, hashlib.sha256(content).hexdigest(), datetime.now(UTC))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=Path, help="a file of pages instead of the samples")
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--postgresql", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, urls(None, postgresql=given.postgresql) as new_url:
        pages = tagged_pages(read_pages(given.pages), Path(name))[: given.count]
        for what, size in sent([page["html"] for page, _ in pages]).items():
            print(f"{what:20} {size:10,.0f} bytes an article on the way", flush=True)
        raw, ledger = stored(write_input(pages, len(pages), Path(name)), Path(name), new_url)
        print(f"{'raw store':20} {raw:10,.0f} bytes an article\n{'database':20} {ledger:10,.0f} bytes an article")


if __name__ == "__main__":
    main()
