"""Where units of work run: processes of this machine, or a Dask cluster."""

import os
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import cast


class ClusterError(Exception):
    """No cluster can be reached; the message is for the person who named it."""


@contextmanager
def processes(units: int) -> Iterator[Executor]:
    """Processes of this machine: one a core, and no more than `units`."""
    # A fresh interpreter each: a fork would share the locks and the log of this one's threads.
    with ProcessPoolExecutor(max(1, min(units, os.cpu_count() or 1)), get_context("spawn")) as executor:
        yield executor


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
