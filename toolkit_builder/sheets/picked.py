"""Prompts and activities that somebody picked, printed as a guide's are: as cards, as a plan, or for the family."""

from collections.abc import Sequence
from dataclasses import replace

from toolkit_builder.model.banks import Activity
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.outputs import Sheet, SheetKind
from toolkit_builder.prose import SourceText

from .frame import Frame
from .kinds import KINDS, Pick, Print
from .texts import Texts, Values, in_language, language_values
from .values import PATTERNS, SHADES, activity_values, prompt_values, protocol_values


def picked_sheets(toolkit: Toolkit, wanted: Print, pick: Pick, source: Toolkit) -> list[Sheet]:
    """The pick as one sheet; none where there are no guides, whose day a sheet needs.

    `source` is the toolkit in the language in which it was written: for the family, its questions stand beside theirs.
    Raises KeyError for an id of neither a prompt nor an activity.
    """
    if not toolkit.guides:
        return []
    frame = Frame(toolkit, wanted)
    texts = frame.texts()
    prompts = [toolkit.prompts_by_id[name] for name in pick.prompts]
    activities = [toolkit.activities_by_id[name] for name in pick.activities]
    asked = [prompt_values(texts, one) for one in prompts]
    tried = [activity_values(texts, toolkit, one) for one in activities]
    codes: dict[str, str] = {}
    kind: SheetKind = "handout" if pick.like == "handouts" else pick.like
    title = frame.words.t(KINDS[kind][0])
    if pick.like == "cards":
        values: Values = {"guide": {"prompts": [*asked, *(_card(texts, toolkit, one) for one in activities)]}}
        title = frame.words.t("Questions and activities") if activities else title
    elif pick.like == "plan":
        values = {"guide": _plan(texts, toolkit, [*asked, *tried])}
    else:
        heard = {one.id: found for one in activities if (found := frame.recording_of(one))}
        codes = {f"listen-{name}.svg": address for name, address in heard.items()}
        values = {"guide": {"grades": ""}, "asked": asked, "chosen": tried, "heard": heard}
        if not toolkit.is_as_written:
            of_source = Frame(source, wanted).texts()
            said = [of_source.inline(source.prompts_by_id[name].text) for name in pick.prompts]
            values["second"] = {**language_values(source.language), "asked": said}
    places = {f"prompt-{one.id}": one.at("text") for one in prompts}
    places |= {f"activity-{one.id}": one.at("steps") for one in activities}
    title = f"{title}: {toolkit.school.short_name}"
    folder = "print/picked-"
    sheet = frame.sheet(kind, title, "routines/", folder, values, guide=None, places=places, codes=codes)
    return [replace(sheet, uri=f"{folder}{pick.like}-{wanted.paper}.pdf")]


def _card(texts: Texts, toolkit: Toolkit, activity: Activity) -> Values:
    """An activity as a prompt's card shows it. The patterns of routines go on after those of purposes."""
    shown = activity_values(texts, toolkit, activity)
    order = len(texts.words.purposes) + list(texts.words.routines).index(activity.routine)
    # A title has no marks, so that what looks like one stays.
    title: list[Values] = [{"k": "text", "v": shown["title"]}]
    return {
        **shown,
        "text": [in_language(activity.title.language, title)] if isinstance(activity.title, SourceText) else title,
        "purpose": shown["routine"],
        "pattern": order % PATTERNS,
        "shade": order // PATTERNS % SHADES,
        "listener": texts.words.t("{n} min", n=activity.minutes),
    }


def _plan(texts: Texts, toolkit: Toolkit, picked: Sequence[Values]) -> Values:
    """What the plan has in the place of a guide: what was picked, its minutes, and what holds at every visit."""
    minutes = sum(one.get("minutes", 0) for one in picked)
    return {
        "picked": picked,
        "minutes": texts.words.tn("{n} minute", "{n} minutes", minutes) if minutes else "",
        "protocol": protocol_values(texts, toolkit, [step for step in toolkit.protocol if step.is_for_all]),
    }
