"""A YAML text as a tree of values that know where they stand in it, so that one can change and all others stay."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from .reading import LINE_BREAK, LOADER, read_yaml

_BEFORE_A_DASH = re.compile(r"(?:\s|#[^\n]*|[&!]\S*)*")
"""What may stand between an item and the dash of the next one; before the first one, a mark of the list, too."""


@dataclass(frozen=True, slots=True)
class Edit:
    """`text` takes the place of what stands from `start` to `end`."""

    start: int
    end: int
    text: str


def edited(text: str, edits: Iterable[Edit]) -> str:
    """`text` after all `edits`, none of which reaches into another; those at one place keep their order."""
    parts, at = [], 0
    for edit in sorted(edits, key=lambda one: (one.start, one.end)):
        parts += [text[at : edit.start], edit.text]
        at = edit.end
    return "".join([*parts, text[at:]])


@dataclass(slots=True)
class Tree:
    """A value, and where it stands in `text`: from `start` to `end`, without the remarks and blank lines after it.

    A value in a mapping has a key: from `key_start` to `key_end`. An item of a list has its `dash`, unless it stands in
    brackets. `inner` are the values inside, by key or in order. `style` is the sign that a text begins with, if any.
    """

    value: Any
    text: str
    start: int
    end: int
    column: int
    is_flow: bool = False
    key_start: int = -1
    key_end: int = -1
    inner: "dict[str, Tree] | list[Tree]" = field(default_factory=list)
    dash: int = -1
    style: str = ""
    is_alias: bool = False

    @property
    def lead(self) -> int:
        """Where its key or its dash stands; where it stands itself, if it has neither."""
        return max(self.key_start, self.dash) if max(self.key_start, self.dash) >= 0 else self.start

    def inside(self) -> "list[Tree]":
        """The values inside, in their order."""
        return list(self.inner.values() if isinstance(self.inner, dict) else self.inner)

    def line_start(self) -> int:
        """Where the line begins on which its key or its dash stands."""
        return self.text.rfind("\n", 0, self.lead) + 1

    def line_end(self) -> int:
        """The end of its last line, with a remark that stands there, without the line break."""
        # A text that keeps the blank lines after it ends with the last of them.
        at = self.text.find("\n", self.end - 1 if self.text[self.start : self.end].endswith("\n") else self.end)
        return len(self.text) if at < 0 else at

    def remarks_start(self) -> int:
        """Where the remarks and blank lines begin that stand right above it."""
        at = self.line_start()
        while at > 0:
            before = self.text.rfind("\n", 0, at - 1) + 1
            line = self.text[before:at].strip()
            if line and not line.startswith("#"):
                break
            at = before
        return at

    def shifted(self, start: int, by: int) -> str:
        """The text from `start` to its end, all lines after the first `by` columns further to the right."""
        first, *lines = self.text[start : self.end].split("\n")
        if by >= 0:
            return "\n".join([first, *(" " * by + line if line.strip() else line for line in lines)])
        return "\n".join([first, *(line[-by:] if not line[:-by].strip() else line for line in lines)])


def read_tree(text: str) -> Tree | None:
    """The one value in `text`, that of its only item if it is a list; None where that cannot be read.

    A text with aliases counts as one that cannot, as it has values that stand elsewhere.
    """
    trees = read_trees(text)
    tree = trees[0] if len(trees) == 1 else None
    if tree and isinstance(tree.value, list):
        tree = tree.inside()[0] if len(tree.value) == 1 else None
    return None if tree and has_aliases(tree) else tree


def has_aliases(tree: Tree) -> bool:
    """Whether a value in `tree` stands elsewhere."""
    return tree.is_alias or any(map(has_aliases, tree.inside()))


def read_value(text: str) -> Any:
    """The one value in `text`, that of its only item if it is a list; None where that cannot be read."""
    documents, findings = read_yaml("", text.encode())
    if len(documents) != 1 or any(one.level == "error" for one in findings):
        return None
    value = documents[0].value
    if isinstance(value, list):
        return value[0] if len(value) == 1 else None
    return value


def read_trees(text: str) -> list[Tree]:
    """What each document of a `text` holds, without those of nothing; none where the text has faults."""
    documents, findings = read_yaml("", text.encode())
    if any(one.level == "error" for one in findings):
        return []
    events = iter(yaml.parse(LINE_BREAK.sub(" ", text), Loader=LOADER))
    starts = (event for event in events if isinstance(event, yaml.DocumentStartEvent))
    trees = [_grown(next(events), events, text) for _ in starts]
    values = [document.value for document in documents]
    if len(trees) > len(values):
        trees = [tree for tree in trees if tree.inner or tree.is_flow or tree.style or not _is_nothing(tree)]
    for tree, value in zip(trees, values, strict=True):
        _fill(tree, value)
    return trees


def _is_nothing(tree: Tree) -> bool:
    return tree.text[tree.start : tree.end].casefold() in ("", "~", "null")


def _grown(event: Any, events: Iterator[Any], text: str) -> Tree:
    """The tree that begins with `event`, yet without values."""
    start, end = event.start_mark.index, event.end_mark.index
    tree = Tree(None, text, start, end, event.start_mark.column)
    tree.is_alias = isinstance(event, yaml.AliasEvent)
    if isinstance(event, yaml.ScalarEvent):
        tree.style = event.style or ""
        if tree.style in ("|", ">"):
            # A block's blank lines are the file's, unless it keeps them.
            head = text[start : text.find("\n", start)].partition("#")[0]
            tree.end = end if "+" in head else start + len(text[start:end].rstrip())
        return tree
    if tree.is_alias:
        return tree
    tree.is_flow = bool(event.flow_style)
    if isinstance(event, yaml.MappingStartEvent):
        tree.inner = {}
        while not isinstance(key := next(events), yaml.MappingEndEvent):
            one = _grown(next(events), events, text)
            one.key_start, one.key_end = key.start_mark.index, key.end_mark.index
            # What repeats a text may be a key, too; its own text is not known here.
            tree.inner[getattr(key, "value", "")] = one
    else:
        tree.inner = []
        at = start
        while not isinstance(key := next(events), yaml.SequenceEndEvent):
            one = _grown(key, events, text)
            if not tree.is_flow and (found := _BEFORE_A_DASH.match(text, at)):
                one.dash = found.end()
            tree.inner.append(one)
            at = one.end
    inside = tree.inside()
    if tree.is_flow:
        tree.end = key.end_mark.index
    elif inside:
        tree.column = inside[0].lead - inside[0].line_start()
        tree.end = inside[-1].end
    return tree


def _fill(tree: Tree, value: Any) -> None:
    tree.value = value
    if isinstance(tree.inner, dict) and isinstance(value, dict):
        for key, one in tree.inner.items():
            _fill(one, value.get(key))
    elif isinstance(tree.inner, list) and isinstance(value, list):
        for one, held in zip(tree.inner, value, strict=False):
            _fill(one, held)
