"""Where an entry, or a word of the school's own, is used."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .forms import Field, Keys, form_of
from .items import Item
from .workspace import Workspace

_MOST = 5000


@dataclass(frozen=True, slots=True)
class Use:
    """An entry that refers to another one, and the keys that lead to where it does."""

    item: Item
    keys: Keys


def uses_of(workspace: Workspace, kind: str, id: str) -> list[Use]:  # noqa: A002
    """The places in entries that name the entry `id` of a kind."""
    # A part of a visit asks what the guide has among its questions.
    kinds = (kind, "own-prompts") if kind == "prompts" else (kind,)
    return [use for use, field, said in _references(workspace) if field.of in kinds and said == id]


def is_word_used(workspace: Workspace, key: str, word: str) -> bool:
    """Whether an entry has a word of the list `key`, such as `topics`, to which the school may add."""
    return key in _WORDS and any(field.words == key and said == word for _, field, said in _references(workspace))


_WORDS = ("visits", "purposes", "routines", "topics")


def _references(workspace: Workspace) -> Iterator[tuple[Use, Field, str]]:
    for kind in workspace.kinds():
        form = form_of(kind)
        for item in workspace.items(kind, limit=_MOST):
            for keys, field, said in _named_in(form, workspace.values(kind, item.id), ()):
                yield Use(item, keys), field, said


def _named_in(field: Field, value: Any, keys: Keys) -> Iterator[tuple[Keys, Field, str]]:
    """The names of entries, and words of lists, that stand in a value."""
    if isinstance(value, dict):
        for one in field.fields:
            yield from _named_in(one, value.get(one.name), (*keys, one.name))
    elif isinstance(value, list):
        for position, one in enumerate(value):
            inner = field.item if isinstance(one, dict) and field.item else field
            yield from _named_in(inner, one, (*keys, position))
    elif isinstance(value, (str, int)) and (field.of or field.words):
        yield keys, field, str(value)
