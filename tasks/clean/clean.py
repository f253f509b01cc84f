"""A document becomes an article: the stage's pure entry point."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, tzinfo

from msgspec.structs import replace

from schemas.config import config_hash
from schemas.records import Article, Document, Processor
from schemas.sources import Selectors, Source
from tasks.clean.html import clean_html
from tasks.clean.rules import CleaningRules
from tasks.clean.text import clean_text

VERSION = "6"  # raise it whenever the same document and rules can give another article


def clean(
    document: Document, rules: CleaningRules, selectors: Selectors | None = None, *, timezone: tzinfo = UTC
) -> Article:
    """The article in a document: its parts, and every piece that was taken away with the reason.

    `selectors` are the source's own, and win over what is found without them; what the document was given with wins
    over both. A time that is printed without a zone is read in `timezone`. An article without a date has its feed's.
    """
    html = document.kind == "html"
    article = clean_html(document, rules, timezone, selectors) if html else clean_text(document, rules, timezone)
    return article if article.published_at else replace(article, published_at=document.listed_at)


def processor(rules: CleaningRules, sources: Iterable[Source] = ()) -> Processor:
    """What cleans: this code's version, the rules, the models, and what sources say of their own documents.

    Sources that say nothing of them do not count, nor does the order in which sources come.
    """
    own = sorted(f"{each.name} {said}" for each in sources if (said := _own(each)) != SAYS_NOTHING)
    made_of = (rules.config_hash, rules.blocks.sha256, rules.lines.sha256, *own)
    hashed = hashlib.sha256("\n".join(made_of).encode()).hexdigest()[:16]
    return Processor("clean", VERSION, hashed)


def _own(source: Source) -> str:
    """All that cleaning reads of a source, beside the name that its documents bear."""
    return (
        f"{source.timezone} {config_hash(source.selectors or Selectors(), *([source.fields] if source.fields else []))}"
    )


SAYS_NOTHING = _own(Source(name="any"))  # as if it were not there: nothing is cleaned anew
