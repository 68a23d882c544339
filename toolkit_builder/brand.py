"""The school's two colors as palettes for light, dark and print, with contrast held; its CSS.

Any two colors will do: where one cannot be read, its nearest shade that can takes its place. `PAIRS` is the promise.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cache

from .color import (
    PART_CONTRAST,
    TEXT_CONTRAST,
    chroma_of,
    contrast,
    lightness_of,
    mixed,
    nearest_passing,
    with_lightness,
)
from .model.school import Colors

WHITE = "#ffffff"
INK = "#1d242b"
_PAPER_DARK = "#15191f"
_CARD_DARK = "#1e242c"
_BRIGHTEST_HEADER = 0.72
_DARKEST_HEADER = 0.28
"""Bounds of a header's lightness on a dark page: a brighter one dazzles, a darker one is lost."""
_GRAY = 0.04
"""Below this OKLCH chroma nobody names a hue."""
_MARGIN = 0.05
"""A little more contrast than needed, because colors are rounded to whole steps."""


@dataclass(frozen=True, slots=True)
class Palette:
    """Colors of one scheme as #rrggbb; `PAIRS` tells which can be read on which."""

    paper: str
    card: str
    tint: str
    wash: str
    line: str
    edge: str
    ink: str
    ink_soft: str
    primary: str
    accent: str
    header: str
    header_ink: str
    fill: str
    fill_ink: str


ROLES = {
    "paper": "the page",
    "card": "cards and menus",
    "tint": "quiet boxes, marked words",
    "wash": "quiet boxes of the second color: what to leave out, steps ahead",
    "line": "fine lines that only part things",
    "edge": "borders of what can be chosen, lines to write on",
    "ink": "texts",
    "ink_soft": "notes beside texts",
    "primary": "headings, borders of buttons",
    "accent": "links, labels, the mark of what has the keyboard",
    "header": "the bar on top, the foot, the head of a printed sheet",
    "header_ink": "words on the header",
    "fill": "pressed and filled parts: buttons, chips, ticks, patterns on cards",
    "fill_ink": "words and signs on filled parts",
}
"""What each color of a palette is for."""


@dataclass(frozen=True, slots=True)
class Pair:
    """An ink, the ground on which pages or sheets show it, and the contrast that it has there at least."""

    ink: str
    ground: str
    least: float


_GROUNDS = ("paper", "card", "tint", "wash")
PAIRS = (
    *(Pair(ink, ground, TEXT_CONTRAST) for ink in ("ink", "ink_soft", "primary", "accent") for ground in _GROUNDS),
    *(Pair(part, ground, PART_CONTRAST) for part in ("fill", "edge") for ground in _GROUNDS),
    Pair("ink", "line", TEXT_CONTRAST),
    Pair("header_ink", "header", TEXT_CONTRAST),
    Pair("fill_ink", "fill", TEXT_CONTRAST),
)
"""Every pair of colors that pages and sheets use."""


def contrasts_of(palette: Palette) -> Iterator[tuple[Pair, float]]:
    """Each of `PAIRS` with the contrast that it has in `palette`."""
    for pair in PAIRS:
        yield pair, contrast(getattr(palette, pair.ink), getattr(palette, pair.ground))


def _veil(color: str, lightness: float) -> str:
    """White with a share of `color` that gives this lightness: pale ones leave a mark, strong ones no glare."""
    share = min(0.35, (1 - lightness) / max(1 - lightness_of(color), 0.001))
    return with_lightness(mixed(WHITE, color, share), lightness)


def _shade(color: str, ink: str) -> str:
    """A dark card with a share of `color`, on which `ink` can be read."""
    veiled = mixed(_CARD_DARK, color, 0.22)
    return _passing(with_lightness(veiled, min(max(lightness_of(veiled), 0.3), 0.34)), ink)


def _passing(color: str, *grounds: str, least: float = TEXT_CONTRAST) -> str:
    """The shade of `color` nearest to it with `least` contrast to `grounds`, which are all light or all dark."""
    for ground in grounds:
        color = nearest_passing(color, ground, least + _MARGIN)
    return color


def _inked(color: str) -> tuple[str, str]:
    """`color` as a ground, and the ink that reads on it: white, else near-black.

    Some colors of middle lightness take neither; they get a little darker and take white.
    """
    for ink in (WHITE, INK):
        if contrast(color, ink) >= TEXT_CONTRAST:
            return color.lower(), ink
    return _passing(color, WHITE), WHITE


def _on_white(colors: Colors, lightness: float, line: str) -> Palette:
    """A palette on white paper, its tints of one lightness."""
    tint, wash = _veil(colors.primary, lightness), _veil(colors.accent, lightness)
    grounds = (WHITE, tint, wash)
    header, header_ink = _inked(colors.primary)
    # Darker only: a fill that takes no ink yet goes on in the direction that keeps it apart from white.
    fill, fill_ink = _inked(_passing(header, *grounds, least=PART_CONTRAST))
    return Palette(
        paper=WHITE,
        card=WHITE,
        tint=tint,
        wash=wash,
        line=line,
        edge=_passing(line, *grounds, least=PART_CONTRAST),
        ink=INK,
        ink_soft="#4a5560",
        primary=_passing(colors.primary, *grounds),
        accent=_passing(colors.accent, *grounds),
        header=header,
        header_ink=header_ink,
        fill=fill,
        fill_ink=fill_ink,
    )


def light_palette(colors: Colors) -> Palette:
    """For a screen by day."""
    return _on_white(colors, 0.962, line=_veil(colors.primary, 0.88))


def print_palette(colors: Colors) -> Palette:
    """For paper, in color or gray: contrast is a matter of lightness, so it outlives a gray printer.

    The tint takes half the toner of the screen's; lines are strong enough for a worn drum.
    """
    return _on_white(colors, 0.978, line=_veil(colors.primary, 0.84))


def dark_palette(colors: Colors) -> Palette:
    """For a screen by night. Filled parts are bright, because the header's color hardly stands out from a dark page."""
    soft = "#b6c0cb"
    tint, wash = _shade(colors.primary, soft), _shade(colors.accent, soft)
    line = mixed(_CARD_DARK, WHITE, 0.2)
    grounds = (_PAPER_DARK, _CARD_DARK, tint, wash)
    primary = _passing(_by_night(colors.primary), *grounds)
    header, header_ink = _dark_header(colors.primary)
    return Palette(
        paper=_PAPER_DARK,
        card=_CARD_DARK,
        tint=tint,
        wash=wash,
        line=line,
        edge=_passing(line, *grounds, least=PART_CONTRAST),
        ink="#e6ebf0",
        ink_soft=soft,
        primary=primary,
        accent=_passing(_by_night(colors.accent), *grounds),
        header=header,
        header_ink=header_ink,
        fill=primary,
        fill_ink=_PAPER_DARK,
    )


def _by_night(color: str) -> str:
    """Black on white is white on black; the least gray that can be read would look switched off. Others stay."""
    lightness = lightness_of(color)
    return with_lightness(color, max(0.8, 1 - lightness)) if chroma_of(color) < _GRAY and lightness < 0.5 else color


def _dark_header(primary: str) -> tuple[str, str]:
    ground, ink = _inked(primary)
    if ink == INK:
        return _inked(with_lightness(ground, min(lightness_of(ground), _BRIGHTEST_HEADER)))
    darker = mixed(ground, "#000000", 0.35)
    return _inked(with_lightness(darker, max(lightness_of(darker), _DARKEST_HEADER)))


@cache
def palettes(primary: str, accent: str) -> dict[str, Palette]:
    """The palettes of the school's two #rrggbb colors by scheme: light, dark, print."""
    colors = Colors(primary=primary, accent=accent)
    made = {"light": light_palette(colors), "dark": dark_palette(colors), "print": print_palette(colors)}
    for palette in made.values():
        for pair, ratio in contrasts_of(palette):
            assert ratio >= pair.least, f"a derived color lost its contrast: {pair.ink} on {pair.ground}"
    return made


def _rules(palette: Palette) -> str:
    """CSS custom properties: `--tb-` and the name of each color; `--tb-tick` is the sign in a box that is ticked."""
    colors = "".join(f"--tb-{name.replace('_', '-')}:{value};" for name, value in asdict(palette).items())
    tick = (
        "%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'%3E"
        f"%3Cpath fill='none' stroke='%23{palette.fill_ink[1:]}' stroke-width='3' d='m5 12 5 5 9-10'/%3E%3C/svg%3E"
    )
    return f'{colors}--tb-tick:url("data:image/svg+xml,{tick}");'


@cache
def brand_css(primary: str, accent: str) -> str:
    """CSS custom properties for both schemes, from the school's two #rrggbb colors."""
    made = palettes(primary, accent)
    light, dark = _rules(made["light"]), _rules(made["dark"])
    return f':root,[data-md-color-scheme="default"]{{{light}}}\n[data-md-color-scheme="slate"]{{{dark}}}\n'
