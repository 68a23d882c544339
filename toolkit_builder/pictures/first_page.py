"""A PDF's first page as a small picture.

Drawn from the finished file: Typst would set the piece anew for it, and draw all of its pages.
"""

from .pages import draw_page

_DOTS_AN_INCH = 40


def draw_first_page(pdf: bytes) -> bytes:
    """The first page as PNG."""
    return draw_page(pdf, 0, _DOTS_AN_INCH)
