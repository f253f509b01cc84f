"""What the text beside a name says that its bearer is: Home Secretary, chief executive of the union.

A title stands right before the name, before it and a comma, or after it and a comma. It is taken as printed:
"former" and "shadow" are part of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from schemas.records import FIELDS, Article, Field, Mention
from schemas.titles import TitleWords
from tasks.tag.lexicon import INSIDE_BODIES, NameWords

REACH = 120  # code points to either side of a name in which a title is looked for
LONGEST = 10  # words of a title
STRANGE = 2  # words before the head that are not listed; behind a name and a comma there may be so many
WORD = re.compile(r"[^\W_]+(?:[-&.'’/][^\W_]+)*")
LETTERS = re.compile(r"(?:[^\W_]\.)+")  # U.S.
SMALL = frozenset({"of", "the", "and", "for", "de"})
POSSESSIVE = re.compile(r"['’]s?$")
COMMA = re.compile(r", ?$")
OPENED = re.compile(r"(?:\b(?:the|an?|its|his|her|their|my|our) |['’]s? )$", re.IGNORECASE)  # whose: the, the union's
CLOSED = re.compile(r"[,.;:)\n]|$| (?:said|says|told|added)\b")
APPOSITION = re.compile(r", (?:(?:aged )?\d{1,3}, )?(?:(?:the|an?|its|his|her|their) )?")
STOPS = ["who", "which", "whose", "and", "but", "said", "says", "told", "added", "has", "had", "is", "was", "will"]
END = re.compile(rf"[,;:()\n\"“”]|(?<![A-Z])(?<!\b[MDJS][rst])\.(?!\w)|\s(?:{'|'.join(STOPS)}) ")


class TitleFinder:
    """Finds the titles of the persons that are mentioned."""

    def __init__(self, words: TitleWords, names: NameWords) -> None:
        self._heads = frozenset(head.lower() for head in (*words.heads, *words.capital_heads))
        self._capital_heads = frozenset(head.lower() for head in words.capital_heads)
        self._longest = max(head.count(" ") + 1 for head in self._heads)
        self._modifiers, self._links = frozenset(words.modifiers), frozenset(words.links)
        self._days = frozenset(words.days)
        self._abbreviations = frozenset(words.abbreviations) | names.all_roles | frozenset(words.heads)
        self._names = names

    def with_titles(self, article: Article, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
        """The mentions, those of persons with the title that stands beside them."""
        texts: dict[Field, str] = {field: getattr(article, field) or "" for field in FIELDS}
        return tuple(self._with_title(mention, texts[mention.field]) for mention in mentions)

    def _with_title(self, mention: Mention, text: str) -> Mention:
        if mention.label != "PERSON":
            return mention
        before = text[max(0, mention.start - REACH) : mention.start]
        after = text[mention.end : mention.end + REACH]
        title = self._before(before) or self._before_comma(before, after) or self._after(after)
        return replace(mention, title=title) if title else mention

    def _before(self, text: str) -> str | None:
        """Dover MP Ada Marsh."""
        words = self._last_words(text)
        while words and words[-1] in self._names.honorifics and words[-1].lower() not in self._heads:
            words.pop()
        return self._ending(words)

    def _before_comma(self, before: str, after: str) -> str | None:
        """The union's general secretary, Tom Hale, said."""
        comma = COMMA.search(before)
        if not comma or not CLOSED.match(after):
            return None
        text = before[: comma.start()]
        title = self._ending(self._last_words(f"{text} "))
        return title if title and OPENED.search(text.removesuffix(title)) else None

    def _after(self, text: str) -> str | None:
        """Tom Hale, 52, the general secretary of the union, said."""
        opening = APPOSITION.match(text)
        if not opening:
            return None
        end = END.search(text, opening.end())
        if not end and len(text) == REACH:
            return None
        words = text[opening.end() : end.start() if end else len(text)].split()
        if not all(map(self._is_word, words)):
            return None
        for at in range(len(words)):
            behind = at + self._head(words, at)
            if behind > at and self._closes(words, at, behind):
                return self._apposed(words, at, behind)
        return None

    def _closes(self, words: Sequence[str], head: int, behind: int) -> bool:
        """Whether a head is the last of a title's words, or the last before a link; not if it may be a surname."""
        if behind == len(words):
            return head == 0 or " ".join(words[head:]).lower() not in self._capital_heads  # but: Angus King
        return words[behind] in self._links

    def _apposed(self, words: Sequence[str], head: int, behind: int) -> str | None:
        """The title that begins with the first word, if all that stands before its head belongs to it."""
        strange = [word for word in words[:head] if not self._may_precede(word)]
        if any(word.capitalize() in self._names.openers for word in words[:head]):
            return None
        if len(strange) > STRANGE or not all(map(str.isalpha, strange)) or self._links.intersection(strange):
            return None
        goes_on = behind < len(words) <= LONGEST and words[-1] not in self._links
        return " ".join(words if goes_on else words[:behind])

    def _may_precede(self, word: str) -> bool:
        return self._belongs(word) or bool(POSSESSIVE.search(word)) or word.lower() in self._heads

    def _ending(self, words: Sequence[str]) -> str | None:
        """The title that the last words are; they may go on behind its head, as in MP for Dover."""
        for behind in range(len(words), 0, -1):
            if behind < len(words) and not self._goes_on(words[behind:]):
                continue
            sizes = range(min(self._longest, behind), 0, -1)
            if size := next((n for n in sizes if self._head(words, behind - n) == n), 0):
                return " ".join(words[self._first(words, behind - size) :])
        return None

    def _goes_on(self, words: Sequence[str]) -> bool:
        """Whether words behind a head belong to it: for Dover, of the Liberal Party."""
        return (
            words[0] in self._links and words[-1][0].isupper() and all(w[0].isupper() or w in SMALL for w in words[1:])
        )

    def _head(self, words: Sequence[str], at: int) -> int:
        """How many words at a place are the head of a title."""
        for size in range(min(self._longest, len(words) - at), 0, -1):
            form = " ".join(words[at : at + size])
            if form.lower() in self._heads and self._may_be_head(form, words[at + size : at + size + 1]):
                return size
        return 0

    def _may_be_head(self, form: str, behind: Sequence[str]) -> bool:
        return form.lower() not in self._capital_heads or form[0].isupper() or bool(self._links.intersection(behind))

    def _first(self, words: Sequence[str], head: int) -> int:
        """Where a title begins whose head begins there."""
        first = head
        while first and head - first < LONGEST and (size := self._belonging(words[:first])):
            first -= size
        while first < head and (words[first] in self._names.openers or words[first] in self._names.honorifics):
            first += 1
        return first

    def _belonging(self, words: Sequence[str]) -> int:
        """How many of the last words belong to the title behind them: Bank of (England governor) are two."""
        if not words or self._belongs(words[-1]):
            return len(words[-1:])
        *_, before, small = ("", *words)
        is_inside = small in INSIDE_BODIES and before[:1].isupper() and before not in self._names.openers
        return 2 * (is_inside or (small == "and" and before.lower() in self._modifiers))

    def _belongs(self, word: str) -> bool:
        """Whether a word before the head belongs to the title: a name, or one of the listed words."""
        if POSSESSIVE.search(word) or word in self._days:
            return False
        first = word.lower().partition("-")[0]  # then-President
        return word[0].isupper() or word[0].isdigit() or word.lower() in self._modifiers or first in self._modifiers

    def _last_words(self, text: str) -> list[str]:
        """The words at the end of a text with nothing but spaces between them and behind the last."""
        if text[-1:] not in (" ", "\u00a0"):
            return []
        words: list[str] = []
        for word in reversed(text.rpartition("\n")[2].split()):
            if not self._is_word(word) or len(words) == 2 * LONGEST:
                break
            words.append(word)
        return words[::-1]

    def _is_word(self, word: str) -> bool:
        """Whether nothing ends behind a word, as a sentence does behind most full stops."""
        is_short = word.endswith(".") and word in self._abbreviations
        return is_short or bool(WORD.fullmatch(word) or LETTERS.fullmatch(word))
