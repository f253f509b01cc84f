"""An article with everything in it, as the explanation tests need it."""

from datetime import UTC, date, datetime

from schemas.records import (
    Article,
    Encoding,
    Entity,
    Evidence,
    Field,
    Figure,
    Key,
    Mention,
    Processor,
    Quote,
    RawLocation,
    Removed,
    Tags,
    Timestamp,
    TopicTag,
)
from tasks.report.explanation import Bearing, Event, Explanation, Known, Origin

NOON = datetime(2025, 3, 4, 12, 0, tzinfo=UTC)
BODY = (
    "Tugboat crews walked out on strike at Harwich on Monday. More than 40 ferries stayed in port.\n\n"
    "“We had no other choice,” said Ada Marsh of the crews' union. Ms Marsh thanked the public."
)
ARTICLE = Article(
    body=BODY,
    headline="Tugboat strike [bold]halts[/bold] ferries",
    standfirst="Crews want more pay",
    byline="By Ida Quill",
    authors=("Ida Quill", "Tom Reed"),
    published_at=Timestamp(NOON, "minute", "json-ld"),
    modified_at=Timestamp(date(2025, 3, 5), "day", "meta"),
    language="en",
    section="Ports",
    keywords=("strike", "ferries"),
    agencies=("PA", "AFP"),
    headline_method="page",
    authors_method="json-ld",
    captions=("Ferries at anchor off Harwich",),
    credits=("Additional reporting by Tom Reed",),
    removed=(Removed("Tap here to follow", "boilerplate:social-follow"),),
)


def place(text: str, field: Field = "body") -> tuple[Field, int, int, str]:
    """The first place of `text` in a field of the article."""
    start = (getattr(ARTICLE, field) or "").index(text)
    return field, start, start + len(text), text


TAGS = Tags(
    mentions=(
        Mention(*place("Harwich"), "PLACE"),
        Mention(*place("Ada Marsh"), "PERSON"),
        Mention(*place("Ms Marsh"), "PERSON"),
    ),
    entities=(Entity("Harwich", "PLACE", (0,)), Entity("Ada Marsh", "PERSON", (1, 2), "Q1")),
    topics=(
        TopicTag(
            "strike",
            5.5,
            3.0,
            (
                Evidence(*place("strike", "headline"), "strike/headline", 3.0),
                Evidence(*place("walked out on strike"), "strike/walkout", 2.5),
            ),
        ),
    ),
    quotes=(Quote(*place("We had no other choice,"), 1, "said"),),
    figures=(Figure(*place("More than 40 ferries"), 40, 40, "ferries", "more than"),),
)
EXPLANATION = Explanation(
    article_id=7,
    source="harbour",
    keys=(Key("file", "file:///news/harwich.txt"),),
    revision=2,
    revisions=2,
    events=(Event(NOON, "loaded", "new article"), Event(NOON, "updated", "the body changed")),
    article=ARTICLE,
    tags=TAGS,
    decisions=(),
    known=tuple(Known((Bearing(entity.name, entity.label, None, None),)) for entity in TAGS.entities),
    processors=tuple(Processor(name, "1", "abc123") for name in ("entities", "figures", "quotes", "topic/strike")),
    origin=Origin(
        "file:///news/harwich.txt", NOON, "f" * 64, RawLocation("a.warc.gz", 99), Encoding("cp1252", "detected", True)
    ),
)
