"""A query to begin with for every view, as docs/schema.md shows it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

EXAMPLES: Mapping[str, str] = MappingProxyType(
    {
        "v_articles": "SELECT published_on, source, headline, revisions FROM v_articles WHERE language = 'en'",
        "v_article_topics": "SELECT published_on, source, headline, score FROM v_article_topics WHERE topic = 'strike'",
        "v_overrides": "SELECT headline, topic, action, who, why FROM v_overrides WHERE score IS NOT NULL",
        "v_topic_daily": "SELECT day, topic_label, articles, of_articles FROM v_topic_daily WHERE source = 'harbour'",
        "v_entity_daily": "SELECT day, source, mentions FROM v_entity_daily WHERE entity = 'Port of Harwich'",
        "v_entity_pair_daily": "SELECT day, other, articles FROM v_entity_pair_daily WHERE entity = 'Ada Marsh'",
        "v_entities": "SELECT entity, label, articles FROM v_entities ORDER BY articles DESC LIMIT 20",
        "v_entity_names": "SELECT alias, articles, rule FROM v_entity_names WHERE entity = 'Port of Harwich'",
        "v_mentions": "SELECT source, headline, text FROM v_mentions WHERE entity = 'Port of Harwich'",
        "v_revisions": "SELECT number, appeared_at, headline, word_count FROM v_revisions WHERE number > 1",
        "v_search": "SELECT published_on, source, headline FROM v_search ORDER BY published_on DESC LIMIT 20",
        "v_quotes": "SELECT published_on, source, cue, text FROM v_quotes WHERE speaker = 'Ada Marsh'",
        "v_figures": "SELECT published_on, source, qualifier, low, high FROM v_figures WHERE unit = 'lorries'",
        "v_removed": "SELECT source, reason, count(*) AS pieces FROM v_removed GROUP BY source, reason",
        "v_untagged": "SELECT source, published_on, headline FROM v_untagged WHERE topics_tried > 0",
        "v_sources": "SELECT source, articles, undated, last_new_at FROM v_sources ORDER BY last_new_at",
        "v_breaches": "SELECT source, kind, day, expected_low, found FROM v_breaches WHERE closed_at IS NULL",
    }
)
