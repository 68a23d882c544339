"""The toolkit as it lies on disk, read again when something changed; rules are asked meanwhile, in a thread."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Condition, Lock, Thread
from time import monotonic, sleep
from typing import Any, TypeVar

from toolkit_builder.cache import Cache
from toolkit_builder.checking import with_excerpts
from toolkit_builder.diagnostics import Diagnostic, ToolkitError, has_errors, sort_findings
from toolkit_builder.folders import Folders
from toolkit_builder.loading import load_toolkit
from toolkit_builder.loading.catalogues import LOCALES
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.options import Options
from toolkit_builder.rules import check_toolkit
from toolkit_builder.settings import load_options
from toolkit_builder.site_words import TEMPLATES
from toolkit_builder.upgrading.below import Below
from toolkit_builder.upgrading.below import Files as BelowFiles

from .holdings import Files, Holdings, RememberingReader
from .rows import Rows

Seen = dict[Path, tuple[int, int]]
_Value = TypeVar("_Value")
_MOST_VALUES = 500
_PAUSE = 0.25
"""Seconds that the rules wait for another change."""
_PATIENCE = 1.0
"""Seconds that they wait, at each step, for those who want a page meanwhile."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One state of the toolkit: all that was read together. `loaded` are the findings of loading."""

    revision: int
    folders: Folders
    options: Options
    toolkit: Toolkit
    loaded: list[Diagnostic]
    holdings: Holdings
    below: BelowFiles
    """What was read of the files of the layers below, as text; added to when somebody asks for more."""

    @property
    def is_sound(self) -> bool:
        """True where nothing stands in the way of its pages, as far as loading can tell."""
        return not has_errors(self.loaded)


class _Spare(Cache):
    """A cache that is filled while the toolkit is opened. Later, what somebody types is kept for this session only."""

    def __init__(self, folder: Path | None) -> None:
        super().__init__(folder)
        self.is_filled = False
        self._values: dict[str, Any] = {}
        self._lock = Lock()

    def known(self, key: str) -> Any:
        with self._lock:
            found = self._values.get(key)
        return super().known(key) if found is None else found

    def keep(self, key: str, value: object) -> None:
        self._remember(key, value)
        if not self.is_filled:
            # It saves time; what was asked for can be done without.
            with suppress(OSError):
                super().keep(key, value)

    def value(self, key: str, make: Callable[[], _Value]) -> _Value:
        found = super().value(key, make)
        self._remember(key, found)
        return found

    def _remember(self, key: str, value: object) -> None:
        with self._lock:
            self._values.pop(key, None)
            self._values[key] = value
            if len(self._values) > _MOST_VALUES:
                del self._values[next(iter(self._values))]


class Source:
    """Reads the toolkit in `folder`, that of one school of many for an `edition`."""

    def __init__(self, folder: Path, edition: str) -> None:
        """Raises ToolkitError where its settings are wrong."""
        self._folder, self._edition = folder.absolute(), edition
        folders, options = load_options(self._folder, edition)
        self.cache = _Spare(options.cache.folder)
        self.reader = RememberingReader(self.cache)
        self.files = Files()
        self._seen = seen(folders)
        self.now = self._read(1, folders, options, {})
        self.cache.is_filled = True

    def has_news(self) -> bool:
        """True where a file came, went or changed since it was read."""
        return self._seen != seen(self.now.folders)

    def has_news_in(self, files: Iterable[Path]) -> bool:
        """True where one of these came, went or changed since it was read; quicker to tell than of all."""
        now = {file: _state(file.stat()) for file in files if file.is_file()}
        return any(self._seen.get(file) != now.get(file) for file in files if file in now or file in self._seen)

    def read(self) -> Reading:
        """Reads what changed, and gives the new state."""
        folders, options = self.now.folders, self.now.options
        below = self.now.below
        # Settings with faults are told when the site is built; until then, those of before hold.
        with suppress(ToolkitError):
            folders, options = load_options(self._folder, self._edition)
        before, self._seen = self._seen, seen(folders)
        lower = tuple(layer.docs for layer in folders.layers[:-1])
        changed = {file for file, _ in before.items() ^ self._seen.items()}
        if folders != self.now.folders or any(file.is_relative_to(docs) for file in changed for docs in lower):
            below = {}
        self.now = self._read(self.now.revision + 1, folders, options, below)
        return self.now

    def _read(self, revision: int, folders: Folders, options: Options, below: BelowFiles) -> Reading:
        self.reader.read = {}
        toolkit, findings = load_toolkit(folders, self.reader)
        holdings = Holdings(folders, self.reader, self.files)
        return Reading(revision, folders, options, toolkit, findings, holdings, below)


def seen(folders: Folders) -> Seen:
    """Every file of a toolkit and of the layers below it, with its time and size."""
    places = [place for layer in folders.layers for place in (layer.docs, layer.root / LOCALES)]
    places += [layer.root / TEMPLATES for layer in folders.layers if not layer.is_library]
    found: Seen = {}
    for file in folders.root.glob("mkdocs.y*ml"):
        found[file] = _state(file.stat())
    for layer in folders.layers:
        # A school's own file may lie beside its folder.
        for file in layer.school.parent.glob(f"{layer.school.name}.y*ml"):
            with suppress(FileNotFoundError):
                found[file] = _state(file.stat())
    for place in dict.fromkeys(places):
        found |= dict(_look(place)) if place.is_dir() else {}
    return found


def _state(stat: os.stat_result) -> tuple[int, int]:
    return stat.st_mtime_ns, stat.st_size


def _look(folder: Path) -> Iterator[tuple[Path, tuple[int, int]]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            # What is being written has a name with a dot.
            if entry.name.startswith(".") or entry.is_symlink():
                continue
            # Files come and go while one looks.
            with suppress(FileNotFoundError):
                if entry.is_dir():
                    yield from _look(Path(entry.path))
                else:
                    yield Path(entry.path), _state(entry.stat())


class Judge:
    """Asks the rules about the newest state, in a thread, and readies search for it.

    Whoever waits for a page goes first.
    """

    def __init__(self, rows: Rows, cache: Cache) -> None:
        self._rows, self._cache = rows, cache
        self._change = Condition()
        self._wanted: Reading | None = None
        self._findings: list[Diagnostic] = []
        self.revision = 0
        self._is_open = True
        self._waiting = 0
        self._thread = Thread(target=self._work, name="rules", daemon=True)
        self._thread.start()

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Meanwhile, the thread leaves the processor to this one."""
        with self._change:
            self._waiting += 1
        try:
            yield
        finally:
            with self._change:
                self._waiting -= 1

    def _let_others(self) -> None:
        until = monotonic() + _PATIENCE
        while self._waiting and monotonic() < until:
            sleep(0.005)

    def ask(self, reading: Reading) -> None:
        """Asks about a new state; the answer comes later."""
        with self._change:
            self._wanted = reading
            self._change.notify_all()

    def answer(self) -> tuple[int, list[Diagnostic]]:
        """The newest findings of rules, and the revision that they are about."""
        with self._change:
            return self.revision, self._findings

    def wait(self, revision: int, seconds: float) -> bool:
        """Waits for the findings about a state; False where they did not come in time."""
        with self._change:
            return self._change.wait_for(lambda: self.revision >= revision, seconds)

    def close(self) -> None:
        """Ends the thread; it may still finish its last answer."""
        with self._change:
            self._is_open = False
            self._change.notify_all()

    def _work(self) -> None:
        while True:
            with self._change:
                self._change.wait_for(lambda: self._wanted or not self._is_open)
                # Of quick changes, only the last one is judged.
                while self._is_open and self._change.wait(_PAUSE):
                    pass
                reading, self._wanted = self._wanted, None
                if not self._is_open or reading is None:
                    return
            findings = check_toolkit(reading.toolkit, reading.options.levels, self._let_others, self._cache)
            with self._change:
                self._findings, self.revision = findings, reading.revision
                self._change.notify_all()
            for _ in self._rows.prepared(reading.holdings, reading.toolkit):
                self._let_others()
            # Whoever changes an entry of the library for the first time need not wait until all of it is read.
            for _ in Below(reading.folders.layers[:-1], reading.below).pieces():
                self._let_others()


def all_findings(reading: Reading, of_rules: list[Diagnostic]) -> list[Diagnostic]:
    """The findings of loading and those of rules, sorted, each with its line."""
    return with_excerpts(sort_findings([*reading.loaded, *of_rules]), reading.folders)
