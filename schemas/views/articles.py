"""Articles: their texts, versions, words, and what cleaning removed."""

from __future__ import annotations

from schemas.views.parts import ARTICLE, View

ARTICLES = View(
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
)


REVISIONS = View(
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
)


SEARCH = View(
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
)


REMOVED = View(
    "v_removed",
    "what cleaning took out of every article, and why",
    {**ARTICLE, "text": "the piece", "reason": "kind:rule", "number": "its place among the pieces, from 0"},
    """\
SELECT {article}, removed_spans.text, removed_spans.reason, removed_spans.number
{current}
JOIN removed_spans ON removed_spans.revision_id = revisions.id""",
)
