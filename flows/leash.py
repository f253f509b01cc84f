"""`python -m flows.leash PID MODULE ...` runs a module as long as the process with that id, its parent, lives.

A parent that is killed outright ends nothing that it started. This works on every system, and whatever else the
parent has started, which prctl's death signal and a pipe that closes do not.
"""

from __future__ import annotations

import os
import runpy
import signal
import sys
import time
from threading import Thread

LOOK_SECONDS = 1.0
GRACE_SECONDS = 30.0


def main() -> None:
    """Run the module in this process, which leads a process group of its own."""
    parent, module = int(sys.argv[1]), sys.argv[2]
    Thread(target=_watch, args=(parent,), daemon=True).start()
    sys.argv = sys.argv[2:]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def _watch(parent: int) -> None:
    """End the whole group when the parent has gone: the module starts processes too."""
    while os.getppid() == parent:
        time.sleep(LOOK_SECONDS)
    os.killpg(0, signal.SIGTERM)
    time.sleep(GRACE_SECONDS)
    os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    main()
