"""Pages that lead to guides: home, and by grade, visit, routine, topic, purpose."""

from collections.abc import Iterator, Set, Sized
from types import SimpleNamespace

from toolkit_builder.model.banks import Activity, Prompt, Skill
from toolkit_builder.model.vocabulary import (
    GRADES,
    Grade,
    band_of,
    grade_name,
)
from toolkit_builder.outputs import Page, SearchEntry

from .entries import activity_entry, prompt_entry, skill_entry
from .prints import printed_entries
from .site import (
    Site,
    Tile,
    grade_uri,
    labeled,
)


def _guides(site: Site, guides: Sized) -> str:
    return site.tn("{n} guide", "{n} guides", len(guides))


def _activities(site: Site, activities: Sized) -> str:
    return site.tn("{n} activity", "{n} activities", len(activities))


def _grade_tiles(site: Site) -> list[tuple[SimpleNamespace, list[Tile]]]:
    """Per band its grades, with what each holds; grades that hold nothing are left out."""
    bands = []
    for band, label in site.words.bands.items():
        tiles = [
            Tile(site.words.grades[grade].title, grade_uri(grade), note=_grade_note(site, grade), grade=grade)
            for grade in site.toolkit.grades
            if band_of(grade) == band and site.shows(grade_uri(grade))
        ]
        if tiles:
            bands.append((labeled(band, label), tiles))
    return bands


def _grade_note(site: Site, grade: Grade) -> str:
    guides = len(site.guides_by_grade.get(grade, []))
    if guides:
        return site.tn("{n} guide", "{n} guides", guides)
    return site.tn("{n} activity", "{n} activities", len(site.activities_by_grade.get(grade, [])))


def home_page(site: Site, uris: Set[str]) -> Page:
    """The way in: a teacher is at her guide in two taps. `uris` are the other pages that this site has."""
    toolkit = site.toolkit
    ways = [
        Tile(site.t("Find"), "find/", "material/magnify", site.t("By grade, time, place, routine")),
        Tile(site.t("By visit"), "visits/", "material/hand-wave-outline", site.t("First, second, a step ahead")),
        Tile(
            site.t("By routine"),
            "routines/",
            "material/pot-steam-outline",
            site.t("Practice while cooking, riding, shopping"),
        ),
        Tile(
            site.t("Questions"),
            "prompts/",
            "material/chat-question-outline",
            site.tn("{n} open question", "{n} open questions", len(toolkit.prompts)),
        ),
        Tile(site.t("By topic"), "topics/", "material/tag-outline", site.t("Attendance, reading, after graduation")),
        Tile(
            site.t("Words explained"), "glossary/", "material/book-alphabet", site.t("School words in plain language")
        ),
        Tile(site.t("Keep for no signal"), "offline/", "material/wifi-off", site.t("Guides on this device")),
        Tile(
            site.t("For staff"), "staff/", "material/account-school-outline", site.t("Practices, pay, training, safety")
        ),
    ]
    several = [guide for guide in site.toolkit.listed_guides if guide.is_for_many_grades]
    return site.page(
        "",
        "home.html",
        site.words.title_of(toolkit.school),
        site.t("Visit guides by grade: what to say, what to ask, what to practice at home."),
        trail=(),
        bands=_grade_tiles(site),
        ways=[way for way in ways if way.uri in uris],
        has_families="families/" in uris,
        by_visit=several,
        family_note=site.t(
            site.t("No visit is a test, and you can always say no. Read what happens on a visit before you decide.")
        ),
        is_wide=True,
    )


def families_page(site: Site) -> Page:
    bands = []
    for band, label in site.words.bands.items():
        rows = [
            (site.words.grades[grade].title, [guide for guide in guides if not guide.is_for_many_grades])
            for grade, guides in site.guides_by_grade.items()
            if band_of(grade) == band
        ]
        bands.append((labeled(band, label), [row for row in rows if row[1]]))
    return site.page(
        "families/",
        "families.html",
        site.t("For families"),
        site.t("What to expect on a visit. You choose if, when and where."),
        search=[
            SearchEntry(
                "",
                site.t("For families"),
                site.t("What to expect on a visit. You choose if, when and where."),
                "family",
                labels=site.t("parents handouts questions why are you coming"),
            )
        ],
        bands=[group for group in bands if group[1]],
        several=[guide for guide in site.toolkit.listed_guides if guide.is_for_many_grades],
    )


def grades_page(site: Site) -> Page:
    return site.page(
        "grades/",
        "grades.html",
        site.t("Grades"),
        site.t("Guides, skills and activities by grade."),
        bands=_grade_tiles(site),
        is_wide=True,
    )


def grade_page(site: Site, grade: Grade) -> Page:
    toolkit = site.toolkit
    title = site.words.grades[grade].title
    position = toolkit.grades.index(grade)
    neighbors = [
        Tile(site.words.grades[toolkit.grades[n]].title, grade_uri(toolkit.grades[n]))
        if 0 <= n < len(toolkit.grades) and site.shows(grade_uri(toolkit.grades[n]))
        else None
        for n in (position - 1, position + 1)
    ]
    skills = site.skills_by_grade.get(grade, [])
    areas = [
        (labeled(area, label), [skill for skill in skills if skill.area == area])
        for area, label in site.words.areas.items()
    ]
    prompts = site.prompts_by_band.get(band_of(grade), [])
    groups = [
        (labeled(purpose, label), [prompt for prompt in prompts if prompt.purpose == purpose])
        for purpose, label in site.words.purposes.items()
    ]
    guides = site.guides_by_grade.get(grade, [])
    activities = site.activities_by_grade.get(grade, [])
    found = site.t(", ").join([_guides(site, guides), _activities(site, activities)])
    uri = grade_uri(grade)
    words = f"{found}. {' '.join(guide.title for guide in guides)}"
    entries = [SearchEntry("", title, words, "grade", grade, (grade,))]
    # A skill of several grades is found once, at its first.
    entries += [skill_entry(skill, site.words) for skill in skills if skill.grades[0] == grade]
    entries += printed_entries(site, site.printed_by_grade.get(grade, []))
    return site.page(
        uri,
        "grade.html",
        title,
        site.t("{grade}: {found}, typical skills and questions.", grade=title, found=found),
        search=entries,
        trail=((site.t("Grades"), "grades/"),),
        lead=site.t("{found}, the skills of the year, and questions that suit this age.", found=found),
        grade=grade,
        previous=neighbors[0],
        following=neighbors[1],
        guides=guides,
        activities=activities,
        printed=site.printed_by_grade.get(grade, []),
        areas=[(area, group) for area, group in areas if group],
        prompts=[(purpose, group) for purpose, group in groups if group],
    )


def visits_page(site: Site) -> Page:
    visits = [
        labeled(visit, label, guides=[guide for guide in site.toolkit.listed_guides if guide.visit == visit])
        for visit, label in site.words.visits.items()
    ]
    visits = [visit for visit in visits if visit.guides]
    return site.page(
        "visits/",
        "visits.html",
        site.t("Visits"),
        site.t("Guides by kind of visit: first, second, transition, invitation, video or phone."),
        search=[
            SearchEntry("", site.t("Visits"), site.t("kinds of visits")),
            *(SearchEntry(visit.id, visit.title, visit.about or "", labels=site.t("visit guides")) for visit in visits),
        ],
        visits=visits,
        jumps=[(visit.title, visit.id) for visit in visits],
    )


def routine_pages(site: Site) -> Iterator[Page]:
    tiles = []
    for routine, label in site.words.routines.items():
        activities = site.activities_by_routine.get(routine, [])
        if activities:
            uri = f"routines/{routine}/"
            tiles.append(Tile(label.title, uri, label.icon, _activities(site, activities)))
            yield _routine_page(site, uri, label.title, activities)
    lead = site.t("School skills, practiced inside what a family does anyway. Any language of the home is good for it.")
    yield site.page("routines/", "tiles.html", site.t("Daily routines"), lead, lead=lead, items=tiles, is_wide=True)


def _routine_page(site: Site, uri: str, title: str, activities: list[Activity]) -> Page:
    # Each activity stands once, under its first grade, so that its anchor is its only place.
    groups = [
        SimpleNamespace(
            title=site.words.grades[grade].title,
            anchor=f"for-{grade_name(grade)}",
            activities=[activity for activity in activities if _first_grade(activity) == grade],
        )
        for grade in GRADES
    ]
    groups = [group for group in groups if group.activities]
    words = " ".join(activity.title for activity in activities)
    search = [SearchEntry("", title, words, "routine", activities[0].routine, labels=activities[0].routine)]
    search += [activity_entry(activity, site.skills_of_activity[activity.id], site.words) for activity in activities]
    return site.page(
        uri,
        "routine.html",
        title,
        site.t("{found} for practice at home: {routine}.", found=_activities(site, activities), routine=title),
        search=search,
        trail=((site.t("Daily routines"), "routines/"),),
        lead=site.t("{found}. Three steps at most, with things every home has.", found=_activities(site, activities)),
        jumps=[(group.title, group.anchor) for group in groups],
        groups=groups,
        activity_skills=site.skills_of_activity,
        grade_links={
            activity.id: [(site.words.grades[grade].title, grade_uri(grade)) for grade in activity.grades]
            for activity in activities
        },
    )


def _first_grade(activity: Activity) -> Grade:
    return min(activity.grades, key=list(GRADES).index)


WITH_TOPICS = ("guides", "prompts", "activities", "facts")
"""The collections whose entries have topics."""


def topic_pages(site: Site) -> Iterator[Page]:
    toolkit = site.toolkit
    tiles = []
    for topic, label in site.words.topics.items():
        guides = [guide for guide in site.toolkit.listed_guides if topic in guide.topics]
        prompts = [prompt for prompt in toolkit.prompts if topic in prompt.topics]
        activities = [activity for activity in toolkit.activities if topic in activity.topics]
        facts = [fact for fact in toolkit.facts if topic in fact.topics]
        counts = (
            (guides, _guides(site, guides)),
            (prompts, site.tn("{n} question", "{n} questions", len(prompts))),
            (activities, _activities(site, activities)),
            (facts, site.tn("{n} fact", "{n} facts", len(facts))),
        )
        held = site.t(", ").join(counted for found, counted in counts if found)
        if not held:
            continue
        uri = f"topics/{topic}/"
        tiles.append(Tile(label.title, uri, label.icon, held))
        yield site.page(
            uri,
            "topic.html",
            label.title,
            f"{label.title}: {held}.",
            search=[SearchEntry("", label.title, held, "topic", topic, labels=topic)],
            trail=((site.t("Topics"), "topics/"),),
            guides=guides,
            prompts=prompts,
            activities=activities,
            facts=facts,
        )
    if not tiles:
        return
    lead = site.t("Guides, questions, activities and facts, by what they are about.")
    yield site.page("topics/", "tiles.html", site.t("Topics"), lead, lead=lead, items=tiles, is_wide=True)


def prompt_pages(site: Site) -> Iterator[Page]:
    tiles = []
    for purpose, label in site.words.purposes.items():
        prompts = site.prompts_by_purpose.get(purpose, [])
        if prompts:
            uri = f"prompts/{purpose}/"
            tiles.append(Tile(label.title, uri, label.icon, site.tn("{n} question", "{n} questions", len(prompts))))
            yield _purpose_page(site, uri, label.title, prompts)
    lead = site.t("Open questions by what they are for. Share your own answer first, then wait.")
    yield site.page("prompts/", "tiles.html", site.t("Questions"), lead, lead=lead, items=tiles, is_wide=True)


def _purpose_page(site: Site, uri: str, title: str, prompts: list[Prompt]) -> Page:
    groups = [
        SimpleNamespace(
            title=label.title,
            icon=label.icon,
            anchor=f"ask-{listener}",
            prompts=[prompt for prompt in prompts if prompt.listener == listener],
        )
        for listener, label in site.words.listeners.items()
    ]
    groups = [group for group in groups if group.prompts]
    return site.page(
        uri,
        "purpose.html",
        title,
        f"{site.tn('{n} open question', '{n} open questions', len(prompts))}: {title}.",
        search=[
            SearchEntry("", title, "", "purpose", prompts[0].purpose, labels=prompts[0].purpose),
            *(prompt_entry(prompt, site.words) for prompt in prompts),
        ],
        trail=((site.t("Questions"), "prompts/"),),
        jumps=[(group.title, group.anchor) for group in groups],
        groups=groups,
    )


def skills_page(site: Site) -> Page:
    toolkit = site.toolkit
    shown = [skill for framework in toolkit.shown_frameworks for skill in framework.skills]
    areas = []
    for area, label in site.words.areas.items():
        chains = [
            chain for skill in shown if skill.area == area and not skill.before if len(chain := _chain(site, skill)) > 1
        ]
        if chains:
            areas.append((labeled(area, label), sorted(chains, key=len, reverse=True)))
    return site.page(
        "skills/",
        "skills.html",
        site.t("Skills, year by year"),
        site.t("How skills grow from grade to grade."),
        search=[
            SearchEntry(
                "",
                site.t("Skills, year by year"),
                site.t("standards by grade Common Core what a child learns expectations"),
                labels=" ".join(area.title for area, _ in areas),
            )
        ],
        areas=areas,
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
