"""What a page says about its article: JSON-LD first, then meta tags, then the page itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import tzinfo

from msgspec import Struct

from schemas.records import Timestamp
from tasks.clean.bylines import choose_authors
from tasks.clean.folding import squeeze, unique
from tasks.clean.headlines import read_headlines
from tasks.clean.json_ld import names, paragraphs, texts
from tasks.clean.language import said_language
from tasks.clean.rules import CleaningRules
from tasks.clean.times import choose_time
from tasks.clean.told import Found, Told

DESCRIPTION_META = ("og:description", "description", "twitter:description")
KEYWORD_META = ("news_keywords", "keywords", "article:tag", "og:article:tag", "parsely-tags", "sailthru.tags")
AGENCY_KEYS = ("author", "creator", "sourceOrganization", "provider", "copyrightHolder", "contributor")
AGENCY_META = ("author", "article:author", "articleauthor", "source", "dc.source", "news_source", "copyright")
BETWEEN_KEYWORDS = re.compile(r"\s*[,;、，]\s*")
MOST_KEYWORDS, LONGEST_KEYWORD = 50, 100  # characters


class Metadata(Struct, frozen=True):
    """What was found, each part from the place that won."""

    headline: Found[str] | None
    printed_headlines: tuple[str, ...]  # which may be others; none of them belongs to the body
    authors: Found[tuple[str, ...]] | None
    published_at: Timestamp | None
    modified_at: Timestamp | None
    canonical_url: str | None
    language: str | None
    section: str | None
    keywords: tuple[str, ...]
    agencies: tuple[str, ...]
    descriptions: tuple[str, ...]  # candidates for the standfirst, still to be found in the page
    article_body: list[str]  # paragraphs, of the JSON-LD


def read_metadata(told: Told, rules: CleaningRules, timezone: tzinfo) -> Metadata:
    """Everything that a page says about its article; a clock without a zone is read in `timezone`."""
    headlines = read_headlines(told)
    headline = headlines.chosen
    return Metadata(
        headline=headline,
        printed_headlines=headlines.printed,
        authors=choose_authors(told, rules.authors),
        published_at=choose_time(told, "published", timezone),
        modified_at=choose_time(told, "modified", timezone),
        canonical_url=told.url,
        language=said_language(told.clues.languages, texts(told.article.get("inLanguage")), told.meta("og:locale")),
        section=_section(told, headline.value if headline else ""),
        keywords=tuple(_keywords(told))[:MOST_KEYWORDS],
        agencies=tuple(unique(rules.agencies.among(_credited(told)))),
        descriptions=(*texts(told.article.get("description")), *told.meta(*DESCRIPTION_META)),
        article_body=paragraphs(told.article.get("articleBody")),
    )


def _section(told: Told, headline: str) -> str | None:
    """The first section that is neither the site nor the article itself."""
    other = {squeeze(name) for name in (*told.outlets, headline, "")}
    return next((section for section in told.sections if squeeze(section) not in other), None)


def _keywords(told: Told) -> list[str]:
    """The keywords of the first place that has any."""
    places = (texts(told.article.get("keywords")), *(told.meta(name) for name in KEYWORD_META))
    split = (unique(word for text in place for word in BETWEEN_KEYWORDS.split(text)) for place in places)
    return next(filter(None, ([word for word in words if len(word) <= LONGEST_KEYWORD] for words in split)), [])


def _credited(told: Told) -> Iterator[str]:
    """Whoever is named as a source of the article: authors, owners, bylines."""
    for key in AGENCY_KEYS:
        yield from names(told.article.get(key), {})
    yield from told.meta(*AGENCY_META)
    yield from (piece for text in told.clues.bylines[:1] for piece in text.split(" | "))
