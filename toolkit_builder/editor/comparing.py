"""Two states of an entry, text by text, as people read them: what was there, and what is there now."""

from collections.abc import Callable, Mapping
from typing import Any

from toolkit_builder.interface import Interface
from toolkit_builder.upgrading.pieces import pieces_in
from toolkit_builder.yaml_source import read_yaml

from .forms import Field, Keys
from .posting import leaves
from .workspace import Workspace

Difference = tuple[str, str, str]
"""What a text is called, what it was, and what it is now; empty where there was none, or is none."""
_MOST = 12


def changes_between(
    form: Field, before: Mapping[str, Any], after: Mapping[str, Any], words: Interface, said: Callable[[Keys, Any], str]
) -> list[Difference]:
    """The texts in which two states of an entry differ, in the order of its form; not more than a page shows.

    `said` tells what a form shows for a value at its keys.
    """
    was, now = dict(leaves(before)), dict(leaves(after))
    differing = [keys for keys in {**was, **now} if was.get(keys) != now.get(keys)]
    return [
        (called(form, keys, words), said(keys, was.get(keys)), said(keys, now.get(keys)))
        for keys in _in_order(form, differing)
    ][:_MOST]


def values_around(workspace: Workspace, change: str, kind: str, name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """What an entry was before a change, and after it; empty where it was not there."""
    around: tuple[dict[str, Any], dict[str, Any]] = ({}, {})
    for path, contents in workspace.history.files(change).items():
        for found, content in zip(around, contents, strict=True):
            found.update(_values(workspace, path, content, (kind, name)) if content else {})
    return around


def called(form: Field, keys: Keys, words: Interface) -> str:
    """What a form calls the text at `keys`, with what holds it: `The visit, part by part 3: Words to say`."""
    parts: list[str] = []
    for length in range(1, len(keys) + 1):
        key, field = keys[length - 1], form.at(keys[:length])
        if isinstance(key, int):
            parts[-1] = f"{parts[-1]} {key + 1}" if parts else str(key + 1)
        else:
            parts.append(words.t(field.label) if field else key)
    return ": ".join(parts)


def _in_order(form: Field, differing: list[Keys]) -> list[Keys]:
    order = {field.name: number for number, field in enumerate(form.fields)}
    return sorted(differing, key=lambda keys: order.get(str(keys[0]), len(order)) if keys else -1)


def _values(workspace: Workspace, path: str, content: bytes, named: tuple[str, str]) -> dict[str, Any]:
    kind, name = named
    file = workspace.folders.root / path
    try:
        text = content.decode().removeprefix("\ufeff").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return {}
    if kind == "school":
        documents, _ = read_yaml(path, text.encode())
        value = documents[0].value if documents else None
        return dict(value) if isinstance(value, dict) else {}
    for piece in pieces_in(text, file, path, kind):
        if piece.id == name and isinstance(piece.value, dict):
            return dict(piece.value)
    return {}
