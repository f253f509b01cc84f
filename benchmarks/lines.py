"""Which lines that repeat are proposed as boilerplate: how many of those that are, and of those that are not.

    python -m benchmarks.lines            numbers
    python -m benchmarks.lines proposals  and every line that is proposed of an outlet, to be read

NEWSLEDGER_EVAL_DIR names the folder of the evaluation sets.
"""

from __future__ import annotations

import gzip
import json
import os
import random
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from tasks.link.lines import Standing, find_repeating

LINE = "The quay on the far bank handles ten thousand of them on a usual day, a figure shows."
OTHERS = 40  # articles of an outlet that a story stands among
FEWEST, OF_STORY, OF_OUTLET, MOST = 20, 6, 100, 2_000
HARD_WRAPPED = "reuters1987"  # its lines are not paragraphs
DRAWS = 60
PLANTED = ((6, 30), (8, 30), (15, 30), (8, 200))  # articles with the line, of so many

Groups = dict[str, list[Standing]]


def main(folder: Path, *, shown: bool) -> None:
    """Print what is proposed."""
    stories = _groups(folder / "stories/dev.jsonl.gz", "story")
    outlets = _groups(folder / "topics/unlabelled.jsonl.gz", "source")
    del outlets[HARD_WRAPPED]
    large = [articles for articles in outlets.values() if len(articles) >= OF_OUTLET]
    _background([story for story in stories.values() if len(story) >= OF_STORY], large)
    _planted(large)
    print("all stories as one source:", len(find_repeating([each for story in stories.values() for each in story])))
    found = {name: find_repeating(each[:MOST]) for name, each in outlets.items() if len(each) >= FEWEST}
    print(f"{len(found)} outlets: {sum(map(len, found.values()))} lines")
    for name, lines in found.items() if shown else ():
        print(*(f"  {name}  {line.articles}  {line.text[:120]}" for line in lines), sep="\n")


def _background(stories: Sequence[Sequence[Standing]], outlets: Sequence[Sequence[Standing]]) -> None:
    dice = random.Random(3)
    alone = amid = 0
    for story in stories:
        running = [_with(article) for article in story]
        alone += _proposed(running)
        amid += _proposed([*running, *dice.sample(dice.choice(outlets), OTHERS)])
    print(f"background of a story: proposed in {alone} of {len(stories)}, among other articles in {amid}")


def _planted(outlets: Sequence[Sequence[Standing]]) -> None:
    dice = random.Random(3)
    for number, of in PLANTED:
        draws = [dice.sample(dice.choice([each for each in outlets if len(each) >= of]), of) for _ in range(DRAWS)]
        found = sum(_proposed([*map(_with, drawn[:number]), *drawn[number:]]) for drawn in draws)
        print(f"a line in {number} of {of} articles: found in {found} of {DRAWS}")


def _with(article: Standing) -> Standing:
    return Standing(article.day, (*article.body, LINE))


def _proposed(articles: Sequence[Standing]) -> bool:
    return any(line.text == LINE for line in find_repeating(articles))


def _groups(path: Path, by: str) -> Groups:
    groups: Groups = defaultdict(list)
    for row in _rows(path):
        day = date.fromisoformat(row["published_at"][:10]) if row.get("published_at") else None
        groups[row[by]].append(Standing(day, tuple(line for line in row["body"].splitlines() if line.strip())))
    return groups


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


if __name__ == "__main__":
    main(Path(os.environ["NEWSLEDGER_EVAL_DIR"]), shown="proposals" in sys.argv[1:])
