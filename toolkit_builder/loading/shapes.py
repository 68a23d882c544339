"""What belongs in a place, as YAML that is ready to paste: the model's own words stand where an author writes hers."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from toolkit_builder.model.base import Prose, Word
from toolkit_builder.model.described import fields_of
from toolkit_builder.model.vocabulary import GRADES
from toolkit_builder.yaml_source.letters import CHECKS, DASHES, GLYPHS, ODD_BLANKS, in_quotes

# Where the model's own words would be no sound example.
_EXAMPLES: Mapping[str, tuple[str, ...]] = {
    "Cover.minutes": ("30",),
    "Team.size": ("2",),
    "Team.roles": ("- Who leads the talk.", "- Who listens, and writes nothing down."),
    "Goal.review_in_days": ("60",),
    "Guide.grades": ("[3]",),
    "Prompt.bands": ("[elementary]  # or early, middle, high",),
    "Activity.grades": ("[3]  # or PK, K, 1 to 12",),
    "Skill.grades": ("[3]  # or PK, K, 1 to 12",),
    "Invite.decline": ("You can say no, and nothing changes.",),
    "Guide.before": ("- {do: Confirm day and time., when: two days before, kind: confirm}",),
    "Guide.agenda": (
        "- {minutes: 5, do: Say hello, kind: arrive}",
        "- {minutes: 20, do: Ask about hopes, kind: hopes}",
        "- {minutes: 5, do: Say thanks and what comes next, kind: thanks}",
    ),
    "Guide.prompts": ("- the-id-of-a-question-in-docs-prompts",),
    "After.reflection": (
        '- {ask: "What surprised us?", about: surprise}',
        '- {ask: "What had we assumed?", about: assumptions}',
        '- {ask: "What will we use in class?", about: use-in-class}',
    ),
}
_MOST_IN_BRACES = 3
_NEEDS_QUOTES = re.compile(r"^[^\w(]|: |:$| #|^(?:true|false|null|~|[\d.]+)$", re.IGNORECASE)
_NEEDS_QUOTES_IN_BRACES = re.compile(r"[,\[\]{}?]")
_MINUTES = re.compile(r"\s*[(\[,;:-]*\s*(\d{1,3})\s*(?:minutes?|mins?|')\.?\s*[)\]]?\s*", re.IGNORECASE)
_SPAN = re.compile(rf"(\w{{1,2}})\s*(?:[-{DASHES}]|to|through)\s*(\w{{1,2}})", re.IGNORECASE)
_BETWEEN_WORDS = re.compile(r"[,;/&\s]+(?:and\s+)?")
_BETWEEN_BULLETS = re.compile(rf"(?:^|\s)[-*{GLYPHS}{DASHES}{CHECKS}][\s{ODD_BLANKS}]")
_EXAMPLE_IN_QUOTES = re.compile(r'"[^"]+"')


def words_of(annotation: Any, metadata: tuple[Any, ...] = ()) -> tuple[str, ...]:
    """The list of words that a field takes, itself or as items, without a school's own; empty if it takes any text."""
    if word := _word_of(annotation, metadata):
        return word.words
    if get_origin(annotation) is Literal:
        return tuple(str(word) for word in get_args(annotation))
    return next((words for argument in get_args(annotation) if (words := words_of(argument))), ())


def words_in(field: FieldInfo) -> tuple[str, ...]:
    """The same, of a field as pydantic keeps it."""
    return words_of(field.annotation, tuple(field.metadata))


def word_in(field: FieldInfo) -> Word | None:
    """The mark of a field that takes words of a list to which a school may add, itself or as items."""
    return _word_of(field.annotation, tuple(field.metadata))


def _word_of(annotation: Any, metadata: tuple[Any, ...]) -> Word | None:
    if get_origin(annotation) is tuple:
        annotation = get_args(annotation)[0]
    marks = (*metadata, *getattr(annotation, "__metadata__", ()))
    return next((mark for mark in marks if isinstance(mark, Word)), None)


def record_in(annotation: Any) -> type[BaseModel] | None:
    """The record class inside an annotation such as `tuple[Step, ...]` or `Goal | None`."""
    if isinstance(annotation, type) and get_origin(annotation) is None:
        return annotation if issubclass(annotation, BaseModel) else None
    return next((found for argument in get_args(annotation) if (found := record_in(argument))), None)


def is_list(annotation: Any) -> bool:
    """Whether a field takes several values."""
    return get_origin(annotation) is tuple


def is_text(annotation: Any, metadata: tuple[Any, ...] = ()) -> bool:
    """Whether a field, or an item of it, is a text that its author words freely: no id, code or word of a list."""
    if annotation is str:
        return not any(getattr(mark, "pattern", None) or isinstance(mark, Word) for mark in metadata)
    arguments = get_args(annotation)
    if get_origin(annotation) is Annotated:
        return is_text(arguments[0], arguments[1:])
    return get_origin(annotation) is not Literal and any(is_text(argument) for argument in arguments)


def is_prose(annotation: Any, metadata: tuple[Any, ...] = ()) -> bool:
    """Whether people read the text of a field, or of an item of it."""
    if any(isinstance(mark, Prose) for mark in metadata):
        return True
    arguments = get_args(annotation)
    if get_origin(annotation) is Annotated:
        return is_prose(arguments[0], arguments[1:])
    return any(is_prose(argument) for argument in arguments)


def written(text: str, *, in_braces: bool = False) -> str:
    """A text of one line as YAML, in quotes where it needs them."""
    text = " ".join(text.split())
    if _NEEDS_QUOTES.search(text) or (in_braces and _NEEDS_QUOTES_IN_BRACES.search(text)):
        return in_quotes(text)
    return text


def items_of(annotation: Any, value: str) -> list[str]:
    """The items of a list that was written as one text: `K-2` is K, 1, 2; `home, library` and `• a • b` are two."""
    words = words_of(annotation)
    grades: list[str] = list(GRADES)
    span = _SPAN.fullmatch(value.strip()) if words == tuple(grades) else None
    if span and span[1].upper() in grades and span[2].upper() in grades:
        return grades[grades.index(span[1].upper()) : grades.index(span[2].upper()) + 1]
    is_of_words = not record_in(annotation) and (words or not is_text(annotation))
    by = _BETWEEN_WORDS if is_of_words else _BETWEEN_BULLETS
    return [item.strip() for item in by.split(value) if item.strip()] or [value]


def slug(text: str) -> str:
    """An id made from a text: small letters without accents, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain)[:8]) or "a-name"


def is_part(field: FieldInfo) -> bool:
    """Whether a field holds a list or a group of keys."""
    return is_list(field.annotation) or record_in(field.annotation) is not None


def _required(record: type[BaseModel]) -> dict[str, FieldInfo]:
    return {key: field for key, field in record.model_fields.items() if field.is_required()}


def _value(record: type[BaseModel], key: str, given: Mapping[str, str], *, in_braces: bool) -> str:
    """An example of a single value."""
    field = fields_of(record)[key]
    known, about = _EXAMPLES.get(f"{record.__name__}.{key}"), field.description or ""
    if key in given:
        is_number = field.annotation is int
        return given[key] if is_number else written(given[key], in_braces=in_braces)
    if known:
        return known[0]
    if words := words_in(field):
        others = "" if in_braces else f"  # or {', '.join(words[1:])}"
        return words[0] + others
    if field.annotation in (int, bool):
        return "5" if field.annotation is int else "true"
    if field.annotation is date:
        return "2026-11-24"
    if not is_text(field.annotation, tuple(field.metadata)) and "#" not in about:
        return "an-id"
    quoted = _EXAMPLE_IN_QUOTES.search(about)
    if quoted and not is_prose(field.annotation, tuple(field.metadata)):
        return quoted[0]
    return written(about.replace('"', "'"), in_braces=in_braces)


def value_lines(record: type[BaseModel], key: str, given: Mapping[str, str] | None = None) -> list[str]:
    """`key: value` as it may stand in a `record`, with lines below it for a part that holds more."""
    field = fields_of(record)[key]
    annotation = field.annotation
    inner = record_in(annotation)
    examples = _EXAMPLES.get(f"{record.__name__}.{key}")
    if not is_part(field):
        return [f"{key}: {_value(record, key, given or {}, in_braces=False)}"]
    if examples:
        return [f"{key}: {examples[0]}"] if examples[0][0] != "-" else [f"{key}:", *_indented(examples)]
    if inner and is_list(annotation):
        return [f"{key}:", *_indented(item_lines(inner))]
    if inner:
        return [f"{key}:", *_indented(record_lines(inner))]
    if words := words_of(annotation):
        return [f"{key}: [{words[0]}]  # or {', '.join(words[1:])}"]
    if not is_text(annotation):
        return [f"{key}: [en]" if key == "languages" else f"{key}: [an-id]"]
    return [f"{key}:", *_indented([f"- {written(field.description or '')}"])]


def _indented(lines: list[str] | tuple[str, ...]) -> Iterator[str]:
    return (f"  {line}" for line in lines)


def record_lines(record: type[BaseModel], given: Mapping[str, str] | None = None) -> list[str]:
    """Every key that a `record` needs, with the values that are `given` and examples for the rest."""
    return [line for key in _required(record) for line in value_lines(record, key, given)]


def item_lines(record: type[BaseModel], text: str = "") -> list[str]:
    """An item of a list of `record`: in braces where it is short; with `text`, which stood in its place."""
    given = given_in(record, text) if text else {}
    required = _required(record)
    if len(required) <= _MOST_IN_BRACES and not any(is_part(field) for field in required.values()):
        inside = ", ".join(f"{key}: {_value(record, key, given, in_braces=True)}" for key in required)
        return [f"- {{{inside}}}"]
    first, *rest = record_lines(record, given)
    return [f"- {first}", *_indented(rest)]


def given_in(record: type[BaseModel], text: str) -> dict[str, str]:
    """What a text in place of a record tells of it: its minutes, its id, a word of a list; the rest is its text."""
    required = _required(record)
    given = {"id": slug(text)} if "id" in required else {}
    minutes = _MINUTES.search(text) if "minutes" in required else None
    if minutes:
        given["minutes"] = minutes[1]
        text = f"{text[: minutes.start()]} {text[minutes.end() :]}".strip()
    for key, field in required.items():
        heard = [word for word in words_in(field) if word.rstrip("s") in text.casefold()]
        if heard:
            given[key] = heard[0]
    own = next((key for key, field in required.items() if is_prose(field.annotation, tuple(field.metadata))), None)
    if own and not is_list(required[own].annotation):
        given[own] = text
    return given
