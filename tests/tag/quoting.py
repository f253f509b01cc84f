"""Articles with their names marked up, for the tests of quotes: `[Jane Roe]` is a PERSON, `[ORG:RailCo]` anything."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import cast, get_args

from schemas.config import load_toml
from schemas.lexicon import Lexicon
from schemas.records import Article, Entity, Label, Mention, Quote
from tasks.tag.quotes import find_quotes

CONFIG = Path(__file__).parents[2] / "config"
MARKED = re.compile(rf"\[(?:({'|'.join(get_args(Label))}):)?([^]=]+)(?:=([^]]+))?]")


@lru_cache(maxsize=1)
def english() -> Lexicon:
    return load_toml(CONFIG / "lexicon" / "en.toml", Lexicon)


def quotes_in(marked: str, listed: Mapping[str, str] | None = None) -> list[tuple[str, str | None, str | None]]:
    """Words, speaker's name and cue of every quote of a body; `[Roe=Jane Roe]` is a mention of Jane Roe.

    `listed` says in which file of the gazetteer a name is.
    """
    body, mentions, names = "", list[Mention](), dict[str, list[int]]()
    position = 0
    for found in MARKED.finditer(marked):
        body += marked[position : found.start()]
        label = cast("Label", found[1] or "PERSON")
        mentions.append(Mention("body", len(body), len(body) + len(found[2]), found[2], label))
        names.setdefault(found[3] or found[2], []).append(len(mentions) - 1)
        body += found[2]
        position = found.end()
    article = Article(body=body + marked[position:])
    entities = [Entity(name, mentions[index[0]].label, tuple(index)) for name, index in names.items()]
    found_quotes = find_quotes(article, mentions, entities, english(), listed or {})
    return [
        (quote.text, None if quote.speaker is None else entities[quote.speaker].name, quote.cue)
        for quote in found_quotes
    ]


def spans_hold(article: Article, quotes: tuple[Quote, ...]) -> bool:
    return all((getattr(article, q.field) or "")[q.start : q.end] == q.text for q in quotes)
