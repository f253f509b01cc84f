from __future__ import annotations

import pytest

from schemas.records import Article
from tasks.tag.tagger import Tagger


def called(tagger: Tagger, printed: str) -> list[tuple[int, str]]:
    """Where the body names somebody called Snow, and as what; its first paragraph gives the full name."""
    body = f"Clara Snow, the mayor, opened the new quay.\n\n{printed}"
    (tags,) = tagger.tag([Article(body)])
    return [(one.start - body.index(printed), one.text) for one in tags.mentions if one.start > 40]


@pytest.mark.parametrize(
    "printed", ["Snow said it was time.", "Snow's plan was late.", "Yesterday Snow was there.", "Snow had left."]
)
def test_somebody_is_called_by_a_surname_that_is_a_word(tagger: Tagger, printed: str) -> None:
    assert called(tagger, printed) == [(printed.index("Snow"), "Snow")]


@pytest.mark.parametrize(
    "printed", ["The Snow was deep.", "It was this Snow that fell.", "More fell. In Snow was a track."]
)
def test_behind_some_words_it_is_the_word(tagger: Tagger, printed: str) -> None:
    assert called(tagger, printed) == []


def test_it_is_nobody_whose_full_name_is_not_there(tagger: Tagger) -> None:
    (tags,) = tagger.tag([Article("The mayor opened the new quay.\n\nMarch was cold, and April will be warm.")])
    assert tags.mentions == ()


def test_a_month_is_a_person_where_it_does_something(tagger: Tagger) -> None:
    body = "Theresa May spoke on Friday.\n\nIn May she had said little. In Dover, May said that she would go."
    (tags,) = tagger.tag([Article(body)])
    places = [one.start for one in tags.mentions if one.text == "May"]
    assert places == [body.index("May said")]
    assert [(entity.name, len(entity.mentions)) for entity in tags.entities if entity.label == "PERSON"] == [
        ("Theresa May", 2)
    ]
