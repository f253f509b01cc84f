"""Topics: those of articles, what editors decided, and how many a day."""

from __future__ import annotations

from schemas.views.parts import ARTICLE, COUNTED, DAY, DENOMINATOR, View

TOPIC_LABEL = {"topic_label": "what people call it, as its file said at the last run or retag; without one, the topic"}

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


ARTICLE_TOPICS = View(
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
)


OVERRIDES = View(
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
)


TOPIC_DAILY = View(
    "v_topic_daily",
    f"articles a day, source and topic; stubs are not counted; {COUNTED}",
    {**DAY, "topic": "the topic", "articles": "articles with the topic", **DENOMINATOR, **TOPIC_LABEL},
    """\
SELECT daily.day, sources.name AS source, topics.name AS topic, daily.articles, daily.of_articles,
       {topic_label} AS topic_label
FROM topic_daily AS daily
JOIN sources ON sources.id = daily.source_id
JOIN topics ON topics.id = daily.topic_id""",
)


UNTAGGED = View(
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
)
