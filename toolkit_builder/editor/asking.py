"""What every view asks of a request: the language to speak, and whether a person or our script asks."""

import re
from functools import cache

from flask import g, request
from markupsafe import Markup

from toolkit_builder.interface import Interface, interface
from toolkit_builder.resources import read_icon, templates_dir

from .items import EditError

LANGUAGES = {"en": "English", "es": "Español"}
"""Those that the editor speaks, as their speakers call them."""
CHOSEN = "editor-language"
"""The cookie that keeps the language somebody chose."""
_SVG = re.compile(r"<svg[^>]*viewBox=\"([^\"]+)\"[^>]*>(.*)</svg>", re.DOTALL)


def words() -> Interface:
    """The words of the editor, in the language that somebody chose, else in the one that the browser asks for."""
    if "words" not in g:
        chosen = request.cookies.get(CHOSEN)
        language = chosen if chosen in LANGUAGES else request.accept_languages.best_match([*LANGUAGES]) or "en"
        g.words = interface(language, own_templates=(templates_dir() / "editor",))
    known: Interface = g.words
    return known


def told(error: EditError) -> str:
    """Why a change cannot be made, in the language of the editor."""
    return words().t(error.text, **error.values).rstrip()


def is_for_script() -> bool:
    """True where our own script asks, which wants values and not a page."""
    return request.accept_mimetypes.best == "application/json"


@cache
def icon(name: str) -> Markup:
    """A picture beside words; nothing for a name that is none."""
    try:
        found = _SVG.search(read_icon(name))
    except (OSError, ValueError):
        found = None
    inner = f'<svg class="icon" aria-hidden="true" viewBox="{found[1]}">{found[2]}</svg>' if found else ""
    return Markup(inner)
