"""Toolkit + catalogue -> the toolkit in another language; and how far a translation is."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .model.catalogue import Catalogue, Translation
from .model.texts import PlacedText, map_toolkit
from .model.toolkit import Toolkit
from .prose import SourceText, links_of

_SLOT = re.compile(r"\{[a-z]+\}")
_NAMES = ("school/name", "school/short_name")
"""A school's name is the same in every language, until somebody translates it."""


def fault_of(text: str, translation: str) -> str:
    """What a translation lost or added that must be as in its source: slots and links. Empty if it is sound."""
    if sorted(_SLOT.findall(text)) != sorted(_SLOT.findall(translation)):
        return f"the slots differ: {' '.join(sorted(_SLOT.findall(text))) or 'the source has none'}"
    if sorted(links_of(text)) != sorted(links_of(translation)):
        return "the links differ"
    return ""


def usable(text: str, known: Translation | None) -> bool:
    """True for a translation of this very text that nobody has to look at first."""
    return known is not None and known.source == text and not known.is_to_check and not fault_of(text, known.text)


def localise(toolkit: Toolkit, catalogue: Catalogue) -> Toolkit:
    """The toolkit in the catalogue's language; what is not translated stays, as a SourceText."""

    def change(place: str, text: str) -> str:
        known = catalogue.translations.get(place)
        if known and usable(text, known):
            return known.text
        return text if place in _NAMES else SourceText.of(text, toolkit.language)

    return map_toolkit(toolkit, change, catalogue.language)


@dataclass(slots=True)
class Progress:
    """How many texts of a file are done, to be checked, and missing in a language."""

    done: int = 0
    to_check: int = 0
    missing: int = 0

    @property
    def all(self) -> int:
        return self.done + self.to_check + self.missing


def progress_of(texts: Iterable[PlacedText], catalogue: Catalogue) -> dict[str, Progress]:
    """By the source's file, how far the translation of a toolkit's `texts` is."""
    by_path: dict[str, Progress] = {}
    for placed in texts:
        progress = by_path.setdefault(placed.path, Progress())
        known = catalogue.translations.get(placed.place)
        if placed.place in _NAMES or usable(placed.text, known):
            progress.done += 1
        elif known is None:
            progress.missing += 1
        else:
            progress.to_check += 1
    return by_path


def faulty(texts: Iterable[PlacedText], catalogue: Catalogue) -> Iterator[tuple[PlacedText, str]]:
    """The `texts` whose translations cannot be shown, and why."""
    for placed in texts:
        known = catalogue.translations.get(placed.place)
        if known and known.source == placed.text and not known.is_to_check:
            fault = fault_of(placed.text, known.text)
            if fault:
                yield placed, fault
