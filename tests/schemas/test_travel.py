from __future__ import annotations

import pickle
from collections.abc import Iterator
from typing import TypeVar

import pytest
from dask.tokenize import tokenize

from schemas.records import Removed
from schemas.travel import Parcel, Recipe

Thing = TypeVar("Thing")

MADE: list[str] = []


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    MADE.clear()
    yield
    MADE.clear()


def make(name: str) -> list[str]:
    MADE.append(name)
    return [name]


def sent(thing: Thing) -> Thing:
    there: Thing = pickle.loads(pickle.dumps(thing))  # noqa: S301 - our own
    return there


def test_a_parcel_holds_what_was_put_in_wherever_it_goes() -> None:
    records = [Removed(f"piece {number}", "a:b") for number in range(3)]
    there = sent(Parcel(records))
    further = sent(there)
    assert there.content == further.content == records


class Counted:
    """Tells when it is packed."""

    def __reduce__(self) -> tuple[type[Counted], tuple[()]]:
        MADE.append("packed")
        return Counted, ()


def test_it_is_packed_once_however_often_it_is_handed_on() -> None:
    there = sent(sent(Parcel(Counted())))
    assert isinstance(there.content, Counted)
    assert MADE == ["packed"]


def test_what_is_packed_before_it_goes_is_not_packed_again_by_any_protocol() -> None:
    packed = Parcel(Counted()).packed()
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        there = pickle.loads(pickle.dumps(packed.packed(), protocol))  # noqa: S301 - our own
        assert isinstance(there.content, Counted)
    assert MADE == ["packed"]


def test_its_bytes_are_not_copied_where_the_carrier_takes_them_apart() -> None:
    beside: list[pickle.PickleBuffer] = []
    frame = pickle.dumps(Parcel(["a" * 1000]), 5, buffer_callback=beside.append)
    assert len(frame) < 200
    assert pickle.loads(frame, buffers=beside).content == ["a" * 1000]  # noqa: S301 - our own


def test_dask_names_each_without_looking_into_it() -> None:
    one, other = (tokenize(Parcel(Counted())) for _ in range(2))
    assert one != other
    assert MADE == []


def test_within_a_process_nothing_is_packed() -> None:
    records = [object()]
    assert Parcel(records).content is records


def test_a_tool_that_is_there_is_not_made() -> None:
    tool = ["at hand"]
    assert Recipe(make, "other", made=tool).tool is tool
    assert MADE == []


def test_another_process_makes_its_own_once() -> None:
    travelled = [sent(Recipe(make, "own", made=["at hand"])) for _ in range(3)]
    assert [recipe.tool for recipe in travelled] == [["own"]] * 3
    assert MADE == ["own"]
