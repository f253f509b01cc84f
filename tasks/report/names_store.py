"""Which article a name means, and everything about it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, false, func, or_, select

from schemas.errors import InputError
from schemas.records import Key
from schemas.tables import article_keys, articles, fetches, revisions, sources
from tasks.load import names
from tasks.load.fold import scrubbed, uri_hash
from tasks.load.store import Ledger, find_takedown
from tasks.load.tombstones import ending
from tasks.report.explain import ambiguous, not_loaded, taken_down, unknown
from tasks.report.explanation import ArticleKeys, Candidate, Explanation
from tasks.report.store import read_explanation

FEW = 10


def explain_article(ledger: Ledger, asked: str, folder: Path) -> Explanation:
    """Everything about the article that `asked` names: an id, a URL, a file's path (from `folder`), or a key.

    Raises:
        InputError: no article has that name, or several have; says which are near, or which they are.
    """
    with ledger.read() as connection:
        return read_explanation(connection, find_article(connection, asked, folder))


def find_keys(ledger: Ledger, asked: str, folder: Path) -> ArticleKeys | None:
    """What the article that `asked` names is called in every ledger; None if no article has that name.

    Raises:
        InputError: several articles have it; says which.
    """
    with ledger.read() as connection:
        id_ = _find_one(connection, scrubbed(asked), folder)
        if id_ is None:
            return None
        source = select(sources.c.name).join(articles).where(articles.c.id == id_)
        keys = select(article_keys.c.kind, article_keys.c.value).where(article_keys.c.article_id == id_)
        found = connection.execute(keys.order_by(article_keys.c.kind.desc(), article_keys.c.value))
        return ArticleKeys(id_, connection.execute(source).scalar_one(), tuple(Key(*row) for row in found))


def find_id(ledger: Ledger, asked: str, folder: Path) -> int:
    """The id of the article that `asked` names; see `find_article`."""
    with ledger.read() as connection:
        return find_article(connection, asked, folder)


def find_article(connection: Connection, asked: str, folder: Path) -> int:
    """The id of the article that `asked` names.

    Raises:
        InputError: no article has that name, or several have; says which are near, or which they are.
    """
    asked = scrubbed(asked)
    found = _find_one(connection, asked, folder)
    if found is None:
        raise _missing(connection, asked, folder)
    return found


def _find_one(connection: Connection, asked: str, folder: Path) -> int | None:
    number = names.article_id(asked)
    if number is not None and connection.scalar(select(articles.c.id).where(articles.c.id == number)):
        return number
    found = _with_keys(connection, asked, folder)
    if len(found) > 1:
        raise ambiguous(asked, found)
    return found[0].article_id if found else None


def _missing(connection: Connection, asked: str, folder: Path) -> InputError:
    name = names.name_of(asked, folder)
    if takedown := find_takedown(connection, name.kinds, name.values, name.source):
        return taken_down(asked, ending(takedown).reason)
    met = _met(connection, names.possible_uris(asked, folder), names.parts_of(asked, folder))
    if met:
        return not_loaded(asked, *met)
    without = select(fetches.c.id).where(fetches.c.article_id.is_(None)).limit(1)
    return unknown(asked, _near(connection, asked), some_gave_none=connection.scalar(without) is not None)


def _met(connection: Connection, places: Sequence[str], parts: str | None) -> tuple[str, str] | None:
    """How the last document that was asked for at one of these places, or in that file, ended, and why."""
    outcome = func.coalesce(fetches.c.document_outcome, fetches.c.outcome)
    reason = func.coalesce(fetches.c.document_reason, fetches.c.reason)
    here = fetches.c.uri_hash.in_([uri_hash(place) for place in places])
    within = fetches.c.uri.startswith(parts, autoescape=True) if parts else false()
    at = select(outcome, reason).where(or_(here, within))
    row = connection.execute(at.order_by(fetches.c.id.desc()).limit(1)).one_or_none()
    return (row[0], row[1]) if row else None


def _with_keys(connection: Connection, asked: str, folder: Path) -> list[Candidate]:
    """The articles with that key or address, or fetched from that place; of a file of rows or entries, all of them.

    All sources are named in the conditions because the indexes begin with the source.
    """
    name, begins = names.name_of(asked, folder), names.parts_of(asked, folder)
    hashes = [uri_hash(uri) for uri in names.possible_uris(asked, folder)]
    everywhere = select(sources.c.id)
    within = everywhere.where(sources.c.name == name.source) if name.source else everywhere
    keyed = select(article_keys.c.article_id).where(
        article_keys.c.source_id.in_(within), article_keys.c.kind.in_(name.kinds), article_keys.c.value.in_(name.values)
    )
    fetched = select(fetches.c.article_id)
    conditions = [
        articles.c.id.in_(keyed),
        articles.c.id.in_(fetched.where(fetches.c.source_id.in_(everywhere), fetches.c.uri_hash.in_(hashes))),
        and_(articles.c.source_id.in_(within), articles.c.canonical_url.in_(name.values)),
    ]
    if begins:
        conditions.append(articles.c.id.in_(fetched.where(fetches.c.uri.startswith(begins, autoescape=True))))
    return next(filter(None, (_candidates(connection, condition) for condition in conditions)), [])


def _near(connection: Connection, asked: str) -> list[Candidate]:
    part = names.telling_part(asked)
    if part is None:
        return []
    columns: tuple[ColumnElement[Any], ...] = (article_keys.c.value, revisions.c.headline)
    return _candidates(connection, or_(*(column.icontains(part, autoescape=True) for column in columns)))


def _candidates(connection: Connection, condition: ColumnElement[bool]) -> list[Candidate]:
    rows = connection.execute(
        select(articles.c.id, sources.c.name, func.min(article_keys.c.value), revisions.c.headline)
        .select_from(articles)
        .join(article_keys, article_keys.c.article_id == articles.c.id)
        .join(sources, sources.c.id == articles.c.source_id)
        .outerjoin(revisions, revisions.c.id == articles.c.current_revision_id)
        .where(condition)
        .group_by(articles.c.id, sources.c.name, revisions.c.headline)
        .order_by(articles.c.id)
        .limit(FEW)
    )
    return [Candidate(*row) for row in rows]
