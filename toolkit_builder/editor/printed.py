"""Printed pieces as pictures beside a form: those that show its entry, set as the toolkit is now, in a thread."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from toolkit_builder.diagnostics import Diagnostic
from toolkit_builder.folders import Folders
from toolkit_builder.loading import picture_folders
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.options import Options
from toolkit_builder.outputs import Sheet, SheetKind
from toolkit_builder.pdf import compile_sheet, fingerprint
from toolkit_builder.pictures import find_picture
from toolkit_builder.pictures.pages import draw_page, page_sizes
from toolkit_builder.rules import lacks_letters
from toolkit_builder.sheets import KINDS, SHARED_KINDS, Print, render_sheets

from .items import EditError

_OF_GUIDES = tuple(kind for kind in KINDS if kind not in SHARED_KINDS)
_OF_KINDS: dict[str, tuple[SheetKind, ...]] = {
    "guides": _OF_GUIDES,
    "prompts": ("cards", "small-cards", "interpreter"),
    "activities": ("handout", "messages"),
    "school": ("staff", "safety", "thanks", "door", "poster"),
    "protocol": ("safety",),
    "inserts": ("inserts",),
    "kit": ("kit", "slides"),
}
"""What is printed of each kind of entry."""
PRINTED = (*_OF_KINDS,)
_MOST_GUIDES = 3
"""Of so many guides, the pieces with a question or an activity are offered: in others it looks the same."""
_KEPT = 12
_DOTS_AN_INCH = 110
_FAULTS = (LookupError, AttributeError, ValueError)
"""What a toolkit with faults may end in."""


def sheets_of(
    toolkit: Toolkit, source: Toolkit, place: tuple[Folders, Options], kind: str, name: str
) -> list[tuple[Sheet, str]]:
    """The printed pieces that show an entry, each with the title of its guide; `source` is the toolkit as written.

    Raises EditError where there can be none, in words that say why.
    """
    folders, options = place
    guides = _guides_with(toolkit, kind, name)
    if guides is not None and not guides:
        raise EditError("No guide has it yet, so it stands on no printed piece.")
    if lacks_letters(source, toolkit.language):
        raise EditError("Nothing can be printed in this language: the fonts have no letters for it.")
    logo = find_picture(picture_folders(folders), toolkit.school.logo.file)
    wanted = Print(
        paper=toolkit.school.paper,
        site_url=options.site_url,
        logo=logo.read_bytes() if logo else b"",
        kinds=_OF_KINDS.get(kind, ()),
        guides=guides,
        own_templates=options.own_templates,
    )
    try:
        sheets = render_sheets(toolkit, wanted, source)
    except _FAULTS as error:
        raise EditError("Something is still to mend before this can be printed.") from error
    titles = {one.id: one.title for one in toolkit.guides}
    found = [(sheet, titles.get(sheet.guide, "")) for sheet in sheets if _shows(sheet, kind, name)]
    if not found:
        raise EditError("Nothing is printed of it yet. In another language, half of a piece must be translated first.")
    return found


def _shows(sheet: Sheet, kind: str, name: str) -> bool:
    """True for a piece on which an entry stands: some take only a part of what a guide has."""
    if kind == "activities" and sheet.kind == "handout":
        return any(one["id"] == name for one in sheet.values["chosen"])
    return not sheet.piece or sheet.piece == name


def _guides_with(toolkit: Toolkit, kind: str, name: str) -> list[str] | None:
    """The ids of the guides whose pieces show an entry; None for pieces of no single guide."""
    if kind == "guides":
        return [guide.id for guide in toolkit.guides if guide.id == name]
    if kind == "prompts":
        held = [guide.id for guide in toolkit.guides if any(one.id == name for one in toolkit.prompts_of(guide))]
    elif kind == "activities":
        held = [guide.id for guide in toolkit.guides if any(one.id == name for one in toolkit.activities_of(guide))]
    else:
        return None
    return held[:_MOST_GUIDES]


@dataclass(slots=True)
class Printed:
    """A piece: its PDF with the size of each page in points; or what stands in the way, findings or odd letters."""

    key: str
    pdf: bytes = b""
    sizes: Sequence[tuple[float, float]] = ()
    findings: Sequence[Diagnostic] = ()
    odd: str = ""
    pictures: dict[int, bytes] = field(default_factory=dict)


class Printer:
    """Sets pieces one after the other in a thread of its own, and keeps the last ones by all that went into them."""

    def __init__(self) -> None:
        # Neither Typst's compiler nor what draws PDFs can be shared by threads.
        self._thread = ThreadPoolExecutor(1, "printing")
        self._lock = Lock()
        self._made: dict[str, Printed] = {}

    def printed(self, sheet: Sheet, own_templates: tuple[Path, ...]) -> Printed:
        """The piece; the call waits until it is there. Raises EditError where its template is at fault."""
        key = fingerprint(sheet, own_templates)
        made = self._known(key)
        if made is None:
            try:
                made = self._thread.submit(_set, key, sheet, own_templates).result()
            except (RuntimeError, ValueError) as error:
                raise EditError("This piece cannot be printed: its template has a fault.") from error
            with self._lock:
                self._made[key] = made
                while len(self._made) > _KEPT:
                    del self._made[next(iter(self._made))]
        return made

    def picture(self, key: str, number: int) -> bytes | None:
        """A page as PNG, counted from 0; None where there is none, or it was not asked for in a while."""
        made = self._known(key)
        if made is None or number >= len(made.sizes):
            return None
        if number not in made.pictures:
            made.pictures[number] = self._thread.submit(draw_page, made.pdf, number, _DOTS_AN_INCH).result()
        return made.pictures[number]

    def pdf(self, key: str) -> bytes | None:
        """The piece as it is printed; None where there is none, or it was not asked for in a while."""
        made = self._known(key)
        return made.pdf or None if made else None

    def _known(self, key: str) -> Printed | None:
        with self._lock:
            made = self._made.pop(key, None)
            if made is not None:
                self._made[key] = made
            return made


def _set(key: str, sheet: Sheet, own_templates: tuple[Path, ...]) -> Printed:
    made = compile_sheet(sheet, own_templates)
    if isinstance(made, bytes):
        return Printed(key, made, page_sizes(made))
    return Printed(key, odd=made) if isinstance(made, str) else Printed(key, findings=made)
