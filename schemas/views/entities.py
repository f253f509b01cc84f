"""People, organisations and places: who they are, where they are named, and how often a day."""

from __future__ import annotations

from schemas.views.parts import ARTICLE, COUNTED, DAY, DENOMINATOR, ENTITY, SPAN, View

LEAD, PROMINENT = 600, 50  # characters that are read as the lead, as topics do; things of one article that are paired

# as it is stored, and the other way round
PAIRS = """\
SELECT daily.day, sources.name AS source, things.id AS entity_id, things.name AS entity, things.label,
       others.id AS other_id, others.name AS other, others.label AS other_label, daily.articles, daily.of_articles
FROM entity_pair_daily AS daily
JOIN sources ON sources.id = daily.source_id
JOIN entities AS things ON things.id = daily.{one}
JOIN entities AS others ON others.id = daily.{other}"""


ENTITIES = View(
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
)


ENTITY_NAMES = View(
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
)


MENTIONS = View(
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
)


ENTITY_DAILY = View(
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
)


ENTITY_PAIR_DAILY = View(
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
    f"{PAIRS.format(one='entity_id', other='other_id')}\nUNION ALL\n{PAIRS.format(one='other_id', other='entity_id')}",
)
