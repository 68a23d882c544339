"""What forms call the model's keys, and the words of its lists, for people who never saw YAML."""

import re
from collections.abc import Mapping
from typing import Any, get_args

from pydantic import BaseModel

from toolkit_builder.model import vocabulary
from toolkit_builder.model.kit import KitReader, Layout
from toolkit_builder.model.protocol import Fill
from toolkit_builder.model.vocabulary import Label

_LABELS: Mapping[str, str] = {
    "about": "About",
    "after": "After the visit",
    "agenda": "The visit, part by part",
    "alt": "What the picture shows",
    "always": "Stands beside the school's own framework",
    "also": "Other forms of the word",
    "announced": "Agreed beforehand",
    "ask": "What to ask",
    "audio": "Recordings",
    "ask_family": "Ask the family",
    "ask_student": "Ask the student",
    "bands": "Ages",
    "before": "Before the visit",
    "call": "Whom to call",
    "checked_on": "Last checked on",
    "compensation_note": "How visitors are paid",
    "contacts": "Who can be reached",
    "counsel": "A lawyer should read it first",
    "cover": "In short",
    "decline": "The line that makes saying no easy",
    "do": "What to do",
    "do_not": "What to leave out",
    "email": "E-mail address",
    "experience": "Where readers share how visits went",
    "faq": "Questions that people ask",
    "fills": "Lines of guides that it fills",
    "find": "What to look for",
    "footer": "Line at the foot of every page",
    "framework": "Skills framework",
    "goal": "A shared goal",
    "help": "Who can help",
    "helpers": "Who helps with what",
    "hide": "What is left out",
    "home": "Your home",
    "hotlines": "Numbers of your state",
    "how_long": "How long",
    "if_they_differ": "When answers differ",
    "inserts": "For families in special situations",
    "interpreting": "Interpreters",
    "keep_after_typo": "After a typo was mended",
    "kind": "What it is about",
    "language_names": "Names of languages",
    "written_in": "Written in",
    "listening": "While you listen",
    "locked": "Texts that others must keep",
    "message": "Text messages for families",
    "minutes_late": "Minutes late",
    "next": "Next step",
    "next_visit": "The visit after this one",
    "note": "A word to translators",
    "not_this": "What this visit is not",
    "old_ids": "Earlier names",
    "paper": "Paper",
    "phone_name": "Who answers there",
    "plain": "In plain words",
    "policies": "Policies",
    "profile": "Whose practices it follows",
    "program": "The program",
    "prompts": "Questions",
    "publish": "Everyone can read it",
    "remote": "On video or phone",
    "replaces": "Stands in for",
    "review_in_days": "Look again after (days)",
    "role": "Role",
    "say": "Words to say",
    "selection": "Who is invited",
    "share_back": "Bring it back to class",
    "short_name": "Short name",
    "staff": "The page for staff",
    "sources": "Sources",
    "steps": "Steps",
    "summary": "In one line",
    "tally": "Leads to the tally",
    "team": "Who visits",
    "text": "Text",
    "title": "Title",
    "topics": "Topics",
    "training_note": "How visitors are trained",
    "transitions": "The step ahead",
    "turn": "Whose turn it is",
    "typed": "What people type",
    "url": "Web address",
    "visit": "Kind of visit",
    "visits": "Kinds of visit",
    "voicemail": "On voicemail",
    "we_share": "What we share first",
    "where": "Where",
    "within_days": "Within (days)",
    "wording": "Other words for single texts",
    "your_questions": "Questions for us",
}
_OF_RECORD: Mapping[str, str] = {
    "Choice.method": "How families are chosen",
    "Choice.note": "Why it is done like this",
    "Colors.accent": "Second color",
    "Colors.primary": "First color",
    "FamilyPage.after": "What happens afterwards",
    "FamilyPage.language": "Your language",
    "FollowUp.text": "Thank-you text",
    "Guide.do_not": "What to leave out at this visit",
    "Guide.family_page": "The family's page",
    "Guide.summary": "In one line",
    "Invite.call": "On the phone",
    "Invite.note": "As a note home",
    "Invite.text": "As a text message",
    "KitSection.family": "What families read",
    "KitSection.fields": "What to fill in",
    "KitSection.text": "What staff read",
    "Logo.file": "Picture",
    "OwnWord.id": "Its name in web addresses",
    "Prompt.text": "The question",
    "ProtocolStep.do": "What to do",
    "ProtocolStep.family": "What the family's page says",
    "School.grades": "Your grades",
    "School.languages": "Languages of the site",
    "School.name": "The school's full name",
    "School.purposes": "Purposes of your own",
    "School.routines": "Routines of your own",
    "School.title": "Heading of the home page",
    "School.topics": "Topics of your own",
    "School.visits": "Kinds of visit of your own",
    "Skill.before": "Comes after",
    "Skill.next": "Leads to",
    "Slide.notes": "Trainer's notes",
    "Step.kind": "What this part is for",
    "Team.size": "How many people",
    "Team.roles": "Who they are",
    "Team.trained": "Everyone is trained first",
    "Team.interpreter": "How the family's language is served",
    "Transition.ask_family": "Ask the family",
}
_KNOWN: tuple[Mapping[Any, Label], ...] = (
    *(vocabulary.GRADES, vocabulary.BANDS, vocabulary.PLACES, vocabulary.LISTENERS, vocabulary.AREAS),
    *(vocabulary.PARTS, vocabulary.SELECTIONS, vocabulary.REFLECTION_TOPICS, vocabulary.TURNS),
)
_TITLES: Mapping[tuple[str, ...], Mapping[str, str]] = {
    get_args(Layout): {
        "document": "On as many pages as it needs",
        "page": "On one page",
        "wide": "On one page, on its side",
        "letter": "As a letter",
        "slides": "As slides",
    },
    get_args(KitReader): {"staff": "Staff", "families": "Families"},
    get_args(Fill): {
        "confirm": "The task that confirms date and time",
        "whereabouts": "Who holds names, addresses and times",
        "decline": "How no is said",
        "not-this": "What a visit is not",
        "interpreter": "How the family's language is served",
        "language": "The family's page: your language",
        "home": "The family's page: your home",
        "limit": "The family's page: what we share, and with whom",
        "thanks": "The thank-you text",
        "after": "The family's page: what happens next",
        "privacy": "What is not written down",
        "turn": "Whose turn a part is",
    },
    ("visits", "safety", "lead"): {
        "visits": "Keeps the visit list",
        "safety": "Trained for worries about a child",
        "lead": "Decides and speaks for the school",
    },
    ("visits", "safety", "lead", "hotline"): {
        "visits": "Who keeps the visit list",
        "safety": "Who is trained for worries about a child",
        "lead": "Who speaks for the school",
        "hotline": "Your state's line",
    },
    ("letter", "a4"): {"letter": "Letter (8.5 x 11 inches)", "a4": "A4"},
    get_args(vocabulary.HelperRole): {"plan-504": "504 plans"},
}
_ITEMS: Mapping[str, str] = {
    "Difference": "Case",
    "Help": "Person",
    "Helper": "Person",
    "KitQuestion": "Question",
    "KitRole": "Role",
    "KitSection": "Part",
    "KitStep": "Step",
    "OwnWord": "Word",
    "Prompt": "Question of this guide's own",
    "Activity": "Activity of this guide's own",
    "Reflection": "Question",
    "Step": "Part of the visit",
    "Transition": "Topic",
}
_SOUND = "MP3, or Opus in .opus, .ogg or .webm; 5 MB at most."
_HELPS: Mapping[str, str] = {
    "Activity.audio": f"Somebody says title, steps and what to ask; the sheet for the fridge leads to it. {_SOUND}",
    "FamilyPage.audio": f"Somebody reads this page, from top to bottom. {_SOUND}",
    "Prompt.audio": f"Somebody says the question. {_SOUND}",
    "Colors.accent": "For links and labels.",
    "Colors.primary": "For headers, headings and buttons.",
    "Contact.role": "Whom the protocol means when it says to call somebody.",
    "Guide.activities": "From all activities, or some of this guide's own.",
    "Guide.facts": "What the guide leans on.",
    "Guide.grades": "One or several.",
    "Guide.inserts": "These stand first on its page. It has all others that suit its grades, so most guides need none.",
    "Guide.next_visit": "Readers find a link to it.",
    "Guide.profile": "It decides which rules are checked, and how strictly.",
    "Guide.prompts": "In the order of asking: from all questions, or some of this guide's own.",
    "Guide.skills": "What the visit speaks of.",
    "Guide.version": "Such as 1.0.",
    "Guide.visit": "",
    "Cover.minutes": "",
    "Help.role": "Whose number stands with it, from your school's list of who helps.",
    "Helper.role": "",
    "Insert.facts": "What a law says stands only in these.",
    "Insert.prompts": "Questions that suit. On a guide's page stand those for its ages.",
    "Invite.call": "Put in {decline} where no is said.",
    "Invite.note": "A note to send home. Put in {decline} where no is said.",
    "Invite.text": "Put in {decline} where no is said.",
    "Invite.voicemail": "Put in {decline} where no is said.",
    "KitPiece.layout": "",
    "KitPiece.reader": "What families get is on the site even where the staff's page is not.",
    "KitPiece.slides": "For a piece that is printed as slides.",
    "KitSection.facts": "They stand here with their sources.",
    "KitSection.protocol": "They stand here with their words.",
    "Logo.file": "An SVG, PNG or JPG file of 512 KB at most.",
    "Partner.logo": "",
    "Prompt.bands": "The ages it suits.",
    "Prompt.listener": "",
    "ProtocolStep.bands": "If you choose none, it is for all.",
    "ProtocolStep.call": "The number stands with it, from your school's people.",
    "ProtocolStep.fills": "Where a guide leaves one of these empty, this step speaks.",
    "ProtocolStep.part": "",
    "ProtocolStep.places": "If you choose none, it is for all.",
    "ProtocolStep.turn": "For the step that says how visitors share the talk: for parts whose guide does not say.",
    "ProtocolStep.visits": "If you choose none, it is for all.",
    "ProtocolStep.within_days": "For the step of the thank-you text: days after the visit, at most.",
    "School.compensation_note": "It stands on the staff's page. Start it with 'To do' while it is a draft.",
    "School.framework": "",
    "School.grades": "If you choose none, all are shown.",
    "School.hide": "The patterns behind what is hidden. Lists of entries hide and show with a button.",
    "School.written_in": "The language in which you write, where that is not the first of the site, by its short form.",
    "School.keep_after_typo": "The translation stays on the page, marked to check, until somebody has looked.",
    "School.language_names": "Where readers should see another name than the one that we know, by its short form.",
    "School.languages": "Type a name and choose from the list. The site opens in the first.",
    "School.locked": "For a library that others build on: places of texts that nobody may word anew.",
    "School.paper": "",
    "School.purposes": "For questions.",
    "School.routines": "For activities.",
    "School.topics": "For guides, questions, activities and facts.",
    "School.training_note": "It stands on the staff's page. Start it with 'To do' while it is a draft.",
    "School.visits": "For guides, such as a science fair.",
    "School.wording": "By their places, such as guide/grade-3-first/invite/note.",
    "Selection.method": "",
    "Skill.area": "",
    "Skill.replaces": "In a state's own framework: the skill of the base framework in whose place it stands.",
    "Slide.facts": "They stand on the slide with their sources.",
    "Slide.protocol": "Their titles stand on the slide, what to do in the notes.",
    "Staff.publish": "If not, the page and the coordinator's kit become PDFs beside the site.",
    "Step.turn": "Who speaks in this part, where two visit. Leave it empty to say what the protocol says.",
    "Step.prompts": "Which of this guide's questions belong here.",
    "Task.kind": "",
    "Choice.method": "",
    "Team.trained": "",
    "Transition.facts": "",
}
_SAYS_NOTHING = frozenset(
    (
        *("a", "an", "and", "are", "for", "is", "it", "its", "of", "that", "the", "this", "to", "what"),
        *("aloud", "guide", "guide's", "part", "school", "school's"),
    )
)
_CODE = re.compile(r"`([^`]*)`")
_SAID = {"true": "Yes", "false": "No"}


def label_of(record: type[BaseModel], name: str) -> str:
    """What a form calls the key `name` of a record, in English."""
    known = _OF_RECORD.get(f"{record.__name__}.{name}") or _LABELS.get(name)
    return known or plain_words(name)


def item_label(record: type[BaseModel]) -> str:
    """What a form calls one item of a list of such records, in English."""
    return _ITEMS.get(record.__name__) or plain_words(record.__name__)


def plain_words(name: str) -> str:
    """A key or a word of a list as words: `follow_ups` is Follow ups."""
    return name.replace("_", " ").replace("-", " ").strip().capitalize()


def help_of(about: str) -> str:
    """A docstring of the model as people read it who see a form, not a file."""
    said = " ".join(about.split())
    said = re.sub(r"`(true|false)`", lambda found: _SAID[found[1]], said)
    said = re.sub(r"\bLeave it out\b", "Leave it empty", said)
    said = re.sub(r"^True(?=[: ])", "Yes", said)
    return _CODE.sub(lambda found: f"“{found[1].rstrip(':')}”", said)


def help_with(record: type[BaseModel], name: str, about: str) -> str:
    """What stands below the label of a key, in English; empty where it would say the label once more."""
    known = _HELPS.get(f"{record.__name__}.{name}")
    if known is not None:
        return known
    said = help_of(about)
    return "" if _words(said) <= _words(label_of(record, name)) | _SAYS_NOTHING else said


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[\w']+", text.casefold()))


def titles_of(words: tuple[str, ...]) -> dict[str, Label]:
    """The words of a closed list with what a form shows for each, in English; icons where the list has them."""
    for labels in _KNOWN:
        if tuple(labels) == words:
            return dict(labels)
    titles = _TITLES.get(words, {})
    icons: Mapping[Any, str] = vocabulary.STEP_ICONS if words == get_args(vocabulary.StepKind) else {}
    return {word: Label(titles.get(word) or plain_words(word), icons.get(word, "")) for word in words}
