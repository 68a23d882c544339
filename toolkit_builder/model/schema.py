"""JSON Schema of the model."""

from collections.abc import Iterator
from typing import Any

from pydantic import TypeAdapter

from .base import Record
from .described import fields_of


def schema_of(kind: Any) -> dict[str, Any]:
    """The JSON Schema of a record, or of a list of some, with what the model says of each field."""
    for record in _records(Record):
        fields_of(record)
        # A validator that is there already was made without these words.
        record.model_rebuild(force=True)
    return TypeAdapter(kind).json_schema()


def _records(kind: type[Record]) -> Iterator[type[Record]]:
    for inner in kind.__subclasses__():
        yield inner
        yield from _records(inner)
