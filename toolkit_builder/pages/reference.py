"""Pages to look things up: glossary, facts, staff, coverage, sharing, about."""

from collections.abc import Sequence
from itertools import groupby
from types import SimpleNamespace

from toolkit_builder.model.profile import PRACTICES
from toolkit_builder.model.vocabulary import GRADES, ROUTINES, TOPICS, VISITS
from toolkit_builder.outputs import Page, SearchEntry
from toolkit_builder.rules import is_draft

from .entries import fact_entry, term_entry
from .site import HOME, Site, grade_uri, labelled


def glossary_page(site: Site) -> Page:
    terms = sorted(site.toolkit.glossary, key=lambda term: term.term.casefold())
    letters = [(letter, list(group)) for letter, group in groupby(terms, key=lambda term: _initial(term.term))]
    return site.page(
        "glossary/",
        "glossary.html",
        "Words explained",
        "Words that schools use, in plain language.",
        search=[SearchEntry("", "Words explained", "glossary of school words"), *map(term_entry, terms)],
        jumps=[(letter, f"letter-{letter.lower()}") for letter, _ in letters],
        letters=letters,
    )


def _initial(word: str) -> str:
    first = word[0].upper()
    return first if first.isalpha() else "0-9"


def facts_page(site: Site) -> Page:
    groups = [
        (labelled(topic, label), [fact for fact in site.toolkit.facts if fact.topics[0] == topic])
        for topic, label in TOPICS.items()
    ]
    return site.page(
        "facts/",
        "facts.html",
        "Facts and sources",
        "What this toolkit leans on, with sources and the day they were checked.",
        search=[
            SearchEntry("", "Facts and sources", "research results, rules and where they come from"),
            *map(fact_entry, site.toolkit.facts),
        ],
        groups=[group for group in groups if group[1]],
    )


def staff_page(site: Site) -> Page:
    school = site.toolkit.school
    notes = [
        ("training", "Training", school.training_note),
        ("compensation", "Pay for visits", school.compensation_note),
    ]
    return site.page(
        "staff/",
        "staff.html",
        "For staff",
        "The five core practices, training, pay, safety and contacts.",
        practices=PRACTICES,
        notes=[(anchor, title, note, is_draft(note)) for anchor, title, note in notes],
        profiles=site.toolkit.profiles,
        printed=site.printed_by_guide.get("", []),
    )


def _shade(count: int, most: int) -> int:
    """0 for nothing, then 1 to 4 by the share of the fullest cell."""
    return 0 if not count else min(4, 1 + (count - 1) * 4 // max(most, 1))


def _grid(  # noqa: PLR0917
    name: str,
    title: str,
    corner: str,
    columns: Sequence[str],
    counts: Sequence[tuple[str, str, Sequence[int]]],
    uris: Sequence[str],
) -> SimpleNamespace:
    most = max((count for _, _, row in counts for count in row), default=0)
    rows = [
        SimpleNamespace(
            title=row_title,
            uri=uri,
            sum=sum(row),
            cells=[
                SimpleNamespace(count=count, shade=_shade(count, most), uri=column_uri)
                for count, column_uri in zip(row, uris, strict=True)
            ],
        )
        for row_title, uri, row in counts
    ]
    return SimpleNamespace(id=name, title=title, corner=corner, columns=columns, rows=rows)


def coverage_page(site: Site) -> Page:
    by_routine = [
        (
            label.title,
            grade_uri(grade),
            [
                sum(activity.routine == routine for activity in site.activities_by_grade.get(grade, []))
                for routine in ROUTINES
            ],
        )
        for grade, label in GRADES.items()
    ]
    by_visit = [
        (
            label.title,
            grade_uri(grade),
            [sum(guide.visit == visit for guide in site.guides_by_grade.get(grade, [])) for visit in VISITS],
        )
        for grade, label in GRADES.items()
    ]
    held = set(site.toolkit.grades)
    titles = {GRADES[grade].title for grade in held}
    routines = [f"routines/{routine}/" if site.activities_by_routine.get(routine) else "" for routine in ROUTINES]
    grids = [
        _grid(
            "activities",
            "Activities by grade and routine",
            "Grade",
            [label.title for label in ROUTINES.values()],
            [row for row in by_routine if row[0] in titles],
            routines,
        ),
        _grid(
            "guides",
            "Guides by grade and visit",
            "Grade",
            [label.title for label in VISITS.values()],
            [row for row in by_visit if row[0] in titles],
            [f"visits/#{visit}" for visit in VISITS],
        ),
    ]
    return site.page(
        "coverage/",
        "coverage.html",
        "What is covered",
        "Activities by grade and routine, guides by grade and visit.",
        trail=(HOME, ("For staff", "staff/")),
        grids=grids,
        is_wide=True,
    )


def share_page(site: Site) -> Page:
    return site.page(
        "share/",
        "share.html",
        "Share your experience",
        "Tell the school how a visit went.",
        trail=(HOME, ("For staff", "staff/")),
        source=site.toolkit.school.at().path,
    )


def about_page(site: Site) -> Page:
    return site.page(
        "about/",
        "about.html",
        "About this toolkit",
        "Privacy, sources of the skills, and names of programs.",
        frameworks=site.toolkit.shown_frameworks,
    )
