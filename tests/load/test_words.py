import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.load.words import LARGEST_VECTOR, LAST_POSITION, LONGEST_WORD, vector, words


def folded(text: str) -> list[str]:
    return [word.folded for word in words(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ferries STOP at noon.", ["ferries", "stop", "at", "noon"]),
        ("“Café,” she said—twice", ["cafe", "she", "said", "twice"]),
        ("Cafe\u0301", ["cafe"]),
        ("Port-au-Prince's M20", ["port", "au", "prince", "s", "m20"]),
        ("snake_case", ["snake", "case"]),
        ("Žluťoučký kůň", ["zlutoucky", "kun"]),
        ("Αθήνα и Йошкар", ["αθηνα", "и", "иошкар"]),
        ("東京 の 港", ["東京", "の", "港"]),
        ("— … 🙂", []),
        ("\u0301", []),
        ("x" * 1000, ["x" * LONGEST_WORD]),
    ],
)
def test_words_are_without_case_accents_and_signs(text: str, found: list[str]) -> None:
    assert folded(text) == found


@given(st.text())
def test_a_word_stands_where_it_says(text: str) -> None:
    for word in words(text):
        assert folded(text[word.start : word.end]) == [word.folded]


def test_a_vector_has_every_place_and_a_gap_between_fields() -> None:
    assert vector(["Ferry strike", None, "strike, again"]) == "'ferry':2 'strike':3,6 'again':7"


def test_a_huge_text_stays_within_what_postgresql_takes() -> None:
    huge = vector([" ".join(f"w{n}" for n in range(200_000))])
    assert len(huge.encode()) < 2 * LARGEST_VECTOR
    assert "'w0':2 " in huge
    assert huge.endswith(f":{LAST_POSITION}")
