"""A newsroom that never was: articles with what tagging would have found in them, as many as are asked for.

Words are made up, and follow Zipf's law as those of a language do; so do sources, topics and names. The same number
makes the same article on every machine. No model runs, so that a ledger of any size is filled at the loader's speed.
"""

from __future__ import annotations

import hashlib
import random
from datetime import UTC, date, datetime, timedelta
from functools import cache

from msgspec.structs import replace

from schemas.records import (
    Article,
    Document,
    Encoding,
    Entity,
    Evidence,
    Figure,
    Key,
    Label,
    Mention,
    Processor,
    Processors,
    Quote,
    RawDocument,
    RawLocation,
    Removed,
    Tags,
    Timestamp,
    TopicTag,
)
from tasks.load.decide import LoadItem

LAST_DAY, DAYS = date(2025, 3, 30), 400
SOURCES, NAMES, VOCABULARY, SENTENCES = 40, 20_000, 30_000, 20_000
KNOWN_NAMES: tuple[tuple[str, Label], ...] = (
    ("Port of Harwich", "FACILITY"),
    ("Ada Marsh", "PERSON"),
    ("Home Office", "ORG"),
)
LABELS: tuple[Label, ...] = ("PERSON", "ORG", "PLACE")
TOPICS = ("traffic", "strike", "migration", "housing", "health", "schools", "rail", "energy")
UNITS = ("lorries", "percent", "GBP", "people", "passengers", "homes", "miles")
REASONS = ("boilerplate:read-more", "html:related", "html:navigation", "html:promo")
TITLES = (None, None, "Home Secretary", "Mayor", "chief executive")
SYLLABLES = "ba ber con dar el fin gor har is jun kel lo mer nor ol pre qua ris ster tor un ver wim yar zel"
EVERY_CHANGED = 25  # one article in so many has a second version
PROCESSORS = Processors(
    tuple(
        Processor(name, "1", "made-up")
        for name in ("clean", "entities", "quotes", "figures", *(f"topic/{topic}" for topic in TOPICS))
    )
)


def item(number: int, of: int, version: int = 0) -> tuple[LoadItem, Tags]:
    """One article of so many, and what was found in it; version 1 is what became of it later."""
    chance = random.Random(number)
    article, tags = _article(chance, number, of), _tags(chance)
    if version:
        article = replace(article, headline=f"{article.headline} at last", body=f"{article.body} {_sentence(chance)}")
    uri, content = f"https://{number}.example/{number}", f"{number} {version}".encode()
    at = _time(number, of) + timedelta(hours=2 + version)
    raw = RawDocument(_source(number), uri, "text/html", content, hashlib.sha256(content).hexdigest(), at)
    document = Document((Key("url", uri),), "html", "", Encoding("utf-8", "declared", repaired=False), uri)
    return LoadItem(number, raw, RawLocation("raw.warc.gz", number), document, article), tags


def _source(number: int) -> str:
    return f"source {_zipf(random.Random(-number), SOURCES)}"


def _article(chance: random.Random, number: int, of: int) -> Article:
    body = "\n\n".join(" ".join(_sentence(chance) for _ in range(3)) for _ in range(chance.randint(4, 10)))
    return Article(
        body,
        headline=_sentence(chance)[:70],
        standfirst=_sentence(chance),
        byline="By Ada Marsh",
        authors=("Ada Marsh",),
        published_at=Timestamp(_time(number, of), "minute", "json-ld"),
        language="en",
        kind="stub" if chance.random() < 0.03 else "article",
        keywords=(_word(chance), _word(chance)),
        removed=tuple(Removed(_sentence(chance), chance.choice(REASONS)) for _ in range(6)),
    )


def _time(number: int, of: int) -> datetime:
    first = datetime.combine(LAST_DAY - timedelta(days=DAYS - 1), datetime.min.time(), UTC)
    return first + timedelta(minutes=number * DAYS * 24 * 60 // of)


def _tags(chance: random.Random) -> Tags:
    """Fifteen mentions of ten names, two quotes, three figures, and a topic in one article of three."""
    named = dict.fromkeys(_zipf(chance, NAMES) for _ in range(10))
    entities = tuple(Entity(*_name(place), (n,)) for n, place in enumerate(named))
    mentions = tuple(_mention(chance, 100 * n, *_name(place)) for n, place in enumerate(named))
    again = tuple(replace(each, start=each.start + 2_000, end=each.end + 2_000) for each in mentions[:5])
    entities = tuple(
        replace(each, mentions=(n, len(mentions) + n)) if n < len(again) else each for n, each in enumerate(entities)
    )
    return Tags((*mentions, *again), entities, _topics(chance), _quotes(chance, len(entities)), _figures(chance))


def _mention(chance: random.Random, start: int, name: str, label: Label) -> Mention:
    title = chance.choice(TITLES) if label == "PERSON" else None
    return Mention("body", start, start + 9, name, label, title)


def _topics(chance: random.Random) -> tuple[TopicTag, ...]:
    given = {TOPICS[_zipf(chance, len(TOPICS))] for _ in range(chance.choice((0, 0, 1, 2)))}
    evidence = (
        Evidence("headline", 0, 6, "strike", "walk-out", 2.0),
        Evidence("body", 9, 15, "strike", "walk-out", 1.0),
    )
    return tuple(TopicTag(topic, 3.0, 2.0, evidence) for topic in sorted(given))


def _quotes(chance: random.Random, speakers: int) -> tuple[Quote, ...]:
    return tuple(
        Quote(
            "body", 300 * n, 300 * n + 120, _sentence(chance), chance.choice((None, chance.randrange(speakers))), "said"
        )
        for n in range(2)
    )


def _figures(chance: random.Random) -> tuple[Figure, ...]:
    found = (float(chance.randint(1, 900)) for _ in range(3))
    return tuple(
        Figure("body", 50 * n, 50 * n + 11, f"{low:g}", low, low, UNITS[_zipf(chance, len(UNITS))], None)
        for n, low in enumerate(found)
    )


def _zipf(chance: random.Random, count: int) -> int:
    """A place from 0, the first the most frequent: a place twice as far is half as frequent."""
    return int(count ** chance.random()) - 1 if count > 1 else 0


def made_up_name(chance: random.Random) -> str:
    """One of some hundred millions."""
    return f"{chance.choice(_words()[9:]).title()} {chance.choice(_words()[9:]).title()}"


def _name(place: int) -> tuple[str, Label]:
    if place < len(KNOWN_NAMES):
        return KNOWN_NAMES[place]
    return f"{_words()[place].title()} {_words()[-place].title()}", LABELS[place % len(LABELS)]


def _sentence(chance: random.Random) -> str:
    return _sentences()[int(chance.random() * SENTENCES)]


def _word(chance: random.Random) -> str:
    return _words()[_zipf(chance, VOCABULARY)]


@cache
def _words() -> list[str]:
    """The shorter, the more frequent."""
    known = ("the", "of", "a", "to", "in", "strike", "ferry", "lorries", "tugboat")
    made = (number for number in range(VOCABULARY - len(known)))
    return [*known, *("".join(SYLLABLES.split()[int(digit, 36)] for digit in _digits(number + 25)) for number in made)]


def _digits(number: int) -> str:
    """In base 25."""
    return (_digits(number // 25) if number >= 25 else "") + "0123456789abcdefghijklmno"[number % 25]


@cache
def _sentences() -> list[str]:
    chance = random.Random(0)
    return [" ".join(_word(chance) for _ in range(chance.randint(8, 20))).capitalize() + "." for _ in range(SENTENCES)]
