"""Rules about plans and things: minutes, student voice, age of facts, activities (D1, D5, D7, D9)."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta

from toolkit_builder.diagnostics import Diagnostic
from toolkit_builder.model.banks import Activity, Source
from toolkit_builder.model.base import Entry
from toolkit_builder.model.guide import Guide
from toolkit_builder.model.toolkit import Toolkit, normal_code
from toolkit_builder.prose import plain_text
from toolkit_builder.text_messages import CURLY, count_parts, filled, in_plain_letters, message_length, odd_letters

from .letters import letter_name
from .rule import entry_rule, guide_rule, toolkit_rule

TOLERANCE = 5
SHORTEST, LONGEST = 20, 60
FEWEST_STUDENT_PROMPTS = 2
MOST_STEPS = 3
FRESH = timedelta(days=365)
_BOUGHT = re.compile(
    r"\b(buy|bought|purchase[ds]?|printers?|print(?:ed)? outs?|worksheets?|flash ?cards?|apps?|subscriptions?|kits?|"
    r"laminat\w+|store-bought|tablets?|glue guns?)\b",
    re.IGNORECASE,
)


@guide_rule("agenda-minutes", "warning", "D1")
def agenda_minutes(_: Toolkit, guide: Guide) -> Iterator[Diagnostic]:
    """The parts of the agenda add up to the visit's length, between 20 and 60 minutes.

    Visits overrun, and families have work. Five minutes more or less are fine. A kind of visit of the school's
    own, such as an evening at school, may be as short or long as the school wants it.
    """
    total = sum(step.minutes for step in guide.agenda)
    minutes = guide.cover.minutes
    if abs(total - minutes) > TOLERANCE:
        yield Diagnostic(
            "agenda-minutes",
            f"the agenda's parts make {total} minutes, but the visit has {minutes}",
            guide.at("agenda"),
            hint="change the parts' minutes, or the cover's",
        )
    if not guide.is_of_own_kind and not SHORTEST <= minutes <= LONGEST:
        yield Diagnostic(
            "agenda-minutes",
            f"{minutes} minutes are too {'short' if minutes < SHORTEST else 'long'} for a visit",
            guide.at("cover", "minutes"),
            hint=f"plan {SHORTEST} to {LONGEST} minutes",
        )


@guide_rule("unheard-student", "warning", "D5", needs_prompts=True)
def unheard_student(toolkit: Toolkit, guide: Guide) -> Iterator[Diagnostic]:
    """From grade 6 on, at least two prompts are for the student.

    A teenager who is talked about in front of her leaves the room, in one way or another.
    """
    if guide.band not in ("middle", "high"):
        return
    asked = [prompt for prompt in toolkit.prompts_of(guide) if prompt.listener == "student"]
    if len(asked) < FEWEST_STUDENT_PROMPTS:
        yield Diagnostic(
            "unheard-student",
            f"{len(asked)} of this guide's prompts are for the student; {FEWEST_STUDENT_PROMPTS} at least give a voice",
            guide.at("prompts"),
            hint="add prompts with 'listener: student'",
        )


def _sources(toolkit: Toolkit) -> Iterator[tuple[Entry, tuple[str | int, ...], Source]]:
    for step in toolkit.protocol:
        if step.source:
            yield step, ("source", "checked_on"), step.source
    for insert in toolkit.inserts:
        for position, source in enumerate(insert.sources):
            yield insert, ("sources", position, "checked_on"), source
    for fact in toolkit.facts:
        yield fact, ("source", "checked_on"), fact.source
    for guide in toolkit.guides:
        for position, source in enumerate(guide.sources):
            yield guide, ("sources", position, "checked_on"), source


def stale_facts(toolkit: Toolkit, today: date) -> Iterator[Diagnostic]:
    """The findings of the rule `stale-fact` as of `today`."""
    for entry, keys, source in _sources(toolkit):
        if source.checked_on > today:
            message = f"this source was checked on {source.checked_on}, which is still to come"
            yield Diagnostic("stale-fact", message, entry.at(*keys), hint="write the day on which you looked")
        elif today - source.checked_on > FRESH:
            message = f"nobody has looked at this source since {source.checked_on}"
            yield Diagnostic(
                "stale-fact", message, entry.at(*keys), hint="look whether it still says so, and change the date"
            )


@toolkit_rule("stale-fact", "warning", "D7")
def stale_fact(toolkit: Toolkit) -> Iterator[Diagnostic]:
    """Each source was looked at in the last twelve months.

    Deadlines move and pages vanish. `checked_on` says when someone last looked.
    """
    yield from stale_facts(toolkit, date.today())


def _beyond_home(entry: Entry, keys: tuple[str | int, ...], activity: Activity) -> Iterator[Diagnostic]:
    if len(activity.steps) > MOST_STEPS:
        yield Diagnostic(
            "activity-beyond-home",
            f"'{activity.id}' has {len(activity.steps)} steps; {MOST_STEPS} at most are remembered",
            entry.at(*keys, "steps"),
            hint="join or cut steps",
        )
    for position, material in enumerate(activity.materials):
        found = _BOUGHT.search(material)
        if found:
            yield Diagnostic(
                "activity-beyond-home",
                f"'{found[0]}' is not in every home",
                entry.at(*keys, "materials", position),
                hint="use what a family has anyway",
            )


@entry_rule("activity-beyond-home", "warning", "D9")
def activity_beyond_home(_: Toolkit, entry: Entry) -> Iterator[Diagnostic]:
    """An activity needs only what every home has, and three steps at most.

    If it must be bought or printed, it will not happen. That it names a daily routine, the schema makes sure.
    """
    if isinstance(entry, Activity):
        yield from _beyond_home(entry, (), entry)
    for position, use in enumerate(entry.activities) if isinstance(entry, Guide) else ():
        if isinstance(use, Activity):
            yield from _beyond_home(entry, ("activities", position), use)


@guide_rule("skill-without-activity", "warning")
def skill_without_activity(toolkit: Toolkit, guide: Guide) -> Iterator[Diagnostic]:
    """Every skill on a second visit has an activity that practices it.

    A family that hears what its child works on also hears what to do about it at home. One of the guide's
    activities has the skill's code under its own `skills:`. With a state's own skills, the code that one stands in for
    counts as well.
    """
    if guide.visit != "second":
        return

    def known(code: str) -> str:
        skill = toolkit.skill(code)
        return normal_code(skill.code if skill else code)

    practiced = {known(code) for activity in toolkit.activities_of(guide) for code in activity.skills}
    for position, code in enumerate(guide.skills):
        if known(code) in practiced:
            continue
        inside = [one for one in toolkit.activities if known(code) in map(known, one.skills)]
        fitting = [f"'{one.id}'" for one in inside if {*one.grades} & {*guide.grades}]
        hint = f"add {' or '.join(fitting[:3])} to the guide's 'activities:'" if fitting else "write an activity for it"
        message = f"no activity of this guide practices '{code}'"
        yield Diagnostic("skill-without-activity", message, guide.at("skills", position), hint)


TIPS = ("fact", "tip", "growth")
"""The texts of an activity's message."""
SENT = (("invite", "text"), ("after", "follow_up", "text"))
"""What leads to the texts of a guide that are sent as messages."""


@entry_rule("long-message", "warning")
def long_message(toolkit: Toolkit, entry: Entry) -> Iterator[Diagnostic]:
    """A text message with a tip fits into one, and no message costs more than its words.

    Phones have room for 160 letters of a small alphabet in one message. A single other letter, such as a curly
    apostrophe or an emoji, leaves room for 70, and families may pay for each part. Tips are looked at as they are;
    invitations and thanks, which may be longer, with slots filled by long names, for what makes them cost more.
    """
    if isinstance(entry, Activity) and entry.message:
        for key in TIPS:
            text = plain_text(getattr(entry.message, key))
            length, most = message_length(text)
            if length > most:
                hint = cheaper(text) or "say one thing"
                message = f"this message has {length} characters; {most} fit into one text{why_dear(text)}"
                yield Diagnostic("long-message", message, entry.at("message", key), hint)
    if isinstance(entry, Guide):
        yield from _dear_messages(toolkit, entry)


def _dear_messages(toolkit: Toolkit, guide: Guide) -> Iterator[Diagnostic]:
    for keys, words in zip(SENT, (guide.invite.text, toolkit.filled(guide).after.follow_up.text), strict=True):
        text = as_sent(toolkit, guide, words)
        plain = in_plain_letters(text)
        if count_parts(text) > count_parts(plain):
            message = (
                f"families may pay for {count_parts(text)} messages instead of {count_parts(plain)}{why_dear(text)}"
            )
            yield Diagnostic("long-message", message, guide.at(*keys), cheaper(text))


def as_sent(toolkit: Toolkit, guide: Guide | None, words: str) -> str:
    """A message of a guide, plain, its slots filled by what the toolkit says, or by the longest that is likely."""
    school = toolkit.school
    slots = {"school": school.short_name, "phone": school.contacts[0].phone}
    if guide:
        slots["decline"] = plain_text(toolkit.filled(guide).invite.decline)
    return filled(plain_text(words), slots)


def why_dear(text: str) -> str:
    """What makes a message dear, as the end of a sentence."""
    odd = [letter for letter in odd_letters(text) if letter not in in_plain_letters(text)] or odd_letters(text)
    return f", because of {', '.join(map(letter_name, odd[:3]))}" if odd else ""


def cheaper(text: str) -> str:
    """What to type instead, where that makes the message cost less."""
    plain = in_plain_letters(text)
    if count_parts(plain) >= count_parts(text):
        return ""
    odd = {letter for letter in odd_letters(text) if letter not in plain}
    pieces = {letter for letter in odd if unicodedata.combining(letter)}
    hints = [
        "type straight marks: ' and \" and - and ..." if odd & CURLY.keys() else "",
        "type letters with accents anew: they are there in two pieces" if pieces else "",
        "leave out what is no letter" if odd - CURLY.keys() - pieces else "",
    ]
    return "; ".join(filter(None, hints))


@toolkit_rule("unmapped-skill", "note")
def unmapped_skill(toolkit: Toolkit) -> Iterator[Diagnostic]:
    """With a state's own skills, every code that guides use has its counterpart.

    Where none is found, pages show the base framework's code.
    """
    chosen = {skill.code for framework in toolkit.shown_frameworks for skill in framework.skills}
    for guide in toolkit.guides:
        for position, code in enumerate(guide.skills):
            skill = toolkit.skill(code)
            if skill and skill.code not in chosen:
                yield Diagnostic(
                    "unmapped-skill",
                    f"'{code}' has no counterpart in '{toolkit.school.framework}'",
                    guide.at("skills", position),
                    hint=f"add a skill with 'replaces: {code}' to docs/skills/{toolkit.school.framework}.yml",
                )
