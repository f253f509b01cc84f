"""What only the text, or who gave it, adds to metadata: printed bylines and dates, agencies, the kind of article."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from msgspec import Struct
from msgspec.structs import replace

from schemas.records import Given, Kind
from tasks.clean.authors import PERSON
from tasks.clean.bylines import authors_in_lines
from tasks.clean.folding import unique
from tasks.clean.kinds import Said, article_kind, is_live, is_sold, said_words
from tasks.clean.language import choose_language, reads_day_first
from tasks.clean.metadata import Metadata
from tasks.clean.place import Place, Visible, labelled_time, printed_time
from tasks.clean.rules import CleaningRules
from tasks.clean.sorting import Parts
from tasks.clean.told import Found, Told

REACH_OF_WALL = 6  # blocks behind the body in which a paywall speaks
MOST_SHOWN = 300  # blocks that are searched for a wall when there is no body


class Text(Struct, frozen=True):
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
    body = "\n\n".join(text.parts.body)
    printed = rules.agencies.in_text(rules.authors.read(text.parts.bylines), text.parts.sources, body)
    return replace(
        metadata,
        authors=authors,
        published_at=published_at,
        language=choose_language(metadata.language, body),
        agencies=tuple(unique((*metadata.agencies, *printed))),
    )


def with_given(metadata: Metadata, given: Given, rules: CleaningRules) -> Metadata:
    """The metadata, with what was given with the page in the place of what the page says."""
    authors = rules.authors.read(given.authors)
    return replace(
        metadata,
        headline=Found(given.headline, given.method) if given.headline else metadata.headline,
        authors=Found(authors, given.method) if authors else metadata.authors,
        published_at=given.published_at or metadata.published_at,
        modified_at=given.modified_at or metadata.modified_at,
        language=given.language or metadata.language,
        agencies=tuple(unique((*metadata.agencies, *rules.agencies.among(authors)))),
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
