"""Who changed what meanwhile: a form that was opened before must not undo it unseen."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from toolkit_builder.upgrading.pieces import Piece

from .changes import value_at
from .holdings import Files
from .items import ConflictError, Edit, Keys

Before = Mapping[Path, Mapping[str, Piece]]
_MOST = 200
"""Values that are remembered of an entry. A form from before them is compared with the oldest."""


@dataclass(slots=True)
class Memory:
    """What became of entries since the editor was opened, by their names, with the revision of each change.

    `before` are the values before each change, the last ones of each entry; `lists` those lists whose items are others
    now, or stand elsewhere.
    """

    before: dict[str, list[tuple[int, Any]]] = field(default_factory=lambda: defaultdict(list))
    lists: dict[str, list[tuple[int, Keys]]] = field(default_factory=lambda: defaultdict(list))

    def changed(self, name: str, revision: int, value: Any) -> None:
        """Remembers what an entry was before the change of `revision`: another window may still show it."""
        self.before[name] = [*self.before[name][1 - _MOST :], (revision, value)]

    def rearranged(self, name: str, revision: int, edits: Sequence[Edit]) -> None:
        """Remembers that edits added, moved or removed items."""
        self.lists[name] += [(revision, edit.keys[:-1]) for edit in edits if edit.action != "set"]

    def changed_outside(self, before: Before, files: Files, revision: int) -> None:
        """Remembers entries that are not as they were `before`, as far as somebody has looked at them."""
        for file, pieces in before.items():
            one = next(iter(pieces.values()), None)
            now = files.pieces_of(file, one.path, one.kind) if one else {}
            for name, piece in pieces.items():
                if name not in now or now[name].text != piece.text:
                    self.changed(name, revision, piece.value)


def looked_at(files: Files) -> Before:
    """The entries of all files that somebody has looked at, as they were then."""
    return {file: pieces for file, (_, pieces) in files.pieces.items()}


def refuse_other(edits: Sequence[Edit], standing: Sequence[Edit], value: Any) -> None:
    """Raises ConflictError for one of the `edits` of what stands otherwise than its form showed.

    `standing` are the edits that would make of the entry, which is `value` now, what that form showed.
    """
    others = {edit.keys for edit in standing}
    for edit in edits:
        if edit.keys in others:
            raise _stale(edit, value_at(value, edit.keys), is_moved=False)


def refuse_stale(memory: Memory, name: str, seen: int, value: Any, edits: Sequence[Edit], *, is_compared: bool) -> None:
    """Raises ConflictError for an edit of what is not as it was in the revision `seen`; `value` is the entry's now.

    With `is_compared` the values are those that the form showed, as far as `refuse_other` can tell.
    """
    known = () if is_compared else memory.before.get(name, ())
    base = next((before for revision, before in known if revision > seen), None)
    for edit in edits:
        theirs = value_at(value, edit.keys)
        for revision, keys in memory.lists.get(name, ()):
            if revision > seen and edit.keys[: len(keys)] == keys and len(edit.keys) > len(keys):
                raise _stale(edit, theirs, is_moved=True)
        if base is None or (edit.action == "set" and theirs == edit.value):
            continue
        keys = edit.keys if edit.action in ("set", "remove") else edit.keys[:-1]
        is_moved = any(_length(base, one) != _length(value, one) for one in _lists_on(edit.keys))
        if is_moved or value_at(base, keys) != value_at(value, keys):
            raise _stale(edit, theirs, is_moved=is_moved)


def _stale(edit: Edit, theirs: Any, *, is_moved: bool) -> ConflictError:
    return ConflictError("Somebody else changed this meanwhile.", edit.keys, edit.value, theirs, is_moved)


def _lists_on(keys: Keys) -> Iterator[Keys]:
    """The keys of each list on the way to a value."""
    return (keys[:depth] for depth, key in enumerate(keys) if isinstance(key, int))


def _length(value: Any, keys: Keys) -> int:
    held = value_at(value, keys)
    return len(held) if isinstance(held, list) else 0
