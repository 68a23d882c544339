"""Inserts: short parts that a guide takes in when a family is new, between homes, or apart. A guide is never copied."""

from pydantic import Field

from .banks import Source
from .base import BasedOn, Entry, FamilyText, Id, Line, Record, Text, Title
from .guide import Guide
from .school import Helper, School
from .vocabulary import Grade, HelperRole


class Help(Record):
    """Someone at the school or in the district who can help the family, and with what."""

    who: Text
    """The office or role, such as The district's McKinney-Vento liaison."""
    does: Text
    """What this person can do, in a line. It is not legal advice."""
    role: HelperRole | None = None
    """Whose number stands with it: one of the `helpers:` in school.yml has the same role."""


class Insert(Entry):
    """What changes at a visit when something in the family's life asks for more care."""

    id: Id
    """The name by which guides take it in. It never changes."""
    old_ids: tuple[Id, ...] = ()
    """Names of inserts that this one took the place of: guides and schools that say them mean this one."""
    title: Title
    """A short name for staff, in plain words that label nobody."""
    when: Text
    """When to use it: what the family has told the school."""
    grades: tuple[Grade, ...] = ()
    """Grades that it is for; without it, all."""
    before: tuple[Text, ...] = Field(min_length=1)
    """Before the visit: who to ask, and what not to assume."""
    say: tuple[FamilyText, ...] = ()
    """Lines that go with the invitation, or that take the place of one. They do not name the situation."""
    prompts: tuple[Id, ...] = ()
    """Ids of prompts in the bank that suit. On a guide's page stand those for its ages."""
    do_not: tuple[Text, ...] = ()
    """What to leave undone."""
    family: FamilyText = ""
    """A short, warm text for the family. It does not name the situation."""
    help: tuple[Help, ...] = ()
    """Who can help."""
    facts: tuple[Id, ...] = ()
    """Ids of facts that it leans on. What a law says stands only there."""
    counsel: bool = False
    """`true` where the district's lawyer should read it before staff use it."""
    sources: tuple[Source, ...] = ()
    """Where its own statements come from."""
    note: Line = ""
    """A word to translators; readers do not see it."""
    based_on: BasedOn = ""
    """The library's version that this was made from, such as library 0.1.0: `toolkit-builder own` writes it."""

    def suits(self, guide: Guide) -> bool:
        """True if it is for one of the guide's grades."""
        return not self.grades or any(grade in self.grades for grade in guide.grades)


def helper_of(school: School, one: Help) -> Helper | None:
    """Whom the school names for a role; None where it has named nobody, or the help has no role."""
    return next((helper for helper in school.helpers if one.role and helper.role == one.role), None)


def missing_helpers(school: School, inserts: tuple[Insert, ...]) -> dict[HelperRole, str]:
    """The roles that `inserts` speak of and for which the school names nobody, each with who that is."""
    named = {helper.role for helper in school.helpers}
    missing: dict[HelperRole, str] = {}
    for insert in inserts:
        for one in insert.help:
            if one.role and one.role not in named:
                missing.setdefault(one.role, one.who)
    return missing
