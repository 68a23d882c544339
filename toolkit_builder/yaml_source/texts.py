"""What a sound file of YAML loses in silence: lines read as part of a text, typed bullets, invisible characters."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from .letters import CHECKS, COLONS, DASHES, GLYPHS, ODD_BLANKS, QUOTES, find_invisible, named, without_odd

_BLANKS = f"[ \t{re.escape(ODD_BLANKS)}]"
_ITEM = re.compile(f"(?P<lead>{_BLANKS}*)(?P<mark>[-*{re.escape(GLYPHS + DASHES + CHECKS)}])(?={_BLANKS}|$)")
_KEY = re.compile(f"{_BLANKS}*(?P<key>(?!mailto|tel|sms|https?)[a-z]+(?:_[a-z]+)*)(?P<colon>:(?=[^\\s/])|[{COLONS}])")
_REMARK = re.compile(r"[ \t]+(#.*)")
_REMARKS = re.compile(r"\S[ \t]+#")
# Scripts that need a joiner or a place to break have no Latin letters around it.
_IN_A_WORD = re.compile(
    "\ufeff|(?<=[A-Za-z\u00c0-\u024f])[\xad\u180e\u200b\u2060]|[\xad\u180e\u200b\u2060](?=[A-Za-z\u00c0-\u024f])"
)

IN_INDENTATION = "stands in the indentation of this line"

Told = tuple[str, str, int, int, str]
"""Code, message, line and column from 0, hint."""


@dataclass
class Source:
    """The text of a file, by lines, for what the parser does not tell."""

    text: str

    @cached_property
    def lines(self) -> list[str]:
        return re.split("\r\n|\r|\n", self.text)

    @property
    def has_remarks(self) -> bool:
        # Looking for two signs is twenty times as fast as the pattern, and finds none in most files.
        return (" #" in self.text or "\t#" in self.text) and bool(_REMARKS.search(self.text))

    def remark_after(self, event: Any) -> tuple[int, int, str] | None:
        """The remark on the line on which a plain value ends: its line, its column, and it."""
        end = event.end_mark
        found = _REMARK.match(self.lines[end.line], end.column) if end.line < len(self.lines) else None
        return (end.line, found.start(1), found[1]) if found else None

    def parts(self, event: Any) -> Iterator[tuple[int, int, str]]:
        """The lines that a value stands in, without what stands around it: line, column of its start, text."""
        start, end = event.start_mark, event.end_mark
        for number in range(start.line, min(end.line + 1, len(self.lines))):
            first = start.column if number == start.line else 0
            last = end.column if number == end.line else None
            yield number, first, self.lines[number][first:last]


def may_hold_more(text: str) -> bool:
    """Whether `check_text` has to look at a text at all: most are plain words."""
    return not text.isascii() or ":" in text or "-" in text or "*" in text


def check_text(event: Any, source: Source) -> Iterator[Told]:
    """Warnings for one value that is a text: what of it the author did not mean so."""
    text: str = event.value
    is_ascii = text.isascii()
    if not event.style:
        if event.start_mark.line != event.end_mark.line:
            yield from _swallowed(event, source)
        if not is_ascii or text.startswith("-"):
            yield from _begins_with_bullet(event, source)
    elif event.style in "|>" and (not is_ascii or " - " in text):
        yield from _in_block(event, source)
    if not is_ascii and (found := find_invisible(text)):
        for number, column, part in source.parts(event):
            if found := _IN_A_WORD.search(part):
                message = f"{named(found[0])} stands here, which nobody can see"
                hint = "delete it, and type the word anew: the site's search would not find it"
                yield "invisible-character", message, number, column + found.start(), hint
                break


def _swallowed(event: Any, source: Source) -> Iterator[Told]:
    """Lines of a plain text, after its first, that look like an item or a key."""
    (start, _, first), *rest = source.parts(event)
    begins = _ITEM.match(first)
    above = source.lines[start]
    column = len(above) - len(above.lstrip()) + 1
    dashes = 0
    for number, _, part in rest:
        item, key = _ITEM.match(part), _KEY.match(part)
        if key:
            colon = key["colon"]
            what = f"{named(colon)} stands" if colon != ":" else "there is no blank"
            message = f"{what} after '{key['key']}', so this line became the end of the text above"
            yield "swallowed-line", message, number, key.start("colon"), f"write '{key['key']}: ' with a plain colon"
        if not item or (begins and begins["mark"] == item["mark"]):
            continue
        mark, lead = item["mark"], item["lead"]
        gap = part[item.end() : item.end() + 1]
        odd = find_invisible(lead)
        if odd:
            message = f"{named(odd[0])} stands before this item, so it became the end of the text above"
            yield "swallowed-line", message, number, odd.start(), "delete it, and indent with spaces"
        elif mark == "-" and gap not in ("", " "):
            message = f"{named(gap)} follows the hyphen, so this line became the end of the text above"
            yield "swallowed-line", message, number, item.end(), "type a space in its place"
        elif mark == "-":
            message = "this item is indented further than the text above, so it became the end of it"
            hint = "begin the text above with '- ' too, as an item; put all of it in quotes if it is one text"
            if above.lstrip().startswith("-"):
                hint = f"begin it in column {column}; put the whole text in quotes if it is no item"
            yield "swallowed-line", message, number, item.start("mark"), hint
        elif mark in DASHES + CHECKS and not dashes:
            # A sentence may well be broken before a dash, once.
            dashes = 1
        else:
            message = f"{named(mark)} begins no item, so this line became the end of the text above"
            yield "swallowed-line", message, number, item.start("mark"), "write '- ' in its place"


def _begins_with_bullet(event: Any, source: Source) -> Iterator[Told]:
    number, column, part = next(source.parts(event))
    found = _ITEM.match(part)
    is_alone = not source.lines[number][:column].strip()
    if part.startswith("-") and is_alone and not found:
        yield "typed-bullet", "a space is missing after the hyphen", number, column + 1, f"write '- {part[1:].strip()}'"
    if not found:
        return
    mark, gap = found["mark"], part[found.end() : found.end() + 1]
    if mark == "-" and gap:
        message = f"{named(gap)} follows the hyphen, so this is no item of a list"
        yield "typed-bullet", message, number, column + found.end(), "type a space in its place"
    elif mark in GLYPHS or (mark in DASHES + CHECKS and is_alone):
        hint = "begin each item with '- ' on a line of its own, and delete this sign"
        yield "typed-bullet", f"{named(mark)} begins this text; it makes no list", number, column, hint


def _in_block(event: Any, source: Source) -> Iterator[Told]:
    """Items in a text of several lines: joined to one line by `>`, or begun with a bullet that makes no list."""
    (_, _, _), *rest = source.parts(event)
    items = [(number, found) for number, _, part in rest if (found := _ITEM.match(part))]
    for number, found in items[:1]:
        place = number, found.start("mark")
        if found["mark"] in GLYPHS:
            message = f"{named(found['mark'])} makes no list"
            yield "typed-bullet", message, *place, "write '- ' in its place, in a text after '|'"
        elif event.style == ">" and found["mark"] in "-*" and len(items) > 1:
            message = "after '>' lines are joined, so these items become one line"
            yield "swallowed-line", message, *place, "write '|' in place of '>'"


def check_key(key: str) -> tuple[str, int, str, str] | None:
    """What stands in the way in a key that is not plain: code, position in the key, message, hint."""
    found = find_invisible(key)
    if found and (found.start() == 0 or found.end() == len(key) or "/" not in key):
        if not key[: found.start()].strip():
            return "yaml-syntax", found.start(), f"{named(found[0])} {IN_INDENTATION}", "delete it; indent with spaces"
        message = f"{named(found[0])} stands in this line, where YAML knows only spaces"
        return "invisible-character", found.start(), message, "delete it, and type a space if one belongs there"
    plain = re.search(r"\w", key)
    if key[:1].isascii() or not plain or plain.start() == 0:
        return None
    hint = f"write '{without_odd(key)}:', without quotes" if key[0] in QUOTES else "begin an item of a list with '- '"
    return "bad-key", 0, f"{named(key[0])} stands before this key", hint
