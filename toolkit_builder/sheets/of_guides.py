"""The sheets of each guide."""

from collections.abc import Iterator, Mapping

from toolkit_builder.diagnostics import Location
from toolkit_builder.model.guide import Guide
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.outputs import Sheet, SheetKind

from .frame import Frame
from .kinds import KINDS, SHARED_KINDS, Print
from .texts import Values, language_values
from .values import guide_values, in_turn, progress_values

MOST_HANDOUT_ACTIVITIES = 3
_SHOWN: Mapping[SheetKind, tuple[str, ...]] = {
    "cards": ("id", "prompts"),
    "small-cards": ("id", "prompts"),
    "expect": ("title", "family"),
    "handout": ("grades",),
    "progress": ("title", "goal"),
    "reflection": ("reflection",),
    "interpreter": ("title", "agenda", "limit", "prompts"),
    "messages": ("title", "activities"),
}
"""What our own templates take of a guide, where that is little: a change of all else leaves the sheet as it is."""


def _kinds_of(guide: Guide, shown: Values) -> Iterator[SheetKind]:
    yield from ("cards", "small-cards", "plan", "expect")
    if shown["activities"]:
        yield "handout"
    if guide.visit == "second" or shown["skills"] or shown["goal"]:
        yield "progress"
    yield from ("reflection", "interpreter")
    if any(activity["messages"] for activity in shown["activities"]):
        yield "messages"
    if shown["inserts"]:
        yield "insert"
    yield "guide"


def guide_sheets(toolkit: Toolkit, wanted: Print, source: Toolkit) -> Iterator[Sheet]:
    if not {*wanted.kinds} - {*SHARED_KINDS}:
        return
    frame = Frame(toolkit, wanted)
    first = Frame(source, wanted)
    # Nobody but a school knows what its own templates take.
    takes = {} if any((folder / "sheets").is_dir() for folder in wanted.own_templates) else _SHOWN
    for guide in toolkit.guides:
        if wanted.guides is not None and guide.id not in wanted.guides:
            continue
        shown = guide_values(frame.texts(decline=toolkit.filled(guide).invite.decline), toolkit, guide)
        places = _places(toolkit, guide)
        for kind in _kinds_of(guide, shown):
            if kind not in wanted.kinds:
                continue
            page_uri = f"guides/{guide.id}/"
            if kind in ("expect", "handout", "progress"):
                page_uri += "family/"
            title = f"{frame.words.t(KINDS[kind][0])}: {guide.title}" if kind != "guide" else guide.title
            values: Values = {"guide": {name: shown[name] for name in takes.get(kind, shown)}}
            codes: dict[str, str] = {}
            if kind == "handout":
                # Each from another routine, as far as there are so many.
                by_routine = in_turn(shown["activities"], lambda activity: activity["routine"])
                values["chosen"] = by_routine[:MOST_HANDOUT_ACTIVITIES]
                found = {one.id: frame.recording_of(one, guide) for one in toolkit.activities_of(guide)}
                heard = {one["id"]: found[one["id"]] for one in values["chosen"] if found[one["id"]]}
                values["heard"] = heard
                codes = {f"listen-{name}.svg": address for name, address in heard.items()}
            if kind == "progress":
                values |= progress_values(frame.texts(), toolkit, guide)
                if not toolkit.is_as_written:
                    values["second"] = {**language_values(source.language), "words": first.words.printed}
            if kind == "interpreter" and not toolkit.is_as_written:
                values["second"] = _second(first, source, guide.id)
            if kind == "insert":
                values = {"inserts": shown["inserts"]}
            folder = f"print/{guide.id}/"
            yield frame.sheet(kind, title, page_uri, folder, values, guide=guide, places=places, codes=codes)


def _second(frame: Frame, toolkit: Toolkit, name: str) -> Values:
    """The words of an interpreter's sheet in the language of the source."""
    guide = toolkit.guides_by_id[name]
    texts = frame.texts(decline=toolkit.filled(guide).invite.decline)
    said = (toolkit.limit_of(guide), *(step.say for step in guide.agenda))
    return {
        **language_values(toolkit.language),
        "name": toolkit.school.language_name(toolkit.language),
        "said": [texts.inline(words) for words in said if words],
        "asked": [texts.inline(prompt.text) for prompt in toolkit.prompts_of(guide)],
    }


def _places(toolkit: Toolkit, guide: Guide) -> dict[str, Location]:
    """Where texts stand that a template may find too long, by the key it reports."""
    places = {f"prompt-{prompt.id}": prompt.at("text") for prompt in toolkit.prompts_of(guide)}
    places |= {f"activity-{activity.id}": activity.at("steps") for activity in toolkit.activities_of(guide)}
    places |= {f"insert-{one.id}": one.at("title") for one in toolkit.named_inserts_of(guide)}
    places |= {
        name: guide.at(name) for name in ("family_page", "agenda", "before", "after", "prompts", "skills", "goal")
    }
    return places
