"""One translation of a PO file, changed as a translator would change it: its entry only, every other byte stays."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from .model.catalogue import moved_place
from .po import PoEntry, format_entry, quoted, read_po

_UTF8 = "This file of translations is not in UTF-8. Save it as UTF-8 in the program with which it was made."
_UNCLEAR = "This translation is written in a way that cannot be changed here. Change it in {}."
_SLOTS = "python-brace-format"
"""The flag by which tools hold a translation to its slots."""


class UnclearError(Exception):
    """Why an entry cannot be changed in place, in words for who asked for it."""


@dataclass(frozen=True, slots=True)
class NewTranslation:
    """The translation of the text `source` at `place`; empty to take it away. `note` and `path` help translators."""

    place: str
    source: str
    text: str
    is_to_check: bool = False
    note: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class _Block:
    """An entry's lines, from 0; the first is a comment's, if it has some."""

    start: int
    end: int
    place: str


def entry_at(raw: bytes, line: int) -> PoEntry | None:
    """The entry whose msgid stands in a line, counted from 1, as `read_po` counts them."""
    lines = _lines_of(raw)
    at = line - 1
    if not 0 <= at < len(lines):
        return None
    start = at
    while start and lines[start - 1].strip()[:1] in ("#", "m", '"') and not lines[start - 1].startswith("msgstr"):
        start -= 1
    end = at + 1
    while end < len(lines) and lines[end].strip()[:1] in ("m", '"') and not lines[end].startswith(("msgid", "msgctxt")):
        end += 1
    return _parsed(lines[start:end])


@lru_cache(maxsize=4)
def _lines_of(raw: bytes) -> list[str]:
    return raw.decode("utf-8", "replace").split("\n")


def with_translation(
    raw: bytes, new: NewTranslation, name: str, renamed: Mapping[str, str], before: Sequence[str] = ()
) -> bytes:
    """The file `raw`, called `name`, with a new translation of one text.

    `renamed` are names of today by those of before, as toolkits give them. `before` are the places of the texts above
    it, the nearest first: an entry that is not there yet is put behind the first of them. Raises UnclearError.
    """
    try:
        lines = raw.decode("utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise UnclearError(_UTF8) from error
    blocks = list(_blocks(lines))
    block, entry = _found(lines, blocks, new, renamed)
    ending = "\r" if len(lines) > 1 and lines[0].endswith("\r") else ""
    if entry is None:
        made = _new_lines(new)
        by_place = {one.place: one for one in blocks}
        above = next((by_place[place] for place in before if place in by_place), blocks[0] if blocks else None)
        at = above.end if above else len(lines)
        lines[at:at] = [f"{line}{ending}" for line in ("", *made)]
    else:
        made = _changed(lines[block.start : block.end], entry, new)
        lines[block.start : block.end] = [line if line.endswith(ending) else f"{line}{ending}" for line in made]
    found = _parsed(made)
    wanted = (new.source, new.text, new.is_to_check and bool(new.text))
    if found is None or (found.source, found.text, found.is_fuzzy) != wanted:
        raise UnclearError(_UNCLEAR.format(name))
    return "\n".join(lines).encode()


def _parsed(lines: Sequence[str]) -> PoEntry | None:
    po = read_po("\n".join(lines).encode("utf-8", "replace"))
    return po.entries[0] if len(po.entries) == 1 and not po.faults else None


def _blocks(lines: Sequence[str]) -> Iterator[_Block]:
    """The entries of a file, without obsolete ones."""
    start, has_text, last = -1, False, 0
    for number, whole in enumerate([*lines, "#~"]):
        line = whole.strip("\ufeff \t\r")
        ends = line.startswith(("msgctxt", "msgid ", "msgid\t", "#"))
        if start >= 0 and has_text and (ends or not line):
            yield _Block(start, last + 1, _place(lines[start : last + 1]))
            start, has_text = -1, False
        if not line:
            continue
        if line.startswith("#~"):
            start = -1
            continue
        start = number if start < 0 else start
        has_text = has_text or line.startswith("msgstr")
        last = number


def _place(lines: Sequence[str]) -> str:
    """The msgctxt of an entry's lines; empty where it has none."""
    line = next((one.strip() for one in lines if one.lstrip().startswith("msgctxt")), "")
    text = line.removeprefix("msgctxt").strip()[1:-1]
    if line and (not text or "\\" in text or '"' in text):
        entry = _parsed(lines)
        return entry.place if entry else ""
    return text


def _found(
    lines: Sequence[str], blocks: Sequence[_Block], new: NewTranslation, renamed: Mapping[str, str]
) -> tuple[_Block, PoEntry | None]:
    """The entry of a text, or of an earlier one in its place; None where there is none."""

    def among(chosen: Sequence[_Block]) -> list[tuple[_Block, PoEntry]]:
        read = ((one, _parsed(lines[one.start : one.end])) for one in chosen)
        found = [(one, entry) for one, entry in read if entry]
        return sorted(found, key=lambda pair: (pair[1].source != new.source, not pair[1].text.strip()))

    found = among([one for one in blocks if one.place == new.place])
    found = found or among([one for one in blocks if one.place and moved_place(one.place, renamed) == new.place])
    if not found:
        found = [pair for pair in among([one for one in blocks if not one.place]) if pair[1].source == new.source]
    return found[0] if found else (_Block(0, 0, ""), None)


def _new_lines(new: NewTranslation) -> list[str]:
    flags = [*(["fuzzy"] if new.is_to_check and new.text else []), *([_SLOTS] if "{" in new.source else [])]
    entry = PoEntry(new.source, new.text, new.place, flags=tuple(flags))
    return format_entry(entry, new.note, new.path).rstrip("\n").split("\n")


def _changed(lines: Sequence[str], entry: PoEntry, new: NewTranslation) -> list[str]:
    """The lines of an entry with its new translation: only those that say something else are others."""
    is_to_check = new.is_to_check and bool(new.text)
    flags = (*(["fuzzy"] if is_to_check else []), *entry.other_flags)
    previous = entry.previous if is_to_check else ()
    if is_to_check and entry.source != new.source and entry.text.strip() and not entry.is_fuzzy:
        previous = (("msgid", entry.source),)
    parts: dict[str, list[str]] = {}
    if is_to_check != entry.is_fuzzy:
        parts["#,"] = [f"#, {', '.join(flags)}"] if flags else []
    if previous != entry.previous:
        parts["#|"] = [line for word, text in previous for line in _lines(quoted(word, text, "#|"))]
    if entry.source != new.source:
        parts["msgid"] = _lines(quoted("msgid", new.source))
    if entry.text != new.text:
        parts["msgstr"] = _lines(quoted("msgstr", new.text))
    return _put(lines, parts)


def _lines(text: str) -> list[str]:
    return text.rstrip("\n").split("\n")


def _put(lines: Sequence[str], parts: Mapping[str, Sequence[str]]) -> list[str]:
    """Lines with `parts` in the place of those that they stand for, by the words with which these begin."""
    made: list[str] = []
    open_parts = dict(parts)
    word = ""
    for whole in lines:
        line = whole.strip("\ufeff \t\r")
        if not line.startswith('"'):
            word = line[:2] if line.startswith("#") else line.split(maxsplit=1)[0] if line else ""
        if word in ("msgctxt", "msgid"):
            # Marks that the entry did not have stand above its texts.
            for mark in ("#,", "#|"):
                made += open_parts.pop(mark, ())
        if word not in parts:
            made.append(whole)
        else:
            made += open_parts.pop(word, ())
    return made
