"""Rules about the words of translations: how plain they are, and what they cost as text messages (D3)."""

from collections.abc import Iterator
from functools import partial

from toolkit_builder.diagnostics import Diagnostic
from toolkit_builder.model.catalogue import Catalogue
from toolkit_builder.model.guide import Guide
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.prose import SourceText, plain_text
from toolkit_builder.text_messages import (
    MOST_OF_TRANSLATED_TIP,
    ONE,
    count_parts,
    filled,
    in_plain_letters,
    message_length,
)
from toolkit_builder.translating import is_shown, localize

from .plans import cheaper, why_dear
from .reading_level import measured_languages
from .rule import toolkit_rule
from .wording import activity_texts, family_texts, hard


def _shown(catalogue: Catalogue, place: str, text: str) -> str:
    """The translation that readers see of the text at `place`, as plain words; empty where there is none."""
    known = catalogue.of(place, text) if text else None
    return plain_text(known.text) if known and is_shown(text, known) else ""


def _messages(toolkit: Toolkit, catalogue: Catalogue) -> Iterator[tuple[str, str, str, bool]]:
    """The text messages of a toolkit: place, text, translation, and whether it is a tip, which is to fit into one."""
    for activity in toolkit.activities:
        for key in ("fact", "tip", "growth") if activity.message else ():
            place, text = f"activity/{activity.id}/message/{key}", getattr(activity.message, key)
            yield place, text, _shown(catalogue, place, text), True
    school = toolkit.school
    name = _shown(catalogue, "school/short_name", school.short_name) or school.short_name
    for guide in toolkit.guides:
        slots = {"school": name, "phone": school.contacts[0].phone, "decline": _decline(toolkit, catalogue, guide)}
        for place, text in (
            (f"guide/{guide.id}/invite/text", guide.invite.text),
            (f"guide/{guide.id}/after/follow_up/text", guide.after.follow_up.text),
        ):
            yield place, text, filled(_shown(catalogue, place, text), slots), False


def _decline(toolkit: Toolkit, catalogue: Catalogue, guide: Guide) -> str:
    """The line that makes saying no easy, in the catalogue's language as far as it is translated."""
    if own := guide.invite.decline:
        return _shown(catalogue, f"guide/{guide.id}/invite/decline", own) or plain_text(own)
    step = next((one for one in toolkit.protocol_of(guide) if "decline" in one.fills and one.say), None)
    return (_shown(catalogue, f"protocol/{step.id}/say", step.say) or plain_text(step.say)) if step else ""


@toolkit_rule("long-translation", "note")
def long_translation(toolkit: Toolkit) -> Iterator[Diagnostic]:
    """A translated text message costs a family no more than its words do.

    The small alphabet of phones has é and ñ, and neither á, í, ó, ú nor any Arabic or Chinese letter: one of these
    leaves room for 70 letters instead of 160, and for 67 in each part of a longer one. So a tip in such a language may
    take two messages, and in others one. Told is what takes more, and what would take fewer with straight quotes,
    without an emoji, or with letters in one piece. The count is the same in every language.
    """
    for catalogue in toolkit.catalogues:
        for place, source, text, is_tip in _messages(toolkit, catalogue):
            parts = count_parts(text)
            location = catalogue.at(place, source)
            if parts == 1 or not toolkit.is_own(location):
                continue
            plain = in_plain_letters(text)
            length, one = message_length(text)
            # What is no letter belongs to the words in languages whose letters cost as much in any case.
            if message_length(plain)[1] == ONE and count_parts(plain) < parts:
                message = f"families may pay for {parts} messages instead of {count_parts(plain)}{why_dear(text)}"
                yield Diagnostic("long-translation", message, location, cheaper(text), level="note")
            elif is_tip and length > MOST_OF_TRANSLATED_TIP[one]:
                fits = f"{MOST_OF_TRANSLATED_TIP[one]} fit into {'one text' if one == ONE else 'two texts'}"
                message = f"this message has {length} letters in {_named(toolkit, catalogue)}; {fits}"
                yield Diagnostic("long-translation", message, location, "say it in fewer words", level="note")


def _named(toolkit: Toolkit, catalogue: Catalogue) -> str:
    return toolkit.school.language_name(catalogue.language)


@toolkit_rule("hard-translation", "warning", "D3")
def hard_translation(toolkit: Toolkit) -> Iterator[Diagnostic]:
    """A translation for families is at reading grade 7 or lower, in a language that has a measure of its own.

    English is measured by the Flesch-Kincaid grade, Spanish by Crawford's. Grades of other languages are not told: what
    a sentence's length and a word's parts say of one language, they do not say of another. Measured are the
    translations of each invitation, of the family's page and of each activity, where most of it is translated.
    """
    for catalogue in toolkit.catalogues:
        if catalogue.language not in measured_languages() or catalogue.is_empty:
            continue
        language = catalogue.language
        translated = localize(toolkit, catalogue)
        for guide, source in zip(translated.guides, toolkit.guides, strict=True):
            for name in ("call", "text", "note", "voicemail"):
                place, text = f"guide/{guide.id}/invite/{name}", getattr(source.invite, name)
                at = partial(catalogue.at, place, text)
                if toolkit.is_own(at()):
                    what = f"the invitation '{name}'"
                    yield from hard("hard-translation", at, what, _said([getattr(guide.invite, name)]), language)
            at = partial(catalogue.at, f"guide/{guide.id}/family_page/what", source.family_page.what)
            if toolkit.is_own(at()):
                texts = _said(family_texts(translated, guide))
                yield from hard("hard-translation", at, "the family's page", texts, language)
        for activity, of_source in zip(translated.activities, toolkit.activities, strict=True):
            at = partial(catalogue.at, f"activity/{activity.id}/steps/1", of_source.steps[0])
            if toolkit.is_own(at()):
                what = f"the activity '{activity.id}'"
                yield from hard("hard-translation", at, what, _said(activity_texts(activity)), language)


def _said(texts: list[str]) -> list[str]:
    """The translated ones of `texts`; none where most are not."""
    made = [text for text in texts if not isinstance(text, SourceText)]
    return made if 2 * len(made) > len(texts) else []
