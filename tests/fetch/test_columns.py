"""Which columns hold what."""

from __future__ import annotations

import pytest

from schemas.errors import InputError
from schemas.sources import Fields
from tasks.fetch.columns import MOST_SHOWN, USUAL, check_columns, recognise


def test_usual_names_are_recognised_however_they_are_written() -> None:
    assert recognise(["GUID", "Link", "Title", "pub-date", "Published At", "author", "Content", "body"]) == Fields(
        id=("GUID",),
        url=("Link",),
        text=("body", "Content"),
        headline=("Title",),
        authors=("author",),
        published_at=("Published At", "pub-date"),
    )


def test_every_part_that_a_source_can_name_has_usual_names() -> None:
    assert {*USUAL, "date_format"} == set(Fields.model_fields)


def test_without_a_text_nothing_is_recognised() -> None:
    assert recognise(["id", "title", "url"]) is None


@pytest.mark.parametrize(
    ("columns", "fields", "sentence"),
    [
        (
            ["ID", "Title", "Text"],
            Fields(headline=("Titel",), text=("Text",)),
            'has no column "Titel"; its columns are "ID", "Title", "Text"; did you mean "Title"?',
        ),
        (
            ["a", "b"],
            Fields(text=("Text", "Body")),
            'has no column "Text" or "Body"; its columns are "a", "b"',
        ),
        (
            ["Text", "x", "Text"],
            Fields(text=("Text",)),
            'has two columns "Text", and which of them counts cannot be known',
        ),
        (
            ["Artikel"],
            None,
            (
                'has no column known to hold the text, such as "text" or "html"; its columns are "Artikel"; '
                "name it under [fields] in its source's file"
            ),
        ),
    ],
)
def test_a_column_that_is_missing_is_one_sentence(columns: list[str], fields: Fields | None, sentence: str) -> None:
    with pytest.raises(InputError) as error:
        check_columns(columns, fields)
    assert str(error.value) == sentence


def test_what_is_there_is_enough() -> None:
    check_columns(["x", "x", "Body", "Titel"], Fields(text=("Text", "Body"), headline=("Titel",)))
    check_columns(["text"], None)


def test_many_long_names_make_a_short_sentence() -> None:
    with pytest.raises(InputError) as error:
        check_columns([f"{n} " + "x" * 5_000 for n in range(5_000)], None)
    assert len(str(error.value)) < 2_000
    assert f" and {5_000 - MOST_SHOWN} more; " in str(error.value)
