"""A YAML text as a tree of values that know where they stand in it, so that one can change and all others stay."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import yaml

from toolkit_builder.yaml_source import read_yaml
from toolkit_builder.yaml_source.reading import LOADER

_LONG = 100
_WIDTH = 116


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

    A value in a mapping has a key: from `key_start` to `key_end`. `inner` are the values inside, by key or in order.
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

    def line_start(self) -> int:
        """Where the line begins on which its key or its dash stands."""
        at = self.key_start if self.key_start >= 0 else self.start
        return self.text.rfind("\n", 0, at) + 1

    def line_end(self) -> int:
        """The end of its last line, with a remark that stands there, without the line break."""
        at = self.text.find("\n", self.end)
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
    value = read_value(text)
    if value is None or any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=LOADER)):
        return None
    node = yaml.compose(text, Loader=LOADER)
    if isinstance(node, yaml.SequenceNode):
        (node,) = node.value
    return tree_of(node, value, text)


def read_value(text: str) -> Any:
    """The one value in `text`, that of its only item if it is a list; None where that cannot be read."""
    documents, findings = read_yaml("", text.encode())
    if len(documents) != 1 or any(one.level == "error" for one in findings):
        return None
    value = documents[0].value
    if isinstance(value, list):
        return value[0] if len(value) == 1 else None
    return value


def tree_of(node: Any, value: Any, text: str) -> Tree:
    start, end = node.start_mark.index, node.end_mark.index
    made = Tree(value, text, start, end, node.start_mark.column, bool(getattr(node, "flow_style", False)))
    if isinstance(node, yaml.MappingNode):
        made.inner = {}
        for key, held in node.value:
            one = tree_of(held, value[key.value], text)
            one.key_start, one.key_end = key.start_mark.index, key.end_mark.index
            made.inner[key.value] = one
        if not made.is_flow and made.inner:
            made.end = max(one.end for one in made.inner.values())
    elif isinstance(node, yaml.SequenceNode):
        made.inner = [tree_of(held, one, text) for held, one in zip(node.value, value, strict=True)]
        if not made.is_flow and made.inner:
            made.end = max(one.end for one in made.inner)
    elif node.style in ("|", ">"):
        # A block's blank lines are the file's, unless it keeps them.
        head = text[start : text.find("\n", start)]
        made.end = end if "+" in head else start + len(text[start:end].rstrip())
    return made


class _Dumper(yaml.SafeDumper):
    """YAML as the library's files are written: lists further in than their key, long texts folded."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        super().increase_indent(flow, False)


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else ">" if len(text) > _LONG else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _represent_text)


def rendered(value: Any, indent: int = 0) -> str:
    """`value` as YAML, all lines `indent` columns from the left, without a line break at the end."""
    text = yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=_WIDTH)
    text = text.removesuffix("...\n").rstrip("\n")
    return "\n".join(" " * indent + line if line.strip() else line for line in text.split("\n"))


def rendered_flow(value: Any) -> str:
    """`value` as YAML in one line, such as `[a, b]`; a text stands as it may stand in brackets, too."""
    text = yaml.safe_dump([value], default_flow_style=True, allow_unicode=True, width=1_000_000, sort_keys=False)
    return text.strip()[1:-1]
