"""Translations of a toolkit's texts: what stands in `locales/LANG.po`, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

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


def moved_place(place: str, renamed: Mapping[str, str]) -> str:
    """Where the text of `place` stands now, if its guide was `renamed` (old name to new)."""
    kind, _, rest = place.partition("/")
    name, mark, keys = rest.partition("/")
    return f"guide/{renamed[name]}{mark}{keys}" if kind == "guide" and name in renamed else place


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All translations into one language, by the place of the text that they translate."""

    language: str
    path: str
    translations: Mapping[str, Translation] = field(default_factory=dict)
    is_reviewed: bool = True
    """False where the file says that no native speaker has read it yet."""

    def with_guides(self, renamed: Mapping[str, str]) -> "Catalogue":
        """This catalogue with the translations of guides that were `renamed` (old name to new) at today's places."""
        if not renamed:
            return self
        moved = {moved_place(place, renamed): known for place, known in self.translations.items()}
        return replace(self, translations={**moved, **self.translations})

    def at(self, place: str) -> Location:
        """Where the translation of the text at `place` stands; the file's start if there is none."""
        known = self.translations.get(place)
        return Location(known.path or self.path, known.line) if known else Location(self.path)
