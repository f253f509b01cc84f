from __future__ import annotations

import pytest

from tasks.tag.lexicon import NameWords
from tasks.tag.spelt_out import spelt_out


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("said the Harbour Pilots' League (HPL) on Monday", "Harbour Pilots' League"),
        ("the Office for Rural Roads (ORR)", "Office for Rural Roads"),
        ("Northern Heron Service <NHS> said", "Northern Heron Service"),
    ],
)
def test_a_name_before_its_acronym(words: NameWords, text: str, name: str) -> None:
    assert [text[one.start : one.end] for one in spelt_out(text, words)] == [name]


def test_an_acronym_that_is_a_word_is_found_with_its_name(words: NameWords) -> None:
    text = "The Dunmouth Environment Protection Agency (Depa) left."
    found = [text[one.start : one.end] for one in spelt_out(text, words)]
    assert found == ["Dunmouth Environment Protection Agency", "Depa"]
    assert list(spelt_out("The Dunmouth Environment Agency (Labour) left.", words)) == []


@pytest.mark.parametrize("text", ["the harbour (HPL)", "Pilots' League (RMT)", "(HPL)", "Harbour\nPilots (HP)", ""])
def test_other_letters_spell_nothing(words: NameWords, text: str) -> None:
    assert list(spelt_out(text, words)) == []
