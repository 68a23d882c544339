"""Changes at places of a text of YAML, made as its author would make them: all other lines stay byte for byte.

A text is an entry's, as its file holds it: all of a file, one of its documents, or one item of a list with its dash.
Places are told by their keys, from the entry inwards: `("agenda", 2, "say")`. Every change is read again before it
counts.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from .splices import item_added, key_added, manner_of, moved, removed, replaced
from .trees import Edit, Tree, edited, read_trees
from .units import UnclearError

__all__ = ["Keys", "UnclearError", "with_item", "with_moved", "with_value", "without"]

Keys = Sequence[str | int]
"""What leads to a place: names of keys, and positions of items from 0."""
_MARK = "\ufeff"


def with_value(text: str, keys: Keys, value: Any, order: Sequence[str] = ()) -> str:
    """`text` with `value` at `keys`: a text, a number, true or false, or a list or dict of these.

    Of a list or a dict, what stays the same stays as it is written. Keys that are missing are added; `order` names
    those of the mapping that gets one, so that it stands where others write it; at the end, without.
    Raises LookupError where there is no such place, and UnclearError where it cannot be changed in place.
    """
    return _spliced(text, lambda entry: _set(entry, keys, value, order))


def without(text: str, keys: Keys) -> str:
    """`text` without the key or the item at `keys`, and without the remarks right above it; the others stay.

    Raises LookupError where there is no such place, and UnclearError where it cannot be taken out in place.
    """
    return _spliced(text, lambda entry: _remove(entry, keys))


def with_item(text: str, keys: Keys, position: int, value: Any, order: Sequence[str] = ()) -> str:
    """`text` with another item in the list at `keys`, so that it has `position` there; where there is none, with one.

    `order` is that of the mapping that gets the list. Raises LookupError where there is no such place, and
    UnclearError where nothing can be added in place.
    """
    return _spliced(text, lambda entry: _insert(entry, keys, position, value, order))


def with_moved(text: str, keys: Keys, position: int, to: int) -> str:
    """`text` with an item of the list at `keys` elsewhere, remarks included: it has the position `to` afterwards.

    Raises LookupError where there is no such place, and UnclearError where nothing can be moved in place.
    """
    return _spliced(text, lambda entry: _move(entry, keys, position, to))


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry as its file holds it, `raw`, and its tree, of the same text with plain line breaks."""

    raw: str
    tree: Tree

    def changed(self, edits: Sequence[Edit], wanted: Any) -> "_Entry":
        """The entry after `edits`, if it holds what is `wanted` then. Raises UnclearError if not."""
        breaks = [found.start() - number for number, found in enumerate(re.finditer("\r\n", self.raw))]
        new = "\r\n" if breaks else "\n"
        spots = [
            Edit(
                edit.start + bisect_left(breaks, edit.start),
                edit.end + bisect_left(breaks, edit.end),
                edit.text.replace("\n", new),
            )
            for edit in edits
        ]
        made = _read(edited(self.raw, spots))
        if not _is_same(made.tree.value, wanted):
            raise UnclearError("a change here would change something else, too")
        return made


def _read(raw: str) -> _Entry:
    text = raw.replace("\r\n", "\n")
    trees = read_trees(text) if "\r" not in text else []
    if len(trees) != 1:
        raise UnclearError("the text cannot be read as one entry")
    (tree,) = trees
    if isinstance(tree.inner, list):
        if len(tree.inner) != 1 or tree.is_flow:
            raise UnclearError("the text is no entry")
        (tree,) = tree.inner
    return _Entry(raw, tree)


def _spliced(text: str, change: Callable[[_Entry], _Entry]) -> str:
    mark = _MARK if text.startswith(_MARK) else ""
    body = text.removeprefix(_MARK)
    # An entry of a list comes without its last line break.
    end = "" if body.endswith("\n") else "\r\n" if "\r\n" in body else "\n"
    try:
        return mark + change(_read(body + end)).raw.removesuffix(end)
    except UnicodeEncodeError as error:
        raise UnclearError("it holds half a character") from error


def _is_same(one: Any, other: Any) -> bool:
    """Whether two values are the same; unlike for Python, 1 is not true."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(_is_same(inner, other[key]) for key, inner in one.items())
    if isinstance(one, list):
        return len(one) == len(other) and all(map(_is_same, one, other))
    return bool(one == other) or (one != one and other != other)  # noqa: PLR0124, a number may be none


def _holding(value: Any, keys: Keys, change: Callable[[Any], Any]) -> Any:
    """A copy of `value` in which what `keys` lead to is changed; None is what leads nowhere."""
    if not keys:
        return change(value)
    key, *rest = keys
    if isinstance(key, int):
        return [_holding(one, rest, change) if at == key else one for at, one in enumerate(value)]
    return {**(value or {}), key: _holding((value or {}).get(key), rest, change)}


@dataclass(frozen=True, slots=True)
class _Place:
    """The last tree on a way, whether it stands inside brackets, and what of the way it does not have."""

    tree: Tree
    is_inside: bool
    missing: Keys


def _find(tree: Tree, keys: Keys) -> _Place:
    """What `keys` lead to. Raises LookupError if that is nowhere, and UnclearError at what stands elsewhere."""
    is_inside = False
    for at, key in enumerate(keys):
        if tree.is_alias:
            raise UnclearError("it repeats what stands elsewhere")
        if isinstance(key, str) and (tree.value is None or isinstance(tree.value, dict)):
            held = tree.inner.get(key) if isinstance(tree.inner, dict) else None
            if held is None and all(isinstance(one, str) for one in keys[at:]):
                return _Place(tree, is_inside, keys[at:])
        else:
            is_there = isinstance(key, int) and isinstance(tree.inner, list) and 0 <= key < len(tree.inner)
            held = tree.inside()[key] if is_there and isinstance(key, int) else None
        if held is None:
            raise LookupError(f"there is nothing at {key!r}")
        is_inside |= tree.is_flow
        tree = held
    if tree.is_alias:
        raise UnclearError("it repeats what stands elsewhere")
    return _Place(tree, is_inside, ())


def _set(entry: _Entry, keys: Keys, value: Any, order: Sequence[str]) -> _Entry:
    place = _find(entry.tree, keys)
    tree, old = place.tree, place.tree.value
    if not place.missing:
        if _is_same(old, value):
            return entry
        if isinstance(old, dict) and isinstance(value, dict) and old and value:
            return _set_keys(entry, keys, old, value)
        if isinstance(old, list) and isinstance(value, list) and old and value:
            return _set_items(entry, keys, old, value)
    new = value
    for key in reversed(place.missing):
        new = {key: new}
    manner = manner_of(entry.tree)
    if place.missing and tree.inner:
        first = place.missing[0]
        assert isinstance(first, str), "only keys can be missing"
        edits = key_added(tree, first, new[first], order, manner)
    else:
        edits = replaced(tree, new, manner, is_inside=place.is_inside)
    return entry.changed(edits, _holding(entry.tree.value, keys, lambda _: value))


def _set_keys(entry: _Entry, keys: Keys, old: dict[str, Any], new: dict[str, Any]) -> _Entry:
    for key, value in new.items():
        entry = _set(entry, [*keys, key], value, list(new))
    for key in old:
        if key not in new:
            entry = _remove(entry, [*keys, key])
    return entry


def _set_items(entry: _Entry, keys: Keys, old: list[Any], new: list[Any]) -> _Entry:
    """Other items in a list: those at its start and its end that stay the same are left alone."""
    most = min(len(old), len(new))
    head = next((at for at in range(most) if not _is_same(old[at], new[at])), most)
    tail = next((at for at in range(most - head) if not _is_same(old[-1 - at], new[-1 - at])), most - head)
    for at in range(head, most - tail):
        entry = _set(entry, [*keys, at], new[at], ())
    for at in range(most - tail, len(new) - tail):
        entry = _insert(entry, keys, at, new[at], ())
    for at in reversed(range(most - tail, len(old) - tail)):
        entry = _remove(entry, [*keys, at])
    return entry


def _remove(entry: _Entry, keys: Keys) -> _Entry:
    if not keys:
        raise LookupError("an entry cannot be taken out of itself")
    *above, key = keys
    place = _find(entry.tree, above)
    inner = place.tree.inner
    if place.missing or _find(place.tree, [key]).missing:
        raise LookupError(f"there is nothing at {key!r}")
    position = list(inner).index(key) if isinstance(inner, dict) and isinstance(key, str) else int(key)
    edits = removed(place.tree, position, manner_of(entry.tree), is_inside=place.is_inside)

    def change(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: one for name, one in value.items() if name != key}
        return [one for at, one in enumerate(value) if at != key]

    return entry.changed(edits, _holding(entry.tree.value, above, change))


def _insert(entry: _Entry, keys: Keys, position: int, value: Any, order: Sequence[str]) -> _Entry:
    place = _find(entry.tree, keys)
    held = None if place.missing else place.tree.value
    if not 0 <= position <= (len(held) if isinstance(held, list) else 0 if held is None else -1):
        raise LookupError(f"there is no position {position}")
    if not held:
        return _set(entry, keys, [value], order)
    edits = item_added(place.tree, position, value, manner_of(entry.tree))
    return entry.changed(
        edits, _holding(entry.tree.value, keys, lambda items: [*items[:position], value, *items[position:]])
    )


def _move(entry: _Entry, keys: Keys, position: int, to: int) -> _Entry:
    place = _find(entry.tree, keys)
    held = [] if place.missing or not isinstance(place.tree.value, list) else place.tree.value
    if not (0 <= position < len(held) and 0 <= to < len(held)):
        raise LookupError(f"there is no position {position} or {to}")

    def change(items: list[Any]) -> list[Any]:
        rest = [*items[:position], *items[position + 1 :]]
        return [*rest[:to], items[position], *rest[to:]]

    return entry.changed(moved(place.tree, position, to), _holding(entry.tree.value, keys, change))
