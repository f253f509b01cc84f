"""The shape of `config/gazetteer/titles.toml`: words of what people are."""

from __future__ import annotations

from pydantic import Field

from schemas.config import ConfigModel
from schemas.gazetteer import Word


class TitleWords(ConfigModel):
    """The words of titles and roles; case does not count."""

    heads: tuple[Word, ...] = Field(description="the office or role itself, in which a title ends")
    capital_heads: tuple[Word, ...] = Field(description="the same, only with a capital or a link behind it")
    modifiers: tuple[Word, ...] = Field(description="lower-case words that may stand before it and belong to it")
    links: tuple[Word, ...] = Field(description="small words behind it after which a title goes on: MP for Dover")
    days: tuple[Word, ...] = Field(description="words with a capital that stand before a title, but are no part of it")
    abbreviations: tuple[Word, ...] = Field((), description="words whose full stop ends no sentence: Fla.")
