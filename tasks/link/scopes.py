"""Where a name stands for what it stands for: in all articles, in one, or where an editor says. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from schemas.records import Label
from tasks.link.decisions import Decisions, Line
from tasks.link.likeness import is_bare
from tasks.load.fold import uri_hash
from tasks.load.rows import EntityKey

MARK = "\n"  # between a folded name, which has no line's end, and its scope
PLACED = "in "  # and what an editor wrote as the place
ALONE = "article "  # and its id
LONGEST = 500  # bytes of a place


class Place(Struct, frozen=True):
    """What a line's `where` is in the ledger."""

    sources: frozenset[int]
    articles: frozenset[int]


NOWHERE = Place(frozenset(), frozenset())


class Scopes:
    """The scope of each name in each article."""

    def __init__(self, decisions: Decisions, places: Mapping[str, Place]) -> None:
        self._decisions, self._places = decisions, places

    def scope(self, label: Label, name: str, article_id: int, source_id: int) -> str | None:
        """The scope that a name has in an article; None if it is the same in all. An article goes before its source."""
        lines = self._decisions.placed(label, name)
        by_article = [line for line in lines if article_id in self._place(line).articles]
        by_source = [line for line in lines if source_id in self._place(line).sources]
        if line := next(iter((*by_article, *by_source)), None):
            return placed(line.where or "")
        return f"{ALONE}{article_id}" if _is_alone(self._decisions, label, name) else None

    def _place(self, line: Line) -> Place:
        return self._places.get(line.where or "", NOWHERE)


def is_whole(decisions: Decisions, label: Label, name: str) -> bool:
    """Whether a name is the same in all articles."""
    return not _is_alone(decisions, label, name) and not decisions.placed(label, name)


def _is_alone(decisions: Decisions, label: Label, name: str) -> bool:
    return is_bare(label, name) and not decisions.everywhere(label, name)


def scoped_key(label: Label, name: str, scope: str | None) -> EntityKey:
    """The key of a name's row in the ledger."""
    return label, name if scope is None else f"{name}{MARK}{scope}"


def name_of(folded: str) -> str:
    """A folded name without its scope."""
    return folded.partition(MARK)[0]


def line_of(decisions: Decisions, label: Label, name: str, scope: str) -> Line | None:
    """The editors' line that gave a name its scope; None if it is a rule's."""
    return next((line for line in decisions.placed(label, name) if scope == placed(line.where or "")), None)


def placed(where: str) -> str:
    """The scope of a name in the place that an editors' line names.

    A long address goes by its hash: scopes are part of a key, and PostgreSQL's index takes 2,704 bytes of it.
    """
    return f"{PLACED}{where if len(where.encode()) <= LONGEST else uri_hash(where)}"
