"""Translations of a PO file, changed as a translator would change them: their entries only, every other byte stays."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
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
    """The translation of the text `source` at `place`; empty to take it away. `note` and `path` help translators.

    `comments` are the translators' own, as whole lines; None where they stay as they are.
    """

    place: str
    source: str
    text: str
    is_to_check: bool = False
    note: str = ""
    path: str = ""
    comments: tuple[str, ...] | None = None


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


def with_translations(
    raw: bytes, news: Iterable[NewTranslation], name: str, renamed: Mapping[str, str], order: Iterable[str] = ()
) -> bytes:
    """The file `raw`, called `name`, with new translations, one for a place.

    `renamed` are names of today by those of before, as toolkits give them. `order` are the places of all texts, as they
    follow each other: an entry that is not there yet is put behind the nearest above it. Raises UnclearError.
    """
    try:
        lines = raw.decode("utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise UnclearError(_UTF8) from error
    entries = _Entries(lines, renamed)
    ending = "\r" if len(lines) > 1 and lines[0].endswith("\r") else ""
    edits: list[tuple[int, int, list[str]]] = []
    added: dict[str, NewTranslation] = {}
    for new in news:
        block, entry = entries.of(new)
        if entry is None:
            added[new.place] = new
            continue
        made = _checked(_changed(lines[block.start : block.end], entry, new), new, name)
        whole = [line if line.endswith(ending) else f"{line}{ending}" for line in made]
        edits.append((block.start, block.end, whole))
    at = entries.first_end
    for place in dict.fromkeys([*order, *added]):
        if place in added:
            made = _checked(_new_lines(added[place]), added[place], name)
            edits.append((at, at, [f"{line}{ending}" for line in ("", *made)]))
        else:
            at = entries.ends.get(place, at)
    # From the end, so that lines above stay where they are; at one line, what is put in before it comes last.
    by_line = sorted(enumerate(edits), key=lambda pair: (pair[1][0], pair[1][1] > pair[1][0], pair[0]), reverse=True)
    for _, (start, end, whole) in by_line:
        lines[start:end] = whole
    return "\n".join(lines).encode()


def _checked(made: list[str], new: NewTranslation, name: str) -> list[str]:
    """The lines of an entry, which say what they are meant to. Raises UnclearError."""
    found = _parsed(made)
    wanted = (new.source, new.text, new.is_to_check and bool(new.text))
    if found is None or (found.source, found.text, found.is_fuzzy) != wanted:
        raise UnclearError(_UNCLEAR.format(name))
    return made


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


class _Entries:
    """The entries of a file by what finds them: their places, of today or of before, or else their texts."""

    def __init__(self, lines: Sequence[str], renamed: Mapping[str, str]) -> None:
        self._lines = lines
        self._here: dict[str, list[_Block]] = {}
        self._moved: dict[str, list[_Block]] = {}
        self._nowhere: list[_Block] = []
        self._texts: dict[str, list[tuple[_Block, PoEntry]]] | None = None
        self.ends: dict[str, int] = {}
        """Behind which line the last entry of a place ends."""
        self.first_end = len(lines)
        """Behind which line the first entry ends, most often the head."""
        for block in _blocks(lines):
            if not (self._here or self._nowhere):
                self.first_end = block.end
            if not block.place:
                self._nowhere.append(block)
                continue
            self._here.setdefault(block.place, []).append(block)
            self._moved.setdefault(moved_place(block.place, renamed), []).append(block)
            self.ends[block.place] = block.end

    def of(self, new: NewTranslation) -> tuple[_Block, PoEntry | None]:
        """The entry of a text, or of an earlier one in its place; None where there is none. Each is given once."""
        found = self._read(self._here.pop(new.place, [])) or self._read(self._moved.pop(new.place, []))
        if not found:
            if self._texts is None:
                self._texts = {}
                for pair in self._read(self._nowhere):
                    self._texts.setdefault(pair[1].source, []).append(pair)
            found = self._texts.pop(new.source, [])
        best = sorted(found, key=lambda pair: (pair[1].source != new.source, not pair[1].text.strip()))
        return best[0] if best else (_Block(0, 0, ""), None)

    def _read(self, blocks: Iterable[_Block]) -> list[tuple[_Block, PoEntry]]:
        read = ((one, _parsed(self._lines[one.start : one.end])) for one in blocks)
        return [(one, entry) for one, entry in read if entry]


def _new_lines(new: NewTranslation) -> list[str]:
    flags = [*(["fuzzy"] if new.is_to_check and new.text else []), *([_SLOTS] if "{" in new.source else [])]
    entry = PoEntry(new.source, new.text, new.place, flags=tuple(flags), comments=new.comments or ())
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
    made = _put(lines, parts)
    return made if new.comments is None else _commented(made, entry.comments, new.comments)


def _commented(lines: Sequence[str], before: Sequence[str], now: Sequence[str]) -> list[str]:
    """Lines of an entry with other comments of translators: what goes and what comes, all else as it is."""
    gone, new = {*before} - {*now}, [one for one in now if one not in before]
    kept = [line for line in lines if line.strip("\ufeff \t\r") not in gone]
    at = 0
    while at < len(kept) and kept[at].strip("\ufeff \t\r") in before:
        at += 1
    return [*kept[:at], *new, *kept[at:]]


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
