"""The views: the public contract for people who write SQL, the same on both databases.

A view says what counts now: the current revision of each article, and of each processor the results
that are current. Surrogate ids in them join views to each other and to tables, within one database.
Views are made anew whenever a database is brought up to date, so a change here needs a migration,
be it an empty one.
"""

from __future__ import annotations

from dataclasses import dataclass

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

# SQLite looks up one article in either half quickly, but not in both as one subquery; and in the first, which is most,
# it comes to the article's day sooner without one.
TOPICS = """\
SELECT {article}, topics.name AS topic, given.score, given.threshold,
       (SELECT count(*) FROM topic_evidence AS piece
        WHERE piece.revision_id = given.revision_id AND piece.processor_id = given.processor_id
          AND piece.topic_id = given.topic_id) AS evidence,
       given.revision_id, given.processor_id, decision.who AS decided_by, decision.why AS decided_why,
       {topic_label} AS topic_label
{current}
JOIN article_topics AS given ON given.revision_id = revisions.id
JOIN processings AS made
  ON made.revision_id = given.revision_id AND made.processor_id = given.processor_id AND made.is_current
JOIN topics ON topics.id = given.topic_id
LEFT JOIN overrides AS decision ON decision.article_id = articles.id AND decision.topic_id = given.topic_id
WHERE decision.action IS NULL OR decision.action = 'add'
UNION ALL
SELECT {article}, topics.name, CAST(NULL AS FLOAT), CAST(NULL AS FLOAT), 0, added.revision_id, CAST(NULL AS BIGINT),
       added.who, added.why, {topic_label}
{current}
JOIN ({added}) AS added ON added.revision_id = revisions.id
JOIN topics ON topics.id = added.topic_id"""

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
LEAD, PROMINENT = 600, 50  # characters that are read as the lead, as topics do; things of one article that are paired

# as it is stored, and the other way round
PAIRS = """\
SELECT daily.day, sources.name AS source, things.id AS entity_id, things.name AS entity, things.label,
       others.id AS other_id, others.name AS other, others.label AS other_label, daily.articles, daily.of_articles
FROM entity_pair_daily AS daily
JOIN sources ON sources.id = daily.source_id
JOIN entities AS things ON things.id = daily.{one}
JOIN entities AS others ON others.id = daily.{other}"""

TOPIC_LABEL = {"topic_label": "what people call it, as its file said at the last run or retag; without one, the topic"}
DENOMINATOR = {"of_articles": "all articles of the source that day, without stubs, for shares"}


@dataclass(frozen=True, slots=True)
class View:
    """A view with what its columns mean, in their order."""

    name: str
    comment: str
    columns: dict[str, str]
    sql: str  # with the names of FRAGMENTS in braces


VIEWS = (
    View(
        "v_articles",
        "every article, as its current revision has it",
        {
            "article_id": "the article",
            "revision_id": "its current revision",
            "source": "its source",
            "key": "the strongest of its keys",
            "canonical_url": "its address, if it has one",
            "headline": "null if it has none",
            "standfirst": "null if it has none",
            "byline": "as printed",
            "authors": "the people the byline names, in its order, with '; ' between",
            "published_at": "null if only the day is known, or nothing",
            "published_on": "its day; null if it has no date",
            "published_precision": "second, minute or day",
            "published_method": "what the date was read from",
            "modified_at": "as the page says",
            "language": "ISO 639-1",
            "word_count": "words of the body",
            "body": "paragraphs with one blank line between",
            "revisions": "how many versions of its text are stored",
            "first_fetched_at": "when it was first fetched",
            "revised_at": "when the current revision was stored",
            "kind": "article, stub (what a paywall or a cookie wall leaves of one) or live_blog",
            "section": "as the page says",
            "keywords": "as the page says, with '; ' between",
            "agencies": "the news agencies it is credited to, with '; ' between",
            "headline_method": "where the headline was found: row, feed, json-ld, meta, title, page, text, selector",
            "authors_method": "where the authors were found",
            "modified_on": "the day it was changed, as the page says",
            "modified_precision": "second, minute or day",
            "modified_method": "what the time of the change was read from",
            "text_removed_at": "when its text was removed, as its source's retention_days want; else null",
        },
        """\
SELECT articles.id AS article_id, revisions.id AS revision_id, sources.name AS source, articles.key,
       articles.canonical_url, revisions.headline, revisions.standfirst, revisions.byline,
       {authors} AS authors,
       revisions.published_at, revisions.published_on, revisions.published_precision, revisions.published_method,
       revisions.modified_at, revisions.language, revisions.word_count, revisions.body,
       (SELECT count(*) FROM revisions AS versions WHERE versions.article_id = articles.id) AS revisions,
       articles.first_fetched_at, revisions.created_at AS revised_at,
       revisions.kind, revisions.section, {keywords} AS keywords, {agencies} AS agencies,
       revisions.headline_method, revisions.authors_method,
       revisions.modified_on, revisions.modified_precision, revisions.modified_method, revisions.text_removed_at
{current}""",
    ),
    View(
        "v_article_topics",
        "the topics of every article, after editors' decisions",
        {
            **ARTICLE,
            "topic": "the topic",
            "score": "how sure; null if only an editor gives the topic",
            "threshold": "the score it had to reach; null likewise",
            "evidence": "how many pieces of evidence stand behind it, in topic_evidence",
            "revision_id": "the current revision",
            "processor_id": "what gave the topic; null if only an editor does",
            "decided_by": "the editor who decided that it has the topic; null if none did",
            "decided_why": "the editor's reason",
            **TOPIC_LABEL,
        },
        TOPICS,
    ),
    View(
        "v_overrides",
        "editors' decisions on topics, and what rules and models say",
        {
            **ARTICLE,
            "topic": "the topic",
            "action": "add or remove: the article has the topic, or has it not",
            "who": "who decided it",
            "why": "why",
            "name": "what config/overrides.csv calls the article",
            "score": "what rules and models give the topic; null if they do not give it",
            "threshold": "the score that they had to reach; null likewise",
            **TOPIC_LABEL,
        },
        """\
SELECT {article}, topics.name AS topic, decision.action, decision.who, decision.why, decision.name,
       found.score, found.threshold, {topic_label} AS topic_label
{current}
JOIN overrides AS decision ON decision.article_id = articles.id
JOIN topics ON topics.id = decision.topic_id
LEFT JOIN (
    SELECT given.revision_id, given.topic_id, given.score, given.threshold FROM article_topics AS given
    JOIN processings AS made
      ON made.revision_id = given.revision_id AND made.processor_id = given.processor_id AND made.is_current
) AS found ON found.revision_id = revisions.id AND found.topic_id = decision.topic_id""",
    ),
    View(
        "v_topic_daily",
        f"articles a day, source and topic; stubs are not counted; {COUNTED}",
        {**DAY, "topic": "the topic", "articles": "articles with the topic", **DENOMINATOR, **TOPIC_LABEL},
        """\
SELECT daily.day, sources.name AS source, topics.name AS topic, daily.articles, daily.of_articles,
       {topic_label} AS topic_label
FROM topic_daily AS daily
JOIN sources ON sources.id = daily.source_id
JOIN topics ON topics.id = daily.topic_id""",
    ),
    View(
        "v_entity_daily",
        f"articles and mentions a day, source and entity; stubs are not counted; {COUNTED}",
        {
            **DAY,
            **ENTITY,
            "articles": "articles that mention it",
            "mentions": "mentions in them",
            **DENOMINATOR,
        },
        """\
SELECT daily.day, sources.name AS source, things.id AS entity_id, things.name AS entity, things.label,
       daily.articles, daily.mentions, daily.of_articles
FROM entity_daily AS daily
JOIN sources ON sources.id = daily.source_id
JOIN entities AS things ON things.id = daily.entity_id""",
    ),
    View(
        "v_entity_pair_daily",
        "articles a day, source and pair of entities that are prominent in them: in the headline, the standfirst or"
        f" the first {LEAD} characters of the body, or with two mentions; of more than {PROMINENT} such in an article,"
        " those with the most mentions. Each pair stands twice, once from either side; stubs are not counted;"
        f" {COUNTED}",
        {
            **DAY,
            **ENTITY,
            "other_id": "another thing",
            "other": "its name",
            "other_label": "as label",
            "articles": "articles in which both are prominent",
            **DENOMINATOR,
        },
        f"{PAIRS.format(one='entity_id', other='other_id')}\nUNION ALL\n"
        f"{PAIRS.format(one='other_id', other='entity_id')}",
    ),
    View(
        "v_revisions",
        "every version of every article's text",
        {
            "article_id": "the article",
            "revision_id": "the version",
            "source": "its source",
            "number": "1 for the first version stored, and so on",
            "is_current": "whether it is the version that counts",
            "published_on": "the day of the article as this version has it; null if it has no date",
            "headline": "null if it has none",
            "standfirst": "null if it has none",
            "word_count": "words of the body",
            "body": "paragraphs with one blank line between",
            "appeared_at": "when a document with this text was last fetched where another text, or none, was",
            "stored_at": "when it was stored",
            "kind": "article, stub or live_blog",
        },
        """\
SELECT articles.id AS article_id, revisions.id AS revision_id, sources.name AS source, revisions.number,
       coalesce(articles.current_revision_id = revisions.id, FALSE) AS is_current, revisions.published_on,
       revisions.headline, revisions.standfirst, revisions.word_count, revisions.body,
       revisions.appeared_at, revisions.created_at AS stored_at, revisions.kind
FROM articles
JOIN sources ON sources.id = articles.source_id
JOIN revisions ON revisions.article_id = articles.id""",
    ),
    View(
        "v_search",
        "what a search looks into: newsledger search asks it for you, and shows the passages",
        {
            **ARTICLE,
            "revision_id": "its current revision",
            "key": "the strongest of its keys",
            "published_at": "null if only the day is known, or nothing",
            "kind": "article, stub or live_blog",
            "standfirst": "null if it has none",
            "body": "paragraphs with one blank line between",
            "words": "headline, standfirst and body, to be matched. SQLite: words MATCH 'ferry AND strike'; PostgreSQL:"
            " words @@ 'ferry & strike'::tsquery, in small letters and without accents",
        },
        """\
SELECT {article}, revisions.id AS revision_id, articles.key, revisions.published_at, revisions.kind,
       revisions.standfirst, revisions.body, {words} AS words
{current}
JOIN revision_words ON {rowid} = revisions.id""",
    ),
    View(
        "v_entities",
        "every thing that articles name, once",
        {
            **ENTITY,
            "wikidata": "its Q-number, from config/entities.csv or the gazetteer; null if neither has one",
            "articles": "articles that mention it",
            "mentions": "mentions in them",
            "names": "under how many names, as printed",
            "first_published_on": "the earliest day of an article that mentions it",
            "last_published_on": "the latest day",
        },
        """\
SELECT things.id AS entity_id, things.name AS entity, things.label,
       coalesce(things.given_wikidata, things.wikidata) AS wikidata,
       count(DISTINCT revisions.id) AS articles, count(*) AS mentions, count(DISTINCT mentions.text) AS names,
       min(revisions.published_on) AS first_published_on, max(revisions.published_on) AS last_published_on
{results}
{things}
GROUP BY things.id, things.name, things.label, things.given_wikidata, things.wikidata""",
    ),
    View(
        "v_entity_names",
        "the names of every thing as articles have them, and why each is one of its names",
        {
            **ENTITY,
            "name": "the name in full, where an article gives it so",
            "found_as": "what it was taken for; the thing's label may be better informed",
            "alias": "as printed",
            "articles": "articles that have it so",
            "mentions": "mentions in them",
            "rule": "spelling, kind, acronym, editor: why it is a name of this thing; ambiguous, bare: why it stands"
            " apart; null: it is the thing's own name, or has its Wikidata number",
            "line": "of config/entities.csv, where an editor decided",
        },
        """\
SELECT things.id AS entity_id, things.name AS entity, things.label, named.name, named.label AS found_as,
       mentions.text AS alias, count(DISTINCT revisions.id) AS articles, count(*) AS mentions, named.rule, named.line
{results}
{things}
GROUP BY things.id, things.name, things.label, named.id, named.name, named.label, named.rule, named.line,
         mentions.text""",
    ),
    View(
        "v_mentions",
        "every name where it stands, with what the text beside it says that a person is",
        {
            **ARTICLE,
            **ENTITY,
            "found_as": "what it was taken for here",
            "title": "what the text says that the person is, as printed: Home Secretary; null if it says nothing",
            **SPAN,
        },
        """\
SELECT {article}, things.id AS entity_id, things.name AS entity, things.label, mentions.label AS found_as,
       mentions.title, mentions.text, mentions.field, mentions.span_start, mentions.span_end
{results}
{things}""",
    ),
    View(
        "v_quotes",
        "who said what, in every article",
        {
            **ARTICLE,
            "speaker": "who said it; null when nobody is named",
            "speaker_id": "the entity that the speaker is",
            "cue": "the verb as printed",
            **SPAN,
        },
        """\
SELECT {article}, things.name AS speaker, things.id AS speaker_id, quotes.cue,
       quotes.text, quotes.field, quotes.span_start, quotes.span_end
{results}
JOIN quotes ON quotes.revision_id = processings.revision_id AND quotes.processor_id = processings.processor_id
LEFT JOIN entities AS named ON named.id = quotes.speaker_id
LEFT JOIN entities AS things ON things.id = coalesce(named.thing_id, named.id)""",
    ),
    View(
        "v_figures",
        "the numbers in every article",
        {
            **ARTICLE,
            "low": "the number, or the lower end of a printed range",
            "high": "the number, or the upper end of a printed range",
            "unit": "the counted noun as printed, an ISO 4217 code, or percent",
            "qualifier": "more than, up to, an estimated, ...; null if none",
            **SPAN,
        },
        """\
SELECT {article}, figures.low, figures.high, figures.unit, figures.qualifier,
       figures.text, figures.field, figures.span_start, figures.span_end
{results}
JOIN figures ON figures.revision_id = processings.revision_id AND figures.processor_id = processings.processor_id""",
    ),
    View(
        "v_removed",
        "what cleaning took out of every article, and why",
        {**ARTICLE, "text": "the piece", "reason": "kind:rule", "number": "its place among the pieces, from 0"},
        """\
SELECT {article}, removed_spans.text, removed_spans.reason, removed_spans.number
{current}
JOIN removed_spans ON removed_spans.revision_id = revisions.id""",
    ),
    View(
        "v_untagged",
        "articles without a topic, but for stubs",
        {
            **ARTICLE,
            "canonical_url": "its address, if it has one",
            "topics_tried": "how many topics' processors have looked; 0 says that none has run yet",
        },
        """\
SELECT {article}, articles.canonical_url,
       (SELECT count(*) FROM processings AS tried JOIN processors ON processors.id = tried.processor_id
        WHERE tried.revision_id = revisions.id AND tried.is_current AND processors.name LIKE 'topic/%'
       ) AS topics_tried
{current}
WHERE revisions.kind <> 'stub'
  AND NOT EXISTS (SELECT 1 FROM ({given}) AS given WHERE given.revision_id = revisions.id)
  AND NOT EXISTS (SELECT 1 FROM overrides AS added WHERE added.article_id = articles.id AND added.action = 'add')""",
    ),
    View(
        "v_sources",
        "every source: how much, how fresh, what went wrong",
        {
            "source": "the source, once something of it was fetched or tried: newsledger status has new ones, too",
            "articles": "articles stored",
            "undated": "of these, without a date",
            "first_published_on": "the earliest day of an article",
            "last_published_on": "the latest day of an article",
            "last_fetched_at": "when anything was last fetched from it",
            "last_new_at": "when text that was new was last fetched from it",
            "fetches": "attempts to fetch, in all runs",
            "fetches_not_had": "of these, that brought no document",
            "in_quarantine": "what waits to be tried again",
            "stubs": "articles of which only what a paywall or a cookie wall leaves is stored",
            "gaps": "days that had fewer articles than expected, and no others came late; v_breaches has them",
            "last_gap_on": "the latest of them",
            "open_breaches": "expectations of a day that were not met, and not since then either",
        },
        """\
SELECT sources.name AS source, coalesce(stock.articles, 0) AS articles, coalesce(stock.undated, 0) AS undated,
       stock.first_published_on, stock.last_published_on, activity.last_fetched_at, stock.last_new_at,
       coalesce(activity.fetches, 0) AS fetches, coalesce(activity.fetches_not_had, 0) AS fetches_not_had,
       (SELECT count(*) FROM quarantine
        WHERE quarantine.source_id = sources.id AND quarantine.replayed_at IS NULL) AS in_quarantine,
       coalesce(stock.stubs, 0) AS stubs, coalesce(missed.gaps, 0) AS gaps, missed.last_gap_on,
       coalesce(missed.open_breaches, 0) AS open_breaches
FROM sources
LEFT JOIN (
    SELECT articles.source_id, count(*) AS articles,
           sum(CASE WHEN revisions.published_on IS NULL THEN 1 ELSE 0 END) AS undated,
           sum(CASE WHEN revisions.kind = 'stub' THEN 1 ELSE 0 END) AS stubs,
           min(revisions.published_on) AS first_published_on, max(revisions.published_on) AS last_published_on,
           max(revisions.appeared_at) AS last_new_at
    FROM articles JOIN revisions ON revisions.id = articles.current_revision_id
    GROUP BY articles.source_id) AS stock ON stock.source_id = sources.id
LEFT JOIN (
    SELECT source_id, sum(times) AS fetches, max(fetched_at) AS last_fetched_at,
           sum(CASE WHEN outcome IN ('fetched', 'not_modified') THEN 0 ELSE times END) AS fetches_not_had
    FROM fetches GROUP BY source_id) AS activity ON activity.source_id = sources.id
LEFT JOIN (
    SELECT source_id, sum(CASE WHEN {gap} THEN 1 ELSE 0 END) AS gaps, max(CASE WHEN {gap} THEN day END) AS last_gap_on,
           sum(CASE WHEN closed_at IS NULL THEN 1 ELSE 0 END) AS open_breaches
    FROM breaches GROUP BY source_id) AS missed ON missed.source_id = sources.id""",
    ),
    View(
        "v_breaches",
        "days of sources that were not as expected: newsledger expectations finds them, once a day",
        {
            "source": "the source",
            "day": "the day",
            "kind": "what was expected: articles_a_day, dated, median_words, encoding_errors or tagged",
            "expected_low": "the least that was expected; null if there was no such bound",
            "expected_high": "the most; null likewise",
            "found": "what there was: a number of articles or words, or a share of the articles",
            "of_articles": "articles that were looked at, without stubs: the day's, and of days before if it had few",
            "is_learned": "whether the bounds are what was usual; otherwise the source's file says them",
            "noted_at": "when it was first noted",
            "met_on": "the day on which it was met again: the same day, if articles came late; null if it was not",
            "closed_at": "when that was noted, or that it is expected no more; null: it is open",
        },
        """\
SELECT sources.name AS source, breaches.day, breaches.kind, breaches.expected_low, breaches.expected_high,
       breaches.found, breaches.of_articles, breaches.learned AS is_learned, breaches.noted_at, breaches.met_on,
       breaches.closed_at
FROM breaches JOIN sources ON sources.id = breaches.source_id""",
    ),
)


LISTS = {
    "authors": ("revision_authors", "name"),
    "keywords": ("revision_keywords", "keyword"),
    "agencies": ("revision_agencies", "name"),
}
SEARCH = {
    "sqlite": {"words": "revision_words.revision_words", "rowid": "revision_words.rowid"},
    "postgresql": {"words": "revision_words.words", "rowid": "revision_words.revision_id"},
}
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


def create_statements(dialect: str) -> list[str]:
    """DDL that makes every view on `dialect` (sqlite or postgresql)."""
    concat = "group_concat" if dialect == "sqlite" else "string_agg"
    lists = {key: _listed(concat, *parts) for key, parts in LISTS.items()}
    return [f"CREATE VIEW {view.name} AS\n{view.sql.format(**lists, **SEARCH[dialect], **FRAGMENTS)}" for view in VIEWS]


def _listed(concat: str, table: str, column: str) -> str:
    """One text of a revision's parts, in their order."""
    parts = f"SELECT {column} FROM {table} WHERE revision_id = revisions.id ORDER BY number"  # noqa: S608 -- our own names
    return f"(SELECT {concat}({column}, '; ') FROM ({parts}) AS parts)"  # noqa: S608 -- our own names


def drop_statements() -> list[str]:
    """DDL that takes every view away again."""
    return [f"DROP VIEW IF EXISTS {view.name}" for view in VIEWS]
