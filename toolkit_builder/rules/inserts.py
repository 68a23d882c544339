"""Rules about inserts: what families read is plain, and names nothing that they have not named."""

import re
from collections.abc import Iterator
from functools import partial

from toolkit_builder.diagnostics import Diagnostic
from toolkit_builder.model.base import Entry
from toolkit_builder.model.insert import Insert
from toolkit_builder.model.languages import base_of
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.prose import plain_text

from .reading_level import measured_languages
from .rule import entry_rule
from .wording import hard

_LABELS = re.compile(
    r"\b(homeless(?:ness)?|shelters?|motels?|doubled[- ]up|evict\w+|foster|kinship|broken homes?|prisons?|jails?|"
    r"inmates?|incarcerat\w+|deport\w+|undocumented|illegals?|refugees?|immigrants?|migrants?|newcomers?|"
    r"teen (?:moms?|mothers?|parents?)|pregnan\w+|single (?:moms?|mothers?|parents?)|first[- ]generation|"
    r"nonverbal|handicap\w*|disabled|lgbtq?\w*|transgender|gay|lesbian|bisexual|queer|poor|low[- ]income|at[- ]risk)\b",
    re.IGNORECASE,
)


@entry_rule("names-the-situation", "warning")
def names_the_situation(toolkit: Toolkit, entry: Entry) -> Iterator[Diagnostic]:
    """What an insert says to a family does not name the family's situation.

    A family that stays with others may not use the word for it, or want it on a phone that children see. Looked at are
    `say` and `family` of inserts, in English, for a list of words such as shelter, foster and prison. Staff read the
    word under `title` and `when`.
    """
    if not toolkit.is_english or not isinstance(entry, Insert):
        return
    for found in entry.texts:
        if found.keys[0] not in ("say", "family"):
            continue
        for word in dict.fromkeys(one[0].casefold() for one in _LABELS.finditer(plain_text(found.text))):
            yield Diagnostic(
                "names-the-situation",
                f"'{word}' tells the family what others call it",
                entry.at(*found.keys),
                hint="say what you offer, in words that fit every family",
            )


@entry_rule("hard-insert", "warning", "D3")
def hard_insert(toolkit: Toolkit, entry: Entry) -> Iterator[Diagnostic]:
    """What an insert says to a family is at reading grade 7 or lower.

    Measured are the lines to say together, and the text for the family.
    """
    language = base_of(toolkit.source_language)
    if language not in measured_languages() or not isinstance(entry, Insert):
        return
    what = f"'say' of the insert '{entry.id}'"
    yield from hard("hard-insert", partial(entry.at, "say"), what, entry.say, language)
    what = f"the insert '{entry.id}'"
    yield from hard("hard-insert", partial(entry.at, "family"), what, [entry.family], language)
