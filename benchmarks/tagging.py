"""What tagging costs on top of bare NER: CPU time of each part, over the same texts in one process.

    python -m benchmarks.tagging ARTICLES.jsonl[.gz] [COUNT]

Bare NER is spaCy with nothing else loaded, as it comes and as well set up as we know how to (`benchmarks/bare_ner.py`),
and beside it our own computation of the same network. All parts run in turns, and of several times the shortest counts.
"""

from __future__ import annotations

import gzip
import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from benchmarks.bare_ner import TEXTS, bare
from schemas.languages import load_languages
from schemas.records import FIELDS, Article
from schemas.topics import load_topics
from tasks.tag.figures import find_figures
from tasks.tag.installed import find_model, load_recogniser
from tasks.tag.io import load_definitions
from tasks.tag.language import LanguageTagger
from tasks.tag.lexicon import NameWords
from tasks.tag.model import Recognised, Recogniser
from tasks.tag.quotes import find_quotes
from tasks.tag.text import prepare
from tasks.tag.titles import TitleFinder
from tasks.tag.topics import TopicTagger
from tasks.tag.wrapped import unwrapped

CONFIG = Path("config")
ROUNDS = 7

Parts = Mapping[str, Callable[[], object]]


class Remembering(Recogniser):
    """Knows what was found in each text, at no cost."""

    def __init__(self, known: Mapping[str, list[Recognised]]) -> None:
        self._known = known

    def find(self, texts: Iterable[str]) -> Iterator[list[Recognised]]:
        """What was found."""
        return (self._known[text] for text in texts)


def parts_of(articles: Sequence[Article]) -> Parts:
    """Each part by its name, ready to be run over all articles."""
    path, english = next(found for found in load_languages(CONFIG / "languages").items() if found[1].default)
    installed = find_model(path, english)
    assert installed, "the default language has a model, or finding it had failed"
    ours, topics = load_recogniser(installed), TopicTagger(load_topics(CONFIG / "topics"))
    full = load_definitions(CONFIG, english)
    assert full.lexicon, "English has one"
    assert full.titles, "English has them"
    lexicon, titles = full.lexicon, TitleFinder(full.titles, NameWords(full.words, full.names))
    texts = [prepare(text).calm for article in articles for field in FIELDS if (text := getattr(article, field))]
    remembering = Remembering(dict(zip(texts, ours.find(texts), strict=True)))
    naming = LanguageTagger(replace(full, lexicon=None, titles=None), installed.model, lambda: remembering)
    named = list(zip(articles, naming.tag(articles), strict=True))
    plain, tuned = bare(tuned=False), bare()
    return {
        "spaCy's NER, as it comes": lambda: list(plain.pipe(texts, batch_size=TEXTS)),
        "spaCy's NER, set up well": lambda: list(tuned.pipe(texts, batch_size=TEXTS)),
        "the same network, by us": lambda: list(ours.find(texts)),
        "names and entities": lambda: list(naming.tag(articles)),
        "titles": lambda: [titles.with_titles(one, tags.mentions) for one, tags in named],
        "quotes": lambda: [find_quotes(one, tags.mentions, tags.entities, lexicon) for one, tags in named],
        "figures": lambda: [find_figures(one, lexicon) for one in articles],
        "lines joined": lambda: [unwrapped(one) for one in articles],
        "topics": lambda: [topics.tag(one) for one in articles],
    }


def shortest(parts: Parts, rounds: int = ROUNDS) -> dict[str, float]:
    """The seconds of CPU of each part."""
    times: dict[str, list[float]] = {name: [] for name in parts}
    for _ in range(1 + rounds):  # the first one warms up
        for name, run in parts.items():
            started = time.process_time()
            run()
            times[name].append(time.process_time() - started)
    return {name: min(each[1:]) for name, each in times.items()}


def show(times: Mapping[str, float], count: int) -> None:
    """A row for each part, as parts of the three ways to find names; then what they come to without topics."""
    floors, rest = list(times.values())[:3], dict(list(times.items())[3:])
    rows = {**times, "all for names, quotes and figures": sum(rest.values()) - rest["topics"]}
    print("| | ms an article | of spaCy's, as it comes | of spaCy's, set up well | of ours |\n|---|---|---|---|---|")
    for name, value in rows.items():
        shares = " | ".join(f"{value / floor:.1%}" for floor in floors)
        print(f"| {name} | {1000 * value / count:.2f} | {shares} |")


def read(path: Path, count: int | None) -> list[Article]:
    """The articles of a file of JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        rows = list(map(json.loads, islice(lines, count)))
    return [unwrapped(Article(body=row["body"], headline=row.get("headline") or None)) for row in rows]


def main(path: Path, count: int | None = None) -> None:
    """Measure and print."""
    articles = read(path, count)
    show(shortest(parts_of(articles)), len(articles))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if sys.argv[2:] else None)
