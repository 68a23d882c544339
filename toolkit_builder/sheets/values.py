"""Entries as JSON values for Typst."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import TypeVar

from toolkit_builder.interface import Interface
from toolkit_builder.model.banks import Activity, Fact, Prompt
from toolkit_builder.model.guide import Guide
from toolkit_builder.model.insert import Insert, helper_of
from toolkit_builder.model.protocol import ProtocolStep, all_numbers, missing_roles, numbers_of
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.model.vocabulary import STEP_ICONS, Grade, band_of
from toolkit_builder.prose import SourceText, is_address, plain_text
from toolkit_builder.text_messages import message_length

from .texts import Texts, Values, in_language

_One = TypeVar("_One")

PATTERNS = 6
SHADES = 3
"""How many patterns the card template draws, and in how many colors; 18 purposes differ, and most have another icon."""

MOST_PROGRESS_SKILLS = 4
MOST_SUMMER_WEEKS = 10
_ALL_GRADES = 6
"""A guide for so many grades is called one for all."""


def prompt_values(texts: Texts, prompt: Prompt) -> Values:
    """A question with all that helps to ask it. `number` is for the pattern of its purpose."""
    inline = texts.inline
    label = texts.words.purposes[prompt.purpose]
    order = list(texts.words.purposes).index(prompt.purpose)
    return {
        "id": prompt.id,
        "text": inline(prompt.text),
        "purpose": label.title,
        "pattern": order % PATTERNS,
        "shade": order // PATTERNS % SHADES,
        "icon": label.icon,
        "listener": texts.words.listeners[prompt.listener].title,
        "we_share": inline(prompt.we_share) if prompt.we_share else [],
        "follow_ups": [inline(text) for text in prompt.follow_ups],
        "listen_for": [inline(text) for text in prompt.listen_for],
        "avoid": inline(prompt.avoid) if prompt.avoid else [],
        "sensitivity": inline(prompt.sensitivity) if prompt.sensitivity else [],
    }


def activity_values(texts: Texts, toolkit: Toolkit, activity: Activity) -> Values:
    """An activity with its routine, skills and text messages, these with their lengths."""
    inline = texts.inline
    messages = []
    if activity.message:
        for name in ("fact", "tip", "growth"):
            text = getattr(activity.message, name)
            words = texts.words.to_copy(plain_text(text))
            length, most = message_length(words)
            # As it will be sent, so without the quotes of print.
            nodes: list[Values] = [{"k": "text", "v": words}]
            if isinstance(text, SourceText):
                nodes = [in_language(text.language, nodes)]
            messages.append({"name": name, "text": nodes, "length": length, "most": most})
    return {
        "id": activity.id,
        "title": texts.title(activity.title),
        "routine": texts.words.routines[activity.routine].title,
        "icon": texts.words.routines[activity.routine].icon,
        "minutes": activity.minutes,
        "materials": [inline(text) for text in activity.materials],
        "steps": [inline(text) for text in activity.steps],
        "ask": [inline(text) for text in activity.ask],
        "easier": inline(activity.easier) if activity.easier else [],
        "harder": inline(activity.harder) if activity.harder else [],
        "skills": [{"plain": inline(skill.plain), "code": skill.code} for skill in toolkit.skills_of(activity.skills)],
        "messages": messages,
    }


def fact_values(texts: Texts, fact: Fact) -> Values:
    return {
        "statement": texts.inline(fact.statement),
        "source": texts.plain(fact.source.title),
        "url": fact.source.url if is_address(fact.source.url) else "",
        "day": texts.words.day(fact.source.checked_on),
    }


def _skills(texts: Texts, toolkit: Toolkit, guide: Guide) -> list[Values]:
    shown = []
    for skill in toolkit.skills_of(guide.skills):
        before, following = toolkit.skill(skill.before), toolkit.skill(skill.next)
        shown.append(
            {
                "now": texts.inline(skill.plain),
                "code": skill.code,
                "before": texts.inline(before.plain) if before else [],
                "next": texts.inline(following.plain) if following else [],
            }
        )
    return shown


def _agenda(texts: Texts, guide: Guide, prompts: Mapping[str, Prompt]) -> list[Values]:
    shown, start = [], 0
    for step in guide.agenda:
        shown.append(
            {
                "do": texts.inline(step.do),
                "say": texts.inline(step.say) if step.say else [],
                "minutes": step.minutes,
                "start": start,
                "icon": STEP_ICONS[step.kind],
                "turn": texts.words.turns[step.turn].title if step.turn else "",
                "prompts": [texts.inline(prompts[name].text) for name in step.prompts],
            }
        )
        start += step.minutes
    return shown


def _family(texts: Texts, toolkit: Toolkit, guide: Guide) -> Values:
    page = guide.family_page
    said = {**dict(page), "limit": toolkit.limit_of(guide)}
    rows = [(icon, label, said[key]) for key, icon, label in texts.words.family_rows]
    return {
        "what": texts.inline(page.what),
        "decline": texts.inline(page.decline) if page.decline else [],
        "rows": [{"icon": icon, "label": label, "text": texts.inline(text)} for icon, label, text in rows if text],
        "not_this": [texts.inline(text) for text in page.not_this],
        "talk_about": [texts.inline(text) for text in page.talk_about],
        "your_questions": [texts.inline(text) for text in page.your_questions],
    }


def _calls(texts: Texts, toolkit: Toolkit, step: ProtocolStep) -> list[Values]:
    """Whom a step says to call. A number that the school has not given is empty: there is room to write it."""
    people = numbers_of(toolkit.school, step)
    calls = [{"who": texts.inline(one.who), "phone": one.phone} for one in people]
    return [*calls, {"who": [], "phone": step.phone}] if step.phone else calls


def protocol_values(texts: Texts, toolkit: Toolkit, steps: Sequence[ProtocolStep]) -> Values:
    """What the protocol adds to a plan: those of its `steps` that hold at the visit."""
    holder = next((step for step in steps if "whereabouts" in step.fills), None)
    urgent = [step for step in steps if step.carry and step.part == "trouble" and (step.call or step.phone)]
    return {
        # What has a number stands with it.
        "carried": [texts.inline(step.title) for step in steps if step.carry and step not in urgent],
        "before": [
            {"do": texts.inline(step.title), "when": texts.plain(step.when)}
            for step in steps
            if step.part == "before" and not step.carry
        ],
        "holders": _calls(texts, toolkit, holder) if holder else [],
        "urgent": [
            {"title": texts.inline(step.title), "calls": calls}
            for step in urgent
            if (calls := _calls(texts, toolkit, step))
        ],
    }


def safety_values(texts: Texts, toolkit: Toolkit) -> Values:
    """The whole protocol on one page: the ladder of calls, the numbers, and each part."""
    words, school = texts.words, toolkit.school
    numbers = [{"who": texts.inline(who), "phone": phone} for who, phone in all_numbers(school, toolkit.protocol)]
    missing = missing_roles(school, toolkit.protocol)
    blank = [{"who": texts.inline(words.contact_roles[role].title), "phone": ""} for role in missing]
    parts = [
        {
            "title": label.title,
            "icon": label.icon,
            "steps": [
                {
                    "title": texts.inline(step.title),
                    "do": texts.inline(step.do),
                    # How soon it is told by its title alone, where the page is too small for all.
                    "rank": 0
                    if step.part in ("before", "after")
                    else 3
                    if step.carry
                    else 2
                    if part == "trouble"
                    else 1,
                }
                for step in toolkit.protocol
                if step.part == part and not step.minutes_late
            ],
        }
        for part, label in words.parts.items()
    ]
    ladder = sorted((step for step in toolkit.protocol if step.minutes_late), key=lambda step: step.minutes_late or 0)
    return {
        "heads": {"ladder": {"icon": "material/clock-alert-outline"}, "numbers": {"icon": "material/phone-outline"}},
        "numbers": [*numbers, *blank],
        "ladder": [
            {"minutes": step.minutes_late, "do": texts.inline(step.do), "calls": _calls(texts, toolkit, step)}
            for step in ladder
        ],
        "protocol": [part for part in parts if part["steps"]],
    }


def in_turn(entries: Iterable[_One], kind_of: Callable[[_One], Hashable]) -> list[_One]:
    """The same entries in another order: the first of each kind that `kind_of` tells, the second of each, and so on."""
    kinds: dict[Hashable, list[_One]] = {}
    for entry in entries:
        kinds.setdefault(kind_of(entry), []).append(entry)
    return [entry for row in zip_longest(*kinds.values()) for entry in row if entry is not None]


def progress_values(texts: Texts, toolkit: Toolkit, guide: Guide) -> Values:
    """What helps to fill in a talk about progress, beside the guide's goal: some of its skills, each area in turn."""
    skills = in_turn(toolkit.skills_of(guide.skills), lambda skill: skill.area)
    return {"skills": [texts.inline(skill.plain) for skill in skills[:MOST_PROGRESS_SKILLS]]}


def summer_values(texts: Texts, toolkit: Toolkit, grade: Grade) -> Values:
    """One thing to do in each week of a summer: activities of the grade, of as many routines as there are.

    What needs nothing comes first. `weeks` is empty for a grade without activities.
    """
    activities = [activity for activity in toolkit.activities if grade in activity.grades]
    needing_least = sorted(activities, key=lambda activity: bool(activity.materials))
    chosen = in_turn(needing_least, lambda activity: activity.routine)[:MOST_SUMMER_WEEKS]
    return {
        "grade": texts.words.grades[grade].title,
        "is_young": band_of(grade) in ("early", "elementary"),
        "is_last": grade == "12",
        "weeks": [
            {
                "title": texts.title(activity.title),
                "tip": texts.inline(activity.message.tip if activity.message else activity.steps[0]),
                "icon": texts.words.routines[activity.routine].icon,
            }
            for activity in chosen
        ],
    }


def insert_values(texts: Texts, toolkit: Toolkit, insert: Insert, guide: Guide | None = None) -> Values:
    """An insert, with the prompts for the ages of `guide`, or with all. An empty `phone` has room to be written."""
    inline = texts.inline
    helps = [(one, helper_of(toolkit.school, one)) for one in insert.help]
    return {
        "id": insert.id,
        "title": texts.title(insert.title),
        "when": inline(insert.when),
        "before": [inline(text) for text in insert.before],
        "say": [inline(text) for text in insert.say],
        "prompts": [inline(prompt.text) for prompt in toolkit.prompts_of_insert(insert, guide)],
        "do_not": [inline(text) for text in insert.do_not],
        "family": inline(insert.family) if insert.family else [],
        "help": [
            {
                "who": inline(one.who),
                "does": inline(one.does),
                "here": inline(helper.who) if helper and helper.who != one.who else [],
                "phone": helper.phone if helper else "",
                "email": helper.email if helper else "",
            }
            for one, helper in helps
        ],
        "facts": [fact_values(texts, toolkit.facts_by_id[name]) for name in insert.facts],
        "sources": [texts.plain(one.title) for one in insert.sources],
        "counsel": insert.counsel,
    }


def grades_of(words: Interface, guide: Guide) -> str:
    if len(guide.grades) >= _ALL_GRADES:
        return words.t("All grades")
    return words.t(", ").join(words.grades[grade].title for grade in guide.grades)


def guide_values(texts: Texts, toolkit: Toolkit, guide: Guide) -> Values:
    """All of a guide; each template takes what it shows. What the guide leaves out is the protocol's."""
    guide = toolkit.filled(guide)
    inline, blocks = texts.inline, texts.blocks
    prompts = toolkit.prompts_of(guide)
    after = guide.after
    scripts = (
        (texts.words.t("On the phone"), "call"),
        (texts.words.t("As a text message"), "text"),
        (texts.words.t("As a note home"), "note"),
        (texts.words.t("On voicemail"), "voicemail"),
    )
    return {
        "id": guide.id,
        "title": texts.title(guide.title),
        "visit": texts.words.visits[guide.visit].title,
        "grades": grades_of(texts.words, guide),
        "summary": inline(guide.summary),
        "purpose": inline(guide.cover.purpose),
        "outcome": inline(guide.cover.outcome),
        "audience": inline(guide.cover.audience),
        "minutes": guide.cover.minutes,
        "materials": [inline(text) for text in guide.cover.materials],
        "places": texts.words.t(", ").join(texts.words.places[place].title for place in guide.places),
        "team": [inline(text) for text in guide.team.roles],
        "team_size": guide.team.size,
        "interpreter": inline(guide.team.interpreter) if guide.team.interpreter else [],
        "selection": texts.words.selections[guide.selection.method].title,
        "selection_note": inline(guide.selection.note) if guide.selection.note else [],
        "scripts": [{"label": label, "text": blocks(getattr(guide.invite, key))} for label, key in scripts],
        "not_this": [inline(text) for text in guide.invite.not_this],
        "before": [{"do": inline(task.do), "when": texts.plain(task.when)} for task in guide.before],
        "agenda": _agenda(texts, guide, {prompt.id: prompt for prompt in prompts}),
        "prompts": [prompt_values(texts, prompt) for prompt in prompts],
        "differ": [{"when": inline(case.when), "say": inline(case.say)} for case in guide.if_they_differ],
        "listening": [inline(text) for text in guide.listening],
        "do_not": [inline(text) for text in guide.do_not],
        "transitions": [
            {
                "topic": texts.title(topic.topic),
                "why": inline(topic.why),
                "ask_student": inline(topic.ask_student) if topic.ask_student else [],
                "ask_family": inline(topic.ask_family) if topic.ask_family else [],
                "next": inline(topic.next) if topic.next else [],
            }
            for topic in guide.transitions
        ],
        "program": {
            "name": texts.title(guide.program.name),
            "about": inline(guide.program.about),
            "invitation": inline(guide.program.invitation),
            "practical": [inline(text) for text in guide.program.practical],
        }
        if guide.program
        else None,
        "remote": {
            "check": [inline(text) for text in guide.remote.check],
            "camera": inline(guide.remote.camera),
            "fallback": inline(guide.remote.fallback),
            "differences": [inline(text) for text in guide.remote.differences],
        }
        if guide.remote
        else None,
        "enrollment": {
            "note": inline(guide.enrollment.note),
            "items": [inline(text) for text in guide.enrollment.items],
        }
        if guide.enrollment
        else None,
        "skills": _skills(texts, toolkit, guide),
        "activities": [activity_values(texts, toolkit, activity) for activity in toolkit.activities_of(guide)],
        "goal": {
            "how": inline(guide.goal.how),
            "example": inline(guide.goal.example),
            "who": [{"who": inline(role.who), "does": inline(role.does)} for role in guide.goal.who],
            "days": guide.goal.review_in_days,
            "review": inline(guide.goal.review),
        }
        if guide.goal
        else None,
        "reflection": [inline(question.ask) for question in after.reflection],
        "follow_up": {
            "days": after.follow_up.within_days,
            "text": blocks(after.follow_up.text),
            "share_back": inline(after.follow_up.share_back),
        },
        "privacy": inline(after.privacy) if after.privacy else [],
        "limit": inline(limit) if (limit := toolkit.limit_of(guide)) else [],
        "protocol": protocol_values(texts, toolkit, toolkit.protocol_of(guide)),
        "inserts": [insert_values(texts, toolkit, one, guide) for one in toolkit.named_inserts_of(guide)],
        "family": _family(texts, toolkit, guide),
        "faq": [{"question": inline(entry.question), "answer": blocks(entry.answer)} for entry in guide.faq],
        "facts": [fact_values(texts, toolkit.facts_by_id[name]) for name in guide.facts],
        "version": guide.version,
        "checked": texts.words.day(guide.checked_on),
    }
