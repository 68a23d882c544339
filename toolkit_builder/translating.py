"""Toolkit + catalogue -> the toolkit in another language; and how far a translation is."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from .model.catalogue import Catalogue, Translation
from .model.languages import is_form_of
from .model.texts import PlacedText, map_toolkit
from .model.toolkit import Toolkit
from .prose import SourceText

_NAMES = ("school/name", "school/short_name")
"""A school's name is the same in every language, until somebody translates it."""


def usable(text: str, known: Translation | None) -> bool:
    """True for a translation of this very text that nobody has to look at first."""
    return known is not None and known.source == text and not known.is_to_check and not known.fault


def is_shown(text: str, known: Translation | None) -> bool:
    """True for a translation that readers see in the place of `text`."""
    return known is not None and usable(text, known) and not known.is_copied


def in_words_of(catalogue: Catalogue, place: str, text: str, source: str) -> str:
    """A text in the catalogue's language; a SourceText in the language `source` where it is not translated."""
    known = catalogue.of(place, text)
    if known and is_shown(text, known):
        return known.text
    return text if place in _NAMES or is_form_of(catalogue.language, source) else SourceText.of(text, source)


def localize(toolkit: Toolkit, catalogue: Catalogue) -> Toolkit:
    """The toolkit in the catalogue's language; what is not translated stays, as a SourceText."""

    def change(place: str, text: str) -> str:
        return in_words_of(catalogue, place, text, toolkit.language)

    return map_toolkit(toolkit, change, catalogue.language)


@lru_cache(maxsize=8)
def in_language(toolkit: Toolkit, language: str) -> Toolkit:
    """The toolkit in one of its school's languages, the first for an empty one; as it is in that of its source."""
    language = language or toolkit.school.languages[0]
    catalogue = next((one for one in toolkit.catalogues if one.language == language), None)
    return localize(toolkit, catalogue) if catalogue else toolkit


@dataclass(slots=True)
class Progress:
    """How many texts of a file are done, the same as their source, to be checked, and missing in a language.

    To be checked are those marked as fuzzy, those whose text changed since the last update, and broken ones; and those
    kept on the page after a typo of their text was mended.
    """

    done: int = 0
    copied: int = 0
    fuzzy: int = 0
    changed: int = 0
    kept: int = 0
    broken: int = 0
    missing: int = 0

    @property
    def to_check(self) -> int:
        return self.fuzzy + self.changed + self.kept + self.broken

    @property
    def percent(self) -> int:
        """How much is done, in whole percents; 100 only where nothing is left."""
        return 100 * self.done // self.all if self.all else 100

    @property
    def all(self) -> int:
        return self.done + self.copied + self.to_check + self.missing


def state_of(place: str, text: str, known: Translation | None) -> str:
    """How far a translation is, as Progress counts: done, copied, fuzzy, changed, kept, broken or missing.

    Names need none.
    """
    if place in _NAMES:
        return "done"
    if known is None:
        return "missing"
    if known.kept_for:
        return "kept"
    if known.source != text:
        return "changed"
    if known.is_to_check:
        return "fuzzy"
    if known.fault:
        return "broken"
    return "copied" if known.is_copied else "done"


def progress_of(texts: Iterable[PlacedText], catalogue: Catalogue) -> dict[str, Progress]:
    """By the source's file, how far the translation of a toolkit's `texts` is."""
    by_path: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for placed in texts:
        by_path[placed.path][state_of(placed.place, placed.text, catalogue.of(placed.place, placed.text))] += 1
    return {path: Progress(**states) for path, states in by_path.items()}


def families_progress(texts: Iterable[PlacedText], catalogue: Catalogue) -> Progress:
    """How far the translation of what families read or hear is: it comes before what staff read."""
    of_families = [replace(one, path="") for one in texts if one.reader == "family"]
    return progress_of(of_families, catalogue).get("", Progress())


def has_faults(catalogue: Catalogue) -> bool:
    """True where a translation lost or added something, whether its text is still there or not."""
    return any(one.fault for one in (*catalogue.translations.values(), *catalogue.others.values()))


def faulty(texts: Iterable[PlacedText], catalogue: Catalogue) -> Iterator[tuple[PlacedText, str]]:
    """The `texts` whose translations cannot be shown, and why."""
    for placed in texts:
        known = catalogue.of(placed.place, placed.text)
        if known and known.fault and known.source == placed.text and not known.is_to_check:
            yield placed, known.fault


def has_copies(catalogue: Catalogue) -> bool:
    """True where a translation is a copy of what it translates, whether its text is still there or not."""
    known = (*catalogue.translations.values(), *catalogue.others.values())
    return any(one.is_copied for one in known)


def copied(texts: Iterable[PlacedText], catalogue: Catalogue) -> Iterator[PlacedText]:
    """The `texts` in the place of whose translations a tool put their own words."""
    for placed in texts:
        known = catalogue.of(placed.place, placed.text)
        if known and known.is_copied and usable(placed.text, known):
            yield placed
