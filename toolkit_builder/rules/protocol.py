"""Rules about the protocol: what every visit owes to children, families and visitors."""

import re
from collections.abc import Iterator

from toolkit_builder.diagnostics import Diagnostic
from toolkit_builder.model.base import Entry
from toolkit_builder.model.guide import Guide
from toolkit_builder.model.toolkit import Toolkit, is_spoken
from toolkit_builder.prose import plain_text

from .rule import entry_rule, guide_rule, toolkit_rule

_SECRECY = re.compile(
    r"\b(stays? (?:just )?between (?:us|you and me)|goes? no further|"
    r"(?:heard|said|say) (?:here )?stays (?:here|in the room)|"
    r"keeps? (?:it|that|this|everything|all of it|what you (?:say|tell us)|our talk)(?: a)? "
    r"(?:secret|private|confidential)|"
    r"(?:will|we'll|i'll|to) (?:never tell anyone|tell nobody|tell no one)|(?:never|won't|will not) tell anyone|"
    r"(?:strictly|completely|fully|absolutely) confidential|everything stays secret|(?:is|are) safe with (?:me|us)|"
    r"nobody (?:else )?will (?:ever )?(?:know|hear)|promise[sd]? (?:secrecy|to keep (?:it|that|this)(?: a)? secret))",
    re.IGNORECASE,
)
# What every phrase of the list has in it: to look for these takes a tenth of the time.
_SIGNS = (
    *("between", "no further", "secre", "private", "confidential", "tell", "safe with", "will know", "will hear"),
    *("ever know", "ever hear", " stays "),
)
_LIMIT = re.compile(r"\b(limits?|exceptions?|except|unless|danger|the law)\b", re.IGNORECASE)
# Others may keep things secret: a child a number, a student a language.
_OF_OURS = re.compile(r"\b(?:we|we'll|i|i'll|they|interpreters?|promise)\b", re.IGNORECASE)
_REFUSED = re.compile(r"\b(no|not|never|cannot|nobody|don't|can't|won't)\b", re.IGNORECASE)


def _promise_in(text: str) -> str:
    """The words of a text that promise secrecy; empty if it names the limit, or says that no such thing is promised."""
    plain = plain_text(text).replace("\u2019", "'")
    if _LIMIT.search(plain):
        return ""
    for sentence in re.split(r"(?<=[.!?])\s+", plain):
        for found in _SECRECY.finditer(sentence):
            before = sentence[: found.start()]
            is_ours = not found[0].casefold().startswith("keep") or _OF_OURS.search(before)
            if is_ours and not _REFUSED.search(before):
                return found[0]
    return ""


@entry_rule("promises-secrecy", "error")
def promises_secrecy(toolkit: Toolkit, entry: Entry) -> Iterator[Diagnostic]:
    """No text promises secrecy.

    Whoever works at a school must report a suspicion that a child is hurt or in danger, so "it stays between us" and
    "what you say goes no further" are promises that the law may break. A text may say that something is kept private if
    it names the limit in the same breath, with words such as limit, unless, danger or the law. Only English is looked
    at, for a list of phrases.
    """
    if not toolkit.is_english or not is_spoken(entry):
        return
    for found in entry.texts:
        text = found.text
        if any(sign in text for sign in _SIGNS) and (promise := _promise_in(text)):
            yield Diagnostic(
                "promises-secrecy",
                f"'{promise}' promises more than the law allows",
                entry.at(*found.keys),
                hint="say its limit, too, as the step 'our-limit' of the protocol does; or leave it out",
            )


@toolkit_rule("no-duty-to-report", "error")
def no_duty_to_report(toolkit: Toolkit) -> Iterator[Diagnostic]:
    """Each family's page says what the school keeps to itself, and when the law makes it get help.

    A family decides what it tells you. It can do so only if it knows the limit beforehand. The line stands once, in a
    step of the protocol with `fills: [limit]`, under `family:`. No guide needs it, and no guide can word it away.
    """
    lacking = [guide for guide in toolkit.guides if not toolkit.limit_of(guide)]
    school = toolkit.school
    hint = "give a step of docs/protocol.yml 'fills: [limit]', and the line under 'family:'"
    hidden = [n for n, pattern in enumerate(school.hide) if pattern.startswith(("protocol/", "*"))]
    if lacking and hidden:
        message = f"the family pages of {len(lacking)} guides no longer say when the law makes you get help"
        place = school.at("hide", hidden[0])
        yield Diagnostic("no-duty-to-report", message, place, f"take the line out; or {hint}")
        return
    for guide in lacking:
        message = "this family's page does not say when the law makes you get help"
        yield Diagnostic("no-duty-to-report", message, guide.at("family_page"), hint)


@guide_rule("nobody-knows-where", "error")
def nobody_knows_where(toolkit: Toolkit, guide: Guide) -> Iterator[Diagnostic]:
    """Somebody at school holds the address of each visit, and is called.

    If no word comes from two visitors, somebody must know where to look. A step of the protocol with
    `fills: [whereabouts]` says who: its `call:` names the contact, and its text names the address. Visits that are
    only by video or phone need none.
    """
    if all(place in ("video", "phone") for place in guide.places):
        return
    steps = [step for step in toolkit.protocol_of(guide) if "whereabouts" in step.fills]
    if any(step.call and ("address" in step.do or not toolkit.is_english) for step in steps):
        return
    message = "nobody at school holds the address of this visit"
    hint = "give a step of docs/protocol.yml 'fills: [whereabouts]' and 'call: visits', and name the address in it"
    yield Diagnostic("nobody-knows-where", message, guide.at("places"), hint)
