"""The columns of the spreadsheet, which export and import share, and the export."""

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from toolkit_builder.model.banks import Activity, Prompt
from toolkit_builder.model.toolkit import Toolkit

LIBRARY = "prompts-and-activities.csv"
"""The address of the exported file in a site."""
Kind = Literal["prompt", "activity"]
KINDS: dict[Kind, type[Prompt] | type[Activity]] = {"prompt": Prompt, "activity": Activity}
Keys = tuple[str, ...]
"""The keys that lead from an entry to a value."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its header, and where its value stands in an entry of each kind that has it.

    `form` is how a cell holds the value: a `text`, `lines` (a list, one text a line) or `words` (a list of short words
    with commas). `also` are other headers that people give it.
    """

    header: str
    keys: dict[Kind, Keys] = field(hash=False)
    form: Literal["text", "lines", "words"] = "text"
    also: tuple[str, ...] = ()


def _both(key: str) -> dict[Kind, Keys]:
    return {"prompt": (key,), "activity": (key,)}


def _prompt(key: str) -> dict[Kind, Keys]:
    return {"prompt": (key,)}


def _activity(*keys: str) -> dict[Kind, Keys]:
    return {"activity": keys}


KIND = Column("kind", {})
"""The first column; it says what the row is."""
TEXT = Column("question or title", {"prompt": ("text",), "activity": ("title",)}, also=("question", "title", "text"))
COLUMNS: tuple[Column, ...] = (
    KIND,
    Column("id", _both("id")),
    TEXT,
    Column("topics", _both("topics"), "words"),
    Column("purpose", _prompt("purpose")),
    Column("listener", _prompt("listener")),
    Column("bands", _prompt("bands"), "words"),
    Column("we share", _prompt("we_share")),
    Column("follow ups", _prompt("follow_ups"), "lines"),
    Column("listen for", _prompt("listen_for"), "lines"),
    Column("avoid", _prompt("avoid")),
    Column("sensitivity", _prompt("sensitivity")),
    Column("grades", _activity("grades"), "words"),
    Column("routine", _activity("routine")),
    Column("minutes", _activity("minutes")),
    Column("materials", _activity("materials"), "lines"),
    Column("steps", _activity("steps"), "lines"),
    Column("ask", _activity("ask"), "lines"),
    Column("easier", _activity("easier")),
    Column("harder", _activity("harder")),
    Column("skills", _activity("skills"), "words"),
    Column("message fact", _activity("message", "fact")),
    Column("message tip", _activity("message", "tip")),
    Column("message growth", _activity("message", "growth")),
    Column("note", _both("note")),
)

# A cell that starts so is run as a formula; an apostrophe before it makes it a text again. One more goes before a text
# that looks as if it had one already, so that taking one away always gives back what was there.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_HARMLESS = re.compile(r"'+[=+\-@\t\r]")
CONTINUED = "    "
"""What a further line of the same item starts with in a cell of lines."""


def harmless(text: str) -> str:
    """A cell's text that no spreadsheet program runs."""
    return f"'{text}" if _FORMULA.match(text) else text


def unharmed(cell: str) -> str:
    """What `harmless` was given."""
    return cell[1:] if _HARMLESS.match(cell) else cell


def kind_of(entry: Prompt | Activity) -> Kind:
    return "prompt" if isinstance(entry, Prompt) else "activity"


def joined(items: Iterable[str], column: Column) -> str:
    """A list as one cell holds it."""
    separator = ", " if column.form == "words" else "\n"
    return separator.join(item.replace("\n", f"\n{CONTINUED}") for item in items)


def cell_text(entry: Prompt | Activity, kind: Kind, column: Column) -> str:
    """What a column says of an entry, as a person would read it; empty where it says nothing."""
    if column is KIND:
        return kind
    value: object = entry
    for key in column.keys.get(kind, ()):
        value = getattr(value, key, None)
    if value is entry or value is None:
        return ""
    return joined(value, column) if isinstance(value, tuple) else str(value)


def _cell(entry: Prompt | Activity, kind: Kind, column: Column) -> str:
    return harmless(cell_text(entry, kind, column))


def library_csv(toolkit: Toolkit) -> bytes:
    """The banks of prompts and activities as a CSV file (RFC 4180), in the toolkit's language and order."""
    made = io.StringIO(newline="")
    rows = csv.writer(made, lineterminator="\r\n")
    rows.writerow(column.header for column in COLUMNS)
    rows.writerows([_cell(prompt, "prompt", column) for column in COLUMNS] for prompt in toolkit.prompts)
    rows.writerows([_cell(activity, "activity", column) for column in COLUMNS] for activity in toolkit.activities)
    # Without the mark at its start, Excel reads UTF-8 as something else.
    return made.getvalue().encode("utf-8-sig")
