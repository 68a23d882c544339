"""What is made from the model is fresh, and the starter keeps to it."""

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from manual import make
from toolkit_builder.reference import schemas

from .conftest import ROOT

STARTER = sorted((ROOT / "docs").rglob("*.yml"))


@pytest.mark.parametrize("name", schemas())
def test_schemas_are_fresh(name: str) -> None:
    """`make reference` was run after the last change of the model."""
    assert (ROOT / "schemas" / name).read_text(encoding="utf-8") == schemas()[name]


@pytest.mark.parametrize("page", make.pages())
def test_generated_pages_of_the_manual_are_fresh(page: str) -> None:
    assert (ROOT / "manual" / page).read_text(encoding="utf-8") == make.pages()[page]


@pytest.mark.parametrize("file", STARTER, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_an_editor_finds_no_fault_in_the_starter(file: Path) -> None:
    """Each file names the schema that it keeps to, by a path that leads to it."""
    first = file.read_text(encoding="utf-8").splitlines()[0]
    marker = "# yaml-language-server: $schema="
    assert first.startswith(marker)
    schema = json.loads((file.parent / first.removeprefix(marker)).read_text(encoding="utf-8"))
    values = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)

    jsonschema.Draft202012Validator(schema).validate(json.loads(json.dumps(values, default=str)))
