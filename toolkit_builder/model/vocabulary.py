"""The lists of words that authors choose from, with what readers see for each.

Most are closed. To kinds of visit, purposes, routines and topics a school adds its own, in school.yml: `Vocabulary`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal

from .base import Line, Word, WordKey

Grade = Literal["PK", "K", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"]
Band = Literal["early", "elementary", "middle", "high"]
Place = Literal["home", "school", "library", "park", "cafe", "community-center", "workplace", "video", "phone"]
Listener = Literal["family", "student", "both"]
Area = Literal["literacy", "mathematics", "approaches"]
StepKind = Literal[
    "arrive",
    "share",
    "hopes",
    "student-voice",
    "skills",
    "practice",
    "goal",
    "transition",
    "program",
    "expectations",
    "next-step",
    "thanks",
]
Turn = Literal["leader", "partner", "both"]
TaskKind = Literal["confirm", "partner", "interpreter", "place", "safety", "prepare", "other"]
Part = Literal["before", "door", "visit", "trouble", "after"]
ContactRole = Literal["visits", "safety", "lead", "hotline"]
HelperRole = Literal[
    "housing",
    "foster-care",
    "enrollment",
    "counseling",
    "newcomers",
    "migrant",
    "military",
    "special-education",
    "plan-504",
    "access",
    "college",
    "young-parents",
    "rights",
]
Selection = Literal["all", "random", "cross-section", "targeted"]
ReflectionTopic = Literal["surprise", "assumptions", "strengths", "use-in-class", "promise"]


@dataclass(frozen=True, slots=True)
class Label:
    """What readers see for a word of a list. `icon` names an SVG among Material's icons.

    The title of a word that `is_own` is the school's text, in the toolkit's language; others are ours, in English.
    """

    title: str
    icon: str = ""
    about: str = ""
    is_own: bool = False


GRADES: dict[Grade, Label] = {
    "PK": Label("PreK"),
    "K": Label("Kindergarten"),
    **{grade: Label(f"Grade {grade}") for grade in ("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12")},
}
_ORDINALS = (
    *("1st first", "2nd second", "3rd third", "4th fourth", "5th fifth", "6th sixth"),
    *("7th seventh", "8th eighth", "9th ninth", "10th tenth", "11th eleventh", "12th twelfth"),
)
_NUMBERS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_NICKNAMES = {"9": "freshman", "10": "sophomore", "11": "junior", "12": "senior"}
GRADE_WORDS: dict[Grade, tuple[str, ...]] = {
    "PK": ("prek", "pre k", "preschool", "pre kindergarten", "prekindergarten"),
    "K": ("kindergarten", "kinder", "k", "grade k"),
    **{
        grade: (
            f"grade {grade}",
            f"{grade} grade",
            f"grade {number}",
            *(f"{word} grade" for word in words.split()),
            words.split()[0],
            *([_NICKNAMES[grade], f"{_NICKNAMES[grade]} year"] if grade in _NICKNAMES else []),
        )
        for grade, words, number in zip(list(GRADES)[2:], _ORDINALS, _NUMBERS, strict=True)
    },
}
"""How people type a grade, in small letters."""
BANDS: dict[Band, Label] = {
    "early": Label("Before school", "material/teddy-bear"),
    "elementary": Label("Elementary school", "material/pencil-outline"),
    "middle": Label("Middle school", "material/compass-outline"),
    "high": Label("High school", "material/school-outline"),
}
VISITS: dict[str, Label] = {
    "first": Label(
        "First visit", "material/hand-wave-outline", "Get to know each other. Hopes and dreams, nothing else."
    ),
    "second": Label(
        "Second visit", "material/sprout-outline", "What the child is learning, practice at home, one shared goal."
    ),
    "transition": Label(
        "Transition visit", "material/stairs-up", "The step to a new grade, a new school, or life after school."
    ),
    "recruiting": Label(
        "Invitation visit", "material/account-group-outline", "Meet first. Then tell about a program and invite."
    ),
    "remote": Label("Video or phone", "material/phone-outline", "The same conversation, from a distance."),
}
PURPOSE_VISITS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(
        ("hopes", "strengths", "student-voice", "routines", "culture", "expectations", "communication"),
        ("first", "second", "remote"),
    ),
    **dict.fromkeys(("academics", "attendance", "discipline", "goal"), ("second",)),
    "transition": ("transition",),
    "program": ("recruiting",),
}
"""Visits that a question of this purpose suits, apart from the guides that use it. A first visit asks nothing of
academics, attendance or discipline (practice CP3b). Of a school's own purpose nothing is known but its use."""
PLACES: dict[Place, Label] = {
    "home": Label("Home", "material/home-outline"),
    "school": Label("School", "material/school-outline"),
    "library": Label("Library", "material/bookshelf"),
    "park": Label("Park", "material/tree-outline"),
    "cafe": Label("Café", "material/coffee-outline"),
    "community-center": Label("Community center", "material/account-group-outline"),
    "workplace": Label("Near work", "material/briefcase-outline"),
    "video": Label("Video call", "material/video-outline"),
    "phone": Label("Phone", "material/phone-outline"),
}
LISTENERS: dict[Listener, Label] = {
    "family": Label("Ask the family", "material/home-heart"),
    "student": Label("Ask the student", "material/account-outline"),
    "both": Label("Ask everyone", "material/account-multiple-outline"),
}
PURPOSES: dict[str, Label] = {
    "hopes": Label("Hopes and dreams", "material/star-outline"),
    "strengths": Label("Strengths", "material/arm-flex-outline"),
    "student-voice": Label("Student voice", "material/microphone-outline"),
    "routines": Label("Daily routines", "material/clock-outline"),
    "culture": Label("Family knowledge", "material/earth"),
    "expectations": Label("What we expect of each other", "material/handshake-outline"),
    "communication": Label("Staying in touch", "material/message-text-outline"),
    "transition": Label("The next step", "material/stairs-up"),
    "academics": Label("Learning", "material/book-open-variant"),
    "attendance": Label("Being at school", "material/calendar-check-outline"),
    "discipline": Label("Behavior", "material/scale-balance"),
    "goal": Label("A shared goal", "material/flag-outline"),
    "program": Label("An invitation", "material/email-open-outline"),
}
ROUTINES: dict[str, Label] = {
    "cooking": Label("Cooking", "material/pot-steam-outline"),
    "table": Label("Setting the table", "material/silverware-fork-knife"),
    "laundry": Label("Laundry", "material/washing-machine"),
    "cleaning": Label("Cleaning up", "material/broom"),
    "shopping": Label("Shopping", "material/cart-outline"),
    "riding": Label("Waiting and riding", "material/bus"),
    "bedtime": Label("Bath and bedtime", "material/bed-outline"),
    "repairs": Label("Garden and repairs", "material/hammer-wrench"),
    "money": Label("Money", "material/cash"),
    "play": Label("Play", "material/puzzle-outline"),
    "screens": Label("Screens", "material/cellphone"),
    "paperwork": Label("Letters, forms and plans", "material/file-document-outline"),
    "family-talk": Label("Family talk", "material/forum-outline"),
}
AREAS: dict[Area, Label] = {
    "literacy": Label("Reading, writing and talking", "material/book-open-page-variant-outline"),
    "mathematics": Label("Mathematics", "material/calculator-variant-outline"),
    "approaches": Label("Ways of learning", "material/head-lightbulb-outline"),
}
TOPICS: dict[str, Label] = {
    "hopes-and-trust": Label("Hopes and trust", "material/heart-outline"),
    "reading": Label("Reading", "material/book-open-variant"),
    "writing": Label("Writing", "material/pencil-outline"),
    "mathematics": Label("Mathematics", "material/calculator-variant-outline"),
    "talking": Label("Talking and listening", "material/forum-outline"),
    "early-learning": Label("Early learning", "material/teddy-bear"),
    "daily-routines": Label("Daily routines", "material/clock-outline"),
    "feelings-and-friends": Label("Feelings and friends", "material/emoticon-happy-outline"),
    "home-language": Label("The language of the home", "material/translate"),
    "staying-in-touch": Label("Staying in touch", "material/message-text-outline"),
    "attendance": Label("Being at school", "material/calendar-check-outline"),
    "starting-a-new-school": Label("Starting a new school", "material/stairs-up"),
    "courses-and-credits": Label("Courses and credits", "material/format-list-checks"),
    "work-and-money": Label("Work and money", "material/cash"),
    "after-graduation": Label("After graduation", "material/road-variant"),
    "support-and-iep": Label("Extra support and IEPs", "material/lifebuoy"),
}
STEP_ICONS: dict[StepKind, str] = {
    "arrive": "material/door-open",
    "share": "material/hand-heart-outline",
    "hopes": "material/star-outline",
    "student-voice": "material/microphone-outline",
    "skills": "material/book-open-variant",
    "practice": "material/pot-steam-outline",
    "goal": "material/flag-outline",
    "transition": "material/stairs-up",
    "program": "material/email-open-outline",
    "expectations": "material/handshake-outline",
    "next-step": "material/arrow-right",
    "thanks": "material/heart-outline",
}
TURNS: dict[Turn, Label] = {
    "leader": Label("Talk leader"),
    "partner": Label("Partner"),
    "both": Label("Both visitors"),
}
"""Of the two visitors, one leads the talk. `lead` is another: who decides for the school."""
PARTS: dict[Part, Label] = {
    "before": Label("Before every visit", "material/clipboard-check-outline"),
    "door": Label("At the door", "material/door-open"),
    "visit": Label("During every visit", "material/account-group-outline"),
    "trouble": Label("If something goes wrong", "material/alert-outline"),
    "after": Label("After every visit", "material/heart-outline"),
}
"""The parts of the protocol, in the order of a visit."""
CONTACT_ROLES: dict[ContactRole, Label] = {
    "visits": Label("who keeps the visit list and waits for word"),
    "safety": Label("who is trained for worries about a child"),
    "lead": Label("who decides and speaks for the school"),
    "hotline": Label("your state's line for reports of abuse and neglect: ask the office"),
}
"""Whom the protocol says to call: people by their `role:` among a school's contacts, and its `hotlines:`."""
SELECTIONS: dict[Selection, Label] = {
    "all": Label("Every family in the class or grade"),
    "random": Label("Families drawn at random"),
    "cross-section": Label("A cross-section: a mix of students, none singled out"),
    "targeted": Label("Families chosen for a reason that we name openly"),
}
REFLECTION_TOPICS: dict[ReflectionTopic, Label] = {
    "surprise": Label("Surprise"),
    "assumptions": Label("Assumptions"),
    "strengths": Label("Strengths"),
    "use-in-class": Label("In class"),
    "promise": Label("Promise"),
}

FAMILY_ROWS: tuple[tuple[str, str, str], ...] = (
    ("why", "material/star-outline", "Why we ask"),
    ("who", "material/account-multiple-outline", "Who comes"),
    ("how_long", "material/clock-outline", "How long it takes"),
    ("where", "material/map-marker-outline", "Where we meet"),
    ("home", "material/home-heart", "Your home"),
    ("language", "material/translate", "Your language"),
    ("limit", "material/shield-account-outline", "What we share, and with whom"),
    ("after", "material/message-text-outline", "What happens next"),
)
"""Parts of the family's page with an icon and what readers see, in their order, on the web and on paper.

All are the guide's but `limit`, which is the protocol's."""

SLOTS: dict[str, str] = {
    "teacher": "your name",
    "partner": "your partner's name",
    "child": "the child's first name",
    "school": "the school's short name",
    "phone": "the school's phone number",
    "day": "the day",
    "time": "the time",
    "place": "the place",
    "language": "the family's language",
    "name": "somebody's name",
    "date": "a date",
    "number": "a number",
    "amount": "an amount of money",
    "saw": "one thing that you saw or heard at this visit",
    "decline": "the line that makes saying no easy",
}
"""Words in braces that a reader fills by voice or pen; `school`, `phone` and `decline` are filled for them."""
SHOWN_SLOTS: dict[str, str] = {"saw": "one thing you saw"}
"""What stands in the place of a slot whose name alone would not tell what to put there."""


@dataclass(frozen=True, slots=True)
class WordList:
    """A list to which a school may add: what one of its words is called, our words, and the icon of one without."""

    name: str
    labels: Mapping[str, Label]
    icon: str


WORD_LISTS: dict[WordKey, WordList] = {
    "visits": WordList("kind of visit", VISITS, "material/calendar-heart-outline"),
    "purposes": WordList("purpose", PURPOSES, "material/comment-question-outline"),
    "routines": WordList("routine", ROUTINES, "material/home-clock-outline"),
    "topics": WordList("topic", TOPICS, "material/tag-outline"),
}
"""By their keys in school.yml."""

Visit = Annotated[Line, Word("visits", tuple(VISITS))]
Purpose = Annotated[Line, Word("purposes", tuple(PURPOSES))]
Routine = Annotated[Line, Word("routines", tuple(ROUTINES))]
Topic = Annotated[Line, Word("topics", tuple(TOPICS))]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that the authors of one school choose from: ours, then its own in the order of its file."""

    visits: Mapping[str, Label] = field(default_factory=lambda: VISITS)
    purposes: Mapping[str, Label] = field(default_factory=lambda: PURPOSES)
    routines: Mapping[str, Label] = field(default_factory=lambda: ROUTINES)
    topics: Mapping[str, Label] = field(default_factory=lambda: TOPICS)

    def of(self, key: WordKey) -> Mapping[str, Label]:
        """One of the lists, by its key in school.yml."""
        words: Mapping[str, Label] = getattr(self, key)
        return words


def grade_name(grade: Grade) -> str:
    """A grade as addresses name it, such as `grade-3`."""
    return GRADES[grade].title.lower().replace(" ", "-")


def band_of(grade: Grade) -> Band:
    if grade == "PK":
        return "early"
    if grade in ("K", "1", "2", "3", "4", "5"):
        return "elementary"
    return "middle" if grade in ("6", "7", "8") else "high"
