"""PNG and JPEG: their sizes, whether they are whole, and an SVG around them."""

import base64
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from .faults import MOST_PIXELS, SMALLEST, PictureFault

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
_FRAMES = {0xC0, 0xC1, 0xC2}
"""Baseline, extended and progressive: what every browser shows."""
_OTHER_FRAMES = {0xC3, *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0)}
_ALONE = {0x01, *range(0xD0, 0xD8)}
"""Markers without a length."""
# Source: Exif 2.32 (CIPA DC-008), tags of the first directory.
_ORIENTATION, _GPS = 0x0112, 0x8825
# By orientation, the picture's axes on the page: SVG's matrix, with its shift in widths and heights.
_TURNS = {
    1: (1, 0, 0, 1, 0, 0),
    2: (-1, 0, 0, 1, 1, 0),
    3: (-1, 0, 0, -1, 1, 1),
    4: (1, 0, 0, -1, 0, 1),
    5: (0, 1, 1, 0, 0, 0),
    6: (0, 1, -1, 0, 1, 0),
    7: (0, -1, -1, 0, 1, 1),
    8: (0, -1, 1, 0, 0, 1),
}


@dataclass(frozen=True, slots=True)
class _Jpeg:
    """What a JPEG tells of itself. `width` and `height` are those of its pixels, before it is turned."""

    width: int
    height: int
    inks: int
    orientation: int = 1
    has_place: bool = False

    @property
    def size(self) -> tuple[int, int]:
        """As it is shown."""
        return (self.height, self.width) if self.orientation > 4 else (self.width, self.height)


def is_picture(content: bytes) -> bool:
    """Whether it is made of pixels."""
    return content.startswith((_PNG, _JPEG))


def pixel_size(content: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG or JPEG as it is shown; None if it does not tell."""
    if content.startswith(_PNG):
        width, height = struct.unpack(">II", content[16:24]) if len(content) >= 24 else (0, 0)
        return width, height
    found = _read_jpeg(content)
    return found.size if found else None


def pixels_svg(content: bytes) -> str:
    """A sound PNG or JPEG as an SVG. Browsers turn a photo as its camera was held; here it is turned for Typst."""
    jpeg = None if content.startswith(_PNG) else _read_jpeg(content)
    width, height = pixel_size(content) or (1, 1)
    inner_width, inner_height = (jpeg.width, jpeg.height) if jpeg else (width, height)
    a, b, c, d, x, y = _TURNS[jpeg.orientation if jpeg else 1]
    kind = "jpeg" if jpeg else "png"
    packed = base64.b64encode(_upright(content) if jpeg else content).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        f'<image transform="matrix({a} {b} {c} {d} {x * width} {y * height})" width="{inner_width}" '
        f'height="{inner_height}" href="data:image/{kind};base64,{packed}"/></svg>'
    )


def pixel_faults(content: bytes, ending: str) -> Iterator[PictureFault]:
    """What is wrong with the content of a file with this ending."""
    kind = "PNG" if ending == ".png" else "JPEG"
    if content.startswith(_JPEG if kind == "PNG" else _PNG):
        other, right = ("JPEG", ".jpg") if kind == "PNG" else ("PNG", ".png")
        message = f"it ends in {ending} and is a {other} picture"
        yield "bad-picture", message, f"give it the ending {right}, here and in the folder"
        return
    jpeg = _read_jpeg(content) if kind == "JPEG" else None
    size = pixel_size(content) if kind == "PNG" and _is_whole_png(content) else jpeg and jpeg.size
    if not size or 0 in size:
        yield "bad-picture", f"it ends in {ending} and is no whole {kind} picture", f"export it anew as {kind}"
        return
    width, height = size
    if max(width, height) < SMALLEST:
        message = f"it is {width} by {height} pixels; {SMALLEST} at least on the longer side"
        yield "bad-picture", message, "export it larger, or as SVG"
    if max(width, height) > MOST_PIXELS:
        yield "bad-picture", f"it is {width} by {height} pixels; {MOST_PIXELS} at most", "export it smaller"
    if jpeg and jpeg.inks == 4:
        message = "its colors are made for a printing press (CMYK), and browsers show them differently"
        yield "bad-picture", message, "export it anew with RGB colors, best as SVG or PNG"
    if jpeg and jpeg.has_place:
        hint = "save it without details: on Windows, Properties, Details, Remove; or export it as PNG"
        yield "private-picture", "it tells where it was taken, as phones' photos do", hint


# --- PNG ---


def _is_whole_png(content: bytes) -> bool:
    """True if every chunk is there with its checksum, the head first, and nothing after the end."""
    if not content.startswith(_PNG):
        return False
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


# --- JPEG ---


def _segments(content: bytes) -> Iterator[tuple[int, int, bytes]]:
    """The segments before the pixels, each with its marker and place. Source: ITU-T T.81, annex B.

    Raises ValueError where the file does not have that form.
    """
    position = 2
    while True:
        if content[position : position + 1] != b"\xff":
            raise ValueError("no marker")
        while content[position + 1 : position + 2] == b"\xff":
            position += 1
        marker = content[position + 1] if position + 1 < len(content) else 0
        if marker in _ALONE:
            position += 2
            continue
        length = int.from_bytes(content[position + 2 : position + 4], "big")
        if length < 2 or position + 2 + length > len(content):
            raise ValueError("a segment that goes on behind the end")
        yield marker, position, content[position + 4 : position + 2 + length]
        if marker == 0xDA:
            return
        position += 2 + length


def _read_jpeg(content: bytes) -> _Jpeg | None:
    """What a whole JPEG tells; None for anything else."""
    frame = b""
    orientation, has_place = 1, False
    if not content.startswith(_JPEG) or not content.rstrip(b"\0").endswith(b"\xff\xd9"):
        return None
    try:
        for marker, _, segment in _segments(content):
            if marker in _FRAMES:
                frame = segment
            elif marker in _OTHER_FRAMES:
                return None
            elif marker == 0xE1 and segment.startswith(b"Exif\0\0"):
                orientation, has_place = _read_exif(segment[6:])
    except ValueError:
        return None
    if len(frame) < 6 or frame[0] != 8:
        return None
    height, width, inks = struct.unpack(">HHB", frame[1:6])
    return _Jpeg(width, height, inks, orientation, has_place)


def _read_exif(exif: bytes) -> tuple[int, bool]:
    """How a camera was held, 1 (upright) to 8, and whether it wrote down where it was."""
    order = "<" if exif[:2] == b"II" else ">"
    try:
        (start,) = struct.unpack_from(f"{order}I", exif, 4)
        (count,) = struct.unpack_from(f"{order}H", exif, start)
        tags = {}
        for number in range(count):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", exif, start + 2 + 12 * number)
            tags[tag] = value
    except struct.error:
        # Exif that is cut off: programs show the picture as if there were none.
        return 1, False
    turned = tags.get(_ORIENTATION, 1)
    return turned if turned in _TURNS else 1, _GPS in tags


def _upright(content: bytes) -> bytes:
    """The JPEG without its Exif, so that nobody turns it a second time."""
    cut = [
        (place, place + 4 + len(segment))
        for marker, place, segment in _segments(content)
        if marker == 0xE1 and segment.startswith(b"Exif\0\0")
    ]
    for start, end in reversed(cut):
        content = content[:start] + content[end:]
    return content
