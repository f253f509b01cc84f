from __future__ import annotations

from importlib import import_module

from benchmarks.ablation import F1, LISTS, SCORES, STEPS
from schemas.gazetteer import Words


def test_every_list_and_step_that_is_left_out_exists() -> None:
    assert {name for lists in LISTS.values() for name in lists} <= set(Words.model_fields)
    named = [f"tasks.tag.{name}".rpartition(".") for steps in STEPS.values() for name in steps]
    assert all(hasattr(import_module(module), step) for module, _, step in named)


def test_the_scorers_lines_are_read() -> None:
    printed = "".join(
        f"{name:28s} P 0.1  R 0.2  F1 0.{n}   (1 right, 2 wrong, 3 missed)\n" for n, name in enumerate(SCORES)
    )
    assert [match["value"] for match in F1.finditer(printed)] == ["0.0", "0.1", "0.2", "0.3"]
