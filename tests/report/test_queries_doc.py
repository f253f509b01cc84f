"""Every query of docs/queries.md runs on both databases, and finds something in a ledger that has it."""

import re
from pathlib import Path

import pytest

from tasks.load.store import Ledger
from tasks.report.io import run_query

DOCUMENT = Path(__file__).parents[2] / "docs" / "queries.md"
QUERY = re.compile(r"^## (?P<title>.+?)$(?:(?!^## ).)*?^```sql\n(?P<sql>.*?)^```$", re.MULTILINE | re.DOTALL)
QUERIES = [pytest.param(found["sql"], id=found["title"]) for found in QUERY.finditer(DOCUMENT.read_text("utf-8"))]


def test_every_section_has_its_query() -> None:
    assert len(QUERIES) == DOCUMENT.read_text("utf-8").count("\n## ") >= 10


def test_every_query_of_the_document_finds_something(filled: Ledger) -> None:
    for query in QUERIES:
        with run_query(filled, str(query.values[0])) as answer:
            assert next(answer.rows, None), query.id
