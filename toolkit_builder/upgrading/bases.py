"""`.base.yml`: what the texts below were when a school changed them, so that an upgrade knows who changed what."""

import re
import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import yaml

from toolkit_builder.diagnostics import Diagnostic
from toolkit_builder.folders import Folders
from toolkit_builder.loading import find_editions
from toolkit_builder.outputs import where_open, write_files
from toolkit_builder.yaml_source import read_yaml

from .below import LISTED, Below, Files, version_of
from .lines import wording_of
from .pieces import pieces_of, read_source, school_file

BASES = ".base.yml"
_ABOUT = """\
# What the library's texts were when this toolkit changed them. `toolkit-builder upgrade` compares with it.
# The tools keep this file. Put it into git, and into backups, with the others.
"""
_WIDTH = 120
_ODD_BREAK = re.compile("[\u0085\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Base:
    """A text below, and the version in which it stood."""

    version: str
    text: str


@dataclass(slots=True)
class Remembered:
    """What one layer was made from: entries by their names, wording by its places."""

    entries: dict[str, Base] = field(default_factory=dict)
    wording: dict[str, Base] = field(default_factory=dict)


@dataclass(slots=True)
class Bases:
    """All that `.base.yml` holds. `layers` has the toolkit's own layer under an empty id, and one for each school.

    `listed` are the ids that were below when somebody last looked, and the languages; None before anybody did.
    """

    layers: dict[str, Remembered] = field(default_factory=dict)
    version: str = ""
    listed: dict[str, list[str]] | None = None

    def of(self, edition: str) -> Remembered:
        """What is remembered of a layer."""
        return self.layers.setdefault(edition, Remembered())


def read_bases(folders: Folders) -> tuple[Bases, list[Diagnostic]]:
    """What a toolkit remembers; with findings where the file cannot be understood."""
    file = folders.root / BASES
    if not file.is_file():
        return Bases(), []
    documents, findings = read_yaml(BASES, file.read_bytes())
    value = documents[0].value if documents else None
    if not isinstance(value, dict):
        return Bases(), findings
    below = value.get("below")
    made = Bases({"": _remembered(value)})
    schools = value.get("schools")
    for edition, inner in schools.items() if isinstance(schools, dict) else ():
        made.layers[edition] = _remembered(inner)
    if isinstance(below, dict):
        made.version = str(below.get("version", ""))
        kept = {kind: [str(one) for one in ids] for kind, ids in below.items() if isinstance(ids, list)}
        made.listed = kept
    return made, [one for one in findings if one.level == "error"]


def _remembered(value: Any) -> Remembered:
    made = Remembered()
    for name, bases in (("entries", made.entries), ("wording", made.wording)):
        held = value.get(name) if isinstance(value, dict) else None
        for key, one in held.items() if isinstance(held, dict) else ():
            if isinstance(one, dict):
                bases[key] = Base(str(one.get("from", "")), str(one.get("text", "")))
    return made


def format_bases(bases: Bases) -> bytes:
    """The text of `.base.yml`."""
    held: dict[str, Any] = _values(bases.of(""))
    schools = {edition: values for edition, one in sorted(bases.layers.items()) if edition and (values := _values(one))}
    if schools:
        held["schools"] = schools
    text = yaml.dump(held, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=10_000) if held else ""
    if bases.listed is not None:
        text += f"below:\n  version: {bases.version}\n"
        text += "".join(f"  {kind}:{_list(ids)}" for kind, ids in bases.listed.items())
    return (_ABOUT + text).encode()


def _list(ids: Iterable[str]) -> str:
    lines = textwrap.wrap(", ".join(ids), _WIDTH - 6, break_long_words=False, break_on_hyphens=False)
    joined = "\n     ".join(lines)
    return f"\n    [{joined}]\n"


def _values(one: Remembered) -> dict[str, Any]:
    made = {}
    for name, bases in (("entries", one.entries), ("wording", one.wording)):
        if bases:
            made[name] = {key: {"from": base.version, "text": base.text} for key, base in sorted(bases.items())}
    return made


class _Dumper(yaml.SafeDumper):
    """Texts of several lines as they are."""


_Dumper.add_representer(
    str,
    # A line break of another kind would end a line of a block, and come back as a plain one.
    lambda dumper, text: dumper.represent_scalar(
        "tag:yaml.org,2002:str", text, style="|" if "\n" in text and not _ODD_BREAK.search(text) else None
    ),
)


def remembered_now(bases: Bases, folders: Folders, edition: str = "", files: Files | None = None) -> bool:
    """Adds to `bases` what a layer was made from and nobody wrote down yet; whether there was any.

    `files` are those that were read before, for other layers over the same ones.
    """
    *lower, layer = replace(folders, edition=edition).layers
    if not lower:
        return False
    below = Below(tuple(lower), {} if files is None else files)
    known, is_new = bases.of(edition), False
    for name, piece in pieces_of(layer).items():
        if name in known.entries or not (found := below.piece(name)):
            continue
        base = Base(version_of(found[1]), found[0].text)
        # What says that it was made from another version was not made from this text.
        if piece.value.get("based_on", base.version) == base.version:
            known.entries[name] = base
            is_new = True
    for place in wording_of(read_source(school_file(layer)).text):
        text = below.text(place) if place not in known.wording else None
        if text is not None:
            known.wording[place] = Base(version_of(lower[-1]), text)
            is_new = True
    if not edition and bases.listed is None:
        bases.version, bases.listed = listed_now(below)
        is_new = True
    return is_new


def listed_now(below: Below) -> tuple[str, dict[str, list[str]]]:
    """The version of what lies below, and the ids and languages there."""
    return ", ".join(map(version_of, below.layers)), {**below.names(), "languages": below.languages()}


def remember_bases(folders: Folders) -> None:
    """Writes down what own entries and wording were made from, where that is new; for a toolkit without errors.

    Where nothing may be written, or the file cannot be understood, nothing is.
    """
    bases, findings = read_bases(folders)
    if findings:
        return
    editions = ["", *find_editions(folders.root)[0]]
    files: Files = {}
    found = [remembered_now(bases, folders, edition, files) for edition in editions]
    if any(found):
        with where_open():
            write_files(folders.root, {BASES: format_bases(bases)})


def news(
    before: Mapping[str, list[str]] | None, now: Mapping[str, list[str]]
) -> dict[str, tuple[list[str], list[str]]]:
    """By kind, the ids that came since `before`, and those that went."""
    if before is None:
        return {}
    told = {}
    for kind in (*LISTED, "languages"):
        old, new = before.get(kind, []), now.get(kind, [])
        came, went = [one for one in new if one not in old], [one for one in old if one not in new]
        if came or went:
            told[kind] = (came, went)
    return told
