"""Taking an entry, or one text, from a layer below into a school's own, to change it there."""

import re
from dataclasses import dataclass
from pathlib import Path

from toolkit_builder.diagnostics import did_you_mean
from toolkit_builder.folders import Folders, Layer
from toolkit_builder.outputs import write_together

from .bases import BASES, Base, format_bases, read_bases, remembered_now
from .below import Below, Files, lock_of, split_place, texts_in, version_of
from .lines import with_based_on, with_wording, wording_of
from .pieces import PLACES, Piece, Source, pieces_in, pieces_of, read_source, school_file

_SCHEMA = "# yaml-language-server: $schema="
_OF_FILE = {"guides": "guide", "skills": "skills"}
"""Schemas that are not called as their folder is."""


class OwnError(Exception):
    """What stands in the way of taking an entry; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Owned:
    """What was taken: its name, the file (as seen from the toolkit) and line where it stands now, and its version."""

    name: str
    path: str
    line: int
    version: str


def own(folders: Folders, name: str) -> Owned:
    """Takes what is called `name` into the highest layer of `folders`: an entry, or the text at a place.

    Writes the entry's file, or the school's, and `.base.yml`, together. Raises OwnError for what cannot be taken.
    """
    owned, files = files_owning(folders, name)
    write_together(folders.root, files)
    return owned


def files_owning(folders: Folders, name: str, files: Files | None = None) -> tuple[Owned, dict[str, bytes]]:
    """What `own` takes, and the files that it writes by their paths, without writing them. Raises OwnError.

    `files` are those of the layers below that were read before; those that are read now are added.
    """
    *lower, layer = folders.layers
    if not lower:
        raise OwnError("Nothing lies below this toolkit: every entry is its own already.")
    bases, findings = read_bases(folders)
    if findings:
        raise OwnError(f"{findings[0].location}: {findings[0].message}. Mend {BASES}, or take back its last version.")
    below = Below(tuple(lower), {} if files is None else files)
    remembered_now(bases, folders, folders.edition, below.files)
    place = name.strip().strip("/")
    if not school_file(layer).is_file():
        raise OwnError(f"There is no {folders.path_of(school_file(layer))}: a school's own layer begins with it.")
    if split_place(place)[0]:
        file, source, changed, base = _worded(layer, below, place)
        bases.of(folders.edition).wording[place] = base
        line = changed[: changed.index(f"{place}:")].count("\n") + 1
    else:
        piece = _find(below, place)
        place = piece.name
        mine = pieces_of(layer).get(place)
        if mine:
            raise OwnError(f"{place} is your own already: {_at(folders, mine)}.")
        found = below.piece(place)
        assert found is not None, "a piece that was just found"
        piece, origin = found
        base = Base(version_of(origin), piece.text)
        file, source, changed, line = _taken(layer, piece, base.version)
        bases.of(folders.edition).entries[place] = base
    path = folders.path_of(file)
    made = {path: source.encoded(changed), BASES: format_bases(bases)}
    return Owned(place, path, line, base.version), made


def _at(folders: Folders, piece: Piece) -> str:
    return f"{folders.path_of(piece.file)}:{read_source(piece.file).text.count(chr(10), 0, piece.start) + 1}"


def _find(below: Below, name: str) -> Piece:
    """The entry that somebody means by `name`, with or without its kind. Raises OwnError."""
    pieces = {piece.name: piece for piece in below.pieces() if piece.kind != "search"}
    kind, _, rest = name.partition("/")
    # A place's kind, such as `guide/`, is meant as well.
    plural = next((one for one, called in PLACES.items() if called == kind), kind)
    wanted = f"{plural}/{rest}".casefold()
    found = [one for one in pieces if one == wanted or (not rest and one.partition("/")[2] == name.casefold())]
    if not found:
        ids = pieces if rest else {one.partition("/")[2]: pieces[one].path for one in pieces}
        hint = did_you_mean(f"{plural}/{rest}" if rest else name, ids)
        raise OwnError(f"Nothing below is called '{name}'. {hint}".rstrip())
    if len(found) > 1:
        raise OwnError(f"'{name}' is the name of several: say {' or '.join(found)}.")
    return pieces[found[0]]


def _taken(layer: Layer, piece: Piece, based_on: str) -> tuple[Path, Source, str, int]:
    """The file of the own layer that gets an entry, what it was, its text with the entry, and the entry's line."""
    text = with_based_on(piece.text, based_on)
    if piece.kind in ("guides", "skills"):
        file = layer.docs / piece.kind / f"{piece.id}.yml"
        if file.exists():
            raise OwnError(f"There is a file {file.name} in {piece.kind}/ already; give it another name first.")
        return file, Source(""), with_schema(layer, file, piece.kind, text), 1
    file = layer.docs / piece.path
    source = read_source(file)
    changed, line = with_entry(layer, file, piece.kind, source.text, text)
    if piece.name not in {one.name for one in pieces_in(changed, file, piece.path, piece.kind)}:
        raise OwnError(f"{file.name} is written in a way that nothing can be added to: make it a list with '- '.")
    return file, source, changed, line


def with_entry(layer: Layer, file: Path, kind: str, before: str, text: str) -> tuple[str, int]:
    """The text of a file of a list, which was `before`, with one entry more at its end; and the line of that."""
    if not before.strip():
        before = with_schema(layer, file, kind, before)
    before = before.rstrip("\n")
    tree = _column_of_items(before)
    lines = [" " * tree + line if line.strip() else line for line in text.split("\n")]
    after = f"{before}\n\n" if before else ""
    return after + "\n".join(lines).rstrip("\n") + "\n", after.count("\n") + 1


def _column_of_items(text: str) -> int:
    """How far from the left the items of a list stand, in a file that may be empty."""
    found = re.search(r"^( *)- ", text, re.MULTILINE)
    return len(found[1]) if found else 0


def with_schema(layer: Layer, file: Path, kind: str, text: str) -> str:
    """`text` with the line by which an editor finds the keys of `file`, if there is a schema where it would lead."""
    lines = [line for line in text.split("\n") if not line.startswith(_SCHEMA)]
    text = "\n".join(lines).lstrip("\n")
    up = "../" * len(file.relative_to(layer.root).parts[:-1])
    name = f"schemas/{_OF_FILE.get(kind, kind)}.json"
    return f"{_SCHEMA}{up}{name}\n\n{text}" if (layer.root / name).is_file() else text


# --- One text ---


def _worded(layer: Layer, below: Below, place: str) -> tuple[Path, Source, str, Base]:
    """The school's file with the text at `place` under `wording:`, ready to be changed; and the text below."""
    text = below.text(place)
    if text is None:
        found = below.piece(split_place(place)[0])
        known = [*texts_in(found[0], found[0].value)] if found else [piece.name for piece in below.pieces()]
        hint = did_you_mean(place if found else split_place(place)[0], known)
        raise OwnError(f"Nothing below has a text at '{place}'. {hint}".rstrip())
    if pattern := lock_of(place, below.layers):
        raise OwnError(f"The library locks this text ('{pattern}'); who keeps the library can unlock it.")
    file = school_file(layer)
    source = read_source(file)
    if place in wording_of(source.text):
        raise OwnError(f"{place} has your own words already, in {file.name}.")
    changed = with_wording(source.text, place, text)
    if wording_of(changed).get(place, "").strip() != text:
        raise OwnError(f"'wording:' in {file.name} cannot be added to: write it as a list of lines, one a text.")
    return file, source, changed, Base(version_of(below.layers[-1]), text)
