from datetime import date

from msgspec.structs import replace

from tasks.link.store import Breach
from tasks.report.expectations import render, said
from tasks.report.page import plain

FEW = Breach("gazette", "articles_a_day", date(2026, 3, 2), date(2026, 3, 4), 3, 20, None, 0, learned=True)
UNDATED = Breach("courier", "dated", date(2026, 3, 4), date(2026, 3, 4), 1, 0.9, None, 0.125, learned=False)
SHORT = replace(UNDATED, kind="median_words", low=150, high=1200, found=80)
MISREAD = replace(UNDATED, kind="encoding_errors", low=None, high=0.05, found=0.2)


def test_a_line_says_what_was_found_and_expected_and_why() -> None:
    assert [said(each) for each in (FEW, UNDATED, SHORT, MISREAD)] == [
        "gazette: articles_a_day 0 on 2026-03-04, expected at least 20 (usual so far), 3 days since 2026-03-02",
        "courier: dated 12.5% on 2026-03-04, expected at least 90.0% (its file)",
        "courier: median_words 80 on 2026-03-04, expected 150 to 1,200 (its file)",
        "courier: encoding_errors 20.0% on 2026-03-04, expected at most 5.0% (its file)",
    ]


def test_a_section_has_a_row_for_each_and_there_is_none_if_all_is_well() -> None:
    _, title, head, *rows, way_out = plain(render([FEW, UNDATED]))
    assert title == "Not as expected"
    assert head.split() == ["source", "what", "found", "expected", "because", "since", "days"]
    assert [row.split()[:3] for row in rows] == [["gazette", "articles_a_day", "0"], ["courier", "dated", "12.5%"]]
    assert "[expect]" in way_out
    assert list(render([])) == []


def test_a_bound_of_zero_is_a_bound() -> None:
    assert "expected at most 0.0%" in said(replace(MISREAD, high=0.0))
