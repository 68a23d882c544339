"""The walk from a spreadsheet's bytes to YAML files."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from toolkit_builder.diagnostics import Diagnostic, Location, has_errors, sort_findings
from toolkit_builder.folders import Folders
from toolkit_builder.loading.references import check_references, names_of
from toolkit_builder.model.banks import Activity, Prompt
from toolkit_builder.model.toolkit import Toolkit

from .cells import Sheet
from .columns import Kind
from .entries import Row, read_entry, read_rows
from .files import read_sheets
from .words import made_id, slug, titles_of
from .yaml_text import yaml_text

_Banks = dict[Kind, Mapping[str, Prompt | Activity]]


@dataclass(frozen=True, slots=True)
class Import:
    """What a spreadsheet holds: new entries, and findings, sorted. `known` counts rows that the toolkit has already."""

    prompts: tuple[Prompt, ...]
    activities: tuple[Activity, ...]
    known: int
    findings: list[Diagnostic]


def _give_ids(rows: list[Row], banks: _Banks) -> list[Diagnostic]:
    """Fills empty ids; finds those that stand twice in the file."""
    findings = []
    first: dict[tuple[Kind, str], Row] = {}
    for row in rows:
        if "id" in row.values:
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
        return entry.id in bank and bank[entry.id].model_dump() == entry.model_dump()
    value = entry.model_dump(exclude={"id"})
    alike = (other for other in bank.values() if other.texts[0].text == entry.texts[0].text)
    return any(other.model_dump(exclude={"id"}) == value for other in alike)


def _read_entries(
    rows: list[Row], banks: _Banks, findings: list[Diagnostic]
) -> tuple[list[tuple[Sheet, Prompt | Activity]], int]:
    """The entries that the toolkit does not have, each with its sheet, and how many it has; adds to `findings`."""
    entries = []
    known = 0
    for row in rows:
        entry, faults = read_entry(row)
        findings += faults
        there = banks[row.kind].get(row.values.get("id", ""))
        # Who adds a line to a file that went out or came in before means the new line.
        if not faults and not row.faulty and _has(banks[row.kind], entry, row.is_named):
            known += 1
            continue
        entries.append((row.sheet, entry))
        if there:
            message = f"the toolkit has '{there.id}' already, and not the same ({there.at('id')})"
            hint = "change it there; or empty this cell, to add the row as a new entry"
            findings.append(row.finding("duplicate-id", message, row.id_column, hint))
    return entries, known


def _alone(toolkit: Toolkit, entries: list[Prompt | Activity]) -> Toolkit:
    """The toolkit with nothing but `entries` to look at."""
    prompts = tuple(entry for entry in entries if isinstance(entry, Prompt))
    activities = tuple(entry for entry in entries if isinstance(entry, Activity))
    return replace(toolkit, guides=(), prompts=prompts, activities=activities)


def read_import(path: str, content: bytes, toolkit: Toolkit) -> Import:
    """The new prompts and activities that a spreadsheet holds for `toolkit`. `path` is the file's name.

    With errors among the findings, the entries are not to be used.
    """
    sheets, findings = read_sheets(path, content)
    rows: list[Row] = []
    titles = titles_of(toolkit.vocabulary)
    for sheet in sheets:
        found, faults = read_rows(sheet, titles)
        rows += found
        findings += faults
    banks: _Banks = {"prompt": toolkit.prompts_by_id, "activity": toolkit.activities_by_id}
    findings += _give_ids(rows, banks)
    entries, known = _read_entries(rows, banks, findings)
    for sheet in sheets:
        alone = _alone(toolkit, [entry for of, entry in entries if of is sheet])
        dangling = check_references(alone, names_of(alone, set(), set()))
        # Those of the school and the skills are for `check` to tell.
        findings += [sheet.named(finding) for finding in dangling if finding.location.path == path]
    if sheets and not rows and not has_errors(findings):
        message = "no row below the header holds anything that is shown"
        findings.append(Diagnostic("empty-file", message, Location(path), "write at least one row, or unhide some"))
    made = _alone(toolkit, [entry for _, entry in entries])
    return Import(made.prompts, made.activities, known, sort_findings(findings))


def files_of(made: Import, file: Path, folders: Folders) -> tuple[dict[str, bytes], list[Diagnostic]]:
    """YAML by its path in docs/, named after the spreadsheet; a finding for each file that is there already."""
    stem = slug(file.stem, 80) or "imported"
    files = {}
    findings = []
    for folder, entries in (("prompts", made.prompts), ("activities", made.activities)):
        if entries:
            name = f"{folder}/{stem}.yml"
            files[name] = yaml_text(entries, folder).encode()
            if (folders.docs / name).exists():
                place = Location(folders.path_of(folders.docs / name))
                hint = "give the spreadsheet another name and import it again; or delete this file first"
                findings.append(
                    Diagnostic("file-exists", "this file is there already, and stays as it is", place, hint)
                )
    return files, findings
