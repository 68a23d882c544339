"""Pages to look things up: glossary, facts, staff, coverage, sharing, about."""

from collections.abc import Iterable, Sequence
from types import SimpleNamespace

from toolkit_builder.model.banks import GlossaryTerm
from toolkit_builder.outputs import Page, SearchEntry
from toolkit_builder.prose import plain_text
from toolkit_builder.rules import is_draft

from .entries import fact_entry, term_entry
from .prints import printed_entries
from .safety import missing_people, other_printed
from .site import Site, grade_uri, labeled


def glossary_page(site: Site) -> Page:
    terms = sorted(site.toolkit.glossary, key=lambda term: site.words.sorting(term.term))
    letters: dict[str, list[GlossaryTerm]] = {}
    for term in terms:
        letters.setdefault(site.words.initial(term.term), []).append(term)
    return site.page(
        "glossary/",
        "glossary.html",
        site.t("Words explained"),
        site.t("Words that schools use, in plain language."),
        search=[
            SearchEntry("", site.t("Words explained"), site.t("glossary of school words")),
            *(term_entry(term, site.words) for term in terms),
        ],
        jumps=[(letter, f"letter-{letter.lower()}") for letter in letters],
        letters=letters.items(),
    )


def facts_page(site: Site) -> Page:
    groups = [
        (labeled(topic, label), [fact for fact in site.toolkit.facts if fact.topics[0] == topic])
        for topic, label in site.words.topics.items()
    ]
    return site.page(
        "facts/",
        "facts.html",
        site.t("Facts and sources"),
        site.t("What this toolkit leans on, with sources and the day they were checked."),
        search=[
            SearchEntry("", site.t("Facts and sources"), site.t("research results, rules and where they come from")),
            *(fact_entry(fact, site.words) for fact in site.toolkit.facts),
        ],
        groups=[group for group in groups if group[1]],
    )


def staff_page(site: Site) -> Page:
    school = site.toolkit.school
    notes = [
        ("training", site.t("Training"), school.training_note),
        ("compensation", site.t("Pay for visits"), school.compensation_note),
    ]
    return site.page(
        "staff/",
        "staff.html",
        site.t("For staff"),
        site.t("The five core practices, training, pay, safety and contacts."),
        search=_staff_entries(site, notes),
        practices=site.words.practices,
        notes=[(anchor, title, note, is_draft(note)) for anchor, title, note in notes],
        profiles=site.words.profiles.values(),
        has_protocol=bool(site.toolkit.protocol),
        has_inserts=bool(site.toolkit.inserts),
        has_kit=bool(site.toolkit.kit),
        missing=missing_people(site),
        printed=other_printed(site),
    )


def _staff_entries(site: Site, notes: Iterable[tuple[str, str, str]]) -> list[SearchEntry]:
    """The staff's page by its sections; `notes` are the school's own, each with anchor and title."""
    t, school = site.t, site.toolkit.school
    uses = {
        "training": t("learn how workshop required hours before the first visit"),
        "compensation": t("stipend money compensation paid hourly rate mileage overtime"),
    }
    who = plain_text(" ".join(contact.who for contact in school.contacts))
    practices = plain_text(" ".join(title for title, _ in site.words.practices))
    return [
        SearchEntry("", t("For staff"), t("The five core practices, training, pay, safety and contacts."), "staff"),
        SearchEntry("practices", t("Five core practices"), practices, "staff", labels=t("principles rules model")),
        *(
            SearchEntry(f"practice-{at}", title, plain_text(text), "staff", labels=t("core practice"))
            for at, (title, text) in enumerate(site.words.practices, 1)
        ),
        *(SearchEntry(anchor, title, plain_text(note), "staff", labels=uses[anchor]) for anchor, title, note in notes),
        *(
            SearchEntry("at-our-school", plain_text(policy.name), plain_text(policy.text), "staff", labels=t("policy"))
            for policy in school.policies
        ),
        SearchEntry("contacts", t("Whom to call"), who, "staff", labels=t("contact phone number office interpreters")),
        *(
            SearchEntry(f"profile-{one.id}", one.title, one.about, "staff", labels=t("kind of practice program"))
            for one in site.words.profiles.values()
        ),
        SearchEntry("tools", t("For authors"), t("All questions and activities as a spreadsheet (CSV)"), "staff"),
        *printed_entries(site, other_printed(site)),
    ]


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
                for routine in site.words.routines
            ],
        )
        for grade, label in site.words.grades.items()
    ]
    by_visit = [
        (
            label.title,
            grade_uri(grade),
            [sum(guide.visit == visit for guide in site.guides_by_grade.get(grade, [])) for visit in site.words.visits],
        )
        for grade, label in site.words.grades.items()
    ]
    held = set(site.toolkit.grades)
    titles = {site.words.grades[grade].title for grade in held}
    routines = [
        f"routines/{routine}/" if site.activities_by_routine.get(routine) else "" for routine in site.words.routines
    ]
    grids = [
        _grid(
            "activities",
            site.t("Activities by grade and routine"),
            site.t("Grade"),
            [label.title for label in site.words.routines.values()],
            [row for row in by_routine if row[0] in titles],
            routines,
        ),
        _grid(
            "guides",
            site.t("Guides by grade and visit"),
            site.t("Grade"),
            [label.title for label in site.words.visits.values()],
            [row for row in by_visit if row[0] in titles],
            [f"visits/#{visit}" for visit in site.words.visits],
        ),
    ]
    return site.page(
        "coverage/",
        "coverage.html",
        site.t("What is covered"),
        site.t("Activities by grade and routine, guides by grade and visit."),
        trail=((site.t("For staff"), "staff/"),),
        grids=grids,
        is_wide=True,
    )


def share_page(site: Site) -> Page:
    return site.page(
        "share/",
        "share.html",
        site.t("Share your experience"),
        site.t("Tell the school how a visit went."),
        trail=((site.t("For staff"), "staff/"),),
        source=site.toolkit.school.path_of(),
    )


def about_page(site: Site) -> Page:
    return site.page(
        "about/",
        "about.html",
        site.t("About this toolkit"),
        site.t("Privacy, sources of the skills, and names of programs."),
        frameworks=site.toolkit.shown_frameworks,
        # They stand on the staff's page, where there is one.
        printed=[] if site.shows("staff/") else other_printed(site),
    )


def privacy_page(site: Site) -> Page:
    """What is stored, refused and seen, and by whom."""
    return site.page(
        "privacy/",
        "privacy.html",
        site.t("Privacy"),
        site.t("What this site stores on your device, what it never does, and what a web host can see."),
        search=[
            SearchEntry("", site.t("Privacy"), site.t("cookies tracking data personal information safe delete clear"))
        ],
        source=site.toolkit.school.path_of(),
    )
