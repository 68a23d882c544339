"""A PDF's first page as a small picture.

Drawn from the finished file: Typst would set the piece anew for it, and draw all of its pages.
"""

import struct
import zlib

import pypdfium2

_DOTS_AN_INCH = 40
_PNG = b"\x89PNG\r\n\x1a\n"


def draw_first_page(pdf: bytes) -> bytes:
    """The first page as PNG."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0].render(scale=_DOTS_AN_INCH / 72, rev_byteorder=True)
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


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
