"""The coordinator's kit: what a school needs to start home visits and to keep them going, beside the guides."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from .base import BasedOn, Entry, FamilyText, FamilyTitle, Id, Line, Record, Text, Title

Layout = Literal["document", "page", "wide", "letter", "slides"]
"""How a piece is printed.

    document  on as many pages as it needs
    page      on one page: smaller type, and a finding where that is not enough
    wide      the same, on its side: for tables with many columns
    letter    the same, with the head of a letter
    slides    one slide a page, wide as a screen; and on paper, each with its notes
"""
KitReader = Literal["staff", "families"]
MOST_ROWS = 40


class KitStep(Record):
    """One step of a plan: when, what, and who does it."""

    when: Title
    """When, such as Week 1, or February."""
    do: Text
    """What to do, starting with a verb."""
    who: Title = ""
    """Who does it: a role, not a name."""


class KitQuestion(Record):
    """One question of a survey."""

    ask: FamilyText
    """The question."""
    answers: tuple[FamilyTitle, ...] = ()
    """Answers to choose from; without any, there is room to write."""
    lines: Annotated[int, Field(ge=0, le=10)] = 0
    """Lines to write on."""


class KitSection(Record):
    """A part of a piece. What it holds is shown in the order of these keys."""

    title: Title = ""
    """Its heading."""
    text: Text = ""
    """What staff read."""
    family: FamilyText = ""
    """What families read, in their language."""
    items: tuple[Text, ...] = ()
    """A list."""
    ticks: tuple[Text, ...] = ()
    """A list to tick off."""
    steps: tuple[KitStep, ...] = ()
    """A plan: when, what, who."""
    protocol: tuple[Id, ...] = ()
    """Ids of steps in docs/protocol.yml, which stand here with their words."""
    facts: tuple[Id, ...] = ()
    """Ids of facts in docs/facts.yml, which stand here with their sources."""
    fields: tuple[Title, ...] = ()
    """What to fill in: each has a line to write on."""
    columns: tuple[Title, ...] = Field(default=(), max_length=12)
    """The headings of a table to fill in."""
    rows: Annotated[int, Field(ge=0, le=MOST_ROWS)] = 0
    """How many empty rows that table has."""
    questions: tuple[KitQuestion, ...] = ()
    """Questions of a survey."""


class KitRole(Record):
    """Somebody in a role play."""

    who: Title
    """The role, such as Parent."""
    do: Text
    """What this person does and knows."""


class Slide(Record):
    """One slide of a training."""

    title: Title
    """Its heading."""
    minutes: Annotated[int, Field(ge=0, le=60)] = 0
    """How long it takes."""
    points: tuple[Text, ...] = ()
    """What stands on it: a few short lines."""
    say: FamilyText = ""
    """Words to say at a door or on the phone, shown large."""
    protocol: tuple[Id, ...] = ()
    """Ids of steps in docs/protocol.yml: their titles stand on the slide, what to do in the notes."""
    facts: tuple[Id, ...] = ()
    """Ids of facts in docs/facts.yml, which stand on the slide with their sources."""
    roles: tuple[KitRole, ...] = ()
    """For a role play: who is who."""
    notes: Text = ""
    """What the trainer says and does. It stands in the handout, not on the slide."""


class KitPiece(Entry):
    """One piece of the kit: a page of the site, and a printed piece."""

    id: Id
    """The name by which a school replaces, hides or words this piece. It never changes."""
    title: Title
    """What staff call it."""
    about: Text
    """What it is for, in one line."""
    icon: Line = "material/file-document-outline"
    """One of the icons of Material for MkDocs."""
    layout: Layout = "document"
    """How it is printed: document, page, wide, letter or slides."""
    reader: KitReader = "staff"
    """`families` for what is handed to families: its PDF is on the site even where the staff's page is not."""
    heading: FamilyTitle = ""
    """What stands at the head of the printed piece, where that is not its title: for families, or in a letter."""
    sections: tuple[KitSection, ...] = ()
    """Its parts."""
    slides: tuple[Slide, ...] = ()
    """With `layout: slides`: the slides."""
    tally: bool = False
    """`true` for the piece that leads to the tally without names, a workbook that the site holds for download."""
    note: Line = ""
    """A word to translators; readers do not see it."""
    based_on: BasedOn = ""
    """The library's version that this was made from, such as library 0.1.0: `toolkit-builder own` writes it."""

    def references(self, key: Literal["protocol", "facts"]) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """The ids under `key` in its sections and slides, each with the keys that lead there."""
        for name in ("sections", "slides"):
            for number, part in enumerate(getattr(self, name)):
                for position, one in enumerate(getattr(part, key)):
                    yield (name, number, key, position), one
