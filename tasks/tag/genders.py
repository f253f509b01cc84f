"""Whether a person is a man or a woman, as titles and first names tell: True for a man, None where nothing tells."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet

AND = frozenset({"and", "&", "or"})  # between the titles of a couple
NEAR = 24  # characters before a name in which its title is looked for


class Genders:
    """Titles and first names of men, and those of women."""

    def __init__(self, told: tuple[Iterable[str], Iterable[str]], unisex: Iterable[str], titles: Iterable[str]) -> None:
        """`told`: those of men, then those of women; all in lower case but for `titles`, which may be among them."""
        male, female = told
        either = frozenset(unisex)
        self._of = dict.fromkeys(female, False) | dict.fromkeys(male, True)
        self._titles: AbstractSet[str] = frozenset(title.rstrip(".") for title in titles)
        self._names = {word: male for word, male in self._of.items() if word not in either}

    def title_before(self, plain: str, start: int) -> str | None:
        """The title right before a name, if it tells; of a couple ("Mr and Mrs Hale") it does not."""
        *others, last = ("", *plain[max(0, start - NEAR) : start].split())
        title = last.rstrip(".")
        if title not in self._titles or title.lower() not in self._of or not plain.endswith(" ", 0, start):
            return None
        is_couples = len(others) > 1 and others[-1] in AND and others[-2].rstrip(".") in self._titles
        return None if is_couples else title

    def of_title(self, title: str | None) -> bool | None:
        """What a title tells."""
        return self._of.get(title.lower()) if title else None

    def of_name(self, name: str) -> bool | None:
        """What the first of several words of a name tells; one word alone may be the surname."""
        first, _, others = name.partition(" ")
        return self._names.get(first.lower()) if others else None
