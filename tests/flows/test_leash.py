"""A process that ends with its parent, even one that is killed outright."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

PARENT = """\
import os, subprocess, sys
leash = [sys.executable, "-m", "flows.leash", str(os.getpid())]
started = subprocess.Popen([*leash, "http.server", "--bind", "127.0.0.1", "0"], start_new_session=True)
print(started.pid, flush=True)
started.wait()
"""
ROOT = Path(__file__).parents[2]


def test_what_is_on_the_leash_ends_when_its_parent_is_killed() -> None:
    with subprocess.Popen(
        [sys.executable, "-u", "-c", PARENT], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout
        assert parent.stderr
        leashed = int(parent.stdout.readline())
        assert "Serving HTTP" in parent.stdout.readline()  # it runs the module
        parent.send_signal(signal.SIGKILL)
        wait_until_ended(leashed)


def wait_until_ended(process: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    os.kill(process, signal.SIGKILL)
    pytest.fail("it is still there")
