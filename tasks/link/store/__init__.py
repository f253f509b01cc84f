"""What linking reads from the ledger, and writes back."""

from tasks.link.store.entities import link_entities
from tasks.link.store.lines import Found, find_lines, link_lines

__all__ = ["Found", "find_lines", "link_entities", "link_lines"]
