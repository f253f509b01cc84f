from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.errors import ModelError
from tasks.clean.block_model import Trees, choose
from tasks.clean.blocks import Blocks
from tasks.clean.body import ARTICLE_WORDS, find_body
from tasks.clean.features import features
from tasks.clean.io import MODELS, PAGE_BLOCKS, TEXT_LINES, load_model, load_rules
from tasks.clean.page import parse_page
from tasks.clean.rules import compile_rules
from tasks.clean.vocabulary import Vocabulary

RULES = load_rules(Path(__file__).parents[2] / "config")
PROSE = (
    "The harbour master said on Monday that no ferry would sail before the end of the week, and the quay stays closed."
)
STORY = [PROSE, *(PROSE.replace("Monday", day).replace("week", "month") for day in ("Friday", "Sunday", "Tuesday"))]


def page(body: str) -> Blocks:
    return parse_page(f"<html><body>{body}</body></html>").blocks


def test_a_tree_asks_one_question_a_level() -> None:
    trees = Trees(
        columns=np.array([[0, 1], [1, 1]]),
        borders=np.array([[1.0, 10.0], [5.0, np.inf]]),
        leaves=np.array([[0.0, 1.0, 2.0, 3.0], [10.0, 20.0, 30.0, 40.0]]),
        bias=0.5,
    )
    rows = np.array([[0.0, 0.0], [2.0, 0.0], [0.0, 11.0], [2.0, 11.0], [1.0, 5.0]])
    assert trees.log_odds(rows).tolist() == [10.5, 11.5, 22.5, 23.5, 10.5]


def test_blocks_are_taken_while_that_makes_the_expected_f1_better() -> None:
    assert choose(np.array([0.9, 0.1, 0.8, 0.3]), [100, 100, 50, 10]) == [0, 2]
    assert choose(np.array([0.3, 0.25]), [10, 10]) == [0, 1]
    assert choose(np.array([0.1, 0.15]), [10, 10]) == []
    assert choose(np.zeros(0), []) == []


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(1, 50)), min_size=1, max_size=7))
def test_no_other_number_of_the_likeliest_blocks_is_expected_to_be_better(found: list[tuple[float, int]]) -> None:
    probabilities, words = np.array([p for p, _ in found]), [w for _, w in found]
    order = np.argsort(-probabilities, kind="stable")
    right = [p * w for p, w in found]

    def expected(taken: set[int]) -> float:
        return 2 * sum(right[n] for n in taken) / max(1e-9, sum(words[n] for n in taken) + sum(right))

    chosen = set(choose(probabilities, words))
    best = max(expected(set(order[:size].tolist())) for size in range(1, len(found) + 1))
    likely = [n for n in range(len(found)) if probabilities[n] >= 0.2]
    assert chosen <= set(likely)
    if chosen and all(p >= 0.2 for p in probabilities):
        assert expected(chosen) == pytest.approx(best)


def test_every_feature_has_a_finite_value_for_every_block() -> None:
    shown = page(
        f"<nav><a href=/>Home</a></nav><h1>Ferries</h1><p>{PROSE}</p><p>港は月曜日に閉鎖された。</p><div>1</div>"
    )
    for name, column in features(shown, Vocabulary({}, {}, {}), "Ferries").items():
        assert column.shape == (len(shown.blocks),), name
        assert np.isfinite(column).all(), name


def test_the_model_knows_a_story_from_a_menu() -> None:
    menu = "".join(f"<li><a href=/{n}>Section {n}</a></li>" for n in range(9))
    shown = page(
        f"<ul class=nav>{menu}</ul><article><h1>Ferries stay in port</h1>{''.join(f'<p>{text}</p>' for text in STORY)}"
        "</article><footer><p>© Harbour News. All rights reserved.</p><a href=/terms>Terms of use</a></footer>"
    )
    chosen = [shown.blocks[n].text for n in find_body(shown, RULES, "Ferries stay in port")]
    assert [text for text in chosen if text != "Ferries stay in port"] == STORY


def test_what_a_heading_announces_goes_to_the_end_of_its_box() -> None:
    teasers = "".join(f"<p>{text.replace('ferry', 'train')}</p>" for text in STORY)
    told = "".join(f"<p>{text}</p>" for text in STORY)
    shown = page(
        f"<article>{told}<section><h2>More on this story</h2>{teasers}</section><p>{PROSE} It was late.</p></article>"
    )
    assert [shown.blocks[n].text for n in find_body(shown, RULES, "")] == [*STORY, f"{PROSE} It was late."]


def test_a_box_with_most_of_the_article_is_the_articles() -> None:
    told = "".join(f"<p>{text}</p>" for text in STORY)
    shown = page(f"<h1>Ferries stay in port</h1><article><h3>Related</h3>{told}</article>")
    assert [text for n in find_body(shown, RULES, "") if (text := shown.blocks[n].text) in STORY] == STORY


def test_a_text_that_comes_again_is_taken_once() -> None:
    shown = page(f"<article><p>{PROSE}</p><p>{PROSE}</p></article>")
    assert find_body(shown, RULES, "") == [0]


WITHOUT_MODEL = compile_rules(())  # which would find unlikely what names speak against
ARTICLE = f"<article><p>{PROSE}</p><p>{PROSE} It rained.</p></article>"


@pytest.mark.parametrize("name", ["class='cmp-Cookie-list'", "id=login-modal", "role=dialog", "class='sign-up box'"])
def test_a_dialogue_is_no_part_of_the_article(name: str) -> None:
    asking = f"<div {name}><p>This is kept for a year so that we know who comes back.</p></div>"
    assert find_body(page(f"{ARTICLE}{asking}"), WITHOUT_MODEL, "") == [0, 1]
    assert find_body(page(f"<div {name}>{ARTICLE}</div>"), WITHOUT_MODEL, "") == [0, 1]


def test_readers_comments_are_no_part_of_the_article_however_many_there_are() -> None:
    said = "".join(f"<li class=comment><p>{PROSE} I was there on day {n}.</p></li>" for n in range(20))
    long = "".join(f"<p>{PROSE} It rained on day {n}.</p>" for n in range(ARTICLE_WORDS // len(PROSE.split()) + 1))
    article = page(f"<article>{long}</article><ul class='comment-list'>{said}</ul><p>{PROSE}</p>")
    assert [article.blocks[n].text for n in find_body(article, WITHOUT_MODEL, "")] == [
        *(block.text for block in page(long).blocks),
        PROSE,
    ]


def test_an_article_may_be_called_a_comment() -> None:
    assert find_body(page(f"<p>{PROSE} So it is.</p><div class=comment>{ARTICLE}</div>"), WITHOUT_MODEL, "") == [
        0,
        1,
        2,
    ]


def test_without_a_model_all_is_kept() -> None:
    shown = page("<p>One</p><p>Two</p>")
    assert find_body(shown, compile_rules(()), "") == [0, 1]
    assert find_body(page(""), compile_rules(()), "") == []


@pytest.mark.parametrize("name", [PAGE_BLOCKS, TEXT_LINES])
def test_the_models_features_are_those_that_are_made(name: str) -> None:
    model = load_model(MODELS / name)
    assert set(model.columns) <= set(features(page("<p>One</p>"), model.vocabulary, ""))


def test_a_model_that_is_missing_or_another_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"page_blocks\.json cannot be read: check newsledger out anew"):
        load_model(tmp_path / PAGE_BLOCKS)
    (tmp_path / "page_blocks.json").write_text("{}")
    (tmp_path / "SHA256SUMS").write_text(f"{'0' * 64}  page_blocks.json\n")
    with pytest.raises(ModelError, match=r"is not the one in .*SHA256SUMS"):
        load_model(tmp_path / PAGE_BLOCKS)


@pytest.mark.parametrize("name", [PAGE_BLOCKS, TEXT_LINES])
def test_the_models_are_small_and_vouched_for(name: str) -> None:
    content = (MODELS / name).read_bytes()
    assert hashlib.sha256(content).hexdigest() in (MODELS / "SHA256SUMS").read_text()
    assert len(content) < 2_000_000
    assert set(json.loads(content)) == {"columns", "trees", "vocabulary"}
