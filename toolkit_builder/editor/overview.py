"""What of a toolkit can be looked at: its entries, what each holds, and what is said of it."""

from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from fnmatch import fnmatchcase
from functools import wraps
from pathlib import Path
from threading import RLock
from typing import Any, Concatenate, ParamSpec, TypeVar

from toolkit_builder.diagnostics import Diagnostic
from toolkit_builder.folders import Folders
from toolkit_builder.loading.files import SCHOOL
from toolkit_builder.model.base import Entry
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.options import Options
from toolkit_builder.upgrading.below import version_of
from toolkit_builder.upgrading.pieces import KINDS as FOLDERS
from toolkit_builder.upgrading.pieces import Piece, read_source

from .holdings import FaultsByKeys, Held, is_locked, texts_of
from .items import Item, Keys, State
from .reading import Judge, Reading, Source, all_findings
from .rows import Rows, counts_of, school_item, shown_entries
from .translations import Row, rows_of, source_before

KINDS = (
    SCHOOL,
    "guides",
    "prompts",
    "activities",
    "protocol",
    "inserts",
    "kit",
    "glossary",
    "facts",
    "search",
    "skills",
)
_P = ParamSpec("_P")
_R = TypeVar("_R")
_Self = TypeVar("_Self", bound="Overview")


def alone(work: Callable[Concatenate[_Self, _P], _R]) -> Callable[Concatenate[_Self, _P], _R]:
    """One call at a time: what changes the toolkit waits for what came before."""

    @wraps(work)
    def waiting(self: _Self, /, *arguments: _P.args, **named: _P.kwargs) -> _R:
        with self.first(), self.lock:
            return work(self, *arguments, **named)

    return waiting


class Overview:
    """A toolkit as it is now."""

    def __init__(self, folder: Path, edition: str = "") -> None:
        """Reads the toolkit in `folder`, that of one school of many for an `edition`.

        Raises ToolkitError where its settings are wrong, OSError where its files cannot be read.
        """
        self.folder = folder.absolute()
        """The folder of its settings, which programs are told."""
        self.lock = RLock()
        self._source = Source(folder, edition)
        self._rows = Rows()
        self._judge = Judge(self._rows, self._source.cache)
        self._told: tuple[tuple[int, int], list[Diagnostic], Counter[str]] | None = None

    def first(self) -> AbstractContextManager[None]:
        """Meanwhile, what goes on beside it steps aside, as somebody waits."""
        return self._judge.aside()

    @property
    def _now(self) -> Reading:
        return self._source.now

    @property
    def revision(self) -> int:
        """A number that grows with each change."""
        return self._now.revision

    @property
    def toolkit(self) -> Toolkit:
        """That of the last state; it holds what is sound."""
        return self._now.toolkit

    @property
    def folders(self) -> Folders:
        return self._now.folders

    @property
    def options(self) -> Options:
        return self._now.options

    @property
    def findings(self) -> list[Diagnostic]:
        """Those of loading, of the last state; and those of rules, of the state `findings_revision`."""
        return self._findings()[0]

    @property
    def findings_revision(self) -> int:
        return self._judge.answer()[0]

    def wait_for_rules(self, seconds: float = 10.0) -> bool:
        """Waits until the rules were asked about the last state; False where that took longer."""
        return self._judge.wait(self.revision, seconds)

    def close(self) -> None:
        """Ends what works beside it."""
        self._judge.close()

    def _findings(self) -> tuple[list[Diagnostic], Counter[str]]:
        about, of_rules = self._judge.answer()
        key = (self.revision, about)
        if self._told is None or self._told[0] != key:
            found = all_findings(self._now, of_rules)
            self._told = (key, found, counts_of(self._now.holdings, found))
        return self._told[1:]

    # --- What is there ---

    def kinds(self) -> list[str]:
        """The kinds of entries, by the names of their folders: school, guides, prompts, ..."""
        return [*KINDS]

    @alone
    def items(self, kind: str, q: str = "", limit: int = 200) -> list[Item]:
        """The entries of a kind, those with faults and hidden ones, too; those that hold the words `q`, best first."""
        counts = self._findings()[1]
        held = self._held(SCHOOL, SCHOOL)
        if kind == SCHOOL:
            return [school_item(self.toolkit, counts[SCHOOL], is_own=held is not None and self._is_own(held))]
        if kind and kind not in FOLDERS:
            return []
        return self._rows.of(kind, self._now.holdings, self.toolkit, counts, asks=q, most=limit)

    def search(self, kind: str, q: str, limit: int = 20) -> list[Item]:
        """The entries of a kind, or of all where it is empty, that hold the words `q`; none that are hidden."""
        return [item for item in self.items(kind, q, limit * 2) if not item.is_hidden][:limit]

    @alone
    def entry(self, kind: str, id: str) -> Entry | None:  # noqa: A002
        """The entry as a value of the model; None for one with faults, or none. The school's id is `school`."""
        if kind == SCHOOL:
            return self.toolkit.school
        found = shown_entries(self.toolkit, kind).get(f"{kind}/{id}".casefold()) if kind in FOLDERS else None
        held = self._held(kind, id)
        return found or (held.entry if held else None)

    @alone
    def values(self, kind: str, id: str) -> dict[str, Any] | None:  # noqa: A002
        """What stands in the entry's YAML as plain values, faults and all; None where there is no such entry."""
        held = self._held(kind, id)
        piece = self._now.holdings.worded(held) if held else None
        return piece.value if piece and isinstance(piece.value, dict) else None

    @alone
    def state(self, kind: str, id: str) -> State | None:  # noqa: A002
        """What its form shows beside its values: whose it is, where it stands, what is to mend, what lies below."""
        held = self._held(kind, id)
        piece = self._now.holdings.worded(held) if held else None
        if held is None or piece is None:
            return None
        text = read_source(held.file).text
        line = text.count("\n", 0, piece.start) + 1
        lower = self._now.holdings.by_name[held.name][-2:-1] if kind != SCHOOL else []
        below = self._now.holdings.worded(lower[0]) if lower and self._is_own(held) else None
        locked = self._locked(held, piece)
        return State(
            self._is_own(held),
            self._is_hidden(held),
            held.path,
            line,
            piece.text,
            below.value if below else None,
            version_of(self.folders.layers[lower[0].layer]) if below else "",
            frozenset(locked),
            self.fault_of(kind, id),
        )

    def _locked(self, held: Held, piece: Piece) -> Iterable[Keys]:
        if not self.toolkit.locked or held.layer > self._now.holdings.top:
            return []
        texts = texts_of(held.kind, held.id, piece.value)
        return [keys for keys, place in texts if is_locked(place, self.toolkit.locked)]

    @alone
    def fault_of(self, kind: str, id: str) -> FaultsByKeys:  # noqa: A002
        """The findings of an entry by the keys where they stand; those of the entry as a whole under no keys."""
        held = self._held(kind, id)
        return self._now.holdings.faults_of(held, self.findings) if held else {}

    @alone
    def place_of(self, finding: Diagnostic) -> tuple[str, str, Keys] | None:
        """The kind and id of the entry that a finding is about, and the keys to its text; None where it is of none."""
        name = self._now.holdings.name_at(finding.location)
        layers = self._now.holdings.by_name.get(name)
        if not layers:
            return None
        held = layers[-1]
        keys = next(iter(self._now.holdings.faults_of(held, [finding])), ())
        return held.kind, held.id, keys

    @alone
    def texts_in(self, language: str) -> list[Row]:
        """Every text with its translation into a language, those for families first. Raises EditError for no such."""
        return rows_of(self._now, language)

    def source_before(self, language: str, row: Row) -> str:
        """What a text was when it was translated, where that was something else and is known."""
        return source_before(self._now, language, row)

    def _held(self, kind: str, id: str) -> Held | None:  # noqa: A002
        return self._now.holdings.held(kind, id)

    def _is_own(self, held: Held) -> bool:
        return self._now.holdings.is_own(held)

    def _is_hidden(self, held: Held) -> bool:
        return any(fnmatchcase(held.name, one.casefold()) for one in self.toolkit.school.hide)
