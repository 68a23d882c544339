"""Where units of work run: processes of this machine, or a Dask cluster."""

import os
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from pathlib import Path
from typing import Any, cast

from .diagnostics import ToolkitError


class ClusterError(ToolkitError):
    """No cluster can be reached; the message is for the person who named it."""


def can_fork() -> bool:
    """True where another process can be had as a copy of this one, which knows all that this one has loaded.

    Only Linux tells of all threads, those of libraries too; a copy would wait for ever for what another thread holds.
    """
    return sys.platform == "linux" and len(list(Path("/proc/self/task").iterdir())) == 1


def _start(initializer: Callable[..., None] | None, initargs: tuple[Any, ...]) -> None:
    # A worker of a build that was killed would wait for work for ever.
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if initializer:
        initializer(*initargs)


def _end_with_parent() -> None:
    parent = parent_process()
    if parent:
        parent.join()
        os._exit(1)


@contextmanager
def processes(
    units: int,
    initializer: Callable[..., None] | None = None,
    initargs: tuple[Any, ...] = (),
) -> Iterator[Executor]:
    """Processes of this machine: one a core, and no more than `units`; copies of this one where that can be.

    Each first calls `initializer` with `initargs`, which a copy has without their being sent.
    """
    context = get_context("fork" if can_fork() else "spawn")
    with ProcessPoolExecutor(
        max(1, min(units, os.cpu_count() or 1)), context, _start, (initializer, initargs)
    ) as executor:
        try:
            yield executor
        finally:
            executor.shutdown(cancel_futures=True)


@contextmanager
def cluster(address: str) -> Iterator[Executor]:
    """The workers of the Dask scheduler at `address`, such as tcp://10.0.0.5:8786.

    A unit whose worker dies is done again by another. Raises ClusterError where no scheduler or no Dask is.
    """
    try:
        from distributed import Client  # noqa: PLC0415, an extra that most schools do not have
    except ImportError as error:
        raise ClusterError("A cluster needs toolkit-builder with its extra [cluster].") from error
    try:
        client = Client(address, timeout="10s", set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise ClusterError(f"No Dask scheduler answers at {address}.") from error
    with client:
        # A build gives the same site each time, but it is no pure function: it reads fonts and packages of its worker.
        yield cast(Executor, client.get_executor(pure=False, retries=2))
