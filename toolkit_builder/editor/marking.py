"""Which element of a page shows which text: pages are rendered once more with a mark at the end of each text.

The page that is shown is the one without marks. The other one only says, for an element, whose text stands in it.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from html import escape
from html.parser import HTMLParser

from toolkit_builder.model.base import Entry, FoundText, map_texts

from .items import Keys

_BITS = str.maketrans("01", "`~")
_START = "~`~``~"
_LENGTH = 22
_MARK = re.compile(rf"{_START}([`~]{{{_LENGTH}}})")
"""A mark: two signs that are plain letters to Markdown and no part of a word, in a row that nobody writes."""
_UNMARKED = {"GlossaryTerm": ("term",), "School": ("name", "short_name"), "Edition": ("name", "short_name")}
"""Texts by which others are found, or which stand inside of others."""
_NO_TEXT = ("script", "style", "title", "template", "option")
_VOID = ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "use")


@dataclass(frozen=True, slots=True)
class TextPlace:
    """Where a text stands: the entry's name, such as `guides/grade-3-first`, and the keys that lead to it."""

    name: str
    keys: Keys


@dataclass(slots=True)
class Marks:
    """The marks that were given, by their numbers."""

    places: list[TextPlace] = field(default_factory=list)

    def marked(self, entry: Entry, name: str) -> Entry:
        """A copy of an entry with a mark at the end of each text."""
        plain = _UNMARKED.get(type(entry).__name__, ())

        def change(found: FoundText) -> str:
            if found.keys[0] in plain:
                return found.text
            self.places.append(TextPlace(name, found.keys))
            number = f"{len(self.places) - 1:0{_LENGTH}b}".translate(_BITS)
            return _like(found.text, f"{found.text.rstrip()}{_START}{number}")

        return map_texts(entry, change)


def _like(text: str, marked: str) -> str:
    """A text with its mark as the same kind of text: one that nobody translated stays one."""
    make = getattr(type(text), "of", None)
    return make(marked, text.language) if make else marked  # type: ignore[attr-defined]


@dataclass(slots=True)
class _Element:
    """An element's start: its name, and where attributes can be put; and the numbers of the texts in it."""

    tag: str
    at: int
    marks: list[int] = field(default_factory=list)


class _Elements(HTMLParser):
    """The elements of a page in the order of their starts, with the marks that stand right in each."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self.found: list[_Element] = []
        self._open: list[_Element] = []
        self._lines = [0, *(found.end() for found in re.finditer("\n", html))]
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        line, column = self.getpos()
        made = _Element(tag, self._lines[line - 1] + column + 1 + len(tag))
        self.found.append(made)
        if tag not in _VOID:
            self._open.append(made)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            if self._open.pop().tag == tag:
                break

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1].tag not in _NO_TEXT:
            self._open[-1].marks += numbers_in(data)


def numbers_in(text: str) -> Iterator[int]:
    """The numbers of the marks in a text."""
    return (int(found[1].translate(str.maketrans("`~", "01")), 2) for found in _MARK.finditer(text))


def with_places(html: str, marked: str, places: Mapping[int, TextPlace] | list[TextPlace]) -> str:
    """A page in which each element that shows a text of an entry says so; `marked` is the same page with marks."""
    elements, others = _Elements(html).found, _Elements(marked).found
    parts, at = [], 0
    for element, numbers in sorted(_paired(elements, others), key=lambda pair: pair[0].at):
        shown = [places[number] for number in dict.fromkeys(numbers)]
        parts += [html[at : element.at], _attributes(shown)]
        at = element.at
    return "".join([*parts, html[at:]])


def _paired(elements: list[_Element], others: list[_Element]) -> Iterator[tuple[_Element, list[int]]]:
    """The elements of a page in which texts stand, with the numbers of these."""
    names, marked = [one.tag for one in elements], [one.tag for one in others]
    blocks = [(0, 0, len(names))]
    if names != marked:
        # A text with a mark may look otherwise to what makes pages of it; all around it is the same.
        matcher = SequenceMatcher(None, names, marked, autojunk=False)
        blocks = [(block.a, block.b, block.size) for block in matcher.get_matching_blocks()]
    for start, other, size in blocks:
        for step in range(size):
            if numbers := others[other + step].marks:
                yield elements[start + step], numbers


def _attributes(shown: list[TextPlace]) -> str:
    # Where one text stands inside of another, the outer one ends last.
    *more, first = shown
    others = [[one.name, *one.keys] for one in more]
    further = f" data-more='{escape(json.dumps(others))}'" if others else ""
    keys = escape(json.dumps(first.keys))
    return f" data-entry='{escape(first.name)}' data-keys='{keys}'{further}"
