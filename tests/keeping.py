"""What takes long to make and is the same in each run: made once for all processes, and kept for the next run."""

import fcntl
import hashlib
import inspect
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import cache
from importlib.metadata import distributions
from pathlib import Path

from .cases import TESTS

_ROOT = TESTS.parent
_KEPT = _ROOT / ".cache" / "tests"
LIBRARY = tuple(_ROOT / name for name in ("mkdocs.yml", "docs", "locales"))
"""The default toolkit's own files."""


@cache
def _program() -> bytes:
    """Of all that makes a site: the program, its templates, Python, and the packages that are installed here."""
    packages = sorted({f"{one.name} {one.version}" for one in distributions()})
    return f"{sys.version} {packages} {_content(_ROOT / 'toolkit_builder')} {_content(_ROOT / 'templates')}".encode()


def _content(place: Path) -> str:
    """The hash of a file, or of all files in a folder."""
    digest = hashlib.sha256()
    for file in sorted(place.rglob("*")) if place.is_dir() else [place]:
        if file.is_file() and "__pycache__" not in file.parts:
            content = file.read_bytes()
            digest.update(f"{file.relative_to(place)} {len(content)} ".encode() + content)
    return digest.hexdigest()


def _list(folder: Path) -> str:
    """What a folder holds: no test may have changed it."""
    files = ((file, file.stat()) for file in sorted(folder.rglob("*")))
    return "\n".join(f"{file.relative_to(folder)} {one.st_size} {one.st_mtime_ns}" for file, one in files)


@contextmanager
def _locked(place: Path, how: int) -> Iterator[None]:
    descriptor = os.open(place, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, how)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def kept(name: str, sources: tuple[Path, ...], make: Callable[[Path], object]) -> Iterator[Path]:
    """A folder that `make` fills from `sources` and the program, for reading only.

    It is kept by the hash of all that goes in, the lines of `make` included. Older ones of the same name go, unless
    another run reads them.
    """
    key = hashlib.sha256(_program() + inspect.getsource(make).encode())
    for source in sources:
        key.update(f"{source.name} {_content(source)}".encode())
    place = _KEPT / name / key.hexdigest()[:16]
    place.parent.mkdir(parents=True, exist_ok=True)
    with ExitStack() as reading:
        # The first to come makes it; the others wait for as long as it lives.
        with _locked(place.parent, fcntl.LOCK_EX):
            note, made = place / "list", place / "made"
            if not note.is_file() or note.read_text("utf-8") != _list(made):
                shutil.rmtree(place, ignore_errors=True)
                made.mkdir(parents=True)
                make(made)
                note.write_text(_list(made), "utf-8")
            reading.enter_context(_locked(place, fcntl.LOCK_SH))
            for other in place.parent.iterdir():
                with suppress(BlockingIOError), _locked(other, fcntl.LOCK_EX | fcntl.LOCK_NB):
                    shutil.rmtree(other)
        yield made
