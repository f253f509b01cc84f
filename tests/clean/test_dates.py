"""Times are read as printed, and never made up."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.clean.dates import day_in_url, find_timestamp, read_timestamp


@pytest.mark.parametrize(
    ("printed", "value", "precision"),
    [
        ("2024-05-03T15:47:42+02:00", "2024-05-03T13:47:42+00:00", "second"),
        ("2024-05-03", "2024-05-03", "day"),
        ("20240503", "2024-05-03", "day"),
        ("14:05, 31 July 2015", "2015-07-31T14:05:00+00:00", "minute"),
        ("Friday 31 July 2015 14:05 BST", "2015-07-31T13:05:00+00:00", "minute"),
        ("May 3, 2021 4:05 p.m. ET", "2021-05-03T20:05:00+00:00", "minute"),
        ("28.04.2023 - 14:30 Uhr", "2023-04-28T14:30:00+00:00", "minute"),
        ("le 3 août 2020 à 14h05", "2020-08-03T14:05:00+00:00", "minute"),
        ("Fri May 03 2024 10:00:00 GMT+0200 (CEST)", "2024-05-03T08:00:00+00:00", "second"),
        ("May 3, 2021 4:05 XYZ", "2021-05-03", "day"),  # nobody knows that zone
        ("23/5/2015", "2015-05-23", "day"),
        ("01.08.2015", "2015-08-01", "day"),  # a dot is not a clock's here
    ],
)
def test_read(printed: str, value: str, precision: str) -> None:
    found = read_timestamp(printed, "text")
    assert found is not None
    assert (found.value.isoformat(), found.precision) == (value, precision)


@pytest.mark.parametrize(
    "printed", ["", "31 July", "July 2015", "3/5/2015", "10:00", "2024-02-31", "Monday", "0001-01-01"]
)
def test_what_is_not_a_whole_day_is_not_guessed(printed: str) -> None:
    assert read_timestamp(printed, "text") is None


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("Published by the news desk on 31 July 2015 at 2:05pm", "2015-07-31T14:05:00+00:00"),
        ("Mittwoch, 3. Mai 2023, 10.15 Uhr", "2023-05-03T10:15:00+00:00"),
        ("5 comments 3 May 2021", "2021-05-03"),
    ],
)
def test_find_in_a_line(line: str, value: str) -> None:
    found = find_timestamp(line, "text")
    assert found is not None
    assert found.value.isoformat() == value


def test_a_number_beside_a_day_is_no_clock() -> None:
    found = find_timestamp("am 3. Mai 2023, 10.15 im Hafen", "text")
    assert found is not None
    assert (found.value.isoformat(), found.precision) == ("2023-05-03", "day")


@pytest.mark.parametrize(
    "line", ["12 - 14 May 2015", "Dec 12–14, 2025", "Harbour plan 2030", "May 2015, page 3", "3 May"]
)
def test_what_is_no_day_is_not_found(line: str) -> None:
    assert find_timestamp(line, "text") is None


@pytest.mark.parametrize("printed", ["3/5/2015", "03-05-2015"])
def test_how_a_language_reads_numbers_decides(printed: str) -> None:
    found = [read_timestamp(printed, "page", day_first=first) for first in (True, False, None)]
    assert [time and time.value.isoformat() for time in found] == ["2015-05-03", "2015-03-05", None]


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("Publicado el 04-ago-2021 5:11", "2021-08-04T05:11:00+00:00"),
        ("Aktualizacja: 30 kwietnia 2024, 12:50", "2024-04-30T12:50:00+00:00"),
        ("30 Nisan 2024 - 12:50", "2024-04-30T12:50:00+00:00"),
        ("2024年12月3日 午後2時05分", "2024-12-03T14:05:00+00:00"),
        ("입력 2026.01.29. 18:40", "2026-01-29T18:40:00+00:00"),
        ("22/10/2025, 09:15 (GMT+7)", "2025-10-22T02:15:00+00:00"),
        ("1er août 2020 à 14h05", "2020-08-01T14:05:00+00:00"),
        ("Friday December 19, 2025 @08:00PM", "2025-12-19T20:00:00+00:00"),
        ("Oppdatert 3. januar 2024 kl. 10.15", "2024-01-03T10:15:00+00:00"),
        ("Dec 12, 2025 · 5 min read", "2025-12-12"),
    ],
)
def test_find_in_lines_of_many_languages(line: str, value: str) -> None:
    found = find_timestamp(line, "text")
    assert found is not None
    assert found.value.isoformat() == value


@pytest.mark.parametrize(
    "path",
    [
        "2015/07/31/storm",
        "news/storm-20150731",
        "news/20150731-STORM7/",
        "news/A2015073114320005196",
        "n/20150731?id=7",
    ],
)
def test_day_in_url(path: str) -> None:
    found = day_in_url(f"https://a.example/{path}")
    assert found is not None
    assert found.value.isoformat() == "2015-07-31"
    assert (found.precision, found.method) == ("day", "url")


@pytest.mark.parametrize(
    "path",
    ["2015/17/31/storm", "news/20151731", "news/201507311", "storm20150731", "n/7?day=20150731", "20150731/storm"],
)
def test_other_numbers_in_an_address_are_no_day(path: str) -> None:
    assert day_in_url(f"https://a.example/{path}") is None


@given(st.text(max_size=70))
@settings(max_examples=50, deadline=None)
def test_any_text_is_answered(text: str) -> None:
    for found in (read_timestamp(text, "text"), find_timestamp(f"{text} 2015", "text")):
        assert found is None or found.precision in {"second", "minute", "day"}
