"""Processes that work for another one, and end with it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from .browsing import PATIENCE

SCRIPT = """
import os, sys, threading, time
from toolkit_builder.workers import can_fork, processes

if __name__ == "__main__":
    if sys.argv[1] == "spawn":
        threading.Thread(target=time.sleep, args=[600], daemon=True).start()
    assert can_fork() == (sys.argv[1] == "fork" and sys.platform == "linux")
    with processes(2) as executor:
        print(*executor.map(abs, [executor.submit(os.getpid).result()]), flush=True)
        time.sleep(600)
"""


def is_there(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.skipif(sys.platform == "win32", reason="other signals")
@pytest.mark.parametrize("how", ["fork", "spawn"])
def test_workers_end_with_the_build_that_was_killed(tmp_path: Path, how: str) -> None:
    script = tmp_path / "script.py"
    script.write_text(SCRIPT, "utf-8")
    with subprocess.Popen([sys.executable, str(script), how], stdout=subprocess.PIPE, text=True) as build:
        assert build.stdout is not None
        worker = int(build.stdout.readline())
        assert is_there(worker)
        build.send_signal(signal.SIGKILL)
    end = time.monotonic() + PATIENCE
    while is_there(worker):
        assert time.monotonic() < end, "a worker outlives its build"
        time.sleep(0.05)
