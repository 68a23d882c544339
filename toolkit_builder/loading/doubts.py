"""Values that are sound, and yet hardly what their author meant: cut by a remark, or with quotes that are letters."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from pydantic import BaseModel

from toolkit_builder.diagnostics import Diagnostic, Location
from toolkit_builder.model.base import Mark
from toolkit_builder.yaml_source import Document
from toolkit_builder.yaml_source.letters import QUOTES, in_quotes, named

from .shapes import is_prose, is_text, record_in

_LONGEST = 80
_Kind = tuple[Any, tuple[Any, ...]]
"""A field's annotation and metadata, as pydantic keeps them."""


def check_doubts(document: Document, model: type[BaseModel], path: str) -> Iterator[Diagnostic]:
    """Warnings for the texts of a `document` of the file at `path`, whose entries are of `model`."""
    if document.is_doubtful:
        yield from _look((model, ()), document.value, document.mark, "", path)


def without_doubts_of_faults(
    findings: list[Diagnostic], others: Iterable[Iterable[Diagnostic]] = ()
) -> list[Diagnostic]:
    """The findings of one file, without warnings at a place where an error of these or of `others` says more."""
    errors = {found.location for found in chain(findings, *others) if found.level == "error"}
    return [found for found in findings if found.level == "error" or found.location not in errors]


def _look(kind: _Kind, value: Any, mark: Mark, key: str, path: str) -> Iterator[Diagnostic]:
    annotation, metadata = kind
    if isinstance(value, dict) and isinstance(mark.children, dict):
        record = record_in(annotation)
        for name, inner in value.items():
            field = record.model_fields.get(name) if record else None
            # Without a record, these are the texts of `wording:`, by their places.
            inner_kind = (field.annotation, tuple(field.metadata)) if field else (None if record else annotation, ())
            yield from _look(inner_kind, inner, mark.children[name], name, path)
    elif isinstance(value, list) and isinstance(mark.children, list):
        for inner, inner_mark in zip(value, mark.children, strict=True):
            yield from _look(kind, inner, inner_mark, "-", path)
    elif isinstance(value, str) and value and is_text(annotation, metadata):
        yield from _cut(value, mark, key, path)
        if value[0] in QUOTES and value[-1] in QUOTES and not is_prose(annotation, metadata):
            message = f"{named(value[0])} is a letter for YAML, and stays with the value"
            place = Location(mark.path or path, mark.line + 1, mark.column + 1)
            yield Diagnostic("curly-quotes", message, place, _typed(key, value[1:-1]), "warning")


def _cut(value: str, mark: Mark, key: str, path: str) -> Iterator[Diagnostic]:
    if not mark.remark:
        return
    line, column, remark = mark.remark
    shown = value if len(value) <= 40 else f"…{value[-40:]}"
    message = f"the text ends here, after '{shown}': a # after a space begins a remark, which nobody sees"
    whole = f"{value} {remark}"
    hint = _typed(key, whole) if len(whole) <= _LONGEST and line == mark.line else "put the whole text in quotes"
    hint += "; a remark of your own stands on a line of its own"
    yield Diagnostic("cut-text", message, Location(mark.path or path, line + 1, column + 1), hint, "warning")


def _typed(key: str, text: str) -> str:
    start = "- " if key == "-" else f"{key}: "
    return f"put it in straight quotes: {start}{in_quotes(text)}"
