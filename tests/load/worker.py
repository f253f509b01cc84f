"""A process that loads: `python -m tests.load.worker URL SEED BATCH [STATEMENTS]`.

Several may do so at once, and some are killed.

The documents are those of a newsroom (benchmarks/newsroom.py): articles that name the same people, of which some are
changed later, come twice, stand in another outlet too, or come once through a feed and once as a page.
"""

from __future__ import annotations

import os
import signal
import sys
from functools import cache
from itertools import count
from random import Random
from threading import Timer
from typing import cast

from msgspec.structs import replace
from sqlalchemy import Engine, event

from benchmarks.newsroom import PROCESSORS, item
from schemas.records import Article, Document, Key, RawLocation, Tags
from tasks.link.store import link_entities
from tasks.load.decide import LoadItem
from tasks.load.store import open_ledger
from tests.load.making import load_run

ARTICLES, BATCH = 120, 20


@cache
def newsroom() -> tuple[list[LoadItem], dict[str, Tags]]:
    """The same documents in every process, and what is found in each body."""
    items, tags = [], {}
    for number in range(ARTICLES):
        for version in (0, 1) if number % 5 == 0 else (0,):
            first, found = item(number, ARTICLES, version)
            tags[cast("Article", first.result).body] = found
            items += [first, *_again(first, number)]
    return [replace(each, number=n, location=RawLocation("raw.warc.gz", n)) for n, each in enumerate(items)], tags


def _again(first: LoadItem, number: int) -> list[LoadItem]:
    """The same text elsewhere: under its guid, at another address, in other outlets."""
    raw, document = first.raw, cast("Document", first.document)
    found = []
    if number % 3 == 0:
        entry = replace(document, keys=(Key("guid", f"item {number}"), *document.keys))
        found.append(replace(first, document=entry, raw=replace(raw, uri=f"{raw.uri}#entry")))
    if number % 7 == 0:
        found.append(replace(first, raw=replace(raw, uri=f"{raw.uri}?from=front")))
    if number % 6 == 0:
        found += [replace(first, raw=replace(raw, source=outlet)) for outlet in ("courier", "post")]
    return found


def main(url: str, seed: int, batch: int = BATCH) -> None:
    """Loads everything in an order of its own, and links."""
    items, tags = newsroom()
    items = list(items)
    Random(seed).shuffle(items)
    with open_ledger(url) as ledger:
        batches = [items[start : start + batch] for start in range(0, len(items), batch)]
        load_run(ledger, batches, lambda article: tags[article.body], processors=PROCESSORS)
        link_entities(ledger)


def die_in(last: int, seed: int) -> None:
    """Has this process killed once it has executed so many statements: within the next milliseconds, or in one."""
    done = count()

    def note(*_: object) -> None:
        if next(done) == last:
            Timer(Random(seed).uniform(0, 0.005), os.kill, (os.getpid(), signal.SIGKILL)).start()

    event.listen(Engine, "before_cursor_execute", note)


if __name__ == "__main__":
    ledger_url, order, size, *at = sys.argv[1:]
    if at:
        die_in(int(at[0]), int(order))
    main(ledger_url, int(order), int(size))
