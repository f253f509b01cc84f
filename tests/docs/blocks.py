"""The commands in a Markdown document.

    ```sh                    run, in a copy of the checkout that the document's blocks share
    ```sh full               run with the full tests only: it needs a server or minutes
    ```sh server             started in the background (full tests only), ended when the document is done
    ```sh postgresql         run with the full tests, NEWSLEDGER_DATABASE_URL being a PostgreSQL database
    ```sh by hand: REASON    not run; the reason is for the reader of the source

A ```text block right after a run one is what it prints; `...` there stands for anything.
Port 4200 stands for a free one. A document with any block of the full tests is run by them alone, and whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Literal, cast, get_args

How = Literal["quick", "full", "server", "postgresql", "by hand"]

FENCE = re.compile(r"^```(?P<language>\w*)[ \t]*(?P<info>[^\n]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """One block of commands, where it stands, and what it prints, if the document says."""

    document: Path
    line: int
    how: How
    script: str
    output: str | None

    def __str__(self) -> str:
        return f"{self.document.name}:{self.line}"


def blocks(document: Path) -> list[Block]:
    """The blocks of one document in order.

    Raises:
        ValueError: a block says something else than the above, or does not say why it is not run.
    """
    text = document.read_text(encoding="utf-8")
    fences = [*FENCE.finditer(text), None]
    return [
        Block(
            document, text.count("\n", 0, fence.start()) + 1, _how(fence["info"]), fence["body"], _output(fence, after)
        )
        for fence, after in pairwise(fences)
        if fence and fence["language"] == "sh"
    ]


def _output(fence: re.Match[str], after: re.Match[str] | None) -> str | None:
    between = fence.string[fence.end() : after.start()] if after else ""
    return after["body"] if after and after["language"] == "text" and not between.strip() else None


def _how(info: str) -> How:
    word, _, reason = info.strip().partition(":")
    if word == "by hand" and not reason.strip():
        raise ValueError("a block that is not run says why: ```sh by hand: REASON")
    if (word or "quick") not in get_args(How):
        raise ValueError(f"```sh {info} is none of: {', '.join(get_args(How))}")
    return cast("How", word or "quick")
