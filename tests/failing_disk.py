"""A disk that is full from its nth change on, as the system itself would tell it."""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_CHANGES = {"os.mkdir": 0, "os.rename": 1, "os.symlink": 1, "os.link": 1}
"""Events of Python's audit hooks that need room on a disk, and which argument is the place.

Source: docs.python.org, "Audit events table".
"""
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class _Disk:
    """The disk below `folder`, while there is one to watch."""

    def __init__(self) -> None:
        self.folder: Path | None = None
        self.changes = 0
        self.full_from = sys.maxsize

    def hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self.folder is None:
            return
        if event == "open":
            path = arguments[0] if arguments[2] & _WRITING else None
        else:
            path = arguments[_CHANGES[event]] if event in _CHANGES else None
        if not isinstance(path, str | Path) or not Path(path).is_relative_to(self.folder):
            return
        self.changes += 1
        if self.changes >= self.full_from:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))


_disk = _Disk()
# A hook stays until the program ends; without a folder it hears nothing.
sys.addaudithook(_disk.hear)


@contextmanager
def disk_full_from(change: int, folder: Path) -> Iterator[_Disk]:
    """From the `change`th on (counted from 1), nothing more can be made, opened to write or moved below `folder`."""
    _disk.folder, _disk.changes, _disk.full_from = folder, 0, change
    try:
        yield _disk
    finally:
        _disk.folder = None
