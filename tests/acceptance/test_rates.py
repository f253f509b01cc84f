"""Two runs at once, each a process of its own, against one server: its delay lies between their requests, too."""

from __future__ import annotations

import subprocess
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.acceptance.desks import COMMAND, environment, make_desk
from tests.fetch.web.copy import page
from tests.fetch.web.site import Answer, Asked, Site, site
from tests.fetch.web.test_server_log import LATE, shortest_of_three
from tests.prefects import copy_home

DELAY, PAGES = 0.5, 40


def source(at: Site, number: int) -> str:
    urls = [f"{at.url}/{number}/{n}" for n in range(PAGES)]
    said = f"kind = 'pages'\nname = 'paper-{number}'\nurls = {urls}\ndelay_seconds = {DELAY}\n"
    return f"{said}allow_private_hosts = ['localhost']"


def started(desk: Path, number: int) -> subprocess.Popen[bytes]:
    command = [str(COMMAND), "ingest", "--source", f"paper-{number}"]
    own = environment(PREFECT_HOME=str(copy_home(desk / f"prefect-{number}")))
    return subprocess.Popen(command, cwd=desk, env=own, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def while_both_asked(asked: list[Asked]) -> list[Asked]:
    """From where the second run began to where the first one ended."""
    whose = [each.path.split("/")[1] for each in asked]
    firsts, lasts = ([order.index(number) for number in ("0", "1")] for order in (whose, whose[::-1]))
    return asked[max(firsts) : len(asked) - max(lasts)]


@pytest.mark.full
def test_runs_of_two_processes_share_the_rate_of_a_server(tmp_path: Path) -> None:
    with site() as here, ExitStack() as stack:
        here.answers = {f"/{number}/{n}": Answer(page(f"Port{n}")) for number in range(2) for n in range(PAGES)}
        desk = make_desk(tmp_path, source(here, 0), source(here, 1))
        runs = [stack.enter_context(started(desk, number)) for number in range(2)]
        assert [run.wait(timeout=300) for run in runs] == [0, 0]
        asked = [each for each in here.asked if each.path != "/robots.txt"]
    assert len(asked) == 2 * PAGES
    together = while_both_asked(asked)
    assert len(together) > PAGES / 2
    assert {each.path.split("/")[1] for each in together} == {"0", "1"}
    assert shortest_of_three(together) > 2 * DELAY - LATE
    assert together[-1].at - together[0].at > DELAY * (len(together) - 1) - LATE
