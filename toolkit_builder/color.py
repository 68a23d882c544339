"""Contrast, measured as WCAG 2.1 does, and shades that reach it."""

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coloraide import Color

TEXT_CONTRAST = 4.5
"""WCAG 2.1, success criterion 1.4.3 (level AA), text below 18 pt."""
PART_CONTRAST = 3.0
"""WCAG 2.1, success criterion 1.4.11 (level AA): filled parts and borders that mean something."""
_STEPS = 12
"""Halvings of the lightness: finer than the 256 steps of a color on a screen."""


@cache
def contrast(one: str, other: str) -> float:
    """The contrast of two #rrggbb colors, 1.0 to 21.0."""
    dark, light = sorted((luminance_of(one), luminance_of(other)))
    return (light + 0.05) / (dark + 0.05)


def luminance_of(color: str) -> float:
    """How bright it is, 0.0 (black) to 1.0 (white). Source: WCAG 2.1, relative luminance."""
    parts = [int(color[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    # WCAG's 0.2126, 0.7152 and 0.0722 before they are rounded, so that they agree with the shades of coloraide.
    return 0.21263900587151036 * red + 0.7151686787677559 * green + 0.07219231536073371 * blue


@cache
def nearest_passing(color: str, background: str, target: float = TEXT_CONTRAST) -> str:
    """The shade of `color` nearest to it that has `target` contrast to `background`, as #rrggbb.

    Only OKLCH lightness moves, so that hue and strength stay the school's own.
    """
    if contrast(color, background) >= target:
        return color.lower()
    darker_is_better = luminance_of(background) > 0.18
    # Between the color and black (or white) contrast only grows, so halving finds the nearest shade.
    failing = lightness_of(color)
    passing = 0.0 if darker_is_better else 1.0
    for _ in range(_STEPS):
        middle = (passing + failing) / 2
        if contrast(with_lightness(color, middle), background) >= target:
            passing = middle
        else:
            failing = middle
    return with_lightness(color, passing)


@cache
def lightness_of(color: str) -> float:
    """OKLCH lightness, 0 (black) to 1 (white)."""
    return _color(color).convert("oklch")["lightness"]


def chroma_of(color: str) -> float:
    """OKLCH chroma, 0 for grays; about 0.3 is the strongest that a screen shows."""
    return _color(color).convert("oklch")["chroma"]


def with_lightness(color: str, lightness: float) -> str:
    """`color` with another OKLCH lightness, as #rrggbb."""
    shade = _color(color).convert("oklch").set("lightness", lightness)
    return shade.convert("srgb").fit(method="oklch-chroma").to_string(hex=True)


def mixed(one: str, other: str, share: float) -> str:
    """`one` with `share` (0 to 1) of `other` mixed in, as #rrggbb."""
    return _color(one).mix(other, share, space="oklab", out_space="srgb").to_string(hex=True)


def _color(text: str) -> "Color":
    """`text` as coloraide's own.

    It is loaded with the first shade that is asked for: commands that only measure never wait for it.
    """
    color: Color = import_module("coloraide").Color(text)
    return color
