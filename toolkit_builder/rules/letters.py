"""Rules about letters on paper: a printed piece is made only if the fonts have every letter on it."""

import unicodedata
from collections import Counter
from collections.abc import Container, Iterator, Set
from functools import lru_cache

from toolkit_builder.diagnostics import Diagnostic, Location
from toolkit_builder.fonts import OWN_FONTS, font_of, has_font, install_line, is_printable, letters_of
from toolkit_builder.model.banks import Framework
from toolkit_builder.model.base import Entry
from toolkit_builder.model.catalogue import Catalogue
from toolkit_builder.model.guide import Guide
from toolkit_builder.model.languages import language_name
from toolkit_builder.model.school import School
from toolkit_builder.model.texts import entries_of, placed_texts
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.translating import usable

from .rule import toolkit_rule

OF_PAPER = ("missing-font", "unprintable-character")
"""Codes of these rules: what they find stands in the way of printed pieces only."""
_MOST_MISSING = 0.2
"""The share of a language's letters that fonts may lack before it is one without letters: stray signs are fewer."""
_PRINTED_OF_SCHOOL = {"name", "short_name", "contacts", "hotlines", "helpers", "interpreting", "footer"}


def _is_printed(entry: Entry, key: str | int) -> bool:
    """False for texts that stand on web pages only."""
    if isinstance(entry, School):
        return key in _PRINTED_OF_SCHOOL
    return not (isinstance(entry, Guide) and key == "sources") and not (
        isinstance(entry, Framework) and key != "skills"
    )


def _source_texts(toolkit: Toolkit) -> Iterator[tuple[str, Entry, tuple[str | int, ...]]]:
    """What is printed of the toolkit's own texts, each with its entry and keys."""
    for entry in entries_of(toolkit):
        for found in entry.texts:
            if _is_printed(entry, found.keys[0]):
                yield found.text, entry, found.keys
    contact = toolkit.school.contacts[0]
    yield from ((getattr(contact, key), toolkit.school, ("contacts", 0, key)) for key in ("phone", "email"))


def _catalogue_of(toolkit: Toolkit, language: str) -> Catalogue | None:
    return next((one for one in toolkit.catalogues if one.language == language), None)


def _texts(toolkit: Toolkit, language: str) -> Iterator[str]:
    """What the toolkit says in one of its languages."""
    if language == toolkit.source_language:
        yield from (text for text, _, _ in _source_texts(toolkit))
    elif catalogue := _catalogue_of(toolkit, language):
        yield from (known.text for known in catalogue.translations.values() if not known.is_to_check)


@lru_cache(maxsize=16)
def _written(toolkit: Toolkit, language: str) -> frozenset[str]:
    """The letters of the texts of a language."""
    catalogue = _catalogue_of(toolkit, language)
    return catalogue.letters if catalogue else frozenset("".join(_texts(toolkit, language)))


def lacks_letters(toolkit: Toolkit, language: str) -> bool:
    """True for a language that fonts have no letters for: its own name, or much of what is written in it."""
    letters = letters_of(language, own=toolkit.fonts)
    if not all(is_printable(letter, letters) for letter in language_name(language)):
        return True
    if all(is_printable(letter, letters) for letter in _written(toolkit, language)):
        return False
    counted = Counter("".join(_texts(toolkit, language)))
    written = {letter: count for letter, count in counted.items() if unicodedata.category(letter)[0] in "LM"}
    missing = sum(count for letter, count in written.items() if not is_printable(letter, letters))
    return missing > _MOST_MISSING * sum(written.values())


def written_letters(toolkit: Toolkit, language: str) -> Set[str]:
    """The letters of all texts that may stand on paper in a language: its own, and those of the source."""
    return _written(toolkit, language) | _written(toolkit, toolkit.source_language)


@toolkit_rule("missing-font", "warning")
def missing_font(toolkit: Toolkit) -> Iterator[Diagnostic]:
    """Paper has letters for every language of the school.

    Printed pieces of a language without letters are not made; its web pages are, and so is all that is printed in the
    school's other languages. Latin, Greek, Cyrillic, Arabic letters and Devanagari come with the program; letters of
    other scripts are an extra each, and a school can put a font of its own into `docs/assets/fonts/`.
    `toolkit-builder fonts` tells what is needed and what is there. Browsers have letters for nearly all languages:
    families can be given the address of a page, or a page printed from a browser.
    """
    for language, place in toolkit.school.language_places.items():
        if not lacks_letters(toolkit, language):
            continue
        name = toolkit.school.language_name(language)
        font = font_of(language)
        if font and not has_font(font):
            message = (
                f"nothing can be printed in '{language}' ({name}): the font for {font.name} letters is not installed"
            )
            line = install_line(toolkit.school.languages)
            hint = f"{line}; or put a font of yours into docs/{OWN_FONTS}/; all else is made"
        else:
            message = f"nothing can be printed in '{language}' ({name}): the fonts have no letters for it"
            hint = f"put a font that has them into docs/{OWN_FONTS}/; without it, all but its printed pieces are made"
        yield Diagnostic("missing-font", message, place, hint, level="warning")


def letter_name(letter: str) -> str:
    """A letter as people can find it: itself, what it is called, and its number in Unicode."""
    number = f"U+{ord(letter):04X}"
    kind = unicodedata.category(letter)
    if kind == "Co":
        return f"a sign that only one font knows ({number}), such as a bullet of Word or a picture of Wingdings,"
    name = unicodedata.name(letter, "a sign without a name").lower()
    return f"'{letter}' ({name}, {number})" if kind[0] not in "CZ" else f"an invisible sign ({name}, {number})"


def _hint(letter: str) -> str:
    if unicodedata.category(letter)[0] in "CZ":
        return "take it out; a list has each of its items on a line that starts with '- '"
    return "take it out, or say it in words"


@toolkit_rule("unprintable-character", "warning")
def unprintable_character(toolkit: Toolkit) -> Iterator[Diagnostic]:
    """Every letter and sign of a text can be printed.

    No font of the toolkit has emoji, ticks and boxes, or the bullets of word processors. Printed pieces on which such a
    sign would stand are not made, as it would be missing there; web pages are. A language without any letters on paper
    is told once, as `missing-font`.
    """
    source = toolkit.source_language
    if letters := _odd_letters(toolkit, source, letters_of(source, own=toolkit.fonts)):
        for text, entry, keys in _source_texts(toolkit):
            yield from _unprintable(text, letters, entry.at(*keys))
    for language in (one.language for one in toolkit.catalogues):
        catalogue = _catalogue_of(toolkit, language)
        letters = _odd_letters(toolkit, language, letters_of(language, source, own=toolkit.fonts))
        for placed in placed_texts(toolkit) if catalogue and letters else ():
            known = catalogue.of(placed.place, placed.text) if catalogue else None
            if catalogue and known and usable(placed.text, known):
                yield from _unprintable(known.text, letters, catalogue.at(placed.place, placed.text))


def _odd_letters(toolkit: Toolkit, language: str, letters: frozenset[int]) -> set[str]:
    """What stands in the texts of a language and is not among `letters`; nothing where all of them are missing."""
    odd = {letter for letter in _written(toolkit, language) if not is_printable(letter, letters)}
    return set() if odd and lacks_letters(toolkit, language) else odd


def _unprintable(text: str, odd: Container[str], place: Location) -> Iterator[Diagnostic]:
    for letter in dict.fromkeys(text):
        if letter in odd:
            message = f"{letter_name(letter)} is in none of the fonts, so printed pieces with this text are not made"
            yield Diagnostic("unprintable-character", message, place, _hint(letter), level="warning")
