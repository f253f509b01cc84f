from msgspec.structs import replace

from tasks.report.page import plain
from tasks.report.summary import INSTALL, ArchiveRead, EntityCount, RunSummary, Trouble, render

SUMMARY = RunSummary(
    run_id=4,
    flow="ingest",
    status="completed",
    documents=1203,
    outcomes={"loaded": 1200, "quarantined": 3},
    fetches={"fetched": 1203, "timed_out": 2},
    dropped={},
    removed={"boilerplate:social-follow": 40, "boilerplate:newsletter": 2},
    topics={"strike": 12, "traffic": 3},
    untagged=1188,
    decided={},
    entities=(EntityCount("Harwich", "PLACE", 9),),
    troubles=(Trouble("file:///news/a.txt", "quarantined", "clean: the text has no end"),),
    troubles_in_all=5,
)


def page(summary: RunSummary = SUMMARY) -> list[str]:
    return list(plain(render(summary, "sqlite:///news.db", "/data/newsledger-raw")))


def section(title: str, shown: list[str]) -> list[list[str]]:
    start = shown.index(title) + 2
    end = shown.index("", start)
    return [row.rsplit(maxsplit=1) for row in shown[start:end]]


def test_outcomes_add_up_to_the_documents() -> None:
    assert section("Documents", page()) == [["loaded", "1,200"], ["quarantined", "3"], ["total", "1,203"]]


def test_articles_that_no_model_has_read_are_counted_by_language() -> None:
    title = "Loaded, not tagged: no model for their language"
    *counts, how = section(title, page(replace(SUMMARY, without_model={"de": 4, "es": 1})))
    assert (counts, " ".join(how).strip()) == ([["de", "4"], ["es", "1"]], INSTALL)
    assert title not in page()


def test_articles_that_were_tagged_in_part_are_counted() -> None:
    said = "Tagged in part: 2 articles, of whose text nothing is tagged behind the first 200,000 characters"
    assert said in page(replace(SUMMARY, tagged_in_part=2))
    assert not any("Tagged in part" in each for each in page())


def test_fetches_are_shown_when_one_failed() -> None:
    assert section("Fetches", page()) == [["fetched", "1,203"], ["timed_out", "2"], ["total", "1,205"]]
    assert "Fetches" not in page(replace(SUMMARY, fetches={"fetched": 1203}))


def test_what_was_dropped_has_its_reasons() -> None:
    shown = page(replace(SUMMARY, dropped={"no text is left after cleaning": 1_001, "was published before 2026": 3}))
    assert section("Dropped", shown) == [
        ["no text is left after cleaning", "1,001"],
        ["was published before 2026", "3"],
    ]
    assert "Dropped" not in page()


def test_what_was_removed_and_found() -> None:
    shown = page()
    assert section("Removed pieces", shown)[0] == ["boilerplate:social-follow", "40"]
    assert section("Topics", shown) == [["strike", "12"], ["traffic", "3"], ["(no topic)", "1,188"]]
    assert section("Entities named most", shown) == [["Harwich  PLACE", "9"]]


def test_what_editors_have_decided_is_counted_and_what_waits() -> None:
    assert "Overrides" not in page()
    shown = list(plain(render(replace(SUMMARY, decided={"add": 2, "remove": 1}), "", "", waiting=4)))
    assert section("Overrides", shown) == [["add", "2"], ["remove", "1"], ["(article not in the ledger)", "4"]]


def test_what_went_wrong_has_its_reason_and_how_much_more_there_is() -> None:
    shown = page()
    assert "  quarantined  /news/a.txt: clean: the text has no end" in shown
    assert any(line.startswith("  and 4 more: newsledger quarantine list") for line in shown)
    shown = page(replace(SUMMARY, troubles_in_all=1))
    assert any(line.startswith("  newsledger quarantine list") for line in shown)


def test_files_that_were_passed_over_are_counted_with_their_endings() -> None:
    def said(**unread: int) -> list[str]:
        shown = plain(render(SUMMARY, "", "", {ending.replace("_", "."): n for ending, n in unread.items()}))
        return [line for line in shown if line.startswith("Passed over")]

    assert said() == []
    assert said(_md=1) == ["Passed over, by their names: 1 file (.md 1)"]
    assert said(_a=1, _pdf=1_200, _b=1, _c=1, _d=1, _e=1, _f=2) == [
        "Passed over, by their names: 1,207 files (.pdf 1,200, .f 2, .a 1, .b 1, .c 1 and 2 other endings)"
    ]


def test_where_everything_is() -> None:
    assert page()[-2:] == ["ledger     sqlite:///news.db", "raw store  /data/newsledger-raw"]


def test_a_run_that_changed_nothing_is_short() -> None:
    quiet = replace(
        SUMMARY, outcomes={"unchanged": 2}, documents=2, fetches={"fetched": 2}, removed={}, topics={}, untagged=0,
        entities=(), troubles=(), troubles_in_all=0,
    )  # fmt: skip
    assert page(quiet) == [
        "Run 4 (ingest) completed", "", "Documents", "outcome    count", "unchanged      2", "total          2", "",
        "ledger     sqlite:///news.db", "raw store  /data/newsledger-raw",
    ]  # fmt: skip


def test_what_was_read_of_archives_is_said() -> None:
    whole, part = ArchiveRead("file:///a.warc", 1_000, 3_000, 3_000), ArchiveRead("file:///b.warc", 0, 1_500, 2_000)
    again = ArchiveRead("file:///c.warc", 700, 700, 700)
    shown = page(replace(SUMMARY, archives=(whole, part, again), passed={"gone: HTTP status 404": 1_200}))
    start = shown.index("Archives")
    assert shown[start + 1 : start + 4] == [
        "  /a.warc: bytes 1,000 to 3,000",
        "  /b.warc: bytes 0 to 1,500 of 2,000",
        "  /c.warc: read to its end before",
    ]
    assert section("Records that are no documents", shown) == [["gone: HTTP status 404", "1,200"]]
