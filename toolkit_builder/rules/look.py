"""Rules about the school's own file: its colors, its logos' words (D8); and about what is still to be written."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from toolkit_builder.brand import WHITE, palettes
from toolkit_builder.color import TEXT_CONTRAST, contrast
from toolkit_builder.diagnostics import Diagnostic
from toolkit_builder.model.base import Entry
from toolkit_builder.model.school import Logo, School
from toolkit_builder.model.toolkit import Toolkit

from .rule import entry_rule, toolkit_rule

_SAYS_NOTHING = re.compile(r"(the |our )?(school('s)? )?(logo|image|picture|icon|photo)( of)?( the school)?\.?", re.I)
_EXAMPLE = re.compile(r"555-01\d\d|[\w.-]+\.example(?=$|[/?#:&])|(?<=[@/.])example\.(?:com|net|org|edu)(?=$|[/?#:&])")
"""Numbers and addresses that nobody can have. Sources: the North American Numbering Plan keeps 555-0100 to 555-0199
for stories; RFC 2606 and RFC 6761 keep these names for examples."""
_TO_DO = re.compile(r"to[- ]?do\s*:", re.I)
"""With its colon: a text may well begin with "To do well in math"."""
_EXAMPLE_LOGOS = {
    "A green maple leaf over an open door": "this is the example school's logo",
    "A plain house in a ring, until our own logo is here": "this logo stands in for the school's own",
}
_FEWEST_DIGITS = 3
"""Of a telephone number: 911, 988."""
_MAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_FILE_NAME = re.compile(r"\S+\.(svg|png|jpe?g|gif|webp)", re.I)


@toolkit_rule("low-contrast", "note", "D8")
def low_contrast(toolkit: Toolkit) -> Iterator[Diagnostic]:
    """Where one of the school's colors cannot be read as text on white, a darker shade of it takes its place.

    Nothing is to mend: headings, links and buttons are in that shade, and the color itself stays where it can be seen,
    such as in the header. The bound is WCAG 2.1's for text, 4.5 to 1 (success criterion 1.4.3, level AA).
    `toolkit-builder check --palette palette.pdf` shows all shades.
    """
    colors = toolkit.school.colors
    for key in ("primary", "accent"):
        color = getattr(colors, key)
        ratio = contrast(color, WHITE)
        if ratio < TEXT_CONTRAST:
            used = getattr(palettes(colors.primary, colors.accent)["light"], key)
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


@entry_rule("placeholder", "warning")
def placeholder(_: Toolkit, entry: Entry) -> Iterator[Diagnostic]:
    """What stands for something that is still to be written has made way for it.

    A family that calls 555-0100 reaches nobody, and mail to `maplestreet.example` goes nowhere. Checked are telephone
    numbers and addresses that exist in examples only, the logos of the example and of a new toolkit, and every text
    that begins with "To do:", as some in a new guide do.
    """
    for text in entry.texts:
        if _TO_DO.match(text.text):
            yield Diagnostic(
                "placeholder",
                "this text is still to be written",
                entry.at(*text.keys),
                hint='write it in place of "To do: ...", or take the key out if it may be missing',
            )
    if isinstance(entry, School):
        yield from _examples(entry)


def _reached(school: School) -> list[tuple[tuple[str | int, ...], str]]:
    """Every telephone number and mail address of the school's people, with its keys."""
    values: list[tuple[tuple[str | int, ...], str]] = []
    for number, contact in enumerate(school.contacts):
        values += [(("contacts", number, "phone"), contact.phone), (("contacts", number, "email"), contact.email)]
    for key in ("hotlines", "helpers"):
        values += [((key, number, "phone"), one.phone) for number, one in enumerate(getattr(school, key))]
    return [*values, *((("helpers", number, "email"), one.email) for number, one in enumerate(school.helpers))]


@toolkit_rule("unreachable-contact", "warning")
def unreachable_contact(toolkit: Toolkit) -> Iterator[Diagnostic]:
    """A telephone number has digits, and a mail address has an @ and a place with a dot after it.

    They become links that call or write at a tap, and a family taps when it needs somebody. Names and hours have
    fields of their own.
    """
    for keys, value in _reached(toolkit.school):
        if keys[-1] == "email" and value and not _MAIL.fullmatch(value.strip()):
            message, hint = (
                f"nobody can write to '{value[:40]}'",
                "write the whole address, such as office@our-school.org",
            )
        elif keys[-1] == "phone" and value and sum(letter.isdecimal() for letter in value) < _FEWEST_DIGITS:
            message, hint = f"nobody can call '{value[:40]}'", "write the number alone, and who answers beside it"
        else:
            continue
        yield Diagnostic("unreachable-contact", message, toolkit.school.at(*keys), hint)


def _examples(school: School) -> Iterator[Diagnostic]:
    values = _reached(school)
    values += [(("partners", number, "url"), one.url) for number, one in enumerate(school.partners)]
    values += [(("policies", number, "url"), one.url) for number, one in enumerate(school.policies)]
    values += [(("experience", "url"), school.experience.url)] if school.experience else []
    for keys, value in values:
        if found := _EXAMPLE.search(value):
            yield Diagnostic(
                "placeholder",
                f"'{found[0]}' is an example: nobody can be reached there",
                school.at(*keys),
                hint="write your school's own, or take the line out",
            )
    if school.logo.alt in _EXAMPLE_LOGOS:
        yield Diagnostic(
            "placeholder",
            _EXAMPLE_LOGOS[school.logo.alt],
            school.at("logo", "alt"),
            hint="put your own into docs/assets/, name it under 'file:', and say under 'alt:' what it shows",
        )
