"""The fonts of printed pieces: which there are, in which a language is set, and which letters they have.

Fonts come as packages; the system's are never looked at.
"""

import struct
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import BinaryIO

from .model.languages import region_of, script_of

_PACKAGES = ("fontpkg_noto_sans", "fontpkg_amiri")
_FAMILIES = ("Noto Sans", "Amiri")
_CJK_PACKAGE = "manimgx_fonts_cjk"
"""One variable font of 20 MB with the shapes of five places, so an extra asked for by name: `[cjk]`."""
_CJK_FAMILIES = {
    "Hans": "Noto Sans CJK SC",
    "Hant": "Noto Sans CJK TC",
    "Jpan": "Noto Sans CJK JP",
    "Kore": "Noto Sans CJK KR",
}
_HONG_KONG = "Noto Sans CJK HK"


@cache
def _has_cjk() -> bool:
    return find_spec(_CJK_PACKAGE) is not None


def font_packages() -> tuple[str, ...]:
    """The packages of fonts that are installed."""
    return (*_PACKAGES, _CJK_PACKAGE) if _has_cjk() else _PACKAGES


@cache
def font_dirs() -> tuple[str, ...]:
    """The folders in which fonts lie."""
    own = [str(files(package).joinpath("files")) for package in _PACKAGES]
    return (*own, str(files(_CJK_PACKAGE))) if _has_cjk() else tuple(own)


def missing_fonts(language: str) -> str:
    """The extra that must be installed to print in `language`; empty if nothing is missing."""
    return "cjk" if script_of(language) in _CJK_FAMILIES and not _has_cjk() else ""


def _cjk_family(language: str) -> str:
    if script_of(language) == "Hant" and region_of(language) in ("HK", "MO"):
        return _HONG_KONG
    return _CJK_FAMILIES.get(script_of(language), "")


def families(*languages: str) -> list[str]:
    """The fonts in which texts of these languages are set; those of the first language go first.

    The same character has other shapes in China, Taiwan, Hong Kong, Japan and Korea.
    """
    return [*_FAMILIES, *dict.fromkeys(family for family in map(_cjk_family, languages) if family)]


# --- Letters ---


def letters_of(*languages: str) -> frozenset[int]:
    """The letters that are there for texts in these languages, as code points."""
    return _letters(needs_cjk=any(map(_cjk_family, languages)))


@cache
def _letters(*, needs_cjk: bool) -> frozenset[int]:
    # The fonts' own lists are read here: a library that reads whole fonts takes a second for it, at each check.
    folders = [Path(folder) for folder in font_dirs()]
    found: set[int] = set()
    for folder in folders[: None if needs_cjk else len(_PACKAGES)]:
        for file in sorted(folder.glob("**/*.tt[fc]")):
            with file.open("rb") as font:
                for first, last in _ranges(font):
                    found.update(range(first, last + 1))
    return frozenset(found)


def _ranges(font: BinaryIO) -> Iterator[tuple[int, int]]:
    """Ranges of code points for which a font, or the first of a collection, has letters.

    Source: OpenType, table `cmap`, format 12. Bold cuts may have the smaller format 4 only; regular ones have both.
    """

    def read(form: str, at: int) -> tuple[int, ...]:
        font.seek(at)
        values: tuple[int, ...] = struct.unpack(f">{form}", font.read(struct.calcsize(f">{form}")))
        return values

    font.seek(0)
    start = read("I", 12)[0] if font.read(4) == b"ttcf" else 0
    for number in range(read("H", start + 4)[0]):
        font.seek(start + 12 + 16 * number)
        if font.read(4) != b"cmap":
            continue
        (table,) = read("I", start + 12 + 16 * number + 8)
        for at in range(read("H", table + 2)[0]):
            where = table + read("HHI", table + 4 + 8 * at)[2]
            if read("H", where)[0] == 12:
                (count,) = read("I", where + 12)
                values = read(f"{3 * count}I", where + 16)
                yield from zip(values[::3], values[1::3], strict=True)
                return


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
