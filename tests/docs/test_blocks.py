"""The blocks themselves are found as they stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.blocks import blocks


def written(tmp_path: Path, text: str) -> Path:
    document = tmp_path / "page.md"
    document.write_text(text, encoding="utf-8")
    return document


def test_a_block_has_its_line_its_commands_and_what_they_print(tmp_path: Path) -> None:
    (block,) = blocks(written(tmp_path, "Say:\n\n```sh\necho hello\n```\n\n```text\nhello\n```\n"))
    assert (block.line, block.how, block.script, block.output) == (3, "quick", "echo hello\n", "hello\n")


def test_output_belongs_only_to_the_block_right_before_it(tmp_path: Path) -> None:
    first, second = blocks(written(tmp_path, "```sh\ntrue\n```\n\nand\n\n```sh full\necho\n```\n\n```text\n\n```\n"))
    assert (first.output, second.how, second.output) == (None, "full", "\n")


@pytest.mark.parametrize("info", ["by hand", "by hand:", "sometimes"])
def test_a_block_that_is_not_run_says_why(tmp_path: Path, info: str) -> None:
    with pytest.raises(ValueError, match="sh"):
        blocks(written(tmp_path, f"```sh {info}\ntrue\n```\n"))
