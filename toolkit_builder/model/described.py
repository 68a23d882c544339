"""What the model says of its fields: the words that stand below each. They are read when somebody asks for them.

Pydantic could read them as the classes are made. That took a twentieth of the time of a check, and most commands ask
for none.
"""

import ast
import inspect
import sys
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from pydantic import BaseModel
from pydantic.fields import FieldInfo


@cache
def fields_of(record: type[BaseModel]) -> dict[str, FieldInfo]:
    """The fields of a record by their names, each with what the model says of it as its description."""
    for kind in reversed(record.__mro__):
        for name, said in _said_in(kind.__module__).get(kind.__qualname__, {}).items():
            if name in record.model_fields:
                record.model_fields[name].description = said
    return record.model_fields


@cache
def _said_in(module: str) -> dict[str, dict[str, str]]:
    """By class, what stands below its fields in a module's source."""
    if not module.startswith("toolkit_builder."):
        return {}
    classes = (one for one in ast.parse(inspect.getsource(sys.modules[module])).body if isinstance(one, ast.ClassDef))
    return {one.name: dict(_said_of(one.body)) for one in classes}


def _said_of(body: list[ast.stmt]) -> Iterator[tuple[str, str]]:
    for field, below in pairwise(body):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and isinstance(below, ast.Expr):
            said = ast.literal_eval(below.value)
            yield field.target.id, inspect.cleandoc(said)
