"""A guide's two pages: the educator's and the family's."""

import zlib
from collections.abc import Iterable, Sequence
from types import SimpleNamespace
from typing import Any

from toolkit_builder.model.banks import Activity, Fact, Prompt
from toolkit_builder.model.guide import Guide, Step
from toolkit_builder.model.vocabulary import STEP_ICONS
from toolkit_builder.outputs import Page, SearchEntry
from toolkit_builder.prose import plain_text
from toolkit_builder.sheets import social_uri

from .entries import activity_entry, grades_of, guide_entries, prompt_entry
from .inserts import guide_inserts
from .json_ld import guide_json_ld
from .prints import printed_entries
from .safety import guide_protocol
from .site import Site, Trail, grade_uri

_MOST_FAMILY_ACTIVITIES = 3
_MOST_LINES_TO_SAY = 5
_MOST_IN_BRIEF = 3
FAMILY_SHEETS = ("expect", "handout", "progress")
"""Kinds of printed pieces that stand on the family's page."""


def guide_uri(guide: Guide) -> str:
    return f"guides/{guide.id}/"


def _tick(text: str, when: str = "") -> SimpleNamespace:
    # The key is made from the words, so that a tick stays with its task when others are added around it.
    return SimpleNamespace(key=f"{zlib.crc32(text.encode()):08x}", text=text, when=when)


def _agenda(steps: Iterable[Step], prompts: dict[str, Prompt]) -> list[SimpleNamespace]:
    shown = []
    start = 0
    for step in steps:
        shown.append(
            SimpleNamespace(
                do=step.do,
                say=step.say,
                minutes=step.minutes,
                start=start,
                end=start + step.minutes,
                icon=STEP_ICONS[step.kind],
                turn=step.turn,
                prompts=[prompts[name] for name in step.prompts],
            )
        )
        start += step.minutes
    return shown


def _brief(
    guide: Guide, agenda: Iterable[SimpleNamespace], prompts: Sequence[Prompt], activities: Sequence[Activity]
) -> SimpleNamespace:
    """What to read ten minutes before the visit: the first of what the guide holds in full below."""
    return SimpleNamespace(
        say=[step.say for step in agenda if step.say][:_MOST_LINES_TO_SAY],
        prompts=prompts[:_MOST_IN_BRIEF],
        do_not=guide.do_not[:_MOST_IN_BRIEF],
        activities=activities[:_MOST_IN_BRIEF],
    )


def _trail(site: Site, guide: Guide) -> Trail:
    if guide.is_for_many_grades:
        return ((site.t("Visits"), f"visits/#{guide.visit}"),)
    return tuple((site.words.grades[grade].title, grade_uri(grade)) for grade in guide.grades)


def _jumps(  # noqa: PLR0917
    site: Site,
    guide: Guide,
    has_protocol: bool,
    has_inserts: bool,
    has_skills: bool,
    has_activities: bool,
    has_prints: bool,
) -> list[tuple[str, str]]:
    t = site.t
    parts = [
        (t("Ten minutes"), "ten-minutes", True),
        (t("Invite"), "invite", True),
        (t("Before"), "before", True),
        (t("Safety"), "safety", has_protocol),
        (t("This family"), "for-this-family", has_inserts),
        (t("Visit"), "visit", True),
        (t("Ask"), "ask", True),
        (t("Step ahead"), "step-ahead", bool(guide.transitions)),
        (t("Program"), "program", bool(guide.program)),
        (t("Learn"), "learn", has_skills),
        (t("Practice"), "practice", has_activities),
        (t("Goal"), "goal", bool(guide.goal)),
        (t("After"), "after", True),
        (t("Print"), "print", has_prints),
    ]
    return [(title, anchor) for title, anchor, is_there in parts if is_there]


def _facts(site: Site, ids: Iterable[str]) -> list[Fact]:
    return [site.toolkit.facts_by_id[name] for name in ids]


def _skills(site: Site, guide: Guide) -> list[SimpleNamespace]:
    toolkit = site.toolkit
    return [
        SimpleNamespace(
            now=skill,
            before=toolkit.skill(skill.before) if skill.before else None,
            next=toolkit.skill(skill.next) if skill.next else None,
        )
        for skill in toolkit.skills_of(guide.skills)
    ]


def _search(site: Site, guide: Guide, prompts: Iterable[Prompt], activities: Iterable[Activity]) -> list[SearchEntry]:
    # Entries of a bank stand on a page of the bank; only what has its place in the guide alone is found here.
    bank = site.toolkit
    return [
        *guide_entries(guide, site.words),
        *printed_entries(site, site.printed_by_guide.get(guide.id, []), guide),
        *(prompt_entry(prompt, site.words) for prompt in prompts if not site.bank_place(prompt)),
        *(
            activity_entry(activity, bank.skills_of(activity.skills), site.words)
            for activity in activities
            if not site.bank_place(activity)
        ),
    ]


def _guide_page(site: Site, guide: Guide) -> Page:
    toolkit = site.toolkit
    guide = toolkit.filled(guide)
    prompts = toolkit.prompts_of(guide)
    activities = toolkit.activities_of(guide)
    skills = _skills(site, guide)
    # A fact that stands at its topic is not told again at the end.
    told = {name for topic in guide.transitions for name in topic.facts}
    invite = guide.invite
    protocol = guide_protocol(site, guide)
    inserts = guide_inserts(site, guide)
    uri = guide_uri(guide)
    context = site.context(uri, decline=invite.decline)
    agenda = _agenda(guide.agenda, {prompt.id: prompt for prompt in prompts})
    return site.page(
        uri,
        "guide.html",
        guide.title,
        guide.summary,
        context=context,
        trail=_trail(site, guide),
        source=guide.path_of(),
        picture=social_uri(guide),
        search=_search(site, guide, prompts, activities),
        guide=guide,
        profile=site.words.profiles[toolkit.profile_of(guide).id],
        next_guide=toolkit.guides_by_id.get(guide.next_visit or ""),
        jumps=_jumps(
            site,
            guide,
            bool(protocol.carried),
            bool(inserts.named or inserts.others),
            bool(skills),
            bool(activities),
            guide.id in site.printed_by_guide,
        ),
        scripts=[
            ("call", site.t("On the phone"), invite.call),
            ("text", site.t("As a text message"), invite.text),
            ("note", site.t("As a note home"), invite.note),
            ("voicemail", site.t("On voicemail"), invite.voicemail),
        ],
        before=[_tick(task.do, task.when) for task in guide.before],
        always=[_tick(one.step.do, one.step.when) for one in protocol.before.steps] if protocol.before else [],
        protocol=protocol,
        inserts=inserts,
        agenda=agenda,
        brief=_brief(guide, agenda, prompts, activities),
        prompts=prompts,
        transitions=[
            SimpleNamespace(**{**dict(topic), "facts": _facts(site, topic.facts)}) for topic in guide.transitions
        ],
        skills=skills,
        activities=activities,
        reflection=[_tick(question.ask) for question in guide.after.reflection],
        facts=_facts(site, (name for name in guide.facts if name not in told)),
        printed=site.printed_by_guide.get(guide.id, []),
        json_ld=guide_json_ld(site, guide, context),
    )


def _family_page(site: Site, guide: Guide) -> Page:
    toolkit = site.toolkit
    school = toolkit.school
    guide = toolkit.filled(guide)
    family = guide.family_page
    said = {**dict(family), "limit": toolkit.limit_of(guide)}
    uri = f"{guide_uri(guide)}family/"
    title = site.t("{guide}: what to expect", guide=guide.title)
    activities = [] if guide.visit == "first" else toolkit.activities_of(guide)
    bank = [activity for activity in activities if activity.id in toolkit.activities_by_id]
    rows: list[tuple[str, str, Any]] = [
        (icon, label, said[key]) for key, icon, label in site.words.family_rows if said[key]
    ]
    return site.page(
        uri,
        "family.html",
        title,
        family.what,
        context=site.context(uri, decline=guide.invite.decline),
        trail=(*_trail(site, guide), (guide.title, guide_uri(guide))),
        source=guide.path_of(),
        picture=social_uri(guide),
        search=[
            SearchEntry(
                "",
                title,
                plain_text(" ".join((family.what, family.why, family.decline, family.home, *family.talk_about))),
                "family",
                guide.id,
                grades_of(guide),
                site.t("family parents"),
            )
        ],
        family=family,
        rows=rows,
        welcome=[insert.family for insert in toolkit.named_inserts_of(guide) if insert.family],
        activities=bank[:_MOST_FAMILY_ACTIVITIES],
        languages=[(code, school.language_name(code)) for code in school.interpreting.languages],
        printed=[made for made in site.printed_by_guide.get(guide.id, []) if made.kind in FAMILY_SHEETS],
    )


def render_guide(site: Site, guide: Guide) -> tuple[Page, Page]:
    """The educator's page and the family's page of one guide."""
    return _guide_page(site, guide), _family_page(site, guide)
