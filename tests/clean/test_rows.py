"""The bytes of a row as names and values."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from schemas.errors import InputError
from schemas.records import Encoding, RawDocument
from tasks.clean.rows import MEND, read_row
from tasks.fetch.charset import SAVE


def raw(content: bytes, media_type: str = "text/csv", charset: str | None = None) -> RawDocument:
    return RawDocument(
        "wire", "file:///a.csv#line=2", media_type, content, "0" * 64, datetime(2026, 3, 1, tzinfo=UTC), charset
    )


def test_a_row_of_a_table_has_the_names_of_its_header() -> None:
    row, encoding = read_row(raw('Titel ;Text\r\n"Größe; klein";"„b“\r\nc"\r\n'.encode()))
    assert row == {"Titel": "Größe; klein", "Text": "„b“\r\nc"}
    assert encoding == Encoding("utf-8", "detected", repaired=False)


@pytest.mark.parametrize(
    ("content", "charset", "encoding"),
    [
        ("Titel,Text\nGröße,b\n".encode("cp1252"), "cp1252", Encoding("cp1252", "detected", repaired=False)),
        ("\ufeffTitel,Text\nGröße,b\n".encode(), None, Encoding("utf-8", "bom", repaired=False)),
        ("\ufeffTitel,Text\nGröße,b\n".encode("utf-16-le"), None, Encoding("utf-16-le", "bom", repaired=False)),
        ("Titel,Text\nGröße,b\n".encode(), "cp1252", Encoding("utf-8", "detected", repaired=False)),
    ],
)
def test_it_is_read_as_its_file_was(content: bytes, charset: str | None, encoding: Encoding) -> None:
    assert read_row(raw(content, charset=charset)) == ({"Titel": "Größe", "Text": "b"}, encoding)


def test_a_line_separator_that_unicode_knows_is_no_end_of_a_row() -> None:
    assert read_row(raw("id,text\n1,a\u2028b\x85c\n".encode()))[0] == {"id": "1", "text": "a\u2028b\x85c"}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"id,text\n1\n", f"has 1 cell where the header has 2; {MEND}"),
        (b'id,text\n1,"open\n', f"has a quotation mark that is never closed; {MEND}"),
        (b"id,text\n1," + b"x" * 200 + b"\0\n", f"has a NUL character; {MEND}"),
        (b"id,text\n1,\0\0\0\0\n", f"is not text: 4 control codes in its first 15 bytes; {SAVE}"),
    ],
)
def test_a_row_that_is_none_is_one_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(InputError) as error:
        read_row(raw(content))
    assert str(error.value) == sentence


def test_a_line_of_json_is_an_object() -> None:
    assert read_row(raw(b'{"id": 1}', "application/json")) == ({"id": 1}, Encoding("utf-8", "json", repaired=False))
