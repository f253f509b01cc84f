"""Editors' decisions, brought into the ledger: found are the articles that it has, and the others are waited for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from sqlalchemy import Connection, delete, select

from schemas.overrides import Override
from schemas.tables import article_keys, articles, overrides, topics
from tasks.link.overrides import Keyed, Standing, names_of, stand
from tasks.link.store.portions import in_portions
from tasks.load.names import Name
from tasks.load.rows import Row
from tasks.load.store import Ledger
from tasks.load.store.bulk import ensure, find, insert
from tasks.load.store.days import mark_days

# all sources and kinds are named because the index begins with them
BY_KEY = """
SELECT known.article_id, sources.name, known.kind, known.value
FROM {wanted} CROSS JOIN sources CROSS JOIN article_keys AS known
WHERE known.source_id = sources.id AND known.kind IN ('guid', 'url', 'file') AND known.value = wanted.value"""

# read from front to end: addresses have no index
BY_ADDRESS = """
SELECT articles.id, sources.name, 'url', articles.canonical_url
FROM articles JOIN sources ON sources.id = articles.source_id
WHERE articles.canonical_url IN (SELECT wanted.value FROM {wanted})"""


def find_standing(ledger: Ledger, decisions: Sequence[Override], folder: Path) -> list[Standing]:
    """What every decision comes to in the ledger as it is; relative paths are those in `folder`."""
    with ledger.read() as connection:
        return _standing(connection, decisions, folder)


def link_overrides(ledger: Ledger, decisions: Sequence[Override], folder: Path) -> list[Standing]:
    """Makes the ledger's decisions those of the file, and says what each comes to; writes nothing if they are so."""
    with ledger.read() as connection:
        standing = _standing(connection, decisions, folder)
        if _rows(standing) == _stored(connection):
            return standing
    with ledger.write() as connection:
        return _store(connection, decisions, folder)


def _store(connection: Connection, decisions: Sequence[Override], folder: Path) -> list[Standing]:
    """Two who link take turns, since each locks the topics before it reads."""
    ids = ensure(connection, topics, ["name"], {(each.topic,): (each.topic, None) for each in decisions})
    connection.execute(select(topics.c.id).order_by(topics.c.id).with_for_update(key_share=True)).all()
    standing = _standing(connection, decisions, folder)
    before, after = _stored(connection), _rows(standing)
    connection.execute(delete(overrides))
    insert(connection, overrides, sorted((row[0], ids[row[1],], *row[2:]) for row in after))
    _mark_days(connection, {row[0] for row in before ^ after})
    return standing


def _mark_days(connection: Connection, article_ids: Iterable[int]) -> None:
    current = select(articles.c.current_revision_id).where(articles.c.current_revision_id.is_not(None))
    found = in_portions(connection, current, articles.c.id, set(article_ids))
    mark_days(connection, {revision_id for (revision_id,) in found})


def _standing(connection: Connection, decisions: Sequence[Override], folder: Path) -> list[Standing]:
    names = names_of(decisions, folder)
    return stand(decisions, names, find_keyed(connection, names.values()))


def find_keyed(connection: Connection, names: Iterable[Name]) -> Iterable[Keyed]:
    """The articles that may be called so."""
    values = {(value,) for name in names for value in name.values}
    for sql in (BY_KEY, BY_ADDRESS):
        yield from (Keyed(*row) for row in find(connection, sql, [article_keys.c.value], values))


def _rows(standing: Iterable[Standing]) -> set[Row]:
    """The rows of `overrides`, with the topics' names for their ids."""
    return {
        (id_, each.override.topic, each.override.action, each.override.who, each.override.why, each.override.article)
        for each in standing
        for id_ in each.decided
    }


def _stored(connection: Connection) -> set[Row]:
    columns = overrides.c.action, overrides.c.who, overrides.c.why, overrides.c.name
    stored = select(overrides.c.article_id, topics.c.name, *columns).join_from(overrides, topics)
    return {tuple(row) for row in connection.execute(stored)}
