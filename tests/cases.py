"""Test cases of rules: YAML files in which the expected finding is a comment on the line that earns it.

A case holds only what differs from the sound toolkit in `tests/base`: `school`, `guide` (the second visit), `first`
(the first visit), and lists of `prompts`, `activities`, `facts`, `glossary`, `protocol`, `inserts`, `skills` that
take the place of the base's. A key with the value `DELETE` is taken out. Several documents in a file are several cases.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toolkit_builder.diagnostics import Diagnostic
from toolkit_builder.folders import Folders
from toolkit_builder.loading import load_toolkit
from toolkit_builder.loading.files import read_value
from toolkit_builder.model.banks import Activity, Fact, Framework, GlossaryTerm, Prompt
from toolkit_builder.model.base import Entry, Mark, Origin
from toolkit_builder.model.guide import Guide
from toolkit_builder.model.insert import Insert
from toolkit_builder.model.profile import RuleLevel
from toolkit_builder.model.protocol import ProtocolStep
from toolkit_builder.model.school import School
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.rules import check_toolkit
from toolkit_builder.yaml_source import read_yaml

TESTS = Path(__file__).parent
BASE = TESTS / "base" / "docs"
_EXPECTED = re.compile(r"#\s*(error|warning|note): \[([a-z0-9-]+)\]")
_LISTS: dict[str, tuple[str, type[Entry]]] = {
    "prompts": ("prompts/all.yml", Prompt),
    "activities": ("activities/all.yml", Activity),
    "facts": ("facts.yml", Fact),
    "glossary": ("glossary.yml", GlossaryTerm),
    "protocol": ("protocol.yml", ProtocolStep),
    "inserts": ("inserts.yml", Insert),
}
_SINGLE: dict[str, tuple[str, type[Entry]]] = {
    "school": ("school.yml", School),
    "guide": ("guides/k-second.yml", Guide),
    "first": ("guides/k-first.yml", Guide),
    "skills": ("skills/common-core.yml", Framework),
}


@dataclass(frozen=True)
class Case:
    """One document of a case file."""

    path: Path
    number: int
    value: dict[str, Any]
    mark: Mark
    expected: frozenset[tuple[int, str, str]]

    def __str__(self) -> str:
        return f"{self.path.stem}-{self.number}"


def read_cases(folder: Path) -> list[Case]:
    cases = []
    for path in sorted(folder.glob("*.yml")):
        text = path.read_text(encoding="utf-8")
        documents, findings = read_yaml(path.name, text.encode())
        assert not findings, findings
        starts = [document.mark.line for document in documents] + [text.count("\n") + 2]
        lines = text.split("\n")
        for number, document in enumerate(documents, start=1):
            expected = {
                (line, level, code)
                for line in range(starts[number - 1] + 1, starts[number] + 1)
                if line <= len(lines)
                for level, code in _EXPECTED.findall(lines[line - 1])
            }
            cases.append(Case(path, number, document.value, document.mark, frozenset(expected)))
    return cases


def merged(base: Any, base_mark: Mark, value: Any, mark: Mark) -> tuple[Any, Mark]:
    """`base` with the keys of `value` laid over it, each with the mark of where it came from."""
    if not isinstance(base, dict) or not isinstance(value, dict):
        return value, mark
    assert isinstance(base_mark.children, dict)
    assert isinstance(mark.children, dict)
    result, children = dict(base), dict(base_mark.children)
    for key, inner in value.items():
        if inner == "DELETE":
            result.pop(key, None)
            children.pop(key, None)
        elif key in base:
            result[key], children[key] = merged(base[key], base_mark.children[key], inner, mark.children[key])
        else:
            result[key], children[key] = inner, mark.children[key]
    return result, Mark(mark.line, mark.column, mark.key_line, mark.key_column, children)


def _entries(case: Case) -> Iterator[Entry]:
    assert isinstance(case.mark.children, dict)
    for name, (file, kind) in _SINGLE.items():
        (document,), _ = read_yaml(file, (BASE / file).read_bytes())
        value, mark = document.value, document.mark
        path = f"docs/{file}"
        if name in case.value:
            value, mark = merged(value, mark, case.value[name], case.mark.children[name])
            path = case.path.name
        if kind is Guide:
            value = {"id": Path(file).stem, **value}
        yield read_value(kind, value, Origin(path, mark))
    for name, (file, kind) in _LISTS.items():
        (document,), _ = read_yaml(file, (BASE / file).read_bytes())
        values, marks, path = document.value, document.mark, f"docs/{file}"
        if name in case.value:
            values, marks, path = case.value[name], case.mark.children[name], case.path.name
        for position, value in enumerate(values):
            item_mark = marks.child(position)
            assert item_mark is not None
            yield read_value(kind, value, Origin(path, item_mark))


def toolkit_of(case: Case) -> Toolkit:
    """The base toolkit with the case laid over it."""
    entries = list(_entries(case))

    def of(kind: type[Entry]) -> tuple[Any, ...]:
        return tuple(entry for entry in entries if isinstance(entry, kind))

    banks = (of(Prompt), of(Activity), of(Framework), of(GlossaryTerm), of(Fact))
    (school,) = of(School)
    first = school.languages[0]
    steps, inserts = of(ProtocolStep), of(Insert)
    return Toolkit(school, of(Guide), *banks, protocol=steps, inserts=inserts, language=first, source_language=first)


def findings_of(case: Case) -> list[Diagnostic]:
    levels: dict[str, RuleLevel] = case.value.get("levels", {})
    return check_toolkit(toolkit_of(case), levels)


def base_toolkit() -> Toolkit:
    toolkit, findings = load_toolkit(Folders(BASE.parent))
    assert findings == []
    return toolkit
