"""Raw documents to documents."""

import json
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from schemas.errors import InputError
from schemas.records import Document, Encoding, Given, Key, RawDocument, Timestamp
from schemas.sources import Fields
from tasks.clean.fields import WAY_OUT
from tasks.clean.parse import parse
from tasks.fetch.raw_store import RawWriter, read_raw
from tests.fetch.reading import read


def raw(content: bytes, media_type: str, charset: str | None = None) -> RawDocument:
    now = datetime(2026, 3, 1, tzinfo=UTC)
    return RawDocument("news", "file:///news/a", media_type, content, sha256(content).hexdigest(), now, charset)


def row(**fields: object) -> Document:
    return parse(raw(json.dumps(fields).encode(), "application/json"))


def test_a_text_file_is_known_by_its_place() -> None:
    assert parse(raw(b"Ferries stop.\r\nMore.", "text/plain")) == Document(
        keys=(Key("file", "file:///news/a"),),
        kind="text",
        content="Ferries stop.\nMore.",
        encoding=Encoding("utf-8", "detected", repaired=False),
    )


def test_a_page_is_read_as_it_or_its_transport_declares() -> None:
    page = "<meta charset=windows-1251><p>Забастовка"
    assert parse(raw(page.encode("cp1251"), "text/html")).content == page
    document = parse(raw(page.encode("koi8-r"), "text/html", charset="koi8-r"))
    assert (document.kind, document.content, document.encoding.method) == ("html", page, "declared")


def test_a_row_is_known_by_its_id_then_its_url() -> None:
    document = row(id="x-7", url="https://Example.org/a?utm_source=rss#top", html="<p>News", ignored=[1])
    assert document.keys == (Key("guid", "x-7"), Key("url", "https://example.org/a"))
    assert (document.kind, document.content, document.url) == ("html", "<p>News", "https://example.org/a")
    assert document.encoding == Encoding("utf-8", "json", repaired=False)


def test_a_row_may_lack_either_name() -> None:
    assert row(id=7, text="News").keys == (Key("guid", "7"),)
    assert row(url="https://example.org/a", text="News").keys == (Key("url", "https://example.org/a"),)
    assert row(id=None, url=None, text="News").keys == (Key("file", "file:///news/a"),)
    assert row(id=1, url="not an address", text="News").url is None


def test_a_row_of_another_system_is_known_by_usual_names() -> None:
    document = row(guid="x-7", link="https://example.org/a", Title="Ferries stop", content="News", pubDate="2015-07-31")
    assert document.keys == (Key("guid", "x-7"), Key("url", "https://example.org/a"))
    assert (document.kind, document.content) == ("text", "News")
    assert document.given == Given(headline="Ferries stop", published_at=Timestamp(date(2015, 7, 31), "day", "row"))


def test_a_field_map_says_which_names_count_and_no_others_do() -> None:
    content = json.dumps({"id": "a", "text": "no", "ID": 7, "Text": "News", "title": "no"}).encode()
    document = parse(raw(content, "application/json"), Fields(id=("ID",), text=("Text",)))
    assert (document.keys, document.content, document.given) == ((Key("guid", "7"),), "News", Given())


def test_an_entry_of_a_feed_is_a_row_of_its_own_kind() -> None:
    entry = {
        "id": "m-1",
        "title": "Ferries stop",
        "content_html": "<p>News",
        "date_published": "2015-07-31",
        "text": "no",
    }
    document = parse(raw(json.dumps(entry).encode(), "application/feed+json"), Fields(text=("text",)))
    assert (document.keys, document.kind, document.content) == ((Key("guid", "m-1"),), "html", "<p>News")
    assert document.given.published_at == Timestamp(date(2015, 7, 31), "day", "feed")


def test_a_row_of_a_table_is_read_under_its_header() -> None:
    document = parse(
        raw("Titel,Text\nGröße,FranÃ§ois\n".encode(), "text/csv"), Fields(headline=("Titel",), text=("Text",))
    )
    assert (document.given.headline, document.content) == ("Größe", "François")
    assert document.encoding == Encoding("utf-8", "detected", repaired=True)
    assert document.keys == (Key("file", "file:///news/a"),)


def test_what_the_raw_store_keeps_is_enough_to_read_it_again(tmp_path: Path) -> None:
    table = "Titel;Text\n" + "Größe;Die Kranführer ließen die Arbeit ruhen, sagte Jürgen Groß.\n" * 9
    feed = "<rss version='2.0'><channel><item><title>Größe</title></item></channel></rss>"
    (tmp_path / "a.csv").write_bytes(table.encode("cp1252"))
    (tmp_path / "b.jsonl").write_text('{"text": "Größe"}\n', encoding="utf-8")
    (tmp_path / "c.rss").write_text(feed, encoding="utf-8")
    raws = [raw for raw in read(tmp_path) if isinstance(raw, RawDocument)]
    with RawWriter(tmp_path / "raw", "run") as writer:
        kept = [read_raw(tmp_path / "raw", writer.append(raw)) for raw in raws]
    assert [parse(raw).encoding.name for raw in kept] == ["cp1252"] * 9 + ["utf-8"] * 2
    assert [replace(parse(again), keys=parse(raw).keys) for raw, again in zip(raws, kept, strict=True)] == [
        parse(raw) for raw in raws
    ]


def test_a_row_without_text_is_no_error_if_it_has_a_headline() -> None:
    assert row(id=1, title="Ferries stop", text="").content == ""
    assert row(id=1, title="Ferries stop", text=None).content == ""


def test_a_row_with_html_is_a_page_and_one_with_text_is_not() -> None:
    assert row(id=1, html="<p>page", text="text").kind == "html"
    assert row(id=1, html=None, text="text").kind == "text"


def test_the_text_of_a_row_is_tidied() -> None:
    document = row(id=1, text="FranÃ§ois\r\nsaid\0 no \ud800.")
    assert document.content == "François\nsaid no \ufffd."
    assert document.encoding.repaired


EMPTY = "is empty; give it some text, or take it away"
MEND = "mend the line, and ingest its file again"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b'{"id": 1, "text": "a"', f"is not valid JSON: Expecting ',' delimiter at character 22; {MEND}"),
        (b"", f"is not valid JSON: Expecting value at character 1; {MEND}"),
        (b'{"text": "\xe9"}', f"is not valid JSON: it is not UTF-8; {MEND}"),
        (b"[" * 100_000, f"is not valid JSON: a number is too long, or it is nested too deeply; {MEND}"),
        (
            b'{"id": ' + b"9" * 5_000 + b"}",
            f"is not valid JSON: a number is too long, or it is nested too deeply; {MEND}",
        ),
        (b'["a"]', "is not a JSON object"),
        (
            b'{"id": 1, "Text": null, "texts": "a"}',
            f'has no "Text"; its keys are "id", "Text", "texts"; did you mean "texts"?; {WAY_OUT}',
        ),
        (b'{"id": 1, "text": ""}', EMPTY),
        (b'{"id": 1}', f'has neither "html" nor "text"; {WAY_OUT}'),
        (
            b'{"title": "Ferries stop", "copy": "a"}',
            f'has neither "html" nor "text"; its keys are "title", "copy"; {WAY_OUT}',
        ),
        (b'{"id": 1, "text": null}', f'has no "text"; {WAY_OUT}'),
        (b'{"id": 1, "text": ["a"]}', 'has a "text" that is not a string'),
        (b'{"id": 1, "url": 5, "text": "a"}', 'has a "url" that is not a string'),
        (b'{"id": true, "text": "a"}', 'has an "id" that is neither a string nor a whole number'),
        (b'{"id": "' + b"x" * 1_001 + b'", "text": "a"}', 'has an "id" of more than 1000 characters'),
        (b'{"id": 1, "text": " \\n\\u0000 "}', EMPTY),
    ],
)
def test_a_row_that_is_no_document_is_one_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(InputError) as error:
        parse(raw(content, "application/json"))
    assert str(error.value) == sentence


@pytest.mark.parametrize("media_type", ["text/plain", "text/html"])
@pytest.mark.parametrize("content", [b"", b" \r\n\t", b"\xef\xbb\xbf"])
def test_an_empty_file_is_said_to_be_empty(content: bytes, media_type: str) -> None:
    with pytest.raises(InputError, match=f"^{EMPTY}$"):
        parse(raw(content, media_type))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=50, deadline=None)
@given(st.dictionaries(st.sampled_from(["id", "url", "html", "text", "other"]), JSON))
def test_any_row_gives_a_document_or_one_sentence(fields: dict[str, object]) -> None:
    try:
        document = row(**fields)
    except InputError:
        return
    assert document.content.strip()
    assert all(key.value for key in document.keys)
    json.dumps([key.value for key in document.keys], ensure_ascii=False).encode()
