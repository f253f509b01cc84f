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


@pytest.mark.parametrize("text", ["the harbour (HPL)", "Pilots' League (RMT)", "(HPL)", "Harbour\nPilots (HP)", ""])
def test_other_letters_spell_nothing(words: NameWords, text: str) -> None:
    assert list(spelt_out(text, words)) == []
