"""The documents in a file of rows or entries; test_io tries texts, pages and lines."""

from __future__ import annotations

import gzip
from pathlib import Path

from schemas.records import FetchOutcome
from schemas.sources import Fields
from tasks.fetch.io import read_documents
from tasks.fetch.reasons import CUT_OFF
from tests.fetch.reading import NOW, documents, failures, read, write

TABLE = 'id,text\n1,first\n2,"second,\nlong"\n3\n4,fourth\n'
FEED = """<rss version="2.0"><channel><title>Marport News</title>
<item><guid>m/1</guid><title>One</title><description>First.</description></item>
<item><link>https://marport.example/2</link><description>Second.</description></item>
<item><description>Third.</description></item>
</channel></rss>"""


def test_a_table_is_read_row_by_row(tmp_path: Path) -> None:
    write(tmp_path / "a.csv", TABLE)
    write(tmp_path / "b.tsv.gz", gzip.compress(b"id\ttext\n1\tfirst\n"))
    found = documents(read(tmp_path))
    assert [(raw.uri.rpartition("/")[2], raw.media_type, raw.content) for raw in found] == [
        ("a.csv#line=2", "text/csv", b"id,text\n1,first\n"),
        ("a.csv#line=3", "text/csv", b'id,text\n2,"second,\nlong"\n'),
        ("a.csv#line=5", "text/csv", b"id,text\n3\n"),  # not a row: cleaning says so, and quarantine keeps it
        ("a.csv#line=6", "text/csv", b"id,text\n4,fourth\n"),
        ("b.tsv.gz#line=2", "text/csv", b"id\ttext\n1\tfirst\n"),
    ]


def test_a_row_says_in_which_code_page_its_file_is(tmp_path: Path) -> None:
    rows = "7;Die Kranführer ließen am Montag die Arbeit ruhen, sagte Jürgen Groß\n8;é\n"
    file = write(tmp_path / "a.csv", f"id;text\n{rows}".encode("cp1252"))
    assert [raw.charset for raw in documents(read(file))] == ["cp1252"] * 2


def test_a_table_without_the_columns_of_its_source_fails_once_and_its_neighbours_go_on(tmp_path: Path) -> None:
    write(tmp_path / "wire" / "a.csv", TABLE)
    write(tmp_path / "wire" / "b.txt", "neighbour")
    fields = {"wire": Fields(text=("texts",))}
    found = list(read_documents([str(tmp_path)], source="wire", max_bytes=1_000, now=lambda: NOW, fields=fields))
    assert [raw.content for raw in documents(found)] == [b"neighbour"]
    assert [(one.uri, one.outcome, one.reason) for one in failures(found)] == [
        (
            (tmp_path / "wire" / "a.csv").as_uri(),
            FetchOutcome.WRONG_TYPE,
            'has no column "texts"; its columns are "id", "text"; did you mean "text"?',
        )
    ]


def test_a_table_that_is_cut_off_gives_the_rows_before(tmp_path: Path) -> None:
    whole = gzip.compress(b"id,text\n" + b"".join(b"%d,%d\n" % (n, n * 7919) for n in range(30_000)))
    found = read(write(tmp_path / "a.csv.gz", whole[: len(whole) // 2]))
    assert len(documents(found)) > 5_000
    (failure,) = failures(found)
    assert failure.uri.endswith(f"#line={len(documents(found)) + 2}")
    assert (
        failure.reason
        == f"cannot be read: compressed file ended before the end-of-stream marker was reached; {CUT_OFF}"
    )


def test_a_row_over_the_limit_is_passed_over(tmp_path: Path) -> None:
    found = read(write(tmp_path / "a.csv", f"id,text\n1,{'x' * 2_000}\n2,second\n"))
    assert [raw.uri[-7:] for raw in documents(found)] == ["#line=3"]
    assert [(one.uri[-7:], one.outcome) for one in failures(found)] == [("#line=2", FetchOutcome.TOO_LARGE)]


def test_a_feed_is_read_entry_by_entry_under_names_that_stay(tmp_path: Path) -> None:
    found = documents(read(write(tmp_path / "news.rss", FEED)))
    assert [raw.uri.rpartition("/")[2] for raw in found] == [
        "news.rss#entry=m%2F1",
        "news.rss#entry=https%3A%2F%2Fmarport.example%2F2",
        "news.rss#entry=3",
    ]
    assert {raw.media_type for raw in found} == {"application/feed+json"}


def test_markup_that_is_no_feed_is_one_sentence(tmp_path: Path) -> None:
    write(tmp_path / "a.xml", "<urlset><url/></urlset>")
    write(tmp_path / "b.rss", FEED[: FEED.index("Third")])
    write(tmp_path / "c.atom", "x" * 2_000)
    found = read(tmp_path)
    assert len(documents(found)) == 3
    assert [(one.uri.rpartition("/")[2], one.outcome, one.reason) for one in failures(found)] == [
        (
            "a.xml",
            FetchOutcome.WRONG_TYPE,
            "is no feed: it begins with <urlset>, not with <rss>, <feed> or <rdf:RDF>",
        ),
        (
            "b.rss",
            FetchOutcome.FAILED,
            f"cannot be read: it breaks off, and its last entry may be incomplete; {CUT_OFF}",
        ),
        (
            "c.atom",
            FetchOutcome.TOO_LARGE,
            "is larger than 1,000 bytes; to read it, raise NEWSLEDGER_MAX_DOCUMENT_BYTES",
        ),
    ]
