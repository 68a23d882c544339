"""The library as a file for programs: each entry with the address at which it stands."""

from collections.abc import Iterator

from toolkit_builder.library import SCHEMA, library_file, library_schema
from toolkit_builder.model.banks import Activity, Prompt
from toolkit_builder.model.base import Entry
from toolkit_builder.outputs import OutputFile
from toolkit_builder.templating import term_id

from .entries import skill_id
from .guide import guide_uri
from .site import Site, grade_uri


def _places(site: Site) -> Iterator[tuple[Entry, str]]:
    toolkit = site.toolkit
    for guide in toolkit.guides:
        yield toolkit.filled(guide), guide_uri(guide)
        used: list[Prompt | Activity] = [*toolkit.prompts_of(guide), *toolkit.activities_of(guide)]
        for use in used:
            yield use, f"{site.bank_place(use) or guide_uri(guide)}#{use.id}"
    bank: list[Prompt | Activity] = [*toolkit.prompts, *toolkit.activities]
    for entry in bank:
        if place := site.bank_place(entry):
            yield entry, f"{place}#{entry.id}"
    for framework in toolkit.shown_frameworks:
        yield framework, "about/#skills"
        for skill in framework.skills:
            # A grade has a page when a guide or an activity is for it.
            shown = [grade for grade in skill.grades if grade in toolkit.grades and site.shows(grade_uri(grade))]
            if shown:
                yield skill, f"{grade_uri(shown[0])}#{skill_id(skill.code)}"
    for term in toolkit.glossary:
        yield term, f"glossary/#{term_id(term)}"
    for fact in toolkit.facts:
        yield fact, f"facts/#fact-{fact.id}"
    for step in toolkit.protocol:
        yield step, f"safety/#{step.id}"
    for insert in toolkit.inserts:
        yield insert, f"inserts/#{insert.id}"


def library_files(site: Site) -> list[OutputFile]:
    """`toolkit.json` of this site, and its schema."""
    places: dict[int, str] = {}
    for entry, uri in _places(site):
        if site.shows(uri):
            places.setdefault(id(entry), uri)
    return [
        library_file(site.toolkit, places, site.site_url),
        OutputFile(SCHEMA, library_schema().encode()),
    ]
