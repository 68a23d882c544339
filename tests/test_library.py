"""What other programs read: toolkit.json with its schema, and JSON-LD in a guide's page."""

import hashlib
import json
import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from toolkit_builder.build import build
from toolkit_builder.folders import Folders
from toolkit_builder.library import VERSION, library_schema
from toolkit_builder.loading import load_toolkit
from toolkit_builder.mkdocs_plugin import build_site
from toolkit_builder.model.base import Entry
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.options import Options
from toolkit_builder.pages import Site, library_files, render_guide
from toolkit_builder.translating import in_language

from .conftest import ROOT, ToolkitFiles

STRUCTURES = {1: "5339249c6d20ebc4", 2: "1e494b24c4e6a589"}
"""By version, what the schema's structure comes to, words aside.

It changed? If keys were only added, put the new value here. If one went, was renamed or means something else now,
give the library a new VERSION, tell so in manual/data.md, and add a line here.
"""
ADDRESS = "https://visits.example.org/toolkit/"


@cache
def _default(language: str) -> tuple[Toolkit, dict[str, Any]]:
    """The default toolkit in a language, and its toolkit.json."""
    source, _ = load_toolkit(Folders(ROOT), languages=["es"])
    toolkit = in_language(source, language)
    library, _ = library_files(Site(toolkit, site_url=ADDRESS))
    return toolkit, json.loads(library.content)


def _entries(toolkit: Toolkit, library: dict[str, Any]) -> list[tuple[Entry, dict[str, Any]]]:
    """Each entry of the toolkit beside what the library has in its place."""
    pairs: list[tuple[Entry, dict[str, Any]]] = [(toolkit.school, library["school"])]
    for key in ("guides", "prompts", "activities", "glossary", "facts"):
        pairs += zip(getattr(toolkit, key), library[key], strict=True)
    pairs += zip(toolkit.frameworks, library["skills"], strict=True)
    for framework, held in zip(toolkit.frameworks, library["skills"], strict=True):
        pairs += zip(framework.skills, held["skills"], strict=True)
    return pairs


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_library_keeps_to_its_schema(language: str) -> None:
    schema = json.loads(library_schema())
    jsonschema.Draft202012Validator.check_schema(schema)
    toolkit, library = _default(language)

    jsonschema.Draft202012Validator(schema).validate(library)
    # A schema that lets keys be added would let a misspelled one pass.
    closed = json.loads(json.dumps(schema).replace('"properties"', '"additionalProperties": false, "properties"'))
    jsonschema.Draft202012Validator(closed).validate(library)
    assert (library["version"], library["language"], library["site"]) == (VERSION, toolkit.language, ADDRESS)


@pytest.mark.parametrize("language", ["en", "es"])
def test_nothing_of_the_toolkit_is_lost(language: str) -> None:
    """Every entry by its id, every text under the keys that it has in YAML, in the order of the toolkit."""
    toolkit, library = _default(language)
    count = 0
    for entry, held in _entries(toolkit, library):
        for name in ("id", "code"):
            assert held.get(name, "") == getattr(entry, name, "")
        for found in entry.texts:
            value: Any = held
            for key in found.keys:
                value = value[key]
            assert value == found.text
            count += 1
    assert count > 5000
    guide = next(one for one in library["guides"] if one["id"] == "grade-3-second")
    assert (guide["cover"]["minutes"], guide["checked_on"][:2], guide["announced"]) == (40, "20", True)
    # No is a value, too.
    assert {framework["always"] for framework in library["skills"]} == {True, False}


def test_what_is_for_staff_and_translators_stays_out(toolkit_files: ToolkitFiles) -> None:
    guide = (ROOT / "tests/base/docs/guides/k-first.yml").read_text(encoding="utf-8")
    own = (
        "prompts:\n  - {id: own, text: Hi?, purpose: hopes, listener: family, bands: [early], note: Secret word.}\n  - "
    )
    folder = toolkit_files({"docs/guides/k-first.yml": guide.replace("prompts: [hopes, expectations]", f"{own}hopes")})
    toolkit, findings = load_toolkit(Folders(folder))
    assert findings == []

    text = library_files(Site(toolkit))[0].content.decode()
    for secret in ("_note", "by the hour", "three hours", "Secret word.", '"note":"S'):
        assert secret not in text
    assert "_note" not in library_schema()
    # What is not known is not there.
    assert '"site"' not in text
    assert '""' not in text


def test_every_address_leads_to_its_entry(toolkit_files: ToolkitFiles) -> None:
    """Of the library that a built site has: pages and anchors are there, and so is the schema that it names."""
    guide = (ROOT / "tests/base/docs/guides/k-first.yml").read_text(encoding="utf-8")
    own = "prompts:\n  - {id: own, text: Hi?, purpose: hopes, listener: family, bands: [early]}\n  - "
    folder = toolkit_files(
        {"docs/guides/k-first.yml": guide.replace("prompts: [hopes, expectations]", f"{own}hopes\n  - expectations")}
    )
    site = build_site(folder, site_dir=None, is_strict=False, prints=False)
    library = json.loads((site / "toolkit.json").read_text(encoding="utf-8"))

    # A source has an address on the web.
    urls = [url for url in re.findall(r'"url": "([^"]+)"', json.dumps(library)) if not url.startswith("https:")]
    assert {"guides/k-first/", "guides/k-first/#own", "prompts/hopes/#hopes", "about/#skills"} <= set(urls)
    for url in urls:
        page, _, anchor = url.partition("#")
        html = (site / page / "index.html").read_text(encoding="utf-8")
        assert not anchor or f'id="{anchor}"' in html, url
    assert (site / library["schema"]).read_text(encoding="utf-8") == library_schema()


def _structure(schema: Any) -> Any:
    """A schema without its words for people."""
    if isinstance(schema, dict):
        words = {"description", "title"} if not isinstance(schema.get("title"), dict) else set()
        return {key: _structure(inner) for key, inner in schema.items() if key not in words}
    return [_structure(inner) for inner in schema] if isinstance(schema, list) else schema


def test_a_changed_schema_is_a_decision() -> None:
    text = json.dumps(_structure(json.loads(library_schema())), sort_keys=True)

    assert hashlib.sha256(text.encode()).hexdigest()[:16] == STRUCTURES[VERSION], "see STRUCTURES"


class _Scripts(HTMLParser):
    """A page's scripts as a browser tells them apart: their types and texts."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "script":
            self.found.append((dict(attrs).get("type") or "", ""))

    def handle_data(self, data: str) -> None:
        if self.cdata_elem == "script":
            kind, text = self.found[-1]
            self.found[-1] = (kind, text + data)


def json_ld(folder: Path, uri: str, site_url: str = "") -> dict[str, Any]:
    made = build(Folders(folder), Options(prints=False, site_url=site_url))
    (page,) = [page for page in made.pages if page.uri == uri]
    ((kind, text),) = _Scripts(page.body).found
    assert kind == "application/ld+json"
    read: dict[str, Any] = json.loads(text)
    return read


LICENSE = "license: https://opensource.org/license/mit\n"
SKILLS = "id: common-core\nname: The Core\nabout: C.\nsource: https://core.example.org/\nskills:\n"
SKILLS += "  - {code: K.CC.A.1, grades: [K], area: mathematics, plain: 'Counts with **{child}** to 100'}\n"


def test_a_guide_tells_what_it_is(toolkit_files: ToolkitFiles) -> None:
    school = (ROOT / "tests/base/docs/school.yml").read_text(encoding="utf-8")
    guide = (ROOT / "tests/base/docs/guides/k-second.yml").read_text(encoding="utf-8")
    folder = toolkit_files(
        {
            "docs/school.yml": school + LICENSE,
            "docs/skills/common-core.yml": SKILLS,
            "docs/guides/k-second.yml": f"{guide}skills: [K.CC.A.1]\n",
        }
    )

    address = f"{ADDRESS}guides/k-second/"
    assert json_ld(folder, "guides/k-second/", ADDRESS) == {
        "@context": "https://schema.org",
        "@type": "LearningResource",
        "@id": address,
        "url": address,
        "name": "Kindergarten, second visit",
        "description": "What the child learns, and one goal.",
        "inLanguage": "en",
        "learningResourceType": "Guide",
        "educationalLevel": ["Kindergarten"],
        "timeRequired": "PT30M",
        "audience": {"@type": "EducationalAudience", "educationalRole": "teacher"},
        "educationalAlignment": [
            {
                "@type": "AlignmentObject",
                "alignmentType": "educationalSubject",
                "educationalFramework": "The Core",
                "targetName": "K.CC.A.1",
                "targetDescription": "Counts with [child] to 100",
                "targetUrl": "https://core.example.org/",
            }
        ],
        "license": "https://opensource.org/license/mit",
        "isAccessibleForFree": True,
        "version": "1.0",
        "publisher": {"@type": "Organization", "name": "Test School", "url": ADDRESS},
    }


def test_what_nobody_knows_is_not_told(toolkit_files: ToolkitFiles) -> None:
    """No address, no license, no skills: no key. A guide's own license stands before the school's."""
    folder = toolkit_files({})
    told = json_ld(folder, "guides/k-first/")
    assert told.keys().isdisjoint({"@id", "url", "license", "educationalAlignment"})
    assert told["publisher"] == {"@type": "Organization", "name": "Test School"}

    guide = folder / "docs/guides/k-first.yml"
    guide.write_text(guide.read_text(encoding="utf-8") + "license: CC BY 4.0\n", encoding="utf-8")
    assert json_ld(folder, "guides/k-first/")["license"] == {"@type": "CreativeWork", "name": "CC BY 4.0"}


def test_no_text_leaves_the_script(toolkit_files: ToolkitFiles) -> None:
    """Whatever an author types stays a value: nothing ends the script, and nothing starts another."""
    title = "</script><script>alert(1)</script><!-- & \u2028 \u2029 ]]>"
    guide = (ROOT / "tests/base/docs/guides/k-first.yml").read_text(encoding="utf-8")
    folder = toolkit_files(
        {"docs/guides/k-first.yml": guide.replace("title: Kindergarten, first visit", f"title: {json.dumps(title)}")}
    )

    assert json_ld(folder, "guides/k-first/")["name"] == title


def test_the_language_is_that_of_the_page() -> None:
    toolkit, _ = _default("es")
    assert toolkit.language == "es"
    guide = toolkit.guides_by_id["grade-3-second"]
    ((_, text),) = _Scripts(render_guide(Site(toolkit, site_url=ADDRESS), guide)[0].body).found
    told = json.loads(text)
    assert (told["inLanguage"], told["name"], told["educationalLevel"]) == ("es", str(guide.title), ["3.er grado"])
