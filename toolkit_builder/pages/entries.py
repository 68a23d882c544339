"""Entries of the model as search results: title, words, and the place where each stands."""

from collections.abc import Iterable, Sequence

from toolkit_builder.interface import Interface
from toolkit_builder.model.banks import Activity, Fact, GlossaryTerm, Prompt, Skill
from toolkit_builder.model.guide import Guide
from toolkit_builder.model.toolkit import normal_code
from toolkit_builder.model.vocabulary import (
    GRADES,
    Grade,
    band_of,
)
from toolkit_builder.outputs import SearchEntry
from toolkit_builder.prose import plain_text
from toolkit_builder.templating import term_id


def grades_of(entry: Prompt | Activity | Guide) -> tuple[Grade, ...]:
    """The grades that an entry suits, in school order."""
    if isinstance(entry, Prompt):
        return tuple(grade for grade in GRADES if band_of(grade) in entry.bands)
    return tuple(grade for grade in GRADES if grade in entry.grades)


def ages(grades: Sequence[Grade], words: Interface) -> str:
    """Grades in words: 'Grade 3', 'PreK to Grade 2', 'Grade 3, Grade 5'."""
    order = list(GRADES)
    is_run = len(grades) > 1 and order.index(grades[-1]) - order.index(grades[0]) == len(grades) - 1
    shown = [words.grades[grade].title for grade in ((grades[0], grades[-1]) if is_run else grades)]
    return words.t("{first} to {last}", first=shown[0], last=shown[1]) if is_run else words.t(", ").join(shown)


def skill_id(code: str) -> str:
    """The anchor of a skill on its grade's page."""
    return "skill-" + "-".join(normal_code(code).replace(".", " ").split())


def _joined(*texts: str) -> str:
    return plain_text(" ".join(text for text in texts if text))


def _topics(entry: Prompt | Activity | Guide, words: Interface) -> str:
    return " ".join(words.topics[topic].title for topic in entry.topics)


def guide_entries(guide: Guide, words: Interface) -> Iterable[SearchEntry]:
    """A guide's page, its invitation and its questions that come up."""
    grades = grades_of(guide)
    cover, invite = guide.cover, guide.invite
    text = _joined(
        guide.summary, cover.purpose, cover.outcome, words.visits[guide.visit].title, _topics(guide, words),
        words.t("visit guide script agenda"), *(words.grades[grade].title for grade in grades),
        *(step.do for step in guide.agenda),
        *(f"{topic.topic} {topic.why}" for topic in guide.transitions),
    )  # fmt: skip
    yield SearchEntry("", guide.title, text, "guide", guide.id, grades)
    scripts = _joined(words.t("script invite call text note voicemail say"), invite.call, invite.text)
    yield SearchEntry("invite", words.t("{guide}: invite", guide=guide.title), scripts, "guide", guide.id, grades)
    if guide.remote:
        remote = _joined(words.t("video phone call"), guide.remote.camera, guide.remote.fallback)
        yield SearchEntry(
            "call", words.t("{guide}: by video or phone", guide=guide.title), remote, "guide", guide.id, grades
        )
    for question in guide.faq:
        answer = plain_text(question.answer)
        yield SearchEntry("questions", plain_text(question.question), answer, "guide", guide.id, grades)


def prompt_entry(prompt: Prompt, words: Interface) -> SearchEntry:
    """A prompt as a search result."""
    text = _joined(
        prompt.we_share, *prompt.follow_ups, *prompt.listen_for, prompt.sensitivity,
        words.purposes[prompt.purpose].title, words.listeners[prompt.listener].title, _topics(prompt, words),
        *(words.bands[band].title for band in prompt.bands), words.t("question"),
    )  # fmt: skip
    return SearchEntry(prompt.id, plain_text(prompt.text), text, "prompt", prompt.id, grades_of(prompt))


def activity_entry(activity: Activity, skills: Iterable[Skill], words: Interface) -> SearchEntry:
    """An activity as a search result."""
    text = _joined(
        words.routines[activity.routine].title, *activity.steps, *activity.ask, *activity.materials, activity.easier,
        activity.harder, _topics(activity, words),
        *(f"{skill.plain} {skill.code} {words.areas[skill.area].title}" for skill in skills),
        words.t("activity practice at home"),
    )  # fmt: skip
    return SearchEntry(activity.id, activity.title, text, "activity", activity.id, grades_of(activity))


def skill_entry(skill: Skill, words: Interface) -> SearchEntry:
    """A skill as a search result, on the page of its first grade."""
    text = _joined(skill.code, words.areas[skill.area].title, words.t("skill standard"))
    return SearchEntry(skill_id(skill.code), plain_text(skill.plain), text, "skill", skill.code, skill.grades)


def term_entry(term: GlossaryTerm, words: Interface) -> SearchEntry:
    """A word explained, as a search result."""
    return SearchEntry(term_id(term), term.term, _joined(*term.also, term.plain, words.t("meaning")), "term", term.name)


def fact_entry(fact: Fact, words: Interface) -> SearchEntry:
    """A fact as a search result."""
    topics = (words.topics[topic].title for topic in fact.topics)
    text = _joined(words.t("fact research study source evidence"), fact.source.title, *topics)
    return SearchEntry(f"fact-{fact.id}", plain_text(fact.statement), text, "fact", fact.id)
