"""Plain text, which never had markup, becomes an article."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from schemas.records import Article, Document, Timestamp
from tasks.clean.dates import find_timestamp
from tasks.clean.folding import unique
from tasks.clean.kinds import Said, article_kind
from tasks.clean.language import find_language
from tasks.clean.paragraphs import read_paragraphs
from tasks.clean.roles import sort_text
from tasks.clean.rules import CleaningRules
from tasks.clean.sorting import find_rules


def clean_text(document: Document, rules: CleaningRules, timezone: tzinfo) -> Article:
    """The article in a text; each of its words ends up in exactly one part, or among what was removed."""
    paragraphs = read_paragraphs(document.content)
    parts = sort_text(paragraphs, find_rules(paragraphs, rules))
    body, authors = "\n\n".join(parts.body), rules.authors.read(parts.bylines)
    agencies = (
        *rules.agencies.among(authors),
        *rules.agencies.in_credits(parts.sources),
        *rules.agencies.in_body(body),
    )
    taken = [piece.text for piece in parts.removed]
    return Article(
        body=body,
        headline=parts.headline,
        standfirst=parts.standfirst,
        byline="; ".join(parts.bylines) or None,
        authors=authors,
        published_at=_first_time(parts.published, timezone),
        modified_at=_first_time(parts.updated, timezone),
        language=find_language(body),
        canonical_url=document.url,
        kind=article_kind(body, rules, Said(), behind=taken, shown=taken),
        agencies=tuple(unique(agencies)),
        headline_method="text" if parts.headline else None,
        authors_method="text" if authors else None,
        captions=tuple(parts.captions),
        credits=tuple(parts.credits),
        removed=tuple(parts.removed),
    )


def _first_time(lines: Sequence[str], timezone: tzinfo) -> Timestamp | None:
    return next((found for line in lines if (found := find_timestamp(line, "text", timezone))), None)
