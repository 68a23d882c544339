"""The kinds of sheets, and what of them is to be printed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from toolkit_builder.outputs import Like, Paper, PrintedSheet, SheetKind

KINDS: dict[SheetKind, tuple[str, str]] = {
    "cards": ("Question cards", "Eight to a page, cut and carried in a pocket; print on both sides."),
    "small-cards": ("Small question cards", "Ten to a page, the size of a business card; print on both sides."),
    "plan": ("Visit plan", "The visit at a glance, front and back of one sheet."),
    "expect": ("What to expect", "One page for the family, before the visit."),
    "handout": ("For the fridge", "Three things to do at home."),
    "progress": ("How it is going", "A page for a talk about progress, to fill in together."),
    "reflection": ("After the visit", "Half sheets to write on, one for each visitor."),
    "interpreter": ("Interpreter's sheet", "What will be asked, numbered for everyone at the table."),
    "messages": ("Text messages", "Ready to copy, each counted."),
    "insert": ("For this family", "A page for each situation that the guide names. For staff: it stays at school."),
    "guide": ("The whole guide", "Everything, with contents."),
    "poster": ("Five practices", "A poster for the staff room."),
    "binder": ("The whole toolkit", "All guides with tabs by grade."),
    "staff": ("For staff", "The five core practices, training, pay, safety and contacts."),
    "safety": ("Safety and boundaries", "What holds at every visit, and whom to call, on one page."),
    "thanks": ("Thank-you note", "Two to a page, to fill in by hand."),
    "door": ("Door card", "Four to a page, for when nobody is home."),
    "summer": ("On the fridge for the summer", "One thing to do each week."),
    "inserts": ("Every kind of family", "A page for each situation. For staff: they stay at school."),
    "kit": ("Coordinator's kit", "Plans, forms, letters and surveys to start home visits and keep them going."),
    "slides": ("Slides", "The training, one slide a page, wide as a screen."),
}
"""Every kind of sheet, with what readers see."""
SHARED_KINDS: tuple[SheetKind, ...] = (
    *("poster", "binder", "staff", "safety", "thanks", "door", "summer", "inserts", "kit", "slides"),
)
SITE_KINDS: tuple[SheetKind, ...] = tuple(kind for kind in KINDS if kind != "staff")
"""What is printed for the site. The site has the staff's page, or a school keeps it out of it: never its PDF."""
PRIVATE_KINDS: tuple[SheetKind, ...] = ("staff", "kit", "slides")
"""What is printed beside the site where the school keeps what is for staff out of it."""


@dataclass(frozen=True, slots=True)
class Pick:
    """Prompts and activities that somebody chose, by their ids, in their order; and as what they are printed."""

    prompts: tuple[str, ...]
    activities: tuple[str, ...]
    like: Like = "cards"


@dataclass(frozen=True, slots=True)
class Print:
    """What to print and how. `site_url` is where the site will stand, with a slash at its end; empty if unknown."""

    paper: Paper
    site_url: str = ""
    logo: bytes = b""
    kinds: Collection[SheetKind] = SITE_KINDS
    guides: Collection[str] | None = None
    """Ids of guides; None for all, and for shared sheets."""
    pick: Pick | None = None
    """To be printed in the place of all else."""
    own_templates: tuple[Path, ...] = ()
    """The layers' folders of templates, the highest first, whose words win."""
    whole: Mapping[str, PrintedSheet | None] = field(default_factory=dict)
    """Whole guides, by their ids, that are set already: a binder takes them in. None: too little of it is its own."""
