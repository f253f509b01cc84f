"""A search finds the same on both databases."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas.errors import InputError
from tasks.load.store import Ledger
from tasks.report.io import run_query
from tasks.report.search_store import Window, search
from tasks.report.wanted import read

EVERYWHERE = Window()


def found(ledger: Ledger, typed: str, window: Window = EVERYWHERE, limit: int | None = None) -> list[tuple[str, str]]:
    with search(ledger, read(typed), window, limit) as hits:
        articles = [(each.source, each.headline or "") for each in hits.articles]
        assert len(articles) == hits.in_all or limit is not None
    return articles


TUGS = ("harbour", "Tugboat strike [bold]halts[/bold] ferries")
MIRROR = ("mirror", TUGS[1])
QUEUE, EARLIER = ("coast", "Lorries queue for miles"), ("harbour", "Queue at the port")
SOUPS = [("coast", "Soup for rough weather"), ("harbour", "Soup for rough weather")]


@pytest.mark.parametrize(
    ("typed", "articles"),
    [
        ("soup", SOUPS),
        ("SOUP", SOUPS),
        ("queue harwich", [EARLIER, QUEUE]),
        ('"port of harwich"', [QUEUE]),
        ('"harwich of port"', []),
        ("tugboat OR soup", [TUGS, MIRROR, *SOUPS]),
        ("queue -port", []),
        ("lorr* -miles", [EARLIER]),
        ("lorr", []),
        ("marsh's", []),
        ('crews\' "no other choice"', [TUGS, MIRROR]),
        ('"40 ferries"', [MIRROR]),
        ('"50 ferries"', [TUGS]),
        ("nowhere", []),
    ],
)
def test_what_is_typed_is_found_the_latest_first(filled: Ledger, typed: str, articles: list[tuple[str, str]]) -> None:
    assert found(filled, typed) == articles


@pytest.mark.parametrize(
    ("window", "articles"),
    [
        (Window(source="coast"), [QUEUE]),
        (Window(topic="traffic"), [EARLIER, QUEUE]),
        (Window(topic="strike"), [TUGS, MIRROR]),
        (Window(since=date(2025, 3, 5)), []),
        (Window(since=date(2025, 3, 4), until=date(2025, 3, 4)), [EARLIER, TUGS, MIRROR, QUEUE]),
        (Window(until=date(2025, 3, 3)), []),
        (Window(source="harbour", topic="traffic", since=date(2025, 3, 4)), [EARLIER]),
    ],
)
def test_it_looks_only_where_it_is_told_to(filled: Ledger, window: Window, articles: list[tuple[str, str]]) -> None:
    assert found(filled, "harwich", window) == articles


def test_a_limit_does_not_change_how_many_there_are(filled: Ledger) -> None:
    with search(filled, read("soup"), EVERYWHERE, 1) as hits:
        assert (hits.in_all, len(list(hits.articles))) == (2, 1)


@pytest.mark.parametrize(
    ("window", "said"),
    [
        (Window(source="cost"), "no source of the ledger is called 'cost'; did you mean 'coast'"),
        (Window(topic="strikes"), "no topic of the ledger is called 'strikes'; did you mean 'strike'"),
        (Window(source="a\0\ud800"), "no source of the ledger is called 'a"),
    ],
)
def test_a_name_that_is_none_is_said(filled: Ledger, window: Window, said: str) -> None:
    with pytest.raises(InputError, match=said):
        found(filled, "soup", window)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet="sou p\"'*-()|&!:<>^{}[]\\/;%_\n\0\ud800éOR“٣दا港", max_size=40))
def test_whatever_is_typed_no_database_objects(filled: Ledger, typed: str) -> None:
    try:
        wanted = read(typed)
    except InputError:
        return
    with search(filled, wanted, EVERYWHERE) as hits:
        assert len(list(hits.articles)) == hits.in_all


def test_the_view_can_be_asked_with_sql(filled: Ledger) -> None:
    matching = "MATCH 'soup AND rough'" if filled.engine.dialect.name == "sqlite" else "@@ 'soup & rough'::tsquery"
    with run_query(filled, f"SELECT source FROM v_search WHERE words {matching} ORDER BY source") as answer:
        assert list(answer.rows) == [("coast",), ("harbour",)]


def test_a_match_that_sqlite_cannot_read_is_one_sentence(filled: Ledger) -> None:
    if filled.engine.dialect.name != "sqlite":
        pytest.skip("the words of SQLite's own search")
    with (
        pytest.raises(InputError, match="the query is not valid"),
        run_query(filled, "SELECT source FROM v_search WHERE words MATCH 'AND ('"),
    ):
        pass
