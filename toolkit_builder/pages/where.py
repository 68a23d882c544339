"""In a live preview: where the texts stand that hold what somebody saw, as a piece of a page."""

from collections.abc import Sequence
from pathlib import Path

from toolkit_builder.interface import interface
from toolkit_builder.templating import environment
from toolkit_builder.where import ADVICE, Standing


def where_html(found: Sequence[Standing], source: str, language: str, own_templates: tuple[Path, ...] = ()) -> str:
    """The answer in the `language` of the page; `source` is that in which the texts were written."""
    words = interface(language, own_templates=own_templates)
    template = environment(own_templates, language).get_template("where.html")
    return template.render(found=found, source=source, advice=ADVICE, name_of=words.name_of)
