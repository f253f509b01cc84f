"""Plain text, which never had markup, becomes an article."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from schemas.records import Article, Document, Timestamp
from tasks.clean.dates import find_timestamp
from tasks.clean.language import find_language
from tasks.clean.paragraphs import read_paragraphs
from tasks.clean.roles import sort_text
from tasks.clean.rules import CleaningRules
from tasks.clean.sorting import find_rules


def clean_text(document: Document, rules: CleaningRules, timezone: tzinfo) -> Article:
    """The article in a text; each of its words ends up in exactly one part, or among what was removed."""
    paragraphs = read_paragraphs(document.content)
    parts = sort_text(paragraphs, find_rules(paragraphs, rules))
    body = "\n\n".join(parts.body)
    return Article(
        body=body,
        headline=parts.headline,
        standfirst=parts.standfirst,
        byline="; ".join(parts.bylines) or None,
        authors=rules.authors.read(parts.bylines),
        published_at=_first_time(parts.published, timezone),
        modified_at=_first_time(parts.updated, timezone),
        language=find_language(body),
        canonical_url=document.url,
        captions=tuple(parts.captions),
        credits=tuple(parts.credits),
        removed=tuple(parts.removed),
    )


def _first_time(lines: Sequence[str], timezone: tzinfo) -> Timestamp | None:
    return next((found for line in lines if (found := find_timestamp(line, "text", timezone))), None)
