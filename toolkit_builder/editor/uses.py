"""Where an entry, or a word of the school's own, is used."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from .forms import Field, Keys, form_of
from .items import Edit, Item
from .posting import leaves
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
    names = {id}
    if kind == "skills":
        # A framework is named by its skills.
        names |= {str(said) for keys, said in leaves(workspace.values(kind, id)) if keys[-1:] == ("code",)}
    found = [use for use, field, said in _references(workspace) if field.of in kinds and said in names]
    return [use for use in found if (use.item.kind, use.item.id) != (kind, id)]


def without_uses(workspace: Workspace, uses: Sequence[Use]) -> None:
    """Takes the names out of where they are used: an item of a list goes, a field becomes empty."""
    by_item: dict[tuple[str, str], list[Keys]] = {}
    for use in uses:
        by_item.setdefault((use.item.kind, use.item.id), []).append(use.keys)
    for (kind, name), places in by_item.items():
        # From the end, so that the positions before stay true.
        edits = [Edit(keys, "remove") for keys in sorted(places, key=_in_order, reverse=True)]
        workspace.save(kind, name, edits)


def _in_order(keys: Keys) -> tuple[tuple[int, str], ...]:
    return tuple((key, "") if isinstance(key, int) else (0, key) for key in keys)


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
