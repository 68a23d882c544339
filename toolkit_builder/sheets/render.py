"""Which sheets a toolkit has."""

from toolkit_builder.model.languages import language_name
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.outputs import Sheet, SheetKind

from .kinds import Print
from .of_guides import guide_sheets
from .picked import picked_sheets
from .shared import shared_sheets
from .translated import is_own

_OF_GUIDES: dict[SheetKind, str] = {
    "handout": "no activities",
    "progress": "no skills and no goal",
    "messages": "no activities with text messages",
    "insert": "no inserts",
}
_OF_ALL: dict[SheetKind, str] = {
    "safety": "no protocol",
    "summer": "no activities",
    "inserts": "no inserts",
    "kit": "no coordinator's kit",
    "slides": "no slides in its coordinator's kit",
}
"""What a toolkit may lack, by the kind of sheet that is made of it."""


def render_sheets(toolkit: Toolkit, wanted: Print, source: Toolkit | None = None) -> list[Sheet]:
    """The sheets of `toolkit`: those of each guide, in the order of guides, then those of the whole; or one of a pick.

    `source` is the toolkit in the language in which it was written, itself where none is given. In another language,
    only sheets are made of whose texts at least half are translated, and the interpreter's sheet has both side by side.
    """
    source = source or toolkit
    if wanted.pick:
        sheets = picked_sheets(toolkit, wanted, wanted.pick, source)
    else:
        sheets = [*guide_sheets(toolkit, wanted, source), *shared_sheets(toolkit, wanted, source)]
    return [sheet for sheet in sheets if toolkit.is_as_written or is_own(sheet)]


def why_none(toolkit: Toolkit, wanted: Print, source: Toolkit) -> str:
    """Why there is none of the wanted sheets in the language of `toolkit`; empty where there are some."""
    if not source.guides:
        return "there are no guides yet"
    if not render_sheets(source, wanted):
        of_guides = [lacks for kind, lacks in _OF_GUIDES.items() if kind in wanted.kinds]
        if of_guides:
            whose = "the guide has" if wanted.guides and len(wanted.guides) == 1 else "the guides have"
            return f"{whose} {' and '.join(of_guides)}"
        return f"the toolkit has {' and '.join(lacks for kind, lacks in _OF_ALL.items() if kind in wanted.kinds)}"
    if not render_sheets(toolkit, wanted, source):
        return f"less than half of it is translated into {language_name(toolkit.language, 'en')}"
    return ""
