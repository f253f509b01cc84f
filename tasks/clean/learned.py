"""Lines that repeat across a source's articles and were adopted as boilerplate: taken out of the body."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from schemas.boilerplate import LearnedLine
from schemas.records import Article, Removed
from tasks.clean.folding import fold

LEARNED = "learned:"  # and the line's id: the reason that is recorded

Learned = Mapping[str, Mapping[str, str]]  # source -> folded line -> the line's id
NO_LINES: Mapping[str, str] = {}


def learned_by_source(lines: Iterable[LearnedLine]) -> Learned:
    """Adopted lines, ready to be looked up."""
    found: dict[str, dict[str, str]] = {}
    for line in lines:
        found.setdefault(line.source, {})[fold(line.text)] = line.id
    return found


def without_learned(article: Article, ids: Mapping[str, str]) -> Article:
    """The article without those paragraphs that are a line of its source; one that is nothing else stays as it is.

    Nothing but the body changes. So whatever else was read from the article does not depend on what was adopted.
    """
    paragraphs = [(text, ids.get(fold(text))) for text in article.body.split("\n\n")] if ids else []
    kept = [text for text, id_ in paragraphs if id_ is None]
    taken = tuple(Removed(text, f"{LEARNED}{id_}") for text, id_ in paragraphs if id_)
    if not kept or not taken:
        return article
    return replace(article, body="\n\n".join(kept), removed=(*article.removed, *taken))
