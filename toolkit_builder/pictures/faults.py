"""What can be wrong with a logo, how large it may be, and what to do in which drawing program."""

import re
from typing import Literal

from toolkit_builder.diagnostics import Level

PictureFault = tuple[Literal["unsafe-picture", "bad-picture", "awkward-picture", "private-picture"], str, str]
"""A code, what is wrong, and a hint."""
PICTURE_LEVELS: dict[str, Level] = {
    "unsafe-picture": "error",
    "bad-picture": "error",
    "awkward-picture": "warning",
    "private-picture": "warning",
}

LARGEST = 512 * 1024
"""Bytes. A logo is on every page and in every printed sheet, and loads on a phone with a weak signal."""
SMALLEST = 64
"""Pixels of the longer side; below, the header on a sharp screen shows a blur."""
MOST_PIXELS = 4096
"""Of the longer side: a few bytes can hold an area that no phone has room for."""
WIDEST, TALLEST = 6.0, 3.0
"""A logo beyond these shapes is a thread in the header and a dot in the app's icon."""

# The way to a file without anything of the program's own, by what the program leaves in its files.
_PROGRAMS = (
    (
        re.compile(r"Adobe Illustrator|ns\.adobe\.com"),
        "in Illustrator choose File, Export, Export As, SVG (not Save As), with Styling: Presentation Attributes",
    ),
    (re.compile(r"inkscape", re.IGNORECASE), "in Inkscape choose File, Save a Copy, and the type 'Plain SVG'"),
    (
        re.compile(r"CorelDRAW|corel\.com", re.IGNORECASE),
        "in CorelDRAW choose File, Export, SVG, with Styling: Presentation Attributes and text as curves",
    ),
    (re.compile(r"canva", re.IGNORECASE), "in Canva choose Share, Download, SVG; if it is still refused, PNG"),
    (re.compile(r"figma|_figma_|data-figma"), "in Figma take effects away, and choose Export, SVG; or export as PNG"),
    (re.compile(r"serif\.com|Affinity"), "in Affinity choose File, Export, SVG, the preset 'SVG (flatten)'"),
    (re.compile(r"vnd\.ms-office|<svg[^>]*overflow=\"hidden\""), "in PowerPoint save it as a picture again, as PNG"),
)
_WAY = "export the logo anew as plain SVG or as PNG; manual/brand.md names the menu of each program"


def way_out(text: str) -> str:
    """How to export the logo anew, in the program that wrote the SVG `text` where that shows."""
    return next((hint for sign, hint in _PROGRAMS if sign.search(text)), _WAY)


# Folders of people: on Windows, a Mac, Linux, and a school's file server.
_PRIVATE = re.compile(
    r"[A-Za-z]:[\\/]+(?:Users|Documents and Settings)[\\/][^\"'<>|]{1,80}"
    r"|(?<![\w.])/(?:Users|home)/[\w.\-]+/[^\"'<>|]{1,80}"
    r"|\\\\[\w.\-]+\\[^\"'<>|]{1,80}|[A-Za-z]:\\[^\"'<>|]{1,80}"
)


def private_path(text: str) -> str:
    """The path of a file on somebody's computer that stands in `text`, which often has a person's name; else ''."""
    found = _PRIVATE.search(text) if "/" in text or "\\" in text else None
    return found[0].strip() if found else ""
