"""What is to be translated into a language, text by text, and the file after one of them was."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from toolkit_builder.loading.catalogues import find_catalogue, updated_catalogue
from toolkit_builder.loading.files import SCHOOL, bank_of, name_of
from toolkit_builder.loading.own_texts import texts_to_translate
from toolkit_builder.model.base import Entry, FoundText
from toolkit_builder.model.base import Reader as Readers
from toolkit_builder.model.catalogue import Catalogue, Translation
from toolkit_builder.model.texts import READERS, entries_of, placed_texts, reader_of, texts_by_place
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.po_changes import NewTranslation, UnclearError, entry_at, with_translations
from toolkit_builder.prose import plain_text
from toolkit_builder.translating import state_of

from .composing import Draft
from .history import content_of
from .holdings import is_locked
from .items import ConflictError, EditError, Keys
from .reading import Reading

KIND = "translations"
"""What saves of translations are called in the history, with the language as their entry."""
State = Literal["done", "check", "missing"]
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Row:
    """A text to translate. `why` says why it is to be checked: `fuzzy`, `changed`, `kept`, `broken` or `copied`.

    `was` is the text for which its translation was made, where that was another one; `fault` what readers would see.
    """

    place: str
    text: str
    note: str
    kind: str
    id: str
    keys: Keys
    reader: Readers
    state: State
    why: str = ""
    translation: str = ""
    was: str = ""
    fault: str = ""
    is_locked: bool = False

    @property
    def is_fuzzy(self) -> bool:
        """True for a translation that somebody has to look at, most often before it is shown."""
        return self.why in ("fuzzy", "changed", "kept")


def rows_of(reading: Reading, language: str) -> list[Row]:
    """Every text of the toolkit with its translation, those for families first; else in the order of entries."""
    toolkit = reading.toolkit
    catalogue = catalogue_of(toolkit, language)
    notes = {one.place: one.note for one in placed_texts(toolkit)}
    rows = [
        _row(toolkit, catalogue, place, found, notes) for place, found in texts_by_place(entries_of(toolkit)).items()
    ]
    return sorted(rows, key=lambda row: READERS.index(row.reader))


def _row(
    toolkit: Toolkit,
    catalogue: Catalogue,
    place: str,
    placed: tuple[Entry, FoundText],
    notes: Mapping[str, str],
) -> Row:
    entry, found = placed
    text = found.text
    known = catalogue.of(place, text)
    why = state_of(place, text, known)
    state: State = "done" if why == "done" else "missing" if why == "missing" else "check"
    kind = name_of(entry).partition("/")[0]
    name = SCHOOL if kind == SCHOOL else str(getattr(entry, bank_of(entry).key))
    return Row(
        place,
        text,
        notes.get(place, ""),
        kind,
        name,
        found.keys,
        reader_of(entry, found),
        state,
        why if state == "check" else "",
        known.text if known else "",
        (known.kept_for or (known.source if known.source != text else "")) if known else "",
        known.fault if known and why == "broken" else "",
        bool(toolkit.locked) and is_locked(place, toolkit.locked),
    )


def catalogue_of(toolkit: Toolkit, language: str) -> Catalogue:
    """All translations into a language. Raises EditError for one that the school does not have."""
    found = next((one for one in toolkit.catalogues if one.language == language), None)
    if found is None:
        raise EditError("Your school does not have this language any more.")
    return found


def counts_of(rows: Iterable[Row]) -> Counter[State]:
    """How many texts are done, to check, and missing."""
    return Counter(row.state for row in rows)


def source_before(reading: Reading, language: str, row: Row) -> str:
    """The text for which a translation was made, where that was another one, as far as anybody wrote it down."""
    if row.was or not row.is_fuzzy:
        return row.was
    known = catalogue_of(reading.toolkit, language).of(row.place, row.text)
    content = content_of(reading.folders.file_of(known.path)) if known and known.path else None
    entry = entry_at(content, known.line) if known and content else None
    before = entry.previous_source if entry and entry.source == row.text else ""
    return before if before != row.text else ""


@dataclass(frozen=True, slots=True)
class Said:
    """What a translator said of the text at `place`. `source` and `was` are the text and its translation as seen."""

    place: str
    source: str
    was: str
    text: str
    is_to_check: bool = False


def translated(reading: Reading, language: str, said: Said) -> tuple[str, Draft]:
    """What a save is called, and the files after it. Raises EditError, or ConflictError where others were quicker."""
    toolkit, folders = reading.toolkit, reading.folders
    texts = {one.place: one for one in placed_texts(toolkit)}
    placed = texts.get(said.place)
    if placed is None:
        raise _gone()
    known = catalogue_of(toolkit, language).of(placed.place, placed.text)
    _refuse_stale(said, placed.text, known)
    if toolkit.locked and is_locked(said.place, toolkit.locked):
        raise EditError("The library locks this text; who keeps the library can unlock it.")
    name = find_catalogue(folders.own.root, language)
    path = folders.path_of(folders.own.root / name)
    raw = content_of(folders.root / path)
    if not raw:
        wanted = texts_to_translate(folders, toolkit)[language]
        raw, findings = updated_catalogue(folders.root, path, language, wanted, toolkit.renamed)
        if raw is None:
            raise _unwritten(findings[0].message) if findings else _gone()
    new = NewTranslation(placed.place, placed.text, said.text, said.is_to_check, placed.note, placed.path)
    try:
        content = with_translations(raw, [new], path, toolkit.renamed, texts)
    except UnclearError as error:
        raise _unwritten(str(error)) from error
    title = " ".join(plain_text(placed.text).split())
    title = title if len(title) <= _LONGEST else f"{title[:_LONGEST]} …"
    named = toolkit.school.language_name(language)
    return f"{named}: {title}", Draft({path: content}, KIND, language)


def _refuse_stale(said: Said, text: str, known: Translation | None) -> None:
    if said.source != text:
        raise ConflictError(
            "Somebody else changed the text itself meanwhile. Load the page again to see what it says now.",
            (said.place,),
            said.text,
            known.text if known else "",
        )
    theirs = known.text if known else ""
    if theirs.strip() not in (said.was, said.text):
        raise ConflictError("Somebody else changed this meanwhile.", (said.place,), said.text, theirs)


def _gone() -> EditError:
    return EditError("This text is not there any more. Load the page again.")


def _unwritten(why: str) -> EditError:
    return EditError("The translation could not be written: {why}", why=why)
