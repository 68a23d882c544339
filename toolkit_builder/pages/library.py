"""The library as a file for programs: each entry with the address at which it stands."""

from collections.abc import Iterator

from toolkit_builder.library import SCHEMA, library_file, library_schema
from toolkit_builder.model.base import Entry
from toolkit_builder.outputs import OutputFile
from toolkit_builder.templating import term_id

from .entries import skill_id
from .guide import guide_uri
from .site import Site, grade_uri


def _places(site: Site) -> Iterator[tuple[Entry, str]]:
    toolkit = site.toolkit
    for guide in toolkit.guides:
        yield guide, guide_uri(guide)
        for use in (*guide.prompts, *guide.activities):
            if isinstance(use, Entry):
                yield use, f"{guide_uri(guide)}#{use.id}"
    for prompt in toolkit.prompts:
        yield prompt, f"prompts/{prompt.purpose}/#{prompt.id}"
    for activity in toolkit.activities:
        yield activity, f"routines/{activity.routine}/#{activity.id}"
    for framework in toolkit.shown_frameworks:
        yield framework, "about/#skills"
        for skill in framework.skills:
            # A grade has a page when a guide or an activity is for it.
            shown = [grade for grade in skill.grades if grade in toolkit.grades]
            if shown:
                yield skill, f"{grade_uri(shown[0])}#{skill_id(skill.code)}"
    for term in toolkit.glossary:
        yield term, f"glossary/#{term_id(term)}"
    for fact in toolkit.facts:
        yield fact, f"facts/#fact-{fact.id}"


def library_files(site: Site) -> list[OutputFile]:
    """`toolkit.json` of this site, and its schema."""
    places = {id(entry): uri for entry, uri in _places(site)}
    return [
        library_file(site.toolkit, places, site.site_url),
        OutputFile(SCHEMA, library_schema().encode()),
    ]
