"""Records as the JSON rows that the command line promises (see the design's command line section)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from schemas.records import Article, Entity, Figure, Mention, Removed, Span, Tags, Timestamp

JSON = str | int | float | bool | None | Sequence["JSON"] | Mapping[str, "JSON"]
Row = dict[str, JSON]


def article_row(article: Article) -> Row:
    """What `newsledger clean` says of an article."""
    return {
        "headline": article.headline,
        "standfirst": article.standfirst,
        "authors": article.authors,
        "published_at": time_text(article.published_at),
        "language": article.language,
        "body": article.body,
        "captions": article.captions,
        "credits": article.credits,
        "removed": [_removed(piece) for piece in article.removed],
        "kind": article.kind,
        "canonical_url": article.canonical_url,
        "modified_at": time_text(article.modified_at),
        "section": article.section,
        "keywords": article.keywords,
        "agencies": article.agencies,
        "methods": _methods(article),
    }


def _methods(article: Article) -> Row:
    """Where each of these was found, of the places that may have it: json-ld, meta, title, page, text, ..."""
    return {
        "headline": article.headline_method,
        "authors": article.authors_method,
        "published_at": article.published_at.method if article.published_at else None,
        "modified_at": article.modified_at.method if article.modified_at else None,
    }


def tags_row(tags: Tags, names: Sequence[str]) -> Row:
    """What `newsledger tag` says of an article; a quote's speaker is an entity's name.

    `names` are those that the article has for its entities; `known_as` is the one that articles agree on, if another.
    """
    return {
        "mentions": [_mention(mention) for mention in tags.mentions],
        "entities": [_entity(entity, name) for entity, name in zip(tags.entities, names, strict=True)],
        "topics": [
            {
                "topic": topic.topic,
                "score": round(topic.score, 4),
                "evidence": [{**_span(evidence), "rule": evidence.rule} for evidence in topic.evidence],
            }
            for topic in tags.topics
        ],
        "quotes": [
            {
                **_span(quote),
                "speaker": None if quote.speaker is None else names[quote.speaker],
                "cue": quote.cue,
            }
            for quote in tags.quotes
        ],
        "figures": [_figure(figure) for figure in tags.figures],
    }


def time_text(time: Timestamp | None) -> str | None:
    """ISO 8601: a bare date stays one."""
    return time.value.isoformat() if time else None


def _removed(piece: Removed) -> Row:
    return {"text": piece.text, "reason": piece.reason}


def _span(span: Span) -> Row:
    return {"field": span.field, "start": span.start, "end": span.end, "text": span.text}


def _entity(entity: Entity, name: str) -> Row:
    known = {} if name == entity.name else {"known_as": entity.name}
    return {"name": name, "label": entity.label, "mentions": entity.mentions, **known}


def _mention(mention: Mention) -> Row:
    """A title is told only where there is one."""
    title = {"title": mention.title} if mention.title else {}
    return {**_span(mention), "label": mention.label, **title}


def _figure(figure: Figure) -> Row:
    return {
        **_span(figure),
        "low": _plain(figure.low),
        "high": _plain(figure.high),
        "unit": figure.unit,
        "qualifier": figure.qualifier,
    }


def _plain(number: float) -> float | int:
    return int(number) if float(number).is_integer() else number
