"""What is loaded when it is asked for: a module of the command line that most commands never need, with all below."""

from importlib import import_module
from types import ModuleType


def later(name: str) -> ModuleType:
    """The module of this package that is called `name`."""
    return import_module(f"{__package__}.{name}")
