"""What a PO file is made of."""

import re
from dataclasses import dataclass, field

CHARSET = re.compile(r"charset=([^\s;\\\"]+)", re.IGNORECASE)


@dataclass(slots=True)
class PoEntry:
    """A text and its translation. `place` is its msgctxt; `comments` are whole lines, `previous` keywords and texts.

    `about` is what the tool that made the file says of it: a note for translators, and the path of its source.
    """

    source: str
    text: str
    place: str = ""
    line: int = 1
    flags: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()
    previous: tuple[tuple[str, str], ...] = ()
    about: tuple[str, str] = ("", "")

    @property
    def is_fuzzy(self) -> bool:
        return any(flag.casefold() == "fuzzy" for flag in self.flags)

    @property
    def other_flags(self) -> tuple[str, ...]:
        return tuple(flag for flag in self.flags if flag.casefold() != "fuzzy")

    @property
    def previous_source(self) -> str:
        """What a fuzzy text was when it was translated; empty where nobody wrote it down."""
        return dict(self.previous).get("msgid", "")


@dataclass(frozen=True, slots=True)
class PoFault:
    """What could not be read. `is_kept` where writing the file keeps it all the same, below the other entries.

    With `is_grave`, the file as a whole is in doubt.
    """

    line: int
    message: str
    hint: str
    is_kept: bool = False
    is_grave: bool = False


@dataclass(slots=True)
class Po:
    """A PO file. `head` are the comment lines above everything, `header` the values of its first entry.

    `kept` are blocks of lines that are no entries of a toolkit's; `newline` is how its lines end.
    """

    header: str = ""
    head: list[tuple[int, str]] = field(default_factory=list)
    header_flags: tuple[str, ...] = ()
    entries: list[PoEntry] = field(default_factory=list)
    obsolete: list[PoEntry] = field(default_factory=list)
    kept: list[list[str]] = field(default_factory=list)
    last_comments: list[str] = field(default_factory=list)
    faults: list[PoFault] = field(default_factory=list)
    newline: str = "\n"
