"""What is the same in two values, and which items of two lists are one."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

_NAMES = ("id", "code", "term", "topic", "question", "who")
"""Keys that name an item of a list, the first that an item has."""


class Gone:
    """Stands for a value that is not there."""

    def __repr__(self) -> str:
        return "GONE"


GONE = Gone()


def same(one: Any, other: Any) -> bool:
    """Whether two values say the same: `3` and `"3"` do, and so do texts that differ in the blanks around them."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(inner, other[key]) for key, inner in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, (dict, list, Gone)) or isinstance(other, (dict, list, Gone)):
        return one is other
    if isinstance(one, bool) or isinstance(other, bool) or one is None or other is None:
        return one is other
    return str(one).strip() == str(other).strip()


def without(value: Any, *keys: str) -> Any:
    """A mapping without `keys`; anything else as it is."""
    return {key: inner for key, inner in value.items() if key not in keys} if isinstance(value, dict) else value


@dataclass(slots=True)
class Alignment:
    """Where the items of a list went: for each, its new position or None; and what was added before each."""

    stands: list[int | None]
    added: list[list[int]]


def name_of(value: Any) -> str:
    """What one knows an item by: its name, or all of it."""
    if isinstance(value, dict):
        found = next((key for key in _NAMES if isinstance(value.get(key), str)), None)
        return f"{found} {value[found]}" if found else repr(value)
    return str(value).strip() if not isinstance(value, list) else repr(value)


def aligned(base: list[Any], other: list[Any]) -> Alignment | None:
    """Where the items of `base` stand in `other`; None where nobody can tell."""
    names, others = [name_of(inner) for inner in base], [name_of(inner) for inner in other]
    if len(set(names)) < len(names) or len(set(others)) < len(others):
        return None
    made = Alignment([None] * len(base), [[] for _ in range(len(base) + 1)])
    for what, start, end, other_start, other_end in SequenceMatcher(None, names, others, False).get_opcodes():
        if what == "equal" or (what == "replace" and end - start == other_end - other_start):
            for offset in range(end - start):
                made.stands[start + offset] = other_start + offset
        elif what == "replace":
            return None
        elif what == "insert":
            made.added[start] = list(range(other_start, other_end))
    # What went elsewhere would count as taken away here and added there.
    has_moved = any(at is None and name in others for at, name in zip(made.stands, names, strict=True))
    return None if has_moved else made


def alike(one: Any, other: Any) -> bool:
    """Whether two items of a list are the same one, before and after a change: half of what they hold is the same."""
    if not isinstance(one, dict) or not isinstance(other, dict):
        return True
    keys = one.keys() | other.keys()
    return 2 * sum(same(one.get(key, GONE), other.get(key, GONE)) for key in keys) >= len(keys)
