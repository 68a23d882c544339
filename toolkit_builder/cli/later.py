"""What is loaded when it is asked for: a module of the command line that most commands never need, with all below."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType


def later(name: str) -> ModuleType:
    """The module of this package that is called `name`."""
    with uncollected():
        return import_module(f"{__package__}.{name}")


@contextmanager
def uncollected() -> Iterator[None]:
    """Meanwhile, nobody looks for values that only hold each other.

    What a short command loads stays to its end. Python's collector walks it again and again, and finds nothing; that
    took a fifth of the time of a check.
    """
    was_collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_collecting:
            gc.enable()
