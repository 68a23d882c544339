"""The whole library for other programs: `toolkit.json`, and the schema that it keeps to.

A version is a promise: within it nothing goes away, gets another name or another meaning, and what is not always there
stays so. Things may be added. Anything else makes a new `VERSION`.
"""

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any, Literal

from pydantic import Field, TypeAdapter

from .model.banks import Activity, Fact, Framework, GlossaryTerm, Prompt
from .model.base import Line, Record
from .model.guide import Guide
from .model.insert import Insert
from .model.protocol import ProtocolStep
from .model.school import LanguageCode, School
from .model.toolkit import Toolkit
from .outputs import OutputFile

VERSION = 2
LIBRARY, SCHEMA = "toolkit.json", "toolkit.schema.json"
"""The two files, at the root of each language's site."""
_KEPT_BACK = ("compensation_note", "training_note", "staff", "hide", "wording", "locked", "written_in")
LEFT_OUT = {
    "School": _KEPT_BACK,
    "Edition": (*_KEPT_BACK, "site_url"),
    "Guide": ("based_on",),
    "Prompt": ("note", "based_on"),
    "Activity": ("note", "based_on"),
    "Framework": ("based_on",),
    "GlossaryTerm": ("based_on",),
    "Fact": ("based_on",),
    "ProtocolStep": ("note", "based_on"),
    "Insert": ("note", "based_on"),
}
"""Keys by record that are not given away: notes to staff and to translators, and what made the toolkit as it is."""
_WITH_PLACE = ("Guide", "Prompt", "Activity", "Skill", "Framework", "GlossaryTerm", "Fact", "ProtocolStep", "Insert")
_URL = {
    "type": "string",
    "description": "Where it stands: relative to the site, with `#` and an anchor inside a page. "
    "Left out for skills that no page shows.",
}


class Library(Record):
    """A school's whole toolkit in one language, as its site shows it. Keys without a value are left out."""

    schema_: Line = Field(alias="schema")
    """The schema of this file, beside it."""
    version: Literal[2]
    """Within a version things are added, and nothing else changes: skip what you do not know."""
    language: LanguageCode
    """The language of the texts, as BCP 47 writes it. What is not translated yet is as it was written."""
    site: Line = ""
    """Where the site stands. Each `url` is relative to it."""
    school: School
    """The school, without its notes to staff."""
    guides: tuple[Guide, ...]
    """The guides, in the order of their files."""
    prompts: tuple[Prompt, ...]
    """The bank's prompts. A guide names them by id, and may hold prompts of its own."""
    activities: tuple[Activity, ...]
    """The bank's activities. A guide names them by id, and may hold activities of its own."""
    skills: tuple[Framework, ...]
    """Skills by framework; entries name them by code."""
    glossary: tuple[GlossaryTerm, ...]
    """Words explained."""
    facts: tuple[Fact, ...]
    """Facts with their sources."""
    protocol: tuple[ProtocolStep, ...]
    """What holds at every visit. The guides above say it where they leave a text out."""
    inserts: tuple[Insert, ...] = ()
    """Short parts for families in other situations. A guide names some; all that suit its grades go with it."""


@cache
def library_schema() -> str:
    """The JSON Schema (draft 2020-12) of `toolkit.json`."""
    schema = TypeAdapter(Library).json_schema()
    for name, record in schema["$defs"].items():
        fields = record.get("properties", {})
        for key in LEFT_OUT.get(name, ()):
            del fields[key]
        if name in _WITH_PLACE:
            fields["url"] = _URL
    # A record of which only keys speak that are not given away.
    told = json.dumps(schema)
    schema["$defs"] = {name: one for name, one in schema["$defs"].items() if f'"#/$defs/{name}"' in told}
    _open(schema)
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"urn:toolkit-builder:library:{VERSION}"}
    return json.dumps({**head, **schema, "title": LIBRARY}, indent=2, ensure_ascii=False) + "\n"


def _open(schema: Any) -> None:
    """Lets keys be added within a version, and a translation be longer than an author's text may be."""
    if isinstance(schema, dict):
        if schema.get("additionalProperties") is False:
            del schema["additionalProperties"]
        if isinstance(schema.get("maxLength"), int):
            del schema["maxLength"]
        for inner in schema.values():
            _open(inner)
    elif isinstance(schema, list):
        for inner in schema:
            _open(inner)


def library_file(toolkit: Toolkit, places: Mapping[int, str], site_url: str) -> OutputFile:
    """`toolkit.json` of a toolkit in one language.

    `places` are addresses relative to the site, by the identity of the entry that stands there; `site_url` is where the
    site will stand, empty if unknown.
    """
    school = toolkit.school
    if school.hides_page("staff/"):
        # No other page shows them.
        school = school.model_copy(update={"policies": ()})
    values = {
        "schema": SCHEMA,
        "version": VERSION,
        "language": toolkit.language,
        **({"site": site_url} if site_url else {}),
        "school": school,
        "guides": tuple(map(toolkit.filled, toolkit.guides)),
        "prompts": toolkit.prompts,
        "activities": toolkit.activities,
        "skills": toolkit.frameworks,
        "glossary": toolkit.glossary,
        "facts": toolkit.facts,
        "protocol": toolkit.protocol,
        "inserts": toolkit.inserts,
    }
    told = {key: _told(value, places) for key, value in values.items()}
    return OutputFile(LIBRARY, (json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n").encode())


def _told(value: Any, places: Mapping[int, str]) -> Any:
    """A value of the model as JSON has it; of a record, what is not empty, and its place."""
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return [_told(inner, places) for inner in value]
    if isinstance(value, Record):
        held = {
            key: _told(inner, places) for key in _keys(type(value)) if (inner := getattr(value, key)) or inner is False
        }
        return {**held, "url": places[id(value)]} if id(value) in places else held
    return value.isoformat() if isinstance(value, date) else value


@cache
def _keys(record: type[Record]) -> tuple[str, ...]:
    """What is given away of a kind of record."""
    return tuple(key for key in record.model_fields if key not in LEFT_OUT.get(record.__name__, ()))
