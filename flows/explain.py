"""`newsledger explain`: the page of one article, as the ledger has it and as the rules of now see it."""

from __future__ import annotations

import sys
from collections.abc import Collection, Sequence
from pathlib import Path

from schemas.errors import ConfigError
from schemas.records import Article
from schemas.settings import settings
from schemas.topics import load_topics
from tasks.load.store import open_existing
from tasks.report.explain import explain
from tasks.report.explanation import Section
from tasks.report.history import history
from tasks.report.history_store import read_versions
from tasks.report.names_store import explain_article
from tasks.report.page import show
from tasks.report.topics import Judged, judge


def explain_here(asked: str, only: Collection[Section], topics: Sequence[str]) -> None:
    """Print the page; with `topics`, all about these, whether the article has them or not.

    Raises:
        NewsledgerError: the article is not there, or a topic is not defined; one sentence.
    """
    with open_existing(settings().database_url) as ledger:
        found = explain_article(ledger, asked, Path.cwd())
    judged = _judge(found.article, needed=bool(topics))
    show([*explain(found, only, judged, topics)], sys.stdout)


def show_history(asked: str) -> None:
    """Print the head of the page, what happened to the article, and what each version has otherwise.

    Raises:
        NewsledgerError: the article is not there; one sentence.
    """
    with open_existing(settings().database_url) as ledger:
        found = explain_article(ledger, asked, Path.cwd())
        versions = read_versions(ledger, asked, Path.cwd())
    show([*explain(found, [Section.HISTORY]), *history(versions)], sys.stdout)


def _judge(article: Article, *, needed: bool) -> list[Judged]:
    """What the rules of now say; nothing where they cannot be read and what is stored is enough."""
    try:
        return judge(article, load_topics(settings().config_folder() / "topics"))
    except ConfigError:
        if needed:
            raise
        return []
