"""A row's values as the parts of a document."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.errors import InputError
from schemas.records import Given, Timestamp
from schemas.sources import Fields
from tasks.clean.fields import FEED, WAY_OUT, content_of, given_by, id_of, url_of

BERLIN = ZoneInfo("Europe/Berlin")
FIELDS = Fields(
    id=("ID",),
    url=("Link",),
    html=("Seite",),
    text=("Text", "Kurztext"),
    headline=("Titel",),
    standfirst=("meta.lead",),
    authors=("Autor",),
    published_at=("Datum",),
    modified_at=("Stand",),
    language=("Sprache",),
)


def test_a_row_says_what_its_source_says_that_it_says() -> None:
    row = {
        "Titel": " Kran \n steht ",
        "meta": {"lead": "Seit Montag"},
        "Autor": [{"name": "Anna Weiß"}, "Jo Groß"],
        "Datum": "31.07.2015 14:05",
        "Stand": "2015-08-01",
        "Sprache": "de-AT",
        "title": "not asked for",
    }
    assert given_by(row, FIELDS, BERLIN) == Given(
        headline="Kran steht",
        standfirst="Seit Montag",
        authors=("Anna Weiß", "Jo Groß"),
        published_at=Timestamp(datetime(2015, 7, 31, 12, 5, tzinfo=UTC), "minute", "row"),
        modified_at=Timestamp(date(2015, 8, 1), "day", "row"),
        language="de",
    )


def test_what_a_row_leaves_out_or_empty_is_not_given() -> None:
    assert given_by({}, FIELDS, UTC) == Given()
    assert given_by(dict.fromkeys(("Titel", "Autor", "Datum", "Sprache"), " "), FIELDS, UTC) == Given()
    assert given_by({"Titel": None, "Autor": [], "meta": None, "Sprache": "Deutsch"}, FIELDS, UTC) == Given()


@pytest.mark.parametrize(
    ("row", "content"),
    [
        ({"Seite": "<p>a", "Text": "b"}, ("html", "<p>a")),
        ({"Seite": "", "Text": "b"}, ("text", "b")),
        ({"Text": " ", "Kurztext": "c"}, ("text", "c")),
        ({"Text": ""}, ("text", "")),
    ],
)
def test_the_text_is_the_first_that_is_there(row: dict[str, object], content: tuple[str, str]) -> None:
    assert content_of(row, FIELDS) == content


def test_a_row_without_text_names_what_it_has() -> None:
    with pytest.raises(InputError) as error:
        content_of({"ID": 1, "Texte": "x", "Rubrik": "y"}, FIELDS)
    said = 'has neither "Seite" nor "Text" nor "Kurztext"; its keys are "ID", "Texte", "Rubrik"; did you mean "Texte"?'
    assert str(error.value) == f"{said}; {WAY_OUT}"


NESTED = Fields(headline=("meta.title",), text=("payload.plain",))


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"payload": {"html": 1, "teaser": "a"}}, 'the keys of "payload" are "html", "teaser"; '),
        (
            {"payload": {"html": 1, "plane": "a"}},
            'the keys of "payload" are "html", "plane"; did you mean "plane"?; ',
        ),
        ({"payload": {}, "ts": 1}, ""),
        ({"payload": None, "ts": 1}, 'its keys are "payload", "ts"; '),
        (
            {"meta": {"title": "a"}, "payload": {"plain_": "b"}},
            'the keys of "payload" are "plain_"; did you mean "plain_"?; ',
        ),
    ],
)
def test_a_row_without_text_within_an_object_names_what_that_has(row: dict[str, object], sentence: str) -> None:
    with pytest.raises(InputError) as error:
        content_of(row, NESTED)
    assert str(error.value) == f'has no "payload.plain"; {sentence}{WAY_OUT}'


@pytest.mark.parametrize(
    "payload", [{"plain": ""}, {"plain": None}, {"html": None, "plain_": None}, {}, {"teaser": "a"}, None, "a"]
)
def test_a_row_with_a_headline_may_lack_a_text(payload: object) -> None:
    assert content_of({"meta": {"title": "Ferries stop"}, "payload": payload}, NESTED) == ("text", "")
    assert content_of({"meta": {"title": "Ferries stop"}}, NESTED) == ("text", "")


def test_a_key_with_a_dot_is_first_of_all_that_key() -> None:
    assert url_of({"a.b": "1", "a": {"b": "2"}}, Fields(text=("x",), url=("a.b",))) == "1"
    assert url_of({"a": {"b": {"c": "2"}}}, Fields(text=("x",), url=("a.b.c",))) == "2"
    assert url_of({"a": "b"}, Fields(text=("x",), url=("a.b.c",))) is None


CLOCK_OR_DAY = ("%d/%m/%Y %H:%M", "%d/%m/%Y")


@pytest.mark.parametrize(
    ("value", "forms", "read"),
    [
        ("2015-07-31T14:05:06+02:00", (), (datetime(2015, 7, 31, 12, 5, 6, tzinfo=UTC), "second")),
        ("31/07/2015", (), (date(2015, 7, 31), "day")),
        ("1438351500", (), (datetime(2015, 7, 31, 14, 5, tzinfo=UTC), "second")),
        (1438351500, (), (datetime(2015, 7, 31, 14, 5, tzinfo=UTC), "second")),
        (1438351500123.0, (), (datetime(2015, 7, 31, 14, 5, 0, 123_000, tzinfo=UTC), "second")),
        ("05/07/2015", ("%d/%m/%Y",), (date(2015, 7, 5), "day")),
        ("05/07/2015", ("%m/%d/%Y",), (date(2015, 5, 7), "day")),
        ("5.7.15 14:05", ("%d.%m.%y %H:%M",), (datetime(2015, 7, 5, 12, 5, tzinfo=UTC), "minute")),
        ("20150731140506", ("%Y%m%d%H%M%S",), (datetime(2015, 7, 31, 12, 5, 6, tzinfo=UTC), "second")),
        ("13/10/2015 09:15", CLOCK_OR_DAY, (datetime(2015, 10, 13, 7, 15, tzinfo=UTC), "minute")),
        ("14/10/2015", CLOCK_OR_DAY, (date(2015, 10, 14), "day")),
        ("05/07/2015", ("%m/%d/%Y", "%d/%m/%Y"), (date(2015, 5, 7), "day")),
    ],
)
def test_dates_are_read_as_they_are_written(
    value: object, forms: tuple[str, ...], read: tuple[datetime | date, str]
) -> None:
    fields = Fields(text=("x",), published_at=("Datum",), date_format=forms)
    found = given_by({"Datum": value}, fields, BERLIN).published_at
    assert found is not None
    assert (found.value, found.precision, found.method) == (*read, "row")


@pytest.mark.parametrize(
    ("row", "fields", "sentence"),
    [
        (
            {"Datum": "05/07/2015"},
            FIELDS,
            (
                'has a "Datum" that cannot be read in one way only; date_format under [fields] says how it is written: '
                '"05/07/2015"'
            ),
        ),
        (
            {"Datum": "5. Juli"},
            FIELDS.model_copy(update={"date_format": ("%d.%m.%Y",)}),
            'has a "Datum" that cannot be read as "%d.%m.%Y": "5. Juli"',
        ),
        (
            {"Datum": "5. Juli"},
            FIELDS.model_copy(update={"date_format": CLOCK_OR_DAY}),
            'has a "Datum" that cannot be read as "%d/%m/%Y %H:%M" or "%d/%m/%Y": "5. Juli"',
        ),
        ({"Titel": ["x"]}, FIELDS, 'has a "Titel" that is not a string'),
        ({"Autor": 5}, FIELDS, 'has a "Autor" that is neither a name nor a list of names'),
    ],
)
def test_what_cannot_be_read_is_one_sentence(row: dict[str, object], fields: Fields, sentence: str) -> None:
    with pytest.raises(InputError) as error:
        given_by(row, fields, UTC)
    assert str(error.value) == sentence


def test_an_odd_date_in_a_feed_is_left_out() -> None:
    assert given_by({"date_published": "05/07/2015"}, FEED, UTC, "feed").published_at is None
    found = given_by({"date_published": "2015-07-31"}, FEED, UTC, "feed").published_at
    assert found == Timestamp(date(2015, 7, 31), "day", "feed")


def test_an_id_is_a_name_or_a_number() -> None:
    assert (id_of({"ID": " a-7 "}, FIELDS), id_of({"ID": 7}, FIELDS), id_of({"ID": ""}, FIELDS)) == ("a-7", "7", None)
    with pytest.raises(InputError, match='has an "ID" that is neither a string nor a whole number'):
        id_of({"ID": 7.5}, FIELDS)


@given(st.one_of(st.integers(), st.floats(), st.text(max_size=20), st.booleans(), st.lists(st.none(), max_size=1)))
def test_any_date_is_read_or_one_sentence(value: object) -> None:
    try:
        found = given_by({"Datum": value}, FIELDS, BERLIN).published_at
    except InputError:
        return
    assert found is None or 1799 <= found.value.year <= 2201
