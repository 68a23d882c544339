"""Which file holds what, and how its values become entries."""

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any, cast

from pydantic import ValidationError

from toolkit_builder.cache import NOTHING_KEPT, Cache, key_of
from toolkit_builder.diagnostics import Diagnostic, Location, did_you_mean
from toolkit_builder.model.banks import Activity, Fact, Framework, GlossaryTerm, Prompt, Synonym
from toolkit_builder.model.base import Entry, Mark, Origin
from toolkit_builder.model.guide import Guide
from toolkit_builder.model.insert import Insert
from toolkit_builder.model.kit import KitPiece
from toolkit_builder.model.protocol import ProtocolStep
from toolkit_builder.yaml_source import Document, read_yaml

from .doubts import check_doubts, without_doubts_of_faults
from .explaining import explain_entry
from .own_words import Use, uses_in
from .strays import copied_from, copy_finding, is_system_file


@dataclass(frozen=True, slots=True)
class Bank:
    """One of the toolkit's collections: its name in the toolkit, its entries, and the key that names one.

    They lie in the folder `folder`, or in one file of that name, as a list if `is_list`.
    """

    name: str
    folder: str
    entry: type[Entry]
    key: str = "id"
    is_list: bool = True


BANKS = (
    Bank("guides", "guides", Guide, is_list=False),
    Bank("prompts", "prompts", Prompt),
    Bank("activities", "activities", Activity),
    Bank("frameworks", "skills", Framework, is_list=False),
    Bank("kit", "kit", KitPiece),
    Bank("glossary", "glossary", GlossaryTerm, key="term"),
    Bank("facts", "facts", Fact),
    Bank("synonyms", "search", Synonym, key="find"),
    Bank("protocol", "protocol", ProtocolStep),
    Bank("inserts", "inserts", Insert),
)
_FILES = {bank.folder: bank for bank in BANKS[5:]}
_FOLDERS = {bank.folder: bank for bank in BANKS[:5]}
_BY_ENTRY = {bank.entry: bank for bank in BANKS}
SCHOOL = "school"
"""The name of the school's own file, in docs/."""
YAML_ENDINGS = (".yml", ".yaml")

Job = tuple[Path, str, str]
"""A file to read, its toolkit-relative path, and the folder's name of its bank."""


@dataclass(slots=True)
class FileContent:
    """What one file gave: entries without fault, ids of entries with faults, and findings.

    `faults` are the findings of single entries, by folder and id, such as `prompts/hopes`; `words` are those that
    entries with faults use, of lists to which a school may add. `is_unread` is true for a file whose text could not be
    understood at all: nobody knows which ids it holds. `key` is the hash of what was read.
    """

    entries: list[Entry] = field(default_factory=list)
    faulty: set[str] = field(default_factory=set)
    words: list[Use] = field(default_factory=list)
    is_unread: bool = False
    findings: list[Diagnostic] = field(default_factory=list)
    faults: dict[str, list[Diagnostic]] = field(default_factory=dict)
    key: str = ""

    @property
    def told(self) -> list[Diagnostic]:
        """All findings, those of single entries, too."""
        return [*self.findings, *chain(*self.faults.values())]


def bank_of(entry: Entry) -> Bank:
    """The collection that an entry belongs to."""
    return _BY_ENTRY[type(entry)]


def name_of(entry: Entry) -> str:
    """The folder and id by which layers know an entry, such as `guides/grade-3-first`; capitals do not count."""
    if type(entry) not in _BY_ENTRY:
        return SCHOOL
    bank = bank_of(entry)
    return f"{bank.folder}/{getattr(entry, bank.key)}".casefold()


def by_file(entries: Iterable[Entry], read: Mapping[str, Mapping[str, str]]) -> dict[str, list[Entry]]:
    """The entries of each file, by a hash of what was read of it, and of which entries of it they are.

    Others may have taken the place of some. `read` is as in Toolkit.
    """
    files: dict[str, list[Entry]] = {}
    for entry in entries:
        files.setdefault(entry.origin.path, []).append(entry)
    keys = {path: key for folder in read.values() for path, key in folder.items()}
    return {key_of(path, keys.get(path, ""), *map(name_of, found)): found for path, found in files.items()}


def names_before(entry: Entry) -> list[str]:
    """The folder and id of each that an entry with `old_ids` took the place of, as `name_of` writes them."""
    return [f"{bank_of(entry).folder}/{old}".casefold() for old in getattr(entry, "old_ids", ())]


def _folder_of(relative: Path) -> str:
    """The folder's name of the bank whose file this is, as seen from docs/, or that of the school; empty for others."""
    if len(relative.parts) == 1:
        return relative.stem if relative.stem in (*_FILES, SCHOOL) else ""
    return relative.parts[0] if relative.parts[0] in _FOLDERS else ""


def _ids_in(value: Any) -> Iterator[str]:
    """Every id or code inside a value with faults, so that those who point to it are not blamed too."""
    if isinstance(value, dict):
        for key in ("id", "code"):
            if isinstance(value.get(key), str):
                yield value[key]
        for inner in value.values():
            if isinstance(inner, (dict, list)):
                yield from _ids_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _ids_in(inner)


def _normal_grades(value: Any) -> Any:
    """Grades as texts: an author writes `grades: [3, 4]`, and YAML makes numbers of them."""
    if isinstance(value, dict):
        changed = {
            key: [str(grade) if type(grade) is int else grade for grade in inner]
            if key == "grades" and isinstance(inner, list)
            else _normal_grades(inner)
            for key, inner in value.items()
            if isinstance(inner, (dict, list))
        }
        return {**value, **changed} if changed else value
    if isinstance(value, list) and value and isinstance(value[0], (dict, list)):
        return [_normal_grades(inner) for inner in value]
    return value


def read_value(kind: type[Entry], value: Any, origin: Origin) -> Entry:
    """One entry from its plain values. Raises pydantic's ValidationError."""
    made = kind.model_validate(_normal_grades(value))
    return with_origins(made, origin)


def with_origins(made: Entry, origin: Origin) -> Entry:
    """An entry and those inside it, told where they came from."""
    made.with_origin(origin)
    if isinstance(made, Framework):
        for position, skill in enumerate(made.skills):
            skill.with_origin(_inner_origin(origin, "skills", position))
    if isinstance(made, Guide):
        for key in ("prompts", "activities"):
            for position, use in enumerate(getattr(made, key)):
                if isinstance(use, Entry):
                    use.with_origin(_inner_origin(origin, key, position))
    return made


def read_entry(kind: type[Entry], value: Any, origin: Origin, content: FileContent) -> Entry | None:
    """One entry from its plain values, or None with its faults in `content`."""
    try:
        return read_value(kind, value, origin)
    except ValidationError as error:
        faults = explain_entry(error.errors(include_url=False), kind, origin)
        bank = _BY_ENTRY.get(kind)
        name = value.get(bank.key) if bank and isinstance(value, dict) else None
        if bank and isinstance(name, str):
            content.faults.setdefault(f"{bank.folder}/{name}".casefold(), []).extend(faults)
        else:
            content.findings += faults
        content.faulty.update(_ids_in(value))
        content.words += uses_in(kind, value, origin)
        return None


def _inner_origin(origin: Origin, *keys: str | int) -> Origin:
    mark: Mark = origin.mark
    for key in keys:
        mark = cast(Mark, mark.child(key))
    return Origin(origin.path, mark)


def _read_list(kind: type[Entry], document: Document, path: str, content: FileContent) -> None:
    if not isinstance(document.value, list):
        place = Origin(path, document.mark).at()
        message = "this file is a list: each entry starts with '- '"
        hint = "put '- ' before the first key of each entry, and two spaces before its other keys"
        content.findings.append(Diagnostic("wrong-kind", message, place, hint))
        content.faulty.update(_ids_in(document.value))
        return
    for position, value in enumerate(document.value):
        mark = cast(Mark, document.mark.child(position))
        entry = read_entry(kind, value, Origin(path, mark), content)
        if entry:
            content.entries.append(entry)


def _read_guide(document: Document, path: str, is_only: bool, content: FileContent) -> None:
    stem = Path(path).stem
    origin = Origin(path, document.mark)
    value = document.value
    if isinstance(value, dict) and "id" not in value:
        if not is_only:
            content.findings.append(
                Diagnostic("missing-id", "this file holds several guides, and this one has no id", origin.at())
            )
        value = {"id": stem, **value}
    guide = read_entry(Guide, value, origin, content)
    if guide:
        content.entries.append(guide)
    else:
        content.faulty.add(stem)


def nothing_in(path: str) -> Diagnostic:
    """The finding for a file that holds nothing at all."""
    return Diagnostic("empty-file", "this file holds nothing yet", Location(path), "write it, or delete it")


def read_file(path: str, raw: bytes, folder: str) -> FileContent:
    """The entries of one file. `path` is toolkit-relative; `folder` is the folder's name of its bank."""
    bank = _FILES.get(folder) or _FOLDERS[folder]
    documents, findings = read_yaml(path, raw)
    content = FileContent(findings=findings, is_unread=bool(findings) and not documents)
    if content.is_unread and bank.entry is Guide:
        # Who hides a guide need not mind that nobody can read its file.
        content = FileContent(is_unread=True, faults={f"{folder}/{Path(path).stem}".casefold(): findings})
    if not documents and not findings:
        content.findings.append(nothing_in(path))
    guides = sum(isinstance(document.value, dict) for document in documents)
    for document in documents:
        content.findings += check_doubts(document, bank.entry, path)
        if document.value is None:
            content.findings.append(
                Diagnostic("empty-file", "nothing stands here yet", Origin(path, document.mark).at())
            )
        elif bank.is_list:
            _read_list(bank.entry, document, path, content)
        elif bank.entry is Guide:
            _read_guide(document, path, guides == 1, content)
        else:
            entry = read_entry(bank.entry, document.value, Origin(path, document.mark), content)
            if entry:
                content.entries.append(entry)
    content.findings = without_doubts_of_faults(content.findings, content.faults.values())
    return content


def read_raw(file: Path, path: str) -> bytes | Diagnostic:
    """What `file` holds, or a finding that it cannot be opened; `path` is its toolkit-relative one."""
    try:
        return file.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return Diagnostic("unreadable-file", f"this file cannot be opened: {reason.lower()}", Location(path))


class Reader:
    """Reads files again and again, and parses only those whose bytes changed; the others give the same entries.

    What an earlier run of the program parsed comes from the `cache`.
    """

    def __init__(self, cache: Cache = NOTHING_KEPT) -> None:
        self.cache = cache
        self._known: dict[str, tuple[bytes, FileContent]] = {}

    def __call__(self, job: Job) -> FileContent:
        file, path, folder = job
        raw = read_raw(file, path)
        if isinstance(raw, Diagnostic):
            return FileContent(is_unread=True, findings=[raw])
        known = self._known.get(path)
        if known is None or known[0] != raw:
            key = key_of("entries", path, folder, raw)
            content = self.cache.value(key, lambda: read_file(path, raw, folder))
            content.key = key
            known = self._known[path] = (raw, content)
        return known[1]


def _links(folder: Path) -> Iterator[Path]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_symlink():
                yield Path(entry.path)
            elif entry.is_dir():
                yield from _links(Path(entry.path))


def find_files(found: Mapping[str, Path], folder: Path, name: str) -> tuple[list[Job], list[Diagnostic]]:
    """Those of the files `found` in `folder` that hold entries, or the school; `name` is the folder's as findings say.

    The findings are those for YAML files that nobody reads.
    """
    jobs = []
    findings = []
    files = {Path(inner): file for inner, file in found.items()}
    # A link whose file is gone is no file; reading it says so.
    files |= {
        link.relative_to(folder): link for link in (_links(folder) if folder.is_dir() else ()) if not link.exists()
    }
    siblings: dict[Path, list[Path]] = {}
    for relative, file in files.items():
        if _folder_of(relative):
            siblings.setdefault(relative.parent, []).append(file)
    for relative, file in files.items():
        if file.suffix.lower() not in YAML_ENDINGS or is_system_file(file.name):
            continue
        if any(part.startswith(".") for part in relative.parts) or relative.parts[0] == "assets":
            continue
        path = f"{name}/{relative.as_posix()}"
        if original := copied_from(file, siblings.get(relative.parent, ())):
            findings.append(copy_finding(path, original.name))
        elif bank := _folder_of(relative):
            jobs.append((file, path, bank))
        else:
            known = [*_FOLDERS, *_FILES, SCHOOL]
            hint = did_you_mean(relative.parts[0].partition(".")[0], known) or (
                f"YAML lies in {', '.join(f'{name}/' for name in _FOLDERS)}, or is one of "
                f"{', '.join(f'{stem}.yml' for stem in (SCHOOL, *_FILES))}"
            )
            findings.append(Diagnostic("unknown-file", "nobody reads a YAML file in this place", Location(path), hint))
    return jobs, findings
