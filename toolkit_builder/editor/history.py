"""What was changed, when, and what stood there before: kept in the toolkit's folder, written before the change is made.

Each change is one file, whole or not there at all. What was taken back is told by further changes, so that nothing is
ever rewritten, and the state can be told after a crash at any point: the last change was made if the files say so.
"""

import gzip
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from time import time_ns
from typing import Any
from zlib import error as zlib_error

from toolkit_builder.outputs import write_files, write_together
from toolkit_builder.staging import lock_folder, unlock

FOLDER = ".history/edits"
_ENDING = ".json.gz"
_TOGETHER = 30.0
"""Seconds between two changes of one value that are taken back in one step, as somebody types on."""

Content = bytes | None
"""What a file holds; None for one that is not there."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change: when, what in words, and of which entry. `keys` lead to the value, as text; empty for more than one.

    `undoes` and `redoes` are the ids of changes that it takes back, or makes again.
    """

    id: str
    time: datetime
    title: str
    kind: str = ""
    entry: str = ""
    keys: str = ""
    undoes: tuple[str, ...] = ()
    redoes: tuple[str, ...] = ()
    is_undone: bool = False


class History:
    """The changes of the toolkit in `root`, over sessions; other processes may add to them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / FOLDER
        self._known: dict[str, Change | None] = {}

    # --- What there is ---

    def changes(self, kind: str = "", id: str = "", limit: int = 50) -> list[Change]:  # noqa: A002
        """The last changes, of one kind or one entry if asked, newest first; `is_undone` for those taken back."""
        done = {change.id for change in self._states()[0]}
        found = []
        for change in reversed(self._all()):
            if change.undoes or change.redoes or (kind and change.kind != kind) or (id and change.entry != id):
                continue
            found.append(replace(change, is_undone=change.id not in done))
            if len(found) == limit:
                break
        return found

    def files(self, change: str) -> dict[str, tuple[Content, Content]]:
        """What each file held before a change and after it, by its path as seen from the toolkit."""
        held = self._read(change)
        return {path: _contents(*one) for path, one in held["files"].items()} if held else {}

    @property
    def undoable(self) -> Change | None:
        """The change that would be taken back."""
        return next(iter(self.to_undo()[-1:]), None)

    @property
    def redoable(self) -> Change | None:
        """The change that would be made again."""
        return next(iter(self.to_redo()[-1:]), None)

    def to_undo(self) -> list[Change]:
        """The changes that are taken back in one step, oldest first: the last one, and those that it goes on from."""
        done = self._states()[0]
        return _last_run(done)

    def to_redo(self) -> list[Change]:
        """The changes that are made again in one step, oldest first."""
        undone = self._states()[1]
        if not undone:
            return []
        # What was taken back in one step is made again in one.
        step = next(change for change in reversed(self._all()) if undone[-1].id in change.undoes)
        return [change for change in reversed(undone) if change.id in step.undoes]

    def _states(self) -> tuple[list[Change], list[Change]]:
        """The changes that hold, in order; and those that were taken back, the one to be made again next at the end."""
        done: dict[str, Change] = {}
        undone: dict[str, Change] = {}
        for change in self._all():
            if change.undoes:
                undone |= {one: done.pop(one) for one in reversed(change.undoes) if one in done}
            elif change.redoes:
                done |= {one: undone.pop(one) for one in change.redoes if one in undone}
            else:
                done[change.id] = change
                undone.clear()
        return [*done.values()], [*undone.values()]

    # --- Adding to it ---

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Waits until no other editor of this toolkit changes anything."""
        self._prepare()
        lock = None
        # Some network drives have no locks.
        with suppress(OSError):
            lock = lock_folder(self.folder, waits=True)
        try:
            yield
        finally:
            unlock(lock)

    def record(
        self,
        title: str,
        files: Mapping[str, tuple[Content, Content]],
        *,
        kind: str = "",
        entry: str = "",
        keys: str = "",
        undoes: Sequence[str] = (),
        redoes: Sequence[str] = (),
    ) -> str:
        """Writes down a change that is about to be made, and gives its id. Raises OSError."""
        self._prepare()
        newest = max(self._names(), default="")
        number = max(time_ns(), int(newest or 0) + 1)
        name = f"{number:020d}"
        held = {
            "time": datetime.now(tz=UTC).isoformat(timespec="seconds"),
            "title": title,
            "kind": kind,
            "entry": entry,
            "keys": keys,
            "undoes": [*undoes],
            "redoes": [*redoes],
            "files": {path: _packed(*contents) for path, contents in files.items()},
        }
        raw = gzip.compress(json.dumps(held, ensure_ascii=False).encode(), compresslevel=6, mtime=0)
        write_files(self.folder, {f"{name}{_ENDING}": raw})
        self._known[name] = _change(name, held)
        return name

    def forget(self, change: str) -> None:
        """Takes out a change that could not be made."""
        self._known.pop(change, None)
        with suppress(OSError):
            self._file(change).unlink(missing_ok=True)

    def settle(self) -> None:
        """After a crash: finishes the last change if it was half made, and forgets it if it was not made at all.

        Raises OSError where it cannot be finished.
        """
        newest = max(self._names(), default="")
        held = self.files(newest) if newest else {}
        open_files: dict[str, Content] = {}
        is_begun = False
        for path, (before, after) in held.items():
            _clear_traces(self.root / path)
            now = content_of(self.root / path)
            if now == before != after:
                open_files[path] = after
            else:
                is_begun = True
        if open_files and is_begun:
            write_together(self.root, open_files)
        elif open_files:
            self.forget(newest)

    def _prepare(self) -> None:
        if not (self.folder / ".gitignore").is_file():
            # Nobody's texts of before go into a repository by accident.
            write_files(self.folder, {".gitignore": b"*\n"})

    # --- The files ---

    def _names(self) -> list[str]:
        if not self.folder.is_dir():
            return []
        with os.scandir(self.folder) as entries:
            names = [entry.name for entry in entries]
        found = (name.removesuffix(_ENDING) for name in names if name.endswith(_ENDING))
        return sorted(name for name in found if name.isdigit())

    def _all(self) -> list[Change]:
        names = self._names()
        for name in names:
            if name not in self._known:
                held = self._read(name)
                self._known[name] = _change(name, held) if held else None
        return [change for name in names if (change := self._known[name])]

    def _file(self, change: str) -> Path:
        return self.folder / f"{change}{_ENDING}"

    def _read(self, change: str) -> dict[str, Any] | None:
        """What a file of ours holds; None for a damaged one, without which the others can still be told."""
        if not change.isdigit():
            return None
        try:
            held = json.loads(gzip.decompress(self._file(change).read_bytes()))
        except (OSError, EOFError, ValueError, zlib_error):
            return None
        return held if isinstance(held, dict) and isinstance(held.get("files"), dict) else None


def content_of(file: Path) -> Content:
    """What a file holds, or None if it is not there. Raises OSError for one that cannot be read."""
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return None


def _clear_traces(file: Path) -> None:
    """Takes away what a killed editor made beside `file`."""
    for left in file.parent.glob(f".{file.name}.new-*") if file.parent.is_dir() else ():
        with suppress(OSError):
            left.unlink()


def _last_run(done: list[Change]) -> list[Change]:
    run = done[-1:]
    for change in reversed(done[:-1]):
        first = run[0]
        is_same = change.keys and (change.kind, change.entry, change.keys) == (first.kind, first.entry, first.keys)
        if not is_same or (first.time - change.time).total_seconds() > _TOGETHER:
            break
        run.insert(0, change)
    return run


def _change(name: str, held: Mapping[str, Any]) -> Change:
    title, kind, entry, keys = (str(held.get(key, "")) for key in ("title", "kind", "entry", "keys"))
    undoes, redoes = (tuple(map(str, held.get(key, ()))) for key in ("undoes", "redoes"))
    return Change(name, datetime.fromisoformat(str(held.get("time"))), title, kind, entry, keys, undoes, redoes)


def _packed(before: Content, after: Content) -> list[Any]:
    """A file before and after, for JSON: of the second, only what is not as in the first."""
    if before is None or after is None:
        return [_as_text(before), None if after is None else [0, 0, _as_text(after)]]
    start = _common(before, after)
    end = _common(before[start:][::-1], after[start:][::-1])
    return [_as_text(before), [start, end, _as_text(after[start : len(after) - end])]]


def _contents(before: str | None, change: list[Any] | None) -> tuple[Content, Content]:
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
