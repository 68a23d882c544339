"""What lies below a school's own layer, as text: entries by their names, and single texts by their places."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from importlib.metadata import version
from pathlib import Path
from typing import Any

from toolkit_builder.folders import Layer
from toolkit_builder.loading.catalogues import LOCALES
from toolkit_builder.yaml_source.splicing import UnclearError, with_value
from toolkit_builder.yaml_source.trees import read_value as value_of

from .lines import wording_of
from .pieces import PLACES, Piece, jobs_of, pieces_in, read_source, school_file

LISTED = ("guides", "prompts", "activities")
"""The kinds of which people want to know what is new."""


def version_of(layer: Layer) -> str:
    """What people call a state of a layer: `library 0.1.0`; a folder that has no version goes by its name."""
    return f"{layer.name} {version('toolkit-builder')}" if layer.is_library else layer.docs.parent.resolve().name


def _school(layer: Layer) -> str:
    try:
        return read_source(school_file(layer)).text
    except (OSError, UnicodeDecodeError):
        return ""


def lock_of(place: str, layers: Iterable[Layer]) -> str:
    """The pattern by which one of `layers` locks the text at `place`; empty if none does."""
    for layer in layers:
        value = value_of(_school(layer))
        locked = value.get("locked") if isinstance(value, dict) else None
        for pattern in locked if isinstance(locked, list) else ():
            if fnmatchcase(place, str(pattern)):
                return str(pattern)
    return ""


def keys_of(value: object, names: Sequence[str]) -> list[str | int] | None:
    """What leads to a text in an entry that holds `value`; None if nothing does.

    Places name the items of a list by their number from 1, or by their id or code.
    """
    keys: list[str | int] = []
    for name in names:
        if isinstance(value, dict) and name in value:
            keys.append(name)
            value = value[name]
        elif isinstance(value, list):
            named = (
                at for at, one in enumerate(value) if isinstance(one, dict) and name in (one.get("id"), one.get("code"))
            )
            at = next(named, int(name) - 1 if name.isdigit() and 0 < int(name) <= len(value) else None)
            if at is None:
                return None
            keys.append(at)
            value = value[at]
        else:
            return None
    return keys if isinstance(value, str) else None


def split_place(place: str) -> tuple[str, list[str]]:
    """The name of the entry in which the text of a `place` stands, and the keys that lead to it; empty for no place."""
    head, *parts = place.split("/")
    kind = next((kind for kind, called in PLACES.items() if called == head), "")
    return (f"{kind}/{parts[0]}".casefold(), parts[1:]) if kind and len(parts) > 1 else ("", [])


def texts_in(piece: Piece, value: object) -> dict[str, str]:
    """Every text in an entry by its place, if the entry holds `value`."""

    def of(inner: object, place: str) -> Iterator[tuple[str, str]]:
        if isinstance(inner, str):
            yield place, inner.strip()
        elif isinstance(inner, dict):
            for key, one in inner.items():
                yield from of(one, f"{place}/{key}")
        elif isinstance(inner, list):
            for number, one in enumerate(inner, start=1):
                named = one.get("id") or one.get("code") if isinstance(one, dict) else None
                yield from of(one, f"{place}/{named or number}")

    return dict(of(value, f"{PLACES[piece.kind]}/{piece.id}")) if piece.kind in PLACES else {}


Files = dict[Path, tuple[str, list[Piece] | None]]
"""What was read of files: their text, and their entries, if somebody asked for these."""


@dataclass(slots=True)
class Below:
    """The layers below one, lowest first. Files are read when somebody asks for what may be in them."""

    layers: tuple[Layer, ...]
    files: Files = field(default_factory=dict)
    _wording: dict[Path, dict[str, str]] = field(default_factory=dict)

    def piece(self, name: str) -> tuple[Piece, Layer] | None:
        """The entry `name`, such as `guides/grade-3-first`, in the words of the layers above it; and its layer."""
        for position in range(len(self.layers) - 1, -1, -1):
            layer = self.layers[position]
            if found := self._piece_in(layer, name):
                for above in self.layers[position:]:
                    found = worded_piece(found, self._wording_of(above))
                return found, layer
        return None

    def text(self, place: str) -> str | None:
        """The text at `place`; None where there is none."""
        name, names = split_place(place)
        found = self.piece(name) if name else None
        held: Any = found[0].value if found else None
        led = keys_of(held, names)
        for key in led or ():
            held = held[key]
        return held.strip() if led else None

    def names(self) -> dict[str, list[str]]:
        """The ids of all entries of which people want to know what is new, sorted, by kind."""
        found: dict[str, set[str]] = {kind: set() for kind in LISTED}
        for piece in self.pieces():
            if piece.kind in found:
                found[piece.kind].add(piece.id)
        return {kind: sorted(ids) for kind, ids in found.items()}

    def pieces(self) -> Iterator[Piece]:
        """Every entry, that of the highest layer where several have it; without other layers' words."""
        seen: set[str] = set()
        for layer in reversed(self.layers):
            for file, path, kind in jobs_of(layer):
                for piece in self._pieces(file, path, kind):
                    if piece.name not in seen:
                        seen.add(piece.name)
                        yield piece

    def languages(self) -> list[str]:
        """The languages into which something below is translated."""
        return sorted({file.stem for layer in self.layers for file in (layer.root / LOCALES).glob("*.po")})

    def _piece_in(self, layer: Layer, name: str) -> Piece | None:
        kind, _, called = name.casefold().partition("/")
        for file, path, held in jobs_of(layer):
            if held != kind or called not in f"{file.stem} {self._text(file)}".casefold():
                continue
            for piece in self._pieces(file, path, kind):
                if piece.name == name.casefold():
                    return piece
        return None

    def _text(self, file: Path) -> str:
        if file not in self.files:
            try:
                self.files[file] = (read_source(file).text, None)
            except (OSError, UnicodeDecodeError):
                self.files[file] = ("", [])
        return self.files[file][0]

    def _pieces(self, file: Path, path: str, kind: str) -> list[Piece]:
        text = self._text(file)
        pieces = self.files[file][1]
        if pieces is None:
            pieces = list(pieces_in(text, file, path, kind))
            self.files[file] = (text, pieces)
        return pieces

    def _wording_of(self, layer: Layer) -> Mapping[str, str]:
        if layer.root not in self._wording:
            # The package's own school is an example.
            self._wording[layer.root] = {} if layer.is_library else wording_of(_school(layer))
        return self._wording[layer.root]


def worded_piece(piece: Piece, wording: Mapping[str, str]) -> Piece:
    """A piece with the words that a layer gives to its texts."""
    changed = piece.text
    for place, text in wording.items():
        name, names = split_place(place)
        keys = keys_of(piece.value, names) if name == piece.name else None
        if keys:
            with suppress(UnclearError):
                changed = with_value(changed, keys, text)
    return piece if changed == piece.text else replace(piece, text=changed, value=value_of(changed))
