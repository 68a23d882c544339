"""The school of a toolkit, from the files of all its layers; and the many schools that may share one."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast, get_args

from toolkit_builder.cache import key_of
from toolkit_builder.diagnostics import Diagnostic, Location, did_you_mean
from toolkit_builder.folders import SCHOOLS, Folders, Layer
from toolkit_builder.model.base import Id, Mark, Origin
from toolkit_builder.model.school import Colors, Contact, Edition, Interpreting, Logo, School
from toolkit_builder.model.vocabulary import WORD_LISTS
from toolkit_builder.yaml_source import Document, read_yaml

from .doubts import check_doubts, without_doubts_of_faults
from .files import YAML_ENDINGS, FileContent, nothing_in, read_entry, read_raw
from .strays import copied_from, copy_finding

_ID = re.compile(get_args(Id)[1].pattern)
_ADDRESS = re.compile(r"https?://[^\s/?#]+(/[^\s?#]*)?")
_OF_LIBRARY = ("policies",)
"""What a school takes over from the package's example of one. All else there is somebody's own."""
_OF_LAYER = ("hide", "wording", "locked")
"""What a layer says of itself and those below it; the next one does not say it again."""
STAND_IN = School(
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
"""Stands in for a school with faults, so that all other faults are still found in the same run."""


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


@dataclass(frozen=True, slots=True)
class LayerSchool:
    """The school as it is with one layer and those below it. Where keys are missing yet, STAND_IN's take their place.

    `texts` are all plain values of it that are texts, by their places, such as `school/footer`. `is_said` is true where
    the layer has a sound file of a school; `key` is the hash of that file.
    """

    school: School
    texts: dict[str, str]
    is_said: bool
    key: str = ""

    def is_own(self, place: str, text: str) -> bool:
        """False for a text of STAND_IN; true for those of a file, and of other entries."""
        return not place.startswith("school/") or self.texts.get(place) == text


def read_schools(folders: Folders) -> tuple[dict[Layer, LayerSchool], list[Diagnostic]]:
    """The school as each layer leaves it, and what in their files is to mend. The last one is the toolkit's own."""
    made: dict[Layer, LayerSchool] = {}
    findings: list[Diagnostic] = []
    value: dict[str, Any] = {}
    mark, path = Mark(0, 0, 0, 0, {}), ""
    pages: list[tuple[str, Mark]] = []
    for layer in folders.layers:
        file = _file_of(layer)
        is_top = layer == folders.own
        document, key = None, ""
        if file:
            document, key, faults = _document(file, folders.path_of(file))
            findings += faults
            if document is None and not faults:
                findings.append(nothing_in(folders.path_of(file)))
        elif is_top:
            findings.append(_no_file(folders, layer))
        if document is None or file is None:
            made[layer] = LayerSchool(STAND_IN, {}, is_said=False, key=key)
            continue
        own_path = folders.path_of(file)
        content = FileContent(findings=list(check_doubts(document, _kind_of(layer), own_path)))
        if not isinstance(document.value, dict):
            message = "this file holds keys, as docs/school.yml does"
            place = Origin(own_path, document.mark).at()
            content.findings.append(Diagnostic("wrong-kind", message, place, "start with 'name:'"))
            findings += content.findings
            made[layer] = LayerSchool(STAND_IN, {}, is_said=False, key=key)
            continue
        below = {key: inner for key, inner in value.items() if key not in _OF_LAYER}
        own, own_mark = _with_words_below(below, mark, document.value, document.mark, path)
        value, mark = _laid_over(below, mark, own, own_mark, path)
        path = own_path
        content.findings += _check_own(layer, folders, document, own_path)
        value, mark = _with_pages(value, mark, pages)
        if "name" in document.value and "short_name" not in document.value:
            # The short form of another school's name would be worse than a long one.
            value["short_name"] = value["name"]
            mark = _with(mark, "short_name", _child(mark, "name"))
        school = _read(layer, value, Origin(own_path, mark), content, is_top=is_top)
        texts = dict(_texts("school", value))
        made[layer] = LayerSchool(school or STAND_IN, texts, is_said=school is not None, key=key)
        written_in = source_language(made)
        if school and school.written_in not in ("", written_in):
            message = f"what lies below is written in '{written_in}', and so is this"
            hint = "take the line out, and say under `languages:` in which language the site opens"
            content.findings.append(Diagnostic("invalid-value", message, school.at("written_in"), hint))
        findings += without_doubts_of_faults(content.findings)
        pages = list(_hidden_pages(school, mark)) if school else pages
        if layer.is_library:
            value = {key: value[key] for key in _OF_LIBRARY if key in value}
    return made, findings


def source_language(schools: Mapping[Layer, LayerSchool]) -> str:
    """The language in which all layers are written, given from the lowest up: what the lowest one says."""
    lowest = next((one.school for one in schools.values() if one.is_said), STAND_IN)
    return lowest.written_in or lowest.languages[0]


def _read(layer: Layer, value: dict[str, Any], origin: Origin, content: FileContent, *, is_top: bool) -> School | None:
    """The school of `value`. One on which others lie need not say all that a school says."""
    whole = value if is_top else {**STAND_IN.model_dump(exclude_unset=True), **value}
    school = read_entry(_kind_of(layer), whole, origin, content)
    if isinstance(school, Edition) and school.site_url and not _ADDRESS.fullmatch(school.site_url):
        message = f"'{school.site_url}' is no web address"
        hint = "write all of it, such as https://visits.our-school.org/"
        content.findings.append(Diagnostic("bad-text", message, school.at("site_url"), hint))
    return cast(School | None, school)


def _kind_of(layer: Layer) -> type[School]:
    return Edition if _is_edition(layer) else School


def _is_edition(layer: Layer) -> bool:
    return layer.school == layer.docs


def _file_of(layer: Layer) -> Path | None:
    files = (layer.school.with_name(layer.school.name + ending) for ending in YAML_ENDINGS)
    return next((file for file in files if file.is_file()), None)


def _no_file(folders: Folders, layer: Layer) -> Diagnostic:
    path = folders.path_of(layer.school)
    if _is_edition(layer):
        hint = did_you_mean(folders.edition, find_editions(folders.root)[0]) or "the schools are files in schools/"
        return Diagnostic("no-file", f"there is no school '{folders.edition}'", Location(f"{path}.yml"), hint)
    hint = "every toolkit has one; `toolkit-builder new DIR` makes one to copy"
    return Diagnostic("no-file", "there is no school.yml", Location(f"{path}.yml"), hint)


def _check_own(layer: Layer, folders: Folders, document: Document, path: str) -> Iterator[Diagnostic]:
    """What a layer's own file must say, and must not, whatever lies below it."""
    origin = Origin(path, document.mark)
    if "name" not in document.value and layer == folders.own and len(folders.layers) > 1:
        message, hint = "the key 'name' is missing", "name: The school's full name."
        yield Diagnostic("missing-key", message, origin.at(), hint)
    if "locked" in document.value and _is_edition(layer):
        message = "only the library says which texts are locked"
        hint = f"move it to {folders.path_of(folders.docs)}/school.yml"
        yield Diagnostic("locked-text", message, origin.at("locked", of_key=True), hint)


def _document(file: Path, path: str) -> tuple[Document | None, str, list[Diagnostic]]:
    """What a file holds, the hash of it, and what is to mend."""
    raw = read_raw(file, path)
    if isinstance(raw, Diagnostic):
        return None, "", [raw]
    documents, findings = read_yaml(path, raw)
    return (documents[0] if documents else None), key_of(path, raw), findings


def _laid_over(base: Any, base_mark: Mark, value: Any, mark: Mark, path: str) -> tuple[Any, Mark]:
    """`base`, which stands in the file at `path`, with the keys of `value` laid over it; lists are taken whole."""
    if not isinstance(base, dict) or not isinstance(value, dict):
        return value, mark
    merged, children = dict(base), {}
    for key in base:
        below = _child(base_mark, key)
        children[key] = replace(below, path=below.path or path)
    for key, inner in value.items():
        if key in base:
            merged[key], children[key] = _laid_over(base[key], _child(base_mark, key), inner, _child(mark, key), path)
        else:
            merged[key], children[key] = inner, _child(mark, key)
    return merged, replace(mark, children=children)


def _with_words_below(
    base: dict[str, Any], base_mark: Mark, value: dict[str, Any], mark: Mark, path: str
) -> tuple[dict[str, Any], Mark]:
    """`value` whose lists of own words begin with those of `base`, which entries of its layer use."""
    for key in WORD_LISTS:
        below, own = base_mark.child(key), mark.child(key)
        if not below or not own or not isinstance(below.children, list) or not isinstance(own.children, list):
            continue
        ids = {_id_of(word) for word in value[key]}
        kept = [at for at, word in enumerate(base[key]) if _id_of(word) not in ids]
        marks = [replace(one, path=one.path or below.path or path) for one in map(below.children.__getitem__, kept)]
        value = {**value, key: [*(base[key][at] for at in kept), *value[key]]}
        mark = _with(mark, key, replace(own, children=[*marks, *own.children]))
    return value, mark


def _id_of(word: Any) -> str:
    return str(word.get("id", "")) if isinstance(word, dict) else ""


def _child(mark: Mark, key: str) -> Mark:
    found = mark.child(key)
    assert found is not None, "a value without a mark"
    return found


def _with(mark: Mark, key: str, inner: Mark) -> Mark:
    return replace(mark, children={**cast(dict[str, Mark], mark.children), key: inner})


def _hidden_pages(school: School, mark: Mark) -> Iterator[tuple[str, Mark]]:
    """The pages that a layer hides, each with its place."""
    for position, pattern in enumerate(school.hide):
        inner = _child(mark, "hide").child(position)
        if inner and pattern.startswith("pages/"):
            yield pattern, replace(inner, path=school.at("hide", position).path)


def _with_pages(value: dict[str, Any], mark: Mark, pages: list[tuple[str, Mark]]) -> tuple[dict[str, Any], Mark]:
    """The school of a layer that also hides the `pages` which those below hide: pages are made from all layers."""
    own = value.get("hide", [])
    if not pages or not isinstance(own, list):
        return value, mark
    around = mark.child("hide") or Mark(mark.line, mark.column, mark.key_line, mark.key_column, [])
    marks = [*(inner for _, inner in pages), *cast(list[Mark], around.children or [])]
    hide = [*(pattern for pattern, _ in pages), *own]
    return {**value, "hide": hide}, _with(mark, "hide", replace(around, children=marks))


def _texts(place: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield place, value.strip()
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(f"{place}/{key}", inner)
    elif isinstance(value, list):
        for position, inner in enumerate(value, start=1):
            yield from _texts(f"{place}/{position}", inner)
