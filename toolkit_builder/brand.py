"""The school's two colours as palettes for light and dark, with contrast held; its CSS."""

from dataclasses import dataclass
from functools import cache

from coloraide import Color

from .colour import TEXT_CONTRAST, contrast, nearest_passing
from .model.school import Colors

# Backgrounds of the two schemes; the CSS sets the same.
PAPER_LIGHT = "#ffffff"
PAPER_DARK = "#15191f"
CARD_DARK = "#1e242c"


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours of one scheme as #rrggbb. Each named ...ink is readable (4.5 to 1) on the colour before it."""

    paper: str
    card: str
    header: str
    header_ink: str
    primary: str
    accent: str
    tint: str
    line: str


def _mix(one: str, other: str, share: float) -> str:
    """`one` with `share` (0 to 1) of `other` mixed in."""
    return Color(one).mix(other, share, space="oklab", out_space="srgb").to_string(hex=True)


def _readable(color: str, *grounds: str) -> str:
    """The shade of `color` nearest to it that can be read on each of `grounds`, which are all light or all dark."""
    for ground in grounds:
        # A little more than needed, because colours are rounded to whole steps.
        color = nearest_passing(color, ground, TEXT_CONTRAST + 0.05)
    return color


def light_palette(colors: Colors) -> Palette:
    tint = _mix(PAPER_LIGHT, colors.primary, 0.07)
    return Palette(
        paper=PAPER_LIGHT,
        card=PAPER_LIGHT,
        header=colors.primary,
        header_ink="#ffffff",
        primary=_readable(colors.primary, PAPER_LIGHT, tint),
        accent=_readable(colors.accent, PAPER_LIGHT, tint),
        tint=tint,
        line=_mix(PAPER_LIGHT, colors.primary, 0.22),
    )


def dark_palette(colors: Colors) -> Palette:
    tint = _mix(CARD_DARK, colors.primary, 0.22)
    header = _mix(colors.primary, "#000000", 0.35)
    return Palette(
        paper=PAPER_DARK,
        card=CARD_DARK,
        header=nearest_passing(header, "#ffffff", TEXT_CONTRAST),
        header_ink="#ffffff",
        primary=_readable(colors.primary, PAPER_DARK, CARD_DARK, tint),
        accent=_readable(colors.accent, PAPER_DARK, CARD_DARK, tint),
        tint=tint,
        line=_mix(CARD_DARK, "#ffffff", 0.2),
    )


def _rules(palette: Palette) -> str:
    pairs = {
        "paper": palette.paper,
        "card": palette.card,
        "header": palette.header,
        "header-ink": palette.header_ink,
        "primary": palette.primary,
        "accent": palette.accent,
        "tint": palette.tint,
        "line": palette.line,
    }
    return "".join(f"--tb-{name}:{value};" for name, value in pairs.items())


@cache
def brand_css(primary: str, accent: str) -> str:
    """CSS custom properties for both schemes, from the school's two #rrggbb colours."""
    colors = Colors(primary=primary, accent=accent)
    light, dark = light_palette(colors), dark_palette(colors)
    for palette in (light, dark):
        for ink in (palette.primary, palette.accent):
            assert contrast(ink, palette.tint) >= TEXT_CONTRAST, "a derived colour lost its contrast"
    return (
        f':root,[data-md-color-scheme="default"]{{{_rules(light)}}}\n[data-md-color-scheme="slate"]{{{_rules(dark)}}}\n'
    )
