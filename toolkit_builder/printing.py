"""What of a toolkit is printed and drawn: sheets as PDFs with a small picture each, and the brand's pictures."""

from collections.abc import Collection
from itertools import count

from .diagnostics import Diagnostic
from .folders import Folders
from .loading import picture_folders
from .model.toolkit import Toolkit
from .offline import manifest_file
from .options import Options
from .outputs import OutputFile, Paper, PrintedSheet, SheetKind
from .pdf import compile_pdf, print_sheets, render_pictures
from .pictures import find_picture
from .rules import lacks_letters, letter_name, written_letters
from .sheets import SITE_KINDS, Print, icon_pictures, palette_sheet, render_sheets, social_pictures
from .translating import in_language


def make_prints(
    toolkit: Toolkit,
    folders: Folders,
    options: Options,
    *,
    paper: Paper | None = None,
    kinds: Collection[SheetKind] = SITE_KINDS,
    guides: Collection[str] | None = None,
) -> tuple[list[PrintedSheet], list[Diagnostic]]:
    """The toolkit's printed pieces in the language of `options`, and what in the texts stands in the way of all.

    Pieces with letters that no font has are left out; `missing-font` and `unprintable-character` tell of them.
    """
    language = options.language or toolkit.language
    if lacks_letters(toolkit, language):
        return [], []
    wanted = Print(
        paper=paper or toolkit.school.paper,
        site_url=options.site_url,
        logo=_logo(toolkit, folders),
        kinds=kinds,
        guides=guides,
        own_templates=options.own_templates,
    )
    sheets = render_sheets(in_language(toolkit, options.language), wanted, toolkit)
    done = count(1)
    threads = 1 if options.loaded else 0
    printed, findings, odd = print_sheets(
        sheets, options.own_templates, options.cache, lambda: options.tell(next(done), len(sheets)), threads
    )
    told = written_letters(toolkit, language) if odd else ()
    findings += (_odd_word(toolkit, language, letter) for letter in odd if letter not in told)
    return printed, findings


def _odd_word(toolkit: Toolkit, language: str, letter: str) -> Diagnostic:
    """The finding for a letter that no font has and that stands in none of the author's texts."""
    message = f"{letter_name(letter)} is in none of the fonts, and stands in the printed pieces' own words"
    hint = f"look for it in templates/locales/{language}.po and templates/sheets/"
    return Diagnostic("unprintable-character", message, toolkit.school.language_places[language], hint)


def _logo(toolkit: Toolkit, folders: Folders) -> bytes:
    """The school's logo; loading has made sure that there is one."""
    file = find_picture(picture_folders(folders), toolkit.school.logo.file)
    return file.read_bytes() if file else b""


def brand_files(toolkit: Toolkit, folders: Folders, options: Options) -> list[OutputFile]:
    """What is made of the school's brand: icons, the app's manifest, and pictures for places where links are shared.

    Such places ask for whole addresses, so without the site's there are no pictures; drawing takes the time of a sheet.
    """
    logo = _logo(toolkit, folders)
    pictures = list(icon_pictures(logo))
    if options.prints and options.site_url and not lacks_letters(toolkit, toolkit.language):
        pictures += social_pictures(toolkit, logo, options.own_templates)
    made = render_pictures(pictures, options.own_templates, options.cache)
    return [*made, manifest_file(toolkit, options.own_templates)]


def print_palette(toolkit: Toolkit, options: Options) -> bytes:
    """The PDF that shows the school's colors."""
    return compile_pdf(palette_sheet(toolkit), options.own_templates)
