"""Pages that lead to guides: home, and by grade, visit, routine, topic, purpose."""

from collections.abc import Iterator, Set
from types import SimpleNamespace

from toolkit_builder.model.banks import Activity, Prompt, Skill
from toolkit_builder.model.vocabulary import (
    AREAS,
    BANDS,
    GRADES,
    LISTENERS,
    PURPOSES,
    ROUTINES,
    TOPICS,
    VISITS,
    Grade,
    band_of,
)
from toolkit_builder.outputs import Page, SearchEntry

from .entries import activity_entry, prompt_entry, skill_entry
from .site import (
    HOME,
    Site,
    Tile,
    counted,
    grade_uri,
    labelled,
)


def _grade_tiles(site: Site) -> list[tuple[SimpleNamespace, list[Tile]]]:
    """Per band its grades, with what each holds; grades that hold nothing are left out."""
    bands = []
    for band, label in BANDS.items():
        tiles = [
            Tile(GRADES[grade].title, grade_uri(grade), note=_grade_note(site, grade))
            for grade in site.toolkit.grades
            if band_of(grade) == band
        ]
        if tiles:
            bands.append((labelled(band, label), tiles))
    return bands


def _grade_note(site: Site, grade: Grade) -> str:
    guides = len(site.guides_by_grade.get(grade, []))
    if guides:
        return counted(guides, "guide")
    return counted(len(site.activities_by_grade.get(grade, [])), "activity", "activities")


def home_page(site: Site, uris: Set[str]) -> Page:
    """The way in: a teacher is at her guide in two taps. `uris` are the other pages that this site has."""
    toolkit = site.toolkit
    ways = [
        Tile("Find", "find/", "material/magnify", "By grade, time, place, routine"),
        Tile("By visit", "visits/", "material/hand-wave-outline", "First, second, a step ahead"),
        Tile("By routine", "routines/", "material/pot-steam-outline", "Practice while cooking, riding, shopping"),
        Tile("Questions", "prompts/", "material/chat-question-outline", counted(len(toolkit.prompts), "open question")),
        Tile("By topic", "topics/", "material/tag-outline", "Attendance, reading, after graduation"),
        Tile("Words explained", "glossary/", "material/book-alphabet", "School words in plain language"),
        Tile("Keep for no signal", "offline/", "material/wifi-off", "Guides on this device"),
        Tile("For staff", "staff/", "material/account-school-outline", "Practices, pay, training, safety"),
    ]
    several = [guide for guide in site.toolkit.listed_guides if guide.is_for_many_grades]
    return site.page(
        "",
        "home.html",
        f"Home visits at {toolkit.school.short_name}",
        "Visit guides by grade: what to say, what to ask, what to practice at home.",
        trail=(),
        bands=_grade_tiles(site),
        ways=[way for way in ways if way.uri in uris],
        has_families="families/" in uris,
        by_visit=several,
        family_note="No visit is a test, and you can always say no. Read what happens on a visit before you decide.",
        is_wide=True,
    )


def families_page(site: Site) -> Page:
    bands = []
    for band, label in BANDS.items():
        rows = [
            (GRADES[grade].title, [guide for guide in guides if not guide.is_for_many_grades])
            for grade, guides in site.guides_by_grade.items()
            if band_of(grade) == band
        ]
        bands.append((labelled(band, label), [row for row in rows if row[1]]))
    return site.page(
        "families/",
        "families.html",
        "For families",
        "What to expect on a visit. You choose if, when and where.",
        bands=[group for group in bands if group[1]],
        several=[guide for guide in site.toolkit.listed_guides if guide.is_for_many_grades],
    )


def grades_page(site: Site) -> Page:
    return site.page(
        "grades/",
        "grades.html",
        "Grades",
        "Guides, skills and activities by grade.",
        bands=_grade_tiles(site),
        is_wide=True,
    )


def grade_page(site: Site, grade: Grade) -> Page:
    toolkit = site.toolkit
    title = GRADES[grade].title
    position = toolkit.grades.index(grade)
    neighbors = [
        Tile(GRADES[toolkit.grades[n]].title, grade_uri(toolkit.grades[n])) if 0 <= n < len(toolkit.grades) else None
        for n in (position - 1, position + 1)
    ]
    skills = site.skills_by_grade.get(grade, [])
    areas = [
        (labelled(area, label), [skill for skill in skills if skill.area == area]) for area, label in AREAS.items()
    ]
    prompts = site.prompts_by_band.get(band_of(grade), [])
    groups = [
        (labelled(purpose, label), [prompt for prompt in prompts if prompt.purpose == purpose])
        for purpose, label in PURPOSES.items()
    ]
    guides = site.guides_by_grade.get(grade, [])
    activities = site.activities_by_grade.get(grade, [])
    found = ", ".join([counted(len(guides), "guide"), counted(len(activities), "activity", "activities")])
    uri = grade_uri(grade)
    words = f"{found}. {' '.join(guide.title for guide in guides)}"
    entries = [SearchEntry("", title, words, "grade", grade, (grade,))]
    # A skill of several grades is found once, at its first.
    entries += [skill_entry(skill) for skill in skills if skill.grades[0] == grade]
    return site.page(
        uri,
        "grade.html",
        title,
        f"{title}: {found}, typical skills and questions.",
        search=entries,
        trail=(HOME, ("Grades", "grades/")),
        lead=f"{found}, the skills of the year, and questions that suit this age.",
        grade=grade,
        previous=neighbors[0],
        following=neighbors[1],
        guides=guides,
        activities=activities,
        areas=[(area, group) for area, group in areas if group],
        prompts=[(purpose, group) for purpose, group in groups if group],
    )


def visits_page(site: Site) -> Page:
    visits = [
        labelled(visit, label, guides=[guide for guide in site.toolkit.listed_guides if guide.visit == visit])
        for visit, label in VISITS.items()
    ]
    visits = [visit for visit in visits if visit.guides]
    return site.page(
        "visits/",
        "visits.html",
        "Visits",
        "Guides by kind of visit: first, second, transition, invitation, video or phone.",
        visits=visits,
        jumps=[(visit.title, visit.id) for visit in visits],
    )


def routine_pages(site: Site) -> Iterator[Page]:
    tiles = []
    for routine, label in ROUTINES.items():
        activities = site.activities_by_routine.get(routine, [])
        if activities:
            uri = f"routines/{routine}/"
            tiles.append(Tile(label.title, uri, label.icon, counted(len(activities), "activity", "activities")))
            yield _routine_page(site, uri, label.title, activities)
    lead = "School skills, practiced inside what a family does anyway. Any language of the home is good for it."
    yield site.page("routines/", "tiles.html", "Daily routines", lead, lead=lead, items=tiles, is_wide=True)


def _routine_page(site: Site, uri: str, title: str, activities: list[Activity]) -> Page:
    # Each activity stands once, under its first grade, so that its anchor is its only place.
    groups = [
        SimpleNamespace(
            title=GRADES[grade].title,
            anchor=f"for-{GRADES[grade].title.lower().replace(' ', '-')}",
            activities=[activity for activity in activities if _first_grade(activity) == grade],
        )
        for grade in GRADES
    ]
    groups = [group for group in groups if group.activities]
    words = " ".join(activity.title for activity in activities)
    search = [SearchEntry("", title, words, "routine", activities[0].routine)]
    search += [activity_entry(activity, site.skills_of_activity[activity.id]) for activity in activities]
    return site.page(
        uri,
        "routine.html",
        title,
        f"{counted(len(activities), 'activity', 'activities')} for practice at home: {title.lower()}.",
        search=search,
        trail=(HOME, ("Daily routines", "routines/")),
        lead=f"{counted(len(activities), 'activity', 'activities')}. Three steps at most, with things every home has.",
        jumps=[(group.title, group.anchor) for group in groups],
        groups=groups,
        activity_skills=site.skills_of_activity,
        grade_links={
            activity.id: [(GRADES[grade].title, grade_uri(grade)) for grade in activity.grades]
            for activity in activities
        },
    )


def _first_grade(activity: Activity) -> Grade:
    return min(activity.grades, key=list(GRADES).index)


def topic_pages(site: Site) -> Iterator[Page]:
    toolkit = site.toolkit
    tiles = []
    for topic, label in TOPICS.items():
        guides = [guide for guide in site.toolkit.listed_guides if topic in guide.topics]
        prompts = [prompt for prompt in toolkit.prompts if topic in prompt.topics]
        activities = [activity for activity in toolkit.activities if topic in activity.topics]
        facts = [fact for fact in toolkit.facts if topic in fact.topics]
        held = [
            counted(len(found), one, many)
            for found, one, many in (
                (guides, "guide", ""),
                (prompts, "question", ""),
                (activities, "activity", "activities"),
                (facts, "fact", ""),
            )
            if found
        ]
        if not held:
            continue
        uri = f"topics/{topic}/"
        tiles.append(Tile(label.title, uri, label.icon, ", ".join(held)))
        yield site.page(
            uri,
            "topic.html",
            label.title,
            f"{label.title}: {', '.join(held)}.",
            search=[SearchEntry("", label.title, ", ".join(held), "topic", topic)],
            trail=(HOME, ("Topics", "topics/")),
            guides=guides,
            prompts=prompts,
            activities=activities,
            facts=facts,
        )
    if not tiles:
        return
    lead = "Guides, questions, activities and facts, by what they are about."
    yield site.page("topics/", "tiles.html", "Topics", lead, lead=lead, items=tiles, is_wide=True)


def prompt_pages(site: Site) -> Iterator[Page]:
    tiles = []
    for purpose, label in PURPOSES.items():
        prompts = site.prompts_by_purpose.get(purpose, [])
        if prompts:
            uri = f"prompts/{purpose}/"
            tiles.append(Tile(label.title, uri, label.icon, counted(len(prompts), "question")))
            yield _purpose_page(site, uri, label.title, prompts)
    lead = "Open questions by what they are for. Share your own answer first, then wait."
    yield site.page("prompts/", "tiles.html", "Questions", lead, lead=lead, items=tiles, is_wide=True)


def _purpose_page(site: Site, uri: str, title: str, prompts: list[Prompt]) -> Page:
    groups = [
        SimpleNamespace(
            title=label.title,
            icon=label.icon,
            anchor=f"ask-{listener}",
            prompts=[prompt for prompt in prompts if prompt.listener == listener],
        )
        for listener, label in LISTENERS.items()
    ]
    groups = [group for group in groups if group.prompts]
    return site.page(
        uri,
        "purpose.html",
        title,
        f"{counted(len(prompts), 'open question')}: {title.lower()}.",
        search=[SearchEntry("", title, title, "purpose", prompts[0].purpose), *map(prompt_entry, prompts)],
        trail=(HOME, ("Questions", "prompts/")),
        jumps=[(group.title, group.anchor) for group in groups],
        groups=groups,
    )


def skills_page(site: Site) -> Page:
    toolkit = site.toolkit
    shown = [skill for framework in toolkit.shown_frameworks for skill in framework.skills]
    areas = []
    for area, label in AREAS.items():
        chains = [
            chain for skill in shown if skill.area == area and not skill.before if len(chain := _chain(site, skill)) > 1
        ]
        if chains:
            areas.append((labelled(area, label), sorted(chains, key=len, reverse=True)))
    return site.page(
        "skills/", "skills.html", "Skills, year by year", "How skills grow from grade to grade.", areas=areas
    )


def _chain(site: Site, first: Skill) -> list[Skill]:
    chain = [first]
    while chain[-1].next:
        following = site.toolkit.skill(chain[-1].next)
        # A ring of skills would never end; it is the author's slip, and the chain simply stops.
        if following is None or following in chain:
            break
        chain.append(following)
    return chain
