"""Translations go with their texts: what becomes of a school's own catalogues when its texts change."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toolkit_builder.folders import Layer
from toolkit_builder.loading.catalogues import LOCALES, find_catalogue, read_catalogue, updated_catalogue
from toolkit_builder.model.catalogue import Catalogue
from toolkit_builder.model.texts import PlacedText
from toolkit_builder.po import read_po

from .below import Below, texts_in
from .pieces import Piece


@dataclass(frozen=True, slots=True)
class TextChange:
    """A text at a place: what it was, and what it is; empty for none."""

    place: str
    was: str
    now: str


def text_changes(piece: Piece, now: Any) -> Iterator[TextChange]:
    """The texts of an entry that changed, came or went with its value, which is `now`."""
    before, after = texts_in(piece, piece.value), texts_in(piece, now)
    for place in {**before, **after}:
        if before.get(place, "") != after.get(place, ""):
            yield TextChange(place, before.get(place, ""), after.get(place, ""))


def catalogues_after(layer: Layer, below: Below, changes: Sequence[TextChange]) -> dict[Path, bytes]:
    """The catalogues of a layer after `changes` of its texts, by their files.

    A translation whose text went elsewhere goes with it. Where the text is the library's now and that has a
    translation, the layer's own goes to the end, as obsolete; else it stays and is to be checked.
    """
    made: dict[Path, bytes] = {}
    locales = layer.root / LOCALES
    for file in sorted(locales.glob("*.po")) if locales.is_dir() and changes else ():
        language = file.stem
        path = find_catalogue(layer.root, language)
        shared = [read_catalogue(one.root, language)[0] for one in below.layers]
        texts = _texts_after(file.read_bytes(), {one.place: one for one in changes}, shared)
        if texts is None:
            continue
        content, _ = updated_catalogue(layer.root, path, language, texts, {})
        if content is not None:
            made[file] = content
    return made


def _texts_after(raw: bytes, changes: Mapping[str, TextChange], shared: Sequence[Catalogue]) -> list[PlacedText] | None:
    """The texts of a catalogue after `changes`; None where it speaks of none of them."""
    po = read_po(raw)
    if not any(entry.place in changes for entry in po.entries):
        return None
    went = {change.now: place for place, change in changes.items() if change.now}
    texts: dict[str, PlacedText] = {}
    for entry in po.entries:
        place, source = entry.place, entry.source
        change = changes.get(place)
        if change is not None and change.was == source:
            if source in went:
                place = went[source]
            else:
                source = change.now
            if not source or any(_translates(one, place, source) for one in shared):
                continue
        texts.setdefault(place, PlacedText(place, source, entry.about[1], entry.about[0]))
    return list(texts.values())


def _translates(catalogue: Catalogue, place: str, text: str) -> bool:
    found = catalogue.of(place, text)
    return found is not None and found.source == text and not found.is_to_check and not found.kept_for
