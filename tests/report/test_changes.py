"""What a version of an article has otherwise than the one before."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from schemas.records import Entity, Figure, Mention, Quote, Tags
from tasks.report.changes import Change, Version, compare, figure_said, sentences
from tests.load.making import NOON

MADE_BY = frozenset((name, "1", "a") for name in ("clean", "entities", "quotes", "figures"))
BODY = "Crews walked out at noon on Monday. The harbour is shut.\n\nNobody knows for how long."
FIRST = Version(1, False, NOON, "Harbour shut", None, BODY, Tags(), MADE_BY)
PROSE = st.lists(
    st.sampled_from(["The harbour is shut.", "The harbour is still shut.", "Talks failed.", "Talks failed at noon."]),
    max_size=8,
)


def tags(*figures: tuple[float, str], names: tuple[str, ...] = (), quotes: tuple[str, ...] = ()) -> Tags:
    return Tags(
        mentions=tuple(Mention("body", 0, 1, name, "PERSON") for name in names),
        entities=tuple(Entity(name, "PERSON", (n,)) for n, name in enumerate(names)),
        quotes=tuple(Quote("body", 0, 1, text, 0 if names else None, "said") for text in quotes),
        figures=tuple(Figure("body", 0, 1, "", low, low, unit, None) for low, unit in figures),
    )


def changes(before: str, after: str) -> list[tuple[str | None, str | None]]:
    found = compare(replace(FIRST, body=before), replace(FIRST, body=after)).sentences
    return [(change.before, change.after) for change in found]


def test_sentences_are_those_of_all_paragraphs_in_plain_white_space() -> None:
    assert sentences("Mr. Hale left.  “Enough,” he said.\n\nThen\tquiet") == [
        "Mr.",
        "Hale left.",
        "“Enough,” he said.",
        "Then quiet",
    ]
    assert sentences("") == []


def test_the_same_text_has_no_difference() -> None:
    found = compare(FIRST, replace(FIRST, body=BODY.replace("\n\n", "\n")))
    assert (found.headline, found.standfirst, found.sentences) == (None, None, ())
    assert (found.names, found.quotes, found.figures) == ((), (), ())


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (BODY + " Talks failed.", [(None, "Talks failed.")]),
        (BODY.replace("The harbour is shut.\n\n", ""), [("The harbour is shut.", None)]),
        (
            BODY.replace("noon on Monday", "ten on Monday"),
            [("Crews walked out at noon on Monday.", "Crews walked out at ten on Monday.")],
        ),
        (
            BODY.replace("The harbour is shut.", "Talks failed. The harbour is not shut."),
            [(None, "Talks failed."), ("The harbour is shut.", "The harbour is not shut.")],
        ),
        ("Everything else.", [*((each, None) for each in sentences(BODY)), (None, "Everything else.")]),
    ],
)
def test_sentences_are_added_removed_or_changed(after: str, expected: list[tuple[str | None, str | None]]) -> None:
    assert changes(BODY, after) == expected


@given(before=PROSE, after=PROSE)
def test_what_is_not_said_to_be_changed_is_the_same(before: list[str], after: list[str]) -> None:
    found = changes(" ".join(before), " ".join(after))
    kept = Counter(before) - Counter(old for old, _ in found if old)
    assert kept == Counter(after) - Counter(new for _, new in found if new)
    assert all(old != new for old, new in found)
    assert (found == []) == (before == after)


def test_a_long_text_that_is_another_one_takes_no_long_time_to_compare() -> None:
    before, after = ([f"{word} number {n} is shut." for n in range(400)] for word in ("Harbour", "Airport"))
    found = changes(" ".join(before), " ".join(after))
    assert found == [*((each, None) for each in before), *((None, each) for each in after)]


def test_a_headline_and_a_standfirst_change() -> None:
    found = compare(FIRST, replace(FIRST, headline="Harbour open", standfirst="Crews are back"))
    assert found.headline == Change("Harbour shut", "Harbour open")
    assert found.standfirst == Change(None, "Crews are back")


def test_figures_of_one_unit_stand_beside_each_other() -> None:
    before = tags((1700, "lorries"), (3, "days"), (3, "days"), (5, "percent"))
    after = tags((2600, "Lorries"), (3, "days"), (12.5, "EUR"))
    found = compare(replace(FIRST, tags=before), replace(FIRST, tags=after))
    assert found.figures == (
        Change("1,700 lorries", "2,600 Lorries"),
        Change("3 days", None),
        Change("5 percent", None),
        Change(None, "12.5 EUR"),
    )


def test_a_figure_in_short() -> None:
    assert figure_said(Figure("body", 0, 1, "", 2, 3.5, "days", "up to")) == "up to 2 to 3.5 days"


def test_names_come_and_go_and_quotes_change() -> None:
    before = tags(names=("Anna Weiss", "Bert Hall"), quotes=("We have waited two long years",))
    after = tags(names=("Anna Weiss", "Carl Rowe"), quotes=("We have waited three long years", "Enough"))
    found = compare(replace(FIRST, tags=before), replace(FIRST, tags=after))
    assert found.names == (Change("Bert Hall", None), Change(None, "Carl Rowe"))
    assert found.quotes == (
        Change("Anna Weiss: We have waited two long years", "Anna Weiss: We have waited three long years"),
        Change(None, "Anna Weiss: Enough"),
    )


def test_what_others_found_is_not_compared() -> None:
    newer = MADE_BY - {("figures", "1", "a"), ("entities", "1", "a")} | {("figures", "2", "a"), ("entities", "1", "b")}
    found = compare(replace(FIRST, tags=tags((3, "days"))), replace(FIRST, made_by=newer))
    assert (found.names, found.quotes, found.figures) == (None, None, None)


def test_where_nothing_looked_nothing_changed() -> None:
    unread = replace(FIRST, made_by=frozenset({("clean", "1", "a")}))
    found = compare(unread, replace(unread, body="Another."))
    assert (found.names, found.quotes, found.figures) == ((), (), ())
