"""What becomes of a school's two colors, with the contrast that is measured."""

from toolkit_builder.brand import contrasts_of, palettes

SchemeShades = tuple[str, list[tuple[str, str, str, float]]]
"""A scheme, and what it shows: what it is, its ink, its ground, and their contrast."""


def shades_of(primary: str, accent: str) -> list[SchemeShades]:
    """By scheme, each kind of words on its ground: what it is, ink, ground, contrast. Empty for what is no color."""
    if not all(len(one) == 7 and one[0] == "#" and _is_hex(one[1:]) for one in (primary, accent)):
        return []
    shown = {("header_ink", "header"): "header", ("primary", "paper"): "heading", ("accent", "paper"): "link"}
    shown[("fill_ink", "fill")] = "button"
    made = palettes(primary.lower(), accent.lower())
    return [
        (
            scheme,
            [
                (shown[pair.ink, pair.ground], getattr(palette, pair.ink), getattr(palette, pair.ground), ratio)
                for pair, ratio in contrasts_of(palette)
                if (pair.ink, pair.ground) in shown
            ],
        )
        for scheme, palette in made.items()
        if scheme != "print"
    ]


def _is_hex(text: str) -> bool:
    return all(letter in "0123456789abcdefABCDEF" for letter in text)
