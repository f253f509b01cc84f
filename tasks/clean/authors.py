"""Names of authors, out of what bylines and metadata print."""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from schemas.boilerplate import BylineWords
from tasks.clean.agencies import AgencyReader
from tasks.clean.folding import squeeze, unique

ADDRESS = re.compile(r"\S+@\S+|https?://\S+|www\.\S+|(?<!\w)@\w+")
# "(dpa)", "(she/her)", a sign-off such as "(abc)"
BRACKETS = re.compile(r"\s*[(\[（][^()\[\]（）]{0,80}[)\]）]")
SIGNS = r"\s*[;|/•·&、，]\s*"
ENGLISH_BY = r"(?:\w+ )?by(?-i:(?=[A-Z]))"  # "ByAda Byrne": its pieces stand in boxes of their own
CJK = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]")
BULLET = re.compile(r"\s*[·⋅∙•|]\s*")
BEFORE_DATE = re.compile(r"\s(?:on|am|le|el|il|op|den)\s.{0,20}\d.*$", re.IGNORECASE)
NOT_IN_NAMES = re.compile(r"[\d:]")
LONGEST = 60  # characters of a name
PERSON, DESK, PUBLISHER = 3, 2, 1  # how well a name tells the author
MOST_WORDS = 6
MOST_AUTHORS = 30
MOST_PRINTED = 500  # characters of one byline


@dataclass(frozen=True, slots=True)
class AuthorReader:
    """Reads names with the byline words of `config/boilerplate`. Build it with `author_reader`."""

    by: re.Pattern[str]
    between: re.Pattern[str]
    job: re.Pattern[str]
    suffix: re.Pattern[str]
    introduction: re.Pattern[str]  # "By" in a piece of its own
    joint: re.Pattern[str]  # "and" in a piece of its own
    other: re.Pattern[str]  # "Reviewed by"
    accounts: frozenset[str]  # squeezed
    agencies: AgencyReader

    def read(self, printed: Iterable[str], outlets: Iterable[str | None] = ()) -> tuple[str, ...]:
        """Separate authors, in order and once each, from strings that may hold several.

        "By", addresses, what stands in brackets and titles or places behind a comma go. `outlets` are names of the
        publisher: one counts as the author only when nobody else is named.
        """
        names = unique(name for text in printed for name in self._names(text[:MOST_PRINTED]))
        own = self._nobody(outlets)
        people = [name for name in names if squeeze(name) not in own]
        return tuple((people or names)[:MOST_AUTHORS])

    def read_byline(self, text: str, outlets: Iterable[str], *, marked: bool) -> tuple[str, ...]:
        """The people in a byline, its pieces with " | " between; or the outlet itself.

        Beside the names may stand dates, jobs, and who else worked on it. `marked`: the markup calls it an author; of
        any other line only what stands behind "by" is read.
        """
        glued = self.joint.sub(r" \1 ", self.introduction.sub(r"\1 ", f"| {BULLET.sub(' | ', text)} |"))
        pieces = [piece for piece in map(str.strip, glued.split("|")) if piece and not self.other.match(piece)]
        named = [piece for piece in pieces if self.by.match(piece) and self.names_somebody(piece)]
        own = self._nobody(outlets)
        names = self.read(BEFORE_DATE.sub("", piece) for piece in named or (pieces if marked else ()))
        account = named and marked
        return tuple(
            name
            for name in names
            if self.looks_like_person(name) or squeeze(name) in own or (account and self.looks_like_account(name))
        )

    def rank(self, names: Iterable[str], outlets: Iterable[str]) -> int:
        """How well names tell the author: 3 a person or agency, 2 a desk or an account, 1 the publisher, 0 nobody."""
        own = self._nobody(outlets)
        return max((self._rank(name, own) for name in names), default=0)

    def names_somebody(self, byline: str) -> bool:
        """Whether what follows "by" is written like a name: not in "By signing", nor in "By Monday night"."""
        words = self.by.sub("", byline.strip(" (["), count=1).split()
        return bool(words) and not words[0][0].islower() and not any(w[0].islower() and len(w) > 3 for w in words[1:2])

    def looks_like_person(self, name: str) -> bool:
        """Whether a name has the shape of a person's: a few capitalised words and no job, or a short CJK name."""
        words = name.split()
        if CJK.search(name):
            return 2 <= len(name.replace(" ", "")) <= 8
        capital = [word[0].isupper() or len(word) <= 3 for word in words]
        return 2 <= len(words) <= 5 and all(capital) and not (self.job.search(name) or NOT_IN_NAMES.search(name))

    def looks_like_account(self, name: str) -> bool:
        """Whether a name is one word, as people call themselves on sites of their own."""
        return not (" " in name or self.agencies.named(name) or self.job.search(name) or NOT_IN_NAMES.search(name))

    def _rank(self, name: str, own: AbstractSet[str]) -> int:
        if squeeze(name) in own:
            return PUBLISHER
        return PERSON if self.looks_like_person(name) or self.agencies.named(name) else DESK

    def _nobody(self, outlets: Iterable[str | None]) -> AbstractSet[str]:
        """The names, squeezed, that are the publisher's or any site's: an outlet, or "admin"."""
        return self.accounts | {squeeze(outlet) for outlet in outlets if outlet}

    def _names(self, text: str) -> list[str]:
        text = self.by.sub("", BRACKETS.sub("", ADDRESS.sub(" ", text)).strip(), count=1)
        parts = ([piece.strip(" .,:-–—()\xa0") for piece in part.split(",")] for part in self.between.split(text))
        names = (self.suffix.sub("", " ".join(name.split())) for part in parts for name in self._before_titles(part))
        return [name for name in names if _is_name(name)]

    def _before_titles(self, pieces: list[str]) -> list[str]:
        """Names separated by commas, up to what is a title or a place ("Jane Doe, Political Editor, London")."""
        following = next((n for n, piece in enumerate(pieces) if n and not self._follows(piece)), len(pieces))
        return pieces[:following]

    def _follows(self, piece: str) -> bool:
        """Whether what stands behind a comma is another author; one word alone is one only if it is an agency."""
        return (
            _is_name(piece) and not self.job.search(piece) and (" " in piece or self.agencies.named(piece) is not None)
        )


def author_reader(words: Iterable[BylineWords], agencies: AgencyReader) -> AuthorReader:
    """A reader that knows the byline words of several languages at once."""
    words = tuple(words)
    by = [word for some in words for word in some.by]
    others = [word for some in words for word in some.others]
    joiners = [word for some in words for word in some.joiners]
    jobs = [word for some in words for word in some.jobs]
    suffixes = [word for some in words for word in some.suffixes]
    return AuthorReader(
        by=re.compile(rf"^(?:{_any_of(by)}(?:\s*:\s*|\s+(?=\S)|$)|{ENGLISH_BY})", re.IGNORECASE),
        between=re.compile(rf"{SIGNS}|\s*,?\s+{_any_of(joiners)}\s+", re.IGNORECASE),
        job=re.compile(rf"\b{_any_of(jobs)}(?!\w)", re.IGNORECASE),
        suffix=re.compile(rf"(?<=\S)\s*{_any_of(suffixes)}$"),
        introduction=re.compile(rf"(?<=\|)\s*(?:[^|]*\d[^|]*\s)?({_any_of([*by, *others])})\s*:?\s*\|", re.IGNORECASE),
        joint=re.compile(rf"\|\s*((?:,\s*)?{_any_of(joiners)}|[,&;])\s*\|", re.IGNORECASE),
        other=re.compile(rf"{_any_of(others)}\b", re.IGNORECASE),
        accounts=frozenset(squeeze(account) for some in words for account in some.accounts),
        agencies=agencies,
    )


def _any_of(words: Iterable[str]) -> str:
    """An alternation, longest first; a word that ends in * stands for its endings too. Of nothing: never."""
    longest_first = sorted(words, key=len, reverse=True)
    return (
        "(?:" + "|".join(re.escape(word).replace(r"\*", r"\w*") for word in longest_first) + ")"
        if longest_first
        else "(?!)"
    )


def _is_name(text: str) -> bool:
    short = len(text) <= LONGEST and len(text.split()) <= MOST_WORDS
    return short and any(map(str.isalpha, text)) and not text[0].isdigit()
