"""One command: how long it takes, what it costs the processors, and the memory that it needs."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import click
import psutil

_EVERY = 0.05
"""Seconds between two looks at a running command. A look takes less than a millisecond."""


class Failure(click.ClickException):
    """What was to be measured did not do its work."""


@dataclass(frozen=True, slots=True)
class Run:
    """What a command took: `seconds` on the clock, and of all processors together.

    `memory` and `largest` are the most megabytes that were seen in all its processes at once, and in one of them.
    `first_page` is when the site's first page was there, in seconds.
    """

    seconds: float
    processors: float
    memory: float
    largest: float
    first_page: float = 0

    @property
    def clocks(self) -> tuple[float, float]:
        """Its seconds on both clocks: the wall's, and the processors'."""
        return self.seconds, self.processors


def run(command: Sequence[str], folder: Path) -> Run:
    """Runs a command in `folder`, where its site goes into site/; raises Failure if the command fails."""
    print(f"  {' '.join(Path(word).name for word in command)}", file=sys.stderr, end="", flush=True)
    first_page, memory, largest = 0.0, 0.0, 0.0
    home = folder / "site/index.html"
    had_site = home.exists()
    over = threading.Event()
    with (folder.parent / "output.txt").open("w+") as output:
        start = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=subprocess.STDOUT)

        def look() -> None:
            nonlocal first_page, memory, largest
            while not over.wait(_EVERY):
                used = _memory(process.pid)
                memory, largest = max(memory, sum(used)), max(largest, *used)
                if not had_site and not first_page and home.exists():
                    first_page = time.perf_counter() - start

        looking = threading.Thread(target=look, daemon=True)
        looking.start()
        # Only wait4 tells what this command took, its own processes included, and not what others did before.
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        over.set()
        looking.join()
        output.seek(0)
        print(f": {seconds:.2f} s", file=sys.stderr)
        if process.returncode:
            raise Failure(f"{output.read()}\n{' '.join(command)} failed.")
    return Run(seconds, usage.ru_utime + usage.ru_stime, memory, largest, first_page or seconds)


def _memory(pid: int) -> list[float]:
    """Megabytes of a process and of each that it started.

    What wait4 says of memory is no less than what this program had when it started the command.
    """
    used = [0.0]
    # One may end during the look.
    with suppress(psutil.NoSuchProcess):
        process = psutil.Process(pid)
        used.extend(one.memory_info().rss / 1024**2 for one in (process, *process.children(recursive=True)))
    return used
