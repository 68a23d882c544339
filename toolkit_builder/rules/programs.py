"""Rules of single programs. They are off, and a profile switches them on."""

import re
from collections.abc import Iterator

from toolkit_builder.diagnostics import Diagnostic
from toolkit_builder.model.guide import Guide
from toolkit_builder.model.toolkit import Toolkit

from .rule import guide_rule

_OWN_CHILD_ONLY = re.compile(r"\b(own child|only (?:your|their|this)|no other|other children|without names)\b", re.I)


@guide_rule("aptt-without-goal", "off")
def aptt_without_goal(_: Toolkit, guide: Guide) -> Iterator[Diagnostic]:
    """A follow-up to a team meeting sets a goal with a review date.

    In the rhythm of Academic Parent-Teacher Teams every meeting ends with a goal, and the next one looks at it.
    """
    if not guide.goal:
        yield Diagnostic(
            "aptt-without-goal", "this follow-up sets no goal", guide.at("title"), hint="add a 'goal:' block"
        )


@guide_rule("aptt-without-privacy", "off")
def aptt_without_privacy(_: Toolkit, guide: Guide) -> Iterator[Diagnostic]:
    """A follow-up to a team meeting says whose results are shown: their own child's only.

    Class charts have no names, and families see only their own child's place. The line stands under
    `after: privacy`, with words such as "own child" or "without names".
    """
    if not _OWN_CHILD_ONLY.search(guide.after.privacy):
        yield Diagnostic(
            "aptt-without-privacy",
            "the privacy line does not say that a family sees only its own child's results",
            guide.at("after", "privacy"),
            hint="say it with the words 'own child'",
        )


@guide_rule("aptt-without-practice", "off")
def aptt_without_practice(toolkit: Toolkit, guide: Guide) -> Iterator[Diagnostic]:
    """A follow-up to a team meeting practices an activity together.

    Families go home with something they have already tried once. The agenda has a step of kind `practice`, and the
    guide has an activity.
    """
    if not any(step.kind == "practice" for step in guide.agenda) or not toolkit.activities_of(guide):
        yield Diagnostic(
            "aptt-without-practice",
            "nothing is practiced together on this visit",
            guide.at("agenda"),
            hint="add a step with 'kind: practice' and an activity",
        )


@guide_rule("program-before-people", "off")
def program_before_people(_: Toolkit, guide: Guide) -> Iterator[Diagnostic]:
    """An invitation to a program comes after people have met.

    Recruiters of Families and Schools Together first make a personal connection and only then describe the program.
    In the agenda, a step of kind `share`, `hopes` or `student-voice` comes before the first of kind `program`.
    """
    kinds = [step.kind for step in guide.agenda]
    if "program" not in kinds:
        yield Diagnostic(
            "program-before-people",
            "no part of this visit tells about the program",
            guide.at("agenda"),
            hint="add a step with 'kind: program' after people have met",
        )
        return
    first = kinds.index("program")
    if not {"share", "hopes", "student-voice"} & set(kinds[:first]):
        yield Diagnostic(
            "program-before-people",
            "the program is described before people have met",
            guide.at("agenda", first),
            hint="put a step of kind share or hopes before it",
        )
