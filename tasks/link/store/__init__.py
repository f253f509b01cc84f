"""What linking reads from the ledger, and writes back."""

from tasks.link.store.days import count_days
from tasks.link.store.entities import link_entities
from tasks.link.store.expectations import Breach, find_open, judge_sources
from tasks.link.store.lines import Found, find_lines, link_lines, link_source_lines
from tasks.link.store.listing import (
    Bearer,
    Listed,
    find_alike,
    find_also,
    find_bearers,
    is_borne_in,
    list_names,
    list_sources,
)
from tasks.link.store.overrides import find_standing, link_overrides
from tasks.link.store.topic_articles import read_candidates

__all__ = [
    "Bearer",
    "Breach",
    "Found",
    "Listed",
    "count_days",
    "find_alike",
    "find_also",
    "find_bearers",
    "find_lines",
    "find_open",
    "find_standing",
    "is_borne_in",
    "judge_sources",
    "link_entities",
    "link_lines",
    "link_overrides",
    "link_source_lines",
    "list_names",
    "list_sources",
    "read_candidates",
]
