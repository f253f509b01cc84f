"""Sources: how they do, and where they were not as expected."""

from __future__ import annotations

from schemas.views.parts import View

SOURCES = View(
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
)


BREACHES = View(
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
)
