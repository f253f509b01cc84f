"""An HTML page becomes an article."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import tzinfo

from schemas.records import Article, Document, Given, Removed
from schemas.sources import Selectors
from tasks.clean.blocks import Block
from tasks.clean.body import find_body
from tasks.clean.bylines import authors_in_lines
from tasks.clean.folding import fold, unique
from tasks.clean.language import find_language
from tasks.clean.metadata import Metadata, read_metadata
from tasks.clean.page import parse_page
from tasks.clean.place import Place, Visible, captions_and_credits, find_standfirst, locate, printed_time
from tasks.clean.rules import CleaningRules
from tasks.clean.selection import Selection, select
from tasks.clean.sorting import Parts, is_prose, sort_paragraphs
from tasks.clean.stretch import find_stretch

NOT_MAIN = "html:not-main-content"
ENOUGH = 0.5  # of the JSON-LD's own text; a body that is shorter was not found right
MOST_REMOVED = 2000


def clean_html(
    document: Document, rules: CleaningRules, timezone: tzinfo, selectors: Selectors | None = None
) -> Article:
    """The article of a page, with everything else that the page shows as removed."""
    chosen = select(document.content, selectors) if selectors else None
    page = parse_page(chosen.content if chosen else document.content)
    given, clues, blocks = document.given, page.clues, page.blocks
    metadata = _with_given(read_metadata(clues, rules.authors, timezone, document.url), given, rules)
    body = [] if chosen and chosen.body else find_body(blocks, rules, given.headline or clues.title)
    shown = _shown(blocks.blocks, set(body))
    found = (chosen and chosen.body) or _find_paragraphs([blocks.blocks[n].text for n in body], metadata, shown)
    place = locate(shown, found)
    parts = _sort(found, place, metadata, rules, chosen, given)
    if metadata.published_at is None and place:
        printed = printed_time(place, rules, timezone, day_first=metadata.day_first)
        metadata = replace(metadata, published_at=printed)
    if not metadata.names_people:
        metadata = _with_printed_authors(metadata, parts, place, rules)
    parts.bylines = [*given.authors] or parts.bylines
    return _article(parts, metadata, tuple(_not_main(shown, parts)))


def _with_given(metadata: Metadata, given: Given, rules: CleaningRules) -> Metadata:
    return replace(
        metadata,
        authors=rules.authors.read(given.authors) or metadata.authors,
        names_people=metadata.names_people or bool(given.authors),
        published_at=given.published_at or metadata.published_at,
        modified_at=given.modified_at or metadata.modified_at,
        language=given.language or metadata.language,
    )


def _with_printed_authors(metadata: Metadata, parts: Parts, place: Place | None, rules: CleaningRules) -> Metadata:
    lines = [*(block.text for block in (place.lead_in() if place else ())), *parts.bylines]
    printed = authors_in_lines(lines, rules.authors, metadata.outlets)
    return replace(metadata, authors=printed, authors_method="page") if printed else metadata


def _shown(blocks: Iterable[Block], body: Container[int]) -> list[Visible]:
    """What a reader sees; some pages hide even their body until a script has run."""
    seen = (block for n, block in enumerate(blocks) if n in body or not block.marks.hidden)
    return [Visible(block.text, folded, block.marks) for block in seen if (folded := fold(block.text))]


def _find_paragraphs(found: Sequence[str], metadata: Metadata, shown: Sequence[Visible]) -> Sequence[str]:
    """The body's paragraphs; from the JSON-LD, or the prose that is shown, when finding them in the page failed."""
    told = metadata.article_body
    if told and (sum(map(len, found)) < ENOUGH * sum(map(len, told)) or fold(" ".join(found)) == fold(" ".join(told))):
        return told
    if found:
        return found
    lines = [block.text for block in shown]
    return lines[slice(*find_stretch([line.count(" ") + 1 if is_prose(line) else 0 for line in lines]))]


def _sort(
    found: Sequence[str],
    place: Place | None,
    metadata: Metadata,
    rules: CleaningRules,
    chosen: Selection | None,
    given: Given,
) -> Parts:
    headline = given.headline or (chosen and chosen.headline) or metadata.headline
    standfirst = given.standfirst or (chosen.standfirst if chosen else None)
    if place and not standfirst:
        standfirst = find_standfirst(place, metadata.descriptions, headline, found, rules)
    captions, credited = captions_and_credits(place) if place else ([], [])
    printed = metadata.headline if given.headline else None  # the page's own, in other words than were given
    apart = {fold(text or "") for text in (*captions, *credited, standfirst, headline, printed)}
    parts = sort_paragraphs([text for text in found if fold(text) not in apart], rules)
    parts.headline, parts.standfirst = headline, standfirst
    parts.captions, parts.credits = unique([*captions, *parts.captions]), unique([*credited, *parts.credits])
    parts.removed[:0] = chosen.removed if chosen else ()
    return parts


def _article(parts: Parts, metadata: Metadata, not_main: tuple[Removed, ...]) -> Article:
    body = "\n\n".join(parts.body)
    return Article(
        body=body,
        headline=parts.headline,
        standfirst=parts.standfirst,
        byline="; ".join(parts.bylines) or None,
        authors=metadata.authors,
        published_at=metadata.published_at,
        modified_at=metadata.modified_at,
        language=metadata.language or find_language(body),
        canonical_url=metadata.canonical_url,
        captions=tuple(parts.captions),
        credits=tuple(parts.credits),
        removed=(*parts.removed, *not_main),
    )


def _not_main(shown: Iterable[Visible], parts: Parts) -> Iterator[Removed]:
    """What the page shows and the article does not have, once each."""
    kept = (parts.headline or "", parts.standfirst or "", *parts.body, *parts.captions, *parts.credits)
    seen = {fold(text) for text in (*kept, *(piece.text for piece in parts.removed))}
    joined = "\n".join(f" {text} " for text in seen)
    most = len(seen) + MOST_REMOVED
    for block in shown:
        if len(seen) >= most:
            return
        if block.folded not in seen and f" {block.folded} " not in joined:
            seen.add(block.folded)
            yield Removed(block.text, NOT_MAIN)
