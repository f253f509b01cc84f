"""The words around names."""

from __future__ import annotations

import pytest

from schemas.gazetteer import Words
from tasks.tag.lexicon import NameWords


@pytest.mark.parametrize("left_out", [{each} for each in Words.model_fields] + [{*Words.model_fields}])
def test_a_list_may_be_empty(left_out: set[str]) -> None:
    """As of a language that has no such words, or of which nobody has collected them."""
    lists = {each: () if each in left_out or each == "kinds" else ("Vou",) for each in Words.model_fields}
    pet_names = {} if "pet_names" in left_out else {"vou": ("vouvou",)}
    words = NameWords(Words.model_validate({**lists, "pet_names": pet_names}))
    assert (words.titled.search("Ada Vou Marsh") is None) == ("honorifics" in left_out)
    assert words.leading(["Vou", "Ada"], words.titles) == (not {"honorifics", "titles"} <= left_out)
