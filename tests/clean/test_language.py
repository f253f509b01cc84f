"""The language of an article, as its page says it or as its text shows it."""

from __future__ import annotations

import pytest

from tasks.clean.language import SURE, choose_language, find_language

ENGLISH = "The harbour was closed on Monday after a storm that nobody on the island had forecast. "
GERMAN = "Der Hafen wurde am Montag nach einem Sturm geschlossen, den auf der Insel niemand vorhergesehen hatte. "
DANISH = "Havnen blev lukket mandag efter en storm, som ingen på øen havde forudset, og brødet er sluppet op. "


@pytest.mark.parametrize(
    ("said", "text", "language"),
    [
        ("de", ENGLISH * 10, "en"),
        ("en", GERMAN * 10, "de"),
        ("en", GERMAN, "en"),
        ("en", ENGLISH * 10, "en"),
        ("en", (GERMAN + ENGLISH)[:140] * 5, "de"),
        ("no", DANISH * 10, "no"),
        (None, GERMAN, "de"),
        (None, "Hafen zu", None),
        ("de", "", "de"),
    ],
)
def test_a_long_text_has_the_last_word(said: str | None, text: str, language: str | None) -> None:
    assert len(text) >= SURE or said is None or said == language
    assert choose_language(said, text) == language


def test_figures_with_a_few_words_are_in_no_language() -> None:
    table = "Sarn Net 1st qtr Feb 28 net shr 11 cts vs 21 cts net 312,000 vs 598,000 revs 14.2 mln vs 13.1 mln\n"
    assert find_language(table) is None


def test_only_the_beginning_is_looked_at() -> None:
    assert find_language(ENGLISH * 10 + GERMAN * 1000) == "en"
