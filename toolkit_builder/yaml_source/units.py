"""What of a YAML text goes with a key or an item when that moves or goes: its lines, and the remarks on it."""

from collections.abc import Iterator
from dataclasses import dataclass

from .trees import Tree

_OF_EDITORS = "# yaml-language-server:"


class UnclearError(Exception):
    """A place is written in a way that cannot be changed where it stands; the message says which way."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A key or an item from `start` to `end`, with the remarks right above it, and those below that stand further in.

    One that `is_beside` a dash begins in the middle of a line.
    """

    tree: Tree
    start: int
    end: int
    is_beside: bool

    @property
    def remarks(self) -> str:
        """The lines above its own."""
        return "" if self.is_beside else self.tree.text[self.start : self.tree.line_start()]


def column_of(text: str, at: int) -> int:
    """How far from the left a place stands on its line."""
    return at - text.rfind("\n", 0, at) - 1


def units_of(tree: Tree) -> list[Unit]:
    """The keys or the items in a `tree` without brackets. Raises UnclearError where other signs stand beside them."""
    text, units, floor = tree.text, list[Unit](), 0
    for one in tree.inside():
        start = one.line_start()
        before = text[start : one.lead]
        if before.strip(" -"):
            raise UnclearError("a mark, a tab or a question mark stands before it")
        end = one.line_end()
        for start_below, end_below in _lines_after(text, end):
            line = text[start_below:end_below]
            if not line.strip().startswith("#") or line.index("#") <= tree.column:
                break
            end = end_below
        if before.strip():
            units.append(Unit(one, one.lead, end, is_beside=True))
        else:
            above = _remarks_start(text, start, floor)
            # What a file begins with is said of all of it.
            is_of_file = not above and tree.lead == tree.start
            units.append(Unit(one, start if is_of_file else above, end, is_beside=False))
        floor = end
    return units


def _remarks_start(text: str, start: int, floor: int) -> int:
    """Where the remarks begin that stand right above a line, no blank line between."""
    while start > floor + 1:
        before = text.rfind("\n", 0, start - 1) + 1
        line = text[before:start].strip()
        if before < floor or not line.startswith("#") or line.startswith(_OF_EDITORS):
            break
        start = before
    return start


def _lines_after(text: str, end: int) -> Iterator[tuple[int, int]]:
    """The lines after the one that ends at `end`: where each starts and ends."""
    while end < len(text):
        start = end + 1
        found = text.find("\n", start)
        end = len(text) if found < 0 else found
        yield start, end
