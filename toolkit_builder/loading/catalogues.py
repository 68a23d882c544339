"""`locales/LANG.po` -> Catalogue, and back: gettext's own format, with which translators' tools work."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog

from toolkit_builder.cache import NOTHING_KEPT, Cache, key_of
from toolkit_builder.diagnostics import Diagnostic, Level, Location
from toolkit_builder.model.catalogue import Catalogue, Review, Translation, moved_place
from toolkit_builder.model.languages import wider_codes
from toolkit_builder.model.texts import PlacedText
from toolkit_builder.po import Po, PoEntry, format_po, read_po
from toolkit_builder.translation_faults import fault_of, is_copied

LOCALES = "locales"
_HEAD = (
    "# Translations into {language}. Made by `toolkit-builder translate update`, which keeps all that stands here.",
    "# Work on it with Poedit, Weblate, or any tool for gettext. A text marked `fuzzy` is to be checked: the source "
    "changed.",
)
_NOT_REVIEWED = "# Reviewed: no: take `yes` when a native speaker has read all of it; until then each page says so."
"""A line of a file's head comment that says that no native speaker has read it yet."""
_QUOTES = "\"'`*_“”„‘’«»「」"
_REVIEWED = re.compile(rf"#\W*reviewed[\s{_QUOTES}]*[:：]\s*(.*)", re.IGNORECASE)
_YES = re.compile(rf"[\s{_QUOTES}]*yes[\s{_QUOTES}]*[.。!]?[\s{_QUOTES}]*(?:: take .*)?", re.IGNORECASE)
_NO = re.compile(rf"[\s{_QUOTES}]*(?:no|not)\b.*", re.IGNORECASE)
_SLOT = re.compile(r"\{[a-z]+\}")
_OF_SLOTS, _OF_PERCENT = "python-brace-format", "python-format"
"""Flags of ours: by the first, tools hold a translation to its slots; by the second, to a percent sign's letters."""
_ENDINGS = (".po", ".pot", ".po.txt")
_MOST_ALIKE = 10
"""Faults of one kind that are told one by one."""


def catalogue_path(language: str) -> str:
    """The file of a language, relative to the folder of a layer."""
    return f"{LOCALES}/{language}.po"


def _normal(name: str) -> str:
    """A file's name or a language's code without what tools and systems write in their own ways."""
    return name.casefold().replace("_", "-")


def find_catalogue(folder: Path, language: str) -> str:
    """The path of the file of `language` as somebody named it, such as `locales/zh_Hans.po`; else as we name it.

    `folder` is that of a layer, from which the path leads.
    """
    path = catalogue_path(language)
    locales = (folder / path).parent
    names = [file.name for file in locales.iterdir() if file.is_file()] if locales.is_dir() else []
    if f"{language}.po" in names:
        return path
    alike = sorted(name for name in names if _normal(name) == _normal(f"{language}.po"))
    return f"{LOCALES}/{alike[0]}" if alike else path


def check_locales(folder: Path, languages: Sequence[str], shown: str = "") -> Iterator[Diagnostic]:
    """Warnings of catalogues in the `folder` of a layer that nobody reads, though one may believe it.

    `languages` are the school's, but for that of the source. A catalogue of another language may wait there. `shown` is
    what findings call the folder, with a slash at its end.
    """
    locales = folder / LOCALES
    read = {find_catalogue(folder, language): language for language in languages}
    missing = {language for path, language in read.items() if not (folder / path).is_file()}
    read |= {find_catalogue(folder, wider): language for language in languages for wider in wider_codes(language)}
    for file in sorted(locales.rglob("*")) if locales.is_dir() else ():
        name = file.relative_to(locales).as_posix()
        path = f"{LOCALES}/{name}"
        ending = next((one for one in reversed(_ENDINGS) if name.casefold().endswith(one)), "")
        if not ending or path in read or name.startswith(".") or "/." in name or not file.is_file():
            continue
        stem = _normal(name[: -len(ending)])
        # Folders are gettext's own habit: es/LC_MESSAGES/toolkit.po.
        same = [one for one in languages if _normal(one) in (stem, *stem.split("/")[:-1])]
        kin = [one for one in languages if re.match(rf"{_base(one)}(?![a-z])", stem)]
        near = next(iter((*same, *sorted(kin, key=lambda one: not stem.startswith(_normal(one))))), "")
        if ending == ".pot" and not (same and near in missing):
            continue  # A template, as many tools leave one.
        if not same and _is_language(stem) and near not in missing:
            continue
        wanted = f"{shown}{catalogue_path(near)}"
        if near in missing:
            hint = f"did you mean {wanted}?"
        elif near:
            hint = (
                f"if it is the newer one, put it in the place of {shown}{find_catalogue(folder, near)}; else delete it"
            )
        else:
            hint = f"a catalogue is named after its language's code, such as {shown}{catalogue_path('es')}"
        message = "nobody reads this catalogue: it is named otherwise than a language of the school"
        yield Diagnostic("unknown-file", message, Location(f"{shown}{path}"), hint, "warning")


def _base(language: str) -> str:
    return _normal(language).partition("-")[0]


def _is_language(code: str) -> bool:
    if not re.fullmatch(r"[a-z]{2,3}(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?(?:@\w+)?", code):
        return False
    try:
        return bool(Locale.parse(code.partition("@")[0], sep="-"))
    except (ValueError, UnknownLocaleError):
        # Many a language of families has no locale.
        return len(code) <= 3


# --- Reading ---


def read_catalogue(
    folder: Path, language: str, shown: str = "", cache: Cache = NOTHING_KEPT
) -> tuple[Catalogue, list[Diagnostic]]:
    """The catalogue of `language` in the `folder` of a layer, which findings call `shown`; empty if there is no file.

    What cannot be read is a finding, and left out. What an earlier run of the program read comes from the `cache`.
    """
    name = find_catalogue(folder, language)
    path = f"{shown}{name}"
    raw = _raw(folder / name, path)
    if isinstance(raw, Diagnostic):
        return Catalogue(language, path), [raw]
    catalogue, findings = _catalogue_of(language, path, raw, cache)
    return catalogue, list(findings)


def read_forms(
    folder: Path, language: str, shown: str = "", cache: Cache = NOTHING_KEPT
) -> tuple[Catalogue, list[Diagnostic]]:
    """The same with what a wider form of the language says beneath it: for `es-419`, `es.po` where it says nothing."""
    made, findings = read_catalogue(folder, language, shown, cache)
    for wider in wider_codes(language):
        below, faults = read_catalogue(folder, wider, shown, cache)
        findings += faults
        made = below if made.is_empty and not made.reviews else laid_over(below, made)
    return replace(made, language=language, path=f"{shown}{find_catalogue(folder, language)}"), findings


def laid_over(below: Catalogue, above: Catalogue) -> Catalogue:
    """One catalogue of both: what `above` says, and `below` where it says nothing."""
    return replace(
        above,
        translations={**below.translations, **above.translations},
        others={**above.others, **below.others},
        reviews=(*below.reviews, *above.reviews),
        key=f"{below.key} {above.key}",
        letters=below.letters | above.letters,
        is_shared=below.is_shared,
    )


def _raw(file: Path, path: str) -> bytes | Diagnostic:
    """What a catalogue holds, nothing if there is none; or a finding that it cannot be opened."""
    try:
        return file.read_bytes() if file.is_file() else b""
    except OSError as error:
        message = f"this file cannot be opened: {(error.strerror or type(error).__name__).lower()}"
        return Diagnostic("unreadable-file", message, Location(path), "close it in other programs, or see who owns it")


@lru_cache(maxsize=32)
def _catalogue_of(language: str, path: str, raw: bytes, cache: Cache) -> tuple[Catalogue, tuple[Diagnostic, ...]]:
    """What a file holds. A live preview asks after each change of any file, and most often these are unchanged."""
    if not raw:
        return Catalogue(language, path), ()
    key = key_of("catalogue", language, path, raw)
    return cache.value(key, lambda: _parsed(language, path, raw, key))


def _parsed(language: str, path: str, raw: bytes, key: str) -> tuple[Catalogue, tuple[Diagnostic, ...]]:
    po = read_po(raw)
    translations: dict[str, Translation] = {}
    others: dict[tuple[str, str], Translation] = {}
    for entry in po.entries:
        # A tool that fills with blanks what nobody translated has not translated it.
        if not entry.text.strip():
            continue
        fault, copied = fault_of(entry.source, entry.text), is_copied(entry.source, entry.text)
        was = entry.previous_source if entry.is_fuzzy else ""
        one = Translation(entry.source, entry.text, entry.is_fuzzy, entry.line, path, fault, copied, was)
        if entry.place and entry.place not in translations:
            translations[entry.place] = one
        else:
            others.setdefault((entry.place, entry.source), one)
    letters = frozenset("".join(one.text for one in translations.values()))
    made = Catalogue(language, path, translations, others, (_review(po, path),), key, letters)
    return made, tuple(_findings(po, path))


def _review(po: Po, path: str) -> Review:
    """What the head says of a native speaker. Only a plain `yes` counts: any tool may have rewritten these lines."""
    lines = [(number, found[1].strip()) for number, line in po.head if (found := _REVIEWED.match(line))]
    for number, said in lines:
        if not _YES.fullmatch(said):
            return Review(Location(path, number), said, is_clear=bool(_NO.fullmatch(said)))
    if lines:
        return Review(Location(path, lines[0][0]), lines[0][1], is_done=True, is_clear=True)
    return Review(Location(path))


def _findings(po: Po, path: str) -> Iterator[Diagnostic]:
    count = Counter(fault.message for fault in po.faults)
    told: Counter[str] = Counter()
    for fault in po.faults:
        told[fault.message] += 1
        if told[fault.message] > _MOST_ALIKE:
            continue
        message = fault.message
        if told[message] == _MOST_ALIKE and count[message] > _MOST_ALIKE:
            message += f" (and {count[message] - _MOST_ALIKE} more like it)"
        level: Level = "error" if fault.is_grave else "warning"
        yield Diagnostic("broken-catalogue", message, Location(path, fault.line), fault.hint, level)
    yield from _twice(po, path)


def _twice(po: Po, path: str) -> Iterator[Diagnostic]:
    first: dict[tuple[str, str], PoEntry] = {}
    for entry in po.entries:
        if not entry.text.strip():
            continue
        other = first.setdefault((entry.place, entry.source), entry)
        if other.text != entry.text:
            message = f"this text stands twice, with two translations; that of line {other.line} is shown"
            hint = "delete the worse one"
            yield Diagnostic("broken-catalogue", message, Location(path, entry.line), hint, "warning")


# --- Bringing up to date ---


def _header(language: str) -> str:
    made = Catalog(locale=language.replace("-", "_"), charset="UTF-8", project="toolkit", version="1")
    made.msgid_bugs_address = made.last_translator = made.language_team = ""
    return "".join(f"{name}: {value.strip()}\n" for name, value in made.mime_headers)


class _Known:
    """The entries of a file, by what finds one again."""

    def __init__(self, po: Po, renamed: Mapping[str, str]) -> None:
        self.here: dict[str, PoEntry] = {}
        self.exact: dict[tuple[str, str], PoEntry] = {}
        self.done: dict[str, PoEntry] = {}
        self.before: dict[str, PoEntry] = {}
        self.unsure: dict[str, PoEntry] = {}
        for entry in po.entries:
            self.here.setdefault(entry.place, entry)
        self.here = {moved_place(place, renamed): one for place, one in self.here.items()} | self.here
        found = [one for one in (*po.entries, *po.obsolete) if one.text.strip()]
        for place_of in (lambda place: place, lambda place: moved_place(place, renamed)):
            for entry in found:
                self.exact.setdefault((place_of(entry.place), entry.source), entry)
        for entry in found:
            if not entry.is_fuzzy:
                self.done.setdefault(entry.source, entry)
            else:
                self.unsure.setdefault(entry.source, entry)
                self.before.setdefault(entry.previous_source, entry)

    def of(self, placed: PlacedText) -> PoEntry | None:
        """The entry whose translation is that of a text, or was that of an earlier one in its place."""
        here = self.here.get(placed.place)
        return (
            self.exact.get((placed.place, placed.text))
            # It moved, or stands in several places.
            or self.done.get(placed.text)
            # The words are again what they were when they were translated.
            or self.before.get(placed.text)
            or self.unsure.get(placed.text)
            or (here if here and here.text.strip() else None)
        )


def updated_catalogue(
    folder: Path, path: str, language: str, texts: Iterable[PlacedText], renamed: Mapping[str, str]
) -> tuple[bytes | None, list[Diagnostic]]:
    """The PO file of `language` at `path` in the toolkit's `folder`, brought up to date with `texts`.

    `renamed` are names of today by those of before, with their kinds: what stood in an entry goes with it.

    A translation goes with its text wherever that went. One whose text changed is kept, marked as fuzzy, with the old
    text beside it. One whose text is gone is kept at the end, as obsolete, and comes back with its text, as fuzzy as it
    went. All else that translators and their tools wrote stays. With something that cannot be read there is a finding,
    and no content: the file is to be left alone.
    """
    raw = _raw(folder / path, path)
    if isinstance(raw, Diagnostic):
        return None, [raw]
    po = read_po(raw)
    findings = list(_findings(po, path))
    if not all(fault.is_kept for fault in po.faults):
        return None, findings
    known = _Known(po, renamed)
    made, about = [], []
    used: dict[int, PoEntry] = {}
    for placed in texts:
        found = known.of(placed)
        here = known.here.get(placed.place)
        made.append(_updated(placed, found, here))
        about.append((placed.note, placed.path))
        used |= {id(one): one for one in (found, here) if one and (one is found or not one.text.strip())}
    kept = {(one.source, one.text) for one in used.values()}
    gone = {
        (one.place, one.source, one.text, one.comments): one
        for one in (*po.entries, *po.obsolete)
        if id(one) not in used and (one.comments or (one.text.strip() and (one.source, one.text) not in kept))
    }
    head = po.head or [(0, line.format(language=language)) for line in _HEAD]
    if not any(_REVIEWED.match(line) for _, line in head):
        head = [*head, (0, _NOT_REVIEWED)]
    header = po.header or _header(language)
    updated = replace(po, head=head, header=header, entries=made, obsolete=[*gone.values()])
    return format_po(updated, about), findings


def _updated(placed: PlacedText, found: PoEntry | None, here: PoEntry | None) -> PoEntry:
    """The entry of a text: what is `found` of its translation, and what tools wrote `here` beside an empty one."""
    beside = here if here is not None and here is not found and not here.text.strip() else None
    flags = [*(found.other_flags if found else ()), *(beside.other_flags if beside else ())]
    flags = [flag for flag in flags if flag not in (_OF_SLOTS, _OF_PERCENT)]
    flags += [_OF_SLOTS] if _SLOT.search(placed.text) else []
    comments = (*(found.comments if found else ()), *(beside.comments if beside else ()))
    entry = PoEntry(
        placed.text,
        found.text if found else "",
        placed.place,
        flags=tuple(dict.fromkeys(flags)),
        comments=tuple(dict.fromkeys(comments)),
    )
    if found is None:
        return entry
    is_changed = found.source != placed.text
    if is_changed and found.is_fuzzy and found.previous_source == placed.text:
        return entry
    if is_changed or found.is_fuzzy:
        entry.flags = ("fuzzy", *entry.flags)
        # What a fuzzy translation was made for stays with it; nobody may have looked at what came in between.
        entry.previous = found.previous if found.is_fuzzy else (("msgid", found.source),)
    return entry
