"""Pages that scripts bring to life: the finder, my pack, what is kept for no signal; and what is said of access."""

from types import SimpleNamespace

from toolkit_builder.outputs import Page, SearchEntry
from toolkit_builder.prose import plain_text

from .guide import guide_uri
from .site import Site, labeled

MINUTES = (5, 10, 15, 20, 30)
"""Upper bounds that the finder offers, in minutes."""


def finder_page(site: Site) -> Page:
    """Filters over questions, activities and guides; without a script, all of them as a plain list."""
    toolkit = site.toolkit
    facets = [
        SimpleNamespace(id="purpose", title=site.t("What a question is for"), words=site.words.purposes),
        SimpleNamespace(id="listener", title=site.t("Who is asked"), words=site.words.listeners),
        SimpleNamespace(id="routine", title=site.t("Routine at home"), words=site.words.routines),
        SimpleNamespace(id="areas", title=site.t("What it practices"), words=site.words.areas),
        SimpleNamespace(id="visits", title=site.t("Visit"), words=site.words.visits),
        SimpleNamespace(id="places", title=site.t("Where you meet"), words=site.words.places),
    ]
    lists = [
        (site.t("Guides"), [(guide.title, guide_uri(guide)) for guide in toolkit.listed_guides]),
        *(
            (site.words.routines[routine].title, [(one.title, f"routines/{routine}/#{one.id}") for one in activities])
            for routine, activities in site.activities_by_routine.items()
        ),
        *(
            (
                site.words.purposes[purpose].title,
                [(plain_text(one.text), f"prompts/{purpose}/#{one.id}") for one in prompts],
            )
            for purpose, prompts in site.prompts_by_purpose.items()
        ),
    ]
    return site.page(
        "find/",
        "find.html",
        site.t("Find"),
        site.t("Guides, questions and activities by grade, visit, routine, time and place."),
        search=[
            SearchEntry("", site.t("Find"), site.t("finder filter by grade visit routine purpose minutes place skill"))
        ],
        grades=[labeled(grade, site.words.grades[grade]) for grade in toolkit.grades],
        facets=facets,
        minutes=MINUTES,
        lists=[one for one in lists if one[1]],
        is_wide=True,
    )


def pack_page(site: Site) -> Page:
    """What a reader has put aside on this device, in sets for her visits."""
    return site.page(
        "pack/",
        "pack.html",
        site.t("My pack"),
        site.t("Guides, questions and activities that you put aside, to print or to share."),
        search=[SearchEntry("", site.t("My pack"), site.t("favorites saved list bookmarks print cards share"))],
        grades=[labeled(grade, site.words.grades[grade]) for grade in site.toolkit.grades],
        is_wide=True,
        is_indexed=False,
    )


def offline_page(site: Site) -> Page:
    """What this device keeps for a place without a signal."""
    return site.page(
        "offline/",
        "offline.html",
        site.t("No signal"),
        site.t("Keep guides on this device, for a place without a signal."),
        search=[
            SearchEntry(
                "", site.t("Keep for no signal"), site.t("offline download airplane no internet wifi save device")
            )
        ],
        grades=[labeled(grade, site.words.grades[grade]) for grade in site.toolkit.grades],
        is_indexed=False,
    )


def accessibility_page(site: Site) -> Page:
    """What was tested, and what was not."""
    return site.page(
        "accessibility/",
        "accessibility.html",
        site.t("Accessibility"),
        site.t("Who can use this site, how that was tested, and whom to tell when something is in the way."),
        search=[
            SearchEntry(
                "", site.t("Accessibility"), site.t("wcag screen reader keyboard contrast zoom barrier statement")
            )
        ],
    )
