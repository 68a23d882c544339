"""Contrast, measured as WCAG 2.1 does, and shades that reach it."""

from functools import cache

from coloraide import Color

TEXT_CONTRAST = 4.5
"""WCAG 2.1, success criterion 1.4.3 (level AA), text below 18 pt."""


@cache
def contrast(one: str, other: str) -> float:
    """The contrast of two #rrggbb colours, 1.0 to 21.0."""
    return Color(one).contrast(other, method="wcag21")


@cache
def nearest_passing(color: str, background: str, target: float = TEXT_CONTRAST) -> str:
    """The shade of `color` nearest to it that has `target` contrast to `background`, as #rrggbb.

    Only OKLCH lightness moves, so that hue and strength stay the school's own.
    """
    if contrast(color, background) >= target:
        return Color(color).to_string(hex=True)
    darker_is_better = Color(background).luminance() > 0.18
    lightness = Color(color).convert("oklch")["lightness"]
    end = 0.0 if darker_is_better else 1.0
    passing = end
    # Between the colour and black (or white) contrast only grows, so halving finds the nearest shade.
    failing = lightness
    for _ in range(24):
        middle = (passing + failing) / 2
        if contrast(_with_lightness(color, middle), background) >= target:
            passing = middle
        else:
            failing = middle
    return _with_lightness(color, passing)


def _with_lightness(color: str, lightness: float) -> str:
    shade = Color(color).convert("oklch").set("lightness", lightness)
    return shade.convert("srgb").fit(method="oklch-chroma").to_string(hex=True)
