"""Where one publisher's parts stand, as an editor says it in CSS; what is said there wins over everything found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

from schemas.records import Removed
from schemas.sources import Selectors
from tasks.clean.page import parse_page


@dataclass(frozen=True, slots=True)
class Selection:
    """A page without what was to be removed, and the parts that selectors found in it."""

    content: str
    headline: str | None
    standfirst: str | None
    body: tuple[str, ...]  # paragraphs
    removed: tuple[Removed, ...]


def select(content: str, selectors: Selectors) -> Selection:
    """Apply a source's selectors to a page. It is parsed for this alone: only sources that need it pay."""
    soup = BeautifulSoup(content, "lxml")
    removed = tuple(_remove(soup, selectors.remove))
    return Selection(
        content=str(soup),
        headline=_first_line(soup, selectors.headline),
        standfirst=_first_line(soup, selectors.standfirst),
        body=tuple(line for tag in _first_match(soup, selectors.body) for line in _lines(tag)),
        removed=removed,
    )


def _remove(soup: BeautifulSoup, patterns: Sequence[str]) -> Iterator[Removed]:
    for pattern in patterns:
        for tag in soup.select(pattern):
            if not tag.decomposed:  # it stood in another that is gone
                if text := " ".join(_lines(tag)):
                    yield Removed(text, f"selector:{pattern}")
                tag.decompose()


def _first_match(soup: BeautifulSoup, patterns: Sequence[str]) -> list[Tag]:
    return next((found for pattern in patterns if (found := [*soup.select(pattern)])), [])


def _first_line(soup: BeautifulSoup, patterns: Sequence[str]) -> str | None:
    return next((" ".join(lines) for tag in _first_match(soup, patterns) if (lines := _lines(tag))), None)


def _lines(tag: Tag) -> list[str]:
    return [block.text for block in parse_page(str(tag)).blocks.blocks if not block.marks.hidden]
