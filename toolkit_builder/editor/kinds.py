"""What the editor calls the kinds of entries, in the order in which a school meets them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KindWords:
    """A kind's title, what one of them is called, what it is for, the picture beside it, and the words to add one."""

    title: str
    one: str
    about: str
    icon: str
    new: str = ""


KINDS = {
    "school": KindWords(
        "Your school", "Your school", "Name, logo, colors, people, languages and policies.", "material/school-outline"
    ),
    "guides": KindWords(
        "Guides",
        "Guide",
        "One visit of one grade, from the invitation to the thank-you.",
        "material/book-open-variant",
        "New guide",
    ),
    "prompts": KindWords(
        "Questions",
        "Question",
        "Open questions that guides share, with all that helps to ask them well.",
        "material/chat-question-outline",
        "New question",
    ),
    "activities": KindWords(
        "Activities",
        "Activity",
        "School skills, practiced inside something that families do anyway.",
        "material/puzzle-outline",
        "New activity",
    ),
    "protocol": KindWords(
        "Protocol",
        "Step of the protocol",
        "What holds at every visit, said once.",
        "material/shield-check-outline",
        "New step",
    ),
    "inserts": KindWords(
        "For this family",
        "Situation",
        "Short parts for families who are new, between homes, or apart.",
        "material/account-heart-outline",
        "New situation",
    ),
    "kit": KindWords(
        "Coordinator's kit",
        "Piece of the kit",
        "Plans, trainings, letters and surveys for who keeps visits going.",
        "material/clipboard-check-outline",
        "New piece",
    ),
    "glossary": KindWords(
        "Words explained",
        "Word",
        "School words, in plain language.",
        "material/book-open-page-variant-outline",
        "New word",
    ),
    "facts": KindWords(
        "Facts",
        "Fact",
        "Statements that the toolkit leans on, each with its source.",
        "material/book-check-outline",
        "New fact",
    ),
    "search": KindWords(
        "Search words",
        "Search word",
        "What people type, and what they mean by it.",
        "material/magnify",
        "New search word",
    ),
    "skills": KindWords(
        "Skills",
        "Framework of skills",
        "What children work on in each grade, in family words.",
        "material/head-lightbulb-outline",
    ),
}
"""By the names of their folders. Those without words to add one are not added here."""


def kind_texts() -> tuple[str, ...]:
    """The texts above that are translated where they are shown."""
    return tuple(text for one in KINDS.values() for text in (one.title, one.one, one.about, one.new) if text)
