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
from msgspec.structs import replace

from schemas.records import Article, Document, Failure, Loaded, Outcome, RawDocument, RawLocation


class LoadItem(Struct, frozen=True):
    """One document on its way into the ledger."""

    number: int  # its place in the run's input, from 0: storing the same number twice is storing it once
    raw: RawDocument
    location: RawLocation | None  # None if its bytes are not to be kept
    document: Document | None  # None if it could not be parsed, or did not have to be
    result: Article | Failure | Loaded  # `Loaded` as `find_arrivals` gave it
    together: int = 0  # the number of the first document that was fetched together with it


class Stored(Struct, frozen=True):
    """What the ledger holds of an article, as far as deciding needs it. Texts are content hashes."""

    current: str | None = None  # of the current revision
    appeared_at: datetime | None = None  # of the current revision
    is_stub: bool = False  # whether the current revision is one
    others_at: datetime | None = None  # when the latest of the other revisions appeared
    known: frozenset[str] = frozenset()  # of every revision
    in_run: Mapping[str, int] = MappingProxyType({})  # met in this run: the last number in its input


class Decision(Struct, frozen=True):
    """How a document ends, and why."""

    outcome: Outcome
    reason: str

    @property
    def is_new(self) -> bool:
        """Whether the document brings what has to be stored, and so to be tagged."""
        return self.outcome in (Outcome.LOADED, Outcome.UPDATED)


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
    last_here: str | None = None,
    stub: bool = False,
    together: int = 0,
) -> Decision:
    """What becomes of an article's text.

    Args:
        stored: what the ledger holds of the article; None if nothing.
        text: the content hash of the document.
        fetched_at: when the document was fetched.
        last_here: the content hash of what was last found at the same URI.
        stub: whether the document is what a wall leaves of an article; it never takes the place of a whole one.
        together: the number of the first document that was fetched together with this one.
    """
    if stored is None:
        return Decision(Outcome.LOADED, "a new article")
    if stored.in_run.get(text, -1) >= together and not _is_return(stored, text, last_here):
        return Decision(Outcome.DUPLICATE, "the same article with the same text was already met in this run")
    if text == last_here:
        return Decision(Outcome.UNCHANGED, "the text is what it was at the last fetch")
    if text == stored.current:
        return Decision(Outcome.UNCHANGED, "the text is that of the current revision")
    walled = stub and stored.current is not None and not stored.is_stub
    if text not in stored.known:
        reason = (
            "only a stub is shown; the whole text stays" if walled else "the text differs from every revision so far"
        )
        return Decision(Outcome.UPDATED, reason)
    if walled:
        return Decision(Outcome.UNCHANGED, "only a stub is shown, as before; the whole text stays")
    if stored.appeared_at and fetched_at <= stored.appeared_at:
        return Decision(
            Outcome.UNCHANGED, "the text is that of an earlier revision, and was fetched before the current"
        )
    return Decision(Outcome.UPDATED, "the text went back to that of an earlier revision")


def _is_return(stored: Stored, text: str, last_here: str | None) -> bool:
    """Whether this run met, at the same URI, another text since it met this one."""
    return last_here is not None and stored.in_run.get(last_here, -1) > stored.in_run.get(text, -1)


def after(
    stored: Stored | None, text: str, fetched_at: datetime, decision: Decision, *, stub: bool = False, number: int = 0
) -> Stored:
    """What the ledger will hold of the article when the document with that number in the run's input is stored."""
    stored = stored or Stored()
    met = replace(stored, in_run={**stored.in_run, text: number}, known=stored.known | {text})
    if precedes(stored, text, fetched_at):
        return replace(met, appeared_at=fetched_at)
    if not decision.is_new:
        return met
    if not counts(stored, text, fetched_at, stub=stub):
        return replace(met, others_at=max(stored.others_at or fetched_at, fetched_at))
    return replace(met, current=text, appeared_at=fetched_at, is_stub=stub, others_at=stored.appeared_at)


def precedes(stored: Stored, text: str, fetched_at: datetime) -> bool:
    """Whether the current text turns out to have appeared earlier than was known.

    Of two runs at once, the one that fetched it later may be the first to store it. What the other fetched after it
    must not be taken for older.
    """
    if text != stored.current or stored.appeared_at is None:
        return False
    return (stored.others_at is None or stored.others_at < fetched_at) and fetched_at < stored.appeared_at


def counts(stored: Stored, text: str, fetched_at: datetime, *, stub: bool = False) -> bool:
    """Whether a text that has just appeared is the current one.

    The latest is, but no stub of an article of which there is more; of two at once, the greater hash.
    """
    if stored.current is None or stored.appeared_at is None:
        return True
    return (not stub, fetched_at, text) > (not stored.is_stub, stored.appeared_at, stored.current)


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
