"""What each layer holds: every entry with its file, whether it is sound or not, its text, and what is said of it."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path
from typing import Any

from toolkit_builder.cache import Cache
from toolkit_builder.diagnostics import Diagnostic, Location
from toolkit_builder.folders import Folders, Layer
from toolkit_builder.loading import FileContent, Job, Reader
from toolkit_builder.loading.files import SCHOOL, bank_of, name_of
from toolkit_builder.model.base import Entry, Mark
from toolkit_builder.upgrading.below import worded_piece
from toolkit_builder.upgrading.lines import wording_of
from toolkit_builder.upgrading.pieces import KINDS, PLACES, Piece, pieces_in, read_source, school_file
from toolkit_builder.yaml_source import read_yaml

from .items import Keys

FaultsByKeys = dict[Keys, list[Diagnostic]]


class RememberingReader(Reader):
    """A reader that tells which files it read for the toolkit that was loaded last, with what they hold."""

    def __init__(self, cache: Cache) -> None:
        super().__init__(cache)
        self.read: dict[str, tuple[Job, FileContent]] = {}

    def __call__(self, job: Job) -> FileContent:
        content = super().__call__(job)
        self.read[job[1]] = (job, content)
        return content


@dataclass(frozen=True, slots=True)
class Held:
    """An entry in one layer, counted from the lowest. `path` is its file as findings name it.

    `entry` is None for one with faults, and for the school, which is put together from all layers.
    """

    kind: str
    id: str
    name: str
    layer: int
    file: Path
    path: str
    entry: Entry | None


@dataclass(frozen=True, slots=True)
class Marked:
    """An entry in a file: its name, and where it and all in it stand."""

    name: str
    mark: Mark


@dataclass
class Files:
    """What files hold, looked at when somebody asks; remembered while their bytes are the same."""

    pieces: dict[Path, tuple[bytes, dict[str, Piece]]] = field(default_factory=dict)
    marks: dict[Path, tuple[bytes, list[Marked]]] = field(default_factory=dict)

    def pieces_of(self, file: Path, path: str, kind: str) -> dict[str, Piece]:
        """The entries of a file by their names; none of one that cannot be read."""
        raw = _raw(file)
        known = self.pieces.get(file)
        if known is None or known[0] != raw:
            found = [] if raw is None else _pieces(file, path, kind)
            named = {SCHOOL if kind == SCHOOL else piece.name: piece for piece in reversed(found)}
            known = self.pieces[file] = (raw or b"", named)
        return known[1]

    def marks_of(self, file: Path, kind: str) -> list[Marked]:
        """The entries of a file in order."""
        raw = _raw(file) or b""
        known = self.marks.get(file)
        if known is None or known[0] != raw:
            known = self.marks[file] = (raw, list(_marked(file, kind, raw)))
        return known[1]


def _raw(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except OSError:
        return None


def _pieces(file: Path, path: str, kind: str) -> list[Piece]:
    try:
        text = read_source(file).text
    except (OSError, UnicodeDecodeError):
        return []
    if kind == SCHOOL:
        documents, findings = read_yaml(path, text.encode())
        is_sound = len(documents) == 1 and not any(one.level == "error" for one in findings)
        value = documents[0].value if is_sound else None
        return [Piece(SCHOOL, SCHOOL, file, path, 0, len(text), text, value)] if isinstance(value, dict) else []
    return list(pieces_in(text, file, path, kind))


def _marked(file: Path, kind: str, raw: bytes) -> Iterator[Marked]:
    documents, _ = read_yaml(file.name, raw)
    for document in documents:
        if kind == SCHOOL:
            yield Marked(SCHOOL, document.mark)
        elif isinstance(document.value, list) and isinstance(document.mark.children, list):
            for value, mark in zip(document.value, document.mark.children, strict=True):
                yield Marked(_name(kind, value, ""), mark)
        else:
            yield Marked(_name(kind, document.value, file.stem if kind == "guides" else ""), document.mark)


def _name(kind: str, value: Any, otherwise: str) -> str:
    named = value.get(KINDS[kind], otherwise) if isinstance(value, dict) else otherwise
    return f"{kind}/{named}".casefold() if named else ""


class Holdings:
    """All entries of all layers at one time. The toolkit has just been loaded with `reader`."""

    def __init__(self, folders: Folders, reader: RememberingReader, files: Files) -> None:
        self.folders, self._files = folders, files
        self.by_name: dict[str, list[Held]] = {}
        """The layers' entries by their names, the lowest layer first."""
        self._place: dict[str, tuple[Any, ...]] = {}
        self._paths: dict[str, tuple[Path, str]] = {}
        self._layers: dict[str, int] = {}
        for job, content in reader.read.values():
            self._add(job, content)
        for number, layer in enumerate(folders.layers):
            file = school_file(layer)
            if file.is_file() and not layer.is_library:
                path = folders.path_of(file)
                self._paths[path] = (file, SCHOOL)
                self.by_name.setdefault(SCHOOL, []).append(Held(SCHOOL, SCHOOL, SCHOOL, number, file, path, None))

    def _add(self, job: Job, content: FileContent) -> None:
        file, path, kind = job
        number = self._layer_of(path)
        layer = self.folders.layers[number]
        self._paths[path] = (file, kind)
        parts = file.relative_to(layer.docs).parts
        sound: dict[str, Entry] = {}
        for entry in content.entries:
            sound.setdefault(name_of(entry), entry)
        names = [one.name for one in self._files.marks_of(file, kind)] if content.faults else [*sound]
        pieces = self._files.pieces_of(file, path, kind) if content.faults else {}
        for position, name in enumerate(dict.fromkeys(names)):
            held = sound.get(name)
            if held is None and name not in pieces:
                continue
            shown = getattr(held, bank_of(held).key) if held else pieces[name].id
            layers = self.by_name.setdefault(name, [])
            if not layers or layers[-1].layer != number:
                layers.append(Held(kind, shown, name, number, file, path, held))
            self._place.setdefault(name, (parts, number, position))

    def _layer_of(self, path: str) -> int:
        """The number of the layer in which the file at `path` lies."""
        folder = path.rpartition("/")[0]
        if folder not in self._layers:
            layers = self.folders.layers
            file = self.folders.file_of(path)
            found = [number for number, one in enumerate(layers) if file.is_relative_to(one.docs)]
            # A school's layer may lie in the folder of the toolkit that it shares.
            self._layers[folder] = max(found, key=lambda number: len(layers[number].docs.parts))
        return self._layers[folder]

    @property
    def top(self) -> int:
        """The number of the highest layer, the school's own."""
        return len(self.folders.layers) - 1

    def names(self, kind: str) -> list[str]:
        """The names of the entries of a kind, in the order of their files."""
        found = [name for name, layers in self.by_name.items() if layers[-1].kind == kind]
        return sorted(found, key=lambda name: self._place.get(name, ()))

    def held(self, kind: str, id: str) -> Held | None:  # noqa: A002
        """The entry as the highest layer that has it holds it."""
        layers = self.by_name.get(SCHOOL if kind == SCHOOL else f"{kind}/{id}".casefold())
        return layers[-1] if layers else None

    def is_own(self, held: Held) -> bool:
        """True for an entry of the highest layer."""
        return held.layer == self.top

    def piece(self, held: Held) -> Piece | None:
        """The text of an entry as it stands in its file; None where it cannot be read."""
        return self._files.pieces_of(held.file, held.path, held.kind).get(held.name)

    def worded(self, held: Held) -> Piece | None:
        """The text of an entry in the words of the layers above, as pages show it."""
        piece = self.piece(held)
        if piece is None or held.kind == SCHOOL:
            return piece
        for number in range(held.layer, len(self.folders.layers)):
            piece = worded_piece(piece, self.wording[number])
        return piece

    @cached_property
    def wording(self) -> list[Mapping[str, str]]:
        """What each layer words anew, by places, the lowest first."""
        return [{} if layer.is_library else wording_of(_text(layer)) for layer in self.folders.layers]

    # --- What is said of entries ---

    def name_at(self, place: Location) -> str:
        """The name of the entry that stands at `place`; empty where none does."""
        found = self._marked_at(place)
        return found.name if found else ""

    def faults_of(self, held: Held, findings: list[Diagnostic]) -> FaultsByKeys:
        """The `findings` about an entry by the keys where they stand."""
        by_keys: FaultsByKeys = {}
        worded = self._lines_of_wording(held) if held.kind != SCHOOL else {}
        for finding in findings:
            place = finding.location
            if place.path == held.path and (marked := self._marked_at(place)) and marked.name == held.name:
                by_keys.setdefault(_keys_at(marked.mark, place), []).append(finding)
            elif (place.path, place.line) in worded:
                by_keys.setdefault(worded[place.path, place.line], []).append(finding)
        return by_keys

    def _marked_at(self, place: Location) -> Marked | None:
        if place.path not in self._paths:
            return None
        marked = self._files.marks_of(*self._paths[place.path])
        starts = [min(one.mark.key_line, one.mark.line) for one in marked]
        number = bisect_right(starts, place.line - 1) - 1
        # What stands above the first entry belongs to the file.
        return marked[number] if number >= 0 else None

    def _lines_of_wording(self, held: Held) -> dict[tuple[str, int], Keys]:
        """By file and line, the keys of this entry's texts that the school words anew there."""
        school = self.by_name.get(SCHOOL)
        piece = self.piece(held) if school else None
        if not school or piece is None or not self.wording[school[-1].layer]:
            return {}
        (marked,) = self._files.marks_of(school[-1].file, SCHOOL)[:1]
        lines = marked.mark.child("wording")
        keys = {place: keys for keys, place in texts_of(held.kind, held.id, piece.value)}
        return {
            (school[-1].path, inner.key_line + 1): keys[place]
            for place in self.wording[school[-1].layer]
            if place in keys and lines and (inner := lines.child(place))
        }


def _text(layer: Layer) -> str:
    try:
        return read_source(school_file(layer)).text
    except (OSError, UnicodeDecodeError):
        return ""


def _keys_at(mark: Mark, place: Location) -> Keys:
    """The keys of the value that stands at `place`; where none begins there, of the innermost around it."""
    at = (place.line - 1, place.column - 1)
    keys: list[str | int] = []
    while mark.children and at not in _starts(mark):
        children = mark.children.items() if isinstance(mark.children, dict) else enumerate(mark.children)
        before = [(key, child) for key, child in children if min(_starts(child)) <= at]
        if not before:
            break
        # Of those that begin before, the last one is around it.
        key, mark = before[-1]
        keys.append(key)
    return tuple(keys)


def _starts(mark: Mark) -> tuple[tuple[int, int], tuple[int, int]]:
    """Where a value's key stands, and where it stands itself."""
    return (mark.key_line, mark.key_column), (mark.line, mark.column)


def place_of(kind: str, id: str, value: Any, keys: Keys) -> str:  # noqa: A002
    """The place by which layers and catalogues name the value under `keys` of an entry; empty where they name none."""
    if kind not in PLACES:
        return ""
    parts = [PLACES[kind], id]
    for key in keys:
        inner: Any = None
        if isinstance(value, dict):
            inner = value.get(str(key))
        elif isinstance(value, list) and isinstance(key, int) and key < len(value):
            inner = value[key]
        named = (inner.get("id") or inner.get("code")) if isinstance(inner, dict) and isinstance(key, int) else None
        parts.append(str(named or (key + 1 if isinstance(key, int) else key)))
        value = inner
    return "/".join(parts)


def texts_of(kind: str, id: str, value: Any, keys: Keys = ()) -> Iterator[tuple[Keys, str]]:  # noqa: A002
    """The keys of every text in an entry that holds `value`, each with its place."""

    def of(inner: Any, keys: Keys) -> Iterator[Keys]:
        if isinstance(inner, str):
            yield keys
        elif isinstance(inner, dict):
            for key, one in inner.items():
                yield from of(one, (*keys, key))
        elif isinstance(inner, list):
            for number, one in enumerate(inner):
                yield from of(one, (*keys, number))

    for one in of(value, keys):
        yield one, place_of(kind, id, value, one)


def is_locked(place: str, patterns: Mapping[str, str]) -> bool:
    """True for a text that a layer below locks; `patterns` are a toolkit's."""
    return bool(place) and any(fnmatchcase(place, pattern) for pattern in patterns)
