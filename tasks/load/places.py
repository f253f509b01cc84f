"""What each place shows of an article: the text that was last found there. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from msgspec import Struct

Address = tuple[int, str]  # source id, hash of the URI


class Shown(Struct, frozen=True):
    """What is found at an address."""

    article_id: int
    text: str  # content hash


class Sight(Struct, frozen=True):
    """Where a text was seen before it came."""

    here: str | None = None  # the text that its own place showed last of its article
    elsewhere: bool = False  # whether another place shows this text
    met: bool = False  # whether this run has come upon it, wherever


class Places:
    """What is shown where, document by document.

    Args:
        shown: what was last found at each address, of the articles that matter.
        met: what this run has come upon, with the number of the last document in its input that showed it.
    """

    def __init__(self, shown: Mapping[Address, Shown], met: Mapping[Shown, int]) -> None:
        self._shown: dict[Address, Shown] = {}
        self._where: defaultdict[Shown, set[Address]] = defaultdict(set)
        self._met = dict(met)
        for address, each in shown.items():
            self._put(address, each)

    def show(self, address: Address, shown: Shown | None, number: int) -> None:
        """A document of that number was found at the address, which shows this from here on; with None, no text."""
        if address in self._shown:
            self._where[self._shown.pop(address)].remove(address)
        if shown:
            self._put(address, shown)
            self._met[shown] = number

    def sight(self, address: Address, text: Shown, together: int) -> Sight:
        """Where the text was seen; met are those of the documents that were fetched together, from that number on."""
        here = self._shown.get(address)
        same_article = here is not None and here.article_id == text.article_id
        return Sight(
            here.text if here and same_article else None,
            bool(self._where[text] - {address}),
            self._met.get(text, -1) >= together,
        )

    def _put(self, address: Address, shown: Shown) -> None:
        self._shown[address] = shown
        self._where[shown].add(address)
