"""What the definitions of views are made of: SQL that several have, and what its columns mean."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class View:
    """A view with what its columns mean, in their order."""

    name: str
    comment: str
    columns: dict[str, str]
    sql: str  # with the names of FRAGMENTS in braces


CURRENT = """\
FROM articles
JOIN sources ON sources.id = articles.source_id
JOIN revisions ON revisions.id = articles.current_revision_id"""

RESULTS = (
    CURRENT
    + """
JOIN processings ON processings.revision_id = revisions.id AND processings.is_current"""
)

# revisions that have a topic by rules or models which no editor takes away, ...
GIVEN = """\
SELECT given.revision_id
FROM article_topics AS given
JOIN processings AS made
  ON made.revision_id = given.revision_id AND made.processor_id = given.processor_id AND made.is_current
JOIN revisions AS versions ON versions.id = given.revision_id
LEFT JOIN overrides AS decision
  ON decision.article_id = versions.article_id AND decision.topic_id = given.topic_id
WHERE decision.action IS NULL OR decision.action = 'add'"""

# ... and the topics of current revisions that only an editor gives
ADDED = """\
SELECT decided.current_revision_id AS revision_id, decision.topic_id, decision.who, decision.why
FROM overrides AS decision
JOIN articles AS decided ON decided.id = decision.article_id
WHERE decision.action = 'add' AND NOT EXISTS (
    SELECT 1 FROM article_topics AS given
    JOIN processings AS made
      ON made.revision_id = given.revision_id AND made.processor_id = given.processor_id AND made.is_current
    WHERE given.revision_id = decided.current_revision_id AND given.topic_id = decision.topic_id)"""

# a name where it stands, and the thing that it stands for
THINGS = """\
JOIN mentions ON mentions.revision_id = processings.revision_id AND mentions.processor_id = processings.processor_id
JOIN entities AS named ON named.id = mentions.entity_id
JOIN entities AS things ON things.id = coalesce(named.thing_id, named.id)"""

ARTICLE = {
    "article_id": "the article",
    "source": "its source",
    "published_on": "its day; null if it has no date",
    "headline": "its headline; null if it has none",
}
ARTICLE_COLUMNS = "articles.id AS article_id, sources.name AS source, revisions.published_on, revisions.headline"

SPAN = {
    "text": "the words",
    "field": "headline, standfirst or body",
    "span_start": "first code point in the field, from 0",
    "span_end": "one past the last code point",
}

DAY = {
    "day": "the day in NEWSLEDGER_TIMEZONE; null for articles without a date",
    "source": "the source",
}
ENTITY = {
    "entity_id": "the thing",
    "entity": "its name",
    "label": "PERSON, ORG, PLACE, FACILITY, EVENT, GROUP or WORK",
}

COUNTED = (
    "as last counted: a run does it at its end, for the days that it touched, and newsledger status names the rest"
)

DENOMINATOR = {"of_articles": "all articles of the source that day, without stubs, for shares"}


# a day with too few articles which stayed that way
GAP = "kind = 'articles_a_day' AND (met_on IS NULL OR met_on <> day)"
FRAGMENTS = {
    "gap": GAP,
    "current": CURRENT,
    "results": RESULTS,
    "article": ARTICLE_COLUMNS,
    "given": GIVEN,
    "added": ADDED,
    "things": THINGS,
    "topic_label": "coalesce(topics.label, topics.name)",
}
