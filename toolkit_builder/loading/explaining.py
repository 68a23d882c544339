"""What the schema found wrong in a file of YAML: one finding for each thing that its author has to do.

`messages` says what is wrong; here stands what to type, as YAML, and at which character.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from toolkit_builder.diagnostics import Diagnostic, Location, did_you_mean
from toolkit_builder.model.base import Mark, Origin
from toolkit_builder.model.described import fields_of
from toolkit_builder.yaml_source.letters import COLONS, find_odd, in_quotes, named

from .messages import explain, odd_letter, unknown_word
from .shapes import (
    given_in,
    is_list,
    is_part,
    is_text,
    item_lines,
    items_of,
    record_in,
    record_lines,
    slug,
    value_lines,
    words_in,
    words_of,
    written,
)

_WORD_TYPES = ("literal_error", "string_pattern_mismatch", "int_", "bool_", "date_")
_USES = ("prompts", "activities")
_RECORD_TYPES = ("model_type", "model_attributes_type")
_NO_SPACE = re.compile(rf"(?P<key>[a-z]+(?:_[a-z]+)*)(?P<colon>[:{COLONS}])\s*(?P<rest>[^\s/].*)?", re.DOTALL)
_REMARK = re.compile(r"\s#")
_LONGEST = 60
_NUMBER = re.compile(r"(?<![\d.])\d{1,4}(?![\d.])")

Keys = tuple[str | int, ...]


def explain_entry(details: Sequence[ErrorDetails], model: type[BaseModel], origin: Origin) -> list[Diagnostic]:
    """Pydantic's errors about one entry, which stands at `origin`, as findings."""
    faults = [_Fault(detail, model, origin) for detail in details]
    renamed = {(*fault.loc[:-1], fault.near) for fault in faults if fault.near}
    missing: dict[Keys, list[_Fault]] = {}
    texts: dict[Keys, list[_Fault]] = {}
    findings = []
    for fault in faults:
        if fault.kind == "missing":
            # A key that is only misspelled is not missing. A part is told alone, single keys of one group together.
            if fault.loc not in renamed:
                is_alone = fault.is_part and not fault.words
                group = fault.loc if is_alone or record_in(fault.annotation) else fault.loc[:-1]
                missing.setdefault(group, []).append(fault)
        elif fault.is_text_for_record:
            is_item = bool(fault.loc) and isinstance(fault.loc[-1], int)
            texts.setdefault(fault.loc[:-1] if is_item else fault.loc, []).append(fault)
        elif fault.kind != "too_short" or not any(_is_inside(other.loc, fault.loc) for other in faults):
            # A list whose only item is wrong is no empty list.
            findings.append(fault.told)
    findings += [_missing(group) for group in missing.values()]
    findings += [_text_for_record(group) for group in texts.values()]
    return findings


def _is_inside(loc: Keys, outer: Keys) -> bool:
    return len(loc) > len(outer) and loc[: len(outer)] == outer


def _mark_at(origin: Origin, loc: Keys) -> Mark | None:
    mark: Mark | None = origin.mark
    for part in loc:
        mark = mark.child(part) if mark else None
    return mark


def _to_paste(hint: str, lines: Sequence[str], column: int) -> str:
    """A hint with lines to paste below it, indented as they have to stand in the file."""
    return "\n".join([hint, *(" " * column + line for line in lines)])


def _missing(faults: "list[_Fault]") -> Diagnostic:
    """One finding for a part that is missing, or for the single keys of one group."""
    first = faults[0]
    above = first.origin.at(*first.loc[:-1], of_key=True)
    names = [f"'{fault.key}'" for fault in faults]
    message = f"the key {names[0]} is missing"
    about = f"{first.key}: {first.field.description}" if first.field else ""
    if len(names) > 1:
        message, about = f"the keys {', '.join(names[:-1])} and {names[-1]} are missing", ""
    lines = [line for fault in faults for line in value_lines(fault.record, fault.key)] if first.record else []
    holder = _mark_at(first.origin, first.loc[:-1])
    beside = list(holder.children.values()) if holder and isinstance(holder.children, dict) else []
    if holder and beside and (holder.line, holder.column) != (beside[0].key_line, beside[0].key_column):
        # Only braces begin before the first key that they hold.
        if len(lines) == len(faults):
            inside = ", ".join(line.partition("  #")[0] for line in lines)
            hint = _to_paste(f"{about} Write inside the braces:".strip(), [inside], 0)
        else:
            first_hint = f"{about} Write this group without braces, one key a line, and add:".strip()
            hint = _to_paste(first_hint, lines, holder.key_column + 2)
    else:
        column = beside[0].key_column if beside else 0
        hint = _to_paste(f"{about} Paste this, and put your own words in:".strip(), lines, column)
    return Diagnostic("missing-key", message, above, hint)


def _text_for_record(faults: "list[_Fault]") -> Diagnostic:
    """One finding for texts that stand where groups of keys belong: the same texts, with all the keys around them."""
    first = faults[0]
    record = record_in(first.annotation) if first.field else first.model
    assert record
    name = record.__name__.lower()
    keys = [f"'{key}'" for key, field in record.model_fields.items() if field.is_required()]
    if first.kind == "string_pattern_mismatch":
        article = "an" if name[0] in "aeiou" else "a"
        text = " ".join(first.value.split())[:40]
        message = f"'{text}' is not the id of {article} {name}; one of this guide's own is written with its keys"
        hint = f"write the id of one in docs/{first.key}/, or in its place:"
    else:
        holder = "an item of " if not first.loc or isinstance(first.loc[-1], int) else ""
        where = f"{holder}'{first.key}'" if first.key else "an entry of this file"
        message = f"{where} has the keys {', '.join(keys)}, and this is a text alone"
        hint = "write in its place:"
    if len(faults) > 1:
        hint = hint.replace("its place", f"the place of these {len(faults)}")
    if not first.loc or isinstance(first.loc[-1], int):
        lines = [line for fault in faults for line in item_lines(record, fault.value)]
        around = _mark_at(first.origin, first.loc[:-1]) if first.loc else None
        mark = first.mark
        column = max(mark.column - 2, 0) if mark else 0
        if around and around.line == around.key_line and first.loc:
            lines, column = [f"{first.key}:", *(f"  {line}" for line in lines)], around.key_column
    else:
        inner = record_lines(record, given_in(record, first.value))
        lines, column = [f"{first.key}:", *(f"  {line}" for line in inner)], first.column
    words = [
        f"{key} is one of: {', '.join(words_in(field))}"
        for key, field in record.model_fields.items()
        if field.is_required() and words_in(field) and lines[0].lstrip("- ").startswith("{")
    ]
    return Diagnostic("wrong-kind", message, first.place, _to_paste("; ".join([*words, hint]), lines, column))


class _Fault:
    """One of pydantic's errors, with what the model and the file have at its place."""

    def __init__(self, error: ErrorDetails, model: type[BaseModel], origin: Origin) -> None:
        self.error, self.model, self.origin = error, model, origin
        self.kind, self.value = error["type"], error["input"]
        loc = error["loc"]
        # "id" and "own" after a position are pydantic's names for the two ways to use a prompt.
        self.loc: Keys = tuple(
            part
            for at, part in enumerate(loc)
            if not (part in ("id", "own") and at > 1 and loc[at - 2] in _USES and isinstance(loc[at - 1], int))
        )
        self.key = next((part for part in reversed(self.loc) if isinstance(part, str)), "")
        self.mark = _mark_at(origin, self.loc)
        self.record, self.field = self._in_model()

    def _in_model(self) -> tuple[type[BaseModel], FieldInfo | None]:
        """The record that holds the value, and the field that the value is, or is an item of."""
        record, field = self.model, None
        for part in self.loc:
            if isinstance(part, str):
                record = (record_in(field.annotation) if field else record) or record
                field = fields_of(record).get(part)
        return record, field

    @property
    def annotation(self) -> Any:
        return self.field.annotation if self.field else None

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the list that the field takes; empty if it takes others."""
        return words_in(self.field) if self.field else ()

    @property
    def is_part(self) -> bool:
        """Whether the field holds a group of keys, or a list of more than words."""
        return self.field is not None and is_part(self.field)

    @property
    def place(self) -> Location:
        return self.origin.at(*self.loc)

    @property
    def column(self) -> int:
        """The column, from 0, of the key before the value, for lines to paste."""
        return self.mark.key_column if self.mark else 0

    @cached_property
    def near(self) -> str:
        """The key that an unknown one was probably meant to be; empty if there is none, or it is known."""
        if self.kind != "extra_forbidden":
            return ""
        joined = _NO_SPACE.match(self.key)
        hint = did_you_mean(joined["key"] if joined else self.key, self.record.model_fields)
        return hint.split("'")[1] if hint else ""

    @property
    def is_text_for_record(self) -> bool:
        """Whether a text stands where a group of keys belongs, or in place of the id of one."""
        if not isinstance(self.value, str) or _NO_SPACE.match(self.value):
            return False
        if not self.loc:
            return self.kind in _RECORD_TYPES and self.model.__name__ not in ("Guide", "School", "Edition", "Framework")
        if not self.field or not record_in(self.annotation):
            return False
        is_sentence = self.kind == "string_pattern_mismatch" and isinstance(self.loc[-1], int) and " " in self.value
        return is_sentence or self.kind in _RECORD_TYPES

    @property
    def told(self) -> Diagnostic:
        """This error alone."""
        plain = explain(self.error, self.model, self.origin)
        kind, value = self.kind, self.value
        if kind == "extra_forbidden":
            return self._unknown_key(plain)
        if value is None and plain.code == "wrong-kind":
            return self._nothing(plain)
        is_word = kind.startswith(_WORD_TYPES)
        if is_word and isinstance(value, str) and (odd := find_odd(value)):
            return odd_letter(odd, value, self.place, self._start.removeprefix("- "))
        if (
            kind == "literal_error"
            and self.key == "grades"
            and len(grades := items_of(self.annotation, str(value))) > 1
        ):
            return replace(plain, hint=f"write {', '.join(grades)}")
        if kind == "string_pattern_mismatch" and self.key != "languages" and plain.hint.startswith("use small"):
            return replace(plain, hint=f"use small letters, digits and single hyphens: {slug(str(value))}")
        if kind == "too_short":
            return replace(plain, hint=self._shape())
        if kind.startswith("int_") and isinstance(value, str) and (number := _NUMBER.search(value)):
            return replace(plain, hint=f"write the number alone: {self._start}{number[0]}")
        if kind.startswith("bool_"):
            return replace(plain, hint=f"write {self._start}true or {self._start}false")
        if kind == "string_type":
            if self.words and not isinstance(value, (dict, list)):
                return unknown_word(value, self.key, self.place, f"one of: {', '.join(self.words)}")
            return self._no_text(plain)
        if kind in ("tuple_type", "list_type"):
            return self._no_list(plain)
        return self._no_record(plain) if kind in _RECORD_TYPES else plain

    @property
    def _start(self) -> str:
        """What stands before the value on its line."""
        return f"{self.key}: " if self.loc and isinstance(self.loc[-1], str) else "- "

    def _shape(self) -> str:
        return _to_paste("paste this, and put your own words in:", value_lines(self.record, self.key), self.column)

    def _no_colon(self, joined: re.Match[str]) -> tuple[int, str, str]:
        """For a key that its value is stuck to: where, what is wrong, and what to type."""
        key, colon, rest = joined["key"], joined["colon"], (joined["rest"] or "")[:_LONGEST]
        wrong = f"a space is missing after '{key}:'"
        if colon != ":":
            wrong = f"{named(colon)} stands after '{key}', where a plain colon belongs"
        return joined.start("colon") + (colon == ":"), wrong, f"write {key}: {rest}".rstrip()

    def _unknown_key(self, plain: Diagnostic) -> Diagnostic:
        joined = _NO_SPACE.match(self.key)
        if joined and self.value is None and self.near:
            at, message, hint = self._no_colon(joined)
            place = plain.location
            return replace(plain, message=message, location=replace(place, column=place.column + at), hint=hint)
        field = self.record.model_fields.get(self.near)
        if field and is_list(field.annotation) and isinstance(self.value, (str, int)):
            line = _list_line(self.near, field.annotation, self.value, self.column)
            return replace(plain, hint=f"did you mean '{self.near}'? Write {line}")
        if self.value is None and not self.near:
            return replace(plain, hint="inside { } a comma starts a new key: put a text with a comma in quotes")
        return plain

    def _nothing(self, plain: Diagnostic) -> Diagnostic:
        line, column, remark = (self.mark.remark if self.mark else None) or (0, 0, "")
        if remark[1:2].strip():
            return replace(
                plain,
                message=f"{plain.message}: a # begins a remark",
                location=Location(plain.location.path, line + 1, column + 1),
                # A remark may follow what was meant as the value.
                hint=f"put it in quotes: {self._start}{in_quotes(_REMARK.split(remark)[0])}",
            )
        return replace(plain, hint=self._shape()) if self.is_part and self._start != "- " else plain

    def _no_text(self, plain: Diagnostic) -> Diagnostic:
        if isinstance(self.value, list):
            return replace(plain, hint="write one text; one that begins with [ needs quotes around it")
        if self.mark and self.mark.remark and isinstance(self.value, (int, float)):
            return replace(plain, hint=f"{plain.hint}, with '{self.mark.remark[2]}' if that belongs to it")
        if not isinstance(self.value, dict) or len(self.value) != 1:
            return plain
        ((first, inner),) = self.value.items()
        if inner is None:
            hint = f"a text that begins with {{ needs quotes: {self._start}{in_quotes('{' + first + '}')}"
            return replace(plain, hint=hint)
        if isinstance(inner, (str, int)) and len(str(inner)) < _LONGEST:
            return replace(plain, hint=f"{plain.hint}: {self._start}{in_quotes(f'{first}: {inner}')}")
        return plain

    def _no_list(self, plain: Diagnostic) -> Diagnostic:
        value = self.value
        if not isinstance(value, (str, int)) or not self.field:
            return replace(plain, hint="begin each item with '- '")
        plain = replace(plain, hint=f"write {_list_line(self.key, self.annotation, value, self.column)}")
        start = value[:2] if isinstance(value, str) else ""
        odd = find_odd(start)
        if not self.mark or not (odd or (start[:1] == "-" and value != "-")):
            return plain
        at = odd.start() if odd else 1
        what = (
            f"{named(odd[0])} {'follows the hyphen' if at else 'begins no item'}"
            if odd
            else "a space is missing after the hyphen"
        )
        place = Location(plain.location.path, self.mark.line + 1, self.mark.column + at + 1)
        return replace(plain, message=f"a list is expected for '{self.key}', and {what}", location=place)

    def _no_record(self, plain: Diagnostic) -> Diagnostic:
        if not isinstance(self.value, str):
            return replace(plain, hint=self._shape()) if self._start != "- " else plain
        if joined := _NO_SPACE.match(self.value):
            at, message, hint = self._no_colon(joined)
            mark = self.mark or self.origin.mark
            place = Location(plain.location.path, mark.line + 1, mark.column + at + 1)
            return replace(plain, message=message, location=place, hint=hint)
        message = plain.message if self.loc else "this text belongs to no key"
        return replace(
            plain, message=message, hint="write 'key: value' lines only; move this text under a key, or delete it"
        )


def _list_line(key: str, annotation: Any, value: str | int, column: int = 0) -> str:
    """A list that was given as one value, as it is typed."""
    record, items = record_in(annotation), items_of(annotation, str(value))
    if record:
        lines = [line for item in items for line in item_lines(record, item)]
    elif words_of(annotation) or not is_text(annotation):
        return f"{key}: [{', '.join(items)}]"
    else:
        lines = [f"- {written(item)}" for item in items]
    return _to_paste("it as a list:", [f"{key}:", *(f"  {line}" for line in lines)], column)
