"""What an import changes in a toolkit's own YAML files: other values in entries, and more entries."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from toolkit_builder.diagnostics import Diagnostic, Location, has_errors
from toolkit_builder.folders import Folders
from toolkit_builder.loading.files import YAML_ENDINGS, read_file
from toolkit_builder.model.banks import Activity, Prompt

from .columns import COLUMNS, Kind, kind_of
from .imports import Change, Import, stem_of
from .yaml_edit import with_changes, with_entries
from .yaml_text import yaml_text

_FOLDERS: dict[Kind, str] = {"prompt": "prompts", "activity": "activities"}
_MARK = b"\xef\xbb\xbf"
"""What some editors begin a file with."""


@dataclass(slots=True)
class _Work:
    """What is to be done in one file: entries to change, by id, each as it is and as it will be; and entries to add."""

    changes: dict[str, tuple[Prompt | Activity, Prompt | Activity]] = field(default_factory=dict)
    more: list[Prompt | Activity] = field(default_factory=list)


def _keys(change: Change) -> list[str]:
    """The keys whose values a row changes."""
    keys = dict.fromkeys(keys[0] for column in COLUMNS if (keys := column.keys.get(change.kind)))
    return [key for key in keys if getattr(change.before, key) != getattr(change.after, key)]


def _changed(entry: Prompt | Activity, change: Change) -> Prompt | Activity:
    """An entry with what the row says; what no column says stays as it is."""
    return entry.model_copy(update={key: getattr(change.after, key) for key in _keys(change)})


def _of_layer_below(entry: Prompt | Activity) -> Prompt | Activity:
    """An entry of a library as the school's own. It takes the place of the one below because it has the same id."""
    # The place to remember which version of the library it was made from.
    return entry


def file_of(change: Change, folders: Folders) -> str:
    """The file in docs/ that holds the changed entry, or will hold it where it stands in a layer below."""
    path = PurePosixPath(change.before.origin.path)
    docs = folders.path_of(folders.docs)
    if path.is_relative_to(docs):
        return path.relative_to(docs).as_posix()
    return _there(folders, f"{_FOLDERS[change.kind]}/{path.stem}")


def is_of_layer_below(change: Change, folders: Folders) -> bool:
    return not PurePosixPath(change.before.origin.path).is_relative_to(folders.path_of(folders.docs))


def _there(folders: Folders, name: str) -> str:
    """The name with the ending that its file has; of a new one, the usual one."""
    return next((name + end for end in YAML_ENDINGS if (folders.docs / (name + end)).exists()), name + YAML_ENDINGS[0])


def updated_files(made: Import, file: Path, folders: Folders) -> tuple[dict[str, bytes], list[Diagnostic]]:
    """The files that an update changes or makes, by their paths in docs/; a finding for what cannot be written.

    New entries go into the files that are named after the spreadsheet.
    """
    work: dict[str, _Work] = {}
    findings: list[Diagnostic] = []
    for change in made.changes:
        of_file = work.setdefault(file_of(change, folders), _Work())
        entry = _as_written(change, folders)
        findings += _check_wording(entry, change)
        if is_of_layer_below(change, folders):
            of_file.more.append(_of_layer_below(_changed(entry, change)))
        else:
            of_file.changes[entry.id] = entry, _changed(entry, change)
    new: tuple[Prompt | Activity, ...] = (*made.prompts, *made.activities)
    for entry in new:
        name = _there(folders, f"{_FOLDERS[kind_of(entry)]}/{stem_of(file)}")
        work.setdefault(name, _Work()).more.append(entry)
    files = {}
    for name, of_file in work.items():
        target = folders.docs / name
        folder = PurePosixPath(name).parts[0]
        if not target.exists():
            files[name] = yaml_text(of_file.more, folder).encode()
            continue
        raw = target.read_bytes()
        path = folders.path_of(target)
        written = _written(path, raw, folder, of_file)
        if written is None:
            findings += _refusals(path, raw, folder, of_file)
        else:
            files[name] = written
    return files, findings


def _as_written(change: Change, folders: Folders) -> Prompt | Activity:
    """The entry as its file has it: what the toolkit shows may be worded otherwise in school.yml."""
    path = change.before.origin.path
    there = _entries(path, folders.file_of(path).read_bytes(), _FOLDERS[change.kind])
    return next(entry for entry in there if entry.id == change.before.id)


def _check_wording(entry: Prompt | Activity, change: Change) -> Iterator[Diagnostic]:
    """A finding where a row changes what school.yml words otherwise: nobody would see the change."""
    worded = [key for key in _keys(change) if getattr(entry, key) != getattr(change.before, key)]
    if worded:
        message = f"your school says '{entry.id}' in words of its own, so that a change here would not show"
        hint = f"change {', '.join(worded)} under 'wording' in school.yml, or take it out there; then import it again"
        yield Diagnostic("unclear-place", message, entry.at(worded[0]), hint)


def _written(path: str, raw: bytes, folder: str, work: _Work) -> bytes | None:
    """A file with all of `work` done; None where it could not be done without changing something else."""
    text: str | None = raw.removeprefix(_MARK).decode()
    if work.changes:
        text = with_changes(text or "", folder, work.changes)
    if work.more and text is not None:
        text = with_entries(text, work.more)
    if text is None:
        return None
    made = (_MARK if raw.startswith(_MARK) else b"") + text.encode()
    # A value may stand for more than one place.
    expected = [work.changes.get(entry.id, (entry, entry))[1] for entry in _entries(path, raw, folder)] + work.more
    is_sound = [entry.model_dump() for entry in _entries(path, made, folder)] == [one.model_dump() for one in expected]
    return made if is_sound else None


def _entries(path: str, raw: bytes, folder: str) -> list[Prompt | Activity]:
    """The entries of a file; none where it has a fault."""
    content = read_file(path, raw, folder)
    return (
        [] if has_errors(content.findings) else [one for one in content.entries if isinstance(one, Prompt | Activity)]
    )


def _refusals(path: str, raw: bytes, folder: str, work: _Work) -> Iterator[Diagnostic]:
    """What could not be written into a file, and what to type there instead."""
    is_told = False
    for name, (before, after) in work.changes.items():
        if _written(path, raw, folder, _Work({name: (before, after)})) is None:
            is_told = True
            keys = [key for key in type(after).model_fields if getattr(before, key) != getattr(after, key)]
            message = f"'{name}' cannot be changed here without changing something else"
            hint = f"change {', '.join(keys)} by hand, with the words of the spreadsheet; then import it again"
            yield Diagnostic("unclear-place", message, before.at(keys[0]), hint)
    if not is_told:
        message = "no entry can be added at the end of this file"
        hint = "write it as a list, in which each entry begins with '- ' on a line of its own; then import again"
        yield Diagnostic("unclear-place", message, Location(path), hint)
