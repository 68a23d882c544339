"""Pages that a school keeps out of its site (`hide: [pages/share]`): are there such pages, and may they be missing?"""

import unicodedata
from collections.abc import Container, Iterable, Iterator
from fnmatch import filter as matching
from pathlib import PurePosixPath

from toolkit_builder.diagnostics import Diagnostic, did_you_mean
from toolkit_builder.model.school import LASTING_PAGES, is_lasting
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.model.vocabulary import GRADES, grade_name

_PAGES = (
    *(
        "about",
        "coverage",
        "facts",
        "families",
        "find",
        "glossary",
        "grades",
        "inserts",
        "kit",
        "prompts",
        "routines",
        "share",
    ),
    *("safety", "skills", "staff", "topics", "visits", *LASTING_PAGES),
    *(f"grades/{grade_name(grade)}" for grade in GRADES),
)
"""The addresses of pages that any site may have. One that has nothing to show is not made."""


def _addresses(toolkit: Toolkit, files: Iterable[str]) -> Iterator[str]:
    yield from _PAGES
    words = toolkit.vocabulary
    for folder, labels in (("routines", words.routines), ("topics", words.topics), ("prompts", words.purposes)):
        yield from (f"{folder}/{word}" for word in labels)
    for guide in toolkit.guides:
        yield from (f"guides/{guide.id}", f"guides/{guide.id}/family")
    yield from (f"kit/{piece.id}" for piece in toolkit.kit)
    for name in files:
        if name.casefold().endswith((".md", ".markdown")):
            yield address_of(unicodedata.normalize("NFC", name), toolkit.language_codes)


def address_of(name: str, languages: Container[str] = ()) -> str:
    """The address of the page in the Markdown file `name`, without a slash at its end; its translations have the same.

    `languages` are those that a file's name may tell, as `bus-times.es.md` does.
    """
    path = PurePosixPath(name).with_suffix("")
    if path.suffix.removeprefix(".") in languages:
        path = path.with_suffix("")
    path = path.parent if path.name in ("index", "README") else path
    return "" if path.name == "" else path.as_posix()


def check_hidden_pages(toolkit: Toolkit, files: Iterable[str]) -> Iterator[Diagnostic]:
    """Findings for names of pages under the school's `hide:` that hide nothing.

    `files` are the names of all layers' files, hand-written pages among them.
    """
    school = toolkit.school
    names = {position: name for position, name in enumerate(school.hide) if name.startswith("pages/")}
    known = list(dict.fromkeys(_addresses(toolkit, files))) if names else []
    for position, name in names.items():
        place, pattern = school.at("hide", position), name.removeprefix("pages/").rstrip("/")
        found = matching(known, pattern)
        if not found:
            hint = did_you_mean(name, [f"pages/{address}" for address in known if not is_lasting(address)])
            hint = hint or "the address of a page, without that of the site, such as pages/share"
            message = f"there is no page '{pattern}' to hide"
            yield Diagnostic("unknown-page", message, place, hint, level="warning")
        elif all(map(is_lasting, found)):
            guide = next((one.split("/")[1] for one in found if one.startswith("guides/")), "")
            hint = f"hide the guide with its pages: guides/{guide}" if guide else "take the line out"
            why = "a guide's pages go with the guide" if guide else "every site has it, and other pages lead to it"
            yield Diagnostic("lasting-page", f"the page '{pattern}' cannot be hidden: {why}", place, hint)
