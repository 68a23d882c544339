"""How far the translations are, and which cannot be shown. `toolkit-builder translate status` has it as a table."""

from collections.abc import Iterator

from toolkit_builder.diagnostics import Diagnostic, Location
from toolkit_builder.model.catalogue import Catalogue
from toolkit_builder.model.texts import placed_texts
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.translating import Progress, copied, faulty, has_copies, has_faults, progress_of

from .rule import toolkit_rule


def _by_file(toolkit: Toolkit) -> Iterator[tuple[Catalogue, str, Progress]]:
    """How far each language is in each file; a language without any translation has a finding of its own."""
    texts = placed_texts(toolkit) if toolkit.catalogues else ()
    for catalogue in toolkit.catalogues:
        if not catalogue.is_empty and catalogue.language in toolkit.promised:
            # What a layer below leaves open in a language is for those who keep it.
            mine = [one for one in texts if toolkit.is_own(Location(one.path))] if catalogue.is_shared else texts
            for path, progress in progress_of(mine, catalogue).items():
                yield catalogue, path, progress


def _some_are(count: int, of: int) -> str:
    return f"{count} of {of} texts {'is' if count == 1 else 'are'}"


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
                f"{_some_are(progress.missing, progress.all)} not translated into {_named(toolkit, catalogue)}",
                Location(path),
                hint=f"`toolkit-builder translate update`, then fill {catalogue.path}",
                level="note",
            )


@toolkit_rule("copied-translation", "note")
def copied_translation(toolkit: Toolkit) -> Iterator[Diagnostic]:
    """A translation is in its own language, and not a copy of its source.

    Crowdin, Lokalise and POEditor can fill what nobody has translated with the source's words when they export. Such a
    text is shown as not translated. Names, numbers, short forms and texts of one to three words may be the same.
    """
    # Walking through all texts takes a while, and most catalogues have no copies.
    suspected = [one for one in toolkit.catalogues if has_copies(one)]
    texts = placed_texts(toolkit) if suspected else ()
    for catalogue in suspected:
        found = list(copied(texts, catalogue))
        if found:
            yield Diagnostic(
                "copied-translation",
                f"{_some_are(len(found), len(texts))} in {_named(toolkit, catalogue)} the same as their source",
                min(catalogue.at(placed.place, placed.text) for placed in found),
                hint="translate or empty them, and export without filling in what is not translated",
                level="note",
            )


@toolkit_rule("translation-to-check", "note")
def translation_to_check(toolkit: Toolkit) -> Iterator[Diagnostic]:
    """A translation is looked at again when its source has changed.

    Until somebody has, the new text is shown in its own language: an old promise in another language is worse. Where no
    more than a typo was mended, the translation stays on the page meanwhile, unless school.yml says
    `keep_after_typo: false`. After any change, `toolkit-builder translate update` marks the translation as `fuzzy` and
    puts the old words beside it. Where it still says the same, take the mark away: delete the word `fuzzy` in the line
    that starts with `#,`, or in Poedit switch off "Needs work".
    """
    for catalogue, path, progress in _by_file(toolkit):
        if progress.to_check:
            yield Diagnostic(
                "translation-to-check",
                f"{_some_are(progress.to_check, progress.all)} to be checked in {_named(toolkit, catalogue)}",
                Location(path),
                hint=_how_to_check(progress, catalogue.path),
                level="note",
            )


def _how_to_check(progress: Progress, path: str) -> str:
    shown = "where the translation still fits, take that mark away ('Needs work' in Poedit), and it is shown again"
    if progress.kept == progress.to_check:
        return f"only typos of their texts were mended, and readers still see them; look at them in {path}"
    if progress.changed:
        return f"run `toolkit-builder translate update`, which marks them as 'fuzzy' in {path}; {shown}"
    if progress.fuzzy:
        return f"look for 'fuzzy' in {path}, or open it in Poedit; {shown}"
    return f"mend in {path} what `broken-translation` names"


@toolkit_rule("broken-translation", "warning")
def broken_translation(toolkit: Toolkit) -> Iterator[Diagnostic]:
    """A translation has the slots and the links of its source, and no marks that readers would see.

    Without {decline}, an invitation in that language would lose the line that makes saying no easy. Machines translate
    slots, put blanks or other braces around them, and write letters as HTML does: `&eacute;`, `&quot;`, `<b>`. Such a
    translation is not shown; the source is.
    """
    suspected = [one for one in toolkit.catalogues if has_faults(one)]
    texts = placed_texts(toolkit) if suspected else ()
    for catalogue in suspected:
        for placed, fault in faulty(texts, catalogue):
            hint = "copy slots and links from the source, letter by letter"
            if fault.startswith("readers would see"):
                hint = 'write the letters themselves: é, ", and ** on both sides of a bold word without blanks'
            yield Diagnostic(
                "broken-translation",
                f"{fault}, so this translation of {placed.place} is not shown",
                catalogue.at(placed.place, placed.text),
                hint=hint,
                level="warning",
            )


@toolkit_rule("unclear-review", "note")
def unclear_review(toolkit: Toolkit) -> Iterator[Diagnostic]:
    """The head of each catalogue says whether a native speaker has read it: `# Reviewed: yes` or `# Reviewed: no`.

    Tools for translators rewrite or drop the lines at a file's head. Only a plain `yes` counts, so that no page claims
    what nobody has done: with any other word, and without the line, each page says that nobody has read it yet.
    """
    for catalogue in toolkit.catalogues:
        for review in catalogue.reviews:
            if review.is_clear or catalogue.is_empty:
                continue
            said = "no line 'Reviewed:'" if review.said is None else f"'Reviewed: {review.said[:60]}'"
            yield Diagnostic(
                "unclear-review",
                f"its head has {said}: pages in {_named(toolkit, catalogue)} say that no native speaker has read them",
                review.location,
                hint="write '# Reviewed: yes' or '# Reviewed: no' among the first lines of the file",
                level="note",
            )
