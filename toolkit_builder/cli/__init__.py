"""The command line. Exit codes: 0 fine, 1 something to mend, 2 wrong use."""

from .main import main

__all__ = ["main"]
