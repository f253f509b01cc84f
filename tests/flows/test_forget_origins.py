"""Of an article that was taken down no byte is left, be it from an archive, the web, or one row of a table."""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

from schemas.records import Exchange, RawDocument
from tasks.clean.batch import Cleaned, clean_one
from tasks.clean.io import load_rules
from tasks.fetch.io import read_documents
from tasks.fetch.raw_store import RawWriter
from tasks.fetch.web.memory import Place
from tasks.load.decide import LoadItem
from tasks.load.store import LedgerMemory, find_removed, open_ledger
from tests.acceptance.command import ROOT, CommandLine, newsledger
from tests.fetch.warcs import Page, warc
from tests.load.making import NOON, load_run, rows, some_tags
from tests.load.test_forgetting import everything

__all__ = ["newsledger"]  # a fixture

SECRET = ("Marigold held at Sarn", "Zebedee Quillfeather of the dockers said that crews walked out at noon on Monday.")
OTHERS = ("Harbour shut", "Crews walked out at Sarn on Monday, and 300 lorries queued for miles at the gates.")
NAMES = ("marigold", "zebedee", "quillfeather")
WEB = "https://sarn.example/web/marigold"


def page(headline: str, body: str) -> bytes:
    return f"<html lang=en><title>{headline}</title><article><h1>{headline}</h1><p>{body}</p></article></html>".encode()


def arrived(folder: Path) -> list[RawDocument]:
    """The article in an archive and in a table, each among others, and from the web."""
    folder.mkdir()
    pages = [Page(f"https://sarn.example/{n}", page(*told)) for n, told in enumerate((SECRET, OTHERS))]
    (folder / "crawl.warc.gz").write_bytes(warc(*pages))
    table = [f'{n},"{headline}","{body}"' for n, (headline, body) in enumerate((OTHERS, SECRET, OTHERS))]
    (folder / "rows.csv").write_text("\n".join(["id,headline,text", *table, ""]))
    found = read_documents([str(folder)], source="gazette", max_bytes=1_000_000, now=lambda: NOON)
    content = page(SECRET[0], f"{SECRET[1]} Marigold is a ferry.")
    exchange = Exchange(WEB, 200, (("etag", "marigold-1"),), len(content))
    digest = hashlib.sha256(content).hexdigest()
    web = RawDocument("gazette", WEB, "text/html", content, digest, NOON, exchange=exchange)
    return [each for each in (*found, web) if isinstance(each, RawDocument)]


def store(raws: list[RawDocument], url: str) -> None:
    rules = load_rules(ROOT / "config")
    items = []
    with RawWriter(Path("newsledger-raw"), "run") as writer, open_ledger(url) as ledger:
        for number, raw in enumerate(raws):
            done = clean_one(raw, rules)
            assert isinstance(done, Cleaned)
            items.append(LoadItem(number, raw, writer.append(raw), done.document, done.article))
        load_run(ledger, [items], some_tags)
        LedgerMemory(ledger, lambda: NOON).keep([Place("gazette", "page", WEB, NOON, NOON, entry='{"a": "Zebedee"}')])


def test_no_byte_is_left_wherever_it_came_from(newsledger: CommandLine, database_url: str) -> None:
    raws = arrived(newsledger.folder / "desk")
    assert len(raws) == 6
    newsledger.monkeypatch.setenv("NEWSLEDGER_RAW_DIR", "newsledger-raw")
    store(raws, database_url)
    with open_ledger(database_url) as ledger:
        ids = [row[0] for row in rows(ledger, "SELECT article_id FROM v_articles WHERE body LIKE '%Zebedee%'")]
    assert len(ids) == 3
    for id_ in ids:
        _, out, _ = newsledger("forget", str(id_), "--reason", "a court order", "--yes", "--database", database_url)
        assert "Removed, and " in out
    assert newsledger("export", "all", "--out", "out", "--format", "csv", "--database", database_url)[0] == 0
    read = {path: path.read_bytes() for path in (*Path("newsledger-raw").iterdir(), *Path("out").iterdir())}
    read |= {Path(f"{path} unpacked"): gzip.decompress(each) for path, each in read.items() if path.suffix == ".gz"}
    with open_ledger(database_url) as ledger:
        read[Path("ledger")] = everything(ledger).encode()
        assert rows(ledger, "SELECT count(*) FROM v_articles") == [(3,)]
        removed = find_removed(ledger, raws)
    assert len(read) > 5
    left = [(path, name) for path, each in read.items() for name in NAMES if name in each.decode("latin-1").lower()]
    assert left == []
    assert sum("Zebedee" in each.content.decode() for each in raws) == len(removed) == 3
    assert newsledger("search", "Zebedee", "--database", database_url)[1].startswith("0 articles")
