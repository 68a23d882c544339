"""How far the translations are, and which cannot be shown. `toolkit-builder translate status` has it as a table."""

from collections.abc import Iterator

from toolkit_builder.diagnostics import Diagnostic, Location
from toolkit_builder.model.catalogue import Catalogue
from toolkit_builder.model.texts import placed_texts
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.translating import Progress, faulty, progress_of

from .rule import toolkit_rule


def _by_file(toolkit: Toolkit) -> Iterator[tuple[Catalogue, str, Progress]]:
    """How far each language is in each file; a language without any translation has a finding of its own."""
    texts = tuple(placed_texts(toolkit)) if toolkit.catalogues else ()
    for catalogue in toolkit.catalogues:
        if catalogue.translations:
            for path, progress in progress_of(texts, catalogue).items():
                yield catalogue, path, progress


def _named(toolkit: Toolkit, catalogue: Catalogue) -> str:
    return f"{toolkit.school.language_name(catalogue.language)} ({catalogue.language})"


@toolkit_rule("partial-translation", "note")
def partial_translation(toolkit: Toolkit) -> Iterator[Diagnostic]:
    """A text is translated into each language of the school.

    Readers of the other language see it in the language of the source, marked as such. A card that a family cannot
    read is no card. A school that translates only what families get may switch this rule off in `mkdocs.yml`.
    """
    for catalogue, path, progress in _by_file(toolkit):
        if progress.missing:
            yield Diagnostic(
                "partial-translation",
                f"{progress.missing} of {progress.all} texts are not translated into {_named(toolkit, catalogue)}",
                Location(path),
                hint=f"`toolkit-builder translate update`, then fill {catalogue.path}",
                level="note",
            )


@toolkit_rule("translation-to-check", "note")
def translation_to_check(toolkit: Toolkit) -> Iterator[Diagnostic]:
    """A translation is looked at again when its source has changed.

    Until somebody has, the new text is shown in its own language: an old promise in another language is worse.
    """
    for catalogue, path, progress in _by_file(toolkit):
        if progress.to_check:
            yield Diagnostic(
                "translation-to-check",
                f"{progress.to_check} of {progress.all} texts are to be checked in {_named(toolkit, catalogue)}",
                Location(path),
                hint=f"look for 'fuzzy' in {catalogue.path}, or open it in Poedit",
                level="note",
            )


@toolkit_rule("broken-translation", "warning")
def broken_translation(toolkit: Toolkit) -> Iterator[Diagnostic]:
    """A translation has the slots and the links of its source.

    Without {decline}, an invitation in that language would lose the line that makes saying no easy. Such a translation
    is not shown; the source is.
    """
    texts = tuple(placed_texts(toolkit)) if toolkit.catalogues else ()
    for catalogue in toolkit.catalogues:
        for placed, fault in faulty(texts, catalogue):
            yield Diagnostic(
                "broken-translation",
                f"{fault}, so this translation of {placed.place} is not shown",
                catalogue.at(placed.place),
                hint="copy slots and links from the source, letter by letter",
                level="warning",
            )
