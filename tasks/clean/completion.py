"""What only the text adds to metadata: printed bylines and dates, credited agencies, and the kind of article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo

from schemas.records import Kind
from tasks.clean.authors import PERSON
from tasks.clean.bylines import authors_in_lines
from tasks.clean.folding import unique
from tasks.clean.kinds import Said, article_kind, is_live, is_sold, said_words
from tasks.clean.language import reads_day_first
from tasks.clean.metadata import Metadata
from tasks.clean.place import Place, labelled_time, printed_time
from tasks.clean.rules import CleaningRules
from tasks.clean.sorting import Parts
from tasks.clean.told import Found, Told
from tasks.clean.visible import Visible

REACH_OF_WALL = 6  # blocks behind the body in which a paywall speaks
MOST_SHOWN = 300  # blocks that are searched for a wall when there is no body


@dataclass(frozen=True, slots=True)
class Text:
    """What was found of an article in its page."""

    parts: Parts
    place: Place | None  # where it stands among what is shown
    shown: Sequence[Visible]


def complete(metadata: Metadata, told: Told, text: Text, rules: CleaningRules, timezone: tzinfo) -> Metadata:
    """The metadata, with what the page says only in print, where no markup says it."""
    authors, published_at = metadata.authors, metadata.published_at
    if authors is None or rules.authors.rank(authors.value, told.outlets) < PERSON:
        authors = _printed_authors(text, told, rules) or authors
    day_first = reads_day_first(told.clues.languages)
    if published_at is None and text.place:
        published_at = printed_time(text.place, rules, timezone, day_first=day_first)
    if published_at is None:
        published_at = labelled_time(text.shown, rules, timezone, day_first=day_first)
    return replace(
        metadata, authors=authors, published_at=published_at, agencies=_agencies(metadata, text.parts, rules)
    )


def kind_of(told: Told, text: Text, rules: CleaningRules) -> Kind:
    """Whether the page is an article, a live blog, or what a wall leaves of an article."""
    shown = [block.text for block in text.shown[:MOST_SHOWN]]
    end = text.place.end if text.place else 0
    behind = [block.text for block in text.shown[end : end + REACH_OF_WALL]] if text.place else shown
    taken = (piece.text for piece in text.parts.removed)
    said = Said(live=is_live(told), sold=is_sold(told), words=said_words(told))
    return article_kind("\n\n".join(text.parts.body), rules, said, behind=[*taken, *behind], shown=shown)


def _printed_authors(text: Text, told: Told, rules: CleaningRules) -> Found[tuple[str, ...]] | None:
    around = (*text.place.lead_in(), *text.place.behind()) if text.place else ()
    lines = [block.text for block in around]
    printed = authors_in_lines([*lines, *text.parts.bylines], rules.authors, told.outlets)
    return Found(printed, "page") if printed else None


def _agencies(metadata: Metadata, parts: Parts, rules: CleaningRules) -> tuple[str, ...]:
    named = rules.agencies.among(rules.authors.read(parts.bylines))
    credited = rules.agencies.in_credits(parts.sources)
    body = "\n\n".join(parts.body)
    return tuple(unique((*metadata.agencies, *named, *credited, *rules.agencies.in_body(body))))
