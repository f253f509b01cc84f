"""A stream of delimited text, row by row."""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.errors import InputError
from tasks.fetch.bounded import TooLargeError
from tasks.fetch.charset import SAVE
from tasks.fetch.rows import Portion, Rows
from tasks.fetch.table import next_row

HEADER = b"id,title,text\n"
GOOD = [b"1,One,First\n", b'2,Two,"Second,\nin two lines"\n', b"3,Three,Third\n"]


def rows(content: bytes, max_bytes: int = 1_000) -> Rows:
    return Rows(io.BufferedReader(io.BytesIO(content)), max_bytes)


def split(content: bytes, max_bytes: int = 1_000) -> list[Portion]:
    return list(rows(content, max_bytes))


def test_a_row_goes_out_with_its_header_and_the_line_on_which_it_begins() -> None:
    assert split(b"\n" + HEADER + GOOD[0] + GOOD[1] + b"\r\n,,\n" + GOOD[2].rstrip()) == [
        (3, HEADER + GOOD[0]),
        (4, HEADER + GOOD[1]),
        (8, HEADER + GOOD[2].rstrip()),
    ]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_the_mark_of_utf8_stays_and_is_no_part_of_a_name(mark: bytes) -> None:
    table = rows(mark + '"Überschrift";"Text"\n"Größe";"b"\n'.encode())
    assert table.columns == ["Überschrift", "Text"]
    assert [portion.content for portion in table] == [mark + '"Überschrift";"Text"\n"Größe";"b"\n'.encode()]


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-32-le"])
def test_wide_characters_stay_as_they_are(codec: str) -> None:
    mark = "\ufeff".encode(codec)
    table = rows(mark + "Titel\tText\r\nGröße\t„b“\r\n".encode(codec))
    assert table.columns == ["Titel", "Text"]
    assert [portion.content for portion in table] == [mark + "Titel\tText\r\nGröße\t„b“\r\n".encode(codec)]


def test_the_code_page_is_told_by_the_whole_and_the_names_are_read_in_it() -> None:
    text = "Überschrift;Text\nÄrger;Die Kranführer ließen am Montag die Arbeit ruhen, sagte Jürgen Groß.\nNeu;é\n"
    table = rows(text.encode("cp1252"))
    assert (table.columns, table.charset) == (["Überschrift", "Text"], "cp1252")
    assert len(list(table)) == 2
    assert rows(text.encode()).charset is None


def test_a_line_for_excel_is_passed_over() -> None:
    assert split(b"sep=;\r\nid;text\r\n1;a\r\n") == [(3, b"id;text\r\n1;a\r\n")]


def test_carriage_returns_alone_end_lines() -> None:
    assert split(b'id,text\r1,a\r2,"b\rc"\r') == [(2, b"id,text\r1,a\r"), (3, b'id,text\r2,"b\rc"\r')]


@pytest.mark.parametrize(
    "bad",
    [
        b"7,too few\n",
        b"7,too,many,cells\n",
        b'7,"never closed,text\n',
        b'7,"never closed,text\nwith, a, comma, line\nand another\n',
        b'7,closed "late,"behind" it\n',
        b'"7,"never,"closed\n',
        b"7,\0,nul,nul\n",
    ],
)
def test_a_broken_row_costs_its_neighbours_nothing(bad: bytes) -> None:
    for before in range(len(GOOD) + 1):
        found = split(HEADER + b"".join((*GOOD[:before], bad, *GOOD[before:])))
        contents = [portion.content for portion in found]
        assert contents == [HEADER + row for row in (*GOOD[:before], bad, *GOOD[before:])]


def test_an_empty_file_or_a_header_alone_has_no_rows() -> None:
    assert split(b"") == []
    assert rows(b"").columns == []
    assert split(HEADER) == []


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"PK\x03\x04\x14\0", f"is not text: it is a zip archive or an office document; {SAVE}"),
        (b'"id,text\n1,a\n', "has no header of column names: its first line has a quotation mark that is never closed"),
    ],
)
def test_what_is_no_table_is_one_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(InputError) as error:
        rows(content)
    assert str(error.value) == sentence


def test_a_row_over_the_limit_has_no_content_and_its_neighbours_do() -> None:
    one_line = b"7,x," + b"y" * 3_000 + b"\n"
    many_lines = b'7,x,"' + b"y, and z\n" * 300 + b'"\n'
    for large in (one_line, many_lines):
        found = split(HEADER + GOOD[0] + large + GOOD[2], max_bytes=1_000)
        assert found == [
            (2, HEADER + GOOD[0]),
            (3, None),
            (3 + large.count(b"\n"), HEADER + GOOD[2]),
        ]


def test_a_row_without_end_ends_its_file() -> None:
    table = iter(rows(HEADER + GOOD[0] + b'7,x,"' + b"y\n" * 100_000, max_bytes=1_000))
    assert [next(table).line, next(table)] == [2, (3, None)]
    with pytest.raises(TooLargeError, match="is left unread from here on: the row before has no end"):
        next(table)


def test_memory_is_bounded_by_the_limit() -> None:
    content = HEADER + b'7,x,"' + b"y" * 30 * 100_000 + b"\n" + b"z,1\n" * 10_000
    tracemalloc.start()
    found = sum(1 for _ in rows(content, max_bytes=100_000))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found > 1
    assert peak < 8_000_000


def test_lines_that_all_begin_what_they_end_are_given_up_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of these lines ends inside a quotation, wherever reading begins: trying all beginnings would take hours."""
    looked_at = 0

    def counting(lines: Iterable[str], *rest: Any) -> tuple[list[str], int]:
        def counted() -> Iterator[str]:
            nonlocal looked_at
            for line in lines:
                looked_at += 1
                yield line

        return next_row(counted(), *rest)

    monkeypatch.setattr("tasks.fetch.rows.next_row", counting)
    found = split(HEADER + b'x",y,"\n' * 5_000 + GOOD[0], max_bytes=20_000)
    assert len(found) < 10
    assert looked_at < 20_000


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from([b"a", b'"', b",", b"\n", b"\r", b'",', b"\0", b"\xe9", b"1,2,3\n"]), max_size=40))
def test_no_byte_is_lost_and_none_is_read_twice(pieces: list[bytes]) -> None:
    body = b"".join(pieces)
    found = [portion.content for portion in split(HEADER + body)]
    rows_of = [content.removeprefix(HEADER) for content in found if content is not None]
    position = 0
    for row in rows_of:
        start = body.index(row, position)
        assert not body[position:start].strip(b'\r\n", ')
        position = start + len(row)
    assert not body[position:].strip(b'\r\n", ')
