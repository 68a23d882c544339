"""Which file holds what, and how its values become entries."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Any, cast

from pydantic import ValidationError

from toolkit_builder.diagnostics import Diagnostic, Location, did_you_mean, sort_findings
from toolkit_builder.folders import Folders
from toolkit_builder.model.banks import Activity, Fact, Framework, GlossaryTerm, Prompt, Synonym
from toolkit_builder.model.base import Entry, Mark, Origin
from toolkit_builder.model.guide import Guide
from toolkit_builder.model.school import Colors, Contact, Interpreting, Logo, School
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.outputs import files_in
from toolkit_builder.site_words import check_words
from toolkit_builder.yaml_source import Document, read_yaml

from .catalogues import check_locales, read_catalogue
from .doubts import check_doubts, without_doubts_of_faults
from .explaining import explain_entry
from .hand_written import check_hand_written
from .hidden_pages import check_hidden_pages
from .logos import check_logos
from .references import check_old_ids, check_references, names_of
from .strays import copied_from, copy_finding, is_system_file, kept_back


@dataclass(frozen=True, slots=True)
class _Kind:
    """What one kind of file holds."""

    entry: type[Entry]
    is_list: bool = False


_FILES = {
    "school": _Kind(School),
    "glossary": _Kind(GlossaryTerm, is_list=True),
    "facts": _Kind(Fact, is_list=True),
    "search": _Kind(Synonym, is_list=True),
}
_FOLDERS = {
    "guides": _Kind(Guide),
    "prompts": _Kind(Prompt, is_list=True),
    "activities": _Kind(Activity, is_list=True),
    "skills": _Kind(Framework),
}
TEMPLATES = "templates"
"""The folder of a school's own templates, in the toolkit's."""
YAML_ENDINGS = (".yml", ".yaml")
BANKS: dict[str, tuple[type[Entry], str]] = {
    "guides": (Guide, "id"),
    "prompts": (Prompt, "id"),
    "activities": (Activity, "id"),
    "frameworks": (Framework, "id"),
    "glossary": (GlossaryTerm, "term"),
    "facts": (Fact, "id"),
    "synonyms": (Synonym, "find"),
}
"""The toolkit's collections, what they hold, and the key that names an entry."""

# Stands in for a school.yml with faults, so that all other faults are still found in the same run.
_PLACEHOLDER_SCHOOL = School(
    name="School",
    short_name="School",
    logo=Logo(file="assets/logo.svg", alt="A school"),
    colors=Colors(primary="#1f4f5f", accent="#7a3412"),
    contacts=(Contact(who="Office"),),
    languages=("en",),
    interpreting=Interpreting(contact="Office", languages=("es",)),
    compensation_note="-",
    training_note="-",
)


Job = tuple[Path, str, str]
"""A file to read, its toolkit-relative path, and the name of its kind."""


@dataclass(slots=True)
class FileContent:
    """What one file gave: entries without fault, ids of entries with faults, and findings.

    `is_unread` is true for a file whose text could not be understood at all: nobody knows which ids it holds.
    """

    entries: list[Entry] = field(default_factory=list)
    faulty: set[str] = field(default_factory=set)
    is_unread: bool = False
    findings: list[Diagnostic] = field(default_factory=list)


def _kind_of(relative: Path) -> _Kind | None:
    if len(relative.parts) == 1:
        return _FILES.get(relative.stem)
    return _FOLDERS.get(relative.parts[0])


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
    """One entry from its plain values, or None with its faults among the findings of `content`."""
    try:
        return read_value(kind, value, origin)
    except ValidationError as error:
        content.findings += explain_entry(error.errors(include_url=False), kind, origin)
        content.faulty.update(_ids_in(value))
        return None


def _inner_origin(origin: Origin, *keys: str | int) -> Origin:
    mark: Mark = origin.mark
    for key in keys:
        mark = cast(Mark, mark.child(key))
    return Origin(origin.path, mark)


def _read_list(kind: _Kind, document: Document, path: str, content: FileContent) -> None:
    if not isinstance(document.value, list):
        place = Origin(path, document.mark).at()
        message = "this file is a list: each entry starts with '- '"
        hint = "put '- ' before the first key of each entry, and two spaces before its other keys"
        content.findings.append(Diagnostic("wrong-kind", message, place, hint))
        content.faulty.update(_ids_in(document.value))
        return
    for position, value in enumerate(document.value):
        mark = cast(Mark, document.mark.child(position))
        entry = read_entry(kind.entry, value, Origin(path, mark), content)
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


def read_file(path: str, raw: bytes, kind_name: str) -> FileContent:
    """The entries of one file. `path` is toolkit-relative; `kind_name` is a file's stem or its folder's name."""
    kind = _FILES.get(kind_name) or _FOLDERS[kind_name]
    documents, findings = read_yaml(path, raw)
    content = FileContent(findings=findings, is_unread=bool(findings) and not documents)
    if not documents and not findings:
        content.findings.append(nothing_in(path))
    guides = sum(isinstance(document.value, dict) for document in documents)
    for document in documents:
        content.findings += check_doubts(document, kind.entry, path)
        if document.value is None:
            content.findings.append(
                Diagnostic("empty-file", "nothing stands here yet", Origin(path, document.mark).at())
            )
        elif kind.is_list:
            _read_list(kind, document, path, content)
        elif kind.entry is Guide:
            _read_guide(document, path, guides == 1, content)
        else:
            entry = read_entry(kind.entry, document.value, Origin(path, document.mark), content)
            if entry:
                content.entries.append(entry)
    content.findings = without_doubts_of_faults(content.findings)
    return content


def read_raw(file: Path, path: str) -> bytes | Diagnostic:
    """What `file` holds, or a finding that it cannot be opened; `path` is its toolkit-relative one."""
    try:
        return file.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return Diagnostic("unreadable-file", f"this file cannot be opened: {reason.lower()}", Location(path))


def read_job(job: Job) -> FileContent:
    """The entries of one file on disk."""
    file, path, kind_name = job
    raw = read_raw(file, path)
    if isinstance(raw, Diagnostic):
        return FileContent(is_unread=True, findings=[raw])
    return read_file(path, raw, kind_name)


def find_files(folder: Path, name: str) -> tuple[list[Job], list[Diagnostic]]:
    """The YAML files in `folder`, which is called `name` as seen from the toolkit: (file, path, kind's name).

    The findings are those for files that nobody reads.
    """
    jobs = []
    findings = []
    found = {Path(inner): file for inner, file in files_in(folder)}
    # A link whose file is gone is no file; reading it says so.
    found |= {link.relative_to(folder): link for link in folder.rglob("*") if link.is_symlink() and not link.exists()}
    siblings: dict[Path, list[Path]] = {}
    for relative, file in found.items():
        if _kind_of(relative):
            siblings.setdefault(relative.parent, []).append(file)
    for relative, file in found.items():
        if file.suffix.lower() not in YAML_ENDINGS or is_system_file(file.name):
            continue
        if any(part.startswith(".") for part in relative.parts) or relative.parts[0] == "assets":
            continue
        path = f"{name}/{relative.as_posix()}"
        if original := copied_from(file, siblings.get(relative.parent, ())):
            findings.append(copy_finding(path, original.name))
        elif _kind_of(relative):
            jobs.append((file, path, relative.stem if len(relative.parts) == 1 else relative.parts[0]))
        else:
            hint = did_you_mean(relative.parts[0].partition(".")[0], [*_FOLDERS, *_FILES]) or (
                f"YAML lies in {', '.join(f'{name}/' for name in _FOLDERS)}, or is one of "
                f"{', '.join(f'{stem}.yml' for stem in _FILES)}"
            )
            findings.append(Diagnostic("unknown-file", "nobody reads a YAML file in this place", Location(path), hint))
    return jobs, findings


def unique(entries: list[Any], key: str) -> tuple[list[Any], list[Diagnostic]]:
    """The first entry of each id, and a finding for each later one."""
    first: dict[str, Any] = {}
    findings = []
    for entry in entries:
        name = getattr(entry, key).casefold()
        if name in first:
            message = f"'{getattr(entry, key)}' stands twice; the other one is in {first[name].at(key)}"
            findings.append(Diagnostic("duplicate-id", message, entry.at(key), "give one of them another name"))
        else:
            first[name] = entry
    return list(first.values()), findings


def load_toolkit(
    folders: Folders, read: Callable[[Job], FileContent] = read_job, languages: Collection[str] | None = None
) -> tuple[Toolkit, list[Diagnostic]]:
    """All YAML in the docs of `folders` as a Toolkit, and every fault of every file, sorted.

    With faults, the Toolkit holds what is sound: enough to check the rest, not to publish. Nothing that a file holds
    raises. `read` gives the content of one file; a live preview passes one that remembers. Of the school's other
    languages, the catalogues of `languages` are read; None means all.
    """
    jobs, findings = find_files(folders.docs, folders.path_of(folders.docs))
    findings += filter(None, kept_back(folders.docs, folders.path_of(folders.docs)).values())
    findings += check_hand_written(folders)
    contents = [read(job) for job in jobs]
    findings += chain.from_iterable(content.findings for content in contents)
    faulty = set(chain.from_iterable(content.faulty for content in contents))
    unread = {job[2] for job, content in zip(jobs, contents, strict=True) if content.is_unread}
    entries = list(chain.from_iterable(content.entries for content in contents))

    def of(kind: type[Entry], key: str) -> tuple[Any, ...]:
        kept, twice = unique([entry for entry in entries if isinstance(entry, kind)], key)
        findings.extend(twice)
        return tuple(kept)

    schools = of(School, "name")
    if not any(path.rpartition("/")[2].startswith("school.") for _, path, _ in jobs):
        place = Location(folders.path_of(folders.docs / "school.yml"))
        findings.append(
            Diagnostic("no-file", "there is no school.yml", place, "every toolkit has one: copy it from the starter")
        )
    school = schools[0] if schools else _PLACEHOLDER_SCHOOL
    catalogues = []
    findings += check_locales(folders.root, school.languages)
    for language in school.languages[1:]:
        if languages is None or language in languages:
            catalogue, faults = read_catalogue(folders.root, language)
            catalogues.append(catalogue)
            findings += faults
    banks: dict[str, Any] = {name: of(kind, key) for name, (kind, key) in BANKS.items()}
    toolkit = Toolkit(
        school=school,
        **banks,
        catalogues=tuple(catalogues),
        language=school.languages[0],
    )
    toolkit = replace(toolkit, catalogues=tuple(one.with_guides(toolkit.renamed_guides) for one in toolkit.catalogues))
    findings += check_old_ids(toolkit.guides)
    findings += check_references(toolkit, names_of(toolkit, faulty, unread))
    findings += check_words(folders.root / TEMPLATES, school.language_places)
    if schools:
        findings += check_logos(toolkit.school, (folders.docs,), folders.path_of(folders.docs))
        findings += check_hidden_pages(toolkit, [folders.docs])
    return toolkit, sort_findings(findings)
