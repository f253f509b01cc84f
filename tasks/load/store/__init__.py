"""The ledger's database: all of newsledger that writes SQL about articles."""

from tasks.load.store.archives import find_bookmark
from tasks.load.store.arrivals import Arrivals, Whereabouts, find_arrivals, known_raw, whereabouts
from tasks.load.store.expiring import Held, expire_texts, find_expired, find_held
from tasks.load.store.forgetting import Known, find_known, forget_article
from tasks.load.store.ledger import PAUSES, Ledger, may_pass
from tasks.load.store.opening import migrate_ledger, open_existing, open_ledger, refuse_filled
from tasks.load.store.quarantine import drop_quarantined, find_quarantined, get_quarantined, waiting_ids
from tasks.load.store.readers import make_reader
from tasks.load.store.renewal import renew_batch
from tasks.load.store.runs import begin_run, count_fetches, end_run, show_life
from tasks.load.store.scrubbing import scrub
from tasks.load.store.stale import (
    Staleness,
    Untagged,
    find_staleness,
    find_uncleaned,
    find_untagged,
    read_stale,
    read_texts,
)
from tasks.load.store.switching import drop_unused, stage_batch, switch_back, switch_over
from tasks.load.store.tombstones import find_removed, find_takedown, has_tombstones, store_tombstones
from tasks.load.store.vocabulary import store_topics
from tasks.load.store.web import LedgerMemory, count_pages, read_listings
from tasks.load.store.write import plan_batch, store_batch

__all__ = [
    "PAUSES",
    "Arrivals",
    "Held",
    "Known",
    "Ledger",
    "LedgerMemory",
    "Staleness",
    "Untagged",
    "Whereabouts",
    "begin_run",
    "count_fetches",
    "count_pages",
    "drop_quarantined",
    "drop_unused",
    "end_run",
    "expire_texts",
    "find_arrivals",
    "find_bookmark",
    "find_expired",
    "find_held",
    "find_known",
    "find_quarantined",
    "find_removed",
    "find_staleness",
    "find_takedown",
    "find_uncleaned",
    "find_untagged",
    "forget_article",
    "get_quarantined",
    "has_tombstones",
    "known_raw",
    "make_reader",
    "may_pass",
    "migrate_ledger",
    "open_existing",
    "open_ledger",
    "plan_batch",
    "read_listings",
    "read_stale",
    "read_texts",
    "refuse_filled",
    "renew_batch",
    "scrub",
    "show_life",
    "stage_batch",
    "store_batch",
    "store_tombstones",
    "store_topics",
    "switch_back",
    "switch_over",
    "waiting_ids",
    "whereabouts",
]
