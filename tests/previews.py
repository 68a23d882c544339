"""A live preview, as its user starts it, and a wait for what it shows."""

import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .browsing import PATIENCE


@contextmanager
def previewing(folder: Path, *more: str, is_mkdocs: bool = False) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A running preview of the toolkit in `folder`: its address and the process; `more` are words of the call."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    if is_mkdocs:
        words = ["mkdocs", "serve", "-f", str(folder / "mkdocs.yml"), "-a", f"127.0.0.1:{port}"]
    else:
        words = ["toolkit_builder", "serve", str(folder), "--port", str(port)]
    command = [sys.executable, "-m", *words, *more]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    yield f"http://127.0.0.1:{port}/", process
    process.send_signal(signal.SIGINT)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    assert process.stdout is not None
    process.stdout.close()


def wait_for(address: str, words: str, *, is_there: bool = True, seconds: float = PATIENCE) -> str:
    """The page at `address` as soon as it has (or no longer has) `words`."""
    text = ""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=seconds) as answer:  # noqa: S310, our own server
                text = answer.read().decode()
        except OSError:
            text = ""
        if text and (words in text) == is_there:
            return text
        time.sleep(0.05)
    raise AssertionError(f"{'no' if is_there else 'still'} {words!r} at {address}: {text[-500:]}")
