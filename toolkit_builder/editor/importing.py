"""A spreadsheet that somebody dropped: what its rows would do to the toolkit, and the files that do it."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from toolkit_builder.diagnostics import Diagnostic, has_errors
from toolkit_builder.folders import Folders
from toolkit_builder.interface import Interface
from toolkit_builder.loading import load_toolkit
from toolkit_builder.model.banks import Activity, Prompt
from toolkit_builder.spreadsheet.cells import column_letters
from toolkit_builder.spreadsheet.imports import Import, read_import
from toolkit_builder.spreadsheet.updates import updated_files

_KEPT = 4
"""Spreadsheets that are remembered between being looked at and being written."""
_BANKS = ("prompts", "activities", "skills")
_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Dropped:
    """A spreadsheet as it came: its name, and what stands in it."""

    name: str
    content: bytes


@dataclass
class Pile:
    """The last spreadsheets that came, by a word that only our pages know."""

    _held: dict[str, Dropped] = field(default_factory=dict)

    def put(self, name: str, content: bytes) -> str:
        """Keeps a spreadsheet, and gives the word for it."""
        # A browser may send a whole path; a name without letters would be none for a file.
        plain = PurePath(name.replace("\\", "/")).name[-_LONGEST_NAME:] or "rows.csv"
        word = hashlib.sha256(plain.encode() + b"\0" + content).hexdigest()[:20]
        self._held.pop(word, None)
        self._held[word] = Dropped(plain, content)
        while len(self._held) > _KEPT:
            self._held.pop(next(iter(self._held)))
        return word

    def get(self, word: str) -> Dropped | None:
        """The spreadsheet of a word; None for one that is not kept any more."""
        return self._held.get(word)


@dataclass(frozen=True, slots=True)
class Asked:
    """A row that has nearly the words of an `entry`: is it a new one, or does it change that?"""

    place: str
    text: str
    entry: Prompt | Activity
    is_change: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """What a spreadsheet would do. With errors among the `findings`, there are no `files`.

    `files` are those to write, by their paths as seen from the toolkit; `digest` is another as soon as these are.
    `about` tells what was chosen for rows about which somebody is asked.
    """

    made: Import
    findings: list[Diagnostic]
    files: Mapping[str, bytes]
    about: Mapping[str, str] = field(default_factory=dict)

    @property
    def new(self) -> tuple[Prompt | Activity, ...]:
        """The entries that the toolkit does not have yet."""
        return (*self.made.prompts, *self.made.activities)

    @property
    def asked(self) -> list[Asked]:
        """The rows about which somebody is asked, in the order of their places, with what holds for now."""
        near = [Asked(one.place, one.text, one.entry, is_change=False) for one in self.made.near]
        chosen = [
            Asked(one.place, one.after.texts[0].text, one.before, is_change=True)
            for one in self.made.changes
            if one.place in self.about
        ]
        return sorted([*near, *chosen], key=lambda one: (len(one.place), one.place))

    @property
    def told(self) -> list[Diagnostic]:
        """The findings without those about which somebody is asked."""
        asked = [one.finding for one in self.made.near]
        return [one for one in self.findings if one not in asked]

    @property
    def digest(self) -> str:
        made = hashlib.sha256()
        for path, content in sorted(self.files.items()):
            made.update(path.encode() + b"\0" + hashlib.sha256(content).digest())
        return made.hexdigest()[:20]


def plan_import(dropped: Dropped, folders: Folders, about: Mapping[str, str]) -> Plan:
    """What the rows of a spreadsheet would do to the toolkit as it is on the disk. Raises OSError.

    `about` are the ids of entries that rows change, by their places, as somebody chose.
    """
    toolkit, findings = load_toolkit(folders, languages=[])
    banks = tuple(f"{folders.path_of(folders.docs / bank)}/" for bank in _BANKS)
    # A file that cannot be read may hold an id or a code of the spreadsheet.
    hiding = [one for one in findings if one.level == "error" and one.location.path.startswith(banks)]
    if hiding:
        return Plan(Import((), (), 0, []), hiding, {})
    made = read_import(dropped.name, dropped.content, toolkit, is_update=True, about=about)
    if has_errors(made.findings):
        return Plan(made, made.findings, {})
    files, in_the_way = updated_files(made, Path(dropped.name), folders)
    found = [*made.findings, *in_the_way]
    whole = {} if has_errors(found) else {folders.path_of(folders.docs / name): raw for name, raw in files.items()}
    return Plan(made, found, whole, about)


@dataclass(frozen=True, slots=True)
class Row:
    """A finding as a row of a table: the cell or the file where it stands, and what the cell says."""

    place: str
    level: str
    message: str
    hint: str
    cell: str


def rows_of(findings: list[Diagnostic], name: str, words: Interface) -> Iterator[Row]:
    """Findings about the spreadsheet called `name`, and about files, for a table.

    Of files it is told what to do in the editor, not in them.
    """
    for one in findings:
        place, message, at = _place(one, name)
        message, hint = message[:1].upper() + message[1:], one.hint.split("\n")[0]
        cell = one.excerpt[at:] if one.location.path == name else ""
        if one.code == "unclear-place" and one.location.line > 1:
            hint = words.t("Change it in its form; then choose the spreadsheet once more.")
        elif one.code == "unclear-place":
            hint = words.t("Give the spreadsheet another name: new rows go into a file that is called like it.")
        elif one.location.path != name:
            message = words.t("This file of your toolkit has a fault, so that rows cannot be compared with it.")
            hint = words.t("Mend what the start page says of it; then choose the spreadsheet once more.")
        yield Row(place, one.level, message, hint, cell)


def _place(one: Diagnostic, name: str) -> tuple[str, str, int]:
    """Where a finding stands as people say it, its message without that, and where its cell begins."""
    line, column = one.location.line, one.location.column - 1
    if one.location.path != name:
        return str(one.location), one.message, 0
    cell = f"{column_letters(column)}{line}"
    before, mark, after = one.message.partition(": ")
    # What stands in a cell begins with its name, after that of its sheet where there are several.
    if mark and before.rpartition("!")[2] == cell:
        return before, after, column
    return (str(line) if line > 1 else ""), one.message, column
