"""What an article must come out as, written down, and the checks that hold it to that."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from schemas.records import Article, Entity, Figure, Label, Quote, Tags

Topic = Literal[
    "courts",
    "elections",
    "energy",
    "fires",
    "health-service",
    "housing",
    "migration",
    "policing",
    "protest",
    "schools",
    "strike",
    "traffic",
    "weather",
]
Names = Mapping[str, Sequence[str]]  # an entity's name -> every surface form that must be among its mentions


class Strict(BaseModel):
    """A misspelt key in an expected result is an error, not a check that never runs."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ExpectedFigure(Strict):
    """A figure; a key that is left out is not checked."""

    low: float
    unit: str
    high: float | None = None
    qualifier: str | None = None


class ExpectedQuote(Strict):
    """A quote by its first and last words; a key that is left out is not checked."""

    starts: str
    ends: str
    speaker: str | None
    paragraphs: int = 1
    cue: str | None = None


class Expected(Strict):
    """One article as it must come out. `captions` are whole texts, or how they begin."""

    headline: str | None
    standfirst: str | None
    published_at: None
    paragraphs: int
    captions: Sequence[str]
    credits: Sequence[str]
    removed: Sequence[str]
    topics: Sequence[Topic]
    people: Names
    organisations: Names = {}
    facilities: Names = {}
    events: Names = {}
    figures: Sequence[ExpectedFigure]
    quotes: Sequence[ExpectedQuote]

    @classmethod
    def read(cls, path: Path) -> Expected:
        """The expected result that stands in a file."""
        return cls.model_validate_json(path.read_text(encoding="utf-8"))


def fold(text: str) -> str:
    """Without accents, case, curls and plural s: what two spellings of one name or unit have in common."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()
    bare = bare.replace("’", "'")
    return bare[:-3] + "y" if bare.endswith("ies") else bare.removesuffix("s")


def check_parts(article: Article, expected: Expected) -> None:
    """Headline, standfirst, captions, credits and removed pieces, each in its own place and in no other."""
    assert article.headline == expected.headline
    assert article.standfirst == expected.standfirst
    assert article.published_at is expected.published_at
    assert article.credits == tuple(expected.credits)
    assert [piece.text for piece in article.removed] == list(expected.removed)
    assert all(piece.reason.startswith("boilerplate:") for piece in article.removed)
    assert len(article.captions) == len(expected.captions)
    for caption, start in zip(article.captions, expected.captions, strict=True):
        assert caption.startswith(start)
    assert len(article.body.split("\n\n")) == expected.paragraphs


def check_nothing_lost(source: str, article: Article) -> None:
    """Every line of the source is in exactly one part of the article, as it stood but for the width of its spaces."""
    parts = [article.headline or "", article.standfirst or "", *article.captions, *article.credits]
    parts += [piece.text for piece in article.removed] + article.body.split("\n\n")
    assert sorted(filter(None, parts)) == sorted(filter(None, (" ".join(line.split()) for line in source.split("\n"))))


def check_topics(tags: Tags, article: Article, expected: Expected) -> None:
    """The topics and no other, each with evidence that really stands where it says."""
    assert sorted(topic.topic for topic in tags.topics) == sorted(expected.topics)
    fields = {"headline": article.headline, "standfirst": article.standfirst, "body": article.body}
    for topic in tags.topics:
        assert topic.evidence
        assert topic.score >= topic.threshold
        for evidence in topic.evidence:
            assert evidence.rule
            assert (fields[evidence.field] or "")[evidence.start : evidence.end] == evidence.text


def check_entities(tags: Tags, expected: Expected) -> None:
    """Exactly these people, at least these others; each one entity under all its names."""
    people = {fold(entity.name) for entity in tags.entities if entity.label == "PERSON"}
    assert people == {fold(name) for name in expected.people}
    kinds: list[tuple[Label, Names]] = [
        ("PERSON", expected.people),
        ("ORG", expected.organisations),
        ("FACILITY", expected.facilities),
        ("EVENT", expected.events),
    ]
    for label, names in kinds:
        for name, forms in names.items():
            _check_one_entity(tags, name, label, forms)


def _check_one_entity(tags: Tags, name: str, label: Label, forms: Sequence[str]) -> None:
    found = [entity for entity in tags.entities if fold(entity.name) == fold(name)]
    assert [entity.label for entity in found] == [label], f"{name}: {found}"
    assert set(forms) <= _surfaces(tags, found[0]), name
    others = (entity for entity in tags.entities if entity is not found[0])
    assert not any(set(forms) & _surfaces(tags, other) for other in others), f"{name} is split"


def _surfaces(tags: Tags, entity: Entity) -> set[str]:
    return {tags.mentions[i].text for i in entity.mentions}


def check_figures(tags: Tags, expected: Expected) -> None:
    """At least these figures."""
    for want in expected.figures:
        assert any(_is(figure, want) for figure in tags.figures), f"{want} not in {tags.figures}"


def _is(figure: Figure, want: ExpectedFigure) -> bool:
    high = want.low if want.high is None else want.high
    qualified = "qualifier" not in want.model_fields_set or figure.qualifier == want.qualifier
    return (figure.low, figure.high, fold(figure.unit)) == (want.low, high, fold(want.unit)) and qualified


def check_quotes(tags: Tags, expected: Expected) -> None:
    """These quotes and no other, in order, each with its speaker."""
    found = "\n".join(quote.text for quote in tags.quotes)
    assert len(tags.quotes) == len(expected.quotes), found
    for quote, want in zip(tags.quotes, expected.quotes, strict=True):
        _check_quote(tags, quote, want)


def _check_quote(tags: Tags, quote: Quote, want: ExpectedQuote) -> None:
    assert quote.text.startswith(want.starts)
    assert quote.text.endswith(want.ends)
    assert len(quote.text.split("\n\n")) == want.paragraphs
    speaker = None if quote.speaker is None else tags.entities[quote.speaker].name
    assert fold(speaker or "") == fold(want.speaker or ""), want.starts
    if "cue" in want.model_fields_set:
        assert quote.cue == want.cue, want.starts


def check_tags(tags: Tags, article: Article, expected: Expected) -> None:
    """All that tagging must have found."""
    check_topics(tags, article, expected)
    check_entities(tags, expected)
    check_figures(tags, expected)
    check_quotes(tags, expected)
