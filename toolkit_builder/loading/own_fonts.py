"""A school's own fonts: which of the files can be printed with."""

from pathlib import Path

from toolkit_builder.diagnostics import Diagnostic, Location
from toolkit_builder.folders import Folders
from toolkit_builder.fonts import ENDINGS, OWN_FONTS, NotAFontError, read_font


def own_fonts(folders: Folders) -> tuple[tuple[Path, ...], list[Diagnostic]]:
    """The font files that the layers bring, those of the highest first, and what is said of others.

    Fonts of the web, which may lie there for a school's own styles, are passed over.
    """
    fonts: list[Path] = []
    findings: list[Diagnostic] = []
    for layer in reversed(folders.layers):
        folder = layer.docs / OWN_FONTS
        for file in sorted(folder.iterdir()) if folder.is_dir() and not layer.is_library else ():
            if file.suffix.casefold() not in ENDINGS:
                continue
            if why := why_unusable(file):
                hint = "put another font there, or take this one away"
                message = f"nothing is printed in this font: {why}"
                findings.append(
                    Diagnostic("unusable-font", message, Location(folders.path_of(file)), hint, level="warning")
                )
            else:
                fonts.append(file)
    return tuple(fonts), findings


def why_unusable(file: Path) -> str:
    """Why nothing can be printed in a font; empty where it can be."""
    try:
        font = read_font(file)
    except NotAFontError as error:
        return str(error)
    return "" if font.may_be_embedded else "its maker forbids to put it into PDFs"
