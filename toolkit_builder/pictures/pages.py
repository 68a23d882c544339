"""Pages of a PDF as pictures. What draws them is not for two threads at a time."""

import struct
import zlib

import pypdfium2

_PNG = b"\x89PNG\r\n\x1a\n"


def draw_page(pdf: bytes, number: int, dots_an_inch: int) -> bytes:
    """A page, counted from 0, as PNG."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[number].render(scale=dots_an_inch / 72, rev_byteorder=True)
        raw, length = bytes(page.buffer), page.width * 3
        # Each row starts with a filter's number; without filters, printed pages become smaller, and sooner.
        rows = b"".join(
            b"\0" + raw[start : start + length] for start in range(0, page.height * page.stride, page.stride)
        )
        return _PNG + b"".join(
            (
                _chunk(b"IHDR", struct.pack(">IIBBBBB", page.width, page.height, 8, 2, 0, 0, 0)),
                _chunk(b"IDAT", zlib.compress(rows)),
                _chunk(b"IEND", b""),
            )
        )


def page_sizes(pdf: bytes) -> list[tuple[float, float]]:
    """Width and height of each page, in points."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [document.get_page_size(number) for number in range(len(document))]


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
