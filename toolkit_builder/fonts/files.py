"""What a font file says of itself: its family, its letters, whether it may stand in a PDF."""

import mmap
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

ENDINGS = (".ttf", ".otf", ".ttc", ".otc")
"""The endings of fonts that can be printed with; those of the web, .woff and .woff2, are packed and cannot."""
_STARTS = (b"\x00\x01\x00\x00", b"OTTO", b"true")
_WINDOWS, _ENGLISH = 3, 0x409
_FAMILY, _POST_SCRIPT, _LICENSE, _TYPOGRAPHIC_FAMILY = 1, 6, 13, 16
_RESTRICTED, _BITMAPS_ONLY = 0x2, 0x200


class NotAFontError(Exception):
    """A file that cannot be printed with; the text says why, for people who do not make fonts."""


@dataclass(frozen=True, slots=True)
class FontFile:
    """A font, or the first of a collection."""

    file: Path
    families: tuple[str, ...]
    """The families of all fonts in the file."""
    letters: frozenset[int]
    """The letters that it has, as code points."""
    may_be_embedded: bool
    """False where its maker forbids to put it into documents. Source: OpenType, OS/2, fsType."""
    license: str


def read_font(file: Path) -> FontFile:
    """What a font file says of itself. Raises NotAFontError, and OSError where it cannot be read."""
    stat = file.stat()
    return _read(file, stat.st_size, stat.st_mtime_ns)


@lru_cache(maxsize=256)
def _read(file: Path, size: int, _changed: int) -> FontFile:
    if file.suffix.casefold() not in ENDINGS:
        raise NotAFontError(f"its name ends with none of {', '.join(ENDINGS)}")
    if not size:
        raise NotAFontError("it is empty")
    try:
        with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as content:
            fonts = [_Font(content, start) for start in _starts(content)]
            families = tuple(dict.fromkeys(one.family() for one in fonts))
            first = fonts[0]
            return FontFile(file, families, first.letters(), first.may_be_embedded(), first.name(_LICENSE))
    except (struct.error, IndexError, KeyError, OverflowError, UnicodeDecodeError) as error:
        raise NotAFontError("it is broken, or no font at all") from error


def _starts(content: mmap.mmap) -> list[int]:
    """Where the fonts of a file begin."""
    start = content[:4]
    if start in _STARTS:
        return [0]
    if start != b"ttcf":
        kind = "a font for web pages" if start in (b"wOFF", b"wOF2") else "no font"
        raise NotAFontError(f"it is {kind}; what is needed is a TrueType or OpenType font (.ttf, .otf)")
    (count,) = struct.unpack_from(">I", content, 8)
    return list(struct.unpack_from(f">{count}I", content, 12))


class _Font:
    """Source of all that is read here: the OpenType specification, tables `name`, `OS/2` and `cmap`.

    A library that reads whole fonts takes a second for them, at each check.
    """

    def __init__(self, content: mmap.mmap, start: int) -> None:
        self._content = content
        (count,) = self._take("H", start + 4)
        tables = (struct.unpack_from(">4s3I", content, start + 12 + 16 * number) for number in range(count))
        self._tables = {name: at for name, _, at, length in tables if at + length <= len(content)}

    def _take(self, form: str, at: int) -> tuple[int, ...]:
        return struct.unpack_from(f">{form}", self._content, at)

    def name(self, wanted: int) -> str:
        """A name by its number, in English; empty where there is none."""
        table = self._tables[b"name"]
        _, count, texts = self._take("3H", table)
        for at in range(count):
            system, _, language, number, length, start = self._take("6H", table + 6 + 12 * at)
            if (system, language, number) == (_WINDOWS, _ENGLISH, wanted):
                first = table + texts + start
                return self._content[first : first + length].decode("utf-16-be")
        return ""

    def family(self) -> str:
        """The family. Raises KeyError for a font without the names that who sets type asks for."""
        if not self.name(_FAMILY) or not self.name(_POST_SCRIPT):
            raise KeyError(_FAMILY)
        return self.name(_TYPOGRAPHIC_FAMILY) or self.name(_FAMILY)

    def may_be_embedded(self) -> bool:
        """False where the font's maker forbids it, or allows pictures of it only."""
        (bits,) = self._take("H", self._tables[b"OS/2"] + 8)
        return bits & 0xF != _RESTRICTED and not bits & _BITMAPS_ONLY

    def letters(self) -> frozenset[int]:
        """The letters that the font has. Of its lists, the one with most is in format 12; small fonts have only 4."""
        table = self._tables[b"cmap"]
        (count,) = self._take("H", table + 2)
        lists = [table + self._take("HHI", table + 4 + 8 * at)[2] for at in range(count)]
        by_format = {self._take("H", at)[0]: at for at in lists}
        if 12 in by_format:
            return frozenset(code for one in self._groups(by_format[12]) for code in one)
        return frozenset(self._segments(by_format[4]))

    def _groups(self, at: int) -> Iterator[range]:
        (count,) = self._take("I", at + 12)
        values = self._take(f"{3 * count}I", at + 16)
        for first, last in zip(values[::3], values[1::3], strict=True):
            yield range(first, last + 1)

    def _segments(self, at: int) -> Iterator[int]:
        """Letters of format 4: each segment shifts its codes to glyphs, or looks each up; glyph 0 means none."""
        count = self._take("H", at + 6)[0] // 2
        lasts = self._take(f"{count}H", at + 14)
        firsts = self._take(f"{count}H", at + 16 + 2 * count)
        shifts = self._take(f"{count}H", at + 16 + 4 * count)
        offsets_at = at + 16 + 6 * count
        offsets = self._take(f"{count}H", offsets_at)
        for number, (first, last, shift, offset) in enumerate(zip(firsts, lasts, shifts, offsets, strict=True)):
            looked_up = offsets_at + 2 * number + offset
            for code in range(first, min(last, 0xFFFE) + 1):
                glyph = self._take("H", looked_up + 2 * (code - first))[0] if offset else code
                if (glyph or not offset) and (glyph + shift) & 0xFFFF:
                    yield code
