"""Words of the lists to which a school may add its own: those that it adds, and every use of one."""

from collections.abc import Callable, Iterable, Iterator, Set
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from pydantic import BaseModel

from toolkit_builder.diagnostics import Diagnostic, Location, did_you_mean
from toolkit_builder.model.base import Origin, Record, Word, WordKey
from toolkit_builder.model.school import School
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.model.vocabulary import WORD_LISTS
from toolkit_builder.resources import has_icon, nearest_icon
from toolkit_builder.yaml_source.letters import find_odd

from .messages import odd_letter, unknown_word
from .shapes import is_list, record_in, slug, word_in, written


def check_own_words(school: School) -> Iterator[Diagnostic]:
    """Findings for the words that a school adds: names that are taken, and icons that are not there."""
    for key, words in WORD_LISTS.items():
        first: dict[str, Location] = {}
        for position, own in enumerate(getattr(school, key)):
            place = school.at(key, position, "id")
            if own.id in words.labels:
                message = f"'{own.id}' is a {words.name} that is here already: '{words.labels[own.id].title}'"
                hint = "use that one and delete this, or give yours another id"
                yield Diagnostic("duplicate-id", message, place, hint)
            elif own.id in first:
                message = f"'{own.id}' stands twice; the other one is in {first[own.id]}"
                yield Diagnostic("duplicate-id", message, place, "give one of them another name")
            first.setdefault(own.id, place)
            if own.icon:
                yield from check_icon(own.icon, partial(school.at, key, position, "icon"))


def check_icon(name: str, place: Callable[[], Location]) -> Iterator[Diagnostic]:
    """A finding for the `name` of an icon that is not there."""
    if not has_icon(name):
        near = nearest_icon(name)
        look = "look for one on https://squidfunk.github.io/mkdocs-material/reference/icons-emojis/"
        hint = f"did you mean '{near}'?" if near else f"{look}, or delete the line: there is an icon for all"
        yield Diagnostic("unknown-icon", f"Material has no icon '{name}'", place(), hint)


@dataclass(frozen=True, slots=True)
class Use:
    """A word where somebody uses it: after the key `name`, for the list `key`; `is_item` for one of several there."""

    word: str
    name: str
    key: WordKey
    is_item: bool
    origin: Origin
    keys: tuple[str | int, ...]

    @property
    def place(self) -> Location:
        # Looked up for the few that are unknown.
        return self.origin.at(*self.keys)


def uses_in(kind: type[BaseModel], value: Any, origin: Origin) -> Iterator[Use]:
    """The words in the plain `value` of an entry, which may have faults, so that they are looked at all the same."""
    return _uses(kind, value, origin, ())


@cache
def _plan(kind: type[BaseModel]) -> tuple[tuple[str, Word | None, type[BaseModel] | None, bool], ...]:
    """Per field in which such words stand: its name, which words, or the record that has some, and whether several."""
    plan = []
    for name, field in kind.model_fields.items():
        word, record = word_in(field), record_in(field.annotation)
        if word or (record and _plan(record)):
            plan.append((name, word, record, is_list(field.annotation)))
    return tuple(plan)


def _uses(kind: type[BaseModel], value: Any, origin: Origin, keys: tuple[str | int, ...]) -> Iterator[Use]:
    if isinstance(value, Record):
        value = dict(value)
    if not isinstance(value, dict):
        return
    for name, word, record, is_several in _plan(kind):
        held = value.get(name)
        items = held if is_several and isinstance(held, (list, tuple)) else (held,)
        for position, inner in enumerate(items):
            at = (*keys, name, position) if is_several else (*keys, name)
            if word and isinstance(inner, str):
                yield Use(inner, name, word.key, is_several, origin, at)
            elif record:
                yield from _uses(record, inner, origin, at)


def check_words(uses: Iterable[Use], toolkit: Toolkit, faulty: Set[str], unread: Set[str]) -> Iterator[Diagnostic]:
    """Findings for every word among `uses` that is on none of the toolkit's lists.

    `faulty` and `unread` are as in `Names`.
    """
    for use in uses if "school" not in unread else ():
        if use.word in toolkit.vocabulary.of(use.key) or use.word in faulty:
            continue
        if odd := find_odd(use.word):
            yield odd_letter(odd, use.word, use.place, "" if use.is_item else f"{use.name}: ")
        else:
            yield unknown_word(use.word, use.name, use.place, _hint(use, toolkit))


def _hint(use: Use, toolkit: Toolkit) -> str:
    labels, school = toolkit.vocabulary.of(use.key), toolkit.school
    own = {word.id: school.at(use.key, position) for position, word in enumerate(getattr(school, use.key))}
    # What readers see for a word is often typed in its place.
    titles = {label.title.casefold(): word for word, label in labels.items()}
    meant = titles.get(use.word.casefold(), slug(use.word))
    near = did_you_mean(meant, {word: own.get(word) for word in labels})
    known = f"one of: {', '.join(labels)}"
    file = school.path_of()
    if meant in labels or not file:
        # Of a file with faults, nobody knows which words it adds.
        return near or known
    if near:
        return f"{near} A word of your own is added under '{use.key}:' in {file}"
    new, title = slug(use.word), written(use.word.replace("-", " ").capitalize())
    items = school.origin.mark.child(use.key)
    # Words of a layer below stand in another file.
    own_items = items.children if items and not items.path and isinstance(items.children, list) else []
    first = next((item for item in own_items if not item.path), None)
    if not items or not first:
        return f"{known}; or add your own to {file}:\n{use.key}:\n  - id: {new}\n    title: {title}"
    known += f"; or add your own under '{use.key}:' in {file}:"
    if items.line == items.key_line:
        return f"{known} {{id: {new}, title: {title}}}"
    # Below those that are there, the lines begin in the same column.
    column = " " * max(first.column - 2, 0)
    return f"{known}\n{column}- id: {new}\n{column}  title: {title}"
