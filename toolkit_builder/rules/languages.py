"""Rules about the school's languages: codes that the world knows, and names that readers know."""

from collections.abc import Iterator

from toolkit_builder.diagnostics import Diagnostic, Location
from toolkit_builder.model.languages import has_name, is_known_language, nearest_language, short_code
from toolkit_builder.model.toolkit import Toolkit

from .rule import toolkit_rule


def _named(toolkit: Toolkit) -> Iterator[tuple[str, Location]]:
    """The codes of school.yml to which it gives no name of its own, each with its place."""
    school = toolkit.school
    keys: tuple[tuple[str, ...], ...] = (("languages",), ("interpreting", "languages"))
    for where, codes in zip(keys, (school.languages, school.interpreting.languages), strict=True):
        for position, code in enumerate(codes):
            if code not in school.language_names:
                yield code, school.at(*where, position)


@toolkit_rule("unknown-language", "error")
def unknown_language(toolkit: Toolkit) -> Iterator[Diagnostic]:
    """A language in school.yml has a code that is known all over the world.

    Browsers and screen readers go by the code: with a wrong one a page is read aloud in the wrong sounds. Codes are
    those of ISO 639, as CLDR lists them: `es`, `so`, `ksw`; where a language has one of two letters, it is that: `es`,
    not `spa`. A language without any code may have one of your own, from `qaa` to `qtz`, and its name under
    `language_names`.
    """
    for code, place in _named(toolkit):
        if short_code(code) != code:
            message = f"'{code}' is the long code of a language that browsers know by a short one"
            yield Diagnostic("unknown-language", message, place, hint=f"write '{short_code(code)}'")
        elif not is_known_language(code):
            nearest = nearest_language(code)
            yield Diagnostic(
                "unknown-language",
                f"no language has the code '{code}'",
                place,
                hint=f"did you mean '{nearest}'?"
                if nearest
                else "look for its code in the list of ISO 639, at"
                f" https://iso639-3.sil.org, or say its name: `language_names: {{{code}: ...}}`",
            )


@toolkit_rule("repeated-language", "error")
def repeated_language(toolkit: Toolkit) -> Iterator[Diagnostic]:
    """A language stands once under `languages`.

    Each has a site of its own, in a folder that is called by its code.
    """
    languages = toolkit.school.languages
    for position, code in enumerate(languages):
        if code in languages[:position]:
            place = toolkit.school.at("languages", position)
            yield Diagnostic("repeated-language", f"'{code}' stands here twice", place, hint="take one of them out")


@toolkit_rule("nameless-language", "warning")
def nameless_language(toolkit: Toolkit) -> Iterator[Diagnostic]:
    """A language in school.yml has a name that readers find in a list.

    Its speakers look for the name that they call it by. We know the names of several hundred languages; of others,
    school.yml says it, under `language_names`.
    """
    for code, place in _named(toolkit):
        if is_known_language(code) and not has_name(code):
            yield Diagnostic(
                "nameless-language",
                f"we do not know what '{code}' is called by its speakers, so lists show the code",
                place,
                hint=f"say it in school.yml: `language_names: {{{code}: ...}}`",
            )
