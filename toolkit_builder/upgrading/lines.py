"""Single keys in a person's file, set and taken out as that person would do it: all else stays byte for byte."""

from collections.abc import Iterable, Sequence
from typing import Any

from toolkit_builder.yaml_source.splicing import UnclearError, with_item, with_value, without
from toolkit_builder.yaml_source.trees import read_tree, read_value
from toolkit_builder.yaml_source.writing import PLAIN, below, key_lines

from .pieces import KINDS


def with_based_on(text: str, version: str) -> str:
    """An entry's text with the line that says what it was made from, or another version in that line."""
    tree = read_tree(text)
    if tree is None or not isinstance(tree.inner, dict) or not tree.inner:
        return text
    first = next(iter(tree.inner))
    # Beside the dash stands the name.
    is_after = tree.dash >= 0 or first in KINDS.values()
    return with_value(text, ("based_on",), version, (first, "based_on") if is_after else ("based_on", first))


def without_based_on(text: str) -> str:
    """An entry's text without the line that says what it was made from."""
    return _without(text, "based_on")


def wording_of(text: str) -> dict[str, str]:
    """The `wording:` in the text of a school's file, by place; none where it cannot be read."""
    wording = _keys(text).get("wording")
    return {place: str(said) for place, said in wording.items()} if isinstance(wording, dict) else {}


def with_wording(text: str, place: str, said: str) -> str:
    """The text of a school's file with a line more under `wording:`; as it is, where that cannot be added to."""
    if "wording" not in _keys(text):
        return _at_end(text, key_lines("wording", {place: said}, 0, PLAIN))
    try:
        return with_value(text, ("wording", place), said)
    except (LookupError, UnclearError):
        return text


def without_wording(text: str, place: str) -> str:
    """The text of a school's file without the line of a place; without `wording:`, where that was the last one."""
    is_last = wording_of(text).keys() == {place}
    return _without(text, *(["wording"] if is_last else ["wording", place]))


def with_hidden(text: str, names: Iterable[str]) -> str:
    """The text of a school's file with `names` added to its `hide:`. Raises UnclearError where nothing can be added."""
    known = _keys(text).get("hide") or []
    names = [name for name in names if name not in known]
    if names and "hide" not in _keys(text):
        return _at_end(text, ["hide:", *below(names, 2, PLAIN)])
    for position, name in enumerate(names, start=len(known)):
        text = with_item(text, ("hide",), position, name)
    return text


def with_key(text: str, key: str, value: Any) -> str:
    """A file with a key at its end, or with another value for one that it has. Raises UnclearError, as `with_value`."""
    return with_value(text, (key,), value) if key in _keys(text) else _at_end(text, key_lines(key, value, 0, PLAIN))


def _keys(text: str) -> dict[str, Any]:
    """The keys of a file and their values; none where it cannot be read."""
    value = read_value(text)
    return value if isinstance(value, dict) else {}


def _at_end(text: str, lines: Sequence[str]) -> str:
    return "\n".join([text.rstrip("\n"), "", *lines, ""])


def _without(text: str, *keys: str) -> str:
    try:
        return without(text, keys)
    except (LookupError, UnclearError):
        return text
