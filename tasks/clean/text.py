"""Plain text, which never had markup, becomes an article."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from schemas.records import Article, Document, Given, Timestamp
from tasks.clean.dates import find_timestamp
from tasks.clean.folding import fold, unique
from tasks.clean.kinds import Said, article_kind
from tasks.clean.language import find_language
from tasks.clean.paragraphs import read_paragraphs
from tasks.clean.roles import sort_text
from tasks.clean.rules import CleaningRules
from tasks.clean.sorting import find_rules


def clean_text(document: Document, rules: CleaningRules, timezone: tzinfo) -> Article:
    """The article in a text; each of its words ends up in exactly one part, or among what was removed."""
    given = document.given
    paragraphs = _without_repeats(read_paragraphs(document.content), given)
    parts = sort_text(paragraphs, find_rules(paragraphs, rules), given, rules.lines)
    body, bylines = "\n\n".join(parts.body), given.authors or parts.bylines
    authors, taken = rules.authors.read(bylines), [piece.text for piece in parts.removed]
    return Article(
        body=body,
        headline=given.headline or parts.headline,
        standfirst=given.standfirst or parts.standfirst,
        byline="; ".join(bylines) or None,
        authors=authors,
        published_at=given.published_at or _first_time(parts.published, timezone),
        modified_at=given.modified_at or _first_time(parts.updated, timezone),
        language=given.language or find_language(body),
        canonical_url=document.url,
        kind=article_kind(body, rules, Said(), behind=taken, shown=taken),
        agencies=tuple(unique(rules.agencies.in_text(authors, parts.sources, body))),
        headline_method=given.method if given.headline else "text" if parts.headline else None,
        authors_method=(given.method if given.authors else "text") if authors else None,
        captions=tuple(parts.captions),
        credits=tuple(parts.credits),
        removed=tuple(parts.removed),
    )


def _without_repeats(paragraphs: list[str], given: Given) -> list[str]:
    """The text without a headline and standfirst above it that say again what was given."""
    repeats = {fold(said) for said in (given.headline, given.standfirst) if said}
    first = next((n for n, text in enumerate(paragraphs) if fold(text) not in repeats), len(paragraphs))
    return paragraphs[first:]


def _first_time(lines: Sequence[str], timezone: tzinfo) -> Timestamp | None:
    return next((found for line in lines if (found := find_timestamp(line, "text", timezone))), None)
