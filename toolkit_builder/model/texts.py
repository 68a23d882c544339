"""Every text of a toolkit that people read, by its place: what is translated, and where the translation goes."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any, TypeVar

from .banks import Activity, GlossaryTerm, Prompt
from .base import Entry, FoundText, Reader, Record, map_texts
from .insert import Insert
from .kit import KitPiece
from .protocol import ProtocolStep
from .toolkit import Toolkit

_KINDS = {"Guide": "guide", "Prompt": "prompt", "Activity": "activity", "Framework": "framework"}
_KINDS |= {"GlossaryTerm": "term", "Fact": "fact", "ProtocolStep": "protocol", "Insert": "insert", "KitPiece": "kit"}
_KINDS |= {"School": "school", "Edition": "school"}
_NOTED = (Activity, Prompt, ProtocolStep, Insert, KitPiece)
"""What has a note for translators."""
READERS: tuple[Reader, ...] = ("family", "student", "staff")
"""Who reads or hears a text, families first: theirs are translated before others."""
Some = TypeVar("Some", bound=Entry)


@dataclass(frozen=True, slots=True)
class PlacedText:
    """A text, its place such as `guide/grade-3-first/invite/call`, and what helps who translates it."""

    place: str
    text: str
    path: str
    note: str = ""
    reader: Reader = "staff"


def reader_of(entry: Entry, found: FoundText) -> Reader:
    """Who reads or hears a text of `entry`: a piece of the kit for families is theirs as a whole."""
    return "family" if isinstance(entry, KitPiece) and entry.reader == "families" else found.prose.reader


def families_first(texts: Iterable[PlacedText]) -> list[PlacedText]:
    """The texts in the order in which they are translated: what families read or hear, then students, then staff."""
    return sorted(texts, key=lambda placed: READERS.index(placed.reader))


def _name(entry: Record) -> str:
    if isinstance(entry, GlossaryTerm):
        return entry.name
    key = _name_key(type(entry))
    name: str = getattr(entry, key) if key else ""
    return name


@cache
def _name_key(kind: type[Record]) -> str:
    """The key under which records of a kind have their name; empty for those that have none."""
    return next((key for key in ("id", "code") if key in kind.model_fields), "")


def _place(entry: Entry, keys: tuple[str | int, ...]) -> tuple[str, Record]:
    """The place of the text under `keys`, and the innermost record with a name that holds it."""
    parts = [_KINDS[type(entry).__name__], _name(entry)]
    inner: Any = entry
    holder: Record = entry
    for key in keys:
        inner = inner[key] if isinstance(key, int) else getattr(inner, key)
        if isinstance(inner, Record) and (name := _name(inner)):
            # What has a name keeps its place when others are put before it.
            holder = inner
            parts.append(name)
        else:
            parts.append(str(key + 1) if isinstance(key, int) else key)
    return "/".join(part for part in parts if part), holder


def entries_of(toolkit: Toolkit) -> Iterator[Entry]:
    """Every entry that holds texts, the school first."""
    yield toolkit.school
    yield from toolkit.guides
    yield from toolkit.prompts
    yield from toolkit.activities
    yield from toolkit.frameworks
    yield from toolkit.glossary
    yield from toolkit.facts
    yield from toolkit.protocol
    yield from toolkit.inserts
    yield from toolkit.kit


@lru_cache(maxsize=1)
def placed_texts(toolkit: Toolkit) -> tuple[PlacedText, ...]:
    """Every text of the toolkit, in the order of its entries. All rules about translations go through them."""
    placed = []
    for entry in entries_of(toolkit):
        for found in entry.texts:
            place, holder = _place(entry, found.keys)
            note = holder.note if isinstance(holder, _NOTED) else ""
            placed.append(PlacedText(place, found.text, entry.path_of(*found.keys), note, reader_of(entry, found)))
    return tuple(placed)


def texts_by_place(entries: Iterable[Entry]) -> dict[str, tuple[Entry, FoundText]]:
    """Each text of `entries` with the entry that holds it, by its place."""
    return {_place(entry, found.keys)[0]: (entry, found) for entry in entries for found in entry.texts}


def map_toolkit(toolkit: Toolkit, change: Callable[[str, str], str], language: str) -> Toolkit:
    """The toolkit in another `language`: each text is what `change` makes of its place and itself."""

    def mapped(entries: tuple[Some, ...]) -> tuple[Some, ...]:
        return tuple(of(entry) for entry in entries)

    def of(entry: Some) -> Some:
        def changed(found: FoundText) -> str:
            return change(_place(entry, found.keys)[0], found.text)

        return map_texts(entry, changed)

    return replace(
        toolkit,
        school=of(toolkit.school),
        guides=mapped(toolkit.guides),
        prompts=mapped(toolkit.prompts),
        activities=mapped(toolkit.activities),
        frameworks=mapped(toolkit.frameworks),
        glossary=tuple(of(term).called(term.name) for term in toolkit.glossary),
        facts=mapped(toolkit.facts),
        protocol=mapped(toolkit.protocol),
        inserts=mapped(toolkit.inserts),
        kit=mapped(toolkit.kit),
        language=language,
    )
