"""What the editor asks of a toolkit and what it is told, as plain values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from toolkit_builder.diagnostics import DISK_HINTS, Diagnostic, disk_hint

Keys = tuple[str | int, ...]
"""What leads from an entry to a value in it, such as `("agenda", 2, "say")`; items of a list are counted from 0."""
Action = Literal["set", "add", "move", "remove"]
END = 1_000_000
"""As the last of the keys of what is added: at the end of its list."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of an entry. `keys` lead to the value itself, to an item of a list with its position as the last.

    `set` puts `value` there, also where nothing stood; `add` puts it into the list at that position; `move` takes the
    item to the position `to`; `remove` takes the key or the item away.
    """

    keys: Keys
    action: Action = "set"
    value: Any = None
    to: int = 0


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of a save: the number of the state, and what is to mend in the entry.

    The findings of rules may be those of before; `Workspace.findings_revision` says when they are new.
    """

    revision: int
    findings: list[Diagnostic]
    id: str = ""
    """The id of the entry after the change."""


@dataclass(frozen=True, slots=True)
class Item:
    """An entry as a row of a list."""

    kind: str
    id: str
    title: str
    about: str
    is_own: bool
    findings: int = 0
    is_hidden: bool = False
    icon: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """What an entry's form shows beside its values.

    `faults` are its findings by the keys where they stand, those of the whole entry under no keys. `below` is what the
    entry is in the layer below, None where there is none or where that is what is shown. `locked` are the keys of texts
    that a layer below locks.
    """

    is_own: bool
    is_hidden: bool
    path: str
    line: int
    text: str
    below: Mapping[str, Any] | None = None
    below_name: str = ""
    locked: frozenset[Keys] = frozenset()
    faults: Mapping[Keys, list[Diagnostic]] = field(default_factory=dict)


class EditError(Exception):
    """Why a change cannot be made, in words for who asked for it. Nothing was written.

    `text` is translated where it is shown; `values` stand for what is in braces there.
    """

    def __init__(self, text: str, **values: object) -> None:
        said = text
        for name, value in values.items():
            said = said.replace(f"{{{name}}}", str(value))
        super().__init__(said.rstrip())
        self.text, self.values = text, values


def of_disk(error: OSError) -> EditError:
    """What the system refused, and what to do."""
    place = next((str(name) for name in (error.filename2, error.filename) if name), "")
    around = f"({place})" if place else ""
    return EditError(_of_disk(disk_hint(error)), place=around)


def refusal_texts() -> Iterator[str]:
    """The texts of what disks refuse."""
    return map(_of_disk, dict.fromkeys(DISK_HINTS.values()))


def _of_disk(hint: str) -> str:
    # All that the editor writes is written whole, so that this is true.
    return f"{hint}, and try again. No file was left half written. {{place}}"


class ConflictError(EditError):
    """Somebody else changed what was to be changed. `mine` is what was asked for, `theirs` what stands there now.

    `is_moved` where nobody can tell what stands there: items of a list around it came, went or moved.
    """

    def __init__(self, text: str, keys: Keys, mine: Any, theirs: Any, is_moved: bool = False) -> None:
        super().__init__(text)
        self.keys, self.mine, self.theirs, self.is_moved = keys, mine, theirs, is_moved
