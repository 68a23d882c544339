"""What the model knows of itself: JSON Schemas for editors, and the manual's reference of every key."""

import json
from collections.abc import Iterator
from typing import Any

from pydantic import TypeAdapter

from .library import LIBRARY, library_schema
from .loading import FAULTS as LOADING_FAULTS
from .model.banks import Activity, Fact, Framework, GlossaryTerm, Prompt, Synonym
from .model.guide import Guide
from .model.insert import Insert
from .model.kit import KitPiece
from .model.profile import PROFILES
from .model.protocol import ProtocolStep
from .model.school import Edition, School
from .model.vocabulary import SLOTS
from .outputs import PRINT_FAULTS
from .spreadsheet import FAULTS as SPREADSHEET_FAULTS
from .yaml_source import FAULTS as YAML_FAULTS

_KINDS: dict[str, tuple[str, Any]] = {
    "school": ("docs/school.yml", School),
    "edition": ("schools/*.yml", Edition),
    "guide": ("docs/guides/*.yml", Guide),
    "prompts": ("docs/prompts/*.yml", list[Prompt]),
    "activities": ("docs/activities/*.yml", list[Activity]),
    "skills": ("docs/skills/*.yml", Framework),
    "glossary": ("docs/glossary.yml", list[GlossaryTerm]),
    "facts": ("docs/facts.yml", list[Fact]),
    "search": ("docs/search.yml", list[Synonym]),
    "protocol": ("docs/protocol.yml", list[ProtocolStep]),
    "inserts": ("docs/inserts.yml", list[Insert]),
    "kit": ("docs/kit/*.yml", list[KitPiece]),
}
FAULTS = {**YAML_FAULTS, **LOADING_FAULTS, **PRINT_FAULTS, **SPREADSHEET_FAULTS}
"""Code to explanation, for faults that no rule but reading, printing or importing itself finds."""


def schemas() -> dict[str, str]:
    """JSON Schema (draft 2020-12) by file name, for each kind of file, and for the one that a site publishes."""
    made = {}
    for name, (where, kind) in _KINDS.items():
        schema = TypeAdapter(kind).json_schema()
        if kind is Edition:
            _take_over(schema)
        schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
        schema["title"] = where
        _allow_numbers_as_grades(schema)
        made[f"{name}.json"] = json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
    return {**made, LIBRARY: library_schema()}


def _take_over(schema: dict[str, Any]) -> None:
    """A school of many must say its name only: what it does not say is the library's, inside groups of keys, too."""
    schema["required"] = ["name"]
    for field in schema["properties"].values():
        for kind in (field, *field.get("anyOf", ())):
            if "$ref" in kind:
                schema["$defs"][kind["$ref"].rpartition("/")[2]].pop("required", None)


def _allow_numbers_as_grades(schema: Any) -> None:
    """YAML makes a number of `3`; reading takes it for a grade, so an editor must not complain."""
    if isinstance(schema, dict):
        words = schema.get("enum")
        if words and "PK" in words:
            words.extend(int(word) for word in list(words) if word.isdigit())
            schema.pop("type", None)
        for inner in schema.values():
            _allow_numbers_as_grades(inner)
    elif isinstance(schema, list):
        for inner in schema:
            _allow_numbers_as_grades(inner)


def _type_text(field: dict[str, Any], definitions: dict[str, Any]) -> str:
    if "$ref" in field:
        name = field["$ref"].rpartition("/")[2]
        if "enum" in definitions[name]:
            return _type_text(definitions[name], definitions)
        return f"[{name}](#{name.lower()})"
    if "enum" in field:
        return "one of " + ", ".join(f"`{word}`" for word in field["enum"] if isinstance(word, str))
    kinds = field.get("anyOf") or field.get("oneOf")
    if kinds:
        named = [
            kind.get("description") or _type_text(kind, definitions) for kind in kinds if kind.get("type") != "null"
        ]
        return " or ".join(dict.fromkeys(named))
    if field.get("type") == "array":
        return f"list: {_type_text(field['items'], definitions)}"
    names = {"string": "text", "integer": "whole number", "boolean": "true or false", "object": "texts by their places"}
    text = "date" if field.get("format") == "date" else names[field["type"]]
    least, most = field.get("minimum"), field.get("maximum")
    return f"{text}, {least} to {most}" if least is not None and most is not None else text


def _record_table(schema: dict[str, Any], definitions: dict[str, Any]) -> Iterator[str]:
    yield "| key | what it holds | kind |"
    yield "|---|---|---|"
    required = schema.get("required", [])
    for key, field in schema["properties"].items():
        text = " ".join(field.get("description", "").split())
        must = " **Required.**" if key in required else ""
        yield f"| `{key}` | {text}{must} | {_type_text(field, definitions)} |"
    yield ""


def manual_reference() -> str:
    """The manual's page of every file and key, in Markdown."""
    lines = [
        "# Every file and key",
        "",
        "<!-- Made by `make reference` from the model. Change the model's words, not this page. -->",
        "",
        "Texts may hold a small Markdown: `**bold**`, `*italic*`, `[links](https://example.org)`, and lists.",
        "",
        "Slots are words in braces that a reader fills by voice or pen: "
        + ", ".join(f"`{{{slot}}}` ({meaning})" for slot, meaning in SLOTS.items())
        + ".",
        "",
    ]
    shown: set[str] = set()
    for where, kind in _KINDS.values():
        schema = TypeAdapter(kind).json_schema()
        definitions = schema.get("$defs", {})
        lines += [f"## {where}", ""]
        if kind is Edition:
            own = {key: field for key, field in schema["properties"].items() if key not in School.model_fields}
            lines += ["One school of many that share a library: all keys of docs/school.yml, and these.", ""]
            lines += _record_table({"properties": own}, definitions)
        elif schema.get("type") == "array":
            name = schema["items"]["$ref"].rpartition("/")[2]
            lines += [f"A list; each item is one {name}.", ""]
        else:
            lines += _record_table(schema, definitions)
        for name, definition in definitions.items():
            if "properties" in definition and name not in shown:
                shown.add(name)
                about = " ".join(definition.get("description", "").split())
                lines += [f"### {name}", "", about, "", *_record_table(definition, definitions)]
    lines += ["## Profiles", "", "`profile:` in a guide says whose practices it follows.", ""]
    for profile in PROFILES:
        lines += [f"- `{profile.id}`: **{profile.title}.** {profile.about}"]
    return "\n".join(lines) + "\n"
