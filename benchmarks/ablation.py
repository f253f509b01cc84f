"""What each list, pattern and step is worth for names: scores of all, and without one after another.

    python -m benchmarks.ablation SCORE.PY GOLD.jsonl[.gz] ...     `make eval` runs it over the development set

A row gives F1 of mentions PERSON ORG PLACE, mentions of every label, clusters and names, over all files together.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

from flows.shapes import tags_row
from schemas.gazetteer import Patterns
from schemas.languages import load_languages
from schemas.records import Article
from schemas.topics import Topics, load_topics
from tasks.tag.installed import find_model, load_recogniser
from tasks.tag.io import load_definitions
from tasks.tag.language import Definitions, LanguageTagger
from tasks.tag.printed import printed_names
from tasks.tag.tagger import Tagger

CONFIG = Path("config")
SCORES = ("mention, PERSON ORG PLACE", "mention, span and label", "entity clusters, B-cubed", "entity name in article")
F1 = re.compile(r"^(?P<name>\S.*?) {2,}P .*?F1 (?P<value>[\d.]+)", re.MULTILINE)
LISTS = {  # of words.toml
    "titles": ("titles",),
    "first names": ("first_names",),
    "words before a place": ("places_follow",),
    "what places have": ("of_places",),
    "words around bodies": ("bodies", "of_bodies", "before_bodies"),
    "nouns before persons": ("persons_follow",),
    "nouns beside places": ("before_places_alone", "after_places"),
    "ships": ("vessels",),
    "clubs": ("club_towns",),
    "no names": ("not_names", "numbered"),
    "companies' endings": ("companies",),
}
STEPS: dict[str, dict[str, Callable[..., Any]]] = {  # of tasks.tag: a step that hands on what it was given
    "surnames that are towns": {"language.surnames_first": lambda names, *_: list(names)},
    "acronyms as the text explains them": {"language.as_defined": lambda names, _: list(names)},
    "words that only stand first": {"language.without_words": lambda names, *_: list(names)},
    "majority": {"language.agree": lambda names, _: list(names)},
    "propagation": {"language.spread": lambda names, *_: list(names)},
    "lines joined": {"tagger.unwrapped": lambda article: article},
}


def variants(full: Definitions) -> Iterator[tuple[str, Definitions]]:
    """The definitions with one part left out."""
    for label, lists in LISTS.items():
        yield label, replace(full, words=full.words.model_copy(update=dict.fromkeys(lists, ())))
    for part in ("last", "first", "alone"):
        kinds = tuple(kind.model_copy(update={part: ()}) for kind in full.words.kinds)
        yield f"kinds by the {part} word", replace(full, words=full.words.model_copy(update={"kinds": kinds}))
    yield "patterns", replace(full, patterns=Patterns(pattern=()))
    yielding = tuple(pattern for pattern in full.patterns.pattern if not pattern.yields)
    yield "patterns where the model is silent", replace(full, patterns=Patterns(pattern=yielding))
    yield "gazetteer", replace(full, names=[])
    for path in sorted((CONFIG / "gazetteer").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            left_out = {(row["name"], row["label"]) for row in csv.DictReader(file)}
        yield path.name, replace(full, names=[one for one in full.names if (one.name, one.label) not in left_out])


def scores(tagger: Tagger, rows: list[dict[str, Any]], score: Path, folder: Path) -> list[str]:
    """The four scores of one tagger."""
    gold, tagged = folder / "gold.jsonl", folder / "tagged.jsonl"
    tags = tagger.tag(Article(body=row["body"], headline=row.get("headline") or None) for row in rows)
    gold.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    named = ((row["id"], tags_row(one, printed_names(one))) for row, one in zip(rows, tags, strict=True))
    lines = (json.dumps({"id": number} | dict(found)) + "\n" for number, found in named)
    tagged.write_text("".join(lines), encoding="utf-8")
    command = [sys.executable, str(score), "entities", str(gold), str(tagged)]
    printed = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    by_name = {match["name"].strip(): match["value"] for match in F1.finditer(printed)}
    return [by_name[name] for name in SCORES]


def main(score: Path, *paths: Path) -> None:
    """Print a row for all parts, and one for each part left out."""
    rows = [row for path in paths for row in _read(path)]
    path, english = next(found for found in load_languages(CONFIG / "languages").items() if found[1].default)
    installed = find_model(path, english)
    assert installed, "the default language has a model, or finding it had failed"
    recogniser = load_recogniser(installed)
    topics = Topics((), load_topics(CONFIG / "topics").irregular)
    full = replace(load_definitions(CONFIG, english), titles=None)

    def tagger(definitions: Definitions) -> Tagger:
        return Tagger([LanguageTagger(definitions, installed.model, lambda: recogniser)], topics)

    with tempfile.TemporaryDirectory() as out:
        print("| | three labels | all | clusters | names |\n|---|---|---|---|---|")
        print(_row("all", scores(tagger(full), rows, score, Path(out))))
        for label, definitions in variants(full):
            print(_row(f"all but {label}", scores(tagger(definitions), rows, score, Path(out))), flush=True)
        for label, steps in STEPS.items():
            with ExitStack() as stack:
                for name, step in steps.items():
                    stack.enter_context(patch(f"tasks.tag.{name}", step))
                print(_row(f"all but {label}", scores(tagger(full), rows, score, Path(out))), flush=True)


def _read(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _row(label: str, values: list[str]) -> str:
    return f"| {label} | {' | '.join(values)} |"


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
