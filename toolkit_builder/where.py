"""Words that somebody saw on a page or on paper -> the texts that hold them, and the lines that word those anew.

What was seen differs from what stands in a file: Markdown is gone, slots are filled, quotes are typographic, lines
break elsewhere, it may be a part, in another language, or typed with a slip. So both sides are folded to bare words.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from fnmatch import fnmatchcase
from heapq import nlargest
from itertools import chain, zip_longest
from pathlib import Path
from typing import Literal

from .diagnostics import Location
from .folders import SCHOOLS
from .interface import Interface, interface
from .model.base import Entry, FoundText
from .model.catalogue import Catalogue
from .model.texts import entries_of, texts_by_place
from .model.toolkit import Toolkit
from .po import PoEntry, format_entry
from .prose import plain_text
from .site_words import SiteWord, site_words, words_path
from .spreadsheet.yaml_text import text_under
from .translating import is_shown

MOST = 5
"""How many texts are told."""
_SLOT = re.compile(r"\{(\w+)\}")
# Accents and vowel marks, which people leave out, and letters that nobody sees.
_UNSEEN = re.compile("[\u0300-\u036f\u064b-\u0652\u0670\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_NO_LETTERS = re.compile(r"[\W_]+")
_LEAST_ALIKE = 0.72
"""How alike words must be, from 0 to 1, to count as the same with a slip."""
_LEAST_PART = 25
"""Letters of a text that is told as a part of what was seen, however much more that is."""
_LEAST_FIXED = 3
"""Letters of a word of the site's own beside its marks, by which it can be known."""
_LEAST_SAID = 0.3
"""How much of what was seen is such a word itself, if it was most likely meant."""
_LEAST_INSIDE = 8
"""Letters that say something although a word of the text goes on beside them."""
_LEAST_ROW = 3
"""Letters in a row that count as alike."""
_CANDIDATES = 30
_LONGEST = 2000
"""Letters that are looked at: more than any text has."""

How = Literal[
    "own", "wording", "first-wording", "worded", "own-key", "locked", "translation", "translated", "site-words"
]
ADVICE: dict[How, str] = {
    "own": "That file is your own. Change it there.",
    "wording": 'To word it anew, paste this under "wording:" in {file}:',
    "first-wording": "To word it anew, paste this into {file}:",
    "worded": 'It is worded anew under "wording:" in {file}. Change it there.',
    "own-key": 'It has a key of its own: write "{key}:" in {file}.',
    "locked": "It cannot be worded anew: {file} locks it.",
    "translation": "To translate it anew, put this into {file}:",
    "translated": "Its translation stands in {file}. Change it there.",
    "site-words": "It is one of the site's own words. To say it otherwise, put this into {file}:",
}
"""How a text is worded anew, in words; the lines to paste follow those with a colon at their end."""


@dataclass(frozen=True, slots=True)
class Change:
    """How somebody words a text anew: in `file`, with the `lines` to paste there, if there are some to paste.

    `key` is that of a text of the school's. Of a locked text, `file` is what findings call the layer that locks it.
    """

    how: How
    file: str
    lines: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """A text that holds what somebody saw, and where it stands.

    `place` names it, such as `guide/grade-3-first/invite/note`; it is empty for the site's own words, such as those on
    buttons, which have no `location`. `text` is what its author wrote. In another `language` than the author's,
    `shown` is its translation, which stands at `shown_at`. `likeness` is 1 where it holds what was seen, less where it
    is only like it. `others` are places of texts with the same words.
    """

    place: str
    text: str
    language: str
    shown: str
    change: Change
    likeness: float
    location: Location | None = None
    shown_at: Location | None = None
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Row:
    """A text in one language, folded: `whole` as pages show it, `own` without what {decline} stands for.

    `bare` is without anything in the place of slots, as on paper, where they are blank.
    """

    language: str
    text: str
    shown: str
    own: str = ""
    whole: str = ""
    bare: str = ""
    place: str = ""
    word: SiteWord | None = None
    pattern: re.Pattern[str] | None = None


class Whereabouts:
    """All texts of a toolkit, in its languages, and the site's own words, made ready to be sought in."""

    def __init__(
        self, toolkit: Toolkit, own_templates: tuple[Path, ...] = (), languages: Collection[str] | None = None
    ) -> None:
        """`toolkit` is in the language in which it was written; `languages` are those to seek in, None for all."""
        self._toolkit = toolkit
        self._texts = texts_by_place(entries_of(toolkit))
        wanted = [one for one in toolkit.school.languages if languages is None or one in languages]
        self._rows = [row for language in wanted for row in self._rows_of(language, own_templates)]

    def find(self, seen: str, near: str = "") -> list[Standing]:
        """The texts that hold what was `seen`, the best first; those of the file `near` before others as good."""
        sought = folded(seen[:_LONGEST])
        if not sought:
            return []
        scores = {index: score for index, row in enumerate(self._rows) if (score := _score(sought, row))}
        if not any(score >= 1 for score in scores.values()):
            for index, score in _alike(sought, self._rows):
                scores[index] = max(score, scores.get(index, 0))
        scores = {index: score for index, score in scores.items() if self._is_shown(self._rows[index])}

        def order(index: int) -> tuple[float, bool, int]:
            return -scores[index], self._path(self._rows[index]) != near, index

        found: dict[str, list[_Row]] = {}
        of_index: dict[str, float] = {}
        for index in sorted(scores, key=order):
            row = self._rows[index]
            # The same words at many places are told once.
            found.setdefault(row.own, []).append(row)
            of_index.setdefault(row.own, scores[index])
        best = list(found.items())[:MOST]
        return [self._standing(*rows, likeness=min(1.0, of_index[own])) for own, rows in best]

    def _is_shown(self, row: _Row) -> bool:
        if row.word or row.language == self._toolkit.language:
            return True
        return is_shown(row.text, self._catalogue(row.language).of(row.place, row.text))

    def _path(self, row: _Row) -> str:
        entry = self._texts[row.place][0] if row.place else None
        return entry.path_of() if entry else ""

    def _standing(self, first: _Row, *others: _Row, likeness: float) -> Standing:
        if first.word:
            change = Change("site-words", words_path(first.language), first.word.lines(first.language))
            return Standing("", first.text, first.language, first.shown, change, likeness)
        entry, found = self._texts[first.place]
        shown_at = None
        if first.language == self._toolkit.language:
            change = self._change(first.place, entry, found)
        else:
            catalogue = self._catalogue(first.language)
            shown_at = catalogue.at(first.place, first.text)
            change = self._lock(first.place) or _translated(first, shown_at.path, catalogue.path)
        elsewhere = dict.fromkeys(row.place for row in others if row.place and row.place != first.place)
        return Standing(
            first.place,
            first.text,
            first.language,
            first.shown,
            change,
            likeness,
            entry.at(*found.keys),
            shown_at,
            tuple(elsewhere),
        )

    def _change(self, place: str, entry: Entry, found: FoundText) -> Change:
        school = self._toolkit.school
        file = school.path_of()
        if lock := self._lock(place):
            return lock
        if place.startswith("school/"):
            return Change("own-key", file, key=str(found.keys[0]))
        at = entry.at(*found.keys)
        if at.path == file:
            return Change("worded", file)
        if self._is_own(at):
            return Change("own", at.path)
        lines = wording_lines({place: found.text})
        if school.wording and school.at("wording").path == file:
            return Change("wording", file, lines)
        return Change("first-wording", file, f"wording:\n{lines}")

    def _is_own(self, at: Location) -> bool:
        """True for what stands in the highest layer."""
        edition = self._toolkit.edition
        return at.path.startswith(f"{SCHOOLS}/{edition}/") if edition else self._toolkit.is_own(at)

    def _lock(self, place: str) -> Change | None:
        locked = self._toolkit.locked
        by = next((by for pattern, by in locked.items() if fnmatchcase(place, pattern)), "")
        return Change("locked", by) if by else None

    def _catalogue(self, language: str) -> Catalogue:
        return next(one for one in self._toolkit.catalogues if one.language == language)

    def _rows_of(self, language: str, own_templates: tuple[Path, ...]) -> Iterator[_Row]:
        words = interface(language, own_templates=own_templates)
        shown = {place: found.text for place, (_, found) in self._texts.items()}
        if language != self._toolkit.language:
            catalogue = self._catalogue(language)
            known = {place: catalogue.of(place, text) for place, text in shown.items()}
            # Whether readers see it is asked of those that are found: it takes a while.
            translated = {place: one.text for place, one in known.items() if one and one.source == shown[place]}
        else:
            translated = shown
        school = self._toolkit.school
        name = translated.get("school/short_name", school.short_name)
        filled = {"school": name, "phone": school.contacts[0].phone}
        shared = next((f"protocol/{step.id}/say" for step in self._toolkit.protocol if "decline" in step.fills), "")
        said = translated.get(shared, "")
        for place, text in translated.items():
            decline = translated.get(f"{'/'.join(place.split('/')[:2])}/invite/decline", said)
            yield _row(_Row(language, shown[place], text, place=place), filled, words.slots, decline)
        yield from _word_rows(words, own_templates, filled)


def _translated(row: _Row, path: str, own_path: str) -> Change:
    if path == own_path:
        return Change("translated", path)
    return Change("translation", own_path, format_entry(PoEntry(row.text, row.shown, row.place)))


def folded(text: str) -> str:
    """`text` as bare words, by which what was seen and what was written are compared."""
    letters = _UNSEEN.sub("", unicodedata.normalize("NFKD", text.casefold()))
    return _NO_LETTERS.sub(" ", letters).strip()


def wording_lines(wording: Mapping[str, str]) -> str:
    """The lines to paste below `wording:`, by the places of texts."""
    return "".join(f"{text_under(place, text, '  ')}\n" for place, text in wording.items())


def _filled(text: str, slots: Mapping[str, str]) -> str:
    return _SLOT.sub(lambda found: slots.get(found[1], found[0]), text)


def _row(row: _Row, filled: Mapping[str, str], open_slots: Mapping[str, str], decline: str) -> _Row:
    """The row with its text folded: `filled` has the slots that pages fill, `open_slots` what stands for the others."""
    plain = plain_text(row.shown)
    if "{" not in plain:
        own = folded(plain)
        return replace(row, own=own, whole=own, bare=own)
    said = plain_text(decline).replace("{decline}", "")
    plain = _filled(plain, filled)
    own, bare = plain.replace("{decline}", " "), _SLOT.sub(" ", plain)
    whole = _filled(plain, {"decline": said}) if "{decline}" in plain else own
    slots = {**open_slots, **filled}
    return replace(row, own=folded(_filled(own, slots)), whole=folded(_filled(whole, slots)), bare=folded(bare))


def _word_rows(words: Interface, own_templates: tuple[Path, ...], filled: Mapping[str, str]) -> Iterator[_Row]:
    for word in site_words(words.language, own_templates):
        for shown in dict.fromkeys(word.said):
            text = _filled(shown, filled)
            own = folded(_SLOT.sub(" ", text))
            pattern = None
            if "{" in text and len(own) >= _LEAST_FIXED:
                # What fills these marks is not known: a number, a grade, a page's title.
                parts, marks = _SLOT.split(text)[::2], _SLOT.findall(text)
                fills = [r" ?\d+ ?" if mark == "n" else " ?.{1,40}? ?" for mark in marks]
                pattern = re.compile(
                    "".join(chain(*zip_longest(map(re.escape, map(folded, parts)), fills, fillvalue="")))
                )
            if own:
                yield _Row(words.language, word.text, shown, own, own, own, word=word, pattern=pattern)


def _score(sought: str, row: _Row) -> float:
    """How well a text holds what is sought: 1 and more where it does, less where it is a part of that, 0 if neither.

    Whole words of the text itself are best, and the more of it was seen, the better.
    """
    if sought in {row.own, row.whole, row.bare}:
        return 5.0
    if row.pattern and row.pattern.fullmatch(sought):
        part = len(row.own) / len(sought)
        return (3 if part >= _LEAST_SAID else 1) + part
    if sought in row.own or sought in row.bare:
        part = len(sought) / max(len(row.own), len(row.bare))
        if f" {sought} " in f" {row.own} " or f" {sought} " in f" {row.bare} ":
            return 3 + part
        # A few letters inside of words say nothing, but in scripts without spaces.
        return 1 + part if len(sought) >= _LEAST_INSIDE or max(sought) > "\u0e00" else 0.0
    if sought in row.whole:
        return 2 + len(sought) / len(row.whole)
    # A click may have caught a label, and the text beside it.
    for text in dict.fromkeys((row.whole, row.own)):
        part = len(text) / len(sought)
        if text and (part >= 0.5 or len(text) >= _LEAST_PART) and f" {text} " in f" {sought} ":
            return part
    return 0.0


def _alike(sought: str, rows: Iterable[_Row]) -> Iterator[tuple[int, float]]:
    """Texts that hold something like what is sought, with how alike it is."""
    threes = {sought[start : start + 3] for start in range(len(sought) - 2)}
    if len(threes) < 2:
        return
    counted = ((sum(three in row.whole for three in threes), index, row) for index, row in enumerate(rows))
    for hits, index, row in nlargest(_CANDIDATES, counted, key=lambda one: one[0]):
        if hits * 2 >= len(threes):
            # Names may stand in the place of slots.
            likeness = max(_likeness(sought, text) for text in dict.fromkeys((row.whole, row.bare)))
            if likeness >= _LEAST_ALIKE:
                # Never as good as a text that holds it.
                yield index, likeness * 0.99


def _likeness(sought: str, text: str) -> float:
    """How alike `sought` and the part of `text` that is most like it are, from 0 to 1."""
    block = SequenceMatcher(None, sought, text, autojunk=False).find_longest_match()
    start = max(0, block.b - block.a)
    part = text[start : start + len(sought)]
    blocks = SequenceMatcher(None, sought, part, autojunk=False).get_matching_blocks()
    # Single letters are alike in any two sentences.
    return 2 * sum(one.size for one in blocks if one.size >= _LEAST_ROW) / (len(sought) + len(part))
