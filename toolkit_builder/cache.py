"""What was made before, kept on disk by the hash of all that went into it.

One folder with one rule for what goes: what nobody asked for in a month, and, when all together is too much, what was
asked for longest ago. A file starts with the hash of what follows. One that does not is damaged, or no file of ours:
it is told, and made anew, as is one that holds anything but plain values and entries of a toolkit.
"""

import hashlib
import io
import logging
import os
import pickle
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

from .outputs import where_open, write_files
from .resources import package_files

CACHE = ".cache/toolkit-builder"
"""Where a toolkit keeps what was made, in its own folder."""
_KEPT_FOR = 30 * 24 * 3600.0
"""Seconds after which something that nobody asked for is thrown away."""
_MOST = 2_000_000_000
"""Bytes that a cache may hold: some ten builds of the default toolkit in all its languages, each with other PDFs."""
_HASH = hashlib.sha256
_HEAD = _HASH().digest_size
_VALUES = ("model.", "diagnostics", "outputs", "prose", "loading.files", "loading.own_words")
"""Modules of ours whose classes are plain values: to make one does nothing else."""
_OF_OTHERS = {("datetime", "date"), ("markupsafe", "Markup"), ("builtins", "set"), ("builtins", "frozenset")}
"""Classes beside ours that a kept value may hold."""
_MADE_BY = ("jinja2", "markdown-it-py", "pydantic", "pyyaml", "babel", "segno", "coloraide", "mkdocs-material")
"""Packages whose versions show in what is kept."""
_Value = TypeVar("_Value")

log = logging.getLogger(__name__)


def key_of(*parts: str | bytes) -> str:
    """A name for what is made of `parts` and nothing else."""
    digest = _HASH()
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        # With their lengths, no two lists of parts are alike.
        digest.update(len(raw).to_bytes(8, "big"))
        digest.update(raw)
    return digest.hexdigest()


@cache
def program() -> str:
    """The hash of what makes all values: this program's own files, as they lie on disk, and the packages it uses."""
    own = (f"{name} {stat.st_size} {stat.st_mtime_ns}" for name, stat in package_files())
    return key_of(sys.version, *own, *(f"{name} {version(name)}" for name in _MADE_BY))


def _of_program(key: str) -> str:
    return f"{key}-{program()[:16]}"


class _Values(pickle.Unpickler):
    """Reads plain values and our own classes. A cache may come from anywhere: nothing else is loaded, let alone run."""

    def find_class(self, module_name: str, global_name: str) -> Any:
        if module_name.startswith(tuple(f"{__package__}.{name}" for name in _VALUES)):
            found = super().find_class(module_name, global_name)
            # What such a module has from another is no value: a file that is opened, say.
            if isinstance(found, type) and found.__module__ == module_name:
                return found
        elif (module_name, global_name) in _OF_OTHERS:
            return super().find_class(module_name, global_name)
        raise pickle.UnpicklingError(f"{module_name}.{global_name} is no value")


class Cache:
    """A folder of what was made before; without a folder, nothing is kept. Several processes may share a folder."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        self._is_damaged = False

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Cache) and self.folder == other.folder

    def __hash__(self) -> int:
        return hash(self.folder)

    @classmethod
    def of(cls, root: Path) -> "Cache":
        """That of the toolkit in `root`."""
        return cls(root / CACHE)

    def read(self, key: str) -> bytes | None:
        """What was kept under `key`, or None."""
        if self.folder is None:
            return None
        file = self.folder / key
        try:
            raw = file.read_bytes()
        except FileNotFoundError:
            return None
        except OSError:
            self._tell_damage()
            return None
        with where_open(), suppress(FileNotFoundError):
            os.utime(file)
        content = raw[_HEAD:]
        if _HASH(content).digest() == raw[:_HEAD]:
            return content
        self._tell_damage()
        return None

    def write(self, key: str, content: bytes) -> None:
        """Keeps `content` under `key`, whole or not at all; nothing is kept where nothing may be written."""
        if self.folder is not None:
            with where_open():
                write_files(self.folder, {key: _HASH(content).digest() + content})

    def value(self, key: str, make: Callable[[], _Value]) -> _Value:
        """What was kept under `key`; else what `make` gives, and it is kept. `key` says all that `make` depends on."""
        known: _Value | None = self.known(key)
        if known is None:
            known = make()
            self.keep(key, known)
        return known

    def known(self, key: str) -> Any:
        """The value that was kept under `key`, or None."""
        raw = self.read(_of_program(key))
        if raw is None:
            return None
        try:
            return _Values(io.BytesIO(raw)).load()
        except (pickle.UnpicklingError, AttributeError, EOFError, ImportError, IndexError, TypeError, ValueError):
            self._tell_damage()
            return None

    def keep(self, key: str, value: object) -> None:
        """Keeps a value under `key`: plain ones and entries of a toolkit."""
        if self.folder is not None:
            self.write(_of_program(key), pickle.dumps(value, pickle.HIGHEST_PROTOCOL))

    def prune(self) -> None:
        """Throws away what nobody asked for in a month, and what was asked for longest ago of more than enough."""
        held = 0
        now = time.time()
        for asked, size, file in sorted(self._files(), reverse=True):
            held += size
            if now - asked > _KEPT_FOR or held > _MOST:
                # Another process may have thrown it away meanwhile.
                with suppress(FileNotFoundError), where_open():
                    file.unlink()

    def _files(self) -> Iterator[tuple[float, int, Path]]:
        for entry in os.scandir(self.folder) if self.folder and self.folder.is_dir() else ():
            with suppress(FileNotFoundError):
                stat = entry.stat()
                yield stat.st_mtime, stat.st_size, Path(entry.path)

    def _tell_damage(self) -> None:
        # Once is enough: there is nothing to do about it.
        if not self._is_damaged:
            log.warning(
                "Some of what was kept in %s is damaged, or not from this program. It is made anew.", self.folder
            )
        self._is_damaged = True


NOTHING_KEPT = Cache()
"""For those who have no folder to keep anything in."""
