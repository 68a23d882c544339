"""Where changes are kept: a file for each, in the toolkit's folder."""

import gzip
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol
from zlib import error as zlib_error

from toolkit_builder.outputs import write_files

Content = bytes | None
"""What a file holds; None for one that is not there."""
Contents = tuple[Content, Content]
"""What a file held before a change, and after it."""
Told = Mapping[str, Any]
"""What is told of a change, as plain values: when, what in words, of which entry, what it takes back."""
_ENDING = ".json.gz"


class Place(Protocol):
    """A place for changes. Their names are numbers, which grow; each is whole or not there at all."""

    def names(self) -> list[str]:
        """The names of all changes, in any order."""
        ...

    def told(self, name: str) -> Told | None:
        """What is told of a change; None for a damaged one, without which the others can still be told."""
        ...

    def files(self, name: str) -> dict[str, Contents]:
        """The files of a change, by their paths as seen from the toolkit; none of a damaged one."""
        ...

    def add(self, name: str, told: Told, files: Mapping[str, Contents]) -> None:
        """Keeps a change. Raises OSError where that is not possible."""
        ...

    def take_out(self, name: str) -> None:
        """Forgets the last change. Raises OSError where that is not possible."""
        ...


class InFolder:
    """Changes in `folder`, a file for each."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def names(self) -> list[str]:
        """As every place does."""
        if not self.folder.is_dir():
            return []
        with os.scandir(self.folder) as entries:
            found = [entry.name.removesuffix(_ENDING) for entry in entries if entry.name.endswith(_ENDING)]
        return [name for name in found if name.isdigit()]

    def told(self, name: str) -> Told | None:
        """As every place does."""
        return self._read(name)

    def files(self, name: str) -> dict[str, Contents]:
        """As every place does."""
        held = self._read(name)
        return {path: _contents(*one) for path, one in held["files"].items()} if held else {}

    def add(self, name: str, told: Told, files: Mapping[str, Contents]) -> None:
        """As every place does."""
        held = {**told, "files": {path: _packed(*contents) for path, contents in files.items()}}
        raw = gzip.compress(json.dumps(held, ensure_ascii=False).encode(), compresslevel=6, mtime=0)
        write_files(self.folder, {f"{name}{_ENDING}": raw})

    def take_out(self, name: str) -> None:
        """As every place does."""
        self._file(name).unlink(missing_ok=True)

    def _file(self, name: str) -> Path:
        return self.folder / f"{name}{_ENDING}"

    def _read(self, name: str) -> dict[str, Any] | None:
        if not name.isdigit():
            return None
        try:
            held = json.loads(gzip.decompress(self._file(name).read_bytes()))
        except (OSError, EOFError, ValueError, zlib_error):
            return None
        return held if isinstance(held, dict) and isinstance(held.get("files"), dict) else None


def _packed(before: Content, after: Content) -> list[Any]:
    """A file before and after, for JSON: of the second, only what is not as in the first."""
    if before is None or after is None:
        return [_as_text(before), None if after is None else [0, 0, _as_text(after)]]
    start = _common(before, after)
    end = _common(before[start:][::-1], after[start:][::-1])
    return [_as_text(before), [start, end, _as_text(after[start : len(after) - end])]]


def _contents(before: str | None, change: list[Any] | None) -> Contents:
    was = None if before is None else before.encode("latin-1")
    if change is None:
        return was, None
    start, end, middle = change
    held = was or b""
    return was, held[:start] + middle.encode("latin-1") + held[len(held) - end :]


def _as_text(content: Content) -> str | None:
    # Whatever bytes a file holds, each is a letter here.
    return None if content is None else content.decode("latin-1")


def _common(one: bytes, other: bytes) -> int:
    """How many bytes are the same at the start of both."""
    least, most = 0, min(len(one), len(other))
    while least < most:
        middle = (least + most + 1) // 2
        if one[:middle] == other[:middle]:
            least = middle
        else:
            most = middle - 1
    return least
