"""Logos: where their files lie, how large they are, whether they are safe to show, and how Typst takes them."""

import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from .faults import LARGEST, PICTURE_LEVELS, TALLEST, WIDEST, PictureFault
from .pixels import is_picture, pixel_faults, pixel_size, pixels_svg
from .svg import printable_svg, svg_faults, svg_size

ENDINGS = (".svg", ".png", ".jpg", ".jpeg")

__all__ = [
    "ENDINGS",
    "LARGEST",
    "PICTURE_LEVELS",
    "PictureFault",
    "find_picture",
    "picture_faults",
    "picture_size",
    "picture_svg",
]


def find_picture(folders: Iterable[Path], name: str) -> Path | None:
    """The file of a picture that the school names, in the first of `folders` that has it inside; else None.

    Letters count as a web server counts them: small and capital ones differ, also where this computer's disk has one
    file for both; an accent is the same apart from its letter as with it.
    """
    for folder in folders:
        file: Path | None = folder
        for part in PurePosixPath(name).parts:
            file = next((one for one in _inside(file) if unicodedata.normalize("NFC", one.name) == part), None)
        if file and file.is_file():
            return file
    return None


def _inside(folder: Path | None) -> Iterable[Path]:
    return folder.iterdir() if folder and folder.is_dir() else ()


def picture_svg(content: bytes) -> str:
    """A sound picture as SVG text, which is what Typst's files are: pixels are wrapped, and colors written plainly."""
    return pixels_svg(content) if is_picture(content) else printable_svg(content)


def picture_size(content: bytes) -> tuple[float, float]:
    """Width and height of a picture, in a unit of its own; a square for one that does not tell."""
    width, height = (pixel_size(content) if is_picture(content) else svg_size(content)) or (0, 0)
    return (width, height) if width and height else (1, 1)


def picture_faults(content: bytes, ending: str) -> list[PictureFault]:
    """All that is wrong with the picture in a file with this ending, one of ENDINGS."""
    faults: list[PictureFault] = []
    if len(content) > LARGEST:
        size = f"{len(content) // 1024} KB"
        faults.append(("bad-picture", f"it has {size}; {LARGEST // 1024} at most", "export it smaller, or as SVG"))
    faults += svg_faults(content) if ending == ".svg" else pixel_faults(content, ending)
    if all(code != "bad-picture" for code, _, _ in faults):
        faults += _shape_faults(*picture_size(content))
    return faults


def _shape_faults(width: float, height: float) -> Iterator[PictureFault]:
    if width > WIDEST * height:
        yield "awkward-picture", f"it is {width / height:.0f} times as wide as high", "take the sign without the words"
    elif height > TALLEST * width:
        yield "awkward-picture", f"it is {height / width:.0f} times as high as wide", "take a squarer form of it"
