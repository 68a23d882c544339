"""The site's own words, such as those on buttons, in other languages: the package's catalogues, and a school's own.

A catalogue is `locales/LANG.po` among the templates, in gettext's form. Those of a toolkit's layers stand in their
`templates/locales/`, and win word by word, the highest first.
"""

import gettext
import io
from collections.abc import Callable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po, write_po

from .diagnostics import Diagnostic, Location
from .model.languages import language_name, locale_of, script_of
from .po import for_babel
from .resources import templates_dir

SOURCE = "en"
"""The language in which the package's own words are written."""
TEMPLATES = "templates"
"""The folder of a layer in which its own templates stand."""
_LOCALES = "locales"
_MODEL = "es"
"""A catalogue of the package's that has every word."""
_NUMBERS = (*range(201), 1_000_000)
"""Between them, they need every form that a language has for numbers."""
_HEAD = """\
# The site's own words in '{language}'. Made by `toolkit-builder translate update`, which keeps all that stands here.
# Work on it with Poedit, or any tool for gettext. What stands in braces, such as {{n}}, stays as it is."""


def _is_spoken(language: str, below: tuple[Path, ...] = ()) -> bool:
    """True for a language whose words come with the package, in its own script, or with a layer's templates `below`."""
    base = language.partition("-")[0]
    return (
        base == SOURCE
        or (script_of(base) == script_of(language) and any(_files(language, ())))
        or any(map(_words, _files(language, below, is_exact=True)))
    )


def _files(language: str, own_templates: tuple[Path, ...], *, is_exact: bool = False) -> Iterator[Path]:
    """The catalogues that a language takes its words from, the first one first; `is_exact` for none of a sister."""
    names = (language,) if is_exact else dict.fromkeys((language, language.partition("-")[0]))
    for folder in (*own_templates, templates_dir()):
        for name in names:
            file = folder / _LOCALES / f"{name}.po"
            if file.is_file():
                yield file


def _words(file: Path) -> gettext.GNUTranslations | None:
    return _read(file, file.stat().st_mtime_ns)


def _catalogue(file: Path) -> Catalog:
    """A catalogue as any tool writes it. Raises PoFileError or ValueError for one that is none."""
    return read_po(io.BytesIO(for_babel(file.read_bytes())), locale=None, abort_invalid=True)


@cache
def _read(file: Path, _: int) -> gettext.GNUTranslations | None:
    """A catalogue, None for a broken one and for one without any translation; read anew when it changed."""
    try:
        catalogue = _catalogue(file)
    except (PoFileError, ValueError):
        return None
    if not any(message.id and any(message.string or ()) and not message.fuzzy for message in catalogue):
        return None
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


@dataclass(frozen=True, slots=True)
class SiteWord:
    """A word or sentence of the site's own: what stands in the program, and the forms in which readers see it.

    There are several where it has a `plural`, in the order of gettext.
    """

    text: str
    plural: str
    context: str
    said: tuple[str, ...]

    def lines(self, language: str) -> str:
        """The lines that say it anew in a catalogue of `language`."""
        made = Catalog(locale=language.replace("-", "_"), charset="utf-8", fuzzy=False)
        ids: str | tuple[str, str] = (self.text, self.plural) if self.plural else self.text
        made.add(ids, self.said if self.plural else self.said[0], context=self.context or None)
        out = io.BytesIO()
        write_po(out, made, width=100, omit_header=True)
        return f"{out.getvalue().decode().strip()}\n"


@cache
def _sources() -> tuple[tuple[str, str, str], ...]:
    """Every text of the package's own, its plural and its context."""
    with (templates_dir() / _LOCALES / f"{_MODEL}.po").open("rb") as source:
        model = read_po(source, locale=None)
    found = ((message.id, message.context or "") for message in model if message.id)
    return tuple((*((ids, "") if isinstance(ids, str) else (ids[0], ids[1])), context) for ids, context in found)


def site_words(language: str, own_templates: tuple[Path, ...] = ()) -> Iterator[SiteWord]:
    """All words of the site's own in `language`, English where there are no others."""
    known = translations_of(language, own_templates)
    form_of = gettext.c2py(plurals_of(language).plural_expr)
    # Some number for each form that the language has.
    numbers = {form_of(number): number for number in _NUMBERS}
    for text, plural, context in _sources():
        if plural:
            said = [known.ngettext(text, plural, numbers[form]) for form in sorted(numbers)]
        else:
            said = [known.pgettext(context, text) if context else known.gettext(text)]
        yield SiteWord(text, plural, context, tuple(said))


def translations_of(language: str, own_templates: tuple[Path, ...] = ()) -> gettext.NullTranslations:
    """The words in `language`; GNUTranslations where there is a catalogue at all.

    `own_templates` are the layers' folders of templates, the highest first.
    """
    made = gettext.NullTranslations()
    for file in reversed([*_files(language, own_templates)]):
        if known := _words(file):
            first = copy(known)
            first.add_fallback(made)
            made = first
    return made


def check_words(
    own_templates: tuple[Path, ...], languages: Mapping[str, Location], path_of: Callable[[Path], str]
) -> Iterator[Diagnostic]:
    """A finding for each catalogue of a layer's that gettext cannot read, and for each language without any words.

    `own_templates` are the layers' folders, the highest first; `languages` are the school's, with their places;
    `path_of` tells how findings name a file.
    """
    for file in chain.from_iterable(sorted((folder / _LOCALES).glob("*.po")) for folder in own_templates):
        path = path_of(file)
        try:
            _catalogue(file)
        except (PoFileError, ValueError) as error:
            line = error.lineno + 1 if isinstance(error, PoFileError) else 1
            hint = "open it in Poedit, which shows what is wrong, or take the last good version"
            message = f"this file is no gettext catalogue: {error}"
            yield Diagnostic("broken-catalogue", message, Location(path, line), hint)
    for language, place in languages.items():
        if not _is_spoken(language, own_templates):
            has_some = isinstance(translations_of(language, own_templates), gettext.GNUTranslations)
            base = language.partition("-")[0]
            instead = language_name(f"{base}-{script_of(base)}" if has_some else SOURCE, SOURCE)
            message = f"the words of the site itself, such as those on buttons, are in {instead} in '{language}'"
            hint = f"fill {words_path(language)} (`toolkit-builder translate update` writes it)"
            yield Diagnostic("english-words", message, place, hint, level="note")


def plurals_of(language: str) -> Catalog:
    """An empty catalogue with a language's forms for numbers, of CLDR by Babel; English ones where it knows none."""
    return Catalog(locale=locale_of(language) or SOURCE)


def words_path(language: str) -> str:
    """The catalogue of a language in which a layer words the site's own words, relative to its folder."""
    return f"{TEMPLATES}/{_LOCALES}/{language}.po"


def words_file(language: str, root: Path, below: tuple[Path, ...] = ()) -> tuple[str, bytes] | None:
    """The catalogue in which the toolkit in `root` translates the site's words: its name there, and all of it.

    None for English, and for a language whose words come with the package, or with the templates of a layer `below`.
    What is translated already stays. A file that gettext cannot read raises ValueError or PoFileError.
    """
    if _is_spoken(language, below):
        return None
    with (templates_dir() / _LOCALES / f"{_MODEL}.po").open("rb") as source:
        model = read_po(source, locale=None)
    file = root / words_path(language)
    known = _catalogue(file) if file.is_file() else Catalog()
    made = Catalog(locale=language.replace("-", "_"), charset="utf-8", fuzzy=False)
    made.header_comment = known.header_comment if file.is_file() else _HEAD.format(language=language)
    made.project, made.version = "toolkit", "words"
    made.msgid_bugs_address = made.last_translator = made.language_team = ""
    made.creation_date = made.revision_date = model.creation_date
    count = plurals_of(language).num_plurals
    for message in model:
        if message.id:
            found = known.get(message.id, message.context)
            made.add(
                message.id,
                found.string if found else ("",) * count if message.pluralizable else "",
                context=message.context,
                flags=found.flags if found else (),
                user_comments=found.user_comments if found else (),
            )
    out = io.BytesIO()
    write_po(out, made, width=120)
    content = out.getvalue()
    if b'"Plural-Forms:' not in content:
        # Of many a language of families, Babel has no rule for numbers, and translators' tools refuse a file without.
        rule = f'"Plural-Forms: {plurals_of(language).plural_forms}\\n"\n"MIME-Version:'
        content = content.replace(b'"MIME-Version:', rule.encode(), 1)
    return words_path(language), content
