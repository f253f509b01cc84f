"""Remake `topic_strike.json`, `topic_migration.json` and `topic_traffic.json`, what is learned about the three topics.

    python -m models.train_topics --data PATH          learn from everything, write the models and name them in config/
    python -m models.train_topics --data PATH --judge  leave out one collection after the other, and print what it costs

PATH is a folder with `unlabelled.jsonl.gz`, articles to learn from, and `dev.jsonl.gz`, labelled ones to judge by, of
which nothing is learned. `topic_labels.csv` beside this file says of some of the former whether they have a topic.
Needs scikit-learn, which newsledger itself does not.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from schemas.errors import InputError
from schemas.records import Article
from schemas.topic_model import MODELS, TopicModel, hash_of, write_model
from schemas.topics import Topics, load_topics
from tasks.clean.io import HASHES
from tasks.link.topic_adoption import with_model, without_model
from tasks.link.topic_classroom import Tally
from tasks.link.topic_learning import TAGGED, Learned, learn
from tasks.link.topic_lessons import Candidate, lessons
from tasks.tag.topics import TopicTagger

KEYS = ("strike", "migration", "traffic")
CONFIG = MODELS.parent / "config" / "topics"
LABELS = MODELS / "topic_labels.csv"
FEWEST = 8  # articles with a topic that suffice to judge by
SEEN_IN = 20  # articles, at least, in which a word must stand to be written down
COLLECTIONS = {
    "abp": "US, 2012-20",
    "fs": "Daily Mail, 2020",
    "reut": "Reuters, 1987",
    "bbc": "BBC, 2004-05",
    "none": "those from which there is nothing to learn",
}
ELSEWHERE = ("felix", "fnc", "fundus", "sdl", "ukimm")


def read_rows(path: Path, but: str | None = None) -> Iterator[dict[str, Any]]:
    """The articles of a file of JSON lines, without those of one collection."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if collection(row) != but:
                yield row


def collection(row: Mapping[str, Any]) -> str:
    """Which collection an article is from: its id begins with it."""
    return str(row["id"]).partition(":")[0]


def digest(row: Mapping[str, Any]) -> str:
    """What `topic_labels.csv` calls an article."""
    return hashlib.sha256(str(row["id"]).encode()).hexdigest()[:16]


def read_labels() -> dict[str, dict[str, bool]]:
    """By topic and article's digest, whether the article has it."""
    labels: dict[str, dict[str, bool]] = defaultdict(dict)
    with LABELS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            labels[row["topic"]][row["article"]] = row["has"] == "yes"
    return labels


def learn_one(data: Path, topics: Topics, key: str, but: str | None = None, tagged: int = TAGGED) -> Learned:
    """What there is to learn about a topic, without the articles of one collection.

    Raises:
        InputError: that is too little.
    """
    definition = next(each for each in topics.definitions if each.key == key)
    known = read_labels()[key]
    rows = read_rows(data / "unlabelled.jsonl.gz", but)
    candidates = (Candidate(str(row["id"]), _article(row), known.get(digest(row))) for row in rows)
    taken = [each.lesson for each in lessons(topics, definition, candidates)]
    return learn(key, definition.threshold, taken, SEEN_IN, tagged)


def _article(row: Mapping[str, Any]) -> Article:
    headline = row.get("headline")
    return Article(body=str(row["body"]), headline=str(headline) if headline else None)


class Score:
    """How tags compare with gold."""

    def __init__(self) -> None:
        self.counts: dict[str, Counter[str]] = defaultdict(Counter)
        self.untopical = self.false = 0

    def add(self, wanted: Collection[str], given: Collection[str]) -> None:
        """One article more."""
        for key in KEYS:
            kind = {(True, True): "right", (False, True): "wrong", (True, False): "missed"}
            self.counts[key][kind.get((key in wanted, key in given), "")] += 1
        self.untopical += not wanted
        self.false += not wanted and any(key in given for key in KEYS)

    def __str__(self) -> str:
        f1s = (f"{key} {self.f1(key):.3f}" for key in KEYS)
        return f"{'  '.join(f1s)}  without a topic {self.false} of {self.untopical}"

    def f1(self, key: str) -> float:
        """Of one topic."""
        counts = self.counts[key]
        return Tally(counts["right"], counts["wrong"], counts["missed"]).f1


def score(data: Path, topics: Topics, only: Collection[str] = ()) -> Score:
    """The labelled articles, of all or some collections, tagged and compared."""
    tagger, scored = TopicTagger(topics), Score()
    for row in read_rows(data / "dev.jsonl.gz"):
        if not only or collection(row) in only:
            scored.add(row["topics"], [tag.topic for tag in tagger.tag(_article(row))])
    return scored


def with_models(topics: Topics, models: Mapping[str, TopicModel]) -> Topics:
    """The topics with these models, or with none."""
    return replace(topics, models=models)


def judge(data: Path, topics: Topics) -> None:
    """Print what models say of a collection that they have not seen."""
    for name, about in COLLECTIONS.items():
        only = ELSEWHERE if name == "none" else [name]
        print(f"{name} ({about})")
        models: dict[str, TopicModel] = {}
        for key in KEYS:
            try:
                models[key] = learn_one(data, topics, key, name, FEWEST).model
            except InputError as error:
                print(f"  {error}")
        print(f"  rules alone        {score(data, with_models(topics, {}), only)}")
        print(f"  not learned there  {score(data, with_models(topics, models), only)}", flush=True)


def write(data: Path, topics: Topics) -> None:
    """Learn, say what it is worth, and write; adopted is what beats the rules on articles not learned from."""
    rules = score(data, with_models(topics, {}))
    models: dict[str, TopicModel] = {}
    for key in KEYS:
        learned = learn_one(data, topics, key)
        alone = score(data, with_models(topics, {key: learned.model}))
        print(
            f"{key}: {learned.labelled} in doubt, F1 {learned.rules.f1:.3f} by the rules, {learned.both.f1:.3f} with it"
        )
        print(f"  not learned from, F1 {rules.f1(key):.3f} by the rules, {alone.f1(key):.3f} with it")
        content = write_model(learned.model)
        (MODELS / f"topic_{key}.json").write_bytes(content)
        _note(f"topic_{key}.json", hash_of(content))
        if alone.f1(key) > rules.f1(key):
            models[key] = learned.model
        path = CONFIG / f"{key}.toml"
        text = path.read_text(encoding="utf-8")
        named = with_model(text, hash_of(content)) if key in models else without_model(text)
        if named is None:
            raise SystemExit(f"{path} names its model in another way than this writes: take it out by hand")
        path.write_text(named, encoding="utf-8")
    print(f"rules alone                   {rules}")
    print(f"with {' and '.join(models):24} {score(data, with_models(topics, models))}")


def _note(name: str, sha256: str) -> None:
    path = MODELS / HASHES
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.endswith(f"  {name}")]
    path.write_text("".join(f"{line}\n" for line in [*lines, f"{sha256}  {name}"]), encoding="utf-8")


def main() -> None:
    """Learn or judge."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--judge", action="store_true")
    given = parser.parse_args()
    topics = load_topics(CONFIG, models=False)
    (judge if given.judge else write)(given.data, topics)


if __name__ == "__main__":
    main()
