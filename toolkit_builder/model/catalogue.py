"""Translations of a toolkit's texts: what stands in `locales/LANG.po`, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from toolkit_builder.diagnostics import Location


@dataclass(frozen=True, slots=True)
class Translation:
    """The translation of one text. `source` is what the text was when it was translated; `line` counts from 1.

    `path` is its file, where that is not the catalogue's.
    With `is_to_check`, somebody must look at it again first: the source changed, or the translator was not sure.
    """

    source: str
    text: str
    is_to_check: bool = False
    line: int = 1
    path: str = ""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All translations into one language, by the place of the text that they translate."""

    language: str
    path: str
    translations: Mapping[str, Translation] = field(default_factory=dict)
    is_reviewed: bool = True
    """False where the file says that no native speaker has read it yet."""

    def at(self, place: str) -> Location:
        """Where the translation of the text at `place` stands; the file's start if there is none."""
        known = self.translations.get(place)
        return Location(known.path or self.path, known.line) if known else Location(self.path)
