"""Forms from the model: what a person can fill in for an entry, told by the classes and their docstrings alone.

A new key of the model needs no new form. Labels and helps are English; templates hand them to `t`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from toolkit_builder.loading.files import BANKS
from toolkit_builder.model.base import Prose, Reader, Word, WordKey
from toolkit_builder.model.described import fields_of
from toolkit_builder.model.languages import LANGUAGE_PATTERN
from toolkit_builder.model.profile import PROFILES
from toolkit_builder.model.school import School
from toolkit_builder.model.vocabulary import GRADES, SLOTS, WORD_LISTS, Label

from .form_words import help_of, help_with, item_label, label_of, titles_of

Kind = Literal[
    "line", "text", "choice", "choices", "number", "yes-no", "date", "color", "picture", "address", "icon", "language",
    "reference", "references", "skill", "skills", "record", "list", "pairs", "recording",
]  # fmt: skip
Keys = tuple[str | int, ...]
_RECORDS: Mapping[str, type[BaseModel]] = {"school": School, **{bank.folder: bank.entry for bank in BANKS}}
KEYS = {"school": "", **{bank.folder: bank.key for bank in BANKS}}
"""The kinds of entries with the key that names an entry of each; there is only one school."""
_REFERENCES = {"next_visit": "guides", "framework": "skills"}
_ADDRESSES = ("url", "license", "site_url", "source")
_HIDDEN = ("based_on",)
_RARE = (
    "old_ids",
    "note",
    "version",
    "license",
    "locked",
    "wording",
    "hide",
    "authors",
    "language_names",
    "written_in",
    "icon",
    "audio",
)
_CHANGES = "AfterValidator"
"""What marks the path of a file in the school's folder: its accents are spelled in one way."""
_ID = r"^[a-z0-9]+"
_COLOR = r"^#"


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several that can be chosen: what a file says, and what people see. `is_own` for words of the school."""

    value: str
    title: str
    icon: str = ""
    about: str = ""
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """What can be filled in under one key, or for one item of a list, whose `name` is empty.

    `least` and `most` bound a number, or how many items a list takes; `longest` is in letters. `words` names the list
    of words to which a school may add; `of` is the kind of the entries that it refers to. A record has `fields`; lists,
    pairs, and references that may be entries of their own have an `item`.
    """

    name: str
    label: str
    help: str
    kind: Kind
    is_required: bool = False
    reader: Reader | Literal[""] = ""
    least: int | None = None
    most: int | None = None
    longest: int = 0
    choices: tuple[Choice, ...] = ()
    words: WordKey | Literal[""] = ""
    of: str = ""
    default: str | int | bool | None = None
    fields: tuple["Field", ...] = ()
    item: "Field | None" = None

    @property
    def slots(self) -> Mapping[str, str]:
        """The slots that its text may hold, with what each stands for; none where nobody reads it aloud."""
        return SLOTS if self.kind == "text" and self.reader == "family" else {}

    @property
    def is_simple(self) -> bool:
        """True for what takes one line or one box of a form."""
        return self.kind not in ("record", "list", "references", "skills", "pairs")

    @property
    def is_rare(self) -> bool:
        """True for what few people need, so that it stands last."""
        return self.name in _RARE

    @property
    def rare(self) -> tuple["Field", ...]:
        """Of what is called by an id, the fields that few people need, the id among them: it is made of the words."""
        is_named = any(one.name == "id" for one in self.fields)
        return tuple(one for one in self.fields if is_named and (one.name == "id" or one.is_rare))

    def inner(self, key: str | int) -> "Field | None":
        """What stands under a key of a record, or at a position of a list."""
        if isinstance(key, int):
            return self.item if self.kind in ("list", "references", "skills") else None
        if self.kind == "pairs":
            return self.item
        return next((one for one in self.fields if one.name == key), None)

    def at(self, keys: Sequence[str | int]) -> "Field | None":
        """The field that `keys` lead to from here; None where they lead nowhere."""
        found: Field | None = self
        for key in keys:
            found = found.inner(key) if found else None
        return found


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a form, with its fields. `name` is its anchor; the first part has no title of its own."""

    name: str
    title: str
    help: str
    fields: tuple[Field, ...]


@cache
def form_of(kind: str) -> Field:
    """The form of the entries of a kind, such as `guides`, as one record. Raises KeyError for a kind that is none."""
    record = _RECORDS[kind]
    return Field("", label_of(record, kind), "", "record", fields=_fields_of(record, kind))


def sections_of(form: Field) -> list[Section]:
    """A form's parts: first what takes one line each, then each group and list, and last what few people need."""
    fields = [one for one in form.fields if not one.is_rare]
    rare = tuple(one for one in form.fields if one.is_rare)
    # A short form needs no parts.
    if all(one.is_simple or one.kind != "record" for one in fields) and len(fields) <= 16:
        made = [Section("basics", "", "", tuple(fields))]
    else:
        made = [Section("basics", "", "", tuple(one for one in fields if one.is_simple))]
        made += [Section(one.name, one.label, one.help, (one,)) for one in fields if not one.is_simple]
    return [*made, Section("more", "Rarely needed", "", rare)] if rare else made


def choices_of(labels: Mapping[Any, Label]) -> tuple[Choice, ...]:
    """The words of a list as what can be chosen."""
    return tuple(Choice(str(word), one.title, one.icon, one.about, one.is_own) for word, one in labels.items())


def fields_in(field: Field) -> Iterator[Field]:
    """A field, and all that it holds."""
    yield field
    for inner in (*field.fields, *((field.item,) if field.item else ())):
        yield from fields_in(inner)


def form_texts() -> tuple[str, ...]:
    """Every text of the forms that is translated where it is shown."""
    found: dict[str, None] = {}
    for kind in _RECORDS:
        for section in sections_of(form_of(kind)):
            found[section.title] = None
            for top in section.fields:
                for one in fields_in(top):
                    titles = (choice.title for choice in one.choices if not one.words)
                    found.update(dict.fromkeys((one.label, one.help, *titles)))
    return tuple(text for text in found if text)


def _fields_of(record: type[BaseModel], kind: str = "") -> tuple[Field, ...]:
    left_out = (*_HIDDEN, "id") if kind else _HIDDEN
    return tuple(_field(record, name, field) for name, field in fields_of(record).items() if name not in left_out)


def _field(record: type[BaseModel], name: str, field: FieldInfo) -> Field:
    annotation, marks = _bare(field.annotation, tuple(field.metadata))
    default = None if field.is_required() or not isinstance(field.default, (str, int, bool)) else field.default
    base = Field(
        name,
        label_of(record, name),
        help_with(record, name, field.description or ""),
        "line",
        is_required=field.is_required(),
        default=default,
    )
    if record.__name__ == "School" and name == "grades":
        return replace(base, kind="choices", choices=choices_of(GRADES))
    if name in ("skills",) and get_origin(annotation) is tuple and _record(annotation) is None:
        return replace(base, kind="skills", of="skills", item=Field("", base.label, "", "skill"))
    if name == "profile":
        return replace(base, kind="choice", choices=tuple(Choice(one.id, one.title, "", one.about) for one in PROFILES))
    made = _of_type(base, annotation, marks)
    if made.kind == "line" and record.__name__ == "Skill" and name in ("before", "next", "replaces"):
        return replace(made, kind="skill", of="skills")
    if made.kind == "references" and record.__name__ == "Step":
        # A part of the visit asks what the guide has among its questions.
        return replace(made, of="own-prompts")
    return made


def _of_type(base: Field, annotation: Any, marks: tuple[Any, ...]) -> Field:
    """`base` with its kind, and all that its type tells."""
    if get_origin(annotation) is tuple:
        return _list(base, annotation, marks)
    if get_origin(annotation) is dict:
        is_file = any(type(mark).__name__ == _CHANGES for mark in _bare(get_args(annotation)[1], ())[1])
        item = Field("", base.label, "", "recording" if is_file else "line", longest=200)
        return replace(base, kind="pairs", item=item)
    if get_origin(annotation) is Literal:
        return replace(base, kind="choice", choices=choices_of(titles_of(get_args(annotation))))
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return replace(base, kind="record", fields=_fields_of(annotation))
    if annotation is bool:
        return replace(base, kind="yes-no")
    if annotation is int:
        return replace(base, kind="number", least=_bound(marks, "ge"), most=_bound(marks, "le"))
    if annotation is date:
        return replace(base, kind="date")
    return _text(base, marks)


def _list(base: Field, annotation: Any, marks: tuple[Any, ...]) -> Field:
    inner, inner_marks = _bare(get_args(annotation)[0], ())
    base = replace(base, least=_bound(marks, "min_length"), most=_bound(marks, "max_length"))
    # What holds some record has fields; an id or a record is a reference, or an entry of its own.
    if get_origin(inner) is Union:
        record = _record(inner)
        assert record is not None, "a reference that may be an entry"
        own = Field("", item_label(record), help_of(record.__doc__ or ""), "record", fields=_fields_of(record))
        return replace(base, kind="references", of=base.name, item=own)
    item = _of_type(Field("", "Line", "", "line"), inner, inner_marks)
    if isinstance(inner, type) and item.kind == "record":
        item = replace(item, label=item_label(inner), help=help_of(inner.__doc__ or ""))
    if item.kind == "choice":
        return replace(base, kind="choices", choices=item.choices, words=item.words)
    if _pattern(inner_marks).startswith(_ID) and base.name in KEYS:
        return replace(base, kind="references", of=base.name)
    return replace(base, kind="list", item=item)


def _text(base: Field, marks: tuple[Any, ...]) -> Field:
    pattern = _pattern(marks)
    prose = next((mark for mark in marks if isinstance(mark, Prose)), None)
    longest = next((mark.max_length for mark in marks if getattr(mark, "max_length", None)), 0)
    if word := next((mark for mark in marks if isinstance(mark, Word)), None):
        return replace(base, kind="choice", words=word.key, choices=choices_of(WORD_LISTS[word.key].labels))
    if prose:
        return replace(base, kind="text" if prose.is_markdown else "line", reader=prose.reader, longest=longest)
    if pattern == LANGUAGE_PATTERN:
        return replace(base, kind="language")
    if pattern.startswith(_COLOR):
        return replace(base, kind="color")
    if base.name in _REFERENCES:
        return replace(base, kind="reference", of=_REFERENCES[base.name])
    if any(type(mark).__name__ == _CHANGES for mark in marks):
        return replace(base, kind="picture", longest=longest)
    if base.name in _ADDRESSES or base.name == "icon":
        return replace(base, kind="icon" if base.name == "icon" else "address", longest=longest)
    # A text without any bound is a paragraph.
    return replace(base, kind="line" if longest else "text", longest=longest)


def _bare(annotation: Any, marks: tuple[Any, ...]) -> tuple[Any, tuple[Any, ...]]:
    """A type without `Annotated` and `| None`, and all its marks."""
    if get_origin(annotation) is Annotated:
        inner, *more = get_args(annotation)
        return _bare(inner, (*marks, *more))
    arguments = [one for one in get_args(annotation) if one is not type(None)]
    if type(None) in get_args(annotation) and len(arguments) == 1:
        return _bare(arguments[0], marks)
    return annotation, marks


def _record(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and get_origin(annotation) is None:
        return annotation if issubclass(annotation, BaseModel) else None
    return next((found for one in get_args(annotation) if (found := _record(one))), None)


def _bound(marks: tuple[Any, ...], name: str) -> int | None:
    for mark in marks:
        inner = _bound(tuple(mark.metadata), name) if isinstance(mark, FieldInfo) else getattr(mark, name, None)
        if isinstance(inner, int):
            return inner
    return None


def _pattern(marks: tuple[Any, ...]) -> str:
    return next((mark.pattern for mark in marks if isinstance(getattr(mark, "pattern", None), str)), "")
