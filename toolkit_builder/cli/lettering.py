"""What `fonts` does: letters on paper by the school's languages, and fonts taken into its own folder."""

import sys
import textwrap
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import click
from babel import Locale

from toolkit_builder.folders import Folders
from toolkit_builder.fonts import (
    BASE_FAMILIES,
    BASE_SCRIPTS,
    ENDINGS,
    OWN_FONTS,
    FontFile,
    font_of,
    has_font,
    install_line,
    is_printable,
    package_name,
    read_font,
)
from toolkit_builder.loading import load_toolkit
from toolkit_builder.loading.own_fonts import why_unusable
from toolkit_builder.model.languages import language_name, script_of
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.outputs import write_files
from toolkit_builder.rules import lacks_letters

from .shared import school_folders

_NO_SCRIPTS = {"", "MODIFIER", "MATHEMATICAL", "FULLWIDTH", "HALFWIDTH", "DOUBLE-STRUCK", "SCRIPT", "BLACK-LETTER"}
"""What stands in place of a script's in names of other letters."""
_FEWEST = 15
"""Of a script with fewer letters, a font has signs only that other scripts use, too."""


def fonts(*, folder: Path, taken: tuple[Path, ...], school: str) -> None:
    """Takes fonts into the toolkit, and tells of each language of the school whether paper has its letters.

    The program ends with 1 where some are missing, or a font cannot be taken.
    """
    folders = school_folders(folder, school)
    if taken:
        _take(taken, folders)
    toolkit, _ = load_toolkit(folders)
    missing = [language for language in toolkit.school.languages if lacks_letters(toolkit, language)]
    width = max(len(_named(language)) for language in toolkit.school.languages)
    for language in toolkit.school.languages:
        state = _remedy(language) if language in missing else _source(toolkit, language)
        click.echo(f"{_named(language):<{width}}  {state}")
    if line := install_line(toolkit.school.languages) if any(map(_is_to_install, missing)) else "":
        without_uv = line.replace("uv tool install", "python -m pip install")
        click.echo(f"\nTo install what is missing:\n\n    {line}\n\nWithout uv:\n\n    {without_uv}")
    if any(not _is_to_install(language) for language in missing):
        click.echo(f"\nA font of yours goes into docs/{OWN_FONTS}/: toolkit-builder fonts --take FILE")
    sys.exit(1 if missing else 0)


def _named(language: str) -> str:
    script = Locale("en").scripts.get(script_of(language), "letters that nobody knows")
    return f"{language}  {language_name(language, 'en')}, {script}"


def _is_to_install(language: str) -> bool:
    font = font_of(language)
    return font is not None and not has_font(font)


def _remedy(language: str) -> str:
    font = font_of(language)
    if font and not has_font(font):
        return f"missing: the package {package_name(font.package)}, extra [{font.extra}]"
    return "missing: no package has its letters"


def _source(toolkit: Toolkit, language: str) -> str:
    """The font in which a language is set: the base fonts come before a school's own, and those before packages."""
    name = [letter for letter in language_name(language) if letter.isalpha()]
    if script_of(language) not in BASE_SCRIPTS:
        for font in map(read_font, toolkit.fonts):
            if all(is_printable(letter, font.letters) for letter in name):
                return f"{font.families[0]}, your own: {font.file.name}"
        if known := font_of(language):
            return f"{known.family}, of the package {package_name(known.package)}"
    return f"{BASE_FAMILIES[script_of(language) == 'Arab']}, which comes with the program"


def _take(taken: Iterable[Path], folders: Folders) -> None:
    """Copies fonts into the toolkit's own folder and says what they are; the program ends where one is of no use."""
    found: list[FontFile] = []
    for file in _font_files(taken):
        if why := why_unusable(file):
            click.echo(f"{file} cannot be taken: {why}.", err=True)
            sys.exit(1)
        found.append(read_font(file))
    if not found:
        click.echo(f"There is no font: names of fonts end with {', '.join(ENDINGS)}.", err=True)
        sys.exit(1)
    write_files(folders.own.docs / OWN_FONTS, {font.file.name: font.file.read_bytes() for font in found})
    for font in found:
        lines = [f"{font.families[0]} is in {folders.path_of(folders.own.docs)}/{OWN_FONTS}/{font.file.name}."]
        lines += [f"It has letters of: {', '.join(_scripts_of(font)) or 'no script, only signs'}."]
        lines += [f"Its license: {textwrap.shorten(font.license, 160)}" if font.license else "It names no license."]
        click.echo("\n  ".join(lines))
    click.echo("What lies in docs/ goes into the site, too: see that the license allows to pass the font on.\n")


def _font_files(taken: Iterable[Path]) -> Iterator[Path]:
    for one in taken:
        if one.is_dir():
            yield from (file for file in sorted(one.iterdir()) if file.suffix.casefold() in ENDINGS)
        else:
            yield one


def _scripts_of(font: FontFile) -> list[str]:
    """The scripts whose letters a font has, as Unicode calls them, those with most letters first."""
    named = (unicodedata.name(chr(code), "").split(" ")[0] for code in font.letters if chr(code).isalpha())
    counted = Counter(name for name in named if name not in _NO_SCRIPTS)
    return [name.capitalize() if name != "CJK" else name for name, count in counted.most_common() if count >= _FEWEST]
