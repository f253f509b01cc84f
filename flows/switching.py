"""What an editor does when the last retag has made things worse: let count again what did before."""

from __future__ import annotations

import sys

from schemas.settings import settings
from tasks.link.io import load_decisions
from tasks.link.store import count_days, link_entities
from tasks.load.store import open_existing, switch_back
from tasks.report.page import show
from tasks.report.retag import render_back


def go_back() -> None:
    """Switch back to the results that counted before the last switch-over, and print in how many articles.

    Raises:
        NewsledgerError: the editors' file of names is not valid, or the ledger cannot be used.
    """
    config = settings()
    decisions = load_decisions(config.config_folder())
    with open_existing(config.database_url) as ledger:
        articles = switch_back(ledger)
        link_entities(ledger, decisions)
        count_days(ledger)
    show(render_back(articles), sys.stdout)
