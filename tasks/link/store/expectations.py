"""Sources' days beside what is expected of them: once a day, and more often while something is amiss.

What is looked at is what counts now: each article on its day, by its current text. So a day that was judged is judged
again for a fortnight, and what was missed is noted as met if articles come late.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct
from sqlalchemy import Boolean, Connection, Date, Integer, Row, and_, bindparam, or_, select, text, update

from schemas.expectations import Expected
from schemas.sources import Source
from schemas.tables import UtcTime, breaches, linkings, sources
from schemas.views.parts import GIVEN
from tasks.link.expectations import Seen, Verdict, days_of, judge, met_on
from tasks.load.store import Ledger
from tasks.load.store.bulk import insert
from tasks.load.store.ledger import tried_again

NAME = "expectations"  # among linkings
DAY, ANEW = timedelta(days=1), timedelta(days=14)  # how long a day is judged anew
PAST = timedelta(days=56)  # that is read before it

ARTICLES = f"""\
SELECT revisions.published_on, articles.first_fetched_at, revisions.word_count,
       CASE WHEN revisions.text_removed_at IS NULL
            THEN coalesce(revisions.headline, '') LIKE :misread OR revisions.body LIKE :misread END AS misread,
       (EXISTS (SELECT 1 FROM ({GIVEN}) AS given WHERE given.revision_id = revisions.id)
        OR EXISTS (SELECT 1 FROM overrides AS added WHERE added.article_id = articles.id AND added.action = 'add')
       ) AS tagged
FROM articles JOIN revisions ON revisions.id = articles.current_revision_id
WHERE articles.source_id = :source_id AND revisions.kind <> 'stub'
  AND (revisions.published_on >= :since
       OR (revisions.published_on IS NULL AND articles.first_fetched_at >= :since_at))"""  # noqa: S608 -- our own SQL
MISREAD = "%\ufffd%"
OPEN = breaches.c.closed_at.is_(None)

AGAIN = """\
ON CONFLICT (source_id, day, kind) DO UPDATE SET
    expected_low = excluded.expected_low, expected_high = excluded.expected_high, found = excluded.found,
    of_articles = excluded.of_articles, learned = excluded.learned"""
BY_OTHERS = "ON CONFLICT (name) DO UPDATE SET config_hash = excluded.config_hash"


class Breach(Struct, frozen=True):
    """What a source is not as expected in, and since when."""

    source: str
    kind: Expected
    since: date  # the first day
    last: date  # the latest, of which the rest is
    days: int
    low: float | None
    high: float | None
    found: float
    learned: bool


@tried_again
def judge_sources(ledger: Ledger, configured: Sequence[Source], now: datetime, *, due: bool = False) -> list[Breach]:
    """Judges the days until yesterday, and closes what is over; returns what is open.

    Args:
        ledger: where the articles are.
        configured: the sources of which something is expected.
        now: the time.
        due: only if that was not done today by the same expectations, or something is open.
    """
    stamp = _stamp(ledger, configured, now)
    before = _last(ledger)
    if due and before == stamp and not find_open(ledger):
        return []
    expected = {source.name: source for source in configured}
    first = _first(before, now.astimezone(ledger.timezone).date())
    wanted = or_(sources.c.name.in_(expected), sources.c.id.in_(select(breaches.c.source_id).where(OPEN)))
    with ledger.read() as connection:
        known = connection.execute(select(sources.c.id, sources.c.name).where(wanted).order_by(sources.c.id)).all()
    for id_, name in known:
        with ledger.write() as connection:
            _judge(connection, id_, expected.get(name), first, now, ledger.timezone)
    with ledger.write() as connection:
        insert(connection, linkings, [(NAME, stamp)], BY_OTHERS)
    return find_open(ledger)


def find_open(ledger: Ledger) -> list[Breach]:
    """What is open, by source and kind."""
    query = select(sources.c.name, breaches).join_from(breaches, sources).where(OPEN)
    found: dict[tuple[str, str], list[Row[Any]]] = {}
    with ledger.read() as connection:
        for row in connection.execute(query.order_by(sources.c.name, breaches.c.kind, breaches.c.day)):
            found.setdefault((row.name, row.kind), []).append(row)
    return [_breach(rows) for rows in found.values()]


def _breach(rows: Sequence[Row[Any]]) -> Breach:
    first, last = rows[0], rows[-1]
    bounds = last.expected_low, last.expected_high
    return Breach(last.name, last.kind, first.day, last.day, len(rows), *bounds, last.found, last.learned)


def _stamp(ledger: Ledger, configured: Iterable[Source], now: datetime) -> str:
    said = msgspec.json.encode({each.name: each.expect.model_dump() for each in configured}, order="sorted")
    return f"{now.astimezone(ledger.timezone).date()} {hashlib.sha256(said).hexdigest()[:16]}"


def _last(ledger: Ledger) -> str | None:
    with ledger.read() as connection:
        return connection.scalar(select(linkings.c.config_hash).where(linkings.c.name == NAME))


def _first(last: str | None, today: date) -> date:
    """The first day to be judged: a fortnight back, or as far as nobody has looked since."""
    return min(today - ANEW, date.fromisoformat(last.split()[0]) if last else today)


def _judge(
    connection: Connection, source_id: int, source: Source | None, first: date, now: datetime, zone: ZoneInfo
) -> None:
    began = _locked(connection, source_id).astimezone(zone).date()
    first = max(first, began + DAY)
    since, last = first - PAST, now.astimezone(zone).date() - DAY
    verdicts: list[Verdict] = []
    if source:
        missed = (row for row in _stored(connection, source_id, since) if row.day < first and row.met_on != row.day)
        broken = {(row.kind, row.day) for row in missed}
        verdicts = judge(days_of(_seen(connection, source_id, since, zone)), source.expect, began, first, last, broken)
    _note(connection, source_id, verdicts, now)
    for row in _stored(connection, source_id, first):
        expected = source is not None and source.expect.expects(row.kind)
        _close(connection, row, met_on(row.kind, row.day, verdicts), now, expected=expected)


def _locked(connection: Connection, source_id: int) -> datetime:
    """When a source was first seen; two who judge it take turns."""
    own = select(sources.c.created_at).where(sources.c.id == source_id)
    began: datetime = connection.execute(own.with_for_update(key_share=True)).scalar_one()
    return began


def _stored(connection: Connection, source_id: int, since: date) -> Sequence[Row[Any]]:
    """What was noted of the days since then, and whatever is open."""
    of_source = select(breaches).where(breaches.c.source_id == source_id)
    return connection.execute(of_source.where(or_(breaches.c.day >= since, OPEN))).all()


def _seen(connection: Connection, source_id: int, since: date, zone: ZoneInfo) -> Iterator[Seen]:
    began = datetime.combine(since, time(), zone)
    query = text(ARTICLES).bindparams(bindparam("since", since, Date), bindparam("since_at", began, UtcTime))
    query = query.bindparams(source_id=source_id, misread=MISREAD)
    typed = query.columns(
        published_on=Date, first_fetched_at=UtcTime, word_count=Integer, misread=Boolean, tagged=Boolean
    )
    for on, at, words, misread, tagged in connection.execute(typed):
        yield Seen(on or at.astimezone(zone).date(), words, on is not None, tagged, misread)


def _note(connection: Connection, source_id: int, verdicts: Iterable[Verdict], now: datetime) -> None:
    rows = [
        (source_id, each.day, each.kind, each.low, each.high, each.found, each.articles, each.learned, now, None, None)
        for each in verdicts
        if not each.is_met
    ]
    insert(connection, breaches, rows, AGAIN)


def _close(connection: Connection, row: Row[Any], met: date | None, now: datetime, *, expected: bool) -> None:
    """Or open it again, if what met it is not there any more."""
    closed_at = None if expected and met is None else row.closed_at or now
    if (met, closed_at) == (row.met_on, row.closed_at):
        return
    key = and_(breaches.c.source_id == row.source_id, breaches.c.day == row.day, breaches.c.kind == row.kind)
    connection.execute(update(breaches).where(key).values(met_on=met, closed_at=closed_at))
