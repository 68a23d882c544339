"""A full copy of the library becomes a layer over it: what equals the library goes, what differs stays."""

import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from toolkit_builder.folders import Folders, Layer
from toolkit_builder.loading import load_toolkit
from toolkit_builder.loading.catalogues import LOCALES, catalogue_path
from toolkit_builder.loading.files import BANKS, name_of
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.outputs import files_in, write_files
from toolkit_builder.po import PoEntry, format_po, read_po
from toolkit_builder.yaml_source.splicing import UnclearError
from toolkit_builder.yaml_source.trees import Edit, edited, read_value

from .bases import BASES, Base, format_bases, listed_now, read_bases
from .below import Below, version_of
from .likeness import same, without
from .lines import with_based_on, with_hidden, with_key
from .pieces import Piece, jobs_of, pieces_of, read_source, school_file
from .planning import write_upgrade
from .settings import with_layers

_NEVER_HIDDEN = ("skills/", "search/")
"""What the names of entries begin with that `hide:` cannot take away."""
_OF_EDITORS = re.compile(r"^# yaml-language-server: \$schema=(\S+)\n", re.MULTILINE)


class CopyError(Exception):
    """Why a toolkit cannot become a layer; the message says what to do."""


@dataclass(slots=True)
class Layered:
    """What a copy becomes: files by their paths as seen from the toolkit, None for one that goes.

    `own` are the entries that stay, `hidden` those that the copy had deleted; `notes` say what a person should know.
    """

    files: dict[str, bytes | None] = field(default_factory=dict)
    own: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def layer_copy(folders: Folders, library: Layer) -> Layered:
    """What the full copy in `folders` becomes over the `library`. Raises CopyError where it cannot be one.

    A copy that lies on the library already loses what equals it.
    """
    before, findings = load_toolkit(folders)
    faults = [one for one in findings if one.level == "error"]
    if faults:
        raise CopyError(f"Mend the toolkit first; `toolkit-builder check` tells how: {faults[0].message}.")
    made = _Copy(folders, library).layered()
    made.notes += _differences(before, _loaded(folders, library, made))
    return made


def write_layered(folders: Folders, made: Layered, now: datetime) -> str:
    """Writes what a copy becomes, after copies of all that changes or goes; where these are."""
    gone = {path: (folders.root / path).read_bytes() for path, raw in made.files.items() if raw is None}
    kept = write_upgrade(folders, {path: raw for path, raw in made.files.items() if raw is not None}, now, gone)
    for path in gone:
        (folders.root / path).unlink()
    for name in ("schemas", LOCALES, folders.path_of(folders.docs)):
        for place in sorted((folders.root / name).rglob("*"), reverse=True):
            if place.is_dir() and not any(place.iterdir()):
                place.rmdir()
        if (folders.root / name).is_dir() and not any((folders.root / name).iterdir()):
            (folders.root / name).rmdir()
    return kept


@dataclass(slots=True)
class _Copy:
    folders: Folders
    library: Layer
    made: Layered = field(default_factory=Layered)

    def layered(self) -> Layered:
        below = Below((self.library,))
        lower, own = {piece.name: piece for piece in below.pieces()}, pieces_of(self.folders.own)
        version = version_of(self.library)
        self._content(own, lower, version)
        self._schemas()
        self._catalogues()
        if not self.folders.below:
            gone = [name for name in lower if name not in own]
            self.made.hidden = [name for name in gone if not name.startswith(_NEVER_HIDDEN)]
            for name in gone:
                if name not in self.made.hidden:
                    self.made.notes.append(f"{name} is the library's and comes back: such entries cannot be hidden.")
            self._school()
            self._settings()
        self._editors()
        bases, _ = read_bases(self.folders)
        known = bases.of("").entries
        for name in self.made.own:
            if name in lower:
                known.setdefault(name, Base(version, lower[name].text))
        bases.version, bases.listed = listed_now(below)
        self._write(self.folders.root / BASES, format_bases(bases))
        # Whatever stops the writing, each state on the way shows the same pages: first what is hidden, then the layer
        # below, and only then what is taken from above it.
        first = [path for path in self.made.files if path.rpartition("/")[2].startswith(("school.", "mkdocs."))]
        self.made.files = {path: self.made.files[path] for path in (*first, *self.made.files)}
        return self.made

    def _write(self, file: Path, raw: bytes | None) -> None:
        if raw is None or not file.is_file() or file.read_bytes() != raw:
            self.made.files[self.folders.path_of(file)] = raw

    def _content(self, own: Mapping[str, Piece], lower: Mapping[str, Piece], version: str) -> None:
        for file, path, _ in jobs_of(self.folders.own):
            source = read_source(file)
            pieces = [piece for piece in own.values() if piece.file == file]
            first, kept = _kept(pieces, lower, path)
            if first:
                # A file whose name comes right before this one's: its entries come before the library's, too.
                text = "\n\n".join(piece.text for piece in first) + "\n"
                self._write(file.with_name(f"{file.stem}-first{file.suffix}"), source.encoded(text))
            self.made.own += [piece.name for piece in (*first, *kept)]
            if not kept:
                self._write(file, None)
                self._remarks(file, path, source.text)
                continue
            marked = [piece for piece in kept if piece.name in lower and "based_on" not in piece.value]
            edits = [Edit(one.start, one.end, with_based_on(one.text, version)) for one in marked]
            edits += _removals(source.text, [piece for piece in pieces if piece not in kept])
            self._write(file, source.encoded(edited(source.text, edits)))

    def _remarks(self, file: Path, path: str, text: str) -> None:
        """Says where remarks are that belong to no entry of a file that goes."""
        theirs = self.library.docs / path
        known = read_source(theirs).text if theirs.is_file() else ""
        lost = [line for line in text.split("\n") if line.strip().startswith("#") and line not in known]
        if [line for line in lost if not _OF_EDITORS.match(line + "\n")]:
            self.made.notes.append(f"Remarks in {self.folders.path_of(file)} are kept in .history only.")

    def _schemas(self) -> None:
        """Takes away the schemas that are the library's."""
        schemas = self.folders.root / "schemas"
        for name, file in files_in(schemas) if schemas.is_dir() else ():
            theirs = self.library.root / "schemas" / name
            if theirs.is_file() and theirs.read_bytes() == file.read_bytes():
                self._write(file, None)

    def _catalogues(self) -> None:
        """Of the translations, those stay that the library does not have."""
        locales = self.folders.root / LOCALES
        for file in sorted(locales.glob("*.po")) if locales.is_dir() else ():
            theirs = self.library.root / catalogue_path(file.stem)
            if not theirs.is_file():
                continue
            if file.read_bytes() == theirs.read_bytes():
                self._write(file, None)
                continue
            own, shared = read_po(file.read_bytes()), read_po(theirs.read_bytes())
            known = {_sense(entry) for entry in shared.entries}
            kept = [one for one in own.entries if one.text.strip() and _sense(one) not in known]
            obsolete = {_sense(entry) for entry in shared.obsolete}
            old = [one for one in own.obsolete if _sense(one) not in obsolete]
            if not kept and not old and not own.kept:
                self._write(file, None)
                continue
            slim = replace(own, entries=kept, obsolete=old)
            self._write(file, format_po(slim, [one.about for one in kept]))

    def _school(self) -> None:
        file = school_file(self.folders.own)
        source = read_source(file)
        text = source.text
        value = read_value(text)
        if isinstance(value, dict) and "policies" not in value:
            text = with_key(text, "policies", [])
        try:
            text = with_hidden(text, self.made.hidden)
        except UnclearError as error:
            raise CopyError(f"'hide:' in {file.name} cannot be added to: write it as a list with '- '.") from error
        self._write(file, source.encoded(text))

    def _settings(self) -> None:
        file = next(one for one in map(self.folders.root.__truediv__, ("mkdocs.yml", "mkdocs.yaml")) if one.is_file())
        source = read_source(file)
        text = with_layers(source.text, f"[{self.library.name}]")
        if text is None:
            raise CopyError(f"{file.name} does not name the plugin 'toolkit-builder', to which `layers:` belongs.")
        self._write(file, source.encoded(text))

    def _editors(self) -> None:
        """Takes the lines out that lead editors to a schema that is no more."""
        for file in sorted(self.folders.docs.rglob("*.y*ml")):
            path = self.folders.path_of(file)
            raw = self.made.files.get(path, file.read_bytes())
            if raw is None:
                continue
            text = raw.decode()
            found = _OF_EDITORS.search(text.replace("\r\n", "\n"))
            schema = self.folders.path_of((file.parent / found[1]).resolve()) if found else ""
            if found and self.made.files.get(schema, b"") is None:
                source = read_source(file)
                plain = text.replace("\r\n", "\n").removeprefix("\ufeff")
                self.made.files[path] = source.encoded(_OF_EDITORS.sub("", plain, count=1).lstrip("\n"))


def _sense(entry: PoEntry) -> tuple[object, ...]:
    """What of a translation readers and tools see."""
    return entry.place, entry.source, entry.text, entry.is_fuzzy, entry.comments


def _kept(pieces: Sequence[Piece], lower: Mapping[str, Piece], path: str) -> tuple[list[Piece], list[Piece]]:
    """Those of a file's entries that stay: new ones before all of the library's, and the others.

    Beside what differs, what stands before a new one stays, too: it shows the place where the new one stands.
    """
    is_here = [one.name in lower and lower[one.name].path == path for one in pieces]
    stays = [not _equals(piece, lower.get(piece.name)) for piece in pieces]
    new = [at for at, piece in enumerate(pieces) if piece.name not in lower]
    before = {at: max((one for one in range(at) if is_here[one]), default=None) for at in new}
    for at in new:
        if any(is_here[at:]) and (one := before[at]) is not None:
            stays[one] = True
    if any(is_own and is_theirs for is_own, is_theirs in zip(stays, is_here, strict=True)):
        # New ones at the end would follow the one that stays, if the last did not stay, too.
        for one in before.values():
            if one is not None:
                stays[one] = True
    first = [pieces[at] for at in new if before[at] is None and any(is_here)]
    return first, [one for one, is_own in zip(pieces, stays, strict=True) if is_own and one not in first]


def _equals(piece: Piece, other: Piece | None) -> bool:
    """Whether an entry says what the library's says, in its remarks, too."""
    if other is None or not same(without(piece.value, "based_on"), other.value):
        return False
    return _remarks_in(piece.text) == _remarks_in(other.text)


def _remarks_in(text: str) -> list[str]:
    found = (line.strip() for line in text.split("\n") if line.strip().startswith("#"))
    return [line for line in found if not line.startswith("# yaml-language-server:")]


def _removals(text: str, pieces: Iterable[Piece]) -> Iterator[Edit]:
    """Takes entries out of a file, with the blank lines below each."""
    for piece in pieces:
        end = piece.end
        while text.startswith("\n", end):
            end += 1
        yield Edit(piece.start, end, "")


def _loaded(folders: Folders, library: Layer, made: Layered) -> Toolkit:
    """The toolkit that a copy becomes, tried out in a folder aside."""
    with tempfile.TemporaryDirectory() as place:
        aside = Path(place) / "toolkit"
        docs = folders.path_of(folders.docs)
        files = {f"{docs}/{name}": file.read_bytes() for name, file in files_in(folders.docs)}
        after = {path: raw for path, raw in {**files, **made.files}.items() if raw is not None}
        write_files(aside, after)
        toolkit, _ = load_toolkit(Folders(aside, Path(docs), below=(library,)), languages=())
    return toolkit


def _differences(before: Toolkit, after: Toolkit) -> Iterator[str]:
    """What pages will show otherwise than the copy did."""
    for bank in BANKS:
        old = {name_of(one): one for one in getattr(before, bank.name)}
        new = {name_of(one): one for one in getattr(after, bank.name)}
        for name in sorted(old.keys() | new.keys()):
            was, now = (entries.get(name) for entries in (old, new))
            if not was or not now or was.model_dump() != now.model_dump():
                yield f"{name} is not what it was."
        if old.keys() == new.keys() and [*old] != [*new]:
            yield f"The order of {bank.folder} is the library's now: a layer can add and change, and not move."
