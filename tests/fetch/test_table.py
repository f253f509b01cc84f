"""Delimited text as rows of cells."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.errors import InputError
from tasks.fetch.table import BadRowError, choose_delimiter, next_row, read_table


@pytest.mark.parametrize(
    ("header", "delimiter"),
    [
        ("id,title,text", ","),
        ("id;title, or none;text", ";"),
        ("id\ttitle\ttext", "\t"),
        ("id|title|text", "|"),
        ('"a;b;c",d', ","),
        ("text", ","),
        ('"never closed', ","),
    ],
)
def test_the_delimiter_is_the_one_that_makes_most_of_the_header(header: str, delimiter: str) -> None:
    assert choose_delimiter(lambda: [header]) == delimiter


def test_a_row_takes_the_lines_that_it_stands_on_and_no_more() -> None:
    lines = iter(['1,"Two\n', 'lines","say ""so"""\r\n', "2,next,row\n"])
    assert next_row(lines, ",", 3) == (["1", "Two\nlines", 'say "so"'], 2)
    assert next(lines) == "2,next,row\n"


@pytest.mark.parametrize(
    ("row", "sentence", "lines"),
    [
        ("1,2\n3,4,5\n", "has 2 cells where the header has 3", 1),
        ("1,2,3,4\n", "has 4 cells where the header has 3", 1),
        ('1,"open,3\n4,5,6\n', "has a quotation mark that is never closed", 2),
        ('1,"a"b,3\n4,5,6\n', "has text behind a closing quotation mark", 1),
        ('1,"a\n4,"b",6\n', "has text behind a closing quotation mark", 2),
    ],
)
def test_a_row_that_is_none_is_one_sentence(row: str, sentence: str, lines: int) -> None:
    with pytest.raises(BadRowError) as error:
        next_row(io.StringIO(row), ",", 3)
    assert (str(error.value), error.value.lines) == (sentence, lines)


@pytest.mark.parametrize("row", ["\n", ",,\n", " , ,\t\n"])
def test_a_blank_row_is_no_error(row: str) -> None:
    assert not "".join(next_row([row], ",", 9)[0]).strip()


def test_behind_tabs_a_quotation_mark_may_be_just_that() -> None:
    assert next_row(['"Strike" is off\t5" rain\n'], "\t", 2) == (['"Strike" is off', '5" rain'], 1)
    assert next_row(['"quoted\ttab"\tb\n'], "\t", 2) == (["quoted\ttab", "b"], 1)


def test_blanks_behind_a_delimiter_do_not_count() -> None:
    assert next_row(['1, "a, b", c\n'], ",", 3) == (["1", "a, b", "c"], 1)


def test_a_cell_may_be_longer_than_the_module_allows_by_itself() -> None:
    assert next_row([f"1,{'x' * 200_000}\n"], ",", 2)[0][1] == "x" * 200_000


def test_a_table_of_one_row() -> None:
    assert read_table([" id ;text\n", '7;"a;b"\n']) == (["id", "text"], ["7", "a;b"])
    with pytest.raises(InputError, match="has 1 cell where the header has 2"):
        read_table(["id;text\n", "7\n"])


CELL = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12)


@given(st.sampled_from(",;\t|"), st.lists(CELL, min_size=2, max_size=5))
def test_whatever_is_written_is_read(delimiter: str, cells: list[str]) -> None:
    cells = [cell.lstrip(" ") for cell in cells]
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerow(cells)
    read, _ = next_row(io.StringIO(written.getvalue(), newline=""), delimiter, len(cells))
    assert read == cells or not "".join(cells).strip()
