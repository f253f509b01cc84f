"""Work on processes: where it is done, in which order results come, and what becomes of it when a process dies."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import active_children, get_context
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from flows.workers import WORTH, Submit, WorkerError, Workers, begin
from tests.flows import hands


@contextmanager
def pool() -> Iterator[Submit]:
    context = get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=context, initializer=begin) as executor:
        yield lambda do, arguments: executor.submit(do, **arguments)


def test_what_is_alone_is_done_here() -> None:
    with Workers(pool) as workers:
        for number in range(3):
            piece = workers.start(hands.process_of, WORTH, "it", number=number)
            assert piece.result() == (number, os.getpid())
        assert active_children() == []


def test_so_is_what_would_not_pay_for_a_process() -> None:
    with Workers(pool) as workers:
        pieces = [workers.start(hands.process_of, 1, "it", number=number) for number in range(3)]
        assert {piece.result()[1] for piece in pieces} == {os.getpid()}


def test_what_is_alone_goes_to_processes_that_are_there_already() -> None:
    with Workers(pool, there=True) as workers:
        assert workers.start(hands.process_of, WORTH - 1, "it", number=0).result()[1] == os.getpid()
        assert workers.start(hands.process_of, 1, "it", number=1).result()[1] != os.getpid()


def test_without_others_this_process_does_it() -> None:
    with Workers(None) as workers:
        pieces = [workers.start(hands.process_of, WORTH, "it", number=number) for number in range(3)]
        assert {piece.result()[1] for piece in pieces} == {os.getpid()}


def test_the_rest_goes_to_processes_that_end_with_the_block() -> None:
    with Workers(pool) as workers:
        pieces = [workers.start(hands.process_of, WORTH, "it", number=number) for number in range(5)]
        results = [piece.result() for piece in pieces]
        assert [number for number, _ in results] == [0, 1, 2, 3, 4]
        assert os.getpid() not in {process for _, process in results}
        assert workers.start(hands.process_of, 1, "it", number=5).result()[1] != os.getpid()
    assert active_children() == []


def fail_while_others_work() -> None:
    with Workers(pool) as workers:
        pieces = [workers.start(hands.fail, WORTH, "it", number=number) for number in (1, 2)]
        workers.start(hands.sleep, WORTH, "it", seconds=300)
        pieces[0].result()


def test_an_error_there_is_an_error_here_and_leaves_no_process() -> None:
    with pytest.raises(ValueError, match="1 is odd"):
        fail_while_others_work()
    assert active_children() == []


def test_work_is_done_again_when_its_process_is_killed(tmp_path: Path) -> None:
    with Workers(pool) as workers:
        first = workers.start(hands.die_once, WORTH, "it", mark=tmp_path / "mark")
        others = [workers.start(hands.process_of, WORTH, "it", number=number) for number in range(6)]
        assert first.result() != os.getpid()
        assert [piece.result()[0] for piece in others] == [0, 1, 2, 3, 4, 5]


def test_what_is_handed_in_after_a_death_is_done_by_others(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    with Workers(pool) as workers:
        first = workers.start(hands.die_once, WORTH, "it", mark=mark)
        second = workers.start(hands.process_of, WORTH, "it", number=1)
        wait_for_the_death_of(active_children())
        third = workers.start(hands.process_of, WORTH, "it", number=2)
        assert first.result() != os.getpid()
        assert [second.result()[0], third.result()[0]] == [1, 2]
    assert active_children() == []


def wait_for_the_death_of(processes: list[BaseProcess]) -> None:
    deadline = time.monotonic() + 60
    while any(process.is_alive() for process in processes):
        assert time.monotonic() < deadline, "they still live"
        time.sleep(0.05)


def work_on_what_kills(mark: Path) -> None:
    with Workers(pool) as workers:
        piece = workers.start(hands.die, WORTH, "a to b", mark=mark)
        workers.start(hands.process_of, WORTH, "it", number=1)
        piece.result()


def test_but_not_a_third_time(tmp_path: Path) -> None:
    with pytest.raises(WorkerError, match="twice with the same documents: a to b"):
        work_on_what_kills(tmp_path / "mark")
    assert (tmp_path / "mark").read_text() == ".."
    assert active_children() == []


def test_processes_do_not_outlive_the_one_that_started_them(tmp_path: Path) -> None:
    script = (
        "import os, signal\n"
        "from tests.flows import hands, test_workers\n"
        "if __name__ == '__main__':\n"
        "    with test_workers.Workers(test_workers.pool) as workers:\n"
        "        pieces = [workers.start(hands.process_of, 100, 'it', number=n) for n in range(4)]\n"
        "        print(*{piece.result()[1] for piece in pieces}, flush=True)\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    (tmp_path / "killed.py").write_text(script)
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    ran = subprocess.run([sys.executable, tmp_path / "killed.py"], env=environment, capture_output=True, text=True)
    processes = [int(process) for process in ran.stdout.split()]
    assert processes
    deadline = time.monotonic() + 30
    while any(Path(f"/proc/{process}").exists() for process in processes):
        assert time.monotonic() < deadline, "they still live"
        time.sleep(0.05)
