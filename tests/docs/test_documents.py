"""Every command that the documentation shows works, and prints what it says."""

from __future__ import annotations

import re
from contextlib import ExitStack
from doctest import ELLIPSIS, NORMALIZE_WHITESPACE, OutputChecker
from pathlib import Path

import pytest

from tests.docs.blocks import Block, blocks
from tests.docs.links import broken_links
from tests.docs.workspace import DOCUMENTS, ROOT, make_workspace, run, serving
from tests.prefects import ONE_SERVER

EACH_DOCUMENT = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))

# What a run says when it takes long, which a busy machine may make of any.
SIGN_OF_LIFE = re.compile(r"^[\d,]+(?: of [\d,]+)? \w+ done, [\d,]+ a second\n", re.MULTILINE)


# What a newcomer reads first is run as by one who has no Prefect server; the others take a minute less with one.
FIRST = ROOT / "README.md"


def with_blocks(*, quick: bool) -> list[object]:
    """The documents all of whose blocks are quick, or the others that are run."""
    said = {path: {block.how for block in blocks(path)} - {"by hand"} for path in DOCUMENTS}
    chosen = [path for path, hows in said.items() if hows and (hows == {"quick"}) == quick]
    return [pytest.param(path, id=str(path.relative_to(ROOT))) for path in chosen]


@ONE_SERVER
@pytest.mark.parametrize("document", with_blocks(quick=True))
def test_quick_commands(document: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    workspace, settings = make_workspace(tmp_path), prefect_of(document, request)
    for block in blocks(document):
        if block.how == "quick":
            check(block, workspace, **settings)


@pytest.mark.full
@pytest.mark.parametrize("document", with_blocks(quick=False))
def test_all_commands(document: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    workspace, settings = make_workspace(tmp_path), prefect_of(document, request)
    parts = [block for block in blocks(document) if block.how != "by hand"]
    database = (
        request.getfixturevalue("server").new_database() if any(block.how == "postgresql" for block in parts) else ""
    )
    with ExitStack() as servers:
        for block in parts:
            if block.how == "server":
                servers.enter_context(serving(block.script, workspace))
            elif block.how == "postgresql":
                check(block, workspace, NEWSLEDGER_DATABASE_URL=database, **settings)
            else:
                check(block, workspace, **settings)


def prefect_of(document: Path, request: pytest.FixtureRequest) -> dict[str, str]:
    """The tests' own server, for a document that starts none."""
    if document == FIRST or any(block.how == "server" for block in blocks(document)):
        return {}
    return {"PREFECT_API_URL": request.getfixturevalue("prefect_server")}


def check(block: Block, workspace: Path, **settings: str) -> None:
    """The block succeeds and prints what the document shows."""
    done = run(block.script, workspace, **settings)
    assert done.returncode == 0, f"{block} ended with {done.returncode}:\n{done.stdout}"
    if block.output is not None:
        rules = ELLIPSIS | NORMALIZE_WHITESPACE
        printed = SIGN_OF_LIFE.sub("", done.stdout)
        assert OutputChecker().check_output(block.output, printed, rules), f"{block} printed:\n{printed}"


@EACH_DOCUMENT
def test_every_link_inside_the_checkout_leads_somewhere(document: Path) -> None:
    assert broken_links(document) == []


@EACH_DOCUMENT
def test_output_stands_right_behind_its_commands(document: Path) -> None:
    shown = document.read_text(encoding="utf-8").splitlines().count("```text")
    assert shown == sum(block.output is not None for block in blocks(document))
