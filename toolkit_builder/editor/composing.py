"""The files that change when whole entries do: new ones, those taken over, renamed, hidden or taken out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from toolkit_builder.drafts import guide_like, new_guide
from toolkit_builder.folders import Folders
from toolkit_builder.loading.files import SCHOOL, YAML_ENDINGS
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.model.vocabulary import GRADES
from toolkit_builder.spreadsheet.words import slug
from toolkit_builder.upgrading.bases import BASES, format_bases, read_bases
from toolkit_builder.upgrading.below import Files
from toolkit_builder.upgrading.lines import with_hidden
from toolkit_builder.upgrading.owning import OwnError, files_owning, with_entry, with_schema
from toolkit_builder.upgrading.pieces import KINDS, Piece, Source, pieces_in, read_source, school_file

from .changes import file_with, with_edits
from .holdings import Held, Holdings
from .items import Edit, EditError, Keys
from .kept import Content

_OF_ONE = ("guides", "skills")
"""Kinds whose entries have a file each."""
_IN_FOLDERS = ("prompts", "activities", "kit")
"""Kinds whose entries stand in lists in the files of a folder; those of other kinds, in one file."""
_RENAMED = ("guides", "prompts", "activities", "inserts")
"""Kinds whose entries know their names of before."""
_LEADING = ("guides", "inserts", "kit")
_LEADING_KEYS = {"guides": "next_visit", "prompts": "prompts", "activities": "activities", "inserts": "inserts"}
"""Kinds whose entries lead to others, and the keys under which they do, by the kind to which these lead."""
_LONGEST_ID = 80
_SORTED_BY = ("purpose", "routine")


@dataclass(frozen=True, slots=True)
class Draft:
    """Files to write, None for one that goes, and the entry that they make or change."""

    files: Mapping[str, Content]
    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class Composer:
    """Composes files for the toolkit as it is now. Every method raises EditError for what cannot be done."""

    folders: Folders
    toolkit: Toolkit
    holdings: Holdings
    below: Files
    """What was read of the files of the layers below."""

    # --- New ones ---

    def new(self, kind: str, id: str, values: Mapping[str, Any]) -> Draft:  # noqa: A002
        """A new entry with `values`."""
        self._refuse_taken(kind, id)
        key = KINDS[kind]
        is_named = kind != "guides"
        start = f"{key}: {id}\n" if kind == "skills" else f"- {key}: x\n"
        edits = [Edit((one,), value=said) for one, said in values.items() if one != key]
        if kind == "guides":
            first, *rest = edits or [Edit(("title",), value=id)]
            text = with_edits(kind, f"{first.keys[0]}: x\n", {first.keys[0]: "x"}, [first, *rest])
            return self._written(kind, id, text)
        held = {key: id if kind == "skills" else "x"}
        named = [Edit((key,), value=id)] if is_named else []
        return self._written(kind, id, with_edits(kind, start, held, [*named, *edits]), values)

    def guide(self, title: str, grades: Sequence[str], visit: str, like: str) -> Draft:
        """A guide begun, a short one or one like another."""
        chosen = [grade for grade in GRADES if grade in grades]
        name = slug(title, _LONGEST_ID)
        if not name:
            raise EditError("A guide's web address is made of its title: give it one with letters from A to Z.")
        if not chosen:
            raise EditError("Choose at least one grade.")
        self._refuse_taken("guides", name)
        if like:
            text = guide_like(self._shown("guides", like).text, title, chosen, visit)
        else:
            text = new_guide(self.toolkit, name, title, chosen, visit)
        return self._written("guides", name, text)

    def copy(self, kind: str, id: str, new_id: str) -> Draft:  # noqa: A002
        """An entry once more, under another id."""
        self._refuse_taken(kind, new_id)
        text, value = self._shown(kind, id).text, self._shown(kind, id).value
        gone = [Edit((key,), "remove") for key in ("old_ids", "based_on") if key in value]
        if kind == "guides" and KINDS[kind] in value:
            gone.append(Edit((KINDS[kind],), "remove"))
        named = [] if kind == "guides" else [Edit((KINDS[kind],), value=new_id)]
        return self._written(kind, new_id, with_edits(kind, text, value, [*gone, *named]), value)

    def _written(self, kind: str, id: str, text: str, values: Mapping[str, Any] | None = None) -> Draft:  # noqa: A002
        layer = self.folders.own
        if kind in _OF_ONE:
            file = layer.docs / kind / f"{id}.yml"
            return Draft({self.folders.path_of(file): with_schema(layer, file, kind, text).encode()}, kind, id)
        file = self._file_for(kind, values or {})
        source = read_source(file)
        changed, _ = with_entry(layer, file, kind, source.text, text)
        path = self.folders.path_of(file)
        if f"{kind}/{id}".casefold() not in {one.name for one in pieces_in(changed, file, path, kind)}:
            raise EditError("Nothing can be added to {file}: make it a list with '- '.", file=file.name)
        return Draft({path: source.encoded(changed)}, kind, id)

    def _file_for(self, kind: str, values: Mapping[str, Any]) -> Path:
        """The file of the own layer that gets a new entry: one of its sort, or one of the school's own."""
        docs = self.folders.own.docs
        if kind not in _IN_FOLDERS:
            files = [docs / f"{kind}{ending}" for ending in YAML_ENDINGS]
            return next((file for file in files if file.is_file()), files[0])
        sort = next((str(values[key]) for key in _SORTED_BY if values.get(key)), "")
        sorts = [docs / kind / f"{sort}{ending}" for ending in YAML_ENDINGS if sort and "/" not in sort]
        return next((file for file in sorts if file.is_file()), docs / kind / "own.yml")

    def _refuse_taken(self, kind: str, id: str) -> None:  # noqa: A002
        if kind == SCHOOL or kind not in KINDS:
            raise EditError("There is only one of these.")
        if not id.strip() or "/" in id or "\\" in id or (kind in _OF_ONE and slug(id, _LONGEST_ID) != id):
            raise EditError("A name has small letters, digits and single hyphens, such as hopes-and-dreams.")
        held = self.holdings.held(kind, id)
        if held or (kind in _OF_ONE and (self.folders.own.docs / kind / f"{id}.yml").exists()):
            raise EditError("There is one called '{name}' already. Choose another name.", name=id)

    # --- Those that are there ---

    def taken(self, held: Held) -> dict[str, Content]:
        """The files after an entry of a layer below is taken over into the school's own."""
        try:
            return dict(files_owning(self.folders, held.name, self.below)[1])
        except OwnError as error:
            raise EditError("This could not be taken over from the library: {why}", why=error) from error

    def taken_with(self, held: Held, edits: Sequence[Edit]) -> dict[str, Content]:
        """The files after an entry of a layer below is taken over, and changed there."""
        files = self.taken(held)
        path = next(path for path in files if path != BASES)
        raw = files[path]
        assert raw is not None, "a file that is taken over"
        piece = self._piece_in(raw, replace(held, file=self.folders.file_of(path), path=path))
        if piece is None:
            raise EditError("{file} is written in a way that cannot be changed here. Change it there.", file=path)
        return files | {path: file_with(raw, piece, with_edits(held.kind, piece.text, piece.value, edits))}

    def renamed(self, kind: str, id: str, new_id: str) -> Draft:  # noqa: A002
        """An own entry under another id, which remembers the one of before; own entries that lead to it follow."""
        held, piece = self._own(kind, id)
        if kind not in _RENAMED:
            raise EditError("Its name cannot be changed, as others may lead to it. Write a new one, and take this out.")
        if len(self.holdings.by_name[held.name]) > 1:
            raise EditError("The library has one of this name, to which it leads. Make a copy with another name.")
        self._refuse_taken(kind, new_id)
        files = self._led_to(kind, held.id, new_id)
        value = piece.value
        before = [one for one in value.get("old_ids", []) if one != new_id]
        edits = [Edit(("old_ids",), value=[*before, held.id])]
        path = held.path
        if kind != "guides" or KINDS[kind] in value:
            edits.insert(0, Edit((KINDS[kind],), value=new_id))
        else:
            # A guide is called as its file.
            path = self.folders.path_of(held.file.with_name(f"{new_id}{held.file.suffix}"))
        raw = files.pop(held.path, None) or held.file.read_bytes()
        piece = self._piece_in(raw, held) or piece
        changed = file_with(raw, piece, with_edits(kind, piece.text, piece.value, edits))
        return Draft({**files, held.path: None, path: changed}, kind, new_id)

    def _led_to(self, kind: str, id: str, new_id: str) -> dict[str, Content]:  # noqa: A002
        """The own files in which entries lead to one by its id, leading to its new one."""
        files: dict[str, Content] = {}
        for layers in self.holdings.by_name.values():
            held = layers[-1]
            piece = self.holdings.piece(held) if self.holdings.is_own(held) and held.kind in _LEADING else None
            found = list(_references(piece.value, _LEADING_KEYS[kind], id)) if piece else []
            if not piece or not found:
                continue
            raw = files.get(held.path) or held.file.read_bytes()
            piece = self._piece_in(raw, held) or piece
            edits = [Edit(keys, value=new_id) for keys in found]
            files[held.path] = file_with(raw, piece, with_edits(held.kind, piece.text, piece.value, edits))
        return files

    def _piece_in(self, raw: bytes, held: Held) -> Piece | None:
        """An entry in the bytes that its file may get."""
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
        found = pieces_in(text, held.file, held.path, held.kind)
        return next((one for one in found if one.name == held.name), None)

    def removed(self, kind: str, id: str) -> Draft:  # noqa: A002
        """The files without an own entry."""
        held, piece = self._own(kind, id)
        if kind == SCHOOL:
            raise EditError("A toolkit needs its school.")
        source = read_source(held.file)
        before, after = source.text[: piece.start], source.text[piece.end :]
        rest = before + after.removeprefix("\n").removeprefix("\n" if before.endswith("\n\n") or not before else "")
        is_empty = not any(line.strip() and not line.startswith("#") for line in rest.split("\n"))
        files: dict[str, Content] = {held.path: None if is_empty else source.encoded(rest)}
        bases, findings = read_bases(self.folders)
        known = bases.of(self.folders.edition).entries
        if not findings and held.name in known:
            del known[held.name]
            files[BASES] = format_bases(bases)
        return Draft(files, kind, id)

    def with_text(self, held: Held, text: str) -> dict[str, Content]:
        """The files with another text of an own entry, or with it at its end where it is not there any more."""
        piece = self.holdings.piece(held)
        if piece is None:
            raise _unreadable(held)
        return {held.path: file_with(held.file.read_bytes(), piece, text)}

    def again(self, kind: str, id: str, text: str) -> Draft:  # noqa: A002
        """An entry that is not there any more, as it was."""
        if (held := self.holdings.held(kind, id)) and self.holdings.is_own(held):
            return Draft(self.with_text(held, text), kind, id)
        return self._written(kind, id, text)

    # --- Hiding ---

    def hidden(self, held: Held) -> Draft:
        """The school's file that leaves an entry out of the site."""
        source, path = self._school()
        return Draft({path: source.encoded(with_hidden(source.text, [held.name]))}, held.kind, held.id)

    def shown(self, held: Held) -> Draft:
        """The school's file without the line that hides an entry."""
        school = self.holdings.held(SCHOOL, SCHOOL)
        piece = self.holdings.piece(school) if school else None
        if school is None or piece is None or not self.holdings.is_own(school):
            raise EditError("It is not hidden in your own file.")
        patterns = [str(one) for one in piece.value.get("hide") or []]
        found = [number for number, one in enumerate(patterns) if one.casefold() == held.name]
        if not found:
            pattern = next((one for one in patterns if fnmatchcase(held.name, one.casefold())), "")
            raise EditError(
                "“{pattern}”, at what your school leaves out, hides this one and others. Change it there.",
                pattern=pattern,
            )
        keys = [("hide",)] if len(patterns) == len(found) else [("hide", number) for number in reversed(found)]
        text = with_edits(SCHOOL, piece.text, piece.value, [Edit(one, "remove") for one in keys])
        return Draft(self.with_text(school, text), held.kind, held.id)

    def _school(self) -> tuple[Source, str]:
        file = school_file(self.folders.own)
        if not file.is_file():
            raise EditError(
                "There is no {file}: a school's own toolkit begins with it.", file=self.folders.path_of(file)
            )
        return read_source(file), self.folders.path_of(file)

    def _own(self, kind: str, id: str) -> tuple[Held, Piece]:  # noqa: A002
        held = self.holdings.held(kind, id)
        if held is None:
            raise EditError("It is not there any more.")
        if not self.holdings.is_own(held):
            raise EditError("This is the library's. Change something in it first; then it is yours.")
        piece = self.holdings.piece(held)
        if piece is None:
            raise _unreadable(held)
        return held, piece

    def _shown(self, kind: str, id: str) -> Piece:  # noqa: A002
        held = self.holdings.held(kind, id)
        piece = self.holdings.worded(held) if held else None
        if piece is None:
            raise EditError("It is not there any more, or cannot be read.")
        return piece


def _unreadable(held: Held) -> EditError:
    return EditError("{file} cannot be read just now. Mend it, or bring back its last version.", file=held.path)


def _references(value: Any, key: str, id: str, keys: Keys = ()) -> Iterator[Keys]:  # noqa: A002
    """The keys of all values that are an `id`, or one of several, under a `key` somewhere in an entry."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _references(inner, key, id, (*keys, name))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _references(inner, key, id, (*keys, number))
    elif value == id and key in keys[-2:] and isinstance(value, str):
        yield keys
