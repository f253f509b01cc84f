"""What `newsledger quarantine` shows."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from schemas.records import KeptBytes, Quarantined, RawDocument, RawLocation
from tasks.report.page import plain
from tasks.report.quarantine import readable, render, write_list
from tasks.report.query import Format

NOON = datetime(2026, 3, 1, 12, 0, 0, 250, tzinfo=UTC)
KEPT = KeptBytes(RawLocation("run-1.warc.gz", 120), 2_400, "text/plain", NOON)
LINE = Quarantined(
    7, "harbour desk", "clean", "file:///news/two%20words.jsonl#line=3", "is empty", 2, 5, NOON, None, KEPT
)
PLACE = replace(LINE, id=8, stage="fetch", uri="file:///news/locked", error="cannot be opened", attempts=1, kept=None)


def page(each: Quarantined, content: bytes | None = None) -> list[str]:
    raw = RawDocument(each.source, each.uri, "text/plain", content, "", NOON) if content is not None else None
    return list(plain(render(each, raw, "/data/raw")))


def listed(form: Format, *waiting: Quarantined, filtered: bool = False) -> str:
    out = io.StringIO()
    write_list(iter(waiting), out, form, None, filtered=filtered)
    return out.getvalue()


def test_the_page_of_a_document_says_all_that_is_known_and_what_to_do() -> None:
    assert page(LINE, b"{}") == [
        "/news/two words.jsonl, line 3",
        "  is empty",
        "",
        "  id      7",
        "  source  harbour desk",
        "  stage   clean",
        "  since   2026-03-01 12:00:00Z",
        "  tried   2 times, the last time in run 5",
        "  bytes   2.4 kB, read as text/plain, kept in /data/raw/run-1.warc.gz at 120",
        "",
        "How it begins",
        "  {}",
        "",
        "What to do",
        "  Mend it, then: newsledger ingest --source 'harbour desk' '/news/two words.jsonl'",
        "  If nothing is wrong with it but newsledger has learned to read it since: newsledger quarantine retry 7",
        "  If it is not worth loading: newsledger quarantine drop 7",
    ]


def test_the_page_of_a_place_that_could_not_be_read() -> None:
    shown = page(PLACE)
    assert "  tried   once, the last time in run 5" in shown
    assert "  bytes   none were had" in shown
    assert "How it begins" not in shown
    assert "  When that is put right: newsledger quarantine retry 8" in shown


def test_what_came_from_standard_input_is_to_be_handed_in_again() -> None:
    shown = page(replace(PLACE, uri="stdin:#line=4"))
    assert "  When that is put right: newsledger ingest --source 'harbour desk' -" in shown


def test_a_page_of_the_web_is_asked_for_again_by_itself() -> None:
    shown = page(replace(PLACE, uri="https://gazette.example/a"))
    said = (
        "It is asked for again when it is due, unless it is gone; now: newsledger ingest --source 'harbour desk' --soon"
    )
    assert f"  {said}" in shown


def test_what_came_through_needs_nothing() -> None:
    shown = page(replace(LINE, replayed_at=NOON))
    assert "  mended  2026-03-01 12:00:00Z" in shown
    assert shown[-1] == "  Nothing: it has come through since."


def test_an_empty_document_is_said_to_have_no_bytes() -> None:
    shown = page(replace(LINE, kept=replace(KEPT, size=0)), b"")
    assert "  bytes   0 bytes, read as text/plain" in shown
    assert "How it begins" not in shown


NOISE = [f"{bytes(range(start, start + 16)).hex(' ')}  ................" for start in range(128, 192, 16)]


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        (b"plain\r\nlines\n", ["plain", "lines", ""]),
        ("Málaga".encode(), ["Málaga"]),
        (b"A NUL \0 and an escape \x1b[2J", [r"A NUL \x00 and an escape \x1b[2J"]),
        ("für Málaga".encode("latin-1"), [r"f\xfcr M\xe1laga"]),
        (b"\x89PNG\0\x1b[2J", [f"{'89 50 4e 47 00 1b 5b 32 4a':<48} .PNG..[2J"]),
        (bytes(range(128, 256)) * 8, NOISE),
        ("a\u202eb\t".encode(), [r"a\u202eb\t"]),
        (b"x\n" * 20, ["x"] * 8),
        (b"y" * 10_000, ["y" * 400]),
    ],
)
def test_the_first_bytes_are_readable_whatever_they_are(content: bytes, lines: list[str]) -> None:
    assert readable(content) == lines


def test_a_list_has_a_row_for_each_and_says_what_to_do_next() -> None:
    shown = listed(Format.TABLE, LINE, PLACE).splitlines()
    assert shown[1].split("  ")[0].strip() == "7"
    assert "/news/two words.jsonl, line 3" in shown[1]
    assert shown[1].endswith("  2026-03-01 12:00:00Z")
    assert shown[-2] == "2 rows"
    assert shown[-1].startswith("newsledger quarantine show ID says more")


def test_a_list_can_be_read_by_programs() -> None:
    rows = [json.loads(line) for line in listed(Format.JSONL, LINE, PLACE).splitlines()]
    assert [(row["id"], row["place"], row["since"]) for row in rows] == [
        (7, "/news/two words.jsonl, line 3", "2026-03-01T12:00:00+00:00"),
        (8, "/news/locked", "2026-03-01T12:00:00+00:00"),
    ]
    assert listed(Format.JSONL) == ""
    assert listed(Format.CSV) == "id,stage,source,place,error,attempts,since\n"


def test_an_empty_list_is_a_sentence() -> None:
    assert listed(Format.TABLE) == "Nothing is in quarantine.\n"
    assert "without --stage and --source" in listed(Format.TABLE, filtered=True)
