"""A newspaper that is crawled on three days, with changes in between: exactly what its script foretells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tasks.fetch.raw_store import RawWriter, iterate_raw
from tasks.load.store import Ledger, begin_run, end_run, open_ledger
from tests.fetch.web.crawling import Ending, crawl, load, select
from tests.fetch.web.newspaper import ARTICLES, CORRECTED, DAYS, MOVED, REVISIONS, newspaper
from tests.fetch.web.site import Site, site

TEXTS = """\
SELECT sources.name, articles.canonical_url, revisions.content_hash FROM revisions
JOIN articles ON articles.id = revisions.article_id JOIN sources ON sources.id = articles.source_id"""


@pytest.fixture
def paper() -> Iterator[Site]:
    with site() as opened:
        yield opened


def outcomes(rows: list[Ending]) -> Counter[str]:
    return Counter(f"{each.outcome}{f'/{each.document}' * bool(each.document)}" for each in rows)


def test_three_days_end_as_foretold(paper: Site, ledger: Ledger, tmp_path: Path) -> None:
    for day in DAYS:
        foretold = day(paper)
        rows = crawl(ledger, [newspaper(paper)], tmp_path / "raw")
        assert outcomes(rows) == foretold
    assert select(ledger, "SELECT count(*) FROM articles") == [(ARTICLES,)]
    assert select(ledger, "SELECT count(*) FROM revisions") == [(REVISIONS,)]
    current = {str(url): str(text) for url, text in select(ledger, "SELECT canonical_url, body FROM v_articles")}
    corrected = {int(url.rpartition("/")[2]) for url, text in current.items() if "version 2" in text}
    assert corrected == set(CORRECTED[5:])
    assert_read_back_alike(ledger, tmp_path)


def assert_read_back_alike(ledger: Ledger, tmp_path: Path) -> None:
    """The raw store alone gives the same articles and versions."""
    now = datetime.now(UTC)
    with open_ledger(f"sqlite:///{tmp_path / 'again.db'}") as again:
        run_id = begin_run(again, "ingest", code_version="1", config_hash="a", now=now)
        with RawWriter(tmp_path / "raw-again", "again") as writer:
            load(again, run_id, (raw for _, raw in iterate_raw(tmp_path / "raw")), writer, now)
        end_run(again, run_id, "completed", now)
        assert sorted(select(again, TEXTS)) == sorted(select(ledger, TEXTS))
        keys = "SELECT kind, value FROM article_keys"
        assert set(select(again, keys)) == set(select(ledger, keys))


def test_what_was_fetched_and_never_stored_is_fetched_again(paper: Site, ledger: Ledger, tmp_path: Path) -> None:
    """As if the run had been killed before its only batch was stored."""
    from tasks.fetch.web.collect import collect
    from tasks.load.store import LedgerMemory
    from tests.fetch.web.crawling import HASTY

    foretold = DAYS[0](paper)
    memory = LedgerMemory(ledger, lambda: datetime.now(UTC))
    lost = list(collect([newspaper(paper)], memory, HASTY, "test", lambda: datetime.now(UTC)))
    assert len(lost) == 200
    rows = [each for each in crawl(ledger, [newspaper(paper)], tmp_path / "raw", soon=False) if each.document]
    assert outcomes(rows) == foretold


def test_what_is_not_due_is_left_alone(paper: Site, ledger: Ledger, tmp_path: Path) -> None:
    DAYS[0](paper)
    crawl(ledger, [newspaper(paper)], tmp_path / "raw")
    asked = len(paper.asked)
    crawl(ledger, [newspaper(paper)], tmp_path / "raw", soon=False)
    # HASTY lets feeds be asked again at once; pages, for the first time after half an hour
    assert {each.path for each in paper.asked[asked:]} <= {"/sport.xml", "/news.xml", "/port.xml", "/sitemap.xml"}


def test_evidence_of_each_answer_stands_beside_its_fetch(paper: Site, ledger: Ledger, tmp_path: Path) -> None:
    DAYS[0](paper)
    paper.answers["/120"] = paper.answers["/121"]
    DAYS[1](paper)
    crawl(ledger, [newspaper(paper)], tmp_path / "raw")
    (found,) = select(
        ledger, f"SELECT status, final_url, received > 500, seconds < 5 FROM fetches WHERE uri LIKE '%/{MOVED[0]}'"
    )
    assert found == (200, f"{paper.url}/moved/{MOVED[0]}", True, True)
    assert select(ledger, "SELECT DISTINCT status FROM fetches WHERE outcome = 'gone'") == [(410,)]
