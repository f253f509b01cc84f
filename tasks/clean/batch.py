"""A batch of raw documents becomes articles, or failures that leave their neighbours alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from zoneinfo import ZoneInfo

from msgspec import Struct

from schemas.errors import InputError
from schemas.records import Article, Document, Failure, RawDocument
from schemas.sources import Fields, Source
from tasks.clean.clean import clean
from tasks.clean.learned import NO_LINES, without_learned
from tasks.clean.parse import parse, with_canonical
from tasks.clean.rules import CleaningRules


class Cleaned(Struct, frozen=True):
    """A document and the article in it."""

    document: Document
    article: Article


def clean_batch(
    raws: Iterable[RawDocument], rules: CleaningRules, sources: Mapping[str, Source]
) -> Iterator[Cleaned | Failure]:
    """Parse and clean each document; in order, one result each, whatever the documents hold.

    Args:
        raws: the documents.
        rules: what is boilerplate.
        sources: the configured ones by name; they have selectors and a time zone of their own.
    """
    return (clean_one(raw, rules, sources.get(raw.source)) for raw in raws)


def clean_one(
    raw: RawDocument, rules: CleaningRules, source: Source | None = None, fields: Fields | None = None
) -> Cleaned | Failure:
    """Parse and clean one document; a `Failure` says in one sentence what is wrong with it.

    `fields` says where a row holds what if its source does not.
    """
    try:
        cleaned = _clean(raw, rules, source, fields)
        article = without_learned(cleaned.article, rules.learned.get(raw.source, NO_LINES))
        page = raw.media_type == "text/html"
        document = with_canonical(cleaned.document, article.canonical_url) if page else cleaned.document
        return Cleaned(document, article)
    except InputError as error:
        return Failure("clean", str(error))
    # The one boundary for what nobody foresaw. Pages are hostile and several libraries read them (lxml, ftfy,
    # dateutil, py3langid), each with exceptions of its own that it does not document; whichever it is, the
    # document goes to quarantine with the exception's name, and its neighbours are loaded.
    except Exception as error:  # noqa: BLE001 - see above: caught for one document, named, and recorded
        return Failure("clean", f"cleaning failed with {type(error).__name__}: {str(error)[:200] or 'no message'}")


def _clean(raw: RawDocument, rules: CleaningRules, source: Source | None, fields: Fields | None) -> Cleaned:
    if source is None:
        document = parse(raw, fields)
        return Cleaned(document, clean(document, rules))
    timezone = ZoneInfo(source.timezone)
    document = parse(raw, source.fields or fields, timezone)
    return Cleaned(document, clean(document, rules, source.selectors, timezone=timezone))
