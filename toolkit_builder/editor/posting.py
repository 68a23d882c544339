"""What a form sent, as changes of an entry: only what differs from what stands there."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from toolkit_builder.loading.shapes import items_of
from toolkit_builder.model.vocabulary import Grade

from .forms import Field, Keys
from .items import Edit, EditError

DO = "do"
"""Name of the button that changes the shape of an entry: adds, moves, takes out, sets."""
_NAME = "f"
_PAIR = ("pair-key:", "pair-value:")
_PICK = "pick:"
_NUMBER = re.compile(r"[+-]?\d{1,9}")
_MISSING = object()
Posted = Mapping[str, Sequence[str]]
"""All values of a sent form, by name."""


def name_of(keys: Keys) -> str:
    """The name that a field at `keys` has in a form, such as `f.agenda.2.say`.

    It has no quotes and brackets, which browsers write otherwise where a form has files.
    """
    return ".".join((_NAME, *map(str, keys)))


def keys_of(name: str) -> Keys:
    """The keys that a form's name stands for. Raises EditError for a name that is none of ours."""
    start, *keys = name.split(".")
    if start != _NAME:
        raise _unknown()
    return tuple(int(key) if key.isdecimal() and key.isascii() else key for key in keys)


def value_at(values: Any, keys: Sequence[str | int]) -> Any:
    """What stands at `keys` in plain values; None where nothing does."""
    found = _found(values, keys)
    return None if found is _MISSING else found


def edits_of(form: Field, values: Mapping[str, Any], posted: Posted) -> list[Edit]:
    """The changes that a sent form asks for. Raises EditError for fields that the form does not have.

    Boxes say nothing when none is ticked, so each group of them sends an empty value under its own name as well: what
    a request does not name, it cannot empty.
    """
    edits = []
    for name in (one for one in posted if one.startswith(f"{_NAME}.")):
        keys = keys_of(name)
        field = _field(form, keys)
        here = _found(values, keys)
        edits += _changed(field, keys, here, _parsed(field, here, posted[name]))
    for name in (one for one in posted if one.startswith(_PAIR[0])):
        keys = keys_of(name.removeprefix(_PAIR[0]))
        _field(form, keys)
        said = zip(posted[name], posted.get(_PAIR[1] + name.removeprefix(_PAIR[0]), ()), strict=False)
        pairs = {key.strip(): plain(text) for key, text in said if key.strip() and text.strip()}
        edits += _changed(_field(form, keys), keys, _found(values, keys), pairs or None)
    for name in (one for one in posted if one.startswith(_PICK)):
        for chosen in filter(None, map(str.strip, posted[name])):
            edits += picked(form, values, keys_of(name.removeprefix(_PICK)), chosen)
    return edits


def done(form: Field, values: Mapping[str, Any], said: str) -> list[Edit]:
    """The change that a button asks for, such as `["move", ["agenda", 2], 1]`. Raises EditError for one of none."""
    action, keys, value = _button(said)
    is_item = action in ("move", "remove") and isinstance(keys[-1], int)
    field = _field(form, keys[:-1] if is_item else keys)
    here = _found(values, keys)
    if action == "add":
        if field.kind == "record":
            return [Edit(keys, "set", skeleton(field))]
        at = len(here) if isinstance(here, list) else 0
        return [Edit((*keys, at), "add", skeleton(field.item) if field.item else "")]
    if action == "pick":
        return picked(form, values, keys, str(value))
    if action == "move":
        around = value_at(values, keys[:-1])
        is_inside = isinstance(around, list) and isinstance(value, int) and 0 <= value < len(around)
        return [Edit(keys, "move", to=value)] if is_inside and here is not _MISSING and value != keys[-1] else []
    if action == "remove":
        return [] if here is _MISSING else [Edit(keys, "remove")]
    return [Edit(keys, "set", value)]


def _button(said: str) -> tuple[str, Keys, Any]:
    """What stands in a button: an action, the keys, and a value where one belongs to it."""
    try:
        found = json.loads(said)
    except ValueError:
        found = None
    actions = {"add": 2, "remove": 2, "move": 3, "pick": 3, "set": 3}
    if not isinstance(found, list) or not found or len(found) != actions.get(str(found[0])) or not found[1]:
        raise _unknown()
    keys = found[1]
    if not isinstance(keys, list) or not all(type(key) in (str, int) for key in keys):
        raise _unknown()
    return str(found[0]), tuple(keys), found[2] if len(found) == 3 else None


def picked(form: Field, values: Mapping[str, Any], keys: Keys, chosen: str) -> list[Edit]:
    """The change that puts an entry or a skill that was looked for into a list, or into its field."""
    field, here = _field(form, keys), value_at(values, keys)
    if field.kind not in ("references", "skills"):
        return [Edit(keys, "set", chosen)]
    items = here if isinstance(here, list) else []
    return [] if chosen in items else [Edit((*keys, len(items)), "add", chosen)]


def skeleton(field: Field) -> Any:
    """What a new item or group begins with: all that it needs, still empty."""
    if field.kind != "record":
        return ""
    return {one.name: _first(one) for one in field.fields if one.is_required} or {
        one.name: "" for one in field.fields[:1]
    }


def _first(field: Field) -> Any:
    if field.kind == "record":
        return skeleton(field)
    if field.kind == "list":
        return [skeleton(field.item) if field.item else ""]
    if field.kind in ("choices", "references", "skills"):
        return []
    if field.kind == "number":
        return field.default if field.default is not None else max(field.least or 0, min(5, field.most or 5))
    if field.kind == "choice":
        return field.choices[0].value if field.choices else ""
    return True if field.kind == "yes-no" else ""


def plain(text: str) -> str:
    """A text as a browser sent it, with plain line breaks and nothing around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def leaves(values: Any, keys: Keys = ()) -> Iterator[tuple[Keys, Any]]:
    """Every single value that plain values hold, with the keys that lead to it."""
    if isinstance(values, Mapping):
        for key, inner in values.items():
            yield from leaves(inner, (*keys, str(key)))
    elif isinstance(values, list):
        for position, inner in enumerate(values):
            yield from leaves(inner, (*keys, position))
    else:
        yield keys, values


def grades_said(said: Sequence[Any]) -> list[str]:
    """The grades that a list names, spans such as `K-5` among them."""
    return [grade for one in said for grade in items_of(tuple[Grade, ...], str(one))]


def _found(values: Any, keys: Sequence[str | int]) -> Any:
    for key in keys:
        is_key = isinstance(values, Mapping) and isinstance(key, str) and key in values
        if not is_key and not (isinstance(values, list) and isinstance(key, int) and 0 <= key < len(values)):
            return _MISSING
        values = values[key]
    return values


def _field(form: Field, keys: Keys) -> Field:
    field = form.at(keys)
    if field is None or not keys:
        raise _unknown()
    return field


def _parsed(field: Field, here: Any, said: Sequence[str]) -> Any:
    """What was sent for a field as a value; None where it was left empty."""
    if field.kind in ("references", "choices"):
        said = [one for one in said if one]
    if field.kind == "references":
        # Ticks have no order of their own: what was chosen before stays where it is.
        before = [one for one in here if one in said] if isinstance(here, list) else []
        return [*before, *(one for one in said if one not in before)] or None
    if field.kind == "choices":
        order = {one.value: number for number, one in enumerate(field.choices)}
        words = sorted(dict.fromkeys(said), key=lambda word: order.get(word, len(order)))
        # Files have grades as numbers, as people write them.
        is_grades = "PK" in order
        return [int(word) if is_grades and word.isdigit() else word for word in words] or None
    if field.kind == "yes-no":
        return "true" in said
    text = plain(said[0]) if said else ""
    if field.kind == "number" and _NUMBER.fullmatch(text):
        return int(text)
    return text or None


def _changed(field: Field, keys: Keys, here: Any, value: Any) -> list[Edit]:
    if _is_same(field, here, value):
        return []
    if value is None:
        # What must be there stays, empty, where a person looks for it; an item of a list keeps its place.
        is_kept = field.kind in ("text", "line") and (field.is_required or isinstance(keys[-1], int))
        if is_kept:
            return [] if here == "" else [Edit(keys, "set", "")]
        return [] if here is _MISSING else [Edit(keys, "remove")]
    return [Edit(keys, "set", value)]


def _is_same(field: Field, here: Any, value: Any) -> bool:
    if here is _MISSING:
        return value is None or (field.kind == "yes-no" and value == bool(field.default)) or value == field.default
    if field.kind == "choices":
        # As a form shows it: each word once, and spans of grades as all that they hold.
        known = [one.value for one in field.choices]
        standing = grades_said(here) if isinstance(here, list) and "PK" in known else here
        return isinstance(standing, list) and {*map(str, standing)} == {*map(str, value or ())}
    if field.kind in ("text", "line", "address", "icon", "picture", "language", "skill", "date", "color", "reference"):
        return (plain(str(here)) if here is not None else "") == (value or "")
    return bool(here == value)


def _unknown() -> EditError:
    return EditError("The form has a field or a button that nobody knows. Load the page again.")
