"""Toolkit + catalogue -> the toolkit in another language; and how far a translation is."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.entities import html5

from .model.catalogue import Catalogue, Translation
from .model.texts import PlacedText, map_toolkit
from .model.toolkit import Toolkit
from .prose import SourceText, links_of, plain_text

_NAMES = ("school/name", "school/short_name")
"""A school's name is the same in every language, until somebody translates it."""

# What machines and tools for translators do to a text. Each is a fault only where the source does not have it as often.
_SUSPECT = re.compile(r"[{}｛｝﹛﹜<>＜＞&%*\[\ufffd]|#-#|__\w")
_BEFORE_SLOT = r"(?:(?<!\d)(?<!\d\s)[%$#]\s?)?"
_SLOT = re.compile(rf"{_BEFORE_SLOT}\{{+[^{{}}\n]*\}}+|{_BEFORE_SLOT}[｛﹛][^{{}}｛｝﹛﹜\n]*[｝﹜]|[{{}}｛｝﹛﹜]")
_TAG = re.compile(r"[<＜]\s?[/／]?\s?[a-zA-Z][^<>＜＞\n]*[>＞]")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_TORN_ENTITY = re.compile(r"& ?(?:# ?\d{1,7}|amp|lt|gt|quot|apos|nbsp) ?;", re.IGNORECASE)
_PRINTF = re.compile(r"(?<![\d%])(?<!\d\s)%\s?(?:\d\$)?[sd@]\b|%\(\w+\)s|__\w+__")
_SPOILT = (
    (_TAG, "HTML tags"),
    (_ENTITY, "HTML's way to write letters"),
    (_TORN_ENTITY, "HTML"),
    (_PRINTF, "a program's marks"),
)
_SPOILING = re.compile(r"[<＜&%]|__")
_CONFLICT = "#-#-#-#-#"

_WORD = re.compile(r"[^\W\d_]+")
_LEAST_WORDS = 4
_LEAST_SMALL = 3
_LEAST_LETTERS = 12
"""How long a text is that no two languages share: words, those among them that are no names, letters without cases."""


def fault_of(text: str, translation: str) -> str:
    """What a translation lost or added that must be as in its source: slots, links, marks. Empty if it is sound."""
    if not _SUSPECT.search(f"{text}\n{translation}"):
        return ""
    slots, found = sorted(_SLOT.findall(text)), sorted(_SLOT.findall(translation))
    if slots != found:
        told = " ".join(slots) or "the source has none"
        extra = " ".join((Counter(found) - Counter(slots)).elements())
        return f"the slots differ: {told}" + (f", and the translation has {extra}" if extra else "")
    if sorted(links_of(text)) != sorted(links_of(translation)):
        return "the links differ"
    for pattern, what in _SPOILT if _SPOILING.search(translation) else ():
        added = Counter(pattern.findall(translation)) - Counter(pattern.findall(text))
        if pattern is _ENTITY:
            added = Counter({one: count for one, count in added.items() if one[1] == "#" or one[1:] in html5})
        if added:
            return f"readers would see {what}: {' '.join(added)}"
    if "*" in translation and plain_text(translation).count("*") > plain_text(text).count("*"):
        return "readers would see asterisks, because marks for bold or italic are torn"
    if "\ufffd" in translation and "\ufffd" not in text:
        return "a letter was lost on the way: \ufffd"
    if _CONFLICT in translation:
        return "it holds two versions, which a tool put together"
    return ""


def is_copied(text: str, translation: str) -> bool:
    """True for a text that a tool put in the place of its translation: a long one, in which more than names stand."""
    # Most differ in their first letters; the rest takes a while.
    if text[:2] != translation.lstrip()[:2] or text.split() != translation.split():
        return False
    words = _WORD.findall(re.sub(r"\{[^{}]*\}|\S+(?:://|@)\S+", "", plain_text(text)))
    small = sum(word.islower() for word in words)
    # Scripts without small letters have no spaces between words, either.
    others = sum(len(word) for word in words if not word.islower() and not word.isupper() and word.lower() == word)
    return (len(words) >= _LEAST_WORDS and small >= _LEAST_SMALL) or others >= _LEAST_LETTERS


def usable(text: str, known: Translation | None) -> bool:
    """True for a translation of this very text that nobody has to look at first."""
    return known is not None and known.source == text and not known.is_to_check and not fault_of(text, known.text)


def is_shown(text: str, known: Translation | None) -> bool:
    """True for a translation that readers see in the place of `text`."""
    return known is not None and usable(text, known) and not is_copied(text, known.text)


def localize(toolkit: Toolkit, catalogue: Catalogue) -> Toolkit:
    """The toolkit in the catalogue's language; what is not translated stays, as a SourceText."""

    def change(place: str, text: str) -> str:
        known = catalogue.of(place, text)
        if known and is_shown(text, known):
            return known.text
        return text if place in _NAMES else SourceText.of(text, toolkit.language)

    return map_toolkit(toolkit, change, catalogue.language)


def in_language(toolkit: Toolkit, language: str) -> Toolkit:
    """The toolkit in one of its school's languages; as it is for an empty one, and for that of its source."""
    catalogue = next((one for one in toolkit.catalogues if one.language == language), None)
    return localize(toolkit, catalogue) if catalogue else toolkit


@dataclass(slots=True)
class Progress:
    """How many texts of a file are done, the same as their source, to be checked, and missing in a language.

    To be checked are those marked as fuzzy, those whose text changed since the last update, and broken ones.
    """

    done: int = 0
    copied: int = 0
    fuzzy: int = 0
    changed: int = 0
    broken: int = 0
    missing: int = 0

    @property
    def to_check(self) -> int:
        return self.fuzzy + self.changed + self.broken

    @property
    def all(self) -> int:
        return self.done + self.copied + self.to_check + self.missing


def _state_of(text: str, known: Translation | None) -> str:
    if known is None:
        return "missing"
    if known.source != text:
        return "changed"
    if known.is_to_check:
        return "fuzzy"
    if fault_of(text, known.text):
        return "broken"
    return "copied" if is_copied(text, known.text) else "done"


def progress_of(texts: Iterable[PlacedText], catalogue: Catalogue) -> dict[str, Progress]:
    """By the source's file, how far the translation of a toolkit's `texts` is."""
    by_path: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for placed in texts:
        is_name = placed.place in _NAMES
        state = "done" if is_name else _state_of(placed.text, catalogue.of(placed.place, placed.text))
        by_path[placed.path][state] += 1
    return {path: Progress(**states) for path, states in by_path.items()}


def faulty(texts: Iterable[PlacedText], catalogue: Catalogue) -> Iterator[tuple[PlacedText, str]]:
    """The `texts` whose translations cannot be shown, and why."""
    for placed in texts:
        known = catalogue.of(placed.place, placed.text)
        if known and known.source == placed.text and not known.is_to_check:
            fault = fault_of(placed.text, known.text)
            if fault:
                yield placed, fault


def has_copies(catalogue: Catalogue) -> bool:
    """True where a translation is a copy of what it translates, whether its text is still there or not."""
    known = (*catalogue.translations.values(), *catalogue.others.values())
    return any(is_copied(one.source, one.text) for one in known)


def copied(texts: Iterable[PlacedText], catalogue: Catalogue) -> Iterator[PlacedText]:
    """The `texts` in the place of whose translations a tool put their own words."""
    for placed in texts:
        known = catalogue.of(placed.place, placed.text)
        if known and is_copied(placed.text, known.text) and usable(placed.text, known):
            yield placed
