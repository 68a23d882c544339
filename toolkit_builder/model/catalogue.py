"""Translations of a toolkit's texts: what stands in `locales/LANG.po`, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from toolkit_builder.diagnostics import Location

from .typos import is_typo


class Translation(NamedTuple):
    """The translation of one text. `source` is what the text was when it was translated; `line` counts from 1.

    `path` is its file, where that is not the catalogue's.
    With `is_to_check`, somebody must look at it again first: the source changed, or the translator was not sure.
    `fault` says what it lost or added that must be as in its source, and `is_copied` that a tool put the source's own
    words there: both were found when it was read. `was` is what the source of one to check was before, where its file
    says so. `kept_for` is the text for which it was made, where only a typo of that was mended since: readers see it,
    and somebody looks at it all the same.
    """

    source: str
    text: str
    is_to_check: bool = False
    line: int = 1
    path: str = ""
    fault: str = ""
    is_copied: bool = False
    was: str = ""
    kept_for: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """What the head of a file says of a native speaker's reading, and where.

    `said` is what stands behind `Reviewed:`; None where there is no such line. It `is_clear` where that is yes or no.
    """

    location: Location
    said: str | None = None
    is_done: bool = False
    is_clear: bool = False


def moved_place(place: str, renamed: Mapping[str, str]) -> str:
    """Where the text of `place` stands now; `renamed` are names of today by those of before, as toolkits give them."""
    kind, _, rest = place.partition("/")
    name, mark, keys = rest.partition("/")
    new = renamed.get(f"{kind}/{name}")
    return f"{new}{mark}{keys}" if new else place


def _kept(known: Translation, text: str) -> Translation:
    """A translation to check, as that of `text` where this is what it was made for but for a typo; else as it is."""
    # One that a translator was unsure of has no earlier text, and waits.
    made_for = known.was if known.is_to_check else known.source
    if known.fault or not made_for or not is_typo(made_for, text):
        return known
    return known._replace(source=text, is_to_check=False, kept_for=made_for)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All translations into one language, by the place of the text that they translate.

    `others` are by place and source: those of a place that has another one already, and those whose place a tool left
    out, under an empty place. `reviews` has one for each file with translations.
    """

    language: str
    path: str
    translations: Mapping[str, Translation] = field(default_factory=dict)
    others: Mapping[tuple[str, str], Translation] = field(default_factory=dict)
    reviews: tuple[Review, ...] = ()
    key: str = ""
    """The hash of all that was read for it."""
    letters: frozenset[str] = frozenset()
    """Every letter of the translations."""
    is_shared: bool = False
    """True where a layer below the school's own translates into this language, too."""
    keeps_after_typos: bool = False
    """True where a translation stays on the page after a typo of its source was mended."""

    @property
    def is_reviewed(self) -> bool:
        """False until a native speaker has read all of it."""
        return all(review.is_done for review in self.reviews)

    @property
    def is_empty(self) -> bool:
        return not self.translations and not self.others

    def of(self, place: str, text: str) -> Translation | None:
        """The translation of the `text` at `place`; that of an earlier text there, if it has none of its own."""
        known = self.translations.get(place)
        if self.others and (known is None or known.source != text):
            known = self.others.get((place, text)) or self.others.get(("", text)) or known
        if self.keeps_after_typos and known and (known.is_to_check or known.source != text):
            return _kept(known, text)
        return known

    def with_renamed(self, renamed: Mapping[str, str]) -> "Catalogue":
        """This catalogue with the translations of entries that were `renamed` at today's places, too."""
        if not renamed:
            return self
        moved = {moved_place(place, renamed): known for place, known in self.translations.items()}
        others = {(moved_place(place, renamed), text): known for (place, text), known in self.others.items()}
        return replace(self, translations={**moved, **self.translations}, others={**others, **self.others})

    def at(self, place: str, text: str = "") -> Location:
        """Where the translation of the `text` at `place` stands; the file's start if there is none."""
        known = self.of(place, text)
        return Location(known.path or self.path, known.line) if known else Location(self.path)
