"""Ids that nobody need type: made of the first words of what they name, as long as nothing leads to them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from toolkit_builder.prose import plain_text
from toolkit_builder.spreadsheet.words import made_id

from .forms import Field, Keys
from .items import Edit
from .posting import leaves, value_at
from .uses import is_word_used
from .workspace import Workspace

_SAYING = ("text", "title")
"""Keys whose words an id is made of."""
_NAMELESS = "own"
"""What is called so has no letter of which an id could be made."""
_MOST = 5000


def names_made(workspace: Workspace, form: Field, values: Mapping[str, Any], edits: Sequence[Edit]) -> Iterator[Edit]:
    """The edits that give ids to items of lists whose words change by `edits`: to those that have none, and to those
    whose words somebody still types.

    Whoever typed an id keeps it; so does what is used.
    """
    said = {edit.keys: edit.value for edit in edits if edit.action in ("set", "remove")}
    for around in dict.fromkeys(keys[:-1] for keys in said if keys[-1] in (*_SAYING, "id")):
        record = form.at(around)
        if not record or not around or not isinstance(around[-1], int):
            continue
        names = [one.name for one in record.fields]
        text = next(((*around, key) for key in _SAYING if key in names), around)
        words = said.get(text, value_at(values, text))
        if "id" not in names or not isinstance(words, str) or not words or said.get((*around, "id")):
            continue
        name = "" if (*around, "id") in said else str(value_at(values, (*around, "id")) or "")
        if not name or _is_being_typed(workspace, values, (text, words), name):
            made = made_id(plain_text(words), _NAMELESS, _taken(workspace, form, values, around))
            if made != name:
                yield Edit((*around, "id"), "set", made)


def _is_being_typed(workspace: Workspace, values: Mapping[str, Any], said: tuple[Keys, str], name: str) -> bool:
    """Whether `name` was made of the words so far, to which somebody adds some, and nothing leads to it yet."""
    text, words = said
    before = str(value_at(values, text) or "")
    base = made_id(plain_text(before), _NAMELESS, set())
    is_made = words.startswith(before) and re.fullmatch(rf"{re.escape(base)}(-\d+)?", name) is not None
    here = (*text[:-1], "id")
    return (
        is_made
        and not any(text == name for keys, text in leaves(values) if keys != here)
        and not is_word_used(workspace, str(text[0]), name)
    )


def _taken(workspace: Workspace, form: Field, values: Mapping[str, Any], around: Keys) -> set[str]:
    """The ids that other items of the list have, or entries to which it may refer."""
    held = value_at(values, around[:-1])
    others = [one for position, one in enumerate(held) if position != around[-1]] if isinstance(held, list) else []
    taken = {str(one.get("id", "")) if isinstance(one, dict) else str(one) for one in others}
    field = form.at(around[:-1])
    if field and field.kind == "references":
        taken |= {one.id for one in workspace.items(field.of, limit=_MOST)}
    return taken
