"""The ledger's database: all of newsledger that writes SQL about articles."""

from tasks.load.store.ledger import Ledger, open_ledger

__all__ = ["Ledger", "open_ledger"]
