"""What takes its time, such as making the site: a command in a process of its own, so that the editor stays quick."""

import atexit
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from threading import RLock, Thread
from typing import Any, Literal

from .items import EditError
from .telling import ASKED, heard

Standing = Literal["none", "running", "done", "failed", "stopped"]
_MOST_LINES = 400
_PATIENCE = 5.0
"""Seconds in which a command that is to end may clean up."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How a command stands. `about` is what it was started for; `told` is the last that it told of each thing.

    `lines` are those for people, as far as they are few enough to be read.
    """

    about: str = ""
    standing: Standing = "none"
    told: dict[str, Any] = field(default_factory=dict)
    lines: tuple[str, ...] = ()


class Jobs:
    """The command that runs, one at a time, or the one that ran last."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._progress = Progress()
        self._process: subprocess.Popen[str] | None = None
        self._reader: Thread | None = None
        atexit.register(self.stop)

    @property
    def progress(self) -> Progress:
        """How it stands now."""
        with self._lock:
            return self._progress

    def start(self, about: str, words: Sequence[str]) -> None:
        """Runs the program with `words` after its name, such as `build DIR`. Raises EditError where one runs already.

        `about` says what for, in a word of the caller's own.
        """
        with self._lock:
            if self._progress.standing == "running":
                raise EditError("The site is being made right now. Wait until that is done, or stop it first.")
            environment = {**os.environ, ASKED: "1", "PYTHONIOENCODING": "utf-8", "NO_COLOR": "1"}
            apart: dict[str, Any] = {"start_new_session": True}
            if sys.platform == "win32":
                apart = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
            try:
                # The program itself, with words that are passed one by one: no shell reads them.
                self._process = subprocess.Popen(  # noqa: S603
                    [sys.executable, "-m", "toolkit_builder", *words],
                    stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                    env=environment, encoding="utf-8", errors="replace", **apart,
                )  # fmt: skip
            except OSError as error:
                raise EditError("This could not be started: {why}.", why=error.strerror) from error
            self._progress = Progress(about, "running")
            self._reader = Thread(target=self._read, args=(self._process,), daemon=True)
            self._reader.start()

    def stop(self) -> None:
        """Ends the command that runs, with all that it started; what was there before stays."""
        with self._lock:
            process = self._process if self._progress.standing == "running" else None
            if process is None:
                return
            self._progress = replace(self._progress, standing="stopped")
        _send(process, signal.SIGINT)
        try:
            process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            _kill(process)
            process.wait()

    def wait(self, seconds: float) -> Progress:
        """Waits until the command has ended, for so long at most."""
        if self._reader:
            self._reader.join(seconds)
        return self.progress

    def _read(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdout is not None, "a pipe"
        with process.stdout as output:
            for line in output:
                self._hear(line.rstrip("\n"))
        code = process.wait()
        with self._lock:
            if self._progress.standing == "running":
                self._progress = replace(self._progress, standing="failed" if code else "done")

    def _hear(self, line: str) -> None:
        said = heard(line)
        with self._lock:
            now = self._progress
            if said is not None:
                self._progress = replace(now, told={**now.told, **said})
            elif line.strip() or now.lines:
                self._progress = replace(now, lines=(*now.lines, line)[-_MOST_LINES:])


def _send(process: "subprocess.Popen[str]", what: signal.Signals) -> None:
    if sys.platform == "win32":
        process.terminate()
        return
    # It leads a group of its own, of which its helpers are.
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, what)


def _kill(process: "subprocess.Popen[str]") -> None:
    if sys.platform == "win32":
        process.kill()
    else:
        _send(process, signal.SIGKILL)
