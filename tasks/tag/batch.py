"""A batch of articles becomes tags, or failures that leave their neighbours alone."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from schemas.records import Article, Failure, Tags
from tasks.tag.tagger import Tagger


def tag_batch(
    articles: Sequence[Article], tagger: Tagger, topics: Collection[str] | None = None
) -> list[Tags | Failure]:
    """The tags of each article, in order, one result each, whatever the articles hold."""
    # The one boundary for what nobody foresaw: text is hostile, and spaCy and its tokenizer may raise what they do not
    # document. Only then is the batch tagged again, article by article, to find the one that cannot be.
    try:
        return list(tagger.tag(articles, topics))
    except Exception:  # noqa: BLE001 - see above: found, named and recorded below
        return [_tag_one(article, tagger, topics) for article in articles]


def _tag_one(article: Article, tagger: Tagger, topics: Collection[str] | None) -> Tags | Failure:
    try:
        (tags,) = tagger.tag([article], topics)
    except Exception as error:  # noqa: BLE001 - caught for one article, named, and recorded
        return Failure("tag", f"tagging failed with {type(error).__name__}: {str(error)[:200] or 'no message'}")
    return tags
