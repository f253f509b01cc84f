"""The editors' file: what may stand in it, and what is said of what may not."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.entities import Naming
from schemas.errors import ConfigError
from tasks.link.io import NAMINGS, load_decisions
from tasks.link.namings import HEADER, parse, with_naming

PATH = Path("entities.csv")
CONFIG = Path(__file__).parents[2] / "config"


def test_a_line_says_what_a_name_is() -> None:
    text = f"{HEADER}\n\nRHA,,,Road Haulage Association,ORG,Q7,\nMr Grace ,PERSON,gazette,Amber Grace,WORK,,a ferry\n"
    assert parse(text, PATH) == [
        (3, Naming(name="RHA", entity="Road Haulage Association", label="ORG", wikidata="Q7")),
        (
            4,
            Naming(
                name="Mr Grace", found_as="PERSON", where="gazette", entity="Amber Grace", label="WORK", note="a ferry"
            ),
        ),
    ]


@pytest.mark.parametrize("text", ["", HEADER, f"\ufeff{HEADER}\n,,,,,,\n"])
def test_a_file_may_say_nothing(text: str) -> None:
    assert parse(text, PATH) == []


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["RHA,,,Road Haulage Association,OGR,,"], "2: label: must be 'PERSON', .*; did you mean 'ORG'"),
        (["RHA,,,,ORG,,"], "2: entity: is missing"),
        (["RHA,,,Road Haulage Association,ORG,7,"], "2: wikidata: must have the form"),
        (["RHA,ORG"], "2: must have 7 cells, and has 2"),
        (['"RHA,,,'], "2: is not CSV"),
        (["RHA,,17,RHA,ORG,,"], "2: where: '17' is a number that only one ledger knows"),
        (["RH\0A,,,Road Haulage Association,ORG,,"], "2: "),
        ([f"{'x' * 301},,,RHA,ORG,,"], "2: name: must have at most 300 characters"),
        (["RHA,,,One,ORG,,", "rha,,,Two,ORG,,"], "3: line 2 already says what 'rha' is there"),
        (["RHA,,,One Two,ORG,,", "R,,,One two,ORG,,"], "3: 'One two' is written 'One Two' on line 2"),
        (["RHA,,,One,ORG,Q1,", "R,,,One,ORG,Q2,"], "3: 'One' has Q1 on line 2"),
        (["A,,,B,ORG,,", "B,,,C,ORG,,"], "2: 'B' is 'C' .ORG. by line 3: name that one here as well"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(lines: list[str], said: str) -> None:
    with pytest.raises(ConfigError, match=rf"^entities.csv:{said}"):
        parse("\n".join([HEADER, *lines]), PATH)


def test_a_misspelt_column_is_named_with_the_nearest() -> None:
    with pytest.raises(ConfigError, match=r"^entities.csv:1: the first line must be .*'labl'; did you mean 'label'"):
        parse(HEADER.replace("label", "labl"), PATH)


def test_a_name_may_be_a_thing_of_its_own_and_be_told_apart_by_place_and_kind() -> None:
    lines = ["A,,,A,ORG,,", "A,PERSON,,A (a ship),WORK,,", "A,,gazette,A (of Dover),ORG,,", "A,,echo,A (of Ayr),ORG,,"]
    assert len(parse("\n".join([HEADER, *lines]), PATH)) == 4


CELLS = st.text(min_size=1, max_size=20).filter(lambda text: text.strip() and text.isprintable())


@given(st.lists(st.tuples(CELLS, CELLS), max_size=3))
def test_what_is_written_is_read_again(pairs: list[tuple[str, str]]) -> None:
    text = ""
    written: list[Naming] = []
    for name, note in pairs:
        naming = Naming(name=f"{name} {len(written)}", entity="Amber Grace", label="WORK", note=note)
        text = with_naming(text, naming, PATH)
        written.append(naming)
    assert [naming for _, naming in parse(text, PATH)] == written


def test_the_file_that_comes_with_newsledger_is_valid(tmp_path: Path) -> None:
    assert (CONFIG / NAMINGS).exists()
    load_decisions(CONFIG)
    assert load_decisions(tmp_path).lines == ()
    (tmp_path / NAMINGS).write_bytes(b"\xff")
    with pytest.raises(ConfigError, match="cannot be read"):
        load_decisions(tmp_path)
