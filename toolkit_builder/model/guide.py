"""A visit guide: one grade or step, one visit, from the invitation to the follow-up."""

from datetime import date
from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag

from .banks import Activity, Prompt, Source
from .base import BasedOn, Entry, FamilyText, Id, Line, Record, Text, Title
from .recordings import Recordings
from .vocabulary import (
    VISITS,
    Grade,
    Place,
    ReflectionTopic,
    Selection,
    StepKind,
    TaskKind,
    Topic,
    Turn,
    Visit,
    band_of,
)

Minutes = Annotated[int, Field(ge=1, le=240)]


class Cover(Record):
    """What a teacher wants to know before she reads on."""

    purpose: Text
    """Why this visit, in one sentence."""
    outcome: Text
    """What is different when the visit went well."""
    audience: Text
    """Who the guide is for."""
    minutes: Minutes
    """How long the visit takes, in minutes."""
    materials: tuple[Text, ...] = ()
    """What to bring."""


class Team(Record):
    """Who visits."""

    size: Annotated[int, Field(ge=1, le=6)]
    """How many people visit together."""
    roles: tuple[Text, ...] = Field(min_length=1)
    """Who they are, one line each."""
    trained: bool
    """True: everyone who visits is trained first."""
    interpreter: Text = ""
    """How the language of the family is served, and by whom never. Leave it out to say what the protocol says."""


class Choice(Record):
    """Which families are invited."""

    method: Selection
    """all, random, cross-section or targeted."""
    note: Text = ""
    """Why it is done like this, in words that could be said to a family."""


class Invite(Record):
    """Words for the first contact. Slots such as {teacher} or {day} are filled by the reader."""

    call: FamilyText
    """What to say on the phone. It holds the slot {decline}."""
    text: FamilyText
    """A text message. It holds the slot {decline}."""
    note: FamilyText
    """A note to send home. It holds the slot {decline}."""
    voicemail: FamilyText
    """What to say to a voicemail. It holds the slot {decline}."""
    decline: FamilyText = ""
    """The line that makes saying no easy; it replaces {decline} in each text above. Leave it out to say what the
    protocol says."""
    not_this: tuple[FamilyText, ...] = ()
    """What this visit is not. The protocol's lines follow yours."""


class Task(Record):
    """One thing to do before or after the visit."""

    do: Text
    """The task, starting with a verb."""
    when: Text = ""
    """When, in words: 'a week before'."""
    kind: TaskKind = "other"
    """What it is about; a task of kind 'confirm' confirms date and time."""


class Step(Record):
    """A part of the visit, with its minutes."""

    minutes: Minutes
    """How long this part takes."""
    do: Text
    """What happens, in a few words."""
    kind: StepKind
    """What the part is for."""
    turn: Turn | None = None
    """Whose turn this part is: leader (the visitor who leads the talk), partner or both. Leave it out to say what the
    protocol says."""
    say: FamilyText = ""
    """Words to say aloud."""
    prompts: tuple[Id, ...] = ()
    """Ids of this guide's prompts that belong in this part."""


class Difference(Record):
    """What to do when student and family answer differently, or the dream is not the teacher's."""

    when: Text
    """What one hears."""
    say: FamilyText
    """A line that keeps both answers on the table."""


class Reflection(Record):
    """A question that the visitors ask themselves afterwards."""

    ask: Text
    """The question."""
    about: ReflectionTopic
    """surprise, assumptions, strengths, use-in-class or promise."""


class FollowUp(Record):
    """What the family hears from the school afterwards."""

    within_days: Annotated[int, Field(ge=1, le=60)] | None = None
    """Days after the visit, at most. Leave it out to say what the protocol says."""
    text: FamilyText = ""
    """A thank-you text. Leave it out to say what the protocol says."""
    share_back: Text
    """One thing from the visit to use in class, and how the family gets to know of it."""


class After(Record):
    """What happens after the visit."""

    reflection: tuple[Reflection, ...] = Field(min_length=1)
    """Questions for the visitors."""
    follow_up: FollowUp
    """What the family hears."""
    privacy: Text = ""
    """What is not written down, and where notes live. Leave it out to say what the protocol says."""


class Role(Record):
    """Who does what for the shared goal."""

    who: FamilyText
    """The child, the family, the teacher."""
    does: FamilyText
    """What this person does, small enough to happen."""


class Goal(Record):
    """A goal that family, student and teacher share."""

    how: Text
    """How to choose it together."""
    example: FamilyText
    """One goal, as a family might word it."""
    who: tuple[Role, ...] = Field(min_length=1)
    """Who does what."""
    review_in_days: Annotated[int, Field(ge=7, le=180)]
    """When to look at it again, in days (about 60)."""
    review: Text
    """How the review happens."""


class Transition(Record):
    """One topic of the step to a new grade, a new school, or life after school."""

    topic: Title
    """The topic."""
    why: Text
    """Why it is worth the time."""
    ask_student: FamilyText = ""
    """A question to the student."""
    ask_family: FamilyText = ""
    """A question to the family."""
    next: FamilyText = ""
    """A small next step."""
    facts: tuple[Id, ...] = ()
    """Ids of facts that belong here."""


class Remote(Record):
    """What changes when the visit is a video or phone call."""

    check: tuple[Text, ...] = Field(min_length=1)
    """What to check before the call."""
    camera: FamilyText
    """A line that makes the camera optional."""
    fallback: Text
    """What to do when the connection fails."""
    differences: tuple[Text, ...] = ()
    """What else is different from a visit in person."""


class Enrollment(Record):
    """Forms of an enrollment visit, kept apart from the conversation."""

    note: FamilyText
    """What to say before the forms come out."""
    items: tuple[FamilyText, ...] = Field(min_length=1)
    """What the forms ask for. Nothing of it is kept on this site."""


class Program(Record):
    """A program that the visit invites to, told only after people have met."""

    name: Title
    """The program's name."""
    about: FamilyText
    """What it is, in family words."""
    invitation: FamilyText
    """The words of the invitation."""
    practical: tuple[FamilyText, ...] = ()
    """Time, place, meal, children, travel: what a family asks first."""


class FamilyPage(Record):
    """The family's own page: what to expect, and that no is a fine answer."""

    what: FamilyText
    """What the visit is."""
    why: FamilyText
    """Why we ask."""
    who: FamilyText
    """Who comes."""
    how_long: FamilyText
    """How long it takes."""
    where: FamilyText
    """Where; that it is the family's choice."""
    home: FamilyText = ""
    """No need to clean, cook or prepare. Leave it out to say what the protocol says."""
    decline: FamilyText = ""
    """That no is a fine answer, and changes nothing. Leave it out to say what the protocol says."""
    not_this: tuple[FamilyText, ...] = ()
    """What this visit is not. The protocol's lines follow yours."""
    language: FamilyText = ""
    """Help in the family's language. Leave it out to say what the protocol says."""
    talk_about: tuple[FamilyText, ...] = Field(min_length=1)
    """What we may ask, so that nobody is surprised."""
    your_questions: tuple[FamilyText, ...] = ()
    """Questions that the family may want to ask us."""
    after: FamilyText = ""
    """What happens afterwards. Leave it out to say what the protocol says."""
    audio: Recordings = Field(default={})
    """Recordings of the page, by language, such as `{es: assets/audio/visit.es.mp3}`: MP3, or Opus in .opus, .ogg or
    .webm; 5 MB at most. "Listen" plays them in the place of the device's own voice."""


class Question(Record):
    """A question that people really ask, with its answer."""

    question: Text
    """The question."""
    answer: Text
    """The answer, two or three sentences."""


def _is_reference(value: Any) -> str:
    return "id" if isinstance(value, str) else "own"


PromptUse = Annotated[Annotated[Id, Tag("id")] | Annotated[Prompt, Tag("own")], Discriminator(_is_reference)]
ActivityUse = Annotated[Annotated[Id, Tag("id")] | Annotated[Activity, Tag("own")], Discriminator(_is_reference)]


class Guide(Entry):
    """A visit guide."""

    id: Id = ""
    """The guide's name and web address. Leave it out: the file's name is taken."""
    old_ids: tuple[Id, ...] = ()
    """Names that this guide had before: links and printed codes with them lead here."""
    title: Title
    """The guide's title."""
    summary: Text
    """One line for lists and cards."""
    grades: tuple[Grade, ...] = Field(min_length=1)
    """PK, K, 1 to 12; one or several."""
    visit: Visit
    """first, second, transition, recruiting or remote, or a kind of your own, from school.yml."""
    profile: Line = "home-visit"
    """Whose practices the guide follows; `toolkit-builder rule` explains them."""
    topics: tuple[Topic, ...] = ()
    """Topics under which the topic pages list it."""
    cover: Cover
    """Purpose, outcome, audience, minutes, materials."""
    places: tuple[Place, ...] = Field(min_length=1)
    """Where it can happen; the family chooses."""
    team: Team
    """Who visits."""
    selection: Choice
    """Which families are invited."""
    announced: bool = True
    """Visits are always agreed beforehand."""
    invite: Invite
    """Words for the first contact."""
    before: tuple[Task, ...] = ()
    """What to do before this visit; what holds before every visit stands in the protocol."""
    agenda: tuple[Step, ...] = Field(min_length=1)
    """The visit, part by part."""
    prompts: tuple[PromptUse, ...] = Field(min_length=1)
    """Ids of prompts in the bank, or prompts of this guide's own, in the order of asking."""
    if_they_differ: tuple[Difference, ...] = ()
    """Lines for when answers differ."""
    listening: tuple[Text, ...] = Field(min_length=1)
    """Habits of a good listener."""
    do_not: tuple[Text, ...] = ()
    """What to leave undone at this visit; what holds at every visit stands in the protocol."""
    after: After
    """Reflection, follow-up, privacy."""
    skills: tuple[Line, ...] = ()
    """Codes of skills that the visit speaks of."""
    activities: tuple[ActivityUse, ...] = ()
    """Ids of activities in the bank, or activities of this guide's own."""
    goal: Goal | None = None
    """A shared goal."""
    transitions: tuple[Transition, ...] = ()
    """Topics of the step ahead."""
    remote: Remote | None = None
    """What changes on video or phone."""
    enrollment: Enrollment | None = None
    """Enrollment forms, only where the profile allows them."""
    program: Program | None = None
    """The program that the visit invites to."""
    family_page: FamilyPage
    """The family's own page."""
    faq: tuple[Question, ...] = ()
    """Questions that people really ask."""
    facts: tuple[Id, ...] = ()
    """Ids of facts that the guide leans on."""
    inserts: tuple[Id, ...] = ()
    """Ids of inserts that stand first on its page, and in the whole guide on paper. Its page has all others that suit
    its grades, so most guides need none."""
    next_visit: Id | None = None
    """The id of the guide for the visit after this one."""
    sources: tuple[Source, ...] = ()
    """Where the guide's own statements come from."""
    version: Line
    """The guide's version, in quotes: "1.0"."""
    checked_on: date
    """The day on which someone last read the whole guide, as 2026-11-24."""
    authors: tuple[Line, ...] = ()
    """Who wrote it: roles or offices, not private names."""
    license: Line = ""
    """The license of the text, if it is not the toolkit's."""
    based_on: BasedOn = ""
    """The library's version that this was made from, such as library 0.1.0: `toolkit-builder own` writes it."""

    @property
    def is_of_own_kind(self) -> bool:
        """True for a kind of visit that a school added: only the school knows how long it takes, and where it is."""
        return self.visit not in VISITS

    @property
    def is_for_many_grades(self) -> bool:
        """True for a guide that lists show once, and not under each of its grades."""
        return len(self.grades) > 3

    @property
    def band(self) -> str:
        """The band of the guide's first grade."""
        return band_of(self.grades[0])
