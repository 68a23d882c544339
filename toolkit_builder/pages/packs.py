"""What the pack looks up beside its entries: the words for its sets and its paper, and what stands on paper alone.

A set's title and its paper can be in a family's language, so these words stand in a script of each language.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from toolkit_builder.model.banks import Prompt
from toolkit_builder.model.guide import Guide
from toolkit_builder.model.vocabulary import Grade
from toolkit_builder.outputs import OutputFile
from toolkit_builder.prose import plain_text

from .guide import guide_uri
from .scripts import script_of_values, shards_of
from .site import Site

Values = dict[str, Any]


def pack_scripts(site: Site, values: Mapping[str, Mapping[str, Any]]) -> Iterator[OutputFile]:
    """A script with words, and one for each grade with what paper needs more of the entries that are looked up there.

    `values` are all entries, by key. The scripts come when they are asked for.
    """
    yield script_of_values("pack-words", _words(site))
    more = {f"g.{guide.id}": _guide_value(site, guide) for guide in site.toolkit.listed_guides}
    cares = {f"p.{prompt.id}": plain_text(prompt.sensitivity) for prompt in _prompts(site) if prompt.sensitivity}
    more |= {key: {"care": care} for key, care in cares.items()}
    by_grade: dict[Grade, Values] = {}
    for key in values.keys() & more.keys():
        by_grade.setdefault(shards_of(site, values[key])[0], {})[key] = more[key]
    for grade, held in sorted(by_grade.items()):
        yield script_of_values(f"paper-{grade.lower()}", dict(sorted(held.items())))


def _prompts(site: Site) -> Iterator[Prompt]:
    """Those of the bank, and those that stand in a guide alone."""
    yield from site.toolkit.prompts
    for guide in site.toolkit.guides:
        yield from site.toolkit.prompts_of(guide)


def _words(site: Site) -> Values:
    """Days and grades by which a set is called, and what stands on its paper, in the site's language."""
    t, school = site.t, site.toolkit.school
    contact = school.contacts[0]
    return {
        "language": site.words.language,
        "direction": site.words.direction,
        "days": site.words.days,
        "grades": {grade: site.words.grades[grade].title for grade in site.toolkit.grades},
        "comma": t(", "),
        "untitled": t("My pack"),
        "added": t("Added to: {set}"),
        "taken": t("Taken out of: {set}"),
        "site": site.words.title_of(school),
        "minutes": t("{n} min"),
        "total": t("{n} minutes in all."),
        "one_without": t("1 has no minutes of its own."),
        "many_without": t("{n} have no minutes of their own."),
        "say": t("Say"),
        "ask": t("Ask"),
        "share": t("We share, for example:"),
        "next": t("Ask next"),
        "notice": t("Listen for"),
        "care": t("Take care"),
        "need": t("You need"),
        "expect": t("What to expect when we visit"),
        "choice": t("It is your choice"),
        "questions": t("What we may ask"),
        "home": t("Try this at home"),
        "contact": t("Talk to us"),
        "contact_lines": [
            f"{plain_text(contact.who)}, {school.name}",
            contact.phone,
            contact.email,
            plain_text(contact.hours),
            plain_text(school.interpreting.contact),
        ],
        "unreviewed": ""
        if site.toolkit.is_reviewed
        else t("This translation has not been reviewed by a native speaker yet."),
    }


def _guide_value(site: Site, guide: Guide) -> Values:
    """The parts of a visit with what to say, for the visitor; and the family's page."""
    toolkit = site.toolkit
    guide = toolkit.filled(guide)
    spoken = site.context(guide_uri(guide), decline=guide.invite.decline).spoken
    prompts = {prompt.id: prompt for prompt in toolkit.prompts_of(guide)}
    family = guide.family_page
    said = {**dict(family), "limit": toolkit.limit_of(guide)}
    lists = [
        (site.t("What we may ask"), family.talk_about),
        (site.t("What this visit is not"), family.not_this),
        (site.t("Questions you may want to ask us"), family.your_questions),
    ]
    return {
        "parts": [
            {
                "minutes": step.minutes,
                "do": spoken(step.do),
                "say": spoken(step.say),
                "ask": [spoken(prompts[name].text) for name in step.prompts],
            }
            for step in guide.agenda
        ],
        "what": spoken(family.what),
        "choice": spoken(family.decline),
        "rows": [(label, spoken(said[key])) for key, _, label in site.words.family_rows if said[key]],
        "lists": [(label, [spoken(text) for text in texts]) for label, texts in lists if texts],
    }
