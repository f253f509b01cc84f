"""The two real articles that newsledger is judged by. They are not ours to publish: NEWSLEDGER_SEED_DIR says where."""

from __future__ import annotations

import csv
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from schemas.records import Tags
from tasks.tag.io import COLUMNS, load_tagger
from tests.acceptance import expected as demands
from tests.acceptance.conftest import Reading
from tests.acceptance.expected import Expected, ExpectedFigure, ExpectedQuote

CONFIG = Path(__file__).parents[2] / "config"
LEAST_DROPPED = 40  # entries, or the articles were not read
MOST_LOST = 5  # mentions

Read = Callable[[Path], Reading]
SEEDS = os.environ.get("NEWSLEDGER_SEED_DIR")

pytestmark = pytest.mark.skipif(not SEEDS, reason="NEWSLEDGER_SEED_DIR is not set: the real articles are NOT tested")


def printed(pattern: str, number: int) -> str | None:
    """A line of an article as it stands there: its sentences are not ours to repeat."""
    found = next(Path(SEEDS).glob(pattern)) if SEEDS else None
    return found.read_text(encoding="utf-8").splitlines()[number] if found else None


TROOPS = Expected(
    headline=printed("001_*.txt", 0),
    standfirst=printed("001_*.txt", 2),
    published_at=None,
    paragraphs=13,
    captions=["Two migrants cling", "Migrants escape", "French gendarmes attempt"],
    credits=["Additional reporting by Press Association"],
    removed=["Click to follow"],
    topics=["migration", "traffic"],
    people={"David Cameron": ["David Cameron", "Cameron"], "François Hollande": ["François Hollande"]},
    organisations={"Ministry of Defence": ["Ministry of Defence", "MoD"]},
    facilities={"M20": ["M20"]},
    events={"Operation Stack": ["Operation Stack"]},
    figures=[
        ExpectedFigure(low=6000, unit="lorries", qualifier="an estimated"),
        ExpectedFigure(low=100, unit="migrants", qualifier="approximately"),
    ],
    quotes=[
        ExpectedQuote(starts="This is going", ends="across the summer,", speaker="David Cameron", cue="said"),
        ExpectedQuote(starts="I will have", ends="more work.", speaker="David Cameron", paragraphs=2),
    ],
)

TALKS = Expected(
    headline=None,
    standfirst=None,
    published_at=None,
    paragraphs=29,
    captions=[],
    credits=[],
    removed=[],
    topics=["strike", "migration", "traffic"],
    people={
        "Theresa May": ["Theresa May", "May"],
        "Bernard Cazeneuve": ["Bernard Cazeneuve"],
        "Richard Burnett": ["Richard Burnett"],
        "Helen Deeble": ["Helen Deeble"],
        "Charlie Elphicke": ["Charlie Elphicke"],
        "Oliver Letwin": ["Oliver Letwin"],
        "David Cameron": ["David Cameron", "Cameron"],
        "Francois Hollande": ["Francois Hollande", "Hollande"],
    },
    organisations={
        "MyFerryLink": ["MyFerryLink"],
        "DFDS": ["DFDS"],
        "Eurotunnel": ["Eurotunnel"],
        "P&O Ferries": ["P&O", "P&O Ferries"],
        "Kent Police": ["Kent Police"],
        "Kent County Council": ["Kent County Council"],
        "Road Haulage Association": ["Road Haulage Association"],
    },
    facilities={"Port of Dover": ["Port of Dover"], "Port of Calais": ["Port of Calais"], "M20": ["M20"]},
    events={"Operation Stack": ["Operation Stack"]},
    figures=[
        ExpectedFigure(low=3000, unit="people", qualifier="more than"),
        ExpectedFigure(low=600, unit="jobs", qualifier="up to"),
        ExpectedFigure(low=2000, unit="bottles"),
        ExpectedFigure(low=750, unit="meals"),
        ExpectedFigure(low=5000, unit="bottles"),
        ExpectedFigure(low=200, unit="meals"),
    ],
    quotes=[
        ExpectedQuote(starts="absolute", ends="mayhem", speaker="Richard Burnett", cue="said"),
        ExpectedQuote(starts="The time", ends="mayhem.", speaker="Richard Burnett", paragraphs=4, cue="adding"),
        ExpectedQuote(starts="this damaging", ends="at risk", speaker="Helen Deeble", cue="pointed out"),
        ExpectedQuote(starts="This Operation Stack", ends="delays.", speaker=None),
        ExpectedQuote(starts="For the record", ends="town.", speaker=None),
    ],
)

ARTICLES = pytest.mark.parametrize(
    ("pattern", "expected"), [pytest.param("001_*", TROOPS, id="troops"), pytest.param("000_*", TALKS, id="talks")]
)


def seed(read: Read, pattern: str) -> Reading:
    (path,) = Path(SEEDS or "").glob(pattern)
    return read(path)


@ARTICLES
def test_parts(read: Read, pattern: str, expected: Expected) -> None:
    demands.check_parts(seed(read, pattern).article, expected)


@ARTICLES
def test_no_line_is_lost(read: Read, pattern: str, expected: Expected) -> None:
    reading = seed(read, pattern)
    demands.check_nothing_lost(reading.source, reading.article)


@ARTICLES
def test_topics(read: Read, pattern: str, expected: Expected) -> None:
    reading = seed(read, pattern)
    demands.check_topics(reading.tags, reading.article, expected)


@ARTICLES
def test_entities(read: Read, pattern: str, expected: Expected) -> None:
    demands.check_entities(seed(read, pattern).tags, expected)


@ARTICLES
def test_figures(read: Read, pattern: str, expected: Expected) -> None:
    demands.check_figures(seed(read, pattern).tags, expected)


@ARTICLES
def test_quotes(read: Read, pattern: str, expected: Expected) -> None:
    demands.check_quotes(seed(read, pattern).tags, expected)


def test_names_are_found_without_the_gazetteers_entries_for_them(read: Read, tmp_path: Path) -> None:
    """Patterns, the words around names and the text itself must do: at most five mentions may be lost."""
    articles = [seed(read, pattern).article for pattern in ("000_*", "001_*")]
    shutil.copytree(CONFIG, tmp_path / "config")
    text = "\n".join(article.body for article in articles).replace("’", "'")
    assert _drop_entries(tmp_path / "config" / "gazetteer", text) > LEAST_DROPPED
    full, less = (list(load_tagger(folder).tag(articles)) for folder in (CONFIG, tmp_path / "config"))
    lost = [_labelled(one) - _labelled(other) for one, other in zip(full, less, strict=True)]
    assert sum(map(len, lost)) <= MOST_LOST, lost


def _drop_entries(folder: Path, text: str) -> int:
    """Takes out the entries that name something in the text, and says how many they were."""
    dropped = 0
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        kept = [
            row
            for row in rows
            if not any(name in text for name in (row["name"], *filter(None, row["aliases"].split("|"))))
        ]
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS)
            writer.writeheader()
            writer.writerows(kept)
        dropped += len(rows) - len(kept)
    return dropped


def _labelled(tags: Tags) -> set[tuple[str, int, int, str]]:
    return {(mention.field, mention.start, mention.end, mention.label) for mention in tags.mentions}


def test_the_talks_keep_their_first_sentence_in_the_body(read: Read) -> None:
    reading = seed(read, "000_*")
    assert reading.article.body.startswith(reading.source.splitlines()[0])
