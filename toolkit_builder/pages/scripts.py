"""What the scripts of the site look up: prompts, activities and guides in shards by grade.

Each is a script that hands its value to `toolkit.take`, because a page opened from a disk may not fetch.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from toolkit_builder.interface import Interface
from toolkit_builder.model.banks import Activity, Prompt
from toolkit_builder.model.guide import Guide
from toolkit_builder.model.recordings import Recordings
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.model.vocabulary import (
    PLACES,
    PURPOSE_VISITS,
    Grade,
)
from toolkit_builder.outputs import OutputFile
from toolkit_builder.prose import plain_text

from .entries import ages, grades_of
from .guide import guide_uri
from .site import Site, grade_uri

Values = dict[str, Any]
_MOST_USED = 12
"""How many questions, and how many activities, the finder shows before anything is chosen."""
_AREA_TOPICS = {"reading": "literacy", "writing": "literacy", "talking": "literacy", "mathematics": "mathematics"}
"""The area of learning that a topic belongs to, for questions and for activities without skills."""


def script_of_values(name: str, value: Any) -> OutputFile:
    """A script that hands `value` over under `name`."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return OutputFile(f"{name}.js", f"toolkit.take({json.dumps(name)},{text})\n".encode())


class _Uses:
    """Which visits and places the guides that use an entry are for."""

    def __init__(self, site: Site) -> None:
        self._all_visits = list(site.words.visits)
        self.visits: dict[str, set[str]] = {}
        self.places: dict[str, set[str]] = {}
        toolkit = site.toolkit
        for guide in toolkit.guides:
            used = [f"p.{prompt.id}" for prompt in toolkit.prompts_of(guide)]
            used += [f"a.{activity.id}" for activity in toolkit.activities_of(guide)]
            for key in used:
                self.visits.setdefault(key, set()).add(guide.visit)
                self.places.setdefault(key, set()).update(guide.places)

    def facets(self, key: str, suits: Iterable[str]) -> Values:
        """What an entry suits by its nature or by use; one of which neither is known suits all."""
        visits = self.visits.get(key, set()).union(suits) or set(self._all_visits)
        places = self.places.get(key) or set(PLACES)
        return {
            "visits": [visit for visit in self._all_visits if visit in visits],
            "places": [place for place in PLACES if place in places],
        }


def _common(key: str, title: str, uri: str, entry: Prompt | Activity | Guide, words: Interface) -> Values:
    """What each value has, whatever it is."""
    grades = grades_of(entry)
    return {"key": key, "title": title, "uri": uri, "grades": grades, "ages": ages(grades, words)}


def _areas(topics: Iterable[str]) -> list[str]:
    return sorted({_AREA_TOPICS[topic] for topic in topics if topic in _AREA_TOPICS})


def _prompt_value(prompt: Prompt, uri: str, uses: _Uses, words: Interface) -> Values:
    key = f"p.{prompt.id}"
    return {
        **_common(key, plain_text(prompt.text), f"{uri}#{prompt.id}", prompt, words),
        **uses.facets(key, PURPOSE_VISITS.get(prompt.purpose, ())),
        "areas": _areas(prompt.topics),
        "purpose": prompt.purpose,
        "listener": prompt.listener,
        "tags": [words.purposes[prompt.purpose].title, words.listeners[prompt.listener].title],
        "share": plain_text(prompt.we_share),
        "next": [plain_text(text) for text in prompt.follow_ups],
        "notice": [plain_text(text) for text in prompt.listen_for],
    }


def _activity_value(site: Site, activity: Activity, uri: str, uses: _Uses) -> Values:
    key = f"a.{activity.id}"
    return {
        **_common(key, activity.title, f"{uri}#{activity.id}", activity, site.words),
        **uses.facets(key, ("second",)),
        "areas": sorted({skill.area for skill in site.toolkit.skills_of(activity.skills)}) or _areas(activity.topics),
        "routine": activity.routine,
        "minutes": activity.minutes,
        "tags": [site.words.routines[activity.routine].title, site.t("{n} min", n=activity.minutes)],
        "steps": [plain_text(text) for text in activity.steps],
        "ask": [plain_text(text) for text in activity.ask],
        "materials": [plain_text(text) for text in activity.materials],
    }


def _guide_value(guide: Guide, words: Interface) -> Values:
    return {
        **_common(f"g.{guide.id}", guide.title, guide_uri(guide), guide, words),
        "visits": [guide.visit],
        "places": [place for place in PLACES if place in guide.places],
        "areas": [],
        "minutes": guide.cover.minutes,
        "tags": [words.visits[guide.visit].title, words.t("{n} min", n=guide.cover.minutes)],
        "about": plain_text(guide.summary),
    }


def entry_values(site: Site) -> dict[str, Values]:
    """Every guide, prompt and activity that the site shows, by key; the bank's own place wins over a guide's."""
    toolkit, uses = site.toolkit, _Uses(site)
    found = {f"g.{guide.id}": _guide_value(guide, site.words) for guide in toolkit.listed_guides}
    for prompt in toolkit.prompts:
        if place := site.bank_place(prompt):
            found[f"p.{prompt.id}"] = _prompt_value(prompt, place, uses, site.words)
    for activity in toolkit.activities:
        if place := site.bank_place(activity):
            found[f"a.{activity.id}"] = _activity_value(site, activity, place, uses)
    for guide in toolkit.guides:
        for prompt in toolkit.prompts_of(guide):
            if f"p.{prompt.id}" not in found:
                found[f"p.{prompt.id}"] = _prompt_value(prompt, guide_uri(guide), uses, site.words)
        for activity in toolkit.activities_of(guide):
            if f"a.{activity.id}" not in found:
                found[f"a.{activity.id}"] = _activity_value(site, activity, guide_uri(guide), uses)
    return found


def pages_by_grade(site: Site, values: Mapping[str, Mapping[str, Any]]) -> dict[Grade, set[str]]:
    """The addresses of the pages on which something for a grade stands."""
    pages = {grade: {grade_uri(grade)} for grade in site.toolkit.grades}
    for value in values.values():
        uri = value["uri"].partition("#")[0]
        for grade in value["grades"]:
            if grade in pages:
                pages[grade] |= {uri, f"{uri}family/"} if uri.startswith("guides/") else {uri}
    for old, new in site.toolkit.renamed_guides.items():
        for held in pages.values():
            if f"guides/{new}/" in held:
                held |= {f"guides/{old}/", f"guides/{old}/family/"}
    return pages


def recordings_by_grade(toolkit: Toolkit) -> dict[Grade, set[str]]:
    """The addresses of the recordings in the toolkit's language, by the grades on whose pages they are heard."""
    heard: list[tuple[Iterable[Grade], Recordings]] = []
    for guide in toolkit.guides:
        used: tuple[Prompt | Activity, ...] = (*toolkit.prompts_of(guide), *toolkit.activities_of(guide))
        heard += [(guide.grades, recordings) for recordings in (guide.family_page.audio, *(one.audio for one in used))]
    bank: tuple[Prompt | Activity, ...] = (*toolkit.prompts, *toolkit.activities)
    heard += [(grades_of(one), one.audio) for one in bank]
    found: dict[Grade, set[str]] = {}
    for grades, recordings in heard:
        for grade in grades if toolkit.language in recordings else ():
            found.setdefault(grade, set()).add(recordings[toolkit.language])
    return {grade: uris for grade, uris in found.items() if grade in toolkit.grades}


def shards_of(site: Site, value: Mapping[str, Any]) -> list[Grade]:
    """The grades in whose scripts an entry stands; the first is where it is looked up."""
    # A prompt can suit an age of which the toolkit has no grade yet.
    return [grade for grade in value["grades"] if grade in site.toolkit.grades] or value["grades"][:1]


def shard_scripts(site: Site, values: Mapping[str, Mapping[str, Any]]) -> list[OutputFile]:
    """A script for each grade with all that suits it, one with what is used most, and one that tells where a key is.

    The last names a grade, whose script has it. Of what was renamed, it also tells the key of today by that of before.
    """
    by_grade: dict[Grade, list[Mapping[str, Any]]] = {}
    first: dict[str, str] = {
        f"{kind[0]}.{old}": f"{kind[0]}.{new}"
        for kind in ("guide", "prompt", "activity")
        for old, new in site.toolkit.renamed_of(kind).items()
    }
    for key, value in values.items():
        grades = shards_of(site, value)
        first[key] = grades[0]
        for grade in grades:
            by_grade.setdefault(grade, []).append(value)
    return [
        *(script_of_values(f"grade-{grade.lower()}", shard) for grade, shard in by_grade.items()),
        script_of_values("most-used", [values[key] for key in _most_used(site) if key in values]),
        script_of_values("places", first),
    ]


def _most_used(site: Site) -> list[str]:
    """The keys of the questions and activities that most guides use, as many of each as fill a screen."""
    toolkit = site.toolkit
    prompts = Counter(f"p.{prompt.id}" for guide in toolkit.listed_guides for prompt in toolkit.prompts_of(guide))
    activities = Counter(f"a.{one.id}" for guide in toolkit.listed_guides for one in toolkit.activities_of(guide))
    # Of those that are used alike, the first one stays the first.
    return [key for used in (prompts, activities) for key, _ in used.most_common(_MOST_USED)]
