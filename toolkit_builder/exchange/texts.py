"""The texts of a toolkit with all that helps to translate them, as values that a workbook or XLIFF shows."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from hashlib import sha256
from typing import Literal

from toolkit_builder.diagnostics import Diagnostic, Location
from toolkit_builder.folders import Folders
from toolkit_builder.loading.catalogues import find_catalogue
from toolkit_builder.loading.files import SCHOOL, bank_of, name_of
from toolkit_builder.loading.own_texts import texts_to_translate
from toolkit_builder.model.base import Entry
from toolkit_builder.model.catalogue import Catalogue
from toolkit_builder.model.texts import PlacedText, entries_of, families_first, texts_by_place
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.pages.addresses import entry_uri
from toolkit_builder.po import PoEntry, read_po
from toolkit_builder.prose import links_of
from toolkit_builder.spreadsheet.cells import tidy
from toolkit_builder.translating import state_of

from .kinds import Kind, kind_of, room_of

Status = Literal["to do", "to check", "done", "checked"]
STATUSES: tuple[Status, ...] = ("to do", "to check", "done", "checked")
"""Where a translation stands. Checked is one that somebody read and stands for, by name."""
SLOT = re.compile(r"\{[^{}\n]+\}")
_BLANKS = re.compile(r"\s+")
_LETTERS = 8
"""Letters of a version's part: one of two hundred thousand million."""
_SIGNED = re.compile(r"#\s*Checked by: (.+) \[([a-z]+)\]")


@dataclass(frozen=True, slots=True)
class Handed:
    """A text as it is handed to a translator.

    `checked_by` is who signed for its translation, `remarks` what translators wrote beside it, `was` the text for which
    a translation to check was made. `uri` is its page's address in the site of the language.
    """

    number: int
    placed: PlacedText
    translation: str
    status: Status
    version: str
    kind: Kind
    uri: str
    room: str = ""
    checked_by: str = ""
    remarks: tuple[str, ...] = ()
    was: str = ""

    @property
    def keep(self) -> tuple[str, ...]:
        """The slots and addresses that the translation must have, too, with how often where that is not once."""
        kept = Counter([*SLOT.findall(self.placed.text), *links_of(self.placed.text)])
        return tuple(one if count == 1 else f"{one} ×{count}" for one, count in kept.items())


def folded(text: str) -> str:
    """A text as programs leave it the same: without what they change unseen, such as blanks, quotes and line ends."""
    return _BLANKS.sub(" ", tidy(text)).strip()


def _in_letters(text: str) -> str:
    """The hash of a text in letters alone, which no program takes for a number or a date."""
    number = int.from_bytes(sha256(text.encode("utf-8", "surrogatepass")).digest()[:8], "big")
    letters = ""
    for _ in range(_LETTERS):
        number, letter = divmod(number, 26)
        letters += chr(ord("a") + letter)
    return letters


def version_of(language: str, source: str, translation: str, status: str, checked_by: str = "") -> str:
    """What a text and its translation were: language, text, and translation with its status, each by a hash."""
    said = f"{folded(translation)}\0{status}\0{folded(checked_by)}"
    return f"{language}.{_in_letters(folded(source))}.{_in_letters(said)}"


def signature(name: str, source: str, translation: str) -> str:
    """The comment by which somebody stands for a translation; it says of which, for another may come in its place."""
    said = _in_letters(f"{folded(source)}\0{folded(translation)}")
    return f"# Checked by: {name} [{said}]"


def signer_of(comments: tuple[str, ...], source: str, translation: str) -> str:
    """Who stands for this translation of this text; empty for nobody."""
    for comment in comments:
        found = _SIGNED.fullmatch(comment)
        if found and comment == signature(found[1], source, translation):
            return found[1]
    return ""


def is_signature(comment: str) -> bool:
    return bool(_SIGNED.fullmatch(comment))


@dataclass(frozen=True, slots=True)
class Known:
    """What the catalogue says of a text today."""

    translation: str
    status: Status
    comments: tuple[str, ...]
    checked_by: str
    was: str

    @property
    def remarks(self) -> tuple[str, ...]:
        """What translators wrote beside it, line by line."""
        said = (comment.removeprefix("#").strip() for comment in self.comments if not is_signature(comment))
        return tuple(filter(None, said))


class OpenCatalogue:
    """A language's catalogue as it stands: what is known of each text, in all layers, and its own file's entries."""

    def __init__(self, folders: Folders, toolkit: Toolkit, language: str) -> None:
        self.toolkit, self.language = toolkit, language
        self.file = folders.own.root / find_catalogue(folders.own.root, language)
        self.path = folders.path_of(self.file)
        self.raw = self.file.read_bytes() if self.file.is_file() else b""
        self.catalogue: Catalogue = next(one for one in toolkit.catalogues if one.language == language)
        self.texts = {
            one.place: one
            for one in texts_to_translate(folders, toolkit)[language]
            if not any(fnmatchcase(one.place, pattern) for pattern in toolkit.locked)
        }
        self._entries: dict[str, PoEntry] = {}
        po = read_po(self.raw)
        self.faults = [
            Diagnostic("broken-catalogue", fault.message, Location(self.path, fault.line), fault.hint)
            for fault in po.faults
            if not fault.is_kept
        ]
        """What of its own file cannot be read."""
        for entry in po.entries:
            self._entries.setdefault(entry.place, entry)

    def of(self, placed: PlacedText) -> Known:
        """What is known of a text."""
        known = self.catalogue.of(placed.place, placed.text)
        entry = self._entries.get(placed.place)
        comments = entry.comments if entry else ()
        state = state_of(placed.place, placed.text, known)
        if known is None:
            # Names need no translation.
            return Known("", "done" if state == "done" else "to do", comments, "", "")
        name = signer_of(comments, placed.text, known.text) if state == "done" else ""
        status: Status = "checked" if name else "done" if state == "done" else "to check"
        was = known.kept_for or known.was or (known.source if known.source != placed.text else "")
        return Known(known.text, status, comments, name, was)


def texts_to_hand(
    opened: OpenCatalogue, site_url: str, *, only_families: bool = False, only_open: bool = False
) -> list[Handed]:
    """The texts of a language for a translator, those for families first.

    With `only_open`, those that are done are left out. `site_url` is where the site stands, empty where nobody says.
    """
    toolkit, language = opened.toolkit, opened.language
    entries = texts_by_place(entries_of(toolkit))
    made: list[Handed] = []
    # The site opens in the first.
    site = site_url if language == toolkit.school.languages[0] else f"{site_url}{language}/"
    for placed in families_first(opened.texts.values()):
        known = opened.of(placed)
        if (only_families and placed.reader != "family") or (only_open and known.status in ("done", "checked")):
            continue
        kind = kind_of(placed.place)
        made.append(
            Handed(
                len(made) + 1,
                placed,
                known.translation,
                known.status,
                version_of(language, placed.text, known.translation, known.status, known.checked_by),
                kind,
                f"{site}{_uri(toolkit, entries, placed.place)}",
                room_of(placed.place, kind),
                known.checked_by,
                known.remarks,
                known.was,
            )
        )
    return made


def _uri(toolkit: Toolkit, entries: Mapping[str, tuple[Entry, object]], place: str) -> str:
    entry = entries[place][0]
    kind = name_of(entry).partition("/")[0]
    name = "" if kind == SCHOOL else str(getattr(entry, bank_of(entry).key))
    uri = entry_uri(toolkit, kind, name)
    return f"{uri}family/" if "/family_page/" in place else uri
