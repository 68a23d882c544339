"""The command line. Exit codes: 0 fine, 1 something to mend, 2 wrong use."""

from . import new, own, publish, reference, site, spreadsheet, translate  # each adds its commands
from .main import main

__all__ = ["main"]

_ = (new, own, publish, reference, site, spreadsheet, translate)
