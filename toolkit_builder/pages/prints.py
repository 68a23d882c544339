"""Printed pieces as search results: by their names, and by what people use them for."""

from collections.abc import Iterable

from toolkit_builder.model.guide import Guide
from toolkit_builder.outputs import PrintedSheet, SearchEntry, SheetKind

from .entries import grades_of
from .site import Site

USES: dict[SheetKind, str] = {
    "cards": "question cards deck pocket cut out conversation starters",
    "small-cards": "question cards deck business card small cut out conversation starters",
    "plan": "visit plan one page overview agenda at a glance outline",
    "expect": "flyer for families before the visit letter home",
    "handout": "handout refrigerator take home sheet activities to do at home",
    "progress": "worksheet progress form fill in conference goal sheet",
    "reflection": "reflection form notes debrief half sheet",
    "interpreter": "interpreter translator sheet numbered questions",
    "messages": "text messages sms templates copy send",
    "insert": "family situation page",
    "guide": "booklet complete guide to print",
    "poster": "poster wall staff room core practices",
    "binder": "binder book everything all guides in one file",
    "staff": "staff page to print",
    "safety": "safety sheet one page emergency numbers carry",
    "thanks": "thank-you note card write by hand after the visit",
    "door": "door card nobody home sorry we missed you note",
    "summer": "summer calendar weekly activities vacation slide",
    "inserts": "family situations pages",
    "kit": "form to print fill in",
    "slides": "slides presentation training deck",
}
"""What each kind is called and used for by those who look for it, beside its name and what stands below it."""


def printed_entries(site: Site, printed: Iterable[PrintedSheet], guide: Guide | None = None) -> list[SearchEntry]:
    """What search finds of the pieces that a page shows under "Print"; `guide` is that whose page it is."""
    t = site.t
    entries = []
    for made in printed:
        name = t("{piece}: {of}", piece=made.name, of=guide.title) if guide else made.name
        grades = grades_of(guide) if guide else (made.grade,) if made.grade else ()
        labels = " ".join((t("print printable PDF paper copy"), t(USES[made.kind])))
        of = made.guide or made.grade or made.piece
        entries.append(
            SearchEntry("print", name, made.about, "print", f"{made.kind}-{of}" if of else made.kind, grades, labels)
        )
    return entries
