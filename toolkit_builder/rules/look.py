"""Rules about the school's look: its colours and its logos' words (D8)."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from toolkit_builder.brand import palettes
from toolkit_builder.colour import TEXT_CONTRAST, contrast
from toolkit_builder.diagnostics import Diagnostic
from toolkit_builder.model.school import Logo
from toolkit_builder.model.toolkit import Toolkit

from .rule import toolkit_rule

_SAYS_NOTHING = re.compile(r"(the |our )?(school('s)? )?(logo|image|picture|icon|photo)( of)?( the school)?\.?", re.I)
_FILE_NAME = re.compile(r"\S+\.(svg|png|jpe?g|gif|webp)", re.I)


@toolkit_rule("low-contrast", "note", "D8")
def low_contrast(toolkit: Toolkit) -> Iterator[Diagnostic]:
    """Where one of the school's colors cannot be read as text on white, a darker shade of it takes its place.

    Nothing is to mend: headings, links and buttons are in that shade, and the color itself stays where it can be seen,
    such as in the header. The bound is WCAG 2.1's for text, 4.5 to 1 (success criterion 1.4.3, level AA).
    `toolkit-builder check --palette palette.pdf` shows all shades.
    """
    colors = toolkit.school.colors
    light = palettes(colors.primary, colors.accent)["light"]
    for key, used in (("primary", light.primary), ("accent", light.accent)):
        color = getattr(colors, key)
        ratio = contrast(color, light.paper)
        if ratio < TEXT_CONTRAST:
            yield Diagnostic(
                "low-contrast",
                f"a text in {color} on white has a contrast of {ratio:.1f} to 1; its shade {used} is used in its place",
                toolkit.school.at("colors", key),
                hint=f'write "{used}" to have this shade everywhere, or leave it so',
            )


@toolkit_rule("empty-alt", "warning")
def empty_alt(toolkit: Toolkit) -> Iterator[Diagnostic]:
    """A logo's `alt` says what the logo shows, not that it is one.

    Who does not see it hears these words in its place. "Logo", or the name of a file, tells nothing.
    """
    school = toolkit.school
    logos: list[tuple[Logo, tuple[str | int, ...]]] = [(school.logo, ("logo", "alt"))]
    logos += [(one.logo, ("partners", number, "logo", "alt")) for number, one in enumerate(school.partners)]
    for logo, keys in logos:
        file = PurePosixPath(logo.file)
        said = logo.alt.strip()
        if (
            _SAYS_NOTHING.fullmatch(said)
            or _FILE_NAME.fullmatch(said)
            or said.casefold() in (file.name.casefold(), file.stem.casefold())
        ):
            yield Diagnostic(
                "empty-alt",
                f"'{said[:40]}' does not say what the logo shows",
                school.at(*keys),
                hint="say it in a few words, such as: A green maple leaf over an open door",
            )
