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
from toolkit_builder.outputs import EntryKind, SearchEntry
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
    return " ".join(f"{words.topics[topic].title} {topic}" for topic in entry.topics)


def guide_entries(guide: Guide, words: Interface) -> Iterable[SearchEntry]:
    """A guide's page, and the parts of it that people look for by themselves."""
    cover, t = guide.cover, words.t
    goal = (guide.goal.how, guide.goal.example) if guide.goal else ()
    text = _joined(guide.summary, cover.purpose, cover.outcome, *(step.do for step in guide.agenda), *goal)
    labels = _joined(
        words.visits[guide.visit].title, _topics(guide, words), t("visit guide script agenda"),
        *(words.grades[grade].title for grade in guide.grades),
    )  # fmt: skip
    grades = grades_of(guide)
    yield SearchEntry("", guide.title, text, "guide", guide.id, grades, labels)
    for kind, anchor, title, held, about in _guide_parts(guide, words):
        yield SearchEntry(anchor, title, _joined(*held), kind, guide.id, grades, about)
    for question in guide.faq:
        answer = plain_text(question.answer)
        yield SearchEntry("questions", plain_text(question.question), answer, "guide", guide.id, grades)


_Part = tuple[EntryKind, str, str, Iterable[str], str]
"""A part of a guide: kind, anchor, title, words, and what else people call it."""


def _guide_parts(guide: Guide, words: Interface) -> Iterable[_Part]:
    t, name, invite = words.t, guide.title, guide.invite
    said = (invite.call, invite.text, invite.note, invite.voicemail, *invite.not_this)
    yield "script", "invite", t("{guide}: invite", guide=name), said, t("script invite call text note voicemail say")
    if guide.before:
        tasks = [task.do for task in guide.before]
        about = t("checklist prepare get ready to do")
        yield "guide", "before", t("{guide}: before the visit", guide=name), tasks, about
    if guide.remote:
        held = (guide.remote.camera, guide.remote.fallback, *guide.remote.check)
        yield "guide", "call", t("{guide}: by video or phone", guide=name), held, t("video phone call")
    if guide.if_they_differ:
        cases = [text for case in guide.if_they_differ for text in (case.when, case.say)]
        about = t("they disagree say")
        yield "guide", "differ", t("{guide}: when answers differ", guide=name), cases, about
    if guide.do_not:
        about = t("what not to do or say, avoid, mistakes")
        yield "guide", "leave-out", t("{guide}: leave out", guide=name), guide.do_not, about
    for topic in guide.transitions:
        held = (topic.why, topic.ask_student, topic.ask_family, topic.next)
        yield "guide", "step-ahead", f"{topic.topic} ({name})", held, t("next step ahead")
    if guide.program:
        held = (guide.program.about, guide.program.invitation, *guide.program.practical)
        title = t("The invitation: {program}", program=guide.program.name)
        yield "script", "program", title, held, t("script invite flyer say")
    if guide.enrollment:
        held = (guide.enrollment.note, *guide.enrollment.items)
        about = t("enroll register sign up papers documents")
        yield "guide", "enrollment", t("{guide}: enrollment forms", guide=name), held, about
    follow_up = guide.after.follow_up
    asked = [question.ask for question in guide.after.reflection]
    about = t("follow-up reflection notes debrief")
    held = (*asked, follow_up.share_back, guide.after.privacy)
    yield "guide", "after", t("{guide}: after the visit", guide=name), held, about
    if follow_up.text:
        title = t("{guide}: thank-you text", guide=name)
        yield "script", "after", title, (follow_up.text,), t("thank you message note follow-up after send")


def prompt_entry(prompt: Prompt, words: Interface) -> SearchEntry:
    """A prompt as a search result."""
    text = _joined(prompt.we_share, *prompt.follow_ups, *prompt.listen_for, prompt.sensitivity)
    labels = _joined(
        words.purposes[prompt.purpose].title, prompt.purpose, words.listeners[prompt.listener].title,
        _topics(prompt, words),
        *(words.bands[band].title for band in prompt.bands), words.t("question"),
    )  # fmt: skip
    return SearchEntry(prompt.id, plain_text(prompt.text), text, "prompt", prompt.id, grades_of(prompt), labels)


def activity_entry(activity: Activity, skills: Iterable[Skill], words: Interface) -> SearchEntry:
    """An activity as a search result."""
    text = _joined(*activity.steps, *activity.ask, *activity.materials, activity.easier, activity.harder)
    labels = _joined(
        words.routines[activity.routine].title, _topics(activity, words),
        *(f"{skill.plain} {skill.code} {words.areas[skill.area].title}" for skill in skills),
        words.t("activity practice at home"),
    )  # fmt: skip
    return SearchEntry(activity.id, activity.title, text, "activity", activity.id, grades_of(activity), labels)


def skill_entry(skill: Skill, words: Interface) -> SearchEntry:
    """A skill as a search result, on the page of its first grade."""
    labels = _joined(words.areas[skill.area].title, words.t("skill standard"))
    title = plain_text(skill.plain)
    return SearchEntry(skill_id(skill.code), title, skill.code, "skill", skill.code, skill.grades, labels)


def term_entry(term: GlossaryTerm, words: Interface) -> SearchEntry:
    """A word explained, as a search result."""
    labels = _joined(*term.also, words.t("meaning"))
    return SearchEntry(term_id(term), term.term, plain_text(term.plain), "term", term.name, labels=labels)


def fact_entry(fact: Fact, words: Interface) -> SearchEntry:
    """A fact as a search result."""
    topics = (f"{words.topics[topic].title} {topic}" for topic in fact.topics)
    labels = _joined(words.t("fact research study source evidence"), *topics)
    title, source = plain_text(fact.statement), plain_text(fact.source.title)
    return SearchEntry(f"fact-{fact.id}", title, source, "fact", fact.id, labels=labels)
