"""One library, many schools: `schools/ID.yml` and `schools/ID/` laid over what `docs/` holds."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from fnmatch import fnmatchcase
from itertools import chain
from pathlib import Path
from typing import Any, get_args

from toolkit_builder.diagnostics import Diagnostic, Location, did_you_mean, sort_findings
from toolkit_builder.folders import Folders
from toolkit_builder.model.base import Entry, FoundText, Id, Mark, Origin, map_texts
from toolkit_builder.model.catalogue import Catalogue
from toolkit_builder.model.school import Edition, School
from toolkit_builder.model.texts import entries_of, texts_by_place
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.site_words import check_words
from toolkit_builder.yaml_source import Document, read_yaml

from .catalogues import check_locales, read_catalogue
from .doubts import check_doubts, without_doubts_of_faults
from .files import (
    BANKS,
    TEMPLATES,
    YAML_ENDINGS,
    FileContent,
    find_files,
    nothing_in,
    read_entry,
    read_job,
    read_raw,
    unique,
    with_origins,
)
from .hidden_pages import check_hidden_pages
from .logos import check_logos
from .references import check_old_ids, check_references, check_slots, names_of
from .strays import copied_from, copy_finding

SCHOOLS = "schools"
_ID = re.compile(get_args(Id)[1].pattern)
_ADDRESS = re.compile(r"https?://[^\s/?#]+(/[^\s?#]*)?")


def find_editions(folder: Path) -> tuple[dict[str, Path], list[Diagnostic]]:
    """The schools of the toolkit in `folder`: id to file, in order; findings for what lies in the wrong place."""
    schools = folder / SCHOOLS
    files = (
        sorted(file for file in schools.glob("*") if file.suffix.lower() in YAML_ENDINGS) if schools.is_dir() else []
    )
    found: dict[str, Path] = {}
    findings = []
    for file in files:
        path = f"{SCHOOLS}/{file.name}"
        if original := copied_from(file, files):
            findings.append(copy_finding(path, original.name))
        elif not _ID.match(file.stem):
            hint = "small letters, digits and single hyphens, such as maple-street.yml"
            message = f"'{file.stem}' cannot be a school's web address"
            findings.append(Diagnostic("bad-text", message, Location(path), hint))
        elif file.stem in found:
            message = f"'{file.stem}' stands twice; the other one is in {SCHOOLS}/{found[file.stem].name}"
            findings.append(Diagnostic("duplicate-id", message, Location(path), "delete one of the two files"))
        else:
            found[file.stem] = file
    for inner in sorted(schools.iterdir()) if schools.is_dir() else ():
        if inner.is_dir() and not inner.name.startswith(".") and inner.name not in found:
            hint = did_you_mean(inner.name, found) or f"write {SCHOOLS}/{inner.name}.yml"
            message = f"no school is called '{inner.name}', so nobody reads this folder"
            findings.append(Diagnostic("unknown-file", message, Location(f"{SCHOOLS}/{inner.name}"), hint))
    return found, findings


def picture_folders(folders: Folders, edition: str) -> tuple[Path, ...]:
    """Where the pictures that a school names may lie: one school of many has a folder of its own, before docs/."""
    return (folders.root / SCHOOLS / edition, folders.docs) if edition else (folders.docs,)


def load_edition(
    library: Toolkit, folders: Folders, edition: str, languages: Collection[str] | None = None
) -> tuple[Toolkit, list[Diagnostic]]:
    """The toolkit of one school, made from the `library` without errors that `folders` hold; and what is to mend.

    Entries that the school did not touch are the library's own objects. Of the school's other languages, the
    catalogues of `languages` are read; None means all. Nothing that a file holds raises.
    """
    files, findings = find_editions(folders.root)
    if edition not in files:
        path = f"{SCHOOLS}/{edition}.yml"
        hint = did_you_mean(edition, files) or "the schools are files in schools/"
        return library, [Diagnostic("no-file", f"there is no school '{edition}'", Location(path), hint)]
    school, faults = _read_school(files[edition], folders)
    findings += faults
    own, faults = _read_own(folders.root / SCHOOLS / edition, edition)
    findings += faults
    if school is None:
        return library, sort_findings(findings)
    worded, faults = _worded(library, school)
    findings += faults
    values: dict[str, Any] = {"school": school, "edition": edition}
    for name, (kind, key) in BANKS.items():
        added = [entry for content in own.values() for entry in content.entries if isinstance(entry, kind)]
        kept, faults = unique([*getattr(worded, name), *added], key)
        hint = "name it otherwise; the library's words are worded anew under 'wording:'"
        findings += (replace(fault, hint=hint) for fault in faults)
        values[name] = tuple(kept)
    findings += _check_hidden(school, library)
    values["guides"] = tuple(guide for guide in values["guides"] if guide.id not in school.hide)
    toolkit = replace(library, **values)
    catalogues, faults = _catalogues(toolkit, library, folders.root, languages)
    findings += faults
    renamed = toolkit.renamed_guides
    toolkit = replace(toolkit, catalogues=tuple(one.with_guides(renamed) for one in catalogues))
    findings += check_old_ids(toolkit.guides)
    faulty = set(chain.from_iterable(content.faulty for content in own.values()))
    unread = {kind for kind, content in own.items() if content.is_unread}
    # A visit that leads to a hidden one is no fault: it leads nowhere then.
    faulty.update(school.hide)
    findings += check_references(toolkit, names_of(toolkit, faulty, unread))
    findings += check_words(folders.root / TEMPLATES, school.language_places)
    findings += check_logos(school, picture_folders(folders, edition), f"{SCHOOLS}/{edition}")
    findings += check_hidden_pages(toolkit, [folders.docs])
    return toolkit, sort_findings(findings)


def _laid_over(base: Any, base_mark: Mark, value: Any, mark: Mark, path: str) -> tuple[Any, Mark]:
    """`base`, which stands in the file at `path`, with the keys of `value` laid over it; lists are taken whole."""
    if not isinstance(base, dict) or not isinstance(value, dict):
        return value, mark
    merged, children = dict(base), {}
    for key in base:
        children[key] = replace(_child(base_mark, key), path=path)
    for key, inner in value.items():
        if key in base:
            merged[key], children[key] = _laid_over(base[key], _child(base_mark, key), inner, _child(mark, key), path)
        else:
            merged[key], children[key] = inner, _child(mark, key)
    return merged, replace(mark, children=children)


def _child(mark: Mark, key: str) -> Mark:
    found = mark.child(key)
    assert found is not None, "a value without a mark"
    return found


def _document(file: Path, path: str) -> tuple[Document | None, list[Diagnostic]]:
    raw = read_raw(file, path)
    if isinstance(raw, Diagnostic):
        return None, [raw]
    documents, findings = read_yaml(path, raw)
    return (documents[0] if documents else None), findings


def _read_school(file: Path, folders: Folders) -> tuple[Edition | None, list[Diagnostic]]:
    """The school in `file`, whose missing keys are those of the library's own school."""
    path = f"{SCHOOLS}/{file.name}"
    base_file = next(one for one in (folders.docs / "school.yml", folders.docs / "school.yaml") if one.is_file())
    base_path = folders.path_of(base_file)
    base, _ = _document(base_file, base_path)
    assert base is not None, "a library without errors has a school"
    document, findings = _document(file, path)
    if document is None:
        return None, findings or [nothing_in(path)]
    origin, own = Origin(path, document.mark), document.value
    findings += check_doubts(document, Edition, path)
    if not isinstance(own, dict):
        message = f"this file holds keys, as {base_path} does"
        return None, [*findings, Diagnostic("wrong-kind", message, origin.at(), "start with 'name:'")]
    if "name" not in own:
        message, hint = "the key 'name' is missing", "name: The school's full name."
        findings.append(Diagnostic("missing-key", message, origin.at(), hint))
    if "locked" in own:
        message = "only the library says which texts are locked"
        findings.append(Diagnostic("locked-text", message, origin.at("locked", of_key=True), f"move it to {base_path}"))
    value, mark = _laid_over(base.value, base.mark, own, document.mark, base_path)
    if "name" in own and "short_name" not in own:
        # The short form of another school's name would be worse than a long one.
        value["short_name"] = own["name"]
        mark = _with_mark(mark, ("short_name",), _child(mark, "name"))
    content = FileContent(findings=findings)
    school = read_entry(Edition, value, Origin(path, mark), content)
    if not isinstance(school, Edition):
        return None, without_doubts_of_faults(content.findings)
    if school.languages[0] != base.value["languages"][0]:
        message = f"the first language must be '{base.value['languages'][0]}', in which the library is written"
        content.findings.append(Diagnostic("invalid-value", message, school.at("languages", 0)))
    if school.site_url and not _ADDRESS.fullmatch(school.site_url):
        message = f"'{school.site_url}' is no web address"
        hint = "write all of it, such as https://visits.our-school.org/"
        content.findings.append(Diagnostic("bad-text", message, school.at("site_url"), hint))
    return school, content.findings


def _read_own(folder: Path, edition: str) -> tuple[dict[str, FileContent], list[Diagnostic]]:
    """What a school adds, by kind of file."""
    if not folder.is_dir():
        return {}, []
    jobs, findings = find_files(folder, f"{SCHOOLS}/{edition}")
    contents: dict[str, FileContent] = {}
    for job in jobs:
        if job[2] == "school":
            hint = f"move it to {SCHOOLS}/{edition}.yml"
            findings.append(
                Diagnostic("unknown-file", "a school's own file lies beside its folder", Location(job[1]), hint)
            )
            continue
        read = read_job(job)
        findings += read.findings
        content = contents.setdefault(job[2], FileContent())
        content.entries += read.entries
        content.faulty |= read.faulty
        content.is_unread |= read.is_unread
    return contents, findings


def _check_hidden(school: Edition, library: Toolkit) -> Iterator[Diagnostic]:
    for position, name in enumerate(school.hide):
        if not name.startswith("pages/") and name not in library.guides_by_id:
            place = school.at("hide", position)
            hint = did_you_mean(name, {guide.id: guide.at("title") for guide in library.guides})
            yield Diagnostic("unknown-guide", f"the library has no guide '{name}' to hide", place, hint)


def _worded(library: Toolkit, school: Edition) -> tuple[Toolkit, list[Diagnostic]]:
    """The library in the school's own wording, and what in that wording is to mend."""
    findings = list(_check_locked(school, library))
    if not school.wording:
        return library, findings
    known = texts_by_place(entry for entry in entries_of(library) if not isinstance(entry, School))
    wording: dict[str, str] = {}
    for place, text in school.wording.items():
        at = school.at("wording", place)
        if place.startswith("school/"):
            message, hint = "this text has a key of its own in this file", f"write '{place.split('/')[1]}:' instead"
            findings.append(Diagnostic("unknown-place", message, at, hint))
        elif place not in known:
            hint = _nearest_place(place, known) or "`msgctxt` in locales/*.po names the place of every text"
            findings.append(Diagnostic("unknown-place", f"no text of the library has the place '{place}'", at, hint))
        elif pattern := _lock(place, library):
            message = f"the library locks this text ('{pattern}')"
            hint = f"take the line out; who keeps the library can unlock it in {library.school.at().path}"
            findings.append(Diagnostic("locked-text", message, at, hint))
        elif not text.strip():
            findings.append(Diagnostic("bad-text", f"'{place}' is empty", at, "fill it in, or delete the line"))
        else:
            wording[place] = text.strip()
    changed = {id(known[place][0]) for place in wording}
    replaced: dict[str, Any] = {}
    for name in BANKS:
        entries = getattr(library, name)
        if any(id(entry) in changed for entry in entries):
            replaced[name] = tuple(
                _reworded(entry, wording, known, school) if id(entry) in changed else entry for entry in entries
            )
    for entry in chain.from_iterable(replaced.values()):
        findings += (one for one in check_slots(entry) if one.location.path == school.at().path)
    return replace(library, **replaced), findings


def _nearest_place(wrong: str, known: Mapping[str, tuple[Entry, FoundText]]) -> str:
    """The place that was probably meant, as a hint, with the line of its text; of the same entry, if it has one."""
    entry = "/".join(wrong.split("/")[:2]) + "/"
    near = {place: found for place, found in known.items() if place.startswith(entry)} or known
    return did_you_mean(wrong, {place: holder.at(*found.keys) for place, (holder, found) in near.items()})


def _reworded(
    entry: Entry, wording: Mapping[str, str], known: Mapping[str, tuple[Entry, Any]], school: Edition
) -> Entry:
    """A copy of `entry` with the school's words, each of which knows its line in the school's file."""
    own = {found.keys: place for place, (holder, found) in known.items() if holder is entry and place in wording}
    made = map_texts(entry, lambda found: wording[own[found.keys]] if found.keys in own else found.text)
    mark = entry.origin.mark
    own_mark = school.origin.mark.child("wording")
    assert own_mark is not None
    for keys, place in own.items():
        mark = _with_mark(mark, keys, replace(_child(own_mark, place), path=school.at().path))
    return with_origins(made, Origin(entry.origin.path, mark))


def _with_mark(mark: Mark, keys: tuple[str | int, ...], new: Mark) -> Mark:
    """`mark` with another one under `keys`."""
    if not keys:
        return new
    key, *rest = keys
    inner = mark.child(key)
    if inner is None:
        return mark
    changed = _with_mark(inner, tuple(rest), new)
    if isinstance(mark.children, dict):
        return replace(mark, children={**mark.children, str(key): changed})
    children = list(mark.children or ())
    children[int(key)] = changed
    return replace(mark, children=children)


def _lock(place: str, library: Toolkit) -> str:
    """The pattern that locks the text at `place`; empty if none does."""
    return next((pattern for pattern in library.school.locked if fnmatchcase(place, pattern)), "")


def _check_locked(school: Edition, library: Toolkit) -> Iterator[Diagnostic]:
    """Locked texts of the library's own school that this one words otherwise."""
    own = texts_by_place([school])
    for place, (_, found) in texts_by_place([library.school]).items():
        pattern = _lock(place, library)
        if pattern and (place not in own or own[place][1].text != found.text):
            message = f"the library locks '{place}' ('{pattern}'), and this school words it otherwise"
            yield Diagnostic("locked-text", message, school.at(*found.keys), "take the line out")


def _catalogues(
    toolkit: Toolkit, library: Toolkit, folder: Path, languages: Collection[str] | None
) -> tuple[tuple[Catalogue, ...], list[Diagnostic]]:
    """The library's translations, with the school's own, from `schools/ID/locales/`, before them."""
    made: list[Catalogue] = []
    findings: list[Diagnostic] = []
    # Walking through all texts takes a while, and most schools translate none of their own.
    texts: dict[str, tuple[Entry, FoundText]] = {}
    findings += check_locales(folder, toolkit.school.languages, f"{SCHOOLS}/{toolkit.edition}/")
    for language in toolkit.school.languages[1:]:
        if languages is not None and language not in languages:
            continue
        shared, faults = read_catalogue(folder, language)
        findings += faults
        own, faults = read_catalogue(folder, language, f"{SCHOOLS}/{toolkit.edition}/")
        findings += faults
        for place in own.translations:
            if pattern := _lock(place, library):
                message = f"the library locks this text ('{pattern}'), in every language"
                findings.append(Diagnostic("locked-text", message, own.at(place), "take the translation out"))
        if not own.is_empty:
            texts = texts or texts_by_place(entries_of(toolkit))
            # One whose text is not the school's any more must not hide the library's.
            mine = {
                place: replace(one, path=own.path)
                for place, one in own.translations.items()
                if place not in shared.translations or (place in texts and texts[place][1].text == one.source)
            }
            reviews = (*shared.reviews, *own.reviews)
            others = {**own.others, **shared.others}
            shared = replace(shared, translations={**shared.translations, **mine}, others=others, reviews=reviews)
        made.append(shared)
    return tuple(made), findings
