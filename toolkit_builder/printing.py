"""What of a toolkit is printed and drawn: sheets as PDFs with a small picture each, and the brand's pictures."""

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from .cache import Cache, key_of
from .diagnostics import Diagnostic
from .folders import Folders
from .fonts import fonts_key
from .keys import Keys, keys_of
from .loading import picture_folders
from .model.toolkit import Toolkit
from .offline import manifest_file
from .options import Options
from .outputs import OutputFile, Paper, PrintedSheet, Sheet, SheetKind
from .pdf import Unset, compile_pdf, render_pictures, setting_sheets, toolchain
from .pictures import find_picture
from .rules import lacks_letters, letter_name, written_letters
from .sheets import SHARED_KINDS, SITE_KINDS, Pick, Print, icon_pictures, palette_sheet, render_sheets, social_pictures
from .translating import in_language

_BINDER = "/binder"
"""Stands for the binder among the names of guides: it changes with each, and other pieces of the whole do not."""


def _belongs_to(one: Sheet | PrintedSheet) -> str:
    """What a piece is kept with: its guide, the binder, or, by an empty name, all else of the whole toolkit."""
    return _BINDER if one.kind == "binder" else one.guide


@dataclass(frozen=True, slots=True)
class _Order:
    """What is to be printed in one language.

    `kept` are pieces that were printed before, by what they belong to; `keys` are those of the pieces of each;
    `sheets` are those of the others, which must be set first.
    """

    kept: Mapping[str, Sequence[PrintedSheet]]
    keys: Mapping[str, str]
    sheets: Sequence[Sheet]


def make_prints(
    toolkit: Toolkit,
    folders: Folders,
    options: Options,
    *,
    paper: Paper | None = None,
    kinds: Collection[SheetKind] = SITE_KINDS,
    guides: Collection[str] | None = None,
    keys: Keys | None = None,
) -> tuple[list[PrintedSheet], list[Diagnostic]]:
    """The toolkit's printed pieces in the language of `options`, and what in the texts stands in the way of all.

    Pieces with letters that no font has are left out; `missing-font` and `unprintable-character` tell of them. `keys`
    are the toolkit's in that language, if they are known.
    """
    logo = _logo(toolkit, folders)
    wanted = _wanted(toolkit, logo, options, paper=paper, kinds=kinds, guides=guides)
    order = _order(toolkit, wanted, options, keys, _with_files)
    count = sum(map(len, order.kept.values()))
    results: list[PrintedSheet | Unset] = []
    setting = setting_sheets(order.sheets, options.own_templates, options.cache, is_alone=not options.loaded)
    for done, result in enumerate(setting, start=count + 1):
        results.append(result)
        options.tell(done, count + len(order.sheets))
    _remember(order, results, options.cache)
    made = [result for result in results if isinstance(result, PrintedSheet)]
    kept = [
        one
        for name in order.keys
        for one in (*order.kept.get(name, ()), *(one for one in made if _belongs_to(one) == name))
    ]
    return kept, _findings(toolkit, options.language or toolkit.school.languages[0], results)


def print_pick(
    toolkit: Toolkit, folders: Folders, options: Options, pick: Pick, *, paper: Paper | None = None
) -> tuple[list[PrintedSheet], list[Diagnostic]]:
    """What somebody picked, as one piece in the language of `options`, and what stands in its way; as `make_prints`."""
    language = options.language or toolkit.school.languages[0]
    wanted = replace(_wanted(toolkit, _logo(toolkit, folders), options, paper=paper), pick=pick)
    sheets = [] if lacks_letters(toolkit, language) else render_sheets(in_language(toolkit, language), wanted, toolkit)
    results = list(setting_sheets(sheets, options.own_templates, options.cache))
    return [one for one in results if isinstance(one, PrintedSheet)], _findings(toolkit, language, results)


def print_ahead(toolkit: Toolkit, folders: Folders, options: Options) -> None:
    """Prints the site's pieces in the language of `options` and those that follow, whose builds then find them kept.

    All cores take their part of the pieces of all languages, and none waits for another's language to end. What stands
    in the way of a piece is told by the build of its language.
    """
    named = toolkit.school.languages[1:] if options.others is None else options.others
    others = [one for one in toolkit.school.languages[1:] if one in named]
    # Of one school of many, other processes print at the same time.
    if not others or options.cache.folder is None or options.loaded:
        return
    root = options.site_url
    languages = [options, *(replace(options, language=one, site_url=root and f"{root}{one}/") for one in others)]
    logo = _logo(toolkit, folders)
    orders: deque[_Order] = deque()
    results: list[PrintedSheet | Unset] = []
    count = 0

    def sheets() -> Iterator[Sheet]:
        nonlocal count
        for one in languages:
            order = _order(toolkit, _wanted(toolkit, logo, one), one, None, Cache.known)
            orders.append(order)
            count += len(order.sheets)
            yield from order.sheets

    def remember() -> None:
        while orders and len(results) >= len(orders[0].sheets):
            order = orders.popleft()
            _remember(order, results[: len(order.sheets)], options.cache)
            del results[: len(order.sheets)]

    for done, result in enumerate(setting_sheets(sheets(), options.own_templates, options.cache), start=1):
        results.append(_without_files(result) if isinstance(result, PrintedSheet) else result)
        remember()
        options.tell(done, count)
    remember()


def _wanted(
    toolkit: Toolkit,
    logo: bytes,
    options: Options,
    *,
    paper: Paper | None = None,
    kinds: Collection[SheetKind] = SITE_KINDS,
    guides: Collection[str] | None = None,
) -> Print:
    return Print(
        paper=paper or toolkit.school.paper,
        site_url=options.site_url,
        logo=logo,
        kinds=kinds,
        guides=guides,
        own_templates=options.own_templates,
    )


def _order(
    toolkit: Toolkit,
    wanted: Print,
    options: Options,
    keys: Keys | None,
    find: Callable[[Cache, str], list[PrintedSheet] | None],
) -> _Order:
    keys = keys or keys_of(toolkit, options.language, options.own_templates, options.site_url)
    wholes = {kind for kind in wanted.kinds if kind in SHARED_KINDS} if wanted.guides is None else set()
    shown = [name for name in keys.guides if wanted.guides is None or name in wanted.guides]
    shown = shown if set(wanted.kinds) - set(SHARED_KINDS) else []
    made_of = key_of("printed", toolchain(), fonts_key(toolkit.fonts), wanted.paper, *sorted(wanted.kinds), wanted.logo)
    of_pieces = {name: key_of(made_of, keys.guides[name]) for name in shown}
    if "binder" in wholes:
        of_pieces[_BINDER] = key_of(made_of, keys.shared, *keys.guides.values())
    if wholes - {"binder"}:
        # They bear the day on which a guide was checked last.
        days = sorted(str(guide.checked_on) for guide in toolkit.guides)
        of_pieces[""] = key_of(made_of, keys.shared, *days[-1:])
    kept = {name: pieces for name, key in of_pieces.items() if (pieces := find(options.cache, key)) is not None}
    missing = [name for name in of_pieces if name not in kept]
    if missing and lacks_letters(toolkit, options.language or toolkit.school.languages[0]):
        return _Order({}, {}, [])
    sheets: list[Sheet] = []
    if missing:
        shown_in = in_language(toolkit, options.language)
        sheets += render_sheets(shown_in, replace(wanted, guides=[name for name in shown if name in missing]), toolkit)
        if "" in missing:
            sheets += render_sheets(shown_in, replace(wanted, kinds=wholes - {"binder"}), toolkit)
        if _BINDER in missing:
            # It comes last: it takes in what was printed of the guides.
            of_guides = {name: kept[name] for name in shown if name in kept}
            whole = _whole_guides(of_guides, options.cache) if "guide" in wanted.kinds else {}
            sheets += render_sheets(shown_in, replace(wanted, kinds=["binder"], whole=whole), toolkit)
    return _Order(kept, of_pieces, sheets)


def _whole_guides(kept: Mapping[str, Sequence[PrintedSheet]], cache: Cache) -> dict[str, PrintedSheet | None]:
    """The whole guides among what was printed before, with their PDFs, by guide; None where one was not wanted."""
    whole: dict[str, PrintedSheet | None] = {}
    for name, pieces in kept.items():
        one = next((one for one in pieces if one.kind == "guide"), None)
        pdf = one and (one.pdf or cache.read(one.key))
        if one is None:
            whole[name] = None
        elif pdf:
            whole[name] = replace(one, pdf=pdf)
    return whole


def _without_files(one: PrintedSheet) -> PrintedSheet:
    return replace(one, pdf=b"", picture=b"")


def _with_files(cache: Cache, key: str) -> list[PrintedSheet] | None:
    """What was printed under `key` before, if all of it is still there."""
    known: list[PrintedSheet] | None = cache.known(key)
    if known is None:
        return None
    kept: list[PrintedSheet] = []
    for one in known:
        pdf, picture = cache.read(one.key), cache.read(one.picture_key)
        if pdf is None or picture is None:
            return None
        kept.append(replace(one, pdf=pdf, picture=picture))
    return kept


def _remember(order: _Order, results: Sequence[PrintedSheet | Unset], cache: Cache) -> None:
    """Keeps what was printed of each guide and of the whole, if nothing stood in the way of any of its pieces."""
    made: dict[str, list[PrintedSheet]] = {name: [] for name in order.keys if name not in order.kept}
    for sheet, result in zip(order.sheets, results, strict=True):
        if not isinstance(result, PrintedSheet):
            made.pop(_belongs_to(sheet), None)
        elif _belongs_to(sheet) in made:
            made[_belongs_to(sheet)].append(_without_files(result))
    for name, pieces in made.items():
        cache.keep(order.keys[name], pieces)


def _findings(toolkit: Toolkit, language: str, results: Iterable[PrintedSheet | Unset]) -> list[Diagnostic]:
    """What stands in the way of sheets: texts that are too long, and our own words with letters that no font has."""
    findings = [finding for result in results if isinstance(result, list) for finding in result]
    odd = dict.fromkeys("".join(result for result in results if isinstance(result, str)))
    told = written_letters(toolkit, language) if odd else ()
    return findings + [_odd_word(toolkit, language, letter) for letter in odd if letter not in told]


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
    made = render_pictures(pictures, options.own_templates, options.cache, is_alone=not options.loaded)
    return [*made, manifest_file(toolkit, options.own_templates, options.site_url)]


def print_palette(toolkit: Toolkit, options: Options) -> bytes:
    """The PDF that shows the school's colors."""
    return compile_pdf(palette_sheet(toolkit), options.own_templates)
