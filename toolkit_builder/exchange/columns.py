"""The columns of a translators' workbook, which writing and reading share."""

from dataclasses import dataclass
from typing import Literal

Part = Literal[
    "number", "text", "translation", "status", "signer", "remarks", "keep", "room", "about", "kind", "reader", "page",
    "place", "version",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its header, its width in letters, and what is said where one of its cells is chosen.

    One that translators fill `is_theirs`; all others can be read, and nothing typed there is taken.
    """

    part: Part
    header: str
    width: int
    about: str
    is_theirs: bool = False


COLUMNS = (
    Column("number", "No.", 6, "The order: what families read or hear comes first. Sort by it to come back to it."),
    Column("text", "Text", 52, "What is to be translated."),
    Column(
        "translation",
        "Translation",
        52,
        "The translation, as one says it to a family. What stands under 'Keep' must stand in it, letter by letter.",
        is_theirs=True,
    ),
    Column(
        "status",
        "Status",
        11,
        "To do, to check (somebody is to look at it again), done, or checked by the one whose name stands beside it.",
        is_theirs=True,
    ),
    Column("signer", "Checked by", 18, "The name of who read the translation and stands for it.", is_theirs=True),
    Column("remarks", "Your note", 28, "What you want others to know. It stays with the translation.", is_theirs=True),
    Column("keep", "Keep", 18, "A reader fills these. Copy them as they are; their place in the sentence is free."),
    Column("room", "Room", 24, "How long the translation may be."),
    Column("about", "About", 32, "What helps to understand the text."),
    Column("kind", "Where", 14, "The kind of place. A click shows its picture."),
    Column("reader", "Read by", 11, "Who reads or hears it."),
    Column("page", "Page", 26, "Where it can be seen. A click opens the page."),
    Column("place", "Place", 34, "The name of the text. It brings the translation back to its place: leave it."),
    Column("version", "Version", 22, "It tells whether somebody else was quicker: leave it."),
)
TRANSLATION = next(column for column in COLUMNS if column.part == "translation")
