"""A file of prompts or activities with other values, or with more entries, and all else as its author wrote it."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from toolkit_builder.model.banks import Activity, Prompt
from toolkit_builder.model.base import Record
from toolkit_builder.upgrading.pieces import pieces_in, with_lines_kept
from toolkit_builder.yaml_source.splicing import UnclearError, with_value, without
from toolkit_builder.yaml_source.trees import read_trees

from .yaml_text import yaml_blocks

_Some = Prompt | Activity


def with_changes(text: str, folder: str, changes: Mapping[str, tuple[_Some, _Some]]) -> str | None:
    """The text of a file of `folder` in which entries have other values: by id, the one that is there and the new one.

    None where the text is written in a way that nobody expected. Read it again before you use it: a value may stand for
    more than one place.
    """
    after = text.replace("\r\n", "\n")
    pieces = [*pieces_in(after, Path(folder), folder, folder)]
    try:
        # Those before stay where they are.
        for piece in reversed(pieces):
            if piece.id in changes:
                entry = _changed(piece.text, *changes[piece.id])
                after = after[: piece.start] + entry + after[piece.end :]
    except (UnclearError, LookupError):
        return None
    return with_lines_kept(text, after)


def _changed(text: str, before: _Some, after: _Some) -> str:
    """The text of one entry with the values of `after`. Raises UnclearError and LookupError."""
    order = [*type(after).model_fields]
    for key in order:
        new = getattr(after, key)
        if getattr(before, key) != new:
            text = with_value(text, (key,), _plain(key, new), order) if new else without(text, (key,))
    return text


def _plain(key: str, value: Any) -> Any:
    """A value as a file holds it; keys without a value are left out."""
    if isinstance(value, Record):
        return {name: _plain(name, one) for name in type(value).model_fields if (one := getattr(value, name))}
    if isinstance(value, tuple):
        # A grade looks like a number: reading knows.
        return [int(one) if key == "grades" and one.isdecimal() else one for one in value]
    return value


def with_entries(text: str, entries: Sequence[_Some]) -> str | None:
    """The text of a file with more entries at its end; None where it is not a list to which one could add."""
    blocks = list(yaml_blocks(entries))
    before = text.replace("\r\n", "\n")
    trees = read_trees(before)
    root = trees[-1] if trees else None
    if root and root.value == [] and root.is_flow:
        return with_lines_kept(text, before[: root.start] + "\n".join(blocks).removesuffix("\n") + before[root.end :])
    if root and (not isinstance(root.value, list) or root.is_flow):
        return None
    indent = " " * (root.column if root else 0)
    lines = [indent + line if line.strip() else line for block in blocks for line in f"\n{block}".split("\n")]
    after = before.rstrip() + "\n" + "\n".join(lines) if before.strip() else "\n".join(blocks)
    return with_lines_kept(text, after)
