"""Brings `templates/locales/` up to date: every text of the package's own, kept translations, new ones empty.

Run it after a text changed: `make words`. What a text was before stays beside it, and the old translation is marked as
one to check.
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

from toolkit_builder.editor.advising import advice_texts
from toolkit_builder.editor.forms import form_texts
from toolkit_builder.editor.items import refusal_texts
from toolkit_builder.editor.kinds import kind_texts
from toolkit_builder.editor.views_translate import list_texts
from toolkit_builder.interface import sheet_texts
from toolkit_builder.model import vocabulary
from toolkit_builder.model.profile import PRACTICES, PROFILES
from toolkit_builder.pages.prints import USES
from toolkit_builder.pages.search import GROUP_TITLES, KIND_TITLES
from toolkit_builder.resources import templates_dir
from toolkit_builder.sheets import KINDS

ROOT = Path(__file__).parent.parent
KEYWORDS = {"t": None, "tn": None}
KEYWORDS_OF_EDITOR = {**KEYWORDS, "EditError": None, "ConflictError": None}
LANGUAGES = ("es", "ar", "zh", "vi", "ht")
LANGUAGES_OF_EDITOR = ("es",)
EDITOR = "editor"
"""The folder, among the modules and among the templates, whose words are in a catalogue of their own."""
_LABELS = (
    vocabulary.GRADES, vocabulary.BANDS, vocabulary.VISITS, vocabulary.LISTENERS,
    vocabulary.PURPOSES, vocabulary.ROUTINES, vocabulary.AREAS, vocabulary.TOPICS, vocabulary.SELECTIONS,
    vocabulary.TURNS, vocabulary.PARTS, vocabulary.CONTACT_ROLES,
)  # fmt: skip


def _in_code(*, of_editor: bool = False) -> Iterator[tuple[str | tuple[str, ...], str]]:
    """The texts in Python modules and Jinja2 templates, with the files that hold them: the site's or the editor's."""
    keywords = KEYWORDS_OF_EDITOR if of_editor else KEYWORDS
    for folder, method in (("toolkit_builder", extract_python), ("templates", babel_extract)):
        pattern = "**.py" if method is extract_python else "**.html"
        for file in sorted((ROOT / folder).rglob(pattern.replace("**", "*"))):
            if (EDITOR in file.relative_to(ROOT).parts) != of_editor:
                continue
            with file.open("rb") as source:
                for _, function, found, _ in method(source, keywords, (), {"silent": "false"}):
                    texts = [found] if isinstance(found, str) else list(found or ())
                    text = tuple(texts[:2]) if function == "tn" else texts[0] if texts else None
                    # A name or a sum in place of a text is translated elsewhere.
                    if text and (isinstance(text, str) or None not in text):
                        yield text, file.relative_to(ROOT).as_posix()


def _in_lists() -> Iterator[tuple[str, str]]:
    """The texts of closed lists, which are translated where they are shown."""
    place = "toolkit_builder/model/vocabulary.py"
    for labels in _LABELS:
        for label in labels.values():
            yield label.title, place
            if label.about:
                yield label.about, place
    yield from ((title, place) for _, _, title in vocabulary.FAMILY_ROWS)
    yield from ((vocabulary.SHOWN_SLOTS.get(name, name), place) for name in vocabulary.SLOTS)
    for pair in (*PRACTICES, *((one.title, one.about) for one in PROFILES)):
        yield from ((text, "toolkit_builder/model/profile.py") for text in pair)
    yield from ((title, "toolkit_builder/pages/search.py") for title in (*KIND_TITLES.values(), *GROUP_TITLES.values()))
    yield from ((text, "toolkit_builder/pages/prints.py") for text in USES.values())
    yield from ((text, "toolkit_builder/sheets/kinds.py") for pair in KINDS.values() for text in pair)
    yield from ((text, "templates/sheets") for text in sheet_texts())


def editor_catalogue() -> Catalog:
    """Every text of the editor's own, without translations; what the site says as well is translated there."""
    catalogue = Catalog(project="toolkit_builder", charset="utf-8", fuzzy=False)
    site = {one.id if isinstance(one.id, str) else tuple(one.id) for one in source_catalogue() if not one.context}
    of_disks = ((text, "toolkit_builder/editor/items.py") for text in refusal_texts())
    of_model = ((text, "toolkit_builder/editor/forms.py") for text in (*form_texts(), *kind_texts()))
    of_lists = ((text, "toolkit_builder/editor/views_translate.py") for text in list_texts())
    of_advice = ((text, "toolkit_builder/editor/advising.py") for text in advice_texts())
    for text, place in (*_in_code(of_editor=True), *of_model, *of_lists, *of_disks, *of_advice):
        if text not in site:
            catalogue.add(text, locations=[(place, 0)])
    return catalogue


def source_catalogue() -> Catalog:
    """Every text of the package's own, without translations."""
    catalogue = Catalog(project="toolkit_builder", charset="utf-8", fuzzy=False)
    for text, place in (*_in_code(), *_in_lists()):
        catalogue.add(text, locations=[(place, 0)])
    for label in vocabulary.PLACES.values():
        catalogue.add(label.title, context="place", locations=[("toolkit_builder/model/vocabulary.py", 0)])
    return catalogue


def updated(language: str, source: Catalog, folder: Path) -> bytes:
    """The catalogue of a language in `folder`, up to date, as a PO file."""
    file = folder / f"{language}.po"
    known = Catalog(locale=language, fuzzy=False)
    if file.is_file():
        with file.open("rb") as stream:
            known = read_po(stream, locale=language)
    whose = "editor" if EDITOR in folder.parts else "site"
    known.header_comment = f"# The {whose}'s own words in '{language}'. `make words` brings this file up to date."
    known.project, known.version = "toolkit_builder", "words"
    known.msgid_bugs_address = known.last_translator = known.language_team = ""
    known.update(source, update_header_comment=False, update_creation_date=False)
    out = BytesIO()
    write_po(out, known, width=100, sort_output=True, include_lineno=False)
    return out.getvalue()


def main() -> None:
    of_editor = templates_dir() / EDITOR
    catalogues = (templates_dir(), LANGUAGES, source_catalogue()), (of_editor, LANGUAGES_OF_EDITOR, editor_catalogue())
    for templates, languages, source in catalogues:
        folder = templates / "locales"
        folder.mkdir(exist_ok=True)
        for language in languages:
            (folder / f"{language}.po").write_bytes(updated(language, source, folder))


if __name__ == "__main__":
    main()
