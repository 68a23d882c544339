"""What guides share: prompts, activities, skills, words explained, facts."""

from datetime import date
from typing import Annotated

from pydantic import Field, PrivateAttr

from .base import BasedOn, Entry, FamilyText, FamilyTitle, Id, Line, Record, Text, Title
from .recordings import Recordings
from .vocabulary import Area, Band, Grade, Listener, Purpose, Routine, Topic, band_of


class Prompt(Entry):
    """An open question that a visit can turn on, with all that helps the educator to ask it well."""

    id: Id
    """The name by which guides use this prompt. It never changes."""
    old_ids: tuple[Id, ...] = ()
    """Names of prompts that this one took the place of: guides, packs and schools that say them mean this one."""
    text: FamilyText
    """The question, as one would say it: open, single, short."""
    purpose: Purpose
    """What the question is for."""
    listener: Listener
    """Who is asked: the family, the student, or both."""
    bands: tuple[Band, ...] = Field(min_length=1)
    """The ages it suits: early (before school), elementary (K to 5), middle (6 to 8), high (9 to 12)."""
    topics: tuple[Topic, ...] = ()
    """Topics under which the topic pages list it."""
    we_share: FamilyText = ""
    """What the educator offers of her own first, so that it is a talk and not an interview."""
    follow_ups: tuple[FamilyText, ...] = ()
    """Gentle next questions, once the first answer is there."""
    listen_for: tuple[Text, ...] = ()
    """What to notice in the answer."""
    avoid: Text = ""
    """A wording or a turn that closes the talk."""
    sensitivity: Text = ""
    """When this question may touch something sore, and what to do then."""
    audio: Recordings = Field(default={})
    """Recordings of the question, by language, such as `{es: assets/audio/hopes.es.mp3}`: MP3, or Opus in .opus, .ogg
    or .webm; 5 MB at most. "Listen" plays them in the place of the device's own voice."""
    note: Line = ""
    """A word to translators; readers do not see it."""
    based_on: BasedOn = ""
    """The library's version that this was made from, such as library 0.1.0: `toolkit-builder own` writes it."""


class TextMessage(Record):
    """Three short messages to a family's phone: a fact, a tip, and a way to grow."""

    fact: FamilyText
    """Why it matters, in one line."""
    tip: FamilyText
    """What to do today, inside something that the family does anyway."""
    growth: FamilyText
    """What to try next, when the tip has become easy."""


class Activity(Entry):
    """A school skill, practiced inside something that the family does anyway."""

    id: Id
    """The name by which guides use this activity. It never changes."""
    old_ids: tuple[Id, ...] = ()
    """Names of activities that this one took the place of: guides, packs and schools that say them mean this one."""
    title: FamilyTitle
    """A short name that a child would like."""
    grades: tuple[Grade, ...] = Field(min_length=1)
    """The grades that it suits."""
    routine: Routine
    """The daily routine that it happens in."""
    minutes: Annotated[int, Field(ge=1, le=120)]
    """How long it takes, in minutes."""
    materials: tuple[FamilyText, ...] = ()
    """Things that every home has. Leave it out when nothing is needed."""
    steps: tuple[FamilyText, ...] = Field(min_length=1)
    """What to do, in three steps at most."""
    ask: tuple[FamilyText, ...] = Field(min_length=1)
    """What to ask the child while doing it."""
    easier: FamilyText = ""
    """A lighter version."""
    harder: FamilyText = ""
    """A next step, once it is easy."""
    skills: tuple[Line, ...] = ()
    """Codes of the skills that it practices."""
    topics: tuple[Topic, ...] = ()
    """Topics under which the topic pages list it."""
    message: TextMessage | None = None
    """A fact, a tip and a growth line to send by text."""
    audio: Recordings = Field(default={})
    """Recordings of the title, the steps and what to ask, by language, such as `{es: assets/audio/half.es.mp3}`: MP3,
    or Opus in .opus, .ogg or .webm; 5 MB at most. "Listen" plays them in the place of the device's own voice, and the
    sheet for the fridge leads to them."""
    note: Line = ""
    """A word to translators; readers do not see it."""
    based_on: BasedOn = ""
    """The library's version that this was made from, such as library 0.1.0: `toolkit-builder own` writes it."""


class Skill(Entry):
    """What a child typically works on in a grade, in family words, with its code."""

    code: Line
    """The standard's code, as its framework writes it."""
    grades: tuple[Grade, ...] = Field(min_length=1)
    """The grades in which it is typically worked on."""
    area: Area
    """Literacy, mathematics, or approaches (ways of learning)."""
    plain: FamilyText
    """The skill in family words, without school language."""
    before: Line = ""
    """The code of the skill that leads here."""
    next: Line = ""
    """The code of the skill that it leads to."""
    replaces: Line = ""
    """In a state's own framework: the base framework's code that this skill stands in for."""


class Framework(Entry):
    """One file of skills: Common Core, a state's own, or an early-learning framework."""

    id: Id
    """The name by which school.yml chooses it."""
    name: Title
    """The framework's full name."""
    about: Text
    """Where the codes come from, and what these pages do with them."""
    notice: Line = ""
    """A notice that the framework's owner asks for; printed once, on the credits page."""
    source: Line = ""
    """The framework's web address."""
    always: bool = False
    """True for a framework that stands beside the school's own one, such as early learning."""
    skills: tuple[Skill, ...] = Field(min_length=1)
    """The skills."""
    based_on: BasedOn = ""
    """The library's version that this was made from, such as library 0.1.0: `toolkit-builder own` writes it."""


class GlossaryTerm(Entry):
    """A word that schools use and families are tired of, explained."""

    term: FamilyTitle
    """The word, as a page shows it."""
    also: tuple[Line, ...] = ()
    """Other forms of it that should be explained too: a plural, the long form of a short form."""
    plain: FamilyText
    """What it means, in one or two plain sentences."""
    based_on: BasedOn = ""
    """The library's version that this was made from, such as library 0.1.0: `toolkit-builder own` writes it."""

    _name: str = PrivateAttr(default="")

    @property
    def name(self) -> str:
        """The word in the language of the source: its name in every language."""
        return self._name or self.term

    def called(self, name: str) -> "GlossaryTerm":
        """This term, told its name. Only what translates it calls this, before anyone else sees it."""
        self._name = name
        return self


class Synonym(Entry):
    """Words that people type into the search, and the toolkit's own words for the same thing."""

    typed: tuple[Line, ...] = Field(min_length=1)
    """What people type: other words, other languages, short forms."""
    find: Line
    """What to look for instead: words that stand in the toolkit."""


class Source(Record):
    """Where a statement comes from."""

    title: Text
    """What it is and who says it."""
    url: Line = ""
    """Its web address, starting with https://."""
    checked_on: date
    """The day on which someone last looked, as 2026-11-24."""


class Fact(Entry):
    """A statement that a toolkit leans on, with its source."""

    id: Id
    """The name by which guides use this fact. It never changes."""
    statement: Text
    """One statement. A research result is worded as a link, not as a cause."""
    topics: tuple[Topic, ...] = Field(min_length=1)
    """Topics under which the topic pages list it."""
    source: Source
    """Where it comes from and when that was checked."""
    based_on: BasedOn = ""
    """The library's version that this was made from, such as library 0.1.0: `toolkit-builder own` writes it."""


def bands_of(grades: tuple[Grade, ...]) -> tuple[Band, ...]:
    """The bands that `grades` fall into, in order, each once."""
    return tuple(dict.fromkeys(band_of(grade) for grade in grades))
