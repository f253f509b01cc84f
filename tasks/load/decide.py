"""What becomes of a document, given what the ledger holds of its article. Pure; `store` does what is decided here.

An article's text is its headline, standfirst and body. A document whose text is new makes a revision;
a change of boilerplate or markup alone makes none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from msgspec import Struct

from schemas.records import Article, Document, Failure, Loaded, Outcome, RawDocument, RawLocation
from tasks.load.places import Sight

UNSEEN = Sight()


class LoadItem(Struct, frozen=True):
    """One document on its way into the ledger."""

    number: int  # its place in the run's input, from 0: storing the same number twice is storing it once
    raw: RawDocument
    location: RawLocation | None  # None if its bytes are not to be kept
    document: Document | None  # None if it could not be parsed, or did not have to be
    result: Article | Failure | Loaded  # `Loaded` as `find_arrivals` gave it
    together: int = 0  # the number of the first document that was fetched together with it


class Appearance(Struct, frozen=True):
    """When an article showed a text that it had not shown just before."""

    at: datetime
    is_stub: bool = False


class Stored(Struct, frozen=True):
    """What the ledger holds of an article, as far as deciding needs it. Texts are content hashes."""

    current: str | None = None  # the text that counts
    appeared: Mapping[str, Appearance] = MappingProxyType({})  # every text, the last time

    @property
    def shown(self) -> Appearance | None:
        """The appearance that counts."""
        return self.appeared[self.current] if self.current else None


class Decision(Struct, frozen=True):
    """How a document ends, and why."""

    outcome: Outcome
    reason: str

    @property
    def is_new(self) -> bool:
        """Whether the document brings what has to be stored, and so to be tagged."""
        return self.outcome in (Outcome.LOADED, Outcome.UPDATED)


_MET = Decision(Outcome.DUPLICATE, "the same article with the same text was already met in this run")


def content_hash(article: Article) -> str:
    """sha256 of the article's text, in hex; a part that is missing is not the same as an empty one.

    Raises:
        UnicodeEncodeError: the text has lone surrogates.
    """
    parts = (article.headline, article.standfirst, article.body)
    return hashlib.sha256("\0".join("-" if part is None else f"+{part}" for part in parts).encode()).hexdigest()


def check(result: Article | Failure | Loaded) -> Decision | None:
    """The decision that needs no look into the ledger; None if the article is fit to be stored."""
    match result:
        case Loaded():
            return Decision(result.outcome, result.reason)
        case Failure():
            return Decision(Outcome.QUARANTINED, f"{result.stage}: {result.error}")
        case Article() if not result.body.strip():
            wall = ": a paywall or a cookie wall hides it" if result.kind == "stub" else ""
            return Decision(Outcome.DROPPED, f"no text is left after cleaning{wall}")
        case Article() if character := _unstorable(result):
            return Decision(Outcome.QUARANTINED, f"load: the text contains {character}, which no database stores")
    return None


def decide(
    stored: Stored | None,
    text: str,
    fetched_at: datetime,
    *,
    sight: Sight = UNSEEN,
    stub: bool = False,
) -> Decision:
    """What becomes of an article's text.

    Args:
        stored: what the ledger holds of the article; None if nothing.
        text: the content hash of the document.
        fetched_at: when the document was fetched.
        sight: where the text was seen before.
        stub: whether the document is what a wall leaves of an article; it never takes the place of a whole one.
    """
    if stored is None:
        return Decision(Outcome.LOADED, "a new article")
    if reason := _nothing_new(stored, text, sight):
        return _MET if sight.met else Decision(Outcome.UNCHANGED, reason)
    shown = stored.shown
    walled = stub and shown is not None and not shown.is_stub
    if text not in stored.appeared:
        reason = (
            "only a stub is shown; the whole text stays" if walled else "the text differs from every revision so far"
        )
        return Decision(Outcome.UPDATED, reason)
    if walled:
        return Decision(Outcome.UNCHANGED, "only a stub is shown, as before; the whole text stays")
    if shown and (_is_overtaken(stored, sight, stub=stub) or fetched_at <= shown.at):
        return Decision(
            Outcome.UNCHANGED, "the text is that of an earlier revision, and was fetched before the current"
        )
    return Decision(Outcome.UPDATED, "the text went back to that of an earlier revision")


def _nothing_new(stored: Stored, text: str, sight: Sight) -> str | None:
    """Why the text is no news of the article; None if it is.

    An earlier text is no return to it where it comes from a place that is new, while another still shows it: that one
    was left behind. At a place that showed something else it is a return.
    """
    if text == sight.here:
        return "the text is what it was at the last fetch"
    if text == stored.current:
        return "the text is that of the current revision"
    if sight.here is None and sight.elsewhere:
        return "the text is that of an earlier revision, which another place still shows"
    return None


def after(
    stored: Stored | None,
    text: str,
    fetched_at: datetime,
    decision: Decision,
    *,
    sight: Sight = UNSEEN,
    stub: bool = False,
) -> Stored:
    """What the ledger will hold of the article when the document is stored; the arguments are those of `decide`."""
    stored = stored or Stored()
    if not decision.is_new and not _precedes(stored, text, fetched_at, sight):
        return stored
    known = stored.appeared.get(text)
    appeared = {**stored.appeared, text: Appearance(fetched_at, known.is_stub if known else stub)}
    if decision.is_new:
        return Stored(text if _counts(stored, text, appeared[text], sight) else stored.current, appeared)
    was_latest = stored.current == _latest(stored.appeared)  # it need not be, if its bytes were cleaned anew
    return Stored(_latest(appeared) if was_latest else stored.current, appeared)


def _precedes(stored: Stored, text: str, fetched_at: datetime, sight: Sight) -> bool:
    """Whether a text turns out to have appeared earlier than was known, and not just to have been there before.

    Of two runs at once, the one that fetched it later may be the first to store it. What the other fetched after it
    must not be taken for older.
    """
    known = stored.appeared.get(text)
    if known is None or fetched_at >= known.at or sight.here not in (None, text):
        return False
    return not any(fetched_at < each.at < known.at for each in stored.appeared.values())


def _counts(stored: Stored, text: str, appearance: Appearance, sight: Sight) -> bool:
    """Whether a text that is new is the current one."""
    if stored.current is None or stored.shown is None:
        return True
    if _is_overtaken(stored, sight, stub=appearance.is_stub):
        return False
    return _rank(text, appearance) > _rank(stored.current, stored.shown)


def _is_overtaken(stored: Stored, sight: Sight, *, stub: bool) -> bool:
    """Whether a document is stored late, and its place has shown another text since: not just a stub of a whole one."""
    since = stored.appeared.get(sight.here) if sight.overtaken and sight.here else None
    return since is not None and (stub or not since.is_stub)


def _latest(appeared: Mapping[str, Appearance]) -> str:
    return max(appeared, key=lambda text: _rank(text, appeared[text]))


def _rank(text: str, appearance: Appearance) -> tuple[bool, datetime, str]:
    """The greatest counts: the latest, but no stub of an article of which there is more; of two at once, by hash."""
    return not appearance.is_stub, appearance.at, text


def _unstorable(article: Article) -> str | None:
    """What it is in the text that a database refuses; checked here so that every database refuses the same."""
    text = "".join(_texts(article))
    if "\0" in text:
        return "a NUL character"
    return None if _encodes(text) else "half a character (a lone surrogate)"


def _texts(article: Article) -> tuple[str, ...]:
    parts = (
        article.headline,
        article.standfirst,
        article.byline,
        article.canonical_url,
        article.language,
        article.section,
        article.body,
    )
    lists = (*article.authors, *article.keywords, *article.agencies, *article.captions, *article.credits)
    removed = (text for piece in article.removed for text in (piece.text, piece.reason))
    return (*(part for part in parts if part), *lists, *removed)


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
