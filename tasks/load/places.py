"""What each place shows of an article: the text that was last found there. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

Address = tuple[int, str]  # source id, hash of the URI


class Shown(Struct, frozen=True):
    """What is found at an address."""

    article_id: int
    text: str  # content hash


class Sight(Struct, frozen=True):
    """Where a text was seen before it came."""

    here: str | None = None  # the text of its article that its own place showed last
    elsewhere: bool = False  # whether another place shows this text
    met: bool = False  # whether this run has come upon it, wherever
    overtaken: bool = False  # whether `here` was fetched after it: it is stored late


class Places:
    """What is shown where, document by document. A place shows what was fetched there last, whenever it was stored.

    Args:
        shown: what was last found at each address, and when it was fetched, of the articles that matter.
        met: what this run has come upon, with the number of the last document in its input that showed it.
    """

    def __init__(self, shown: Mapping[Address, tuple[Shown, datetime]], met: Mapping[Shown, int]) -> None:
        self._shown: dict[Address, tuple[Shown, datetime]] = {}
        self._where: defaultdict[Shown, set[Address]] = defaultdict(set)
        self._met = dict(met)
        for address, (each, fetched_at) in shown.items():
            self._put(address, each, fetched_at)

    def show(self, address: Address, shown: Shown | None, fetched_at: datetime, number: int) -> None:
        """A document of that number was found at the address; with None, it had no text."""
        if shown:
            self._met[shown] = number
        if address in self._shown:
            before, at = self._shown[address]
            if fetched_at < at:
                return
            self._where[before].remove(address)
            del self._shown[address]
        if shown:
            self._put(address, shown, fetched_at)

    def sight(self, address: Address, text: Shown, fetched_at: datetime, together: int) -> Sight:
        """Where the text was seen; met are those of the documents that were fetched together, from that number on."""
        here, at = self._shown.get(address, (None, fetched_at))
        same_article = here is not None and here.article_id == text.article_id
        return Sight(
            here.text if here and same_article else None,
            bool(self._where[text] - {address}),
            self._met.get(text, -1) >= together,
            same_article and fetched_at < at,
        )

    def _put(self, address: Address, shown: Shown, fetched_at: datetime) -> None:
        self._shown[address] = shown, fetched_at
        self._where[shown].add(address)
