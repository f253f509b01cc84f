"""A newspaper that is crawled on three days, with changes in between: exactly what its script foretells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from schemas.records import Fetched
from tasks.fetch.io import read_documents
from tasks.fetch.raw_store import RawWriter, iterate_raw
from tasks.load.store import Ledger, begin_run, end_run, open_ledger
from tests.fetch.warcs import Page, warc
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
    now, raw = datetime.now(UTC), tmp_path / "raw"
    assert_alike(ledger, tmp_path / "again", (each for _, each in iterate_raw(raw)))
    assert_alike(ledger, tmp_path / "files", read_documents([str(raw)], source=None, max_bytes=10**6, now=lambda: now))


def assert_alike(ledger: Ledger, folder: Path, given: Iterator[Fetched]) -> None:
    """The raw store alone gives the same articles and versions."""
    folder.mkdir()
    now = datetime.now(UTC)
    with open_ledger(f"sqlite:///{folder / 'ledger.db'}") as again, RawWriter(folder / "raw", "again") as writer:
        run_id = begin_run(again, "ingest", code_version="1", config_hash="a", now=now)
        load(again, run_id, given, writer, now)
        end_run(again, run_id, "completed", now)
        assert sorted(select(again, TEXTS)) == sorted(select(ledger, TEXTS))
        keys = "SELECT kind, value FROM article_keys"
        assert set(select(again, keys)) == set(select(ledger, keys))


CURRENT = "SELECT source, canonical_url, headline, body, published_on, language FROM v_articles"


def recorded(paper: Site, day: int) -> bytes:
    """What a crawler that asks for every page keeps with warcio, whatever the answer; but for those that moved."""
    with httpx.Client(base_url=paper.url) as client:
        answers = [client.get(f"/{n}") for n in range(ARTICLES) if n not in MOVED or day == 1]
    date = f"2024-09-{day + 8:02d}T12:00:00Z"
    return warc(
        *(
            Page(
                str(each.url),
                each.content,
                f"{each.status_code} {each.reason_phrase}",
                (*each.headers.items(),),
                date=date,
            )
            for each in answers
        )
    )


def test_archives_of_the_pages_give_what_the_live_crawl_gave(paper: Site, ledger: Ledger, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    with open_ledger(f"sqlite:///{tmp_path / 'archived.db'}") as archived, RawWriter(tmp_path / "raw", "own") as writer:
        for number, day in enumerate(DAYS, 1):
            day(paper)
            crawl(ledger, [newspaper(paper)], tmp_path / "raw-live")
            archive = tmp_path / f"day-{number}.warc.gz"
            archive.write_bytes(recorded(paper, number))
            run_id = begin_run(archived, "ingest", code_version="1", config_hash="a", now=now)
            given = read_documents([str(archive)], source="gazette", max_bytes=10**6, now=lambda: now)
            load(archived, run_id, given, writer, now)
            end_run(archived, run_id, "completed", now)
        live, dead = ({tuple(map(unmoved, row)) for row in select(each, TEXTS)} for each in (ledger, archived))
        assert len(live) == REVISIONS
        assert dead == live
        live, dead = (
            {tuple(map(unmoved, map(str, row))) for row in select(each, CURRENT)} for each in (ledger, archived)
        )
        assert len(live) == ARTICLES
        assert dead == live


def unmoved(value: object) -> object:
    """A crawler that was not told of a redirect knows the article by its first address alone."""
    return value.replace("/moved/", "/") if isinstance(value, str) else value


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
