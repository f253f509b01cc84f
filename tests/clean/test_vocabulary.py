from __future__ import annotations

from tasks.clean.vocabulary import Vocabulary, edge_words, name_words, text_words


def test_the_words_of_a_name_and_their_pairs() -> None:
    assert name_words("article-bodyText") == ["article", "body", "text", "article body", "body text"]
    assert name_words("x1") == []
    assert name_words("css-1a2b3c") == ["css"]


def test_of_a_long_block_head_and_tail_are_looked_up() -> None:
    words = [str(n) for n in range(100)]
    assert text_words(words) == [*words[:40], *words[-20:]]
    assert text_words(words[:60]) == words[:60]


def test_how_a_block_begins_and_ends() -> None:
    assert edge_words(["click", "to", "follow"]) == ["^click to", "$to follow", "=click to follow"]
    assert edge_words([str(n) for n in range(9)]) == ["^0 1", "$7 8"]


def test_what_an_attribute_says_is_summed() -> None:
    vocabulary = Vocabulary({}, {"article": 1.0, "body": 0.5, "related": -2.0}, {})
    said = vocabulary.attribute("article-body related")
    assert (said.total, said.least, said.most) == (-0.5, -2.0, 1.0)
    assert vocabulary.attribute("article-body related") is said
    assert vocabulary.attribute("related body article").total == -0.5
    assert vocabulary.attribute("related article-body related").total == -0.5
    assert (said.elsewhere, vocabulary.attribute("article-body").elsewhere) == (True, False)
    assert vocabulary.attribute("x").total == 0
