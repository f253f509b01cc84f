"""What was decided, done: new revisions with all that belongs to them, and which revision is current."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, bindparam, func, select, update

from schemas.records import Article, Loaded, Tags
from schemas.tables import articles, revisions
from tasks.load.batch import Candidate, Judged
from tasks.load.rows import ProcessorIds, Row, metadata_values, text_values
from tasks.load.store.bulk import find_ids, insert
from tasks.load.store.days import mark_days
from tasks.load.store.lookup import Holding
from tasks.load.store.results import store_cleaning, store_results
from tasks.load.store.search import kept_findable

Version = tuple[int, str]  # article id, content hash
IN_ORDER = itemgetter(*(column.name for column in revisions.columns if column.name != "id"))


@dataclass(frozen=True, slots=True)
class Context:
    """What all documents of a batch have in common."""

    run_id: int
    processor_ids: ProcessorIds
    now: datetime
    timezone: ZoneInfo


def lock_articles(connection: Connection, ids: Collection[int]) -> None:
    """Nobody else adds revisions to these articles before we are done. On SQLite nobody else writes at all."""
    if connection.dialect.name == "postgresql" and ids:
        wanted = select(articles.c.id).where(articles.c.id == func.any_(sorted(set(ids))))
        connection.execute(wanted.order_by(articles.c.id).with_for_update(key_share=True)).all()


def store_judged(
    connection: Connection,
    context: Context,
    judged: Sequence[Judged],
    holdings: Mapping[int, Holding],
    raw_ids: Mapping[str, int],
    tags: Mapping[int, Tags],
) -> dict[int, Loaded]:
    """Stores what is new, and says how each candidate ended, by its index in the batch.

    Raises:
        ValueError: a document turns out to be new that was not tagged.
    """
    added = [each.candidate for each in judged if each.adds]
    _insert_revisions(connection, context, added, holdings, raw_ids)
    ids = _held(holdings) | _added_ids(connection, added)
    store_results(
        connection, [(ids[_version(new)], new.article, _tags(new, tags)) for new in added], context.processor_ids
    )
    _store_cleaning(connection, context, judged, ids)
    _make_current(connection, judged, holdings, ids)
    _reappear(connection, [each for each in judged if each.appears and not each.adds], ids)
    return {each.candidate.index: _loaded(each, ids) for each in judged}


def _version(candidate: Candidate) -> Version:
    return candidate.article_id, candidate.text


def _held(holdings: Mapping[int, Holding]) -> dict[Version, int]:
    return {(article_id, text): id_ for article_id, held in holdings.items() for text, id_ in held.revisions.items()}


def _added_ids(connection: Connection, added: Sequence[Candidate]) -> dict[Version, int]:
    found = find_ids(connection, revisions, ["article_id", "content_hash"], {_version(new) for new in added})
    return {(article_id, text): id_ for (article_id, text), id_ in found.items()}


def _tags(candidate: Candidate, tags: Mapping[int, Tags]) -> Tags:
    if candidate.index not in tags:
        raise ValueError("its text is new, but was not tagged")
    return tags[candidate.index]


def _loaded(each: Judged, ids: Mapping[Version, int]) -> Loaded:
    candidate, decision = each.candidate, each.decision
    return Loaded(decision.outcome, decision.reason, candidate.article_id, ids[_version(candidate)])


def _insert_revisions(
    connection: Connection,
    context: Context,
    added: Sequence[Candidate],
    holdings: Mapping[int, Holding],
    raw_ids: Mapping[str, int],
) -> None:
    last = Counter({article_id: held.last_number for article_id, held in holdings.items()})
    rows = []
    for new in added:
        last[new.article_id] += 1
        rows.append(_revision_row(new, last[new.article_id], raw_ids[new.item.raw.sha256], context))
    insert(connection, revisions, rows)


def _revision_row(new: Candidate, number: int, raw_id: int, context: Context) -> Row:
    article: Article = new.article
    values = {
        "article_id": new.article_id,
        "number": number,
        **text_values(article),
        "raw_document_id": raw_id,
        "appeared_at": new.item.raw.fetched_at,
        "created_at": context.now,
        "text_removed_at": None,
        **metadata_values(article, context.timezone),
    }
    row: Row = IN_ORDER(values)
    return row


def _store_cleaning(
    connection: Connection, context: Context, judged: Sequence[Judged], ids: Mapping[Version, int]
) -> None:
    cleaned: dict[int, Article] = {}
    for candidate in (each.candidate for each in judged if not each.adds):
        cleaned.setdefault(ids[_version(candidate)], candidate.article)
    if cleaner_id := context.processor_ids.of_all.get("clean"):
        store_cleaning(connection, cleaned, cleaner_id, context.timezone)


def _make_current(
    connection: Connection, judged: Sequence[Judged], holdings: Mapping[int, Holding], ids: Mapping[Version, int]
) -> None:
    changed = {each.candidate.article_id for each in judged if each.changes}
    if not changed:
        return
    texts = {each.candidate.article_id: each.now.current for each in judged}  # the last of an article stays
    shown = {_version(each.candidate): each.candidate for each in judged}
    url: ColumnElement[str] = func.coalesce(bindparam("url"), articles.c.canonical_url)
    change = update(articles).where(articles.c.id == bindparam("article"))
    current = {id_: (id_, text) for id_ in sorted(changed) if (text := texts[id_])}
    values = [
        {"article": id_, "revision": ids[version], "url": _url(shown.get(version))} for id_, version in current.items()
    ]
    before = {id_: revision for id_ in changed if id_ in holdings and (revision := holdings[id_].current)}
    with kept_findable(connection, before, changed - before.keys()):
        connection.execute(change.values(current_revision_id=bindparam("revision"), canonical_url=url), values)
    mark_days(connection, {*before.values(), *(ids[version] for version in current.values())})


def _url(shown: Candidate | None) -> str | None:
    """The address of an article whose current text this document shows; None if no document of the batch does."""
    if shown is None:
        return None
    return shown.article.canonical_url or (shown.item.document.url if shown.item.document else None)


def _reappear(connection: Connection, judged: Sequence[Judged], ids: Mapping[Version, int]) -> None:
    values = [{"revision": ids[_version(each.candidate)], "at": each.candidate.item.raw.fetched_at} for each in judged]
    if values:
        change = update(revisions).where(revisions.c.id == bindparam("revision"))
        connection.execute(change.values(appeared_at=bindparam("at")), values)
