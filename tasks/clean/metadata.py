"""What a page says about its article: JSON-LD first, then meta tags, then the page itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo

from schemas.records import Timestamp
from tasks.clean.authors import AuthorReader
from tasks.clean.bylines import choose_authors
from tasks.clean.clues import Clues
from tasks.clean.headlines import choose_headline
from tasks.clean.json_ld import paragraphs, texts
from tasks.clean.language import reads_day_first, said_language
from tasks.clean.times import choose_time
from tasks.clean.told import read_told

DESCRIPTION_META = ("og:description", "description", "twitter:description")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What was found, each part from the first place that has it."""

    headline: str | None
    headline_method: str | None
    authors: tuple[str, ...]
    authors_method: str | None
    names_people: bool  # whether the authors are more than the publisher's own name
    outlets: tuple[str, ...]
    published_at: Timestamp | None
    modified_at: Timestamp | None
    canonical_url: str | None
    language: str | None
    day_first: bool | None  # how the page's language reads 3/5/2015
    descriptions: tuple[str, ...]  # candidates for the standfirst, still to be found in the page
    article_body: list[str]  # paragraphs, of the JSON-LD


def read_metadata(clues: Clues, authors: AuthorReader, timezone: tzinfo, url: str | None = None) -> Metadata:
    """Everything a page says about its article; `url` is where it came from."""
    told = read_told(clues, url)
    headline, named = choose_headline(told), choose_authors(told, authors)
    return Metadata(
        headline=headline.value if headline else None,
        headline_method=headline.method if headline else None,
        authors=named.value if named else (),
        authors_method=named.method if named else None,
        names_people=named is not None and not authors.are_outlets(named.value, told.outlets),
        outlets=told.outlets,
        published_at=choose_time(told, "published", timezone),
        modified_at=choose_time(told, "modified", timezone),
        canonical_url=told.url,
        language=said_language(clues.languages, told.meta("og:locale")),
        day_first=reads_day_first(clues.languages),
        descriptions=(*texts(told.article.get("description")), *told.meta(*DESCRIPTION_META)),
        article_body=paragraphs(told.article.get("articleBody")),
    )
