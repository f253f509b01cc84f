"""`newsledger explain`: an article with every tag's evidence in context, and every removed piece with its reason."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from schemas.errors import InputError
from schemas.records import FIELDS, TAGGED, Article, Quote, Tags, Timestamp
from tasks.report.changes import figure_said
from tasks.report.context import condensed, in_context
from tasks.report.entity_lines import entity_lines, mention_lines
from tasks.report.explanation import Candidate, Explanation, Origin, Section
from tasks.report.page import Block, Line, Mark, Piece, heading, line, note
from tasks.report.printable import printable
from tasks.report.topics import Judged, asked_topics, given_topics

KINDS = {"stub": "stub: what a paywall or a cookie wall leaves of an article", "live_blog": "live blog"}
LONGEST_REMOVED = 400
# such a document's id and address were never stored
BY_PLACE = "; what was dropped or waits in quarantine is known by its place alone: FILE, or FILE:7 for a row on line 7"


def explain(
    explanation: Explanation,
    only: Collection[Section] = (),
    judged: Sequence[Judged] = (),
    topics: Sequence[str] = (),
) -> Iterator[Block]:
    """The page for one article.

    Args:
        explanation: the article, as the ledger has it.
        only: its head and these sections alone.
        judged: what the rules of now say about the topics that are defined.
        topics: what to say all about, given or not; with these, the topics are a section that is shown.
    """
    yield from _head(explanation)
    usual = [section for section in Section if section is not Section.MENTIONS]
    wanted = [*only, Section.TOPICS] if topics else only or usual
    for section, blocks in _sections(explanation, judged, topics).items():
        if section in wanted:
            yield from blocks


def _sections(
    explanation: Explanation, judged: Sequence[Judged], topics: Sequence[str]
) -> dict[Section, Iterator[Block]]:
    article = explanation.article
    return {
        Section.TOPICS: asked_topics(explanation, judged, topics) if topics else given_topics(explanation, judged),
        Section.REMOVED: _removed(article),
        Section.CAPTIONS: _texts("Captions", article.captions),
        Section.CREDITS: _texts("Credits", article.credits),
        Section.ENTITIES: _names(explanation, "Entities", entity_lines(explanation)),
        Section.MENTIONS: _names(explanation, "Mentions", mention_lines(explanation)),
        Section.QUOTES: _quotes(explanation),
        Section.FIGURES: _figures(explanation),
        Section.HISTORY: _history(explanation),
        Section.PROCESSORS: _processors(explanation),
        Section.ORIGIN: _origin(explanation.origin),
    }


def ambiguous(asked: str, candidates: Sequence[Candidate]) -> InputError:
    """The error for a name that several articles have."""
    listed = "; ".join(f"{found.article_id} ({found.source}: {_named(found)})" for found in candidates)
    return InputError(f"{asked!r} names {len(candidates)} articles; choose one by its id: {printable(listed)}")


def not_loaded(asked: str, outcome: str, reason: str) -> InputError:
    """The error for a document that was met, but gave no article."""
    return InputError(f"{asked!r} gave no article: {printable(outcome)}, {printable(reason)}")


def taken_down(asked: str, reason: str) -> InputError:
    """The error for what an article was called that was taken down."""
    return InputError(f"{asked!r} {printable(reason)}")


def unknown(asked: str, near: Sequence[Candidate], *, some_gave_none: bool = False) -> InputError:
    """The error for a name that no article has; `some_gave_none` if documents were met that gave no article."""
    listed = "; ".join(f"{found.article_id} ({found.key})" for found in near)
    hint = (
        f"near it: {printable(listed)}"
        if near
        else "newsledger query 'SELECT article_id, source, headline FROM v_articles' lists them"
    )
    return InputError(f"no article {asked!r} in the ledger; {hint}{BY_PLACE if some_gave_none else ''}")


def _named(candidate: Candidate) -> str:
    return candidate.headline or candidate.key


def _head(explanation: Explanation) -> Iterator[Line]:
    article = explanation.article
    yield line(Piece(article.headline or "(no headline)", Mark.TITLE))
    if article.standfirst:
        yield line(article.standfirst)
    yield line(note(f"article {explanation.article_id} · {explanation.source} · {_date(article.published_at)}"))
    yield line(note(f"revision {explanation.revision} of {explanation.revisions} · {_language(article)}"))
    yield from _metadata(article)
    yield from _tagged(explanation)
    for key in explanation.keys:
        yield line(note(f"{key.kind:<9}"), key.value)


def _tagged(explanation: Explanation) -> Iterator[Line]:
    """How much of a text is tagged that is longer than that."""
    long = [field for field in FIELDS if len(getattr(explanation.article, field) or "") > TAGGED]
    if long and explanation.processors:
        said = f"the first {TAGGED:,} characters of the {' and of the '.join(long)}; nothing behind them"
        yield line(note("tagged   "), said)


def _metadata(article: Article) -> Iterator[Line]:
    """What the page says of its article, and where each was found."""
    if article.kind != "article":
        yield line(note("kind     "), KINDS[article.kind])
    found = (("headline", article.headline_method), ("authors", article.authors_method))
    methods = ", ".join(f"{what} from {method}" for what, method in found if method)
    shown = {
        "byline": article.byline,
        "authors": "; ".join(article.authors),
        "agency": "; ".join(article.agencies),
        "section": article.section,
        "keywords": "; ".join(article.keywords),
        "modified": _date(article.modified_at) if article.modified_at else None,
        "found": methods,
    }
    yield from (line(note(f"{name:<9}"), text) for name, text in shown.items() if text)


def _date(published: Timestamp | None) -> str:
    return f"{published.value.isoformat()} ({published.precision}, from {published.method})" if published else "no date"


def _language(article: Article) -> str:
    return f"language {article.language}" if article.language else "no language"


def _removed(article: Article) -> Iterator[Line]:
    yield from heading("Removed")
    if not article.removed:
        yield line(note("nothing"), indent=2)
    for removed in article.removed:
        yield line(condensed(removed.text, LONGEST_REMOVED), note(f"  [{removed.reason}]"), indent=2)


def _texts(title: str, texts: Sequence[str]) -> Iterator[Line]:
    if texts:
        yield from heading(title)
        yield from (line(text, indent=2) for text in texts)


def _names(explanation: Explanation, title: str, lines: Iterator[Line]) -> Iterator[Line]:
    yield from heading(title)
    if explanation.tags.entities or explanation.ran("entities"):
        yield from lines
    else:
        yield line(note(explanation.unread("no model is installed for")), indent=2)


def _quotes(explanation: Explanation) -> Iterator[Line]:
    article, tags = explanation.article, explanation.tags
    if tags.quotes or not explanation.ran("quotes"):
        yield from heading("Quotes")
    if not explanation.ran("quotes"):
        yield line(note(explanation.unread("there is no lexicon for")), indent=2)
    for quote in tags.quotes:
        yield line(_said(quote, tags), indent=2)
        yield in_context(article, quote, explanation.made_by("quotes"))


def _said(quote: Quote, tags: Tags) -> Piece:
    speaker = "nobody named" if quote.speaker is None else tags.entities[quote.speaker].name
    return Piece(f"{speaker}, {quote.cue}" if quote.cue else speaker, Mark.TITLE)


def _figures(explanation: Explanation) -> Iterator[Line]:
    article, figures = explanation.article, explanation.tags.figures
    if figures or not explanation.ran("figures"):
        yield from heading("Figures")
    if not explanation.ran("figures"):
        yield line(note(explanation.unread("there is no lexicon for")), indent=2)
    for figure in figures:
        yield line(Piece(figure_said(figure), Mark.TITLE), indent=2)
        yield in_context(article, figure, explanation.made_by("figures"))


def _history(explanation: Explanation) -> Iterator[Line]:
    if explanation.events:
        yield from heading("History")
    for event in explanation.events:
        yield line(note(f"{event.at:%Y-%m-%d %H:%M:%S}Z  "), f"{event.outcome}: {event.reason}", indent=2)


def _processors(explanation: Explanation) -> Iterator[Line]:
    yield from heading("Made by")
    for made in explanation.processors:
        yield line(made.name, note(f"  version {made.version}, config {made.config_hash}"), indent=2)


def _origin(origin: Origin | None) -> Iterator[Line]:
    if origin is None:
        return
    yield from heading("Raw document")
    yield line(note("from     "), origin.uri, note(f"  fetched {origin.fetched_at:%Y-%m-%d %H:%M:%S}Z"), indent=2)
    yield line(note("sha256   "), origin.sha256, indent=2)
    if origin.location:
        yield line(note("stored   "), f"{origin.location.file}, offset {origin.location.offset}", indent=2)
    if origin.encoding:
        mended = "; mojibake in it was repaired" if origin.encoding.repaired else ""
        yield line(note("encoding "), f"{origin.encoding.name}, {_decided(origin.encoding.method)}{mended}", indent=2)


def _decided(method: str) -> str:
    return {
        "bom": "by its byte order mark",
        "declared": "as declared",
        "detected": "detected from the bytes",
        "json": "as JSON is",
    }[method]
