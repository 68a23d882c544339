"""Profiles: whose practices a guide follows, and how strictly each rule then speaks."""

from collections.abc import Mapping
from typing import Literal

from toolkit_builder.diagnostics import Level

from .base import Record

RuleLevel = Level | Literal["off"]


class Profile(Record):
    """A set of practices. Rules not named in `levels` speak at their own level."""

    id: str
    title: str
    """What a reader sees."""
    about: str
    """What is different about these visits, for educators."""
    levels: Mapping[str, RuleLevel] = {}
    """Rule code to level, where it differs."""


_HOPES_RULES = ("no-hopes-prompt", "academics-on-first-visit", "no-mutual-sharing", "no-second-visit")

# Source of the differences: practice.md 3c, from the programs' own public pages. The rules of one program
# start out as "off" and are switched on by that program's profile.
PROFILES: tuple[Profile, ...] = (
    Profile(
        id="home-visit",
        title="Five core practices",
        about="Follows practices like those of Parent Teacher Home Visits (PTHV): voluntary, prepared and paid, "
        "about hopes first, for a cross-section of students, in pairs with reflection. Not certified by anyone.",
    ),
    Profile(
        id="attendance",
        title="Return to school",
        about="For visits after many missed days. Families are chosen for a reason, and the visit says so openly "
        "and without blame. That is why it does not count as a visit of the five core practices.",
        levels={"targeted-selection": "off", "stigmatizing-word": "note"},
    ),
    Profile(
        id="early-childhood",
        title="Enrollment visit",
        about="For a child's first step into a program. Enrollment forms may come along, in a block of their own, "
        "after the conversation.",
        levels={"academics-on-first-visit": "warning"},
    ),
    Profile(
        id="aptt-follow-up",
        title="Team meeting follow-up",
        about="For a family that could not come to a class team meeting, or wants to go on from it. Follows practices "
        "like those of Academic Parent-Teacher Teams (APTT): one skill, practiced together, one goal. Not certified "
        "by anyone.",
        levels={
            **dict.fromkeys(_HOPES_RULES, "off"),
            "aptt-without-goal": "error",
            "aptt-without-privacy": "error",
            "aptt-without-practice": "error",
        },
    ),
    Profile(
        id="fast-recruiting",
        title="Program invitation",
        about="For inviting a family to a program of weekly family sessions. Follows practices like those of Families "
        "and Schools Together (FAST) recruiters: people first, program second. Not certified by anyone.",
        levels={"no-second-visit": "off", "program-before-people": "error"},
    ),
)

PRACTICES = (
    ("It is voluntary", "Families choose, and staff choose. A no is free, at the first call and at the door."),
    ("Visitors are trained, and paid", "Everyone is trained before the first visit, and the time is paid."),
    (
        "Hopes and dreams first",
        "The first visit is about the child and the family. Grades, behavior and forms have other days.",
    ),
    ("Nobody is singled out", "All families are invited, or a mix of them. A visit says nothing about a child."),
    ("In pairs, with time to reflect", "Two people visit, and afterwards ask themselves which assumption changed."),
)
"""The five core practices, as staff read them: title and one sentence."""
