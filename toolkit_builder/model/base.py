"""What every part of a toolkit shares: frozen, strict about keys, and aware of its place in a file."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler, PrivateAttr, StringConstraints
from pydantic_core import CoreSchema

from toolkit_builder.diagnostics import Location

from .described import fields_of

Reader = Literal["staff", "family", "student"]


@dataclass(frozen=True, slots=True)
class Prose:
    """Marks a text field as something that people read (and that is translated), and says who."""

    reader: Reader
    is_markdown: bool = True


_TEXT = StringConstraints(strip_whitespace=True, min_length=1, max_length=5000)
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
"""A short text that nobody translates: an address, a version, a file's name."""
_ID = r"^[a-z0-9]+(-[a-z0-9]+)*$"
BasedOn = Annotated[Line, Field(exclude=True)]
"""A version of a library. It is no part of what an entry says, and two that differ in it only are the same."""
Id = Annotated[str, StringConstraints(pattern=_ID, max_length=80)]
"""Small letters, digits and hyphens: it becomes part of a web address."""
Title = Annotated[str, _TEXT, Prose("staff", is_markdown=False)]
FamilyTitle = Annotated[str, _TEXT, Prose("family", is_markdown=False)]
Text = Annotated[str, _TEXT, Prose("staff")]
FamilyText = Annotated[str, _TEXT, Prose("family")]
StudentText = Annotated[str, _TEXT, Prose("student")]

WordKey = Literal["visits", "purposes", "routines", "topics"]
"""The lists to which a school may add words of its own, by their keys in school.yml."""


@dataclass(frozen=True, slots=True)
class Word:
    """Marks a field that takes a word of a list: one of `words`, which are ours, or one of `key` in school.yml.

    Which ones are there is known only when all is loaded; `loading.own_words` looks then.
    """

    key: WordKey
    words: tuple[str, ...]

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        own = {"type": "string", "pattern": _ID, "description": f"a word of your own, from `{self.key}:` in school.yml"}
        return {"anyOf": [{"enum": list(self.words)}, own]}


@dataclass(slots=True)
class Mark:
    """Where a YAML value stands: line and column from 0, for it and for what it holds.

    `key_line` and `key_column` are those of the key before it; its own where there is none. `path` is the file, where
    that is another than the one around it. `remark` is a remark that follows a plain value on its line: where its `#`
    stands, and all of it.
    """

    line: int
    column: int
    key_line: int
    key_column: int
    children: "dict[str, Mark] | list[Mark] | None" = None
    path: str = ""
    remark: tuple[int, int, str] | None = None

    def child(self, key: str | int) -> "Mark | None":
        """The mark of one thing held, or None if there is no such key or position."""
        if isinstance(self.children, dict):
            return self.children.get(key) if isinstance(key, str) else None
        if isinstance(self.children, list) and isinstance(key, int) and 0 <= key < len(self.children):
            return self.children[key]
        return None


def _packed(mark: Mark) -> list[Any]:
    """A mark as plain values, for JSON."""
    children: Any = mark.children
    if isinstance(children, dict):
        children = {key: _packed(inner) for key, inner in children.items()}
    elif children is not None:
        children = [_packed(inner) for inner in children]
    return [mark.line, mark.column, mark.key_line, mark.key_column, children, mark.path, mark.remark]


def _unpacked(values: list[Any]) -> Mark:
    line, column, key_line, key_column, children, path, remark = values
    if isinstance(children, dict):
        children = {key: _unpacked(inner) for key, inner in children.items()}
    elif children is not None:
        children = [_unpacked(inner) for inner in children]
    return Mark(line, column, key_line, key_column, children, path, remark and tuple(remark))


class Origin:
    """The file that an entry came from (toolkit-relative, with `/`) and its mark there."""

    __slots__ = ("_mark", "path")

    def __init__(self, path: str, mark: Mark | str) -> None:
        self.path = path
        self._mark = mark

    @property
    def mark(self) -> Mark:
        """The entry's mark. One that comes from a cache is unpacked when somebody asks: most are never asked for."""
        if isinstance(self._mark, str):
            self._mark = _unpacked(json.loads(self._mark))
        return self._mark

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Origin) and (self.path, self.mark) == (other.path, other.mark)

    __hash__ = None  # type: ignore[assignment]

    def __reduce__(self) -> tuple[type["Origin"], tuple[str, str]]:
        packed = self._mark if isinstance(self._mark, str) else json.dumps(_packed(self._mark), separators=(",", ":"))
        return Origin, (self.path, packed)

    def with_mark(self, mark: Mark) -> "Origin":
        return Origin(self.path, mark)

    def path_of(self, *keys: str | int) -> str:
        """The file in which the value under `keys` stands."""
        # A file's own marks all lie in it; others come in only when layers are laid.
        return self.path if isinstance(self._mark, str) else self.at(*keys).path

    def at(self, *keys: str | int, of_key: bool = False) -> Location:
        """The place of the value under `keys`, or of the nearest thing around it that exists."""
        mark, path = self.mark, self.mark.path or self.path
        for key in keys:
            inner = mark.child(key)
            if inner is None:
                # A name in between may be pydantic's own (a union's tag); what is not in the file is skipped.
                continue
            mark, path = inner, inner.path or path
        # A block that starts below its key is best shown at the key, which says what it is.
        if of_key or mark.line > mark.key_line:
            return Location(path, mark.key_line + 1, mark.key_column + 1)
        return Location(path, mark.line + 1, mark.column + 1)


class Record(BaseModel):
    """A part of an entry."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=False, defer_build=True)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        made = handler(schema)
        properties = handler.resolve_ref_schema(made)["properties"]
        for name, field in fields_of(cls).items():
            inner = properties[field.alias or name]
            # What a record says of itself need not be said again where it is used.
            if field.description and field.description != handler.resolve_ref_schema(inner).get("description"):
                inner["description"] = field.description
        return made


_Some = TypeVar("_Some", bound=Record)


class Entry(Record):
    """A record that stands on its own in a file and knows where."""

    @cached_property
    def texts(self) -> tuple["FoundText", ...]:
        """Every text in this entry that people read."""
        return tuple(iter_texts(self))

    _origin: Origin = PrivateAttr(default_factory=lambda: Origin("", Mark(0, 0, 0, 0)))

    def at(self, *keys: str | int) -> Location:
        """Where the value under `keys` stands in the author's file."""
        return self._origin.at(*keys)

    def path_of(self, *keys: str | int) -> str:
        """The file in which the value under `keys` stands; quicker to tell than its line."""
        return self._origin.path_of(*keys)

    @property
    def origin(self) -> Origin:
        """The file that it came from, and its mark there."""
        return self._origin

    def with_origin(self, origin: Origin) -> "Entry":
        """This entry, told where it came from. Only loading calls it, before anyone else sees the entry."""
        self._origin = origin
        return self


@dataclass(frozen=True, slots=True)
class FoundText:
    """A text that people read, and the keys that lead to it from its entry."""

    keys: tuple[str | int, ...]
    text: str
    prose: Prose


@cache
def _plan(record: type[Record]) -> tuple[tuple[str, Prose | None, bool], ...]:
    """Per field that holds texts: name, its own prose mark if it has one, whether it holds several."""
    plan: list[tuple[str, Prose | None, bool]] = []
    for name, field in record.model_fields.items():
        prose = next((mark for mark in field.metadata if isinstance(mark, Prose)), None)
        is_many = False
        annotation: Any = field.annotation
        if get_origin(annotation) is tuple:
            is_many = True
            annotation = get_args(annotation)[0]
        for mark in getattr(annotation, "__metadata__", ()):
            if isinstance(mark, Prose):
                prose = mark
        key = field.alias or name
        if prose or _holds_records(field.annotation):
            plan.append((key if key == name else name, prose, is_many))
    return tuple(plan)


def _holds_records(annotation: Any) -> bool:
    if isinstance(annotation, type) and get_origin(annotation) is None:
        return issubclass(annotation, Record)
    return any(_holds_records(argument) for argument in get_args(annotation))


def iter_texts(record: Record, keys: tuple[str | int, ...] = ()) -> Iterator[FoundText]:
    """Every non-empty text in `record` that people read, in the order of the fields."""
    for name, prose, is_many in _plan(type(record)):
        value = getattr(record, name)
        if not value:
            continue
        if prose and not is_many:
            yield FoundText((*keys, name), value, prose)
        elif is_many:
            for position, item in enumerate(value):
                if prose and isinstance(item, str):
                    yield FoundText((*keys, name, position), item, prose)
                elif isinstance(item, Record):
                    yield from iter_texts(item, (*keys, name, position))
        elif isinstance(value, Record):
            yield from iter_texts(value, (*keys, name))


def map_texts(record: _Some, change: Callable[[FoundText], str], keys: tuple[str | int, ...] = ()) -> _Some:
    """A copy of `record` in which each text that people read is what `change` makes of it; the rest is the same."""
    changes: dict[str, Any] = {}
    for name, prose, is_many in _plan(type(record)):
        value = getattr(record, name)
        if not value:
            continue
        if prose and not is_many:
            changes[name] = change(FoundText((*keys, name), value, prose))
        elif is_many:
            changes[name] = tuple(
                map_texts(item, change, (*keys, name, position))
                if isinstance(item, Record)
                else change(FoundText((*keys, name, position), item, prose))
                if prose
                else item
                for position, item in enumerate(value)
            )
        elif isinstance(value, Record):
            changes[name] = map_texts(value, change, (*keys, name))
    made = record.model_copy(update=changes)
    # The copy took along what was found in the original.
    made.__dict__.pop("texts", None)
    return made
