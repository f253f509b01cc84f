"""What is counted by the day, counted anew for the days on which it has changed: one transaction a day."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, Date, bindparam, delete, select, text

from schemas.tables import days_to_count, entity_daily, entity_pair_daily, topic_daily
from schemas.views.entities import LEAD, PROMINENT
from tasks.load.store import Ledger

TABLES = (topic_daily, entity_daily, entity_pair_daily)

# CROSS JOIN, because SQLite keeps that order: from a day's articles to what was found in them
DAY = """\
WITH counted AS (
    SELECT revisions.id, articles.id AS article_id, revisions.published_on AS day, articles.source_id,
           count(*) OVER (PARTITION BY articles.source_id) AS of_articles
    FROM revisions CROSS JOIN articles
    WHERE {is_day} AND articles.current_revision_id = revisions.id AND revisions.kind <> 'stub'),
"""

# a topic that two processors give, or one and an editor, counts once
TOPICS = """
given AS (
    SELECT counted.id, counted.day, counted.source_id, counted.of_articles, found.topic_id
    FROM counted CROSS JOIN processings AS made CROSS JOIN article_topics AS found
    LEFT JOIN overrides AS decision
      ON decision.article_id = counted.article_id AND decision.topic_id = found.topic_id
    WHERE made.revision_id = counted.id AND made.is_current
      AND found.revision_id = made.revision_id AND found.processor_id = made.processor_id
      AND (decision.action IS NULL OR decision.action = 'add')
    UNION
    SELECT counted.id, counted.day, counted.source_id, counted.of_articles, decision.topic_id
    FROM counted CROSS JOIN overrides AS decision
    WHERE decision.article_id = counted.article_id AND decision.action = 'add')
INSERT INTO topic_daily (day, source_id, topic_id, articles, of_articles)
SELECT day, source_id, topic_id, count(*), of_articles FROM given GROUP BY day, source_id, topic_id, of_articles"""

# The things of each article: how often, and where first, as one number. In a table, because SQLite would look for the
# second thing of a pair in all articles of the day.
STANDFIRST, BODY = 100_000_000, 200_000_000
TABLE = """\
CREATE TEMPORARY TABLE named_that_day (
    revision_id BIGINT, thing_id BIGINT, day DATE, source_id BIGINT, of_articles INTEGER,
    mentions INTEGER, place INTEGER,
    PRIMARY KEY (revision_id, thing_id))"""
NAMED = f"""
named AS (
    SELECT counted.*, coalesce(names.thing_id, names.id) AS thing_id,
           mentions.span_start + CASE mentions.field WHEN 'headline' THEN 0 WHEN 'standfirst' THEN {STANDFIRST}
                                 ELSE {BODY} END AS place
    FROM counted CROSS JOIN processings AS made CROSS JOIN mentions CROSS JOIN entities AS names
    WHERE made.revision_id = counted.id AND made.is_current
      AND mentions.revision_id = made.revision_id AND mentions.processor_id = made.processor_id
      AND names.id = mentions.entity_id)
INSERT INTO named_that_day (revision_id, thing_id, day, source_id, of_articles, mentions, place)
SELECT id, thing_id, day, source_id, of_articles, count(*), min(place)
FROM named GROUP BY id, thing_id, day, source_id, of_articles"""  # noqa: S608 -- our own numbers

ENTITIES = """\
INSERT INTO entity_daily (day, source_id, entity_id, articles, mentions, of_articles)
SELECT day, source_id, thing_id, count(*), sum(mentions), of_articles
FROM named_that_day GROUP BY day, source_id, thing_id, of_articles"""

NOT_PROMINENT = (
    f"DELETE FROM named_that_day WHERE mentions = 1 AND place >= {BODY + LEAD}",  # noqa: S608 -- our own numbers
    f"""\
DELETE FROM named_that_day WHERE (revision_id, thing_id) IN (
    SELECT revision_id, thing_id
    FROM (SELECT revision_id, thing_id,
                 row_number() OVER (PARTITION BY revision_id ORDER BY mentions DESC, place) AS rank
          FROM named_that_day) AS ranked
    WHERE rank > {PROMINENT})""",  # noqa: S608 -- our own numbers
)
PAIRS = """\
INSERT INTO entity_pair_daily (day, source_id, entity_id, other_id, articles, of_articles)
SELECT one.day, one.source_id, one.thing_id, other.thing_id, count(*), one.of_articles
FROM named_that_day AS one
JOIN named_that_day AS other ON other.revision_id = one.revision_id AND other.thing_id > one.thing_id
GROUP BY one.day, one.source_id, one.thing_id, other.thing_id, one.of_articles"""


def count_days(ledger: Ledger) -> int:
    """Counts the days anew on which what counts has changed, whoever changed it; returns how many these were."""
    waiting = select(days_to_count.c.day).distinct().order_by(days_to_count.c.day)
    with ledger.read() as connection:
        days = connection.scalars(waiting).all()
    for day in days:
        with ledger.write() as connection:
            _count(connection, day)
    return len(days)


def _count(connection: Connection, day: date | None) -> None:
    """Takes the marks away before it looks: what others mark from now on, this may not see, and they stay."""
    if connection.dialect.name == "postgresql":  # two who count take turns; SQLite has one writer anyway
        connection.execute(text("LOCK TABLE topic_daily IN SHARE ROW EXCLUSIVE MODE"))
    marks = connection.execute(delete(days_to_count).where(days_to_count.c.day == day))
    if not marks.rowcount:
        return
    for table in TABLES:
        connection.execute(delete(table).where(table.c.day == day))
    _of_articles(connection, TOPICS, day)
    connection.execute(text(TABLE))
    _of_articles(connection, NAMED, day)
    for sql in (ENTITIES, *NOT_PROMINENT, PAIRS, "DROP TABLE named_that_day"):
        connection.execute(text(sql))


def _of_articles(connection: Connection, sql: str, day: date | None) -> None:
    is_day = "revisions.published_on IS NULL" if day is None else "revisions.published_on = :day"
    query = text(DAY.format(is_day=is_day) + sql)
    connection.execute(query if day is None else query.bindparams(bindparam("day", day, Date)))
