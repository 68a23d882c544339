"""Contrast, measured as WCAG 2.1 does, and shades that reach it."""

from functools import cache

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
    return Color(one).contrast(other, method="wcag21")


@cache
def nearest_passing(color: str, background: str, target: float = TEXT_CONTRAST) -> str:
    """The shade of `color` nearest to it that has `target` contrast to `background`, as #rrggbb.

    Only OKLCH lightness moves, so that hue and strength stay the school's own.
    """
    if contrast(color, background) >= target:
        return Color(color).to_string(hex=True)
    darker_is_better = Color(background).luminance() > 0.18
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
    return Color(color).convert("oklch")["lightness"]


def with_lightness(color: str, lightness: float) -> str:
    """`color` with another OKLCH lightness, as #rrggbb."""
    shade = Color(color).convert("oklch").set("lightness", lightness)
    return shade.convert("srgb").fit(method="oklch-chroma").to_string(hex=True)
