"""Which news agencies an article is credited to."""

from __future__ import annotations

from pathlib import Path

import pytest

from tasks.clean.io import load_rules

READER = load_rules(Path(__file__).parents[2] / "config").agencies


@pytest.mark.parametrize(
    ("name", "agency"),
    [
        ("Press Association", "PA"),
        ("PRESS ASSOCIATION", "PA"),
        ("PA", "PA"),
        ("pa", None),  # a word, or somebody's initials
        ("Sid", None),
        ("Reuters", "Reuters"),
        ("Deutsche Presse-Agentur", "dpa"),
        ("Ada Byrne", None),
        ("", None),
    ],
)
def test_named(name: str, agency: str | None) -> None:
    assert READER.named(name) == agency


@pytest.mark.parametrize(
    ("names", "agencies"),
    [(["dpa/AFP"], ["dpa", "AFP"]), (["Ada Byrne and Reuters"], ["Reuters"]), (["Tom Reuter", "Apart"], [])],
)
def test_among_names(names: list[str], agencies: list[str]) -> None:
    assert list(READER.among(names)) == agencies


@pytest.mark.parametrize(
    ("line", "agencies"),
    [
        ("Additional reporting by Press Association", ["PA"]),
        ("Mit Material von dpa und AFP", ["dpa", "AFP"]),
        ("Photo: AFP", []),
        ("The PAPER and its readers", []),
    ],
)
def test_in_credits(line: str, agencies: list[str]) -> None:
    assert list(READER.in_credits([line])) == agencies


@pytest.mark.parametrize(
    ("body", "agencies"),
    [
        ("LONDON (Reuters) - The harbour was shut on Monday.\n\nIt opens again on Friday.", ["Reuters"]),
        ("HARBOUR TOWN, Oct. 3 (AP) — The harbour was shut.", ["AP"]),
        ("Hafenstadt (dpa/lno) - Der Hafen ist zu.", ["dpa"]),
        ("(ANSA) - ROMA, 3 MAG - Il porto è chiuso.", ["ANSA"]),
        ("The harbour was shut.\n\nIt opens again on Friday. (AFP)", ["AFP"]),
        ("Der Hafen ist zu.\n\ndpa/lno", ["dpa"]),
        ("The harbour was shut.\n\n© AFP", ["AFP"]),
        ("The Automobile Association (AA) said so.\n\nIt was sold to a group (AP) that nobody knows well.", []),
        ("A rule of the Press Association was broken, said the AP.", []),
        ("", []),
    ],
)
def test_in_a_body(body: str, agencies: list[str]) -> None:
    assert list(READER.in_body(body)) == agencies
