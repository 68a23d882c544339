"""Every printed piece in every language: its text comes out letter for letter, and it is accessible."""

import re
import unicodedata
from functools import cache
from pathlib import Path

import pytest
from outloud import check

from toolkit_builder.folders import Folders
from toolkit_builder.loading import load_toolkit
from toolkit_builder.outputs import Sheet, SheetKind
from toolkit_builder.sheets import Print, render_sheets
from toolkit_builder.translating import localize

from .conftest import ROOT
from .test_print import ADDRESS, OWN, letters, shown, strings, texts_by_two_readers

LANGUAGES = ["es", "ar", "zh-Hans", "vi", "ht"]
FAMILY_KINDS: set[SheetKind] = {"cards", "small-cards", "expect", "handout", "interpreter", "poster"}
FAMILY_KINDS |= {"thanks", "door", "progress", "summer", "kit", "messages"}
OF_MANY_PAGES: tuple[SheetKind, ...] = ("guide", "binder", "interpreter", "messages", "kit")
"""A text in them may go on on the next page, behind what stands at a page's foot."""


@cache
def sheets_in(language: str) -> list[Sheet]:
    source, _ = load_toolkit(Folders(ROOT), languages=[language])
    made = localize(source, source.catalogues[0])
    logo = (ROOT / "docs" / source.school.logo.file).read_bytes()
    return render_sheets(made, Print(paper="letter", site_url=ADDRESS, logo=logo), source)


def test_spanish_has_every_sheet_and_the_others_what_families_get() -> None:
    """A PDF that has no text of its own in a language is not made in it."""
    toolkit, _ = load_toolkit(Folders(ROOT))
    english = {sheet.uri for sheet in render_sheets(toolkit, Print(paper="letter"))}
    assert {sheet.uri for sheet in sheets_in("es")} == english
    for language in LANGUAGES[1:]:
        kinds = {sheet.kind for sheet in sheets_in(language)}
        assert kinds == FAMILY_KINDS, language
        per_guide = [sheet for sheet in sheets_in(language) if sheet.kind in ("cards", "interpreter")]
        assert len(per_guide) == 2 * len(toolkit.guides)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_printed_is_what_was_written(default_site: Path, language: str) -> None:
    """By two readers, on each sheet. From right to left they differ in order, so words are looked for one by one."""
    garbled = []
    for sheet in sheets_in(language):
        pdf = (default_site / language / sheet.uri).read_bytes()
        texts = shown(sheet)
        second = sheet.values.get("second")
        if second and sheet.kind == "interpreter":
            texts += [*strings(second["said"]), *strings(second["asked"])]
        texts = [text.replace(OWN["school"], sheet.values["school"]["short"]) for text in texts]
        reads = texts_by_two_readers(pdf, foot=50 if sheet.kind in OF_MANY_PAGES else 0)
        # PDFium reads the name of a message amid a word of its text, in five lines of all.
        for read in reads[:1] if (language, sheet.kind) == ("ar", "messages") else reads:
            if language == "ar":
                found = letters(_arabic(read))
                garbled += [(sheet.uri, word) for text in texts for word in _words(text) if not _is_in(word, found)]
            else:
                found = letters(read)
                garbled += [(sheet.uri, text) for text in texts if letters(text) not in found]
    assert garbled == []


def _arabic(text: str) -> str:
    """Letters in their basic form; a PDF has those of the shapes that they take in a word."""
    return re.sub("[\u200e\u200f\u2066-\u2069\u0640]", "", unicodedata.normalize("NFKC", text))


def _words(text: str) -> list[str]:
    # A formula such as 3x turns round among words that run from right to left, and what is no Arabic letter leaves the
    # word before it.
    words = [word for word in re.findall(r"[^\W_]+", _arabic(text)) if not re.fullmatch(r"\d+[a-z]", word)]
    return [part for word in words for part in re.findall(r"\d+|[A-Za-z]+|[^\dA-Za-z]+", word)]


def _is_in(word: str, found: str) -> bool:
    # MuPDF, and only it, reads the lam before a kaf twice in some lines; so a double lam counts as one.
    return word in found or word.replace("\u0644\u0644", "\u0644") in found.replace("\u0644\u0644", "\u0644")


@pytest.mark.parametrize("language", LANGUAGES)
def test_sheets_are_accessible(default_site: Path, language: str, tmp_path: Path) -> None:
    """One of each kind: an independent checker of PDF/UA-1 and WCAG finds no error."""
    by_kind = {sheet.kind: sheet for sheet in sheets_in(language) if sheet.kind != "binder"}
    for sheet in by_kind.values():
        file = tmp_path / f"{sheet.kind}.pdf"
        file.write_bytes((default_site / language / sheet.uri).read_bytes())
        result = check(str(file), skip=["TBL-014"])
        assert [found for found in result.findings if found.severity == "error"] == [], sheet.uri
