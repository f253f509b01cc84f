"""An HTML page becomes an article."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from datetime import tzinfo
from itertools import dropwhile

from schemas.records import Article, Document, Given, Kind, Removed
from schemas.sources import Selectors
from tasks.clean.blocks import Blocks
from tasks.clean.body import find_body
from tasks.clean.completion import Text, complete, kind_of, with_given
from tasks.clean.folding import count_words, fold, unique
from tasks.clean.metadata import Metadata, read_metadata
from tasks.clean.outside import Outside
from tasks.clean.page import Page, parse_page
from tasks.clean.place import Place, Visible, captions_and_credits, find_standfirst, locate
from tasks.clean.rules import CleaningRules
from tasks.clean.script_data import filled_in
from tasks.clean.selection import Selection, select
from tasks.clean.sorting import Parts, is_prose, sort_paragraphs
from tasks.clean.stretch import find_stretch
from tasks.clean.told import read_told

ENOUGH = 0.5  # of the JSON-LD's own text; a body that is shorter was not found right
MOST_REMOVED = 2000
SHELL_WORDS = 30  # a page whose body is shorter may wait for a script to fill it


def clean_html(
    document: Document, rules: CleaningRules, timezone: tzinfo, selectors: Selectors | None = None
) -> Article:
    """The article of a page, with everything else that the page shows as removed."""
    chosen = select(document.content, selectors) if selectors else None
    given = document.given
    content = chosen.content if chosen else document.content
    selected = chosen.body if chosen else None
    page, body = (parse_page(content), []) if selected else _read(content, rules, given.headline)
    blocks = page.blocks
    told = read_told(page.clues, document.url)
    metadata = read_metadata(told, rules, timezone)
    shown = _shown(blocks, set(body))
    found = selected or _find_paragraphs([blocks.blocks[n].text for n in body], metadata, shown)
    place = locate(shown, found)
    parts = _sort(found, place, metadata, rules, chosen, given)
    text = Text(parts, place, shown)
    metadata = with_given(complete(metadata, told, text, rules, timezone), given, rules)
    parts.bylines = [*given.authors] or parts.bylines
    return _article(parts, metadata, kind_of(told, text, rules), tuple(_not_main(shown, parts, Outside(blocks))))


def _read(content: str, rules: CleaningRules, headline: str | None) -> tuple[Page, list[int]]:
    """The page and its body's blocks; of one that shows next to nothing, as its scripts would fill it."""
    page = parse_page(content)
    body = find_body(page.blocks, rules, headline or page.clues.title)
    if sum(count_words(page.blocks.blocks[n].text) for n in body) < SHELL_WORDS and (whole := filled_in(content)):
        page = parse_page(whole)
        body = find_body(page.blocks, rules, headline or page.clues.title)
    return page, body


def _shown(page: Blocks, body: Container[int]) -> list[Visible]:
    """What a reader sees; some pages hide even their body until a script has run."""
    seen = ((n, block) for n, block in enumerate(page.blocks) if n in body or not block.marks.hidden)
    return [Visible(block.text, folded, block.marks, n) for n, block in seen if (folded := fold(block.text))]


def _find_paragraphs(found: Sequence[str], metadata: Metadata, shown: Sequence[Visible]) -> Sequence[str]:
    """The body's paragraphs; from the JSON-LD, or the prose that is shown, when finding them in the page failed."""
    told = metadata.article_body
    if told and (sum(map(len, found)) < ENOUGH * sum(map(len, told)) or fold(" ".join(found)) == fold(" ".join(told))):
        return told
    if found:
        return found
    lines = [block.text for block in shown]
    return lines[slice(*find_stretch([count_words(line) if is_prose(line) else 0 for line in lines]))]


def _sort(
    found: Sequence[str],
    place: Place | None,
    metadata: Metadata,
    rules: CleaningRules,
    chosen: Selection | None,
    given: Given,
) -> Parts:
    own = metadata.headline.value if metadata.headline else None
    headline = given.headline or (chosen and chosen.headline) or own
    standfirst = given.standfirst or (chosen.standfirst if chosen else None)
    if place and not standfirst:
        standfirst = find_standfirst(place, metadata.descriptions, headline, found, rules)
    captions, credited = captions_and_credits(place) if place else ([], [])
    apart = {"", *(fold(text or "") for text in (*captions, *credited, standfirst, headline, own))}
    headings = set(map(fold, metadata.printed_headlines))  # one like the headline may also be a crosshead further down
    inside = dropwhile(lambda text: fold(text) in headings, (text for text in found if fold(text) not in apart))
    behind = _credits_behind(place, found, rules) if place else []
    parts = sort_paragraphs([*inside, *(text for text in behind if fold(text) not in apart)], rules)
    parts.headline, parts.standfirst = headline, standfirst
    parts.captions, parts.credits = unique([*captions, *parts.captions]), unique([*credited, *parts.credits])
    parts.removed[:0] = chosen.removed if chosen else ()
    return parts


def _credits_behind(place: Place, found: Sequence[str], rules: CleaningRules) -> list[str]:
    """Who else reported, in the lines right behind the body."""
    lines = [block.text for block in place.behind() if block.text not in found]
    return [line for line in lines if (rule := rules.find(line, edge=True)) and rule.kind == "credit"]


def _article(parts: Parts, metadata: Metadata, kind: Kind, not_main: tuple[Removed, ...]) -> Article:
    headline, authors = metadata.headline, metadata.authors
    chosen = parts.headline is not None and (headline is None or parts.headline != headline.value)
    return Article(
        body="\n\n".join(parts.body),
        headline=parts.headline,
        standfirst=parts.standfirst,
        byline="; ".join(parts.bylines) or None,
        authors=authors.value if authors else (),
        published_at=metadata.published_at,
        modified_at=metadata.modified_at,
        language=metadata.language,
        canonical_url=metadata.canonical_url,
        kind=kind,
        section=metadata.section,
        keywords=metadata.keywords,
        agencies=metadata.agencies,
        headline_method="selector" if chosen else headline.method if headline else None,
        authors_method=authors.method if authors else None,
        captions=tuple(parts.captions),
        credits=tuple(parts.credits),
        removed=(*parts.removed, *not_main),
    )


def _not_main(shown: Iterable[Visible], parts: Parts, outside: Outside) -> Iterator[Removed]:
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
            yield Removed(block.text, f"html:{outside.kind(block.number)}")
