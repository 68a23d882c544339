"""The five core practices of home visits as rules (CP1 to CP5).

Source of each: practice.md 3c, which sums up what home-visit programs say of themselves in public. They follow
practices like those of Parent Teacher Home Visits; passing them certifies nothing.
"""

import re
from collections.abc import Iterator

from toolkit_builder.diagnostics import Diagnostic
from toolkit_builder.model.base import iter_texts
from toolkit_builder.model.guide import Guide
from toolkit_builder.model.toolkit import Toolkit

from .rule import guide_rule, toolkit_rule

_INVITE_TEXTS = ("call", "text", "note", "voicemail")
_FOLLOW_UP_DAYS = 7
_STIGMA = re.compile(
    r"\b(struggling|at[- ]risk|truan(?:t|cy)|problems?|interventions?|low[- ]performing|absen(?:t|ces?)|deficits?)\b",
    re.IGNORECASE,
)
_FORMS = re.compile(r"\b(forms?|paperwork|surveys?|questionnaires?|applications?|permission slips?)\b", re.IGNORECASE)
_DRAFT = re.compile(r"to[- ]?do\b", re.IGNORECASE)


@guide_rule("invite-without-decline", "error", "CP1a")
def invite_without_decline(toolkit: Toolkit, guide: Guide) -> Iterator[Diagnostic]:
    """Every invitation offers a free no.

    A visit is voluntary only if saying no is easy. The line stands once, in the protocol or under the guide's own
    `decline`, and each invitation text holds the slot {decline} where the line is said. The family's page says it, too.
    """
    filled = toolkit.filled(guide)
    for key, text in (("invite", filled.invite.decline), ("family_page", filled.family_page.decline)):
        if not text:
            yield Diagnostic(
                "invite-without-decline",
                "no line says that no is fine: neither here nor in the protocol",
                guide.at(key),
                hint="write 'decline:' here, or a step with 'fills: [decline]' in docs/protocol.yml",
            )
    for name in _INVITE_TEXTS:
        if "{decline}" not in getattr(guide.invite, name):
            yield Diagnostic(
                "invite-without-decline",
                f"the invitation '{name}' offers no easy way to say no",
                guide.at("invite", name),
                hint="put {decline} where the line is said",
            )


@guide_rule("unannounced-visit", "error", "CP1b")
def unannounced_visit(toolkit: Toolkit, guide: Guide) -> Iterator[Diagnostic]:
    """A visit is agreed beforehand, and date and time are confirmed.

    Nobody likes a school at the door. `announced` is never false, and somebody confirms: a step of the protocol says so
    with `fills: [confirm]`, or a task under the guide's own `before` with `kind: confirm`.
    """
    if not guide.announced:
        yield Diagnostic(
            "unannounced-visit",
            "a visit that is not agreed beforehand is refused",
            guide.at("announced"),
            hint="agree on day, time and place with the family, and delete this line",
        )
    is_shared = any("confirm" in step.fills for step in toolkit.protocol_of(guide))
    if not is_shared and not any(task.kind == "confirm" for task in guide.before):
        yield Diagnostic(
            "unannounced-visit",
            "nobody confirms date and time before this visit",
            guide.at("before"),
            hint="add a task with 'kind: confirm', or a step with 'fills: [confirm]' to docs/protocol.yml",
        )


@guide_rule("few-places", "warning", "CP1c")
def few_places(_: Toolkit, guide: Guide) -> Iterator[Diagnostic]:
    """The family chooses among the home and at least two other places.

    Some families would rather meet in a library, a park or on the phone. Offering it costs nothing. A kind of visit of
    the school's own, such as an evening at school, may have one place.
    """
    others = [place for place in guide.places if place != "home"]
    if len(others) < 2 and not guide.is_of_own_kind:
        yield Diagnostic(
            "few-places",
            "fewer than two places besides the home are offered",
            guide.at("places"),
            hint="add places such as library, park or video",
        )


@guide_rule("untrained-team", "error", "CP2a")
def untrained_team(_: Toolkit, guide: Guide) -> Iterator[Diagnostic]:
    """Everyone who visits is trained first.

    The guide says so with `trained: true`. How, stands in school.yml under `training_note`.
    """
    if not guide.team.trained:
        yield Diagnostic(
            "untrained-team",
            "this guide lets people visit who were not trained",
            guide.at("team", "trained"),
            hint="write 'trained: true', and train them",
        )


@toolkit_rule("no-training-note", "warning", "CP2a")
def no_training_note(toolkit: Toolkit) -> Iterator[Diagnostic]:
    """school.yml says how visitors are trained.

    The note stands on the staff's page, which is as public as the site unless `staff: {publish: false}` keeps it out.
    Empty, or starting with "To do", it shows there as a to-do.
    """
    yield from _draft_note(toolkit, "training_note", "no-training-note", "how visitors are trained")


@toolkit_rule("no-compensation-note", "warning", "CP2b")
def no_compensation_note(toolkit: Toolkit) -> Iterator[Diagnostic]:
    """school.yml says how visitors are paid for their time.

    It is the first question that staff ask. The note stands on the staff's page, which is as public as the site unless
    `staff: {publish: false}` keeps it out. Empty, or starting with "To do", it shows there as a to-do.
    """
    yield from _draft_note(toolkit, "compensation_note", "no-compensation-note", "how visitors are paid")


def is_draft(note: str) -> bool:
    """True for a school's note that is still to be written."""
    return not note.strip() or bool(_DRAFT.match(note.strip()))


def _draft_note(toolkit: Toolkit, key: str, code: str, what: str) -> Iterator[Diagnostic]:
    if is_draft(getattr(toolkit.school, key)):
        yield Diagnostic(
            code,
            f"the school does not say yet {what}",
            toolkit.school.at(key),
            hint=f"write two or three sentences under '{key}:' in school.yml",
        )


@guide_rule("no-hopes-prompt", "error", "CP3a", needs_prompts=True)
def no_hopes_prompt(toolkit: Toolkit, guide: Guide) -> Iterator[Diagnostic]:
    """A first visit asks about hopes and dreams, early on.

    A prompt with the purpose `hopes` stands in the first half of the guide's list. It is what the visit is for.
    """
    prompts = toolkit.prompts_of(guide)
    first_half = prompts[: (len(prompts) + 1) // 2]
    if guide.visit == "first" and not any(prompt.purpose == "hopes" for prompt in first_half):
        yield Diagnostic(
            "no-hopes-prompt",
            "no prompt about hopes stands in the first half of this first visit's list",
            guide.at("prompts"),
            hint="move a prompt with 'purpose: hopes' to the top",
        )


@guide_rule("academics-on-first-visit", "error", "CP3b", needs_prompts=True)
def academics_on_first_visit(toolkit: Toolkit, guide: Guide) -> Iterator[Diagnostic]:
    """A first visit has no talk of grades, behavior or attendance, no goal and no forms.

    The family talks, the school listens. Learning has its own, second visit.
    """
    if guide.visit != "first":
        return
    for position, prompt in enumerate(toolkit.prompts_of(guide)):
        if prompt.purpose in ("academics", "attendance", "discipline"):
            yield Diagnostic(
                "academics-on-first-visit",
                f"the prompt '{prompt.id}' is about {prompt.purpose}, on a first visit",
                guide.at("prompts", position),
                hint="keep it for the second visit",
            )
    if guide.goal:
        yield Diagnostic(
            "academics-on-first-visit",
            "a first visit sets no goal",
            guide.at("goal"),
            hint="move the goal to the second visit's guide",
        )
    for position, material in enumerate(guide.cover.materials):
        if _FORMS.search(material):
            yield Diagnostic(
                "academics-on-first-visit",
                "no forms come along on a first visit",
                guide.at("cover", "materials", position),
                hint="leave them at school, or send them another day",
            )


@guide_rule("no-mutual-sharing", "warning", "CP3c", needs_prompts=True)
def no_mutual_sharing(toolkit: Toolkit, guide: Guide) -> Iterator[Diagnostic]:
    """A first visit is a talk, not an interview: the educator shares too, and both say what they expect.

    The prompts about hopes have a `we_share` line, and one prompt has the purpose `expectations`.
    """
    if guide.visit != "first":
        return
    prompts = toolkit.prompts_of(guide)
    if not any(prompt.purpose == "expectations" for prompt in prompts):
        yield Diagnostic(
            "no-mutual-sharing",
            "no prompt asks what family and school expect of each other",
            guide.at("prompts"),
            hint="add a prompt with 'purpose: expectations'",
        )
    for position, prompt in enumerate(prompts):
        if prompt.purpose == "hopes" and not prompt.we_share:
            yield Diagnostic(
                "no-mutual-sharing",
                f"the educator shares nothing with the prompt '{prompt.id}'",
                guide.at("prompts", position),
                hint="give the prompt a 'we_share:' line",
            )


@guide_rule("no-second-visit", "warning", "CP3d")
def no_second_visit(toolkit: Toolkit, guide: Guide) -> Iterator[Diagnostic]:
    """A first visit says that a second one follows.

    One visit is a gesture, two are a relationship. `next_visit` names the guide of the second. A guide for many grades
    needs none, if each of its grades has a second visit of its own.
    """
    if guide.visit == "first" and not guide.next_visit:
        with_second = {grade for other in toolkit.guides if other.visit == "second" for grade in other.grades}
        alone = [grade for grade in guide.grades if grade not in with_second]
        if guide.is_for_many_grades and len(alone) < len(guide.grades):
            if alone:
                # A school that took away the guides of a grade still has the guide for all of them.
                kept = ", ".join(grade for grade in guide.grades if grade in with_second)
                yield Diagnostic(
                    "no-second-visit",
                    f"of this guide's grades, {', '.join(alone)} {'have' if len(alone) > 1 else 'has'} no second visit",
                    guide.at("grades"),
                    hint=f"if your school does not have them, write grades: [{kept}]; if it does, add a second visit",
                )
            return
        yield Diagnostic(
            "no-second-visit",
            "this first visit leads to no second one",
            guide.at("visit"),
            hint="name the second visit's guide under 'next_visit:'",
        )


@guide_rule("targeted-selection", "error", "CP4a")
def targeted_selection(_: Toolkit, guide: Guide) -> Iterator[Diagnostic]:
    """Families are not picked for a reason: all, a random draw, or a cross-section.

    As soon as visits go to some students for a reason, a visit says something about a child, and doors close.
    """
    if guide.selection.method == "targeted":
        yield Diagnostic(
            "targeted-selection",
            "the families of this visit are picked for a reason",
            guide.at("selection", "method"),
            hint="choose all, random or cross-section, or a profile that says openly why families are picked",
        )


@guide_rule("stigmatizing-word", "warning", "CP4b")
def stigmatizing_word(_: Toolkit, guide: Guide) -> Iterator[Diagnostic]:
    """What a family reads has no word that makes its child a case.

    Checked are the invitation and the family's page, for words such as struggling, at risk, truant or intervention.
    """
    for key in ("invite", "family_page"):
        for found in iter_texts(getattr(guide, key), (key,)):
            # Saying what a visit is not ("no problem to report") is allowed to name it.
            if "not_this" in found.keys:
                continue
            for word in dict.fromkeys(match.casefold() for match in _STIGMA.findall(found.text)):
                yield Diagnostic(
                    "stigmatizing-word",
                    f"'{word}' can hurt the family that reads it",
                    guide.at(*found.keys),
                    hint="say what the child can do, or what the visit offers",
                )


@guide_rule("lone-visitor", "error", "CP5a")
def lone_visitor(_: Toolkit, guide: Guide) -> Iterator[Diagnostic]:
    """Visits are made in pairs, and each person has a part.

    Two people are safer, remember more and can reflect together. `roles` names at least two.
    """
    if guide.team.size < 2:
        yield Diagnostic(
            "lone-visitor", "one person visits alone", guide.at("team", "size"), hint="plan with two or more"
        )
    elif len(guide.team.roles) < 2:
        yield Diagnostic(
            "lone-visitor",
            "only one of the visitors has a part",
            guide.at("team", "roles"),
            hint="say what the second person does",
        )


@guide_rule("thin-reflection", "error", "CP5b")
def thin_reflection(_: Toolkit, guide: Guide) -> Iterator[Diagnostic]:
    """Afterwards the visitors reflect: three questions, one on assumptions, one on use in class.

    The change that matters most happens in the visitors. It needs ten minutes and good questions.
    """
    questions = guide.after.reflection
    topics = {question.about for question in questions}
    if len(questions) < 3:
        yield Diagnostic(
            "thin-reflection",
            "there are fewer than three questions to reflect on",
            guide.at("after", "reflection"),
            hint="ask what surprised, which assumption changed, and what to use in class",
        )
    for topic, words in (("assumptions", "assumptions"), ("use-in-class", "use in class")):
        if topic not in topics:
            yield Diagnostic(
                "thin-reflection",
                f"no question of the reflection is about {words}",
                guide.at("after", "reflection"),
                hint=f"add a question with 'about: {topic}'",
            )


@guide_rule("late-follow-up", "warning", "CP5c")
def late_follow_up(toolkit: Toolkit, guide: Guide) -> Iterator[Diagnostic]:
    """The family hears from the school within seven days.

    A visit without an echo feels like an inspection. The number is our own choice.
    """
    days = toolkit.filled(guide).after.follow_up.within_days or 0
    if days > _FOLLOW_UP_DAYS:
        yield Diagnostic(
            "late-follow-up",
            f"the family hears nothing for up to {days} days",
            guide.at("after", "follow_up", "within_days"),
            hint=f"plan the thank-you within {_FOLLOW_UP_DAYS} days",
        )
