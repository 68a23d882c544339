"""`locales/LANG.po` -> Catalogue, and back: gettext's own format, with which translators' tools work."""

import io
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import takewhile
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, denormalize, read_po, write_po

from toolkit_builder.diagnostics import Diagnostic, Location
from toolkit_builder.model.catalogue import Catalogue, Translation, moved_place
from toolkit_builder.model.texts import PlacedText

LOCALES = "locales"
NOT_REVIEWED = "Reviewed: no"
"""A line of a file's head comment that says that no native speaker has read it yet."""
_HEAD = """\
Translations into {language}. Made by `toolkit-builder translate update`, which keeps all that stands here.
Work on it with Poedit, Weblate, or any tool for gettext. A text marked `fuzzy` is to be checked: the source changed.
{reviewed}: take `yes` when a native speaker has read all of it; until then each page says so."""
_WIDTH = 120


def catalogue_path(language: str, below: str = "") -> str:
    """The file of a language, relative to the toolkit's folder; `below` a folder of it, with a slash at its end."""
    return f"{below}{LOCALES}/{language}.po"


def _read(raw: bytes) -> Catalog:
    catalog = read_po(io.BytesIO(raw), abort_invalid=True)
    previous = _previous_texts(raw.decode("utf-8"))
    for message in catalog:
        if message.fuzzy and message.context in previous:
            message.previous_id = [previous[message.context]]
    return catalog


def _previous_texts(po: str) -> dict[str, str]:
    """What a fuzzy text was before, by its context: Babel writes these lines (`#| msgid`), and does not read them."""
    found = {}
    for block in po.split("\n\n"):
        if "#| msgid " not in block:
            continue
        lines = block.splitlines()
        before = [line.removeprefix("#| ").removeprefix("msgid ") for line in lines if line.startswith("#| ")]
        start = next((n for n, line in enumerate(lines) if line.startswith("msgctxt ")), None)
        if start is None:
            continue
        context = [lines[start].removeprefix("msgctxt ")]
        context += takewhile(lambda line: line.startswith('"'), lines[start + 1 :])
        found[denormalize("\n".join(context))] = denormalize("\n".join(before))
    return found


def _broken(path: str, error: PoFileError | ValueError) -> Diagnostic:
    line = error.lineno + 1 if isinstance(error, PoFileError) else 1
    hint = "open it in Poedit, which shows what is wrong, or take the last good version"
    return Diagnostic("broken-catalogue", f"this file is no gettext catalogue: {error}", Location(path, line), hint)


def read_catalogue(folder: Path, language: str, below: str = "") -> tuple[Catalogue, list[Diagnostic]]:
    """The catalogue of `language` in the toolkit's `folder`, or `below` it; an empty one if there is no file.

    What gettext cannot read is a finding, and the catalogue is then empty.
    """
    path = catalogue_path(language, below)
    file = folder / path
    if not file.is_file():
        return Catalogue(language, path), []
    catalogue, findings = _catalogue_of(language, path, file.read_bytes())
    return catalogue, list(findings)


@lru_cache(maxsize=32)
def _catalogue_of(language: str, path: str, raw: bytes) -> tuple[Catalogue, tuple[Diagnostic, ...]]:
    """What a file holds. A live preview asks after each change of any file, and most often these are unchanged."""
    try:
        catalog = _read(raw)
    except (PoFileError, ValueError) as error:
        return Catalogue(language, path), (_broken(path, error),)
    translations = {
        message.context or "": Translation(str(message.id), str(message.string), message.fuzzy, message.lineno or 1)
        for message in catalog
        if message.id and message.string
    }
    return Catalogue(language, path, translations, NOT_REVIEWED not in catalog.header_comment), ()


def _new(language: str) -> Catalog:
    made = Catalog(locale=language.replace("-", "_"), charset="utf-8", fuzzy=False)
    head = _HEAD.format(language=language, reviewed=NOT_REVIEWED)
    made.header_comment = "\n".join(f"# {line}" for line in head.splitlines())
    made.project, made.version = "toolkit", "1"
    made.msgid_bugs_address = made.last_translator = made.language_team = ""
    return made


def updated_catalogue(
    folder: Path, language: str, texts: Iterable[PlacedText], renamed: Mapping[str, str], below: str = ""
) -> tuple[bytes, list[Diagnostic]]:
    """The PO file of `language` in the toolkit's `folder`, or `below` it, brought up to date with `texts`.

    `renamed` are guides by the names that they had before: what stood in them goes with them.

    A translation goes with its text wherever that went. One whose text changed is kept, marked as fuzzy, with the old
    text beside it. One whose text is gone is kept at the end, as obsolete, and comes back with its text. What
    translators wrote at the head or as comments stays. A file that gettext cannot read is a finding, and is left alone.
    """
    path = catalogue_path(language, below)
    file = folder / path
    try:
        known = _read(file.read_bytes()) if file.is_file() else _new(language)
    except (PoFileError, ValueError) as error:
        return file.read_bytes(), [_broken(path, error)]
    made = _new(language)
    for field in ("header_comment", "last_translator", "language_team", "creation_date", "revision_date"):
        setattr(made, field, getattr(known, field))
    here = {message.context or "": message for message in known if message.id and message.string}
    all_known = [*here.values(), *known.obsolete.values()]
    here = {moved_place(place, renamed): message for place, message in here.items()} | here
    by_source = {message.id: message for message in all_known if not message.fuzzy}
    kept = set()
    for placed in texts:
        found = here.get(placed.place)
        if not found or found.id != placed.text:
            # It moved, or stands in several places; else its words changed.
            found = by_source.get(placed.text, found)
        # The words may be again what they were when they were translated.
        is_back = found is not None and found.fuzzy and list(found.previous_id) == [placed.text]
        is_changed = found is not None and found.id != placed.text and not is_back
        previous = (
            "" if found is None or is_back else str(found.id) if is_changed else "".join(map(str, found.previous_id))
        )
        made.add(
            placed.text,
            found.string if found else "",
            context=placed.place,
            locations=[(placed.path, 0)],
            flags=["fuzzy"] if found and not is_back and (is_changed or found.fuzzy) else [],
            auto_comments=[placed.note] if placed.note else [],
            user_comments=found.user_comments if found else (),
            previous_id=previous or (),
        )
        if found:
            kept.add((found.id, found.string))
    for message in all_known:
        if (message.id, message.string) not in kept:
            made.obsolete[str(message.id), message.context or ""] = message
    out = io.BytesIO()
    write_po(out, made, width=_WIDTH, include_lineno=False, include_previous=True)
    return out.getvalue(), []
