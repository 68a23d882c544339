"""Logos: where their files lie, how large they are, and whether they are safe to show.

Expat, which Python brings, reads an SVG. It fetches nothing, and reading stops at the first declaration of an entity,
so there is nothing that could grow or be drawn in from elsewhere.
"""

import base64
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from xml.parsers import expat

from .diagnostics import Level

PictureFault = tuple[Literal["unsafe-picture", "bad-picture", "awkward-picture"], str, str]
"""A code, what is wrong, and a hint."""
PICTURE_LEVELS: dict[str, Level] = {"unsafe-picture": "error", "bad-picture": "error", "awkward-picture": "warning"}
ENDINGS = (".svg", ".png")

LARGEST = 512 * 1024
"""Bytes. A logo is on every page and in every printed sheet, and loads on a phone with a weak signal."""
SMALLEST = 64
"""Pixels of a PNG's longer side; below, the header on a sharp screen shows a blur."""
MOST_PIXELS = 4096
"""Of a PNG's longer side: a few bytes can hold an area that no phone has room for."""
WIDEST, TALLEST = 6.0, 3.0
"""A logo beyond these shapes is a thread in the header and a dot in the app's icon."""

_SVG = "http://www.w3.org/2000/svg"
_XHTML = "http://www.w3.org/1999/xhtml"
_FOREIGN = {"script", "foreignobject", "handler", "listener", "iframe", "embed", "object", "audio", "video"}
"""Elements that run or embed something, in any namespace and any case."""
_ANIMATIONS = {"animate", "set", "animatetransform", "animatemotion", "animatecolor", "discard"}
_LOCAL = re.compile(r"#[^\s#]*")
_EMBEDDED = re.compile(r"data:image/(?:png|jpe?g);base64,[A-Za-z0-9+/=\s]*", re.IGNORECASE)
_RUNS = re.compile(r"(?:java|vb|live)script:|data:(?!image/(?:png|jpe?g)[;,])", re.IGNORECASE)
_FETCHES = re.compile(r"@import|image-set\s*\(|\bsrc\s*\(|expression\s*\(|-moz-binding|behavior\s*:", re.IGNORECASE)
_URL = re.compile(r"url\s*\(\s*([\"']?)(.*?)\1\s*\)", re.IGNORECASE | re.DOTALL)
_URL_START = re.compile(r"url\s*\(", re.IGNORECASE)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACE = re.compile(r"[\x00-\x20\x7f]+")
_LENGTH = re.compile(r"\s*([0-9]*\.?[0-9]+(?:e[0-9]+)?)\s*(?:px|pt|pc|mm|cm|in|em)?\s*", re.IGNORECASE)
_PNG = b"\x89PNG\r\n\x1a\n"


def find_picture(folders: Iterable[Path], name: str) -> Path | None:
    """The file of a picture that the school names, in the first of `folders` that has it inside; else None."""
    for folder in folders:
        file = folder / name
        if file.resolve().is_relative_to(folder.resolve()) and file.is_file():
            return file
    return None


def is_png(content: bytes) -> bool:
    return content.startswith(_PNG)


def picture_svg(content: bytes) -> str:
    """A sound picture as SVG text: Typst takes its files as text, so a PNG is wrapped into one."""
    if not is_png(content):
        return content.decode("utf-8-sig")
    width, height = _png_size(content)
    inner = base64.b64encode(content).decode()
    return (
        f'<svg xmlns="{_SVG}" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" href="data:image/png;base64,{inner}"/></svg>'
    )


def picture_size(content: bytes) -> tuple[float, float]:
    """Width and height of a picture, in a unit of its own; a square for one that does not tell."""
    width, height = _png_size(content) if is_png(content) else _read_svg(content).size or (0, 0)
    return (width, height) if width and height else (1, 1)


def picture_faults(content: bytes, ending: str) -> list[PictureFault]:
    """All that is wrong with the picture in a file with this ending, `.svg` or `.png`."""
    faults: list[PictureFault] = []
    if len(content) > LARGEST:
        size = f"{len(content) // 1024} KB"
        faults.append(("bad-picture", f"it has {size}; {LARGEST // 1024} at most", "export it smaller, or as SVG"))
    faults += _png_faults(content) if ending == ".png" else _svg_faults(content)
    return faults


def _shape_faults(width: float, height: float) -> Iterator[PictureFault]:
    if width > WIDEST * height:
        yield "awkward-picture", f"it is {width / height:.0f} times as wide as high", "take the sign without the words"
    elif height > TALLEST * width:
        yield "awkward-picture", f"it is {height / width:.0f} times as high as wide", "take a squarer form of it"


# --- PNG ---


def _png_size(content: bytes) -> tuple[int, int]:
    width, height = (int.from_bytes(content[start : start + 4], "big") for start in (16, 20))
    return width, height


def _is_whole_png(content: bytes) -> bool:
    """True if every chunk is there with its checksum, the head first, and nothing after the end."""
    kinds: list[bytes] = []
    position = len(_PNG)
    while position + 12 <= len(content) and kinds[-1:] != [b"IEND"]:
        length = int.from_bytes(content[position : position + 4], "big")
        chunk = content[position + 4 : position + 8 + length]
        position += 12 + length
        if zlib.crc32(chunk) != int.from_bytes(content[position - 4 : position], "big"):
            return False
        kinds.append(chunk[:4])
    return kinds[:1] == [b"IHDR"] and kinds[-1] == b"IEND" and b"IDAT" in kinds and position == len(content)


def _png_faults(content: bytes) -> Iterator[PictureFault]:
    if not is_png(content) or not _is_whole_png(content) or 0 in _png_size(content):
        yield "bad-picture", "it ends in .png and is no whole PNG picture", "export it anew as PNG"
        return
    width, height = _png_size(content)
    if max(width, height) < SMALLEST:
        message = f"it is {width} by {height} pixels; {SMALLEST} at least on the longer side"
        yield "bad-picture", message, "export it larger, or as SVG"
    if max(width, height) > MOST_PIXELS:
        yield "bad-picture", f"it is {width} by {height} pixels; {MOST_PIXELS} at most", "export it smaller"
    yield from _shape_faults(width, height)


# --- SVG ---


class _EntityError(Exception):
    """An entity is declared: nothing behind it is read."""


@dataclass(slots=True)
class _Svg:
    """What reading an SVG found."""

    faults: dict[PictureFault, None] = field(default_factory=dict)
    size: tuple[float, float] | None = None
    root: str = ""
    has_text: bool = False
    style: list[str] = field(default_factory=list)
    in_style: int = 0

    def refuse(self, message: str, hint: str = "take it out, or export the logo as 'plain SVG'") -> None:
        self.faults["unsafe-picture", message, hint] = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _, tag = name.rpartition(" ")
        if not self.root:
            self.root = name
            self.size = _svg_size(attributes)
        folded = tag.casefold()
        if folded in _FOREIGN or namespace == _XHTML:
            self.refuse(f"it holds a <{tag}>, which can run or load something")
        if folded == "style":
            self.in_style += 1
        self.has_text |= folded == "text" and namespace == _SVG
        for key, value in attributes.items():
            self._attribute(folded, key, value)

    def _attribute(self, tag: str, key: str, value: str) -> None:
        name = key.rpartition(" ")[2].casefold()
        bare = _SPACE.sub("", value)
        if name.startswith("on"):
            self.refuse(f"it holds '{name}', which runs a script")
        elif name == "base":
            self.refuse("it holds 'xml:base', which turns its own links into others")
        elif name in ("href", "src"):
            if not _LOCAL.fullmatch(bare) and not _EMBEDDED.fullmatch(bare):
                self.refuse(f"it leads to '{bare[:40]}'", "a logo has all that it shows inside itself")
        elif _RUNS.search(bare):
            self.refuse(f"'{name}' holds an address that can run something")
        if tag in _ANIMATIONS and name == "attributename" and bare.rpartition(":")[2].casefold()[:2] in ("hr", "on"):
            self.refuse(f"it changes '{bare}' while it is shown")
        self._css(value)

    def end(self, name: str) -> None:
        if name.rpartition(" ")[2].casefold() == "style":
            self.in_style -= 1
            self._css("".join(self.style))
            self.style.clear()

    def text(self, words: str) -> None:
        if self.in_style:
            self.style.append(words)

    def _css(self, css: str) -> None:
        if "(" not in css and "@" not in css and ":" not in css:
            return
        css = _COMMENT.sub("", css)
        if "\\" in css:
            self.refuse("a style holds a backslash, which can hide an address")
        if found := _FETCHES.search(css):
            self.refuse(f"a style holds '{found[0]}', which can load something")
        targets = [_SPACE.sub("", found[2]) for found in _URL.finditer(css)]
        if len(targets) != len(_URL_START.findall(css)):
            self.refuse("a style holds a url( that does not end")
        for target in targets:
            if not _LOCAL.fullmatch(target) and not _EMBEDDED.fullmatch(target):
                self.refuse(f"a style loads '{target[:40]}'", "a logo has all that it shows inside itself")

    def instruction(self, target: str, _: str) -> None:
        self.refuse(f"it holds <?{target}?>, an order to the program that shows it")

    def doctype(self, _name: str, _system: str | None, _public: str | None, _has_inner: int) -> None:
        self.refuse("it has a <!DOCTYPE>", "delete that part, or export the logo as 'plain SVG'")

    def entity(self, *_: object) -> None:
        raise _EntityError


def _svg_size(attributes: dict[str, str]) -> tuple[float, float] | None:
    box = re.split(r"[\s,]+", attributes.get("viewBox", "").strip())
    sides = box[2:] if len(box) == 4 else [attributes.get("width", ""), attributes.get("height", "")]
    found = [_LENGTH.fullmatch(side) for side in sides]
    width, height = (float(one[1]) if one else 0.0 for one in found)
    return (width, height) if 0 < width < 1e6 and 0 < height < 1e6 else None


def _read_svg(content: bytes) -> _Svg:
    """What stands in an SVG, as far as it can be read."""
    svg = _Svg()
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        svg.faults["bad-picture", "it is not saved as UTF-8", "export it anew as SVG"] = None
        return svg
    parser = expat.ParserCreate("utf-8", namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = svg.start, svg.end
    parser.CharacterDataHandler = svg.text
    parser.ProcessingInstructionHandler = svg.instruction
    parser.StartDoctypeDeclHandler, parser.EntityDeclHandler = svg.doctype, svg.entity
    try:
        parser.Parse(content, True)
    except _EntityError:
        svg.refuse("it declares entities", "export the logo as 'plain SVG'")
    except expat.ExpatError as error:
        message = f"it is no whole SVG picture: line {error.lineno} cannot be read"
        svg.faults["bad-picture", message, "export it anew as SVG"] = None
    return svg


def _svg_faults(content: bytes) -> Iterator[PictureFault]:
    svg = _read_svg(content)
    yield from svg.faults
    if not svg.root or any(code == "bad-picture" for code, _, _ in svg.faults):
        return
    if svg.root != f"{_SVG} svg":
        hint = f'it starts with <svg xmlns="{_SVG}">; export it anew'
        yield "bad-picture", "it ends in .svg and is no SVG picture", hint
    elif svg.size is None:
        message = "it does not say how large it is"
        yield "bad-picture", message, 'give <svg> a viewBox, such as viewBox="0 0 64 64"'
    else:
        yield from _shape_faults(*svg.size)
    if svg.has_text:
        message = "it holds letters as text, which are missing on paper and in icons"
        yield "awkward-picture", message, "turn text into paths in your drawing program"
