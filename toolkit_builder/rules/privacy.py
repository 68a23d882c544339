"""A rule about what would tell everyone where a family lives, or which child is meant (D4)."""

import re
from collections.abc import Iterator

from toolkit_builder.diagnostics import Diagnostic
from toolkit_builder.model.base import Entry
from toolkit_builder.model.toolkit import Toolkit, is_spoken

from .rule import entry_rule

_WORD = r"[A-ZÀ-ÖØ-Þ][^\W\d_]+"
_STREET = re.compile(
    r"\b\d{1,5} (?:(?:[NSEW]|North|South|East|West)\.? )?(?:(?:" + _WORD + r"|\d+(?:st|nd|rd|th))\.? ){1,3}"
    r"(?:Street|St|Avenue|Ave|Road|Rd|Drive|Dr|Lane|Ln|Boulevard|Blvd|Court|Ct|Circle|Cir|Terrace|Parkway|Pkwy|Way)\b"
)
"""A house's number, a name, and one of the commonest suffixes of the United States Postal Service's Publication 28."""
_NTH = r"(?:\d+(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth)"
_CHILD = re.compile(
    rf"\b((?:{_WORD}[ -]){{1,3}}{_WORD}),? (?:(?:in|of|from|del?|en) )?(?:the )?"
    rf"(?:(?:[Gg]rade|[Rr]oom|grado|salón|aula) (?:\d|PK\b|K\b)|{_NTH}[ -]grade)"
)
"""Two names or more with capitals, and the grade or the room."""
_NO_NAMES = frozenset(
    (
        *("January", "February", "March", "April", "May", "June", "July", "August", "September", "October"),
        *("November", "December", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        *("After", "At", "Before", "By", "For", "From", "In", "On", "Our", "The", "This", "Until"),
        *("Academy", "Common", "Core", "Elementary", "High", "Kindergarten", "Middle", "School", "Standards", "Start"),
    )
)
"""Words with capitals that stand before a grade and are no child's name."""


@entry_rule("private-detail", "note", "D4")
def private_detail(toolkit: Toolkit, entry: Entry) -> Iterator[Diagnostic]:
    """No text says where a family lives, or names a child with its grade or room.

    Everyone can read the site, for years, and what was once public cannot be taken back. What is for one family goes
    into slots, such as {child}: whoever visits fills them in, on their own device or by hand. Looked for are street
    addresses of the United States but the school's own, and full names beside a grade or a room.
    """
    if not is_spoken(entry):
        return
    own = " ".join(line for address in toolkit.school.addresses for line in address.lines)
    for found in entry.texts:
        if not any(letter.isdecimal() for letter in found.text) and "grade" not in found.text:
            continue
        street, child = _STREET.search(found.text), _CHILD.search(found.text)
        if street and street[0] not in own:
            message = f"this page is public, and '{street[0]}' looks like somebody's address"
            yield Diagnostic("private-detail", message, entry.at(*found.keys), hint="tell it only to who visits")
        if child and not _NO_NAMES.intersection(re.split("[ -]", child[1])):
            message = f"this page is public, and '{child[0]}' may tell who a child is"
            yield Diagnostic(
                "private-detail", message, entry.at(*found.keys), hint="write {child} in place of the name"
            )
