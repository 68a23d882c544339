"""Layers of YAML -> Toolkit: what lies higher takes the place of what lies below."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Any

from toolkit_builder.cache import Cache, key_of
from toolkit_builder.diagnostics import Diagnostic, Location, sort_findings
from toolkit_builder.folders import Folders, Layer
from toolkit_builder.model.catalogue import Catalogue
from toolkit_builder.model.school import School
from toolkit_builder.model.texts import entries_of, texts_by_place
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.outputs import files_in
from toolkit_builder.resources import templates_dir
from toolkit_builder.site_words import TEMPLATES, check_words

from .catalogues import LOCALES, check_locales, find_catalogue, laid_over, read_forms
from .changes import (
    Entries,
    Lock,
    check_hidden,
    check_locked,
    hides,
    hiding_by_names_of_today,
    lock_of,
    locked_texts,
    without_hidden,
    worded,
)
from .choosing import for_grades, grades_of, with_names_of_today, without_loose_ends
from .files import BANKS, SCHOOL, FileContent, Reader, bank_of, find_files, name_of, names_before
from .hand_written import check_hand_written
from .hidden_pages import check_hidden_pages
from .logos import check_logos
from .own_fonts import own_fonts
from .own_words import Use
from .recordings import check_recordings
from .references import check_old_ids, check_references, names_of
from .schools import LayerSchool, read_schools, source_language
from .strays import kept_back


def picture_folders(folders: Folders) -> tuple[Path, ...]:
    """Where the pictures that a school names may lie, the first choice first. The package's example gives none away."""
    return tuple(layer.docs for layer in reversed(folders.layers) if not layer.is_library)


def template_folders(folders: Folders) -> tuple[Path, ...]:
    """The folders of templates that the layers have, the first choice first; the package's own is not among them."""
    own = (layer.root / TEMPLATES for layer in reversed(folders.layers))
    return tuple(one for one in own if one.is_dir() and one.resolve() != templates_dir().resolve())


def published_files(folders: Folders) -> dict[str, Path]:
    """Hand-written pages, pictures and other files of all layers that go into the site, by their names there."""
    published: dict[str, Path] = {}
    for layer in folders.layers:
        found = content_of(layer)
        back = kept_back(found, folders.path_of(layer.docs))
        published |= {name: file for name, file in found.items() if name not in back}
    return published


def content_of(layer: Layer) -> dict[str, Path]:
    """The files of a layer's content. The package's own library gives entries only: its pictures are its example's."""
    parts = (f"{LOCALES}/", f"{TEMPLATES}/") if layer.docs == layer.root else ()
    found = {name: file for name, file in files_in(layer.docs) if not name.startswith(parts)}
    return {name: file for name, file in found.items() if name.endswith(".yml")} if layer.is_library else found


@dataclass
class _Stack:
    """What the layers so far make together, and what was found on the way.

    `seen` are the names of all entries, hidden ones too; `files`, those of all files. `order` says where an entry
    stands among the others: as if all layers' files lay in one folder. `faults` are findings of single entries, which
    go with the entry when a layer hides it or puts another in its place. `read` is as in Toolkit.
    """

    entries: Entries = field(default_factory=dict)
    order: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    faults: dict[str, list[Diagnostic]] = field(default_factory=dict)
    faulty: set[str] = field(default_factory=set)
    unread: set[str] = field(default_factory=set)
    files: dict[str, None] = field(default_factory=dict)
    words: list[Use] = field(default_factory=list)
    locks: list[Lock] = field(default_factory=list)
    findings: list[Diagnostic] = field(default_factory=list)
    read: dict[str, dict[str, str]] = field(default_factory=dict)

    def lay(self, contents: Iterable[tuple[tuple[Any, ...], FileContent]], layer: str) -> None:
        """Lays the entries of a layer's files over those below; each content comes with its place in the order.

        `layer` is what findings call the layer.
        """
        own: Entries = {}
        for place, content in contents:
            self.findings += content.findings
            self.faulty |= content.faulty
            self.words += content.words
            self.faults |= content.faults
            after: tuple[Any, ...] = ()
            for position, entry in enumerate(content.entries):
                name, key = name_of(entry), bank_of(entry).key
                if name in own:
                    message = f"'{getattr(entry, key)}' stands twice; the other one is in {own[name].at(key)}"
                    hint = "give one of them another name"
                    self.findings.append(Diagnostic("duplicate-id", message, entry.at(key), hint))
                    continue
                own[name] = entry
                if name not in self.order:
                    # What stands behind an entry that the same file below has, too, follows it everywhere.
                    self.order[name] = (*after, place[1], position) if after else (*place, position)
                elif self.order[name][0] == place[0]:
                    after = self.order[name]
        for name, entry in own.items():
            if name in self.faults and all(fault.location.path != entry.path_of() for fault in self.faults[name]):
                # A sound one takes the place of one with faults.
                del self.faults[name]
        self.entries |= own
        named = sorted((name, *names_before(entry)) for name, entry in own.items())
        self.read.setdefault("names", {})[layer] = key_of(repr(named))
        self.seen |= {*own.keys(), *chain(*map(names_before, own.values()))}

    def change(self, school: School, by: str) -> None:
        """Does what a layer's school says of the entries so far; `by` is what findings call the layer."""
        self.entries, faults = worded(self.entries, school)
        school = hiding_by_names_of_today(self.entries, school)
        self.findings += [*faults, *check_hidden(self.entries, self.faults, school)]
        is_hidden = hides(school.hide)
        # What leads to something hidden is no fault: it leads nowhere then.
        hidden = [one for name, one in self.entries.items() if is_hidden(name)]
        self.faulty |= {getattr(one, bank_of(one).key) for one in hidden}
        self.faulty |= {old for one in hidden for old in getattr(one, "old_ids", ())}
        self.entries = without_hidden(self.entries, school)
        self.faults = {name: faults for name, faults in self.faults.items() if not is_hidden(name)}
        self.locks += [Lock(pattern, by) for pattern in school.locked]

    def banks(self) -> Mapping[str, tuple[Any, ...]]:
        """The entries by collection, in order."""
        names = sorted(self.entries, key=self.order.__getitem__)
        return {
            bank.name: tuple(self.entries[name] for name in names if bank_of(self.entries[name]) is bank)
            for bank in BANKS
        }


def load_toolkit(
    folders: Folders, read: Reader | None = None, languages: Collection[str] | None = None
) -> tuple[Toolkit, list[Diagnostic]]:
    """All YAML of the layers of `folders` as a Toolkit, and every fault of every file, sorted.

    With faults, the Toolkit holds what is sound: enough to check the rest, not to publish. Nothing that a file holds
    raises. `read` may have been used before, and then parses only what changed. Of the school's other
    languages, the catalogues of `languages` are read; None means all.
    """
    read = read or Reader()
    schools, findings = read_schools(folders)
    stack = _Stack(findings=findings)
    below: LayerSchool | None = None
    locked: Mapping[str, str] = {}
    for number, layer in enumerate(folders.layers):
        one = schools[layer]
        before = locked_texts([*stack.entries.values(), *([below.school] if below else [])], stack.locks)
        stack.lay(_contents(layer, number, folders, read, stack), folders.path_of(layer.docs))
        stack.read.setdefault(SCHOOL, {})[folders.path_of(layer.school)] = one.key
        locked = {lock.pattern: lock.by for lock in stack.locks}
        if one.is_said:
            stack.change(one.school, "the library" if layer.is_library or not layer.name else layer.name)
            # What only stands in for a missing key is nobody's text.
            before = {place: it for place, it in before.items() if not below or below.is_own(place, it[0])}
            stack.findings += check_locked(before, {**stack.entries, SCHOOL: one.school})
        below = one
    school, is_said = schools[folders.own].school, schools[folders.own].is_said
    fonts, faults = own_fonts(folders)
    stack.findings += faults
    toolkit = Toolkit(
        school=school,
        **stack.banks(),
        language=source_language(schools),
        source_language=source_language(schools),
        edition=folders.edition if is_said else "",
        lower=tuple(layer.name for layer in folders.below),
        fonts=fonts,
        locked=locked,
        read=stack.read,
    )
    if not is_said:
        # Nobody knows which words it adds.
        stack.unread.add(SCHOOL)
    catalogues, faults = _catalogues(toolkit, folders, stack.locks, languages, read.cache)
    toolkit = replace(toolkit, catalogues=tuple(one.with_renamed(toolkit.renamed) for one in catalogues))
    toolkit = with_names_of_today(toolkit)
    findings = [*stack.findings, *chain(*stack.faults.values()), *faults]
    for bank in (toolkit.guides, toolkit.prompts, toolkit.activities, toolkit.inserts):
        findings += check_old_ids(bank, toolkit)
    findings += check_references(toolkit, names_of(toolkit, stack.faulty, stack.unread, stack.words), read.cache)
    if is_said:
        findings += check_words(template_folders(folders), school.language_places, folders.path_of)
        findings += check_logos(school, picture_folders(folders), folders.path_of(folders.own.docs))
        own = {} if folders.own.is_library else content_of(folders.own)
        findings += check_recordings(toolkit, picture_folders(folders), own, folders.path_of(folders.own.docs))
        findings += check_hidden_pages(toolkit, stack.files)
        toolkit, faults = _chosen(toolkit, stack.seen)
        findings += faults
    return toolkit, sort_findings(_told_whose(findings, folders))


def _contents(
    layer: Layer, number: int, folders: Folders, read: Reader, stack: _Stack
) -> list[tuple[tuple[Any, ...], FileContent]]:
    """What the files of a layer hold, each with its place in the order; adds to what the `stack` found."""
    name = folders.path_of(layer.docs)
    found = content_of(layer)
    stack.files |= dict.fromkeys(found)
    jobs, findings = find_files(found, layer.docs, name)
    if not layer.is_library:
        findings += filter(None, kept_back(found, name).values())
        findings += check_hand_written(found, name)
    contents = []
    schools = [path for _, path, folder in jobs if folder == SCHOOL]
    for job in jobs:
        file, path, folder = job
        if folder == SCHOOL:
            if layer.school == layer.docs:
                message, hint = "a school's own file lies beside its folder", f"move it to {name}.yml"
                findings.append(Diagnostic("unknown-file", message, Location(path), hint))
            elif path != schools[-1]:
                message = f"the school's file is there twice; the other one is {schools[-1]}"
                findings.append(Diagnostic("duplicate-id", message, Location(path), "delete one of the two files"))
            continue
        content = read(job)
        stack.read.setdefault(folder, {})[path] = content.key
        if content.is_unread:
            stack.unread.add(folder)
        contents.append(((file.relative_to(layer.docs).parts, number), content))
    stack.findings += findings
    return contents


def _catalogues(
    toolkit: Toolkit, folders: Folders, locks: Collection[Lock], languages: Collection[str] | None, cache: Cache
) -> tuple[list[Catalogue], list[Diagnostic]]:
    """The translations of all layers, those of the highest before the others."""
    made: list[Catalogue] = []
    findings: list[Diagnostic] = []
    # Walking through all texts takes a while, and most schools translate none of their own.
    texts: dict[str, str] = {}
    school = {place: found.text for place, (_, found) in texts_by_place([toolkit.school]).items()}
    promised = [one for one in toolkit.school.languages if one != toolkit.source_language]
    shown = {layer: f"{folders.path_of(layer.root)}/".removeprefix("./") for layer in folders.layers}
    for layer in folders.layers:
        if not layer.is_library:
            findings += check_locales(layer.root, promised, shown[layer])
    name = find_catalogue(folders.own.root, toolkit.source_language)
    if (folders.own.root / name).is_file():
        message = f"nobody reads this catalogue: '{toolkit.source_language}' is what the toolkit is written in"
        hint = "where the YAML is written in another language, say so in school.yml, such as 'written_in: en'"
        findings.append(Diagnostic("unknown-file", message, Location(f"{shown[folders.own]}{name}"), hint, "warning"))
    for language in promised:
        if languages is not None and language not in languages:
            continue
        merged: Catalogue | None = None
        for layer in folders.layers:
            own, faults = read_forms(layer.root, language, shown[layer], cache)
            # Those of a file that is another language's own are told there.
            findings += (one for one in faults if one not in findings)
            if layer != folders.own:
                own = _of_entries(own, school)
            if merged is None or (merged.is_empty and not merged.reviews):
                merged = replace(own, is_shared=layer != folders.own and not own.is_empty)
                continue
            for place in own.translations:
                if lock := lock_of(place, locks):
                    message = f"{lock.by} locks this text ('{lock.pattern}'), in every language"
                    findings.append(Diagnostic("locked-text", message, own.at(place), "take the translation out"))
            if not own.is_empty:
                found = texts_by_place(entries_of(toolkit)) if not texts else {}
                texts = texts or {place: one.text for place, (_, one) in found.items()}
            merged = _laid_over(merged, own, texts)
        if merged:
            made.append(replace(merged, keeps_after_typos=toolkit.school.keep_after_typo))
    return made, findings


def _of_entries(below: Catalogue, school: Mapping[str, str]) -> Catalogue:
    """The catalogue of a layer below without what it says of another school; `school` are the texts of this one."""
    translations = {
        place: one
        for place, one in below.translations.items()
        if not place.startswith("school/") or school.get(place) == one.source
    }
    return replace(below, translations=translations)


def _laid_over(shared: Catalogue, own: Catalogue, texts: Mapping[str, str]) -> Catalogue:
    """The catalogue of the layers below with a layer's `own`; `texts` are the toolkit's by their places.

    One of its own whose text is not the toolkit's any more must not hide another that is.
    """
    mine = {
        place: one
        for place, one in own.translations.items()
        if place not in shared.translations or texts.get(place) == one.source
    }
    return laid_over(shared, replace(own, translations=mine))


def _chosen(toolkit: Toolkit, seen: Collection[str]) -> tuple[Toolkit, list[Diagnostic]]:
    """What of the toolkit its school shows. `seen` are names of all entries, those that a layer hides, too."""
    grades, findings = grades_of(toolkit.school)
    chosen = for_grades(toolkit, grades) if grades else toolkit
    if toolkit.guides and not chosen.guides:
        message, place = "no guide is for these grades, so the site would be empty", toolkit.school.at("grades")
        findings.append(Diagnostic("nothing-to-show", message, place, "name more grades, or write a guide", "warning"))
    left = {name_of(entry) for bank in BANKS for entry in getattr(chosen, bank.name)}
    return without_loose_ends(chosen, {*seen} - left), findings


def _told_whose(findings: Iterable[Diagnostic], folders: Folders) -> list[Diagnostic]:
    """The findings; one in a layer below says whose it is, and how to live with it."""
    school = f"{folders.path_of(folders.own.school)}.yml"
    told = []
    for finding in findings:
        path = finding.location.path
        layer = next((one for one in folders.below if path.startswith(f"{one.name}/")), None)
        if layer is None or finding.level == "note":
            told.append(finding)
            continue
        whose = "the package's own library" if layer.is_library else f"the library {layer.name}"
        inner = path.removeprefix(f"{layer.name}/docs/").partition(".")[0]
        name = inner if inner.startswith("guides/") else "KIND/ID"
        live = f"this stands in {whose}: until it is mended there, 'hide: [{name}]' in {school} leaves it out"
        hint = f"{finding.hint}; {live}" if finding.hint else live
        told.append(replace(finding, hint=f"{hint}, and 'wording:' changes a text"))
    return told
