"""An entry's text after edits, and its file after that: all other lines stay byte for byte."""

import codecs
from collections.abc import Iterator, Sequence
from typing import Any, get_args

from toolkit_builder.loading.files import BANKS
from toolkit_builder.model.base import Record
from toolkit_builder.model.school import School
from toolkit_builder.upgrading.pieces import Piece, with_lines_kept
from toolkit_builder.yaml_source import read_yaml
from toolkit_builder.yaml_source.splicing import UnclearError, with_item, with_moved, with_value, without

from .items import Edit, EditError, Keys


def value_at(value: Any, keys: Keys) -> Any:
    """What stands under `keys` in plain values; None where nothing does."""
    for key in keys:
        is_there = (isinstance(value, dict) and key in value) or (
            isinstance(value, list) and isinstance(key, int) and 0 <= key < len(value)
        )
        if not is_there:
            return None
        value = value[key]
    return value


def with_edits(kind: str, text: str, value: Any, edits: Sequence[Edit]) -> str:
    """The text of an entry that holds `value`, after the edits. Raises EditError for one that cannot be made."""
    try:
        for edit in edits:
            changed = _edited(kind, text, value, edit)
            if changed != text:
                text, value = changed, read_entry_value(changed)
    except UnclearError as error:
        raise EditError(
            "This is written in a way that cannot be changed here, such as with an anchor that stands for other lines."
            " Change it in its file."
        ) from error
    except LookupError as error:
        raise EditError("What was to be changed is not there any more. Load the page again.") from error
    return text


def _edited(kind: str, text: str, value: Any, edit: Edit) -> str:
    if edit.action == "set":
        if edit.value is None or edit.value in ("", [], {}):
            # What nobody says is left out, but a text that must be there may be empty for now.
            return text if value_at(value, edit.keys) is None else without(text, edit.keys)
        return _set(kind, text, value, edit.keys, edit.value)
    *holder, position = edit.keys
    keys = tuple(holder)
    if edit.action == "remove":
        return without(text, edit.keys)
    held = value_at(value, keys)
    if not isinstance(position, int):
        raise EditError("Only what is in a list can be added or moved.")
    if edit.action == "add":
        if held is None and keys and value_at(value, keys[:-1]) is None:
            return _set(kind, text, value, keys, [edit.value])
        at = min(max(position, 0), len(held) if isinstance(held, list) else 0)
        return with_item(text, keys, at, edit.value, order_of(kind, keys[:-1]))
    if not isinstance(held, list) or not 0 <= position < len(held):
        raise EditError("What was to be moved is not there any more.")
    return with_moved(text, keys, position, min(max(edit.to, 0), len(held) - 1))


def _set(kind: str, text: str, value: Any, keys: Keys, said: Any) -> str:
    """A value at its keys; where what should hold it is not there either, that is made."""
    for depth in range(1, len(keys)):
        if value_at(value, keys[:depth]) is None:
            for key in reversed(keys[depth:]):
                said = {key: said} if isinstance(key, str) else [said]
            return with_value(text, keys[:depth], said, order_of(kind, keys[: depth - 1]))
    return with_value(text, keys, said, order_of(kind, keys[:-1]))


def order_of(kind: str, keys: Keys) -> list[str]:
    """The keys that the mapping under `keys` of an entry may have, in the order in which the model tells them."""
    record: type[Record] = next((bank.entry for bank in BANKS if bank.folder == kind), School)
    for key in keys:
        if isinstance(key, str):
            field = record.model_fields.get(key)
            found = next(_records_in(field.annotation), None) if field else None
            if found is None:
                return []
            record = found
    return [*record.model_fields]


def _records_in(annotation: Any) -> Iterator[type[Record]]:
    if isinstance(annotation, type) and issubclass(annotation, Record):
        yield annotation
    for inner in get_args(annotation):
        yield from _records_in(inner)


def read_entry_value(text: str) -> Any:
    """The plain values of one entry's text, an item of a list or a whole document. Raises EditError for no YAML."""
    documents, findings = read_yaml("", text.encode())
    if not documents or any(one.level == "error" for one in findings):
        raise EditError("This could not be written so that it can be read again.")
    value = documents[0].value
    return value[0] if isinstance(value, list) and value else value


def file_with(raw: bytes, piece: Piece, text: str) -> bytes:
    """The bytes of a file, which are `raw`, with another `text` of the entry `piece`."""
    mark = codecs.BOM_UTF8 if raw.startswith(codecs.BOM_UTF8) else b""
    before = raw.removeprefix(mark).decode()
    whole = before.replace("\r\n", "\n")
    if whole[piece.start : piece.end] != piece.text:
        raise EditError("The file was changed meanwhile.")
    return mark + with_lines_kept(before, whole[: piece.start] + text + whole[piece.end :]).encode()
