"""Every query of docs/queries.md runs on both databases, and finds something in a ledger that has it."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from schemas.records import Article, Entity, Mention, Quote, Tags, Timestamp
from tasks.link.store import count_days
from tasks.load.store import Ledger, open_ledger
from tasks.report.io import run_query
from tests.conftest import ON_EACH
from tests.report.ledgers import fill, item, run

DOCUMENT = Path(__file__).parents[2] / "docs" / "queries.md"
QUERY = re.compile(r"^## (?P<title>.+?)$(?P<prose>(?:(?!^## ).)*?)^```sql\n(?P<sql>.*?)^```$", re.MULTILINE | re.DOTALL)
QUERIES = list(QUERY.finditer(DOCUMENT.read_text("utf-8")))
NEXT_DAY = Timestamp(date(2025, 3, 5), "day", "meta")


@pytest.fixture(scope="module", params=ON_EACH)
def reported(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """The small ledger, and a day on which only one source reports, and names somebody whom nobody else names."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('reported') / 'ledger.db'}"
    else:
        url = request.getfixturevalue("server").new_database()
    body = 'Bo Lind said: "The Port of Harwich has had its day."'
    port = body.index("Port of Harwich")
    named = Mention("body", port, port + 15, "Port of Harwich", "FACILITY")
    tags = Tags(
        mentions=(Mention("body", 0, 7, "Bo Lind", "PERSON"), named),
        entities=(Entity("Bo Lind", "PERSON", (0,)), Entity("Port of Harwich", "FACILITY", (1,))),
        quotes=(Quote("body", 15, len(body) - 1, body[15:-1], 0, "said"),),
    )  # fmt: skip
    with open_ledger(url) as ledger:
        fill(ledger)
        told = [Article(f"{body}{' Again.' * n}", headline="A day", published_at=NEXT_DAY) for n in range(2)]
        items = [item(n, "coast", f"file:///coast/day{n}.txt", article) for n, article in enumerate(told)]
        run(ledger, items, {0: tags, 1: tags}, {})
        renamed = item(0, "coast", "file:///coast/day1.txt", replace(told[1], headline="Another day"), later=1)
        run(ledger, [renamed], {0: tags}, {})
        count_days(ledger)
        yield ledger


def test_every_section_has_its_query_and_says_of_what() -> None:
    assert len(QUERIES) == DOCUMENT.read_text("utf-8").count("\n## ") >= 15
    assert [each["title"] for each in QUERIES if len(each["prose"].split()) < 5] == []


@pytest.mark.parametrize("query", QUERIES, ids=[each["title"] for each in QUERIES])
def test_every_query_of_the_document_finds_something(reported: Ledger, query: re.Match[str]) -> None:
    with run_query(reported, query["sql"]) as answer:
        assert next(answer.rows, None)


def test_who_told_what_of_whom(reported: Ledger) -> None:
    sql = next(each["sql"] for each in QUERIES if each["title"] == "Who said what about whom")
    with run_query(reported, sql) as answer:
        assert {(row[2], row[3]) for row in answer.rows} == {("Bo Lind", "Port of Harwich")}


def test_who_is_missing_on_a_day(reported: Ledger) -> None:
    sql = next(each["sql"] for each in QUERIES if each["title"] == "Days without an article")
    with run_query(reported, sql) as answer:
        assert [(row[0], str(row[1])) for row in answer.rows] == [("harbour", "2025-03-05"), ("mirror", "2025-03-05")]
