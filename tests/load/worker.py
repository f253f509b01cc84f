"""A process that loads: `python -m tests.load.worker URL SEED`. Several may do so at once; some are killed."""

from __future__ import annotations

import sys
from random import Random

from schemas.records import Key
from tasks.load.decide import LoadItem
from tasks.load.store import open_ledger
from tests.load.making import document, load_run, some_tags

BATCH = 20
DOCUMENTS = 200


def documents() -> list[LoadItem]:
    """The same documents in every process; a third are the same articles again, some with another text."""
    random = Random(1)
    names = ["Dover", "Calais", "François", "Francois", "Harwich"]
    items = []
    for number in range(DOCUMENTS):
        article = random.randrange(DOCUMENTS * 2 // 3)
        body = f"{random.choice(names)} waits, version {random.randrange(2)} of {article}."
        items.append(document(number, body, keys=[Key("url", f"https://gazette.example/{article}")]))
    return items


def main(url: str, seed: int) -> None:
    """Loads everything in an order of its own."""
    items = documents()
    Random(seed).shuffle(items)
    with open_ledger(url) as ledger:
        load_run(ledger, [items[start : start + BATCH] for start in range(0, len(items), BATCH)], some_tags)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
