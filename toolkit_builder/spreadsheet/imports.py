"""The walk from a spreadsheet's bytes to YAML files."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

from toolkit_builder.diagnostics import Diagnostic, Location, has_errors, sort_findings
from toolkit_builder.folders import Folders
from toolkit_builder.loading.references import check_references, names_of
from toolkit_builder.model.banks import Activity, Prompt
from toolkit_builder.model.toolkit import Toolkit

from .columns import COLUMNS, Kind, cell_text, kind_of
from .entries import Row, inherit, read_entry, read_rows
from .files import read_sheets
from .matching import Banks, Near, banks_of, check_likeness, find_entries, says_nothing_new
from .words import made_id, slug, titles_of
from .yaml_text import yaml_text

NOBODY_ASKED: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Change:
    """An entry of the toolkit that a row wants otherwise: as it is `before` and `after`. `place` says which row.

    `is_by_text` is true where the row has no id and was found by its text.
    """

    before: Prompt | Activity
    after: Prompt | Activity
    kind: Kind
    place: str
    is_by_text: bool

    @property
    def cells(self) -> dict[str, tuple[str, str]]:
        """By a column's header, what it says before and after; of the columns that differ."""
        pairs = {
            column.header: tuple(cell_text(entry, self.kind, column) for entry in (self.before, self.after))
            for column in COLUMNS
        }
        return {header: (old, new) for header, (old, new) in pairs.items() if old != new}


@dataclass(frozen=True, slots=True)
class Import:
    """What a spreadsheet holds: new entries, changed ones, and findings, sorted.

    `known` counts rows that the toolkit has already. `near` are new entries that may be meant to change another one.
    """

    prompts: tuple[Prompt, ...]
    activities: tuple[Activity, ...]
    known: int
    findings: list[Diagnostic]
    changes: tuple[Change, ...] = ()
    near: tuple[Near, ...] = ()


def _give_ids(rows: list[Row], banks: Banks) -> list[Diagnostic]:
    """Fills empty ids; finds those that stand twice in the file."""
    findings = []
    first: dict[tuple[Kind, str], Row] = {}
    for row in rows:
        if "id" in row.values and row.is_named:
            # Spreadsheet programs begin a cell with a capital letter of their own accord.
            name = row.values["id"] = row.values["id"].casefold()
            other = first.setdefault((row.kind, name), row)
            if other is not row:
                place = other.sheet.name_of(other.number, other.id_column)
                message = f"'{name}' stands twice; the other one is in {place}"
                findings.append(row.finding("duplicate-id", message, row.id_column, "give one of them another name"))
    taken = {kind: {*bank, *(name for of, name in first if of == kind)} for kind, bank in banks.items()}
    for row in rows:
        if "id" not in row.values and "id" not in row.faulty:
            text = row.values.get("text") or row.values.get("title") or ""
            row.values["id"] = made_id(text, row.kind, taken[row.kind])
            taken[row.kind].add(row.values["id"])
            row.is_named = False
    return findings


def _has(bank: Mapping[str, Prompt | Activity], entry: Prompt | Activity, is_named: bool) -> bool:
    """Whether `bank` holds the very same entry; under any id, if it brought none."""
    if is_named:
        return entry.id in bank and _said(bank[entry.id]) == _said(entry)
    alike = (other for other in bank.values() if other.texts[0].text == entry.texts[0].text)
    return any(_said(other)[1:] == _said(entry)[1:] for other in alike)


def _said(entry: Prompt | Activity) -> tuple[object, ...]:
    """What a row can say of an entry, its id first."""
    keys = dict.fromkeys(keys[0] for column in COLUMNS if (keys := column.keys.get(kind_of(entry))))
    return tuple(getattr(entry, key) for key in keys)


@dataclass(slots=True)
class _Found:
    """What the rows of a file are: new entries and changes, each with its row, and how many say nothing new."""

    new: list[tuple[Row, Prompt | Activity]] = field(default_factory=list)
    changes: list[tuple[Row, Change]] = field(default_factory=list)
    known: int = 0

    @property
    def entries(self) -> Iterator[tuple[Row, Prompt | Activity]]:
        yield from self.new
        yield from ((row, change.after) for row, change in self.changes)


def _read_entries(rows: list[Row], banks: Banks, findings: list[Diagnostic], *, is_update: bool) -> _Found:
    """What the rows are for the toolkit; adds to `findings`."""
    found = _Found()
    for row in rows:
        if row.is_passed and row.there:
            found.known += says_nothing_new(row, row.there)
            continue
        entry, faults = read_entry(row)
        findings += faults
        there = row.there = banks[row.kind].get(row.values.get("id", ""))
        # Who adds a line to a file that went out or came in before means the new line.
        if not faults and not row.faulty and _has(banks[row.kind], entry, row.is_named or is_update):
            found.known += 1
        elif there and is_update:
            change = Change(there, entry, row.kind, row.place, not row.is_named)
            found.changes.append((row, change))
        else:
            found.new.append((row, entry))
            if there:
                message = f"the toolkit has '{there.id}' already, and not the same ({there.at('id')})"
                hint = "add --update to change it there; or empty this cell, to add the row as a new entry"
                findings.append(row.finding("duplicate-id", message, row.id_column, hint))
    return found


def _alone(toolkit: Toolkit, entries: list[Prompt | Activity]) -> Toolkit:
    """The toolkit with nothing but `entries` to look at."""
    prompts = tuple(entry for entry in entries if isinstance(entry, Prompt))
    activities = tuple(entry for entry in entries if isinstance(entry, Activity))
    return replace(toolkit, guides=(), prompts=prompts, activities=activities)


def read_import(
    path: str, content: bytes, toolkit: Toolkit, *, is_update: bool = False, about: Mapping[str, str] = NOBODY_ASKED
) -> Import:
    """The new prompts and activities that a spreadsheet holds for `toolkit`. `path` is the file's name.

    With `is_update` rows also change entries, which are found by id or by their text; `about` tells of rows without
    an id, by their places, the ids of those that they change. With errors among the findings, the entries are not to be
    used.
    """
    sheets, findings = read_sheets(path, content)
    rows: list[Row] = []
    titles = titles_of(toolkit.vocabulary)
    for sheet in sheets:
        shown, faults = read_rows(sheet, titles)
        rows += shown
        findings += faults
    banks = banks_of(toolkit)
    if is_update:
        findings += find_entries(rows, banks, about)
        for row in rows:
            if row.there:
                inherit(row, row.there)
    findings += _give_ids(rows, banks)
    found = _read_entries(rows, banks, findings, is_update=is_update)
    new = [row for row, _ in found.new if not row.there]
    alike, near = check_likeness(new, [row for row, _ in found.changes], toolkit, is_update=is_update)
    findings += alike
    for sheet in sheets:
        alone = _alone(toolkit, [entry for row, entry in found.entries if row.sheet is sheet])
        dangling = check_references(alone, names_of(alone, set(), set()))
        # Those of the school and the skills are for `check` to tell.
        findings += [sheet.named(finding) for finding in dangling if finding.location.path == path]
    if sheets and not rows and not has_errors(findings):
        message = "no row below the header holds anything that is shown"
        findings.append(Diagnostic("empty-file", message, Location(path), "write at least one row, or unhide some"))
    made = _alone(toolkit, [entry for _, entry in found.new])
    changes = tuple(change for _, change in found.changes)
    return Import(made.prompts, made.activities, found.known, sort_findings(findings), changes, tuple(near))


def stem_of(file: Path) -> str:
    """How the YAML files are called that are made from a spreadsheet."""
    return slug(file.stem, 80) or "imported"


def files_of(made: Import, file: Path, folders: Folders) -> tuple[dict[str, bytes], list[Diagnostic]]:
    """YAML by its path in docs/, named after the spreadsheet; a finding for each file that is there already."""
    stem = stem_of(file)
    files = {}
    findings = []
    for folder, entries in (("prompts", made.prompts), ("activities", made.activities)):
        if entries:
            name = f"{folder}/{stem}.yml"
            files[name] = yaml_text(entries, folder).encode()
            if (folders.docs / name).exists():
                place = Location(folders.path_of(folders.docs / name))
                hint = "add --update, and what is new in the spreadsheet is added to it; or give that another name"
                findings.append(
                    Diagnostic("file-exists", "this file is there already, and stays as it is", place, hint)
                )
    return files, findings
