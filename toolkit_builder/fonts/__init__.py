"""The fonts of printed pieces: which there are, in which a language is set, and which letters they have.

Fonts come as packages, and from the school's own folder; the system's are never looked at.
"""

import hashlib
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

from .files import ENDINGS, FontFile, NotAFontError, read_font
from .scripts import (
    BASE_FAMILIES,
    BASE_PACKAGES,
    BASE_SCRIPTS,
    SCRIPT_FONTS,
    ScriptFont,
    families_of,
    folder_of,
    font_of,
    font_packages,
    has_font,
    install_line,
    line_room,
    package_name,
    stacks_letters,
)

__all__ = [
    "BASE_FAMILIES",
    "BASE_SCRIPTS",
    "ENDINGS",
    "OWN_FONTS",
    "SCRIPT_FONTS",
    "FontFile",
    "NotAFontError",
    "ScriptFont",
    "families",
    "font_dirs",
    "font_of",
    "font_packages",
    "fonts_key",
    "has_font",
    "install_line",
    "is_printable",
    "letters_of",
    "line_room",
    "package_name",
    "read_font",
    "stacks_letters",
]

OWN_FONTS = "assets/fonts"
"""The folder of a school's own fonts, in `docs/`."""
Own = tuple[Path, ...]
"""A school's own font files; those of a higher layer go first."""


@cache
def _package_dirs() -> tuple[str, ...]:
    return tuple(str(folder_of(package)) for package in font_packages())


def font_dirs(own: Own = ()) -> tuple[str, ...]:
    """The folders in which fonts lie. Of two fonts of a family the first counts."""
    base = len(BASE_PACKAGES)
    folders = dict.fromkeys(str(file.parent) for file in own)
    return (*_package_dirs()[:base], *folders, *_package_dirs()[base:])


def families(*languages: str, own: Iterable[str] = ()) -> list[str]:
    """The fonts in which texts of these languages are set; those of the first language go first.

    The families of a school's `own` take the place of the packages' for all letters that the base fonts lack.
    """
    return list(dict.fromkeys([*BASE_FAMILIES, *own, *families_of(languages)]))


@lru_cache(maxsize=64)
def letters_of(*languages: str, own: Own = ()) -> frozenset[int]:
    """The letters that are there for texts in these languages, as code points."""
    wanted = {*families(*languages)}
    files = [file for folder in _package_dirs() for file in sorted(Path(folder).glob("*.[ot]t[fc]"))]
    packaged = [font for font in map(read_font, files) if not wanted.isdisjoint(font.families)]
    return frozenset().union(*(font.letters for font in (*map(read_font, own), *packaged)))


def fonts_key(own: Own) -> str:
    """The hash of a school's own fonts; empty where it has none."""
    if not own:
        return ""
    digest = hashlib.sha256()
    for file in own:
        digest.update(file.name.encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


# Letters without a form of their own: nothing is to be seen of them, so no font must have them. Source: Unicode,
# Default_Ignorable_Code_Point, and blanks that end a line.
_FORMLESS = frozenset(
    (*b"\t\n\r", 0x85, 0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180E, 0x2028, 0x2029, 0x3164, 0xFFA0)
) | frozenset((*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), *range(0xFE00, 0xFE10)))
_REFUSED = frozenset((0xFEFF,))
"""What PDF/UA-1 forbids in a text: a mark that belongs at the start of a file."""


def is_printable(letter: str, letters: frozenset[int]) -> bool:
    """True for a letter of `letters`, one that is put together from them, and one that has no form."""
    code = ord(letter)
    if code in _REFUSED:
        return False
    if code in letters or code in _FORMLESS:
        return True
    pieces = unicodedata.normalize("NFD", letter)
    return pieces != letter and all(ord(piece) in letters for piece in pieces)
