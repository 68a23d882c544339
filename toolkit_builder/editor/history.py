"""What was changed, when, and what stood there before: written down before the change is made.

Each change is kept whole or not at all, in the toolkit's folder, or in the git repository around it. What was taken
back is told by further changes, so that nothing is ever rewritten, and the state can be told after a crash at any
point: the last change was made if the files say so.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from time import time_ns

from toolkit_builder.outputs import write_files, write_together
from toolkit_builder.staging import lock_folder, unlock

from .kept import Content, Contents, InFolder, Place, Told
from .kept_in_git import InRepository

FOLDER = ".history/edits"
_TOGETHER = 30.0
"""Seconds between two changes of one value that are taken back in one step, as somebody types on."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change: when, what in words, and of which entry. `keys` lead to the value, as text; empty for more than one.

    `undoes` and `redoes` are the ids of changes that it takes back, or makes again. `is_commit` is one that somebody
    committed with git, which is no step to take back.
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
    is_commit: bool = False


class History:
    """The changes of the toolkit in `root`, over sessions; other processes may add to them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / FOLDER
        self._repository = InRepository.of(root)
        folder = InFolder(self.folder)
        # What was kept in the folder before it became a repository, or while git could not, is there, too.
        self._places: list[Place] = [self._repository, folder] if self._repository else [folder]
        self._kept_in: dict[str, Place] = {}
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

    def files(self, change: str) -> dict[str, Contents]:
        """What each file held before a change and after it, by its path as seen from the toolkit."""
        self._names()
        place = self._kept_in.get(change, self._places[0])
        return place.files(change)

    def committed(self, path: str) -> list[Change]:
        """The last changes of a file that somebody committed with git, newest first; their ids are for `files`."""
        found = self._repository.commits_of(path) if self._repository else []
        return [Change(one.name, one.time, one.title, is_commit=True) for one in found]

    @property
    def is_begun(self) -> bool:
        """True where anything was ever changed."""
        return bool(self._names())

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
        files: Mapping[str, Contents],
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
        told = {
            "time": datetime.now(tz=UTC).isoformat(timespec="seconds"),
            "title": title,
            "kind": kind,
            "entry": entry,
            "keys": keys,
            "undoes": [*undoes],
            "redoes": [*redoes],
        }
        for place in self._places:
            try:
                place.add(name, told, files)
            except OSError:
                # What git cannot keep now, the folder can: nobody shall lose words over it.
                if place is self._places[-1]:
                    raise
            else:
                break
        return name

    def forget(self, change: str) -> None:
        """Takes out a change that could not be made."""
        self._known.pop(change, None)
        self._names()
        with suppress(OSError):
            self._kept_in[change].take_out(change)

    def settle(self) -> None:
        """After a crash: finishes the last change if it was half made; one that was not made at all is taken back.

        So it can still be made. Raises OSError where it cannot be finished.
        """
        newest = max(self._names(), default="")
        self._all()
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
        elif open_files and (told := self._known.get(newest)):
            if told.undoes or told.redoes:
                self.forget(newest)
            else:
                self.record(told.title, {}, undoes=[newest])

    def _prepare(self) -> None:
        if not (self.folder / ".gitignore").is_file():
            # Nobody's texts of before go into a repository by accident.
            write_files(self.folder, {".gitignore": b"*\n"})

    # --- Where they are kept ---

    def _names(self) -> list[str]:
        self._kept_in = {name: place for place in self._places for name in place.names()}
        return sorted(self._kept_in)

    def _all(self) -> list[Change]:
        names = self._names()
        for name in names:
            if name not in self._known:
                told = self._kept_in[name].told(name)
                self._known[name] = _change(name, told) if told else None
        return [change for name in names if (change := self._known[name])]


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


def _change(name: str, held: Told) -> Change:
    title, kind, entry, keys = (str(held.get(key, "")) for key in ("title", "kind", "entry", "keys"))
    undoes, redoes = (tuple(map(str, held.get(key, ()))) for key in ("undoes", "redoes"))
    return Change(name, datetime.fromisoformat(str(held.get("time"))), title, kind, entry, keys, undoes, redoes)
