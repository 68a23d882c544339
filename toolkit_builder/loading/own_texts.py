"""What of a toolkit stands in the catalogues of its highest layer."""

from toolkit_builder.folders import Folders
from toolkit_builder.model.languages import is_form_of
from toolkit_builder.model.texts import PlacedText, placed_texts
from toolkit_builder.model.toolkit import Toolkit

from .catalogues import read_catalogue
from .layers import load_toolkit


def texts_to_translate(folders: Folders, toolkit: Toolkit) -> dict[str, tuple[PlacedText, ...]]:
    """By language, the texts for the highest layer's catalogue.

    Where a layer below translates into the language, too, these are the layer's own texts, and those of others that it
    translates otherwise.
    """
    texts = placed_texts(toolkit)
    below = load_toolkit(folders.lower, languages=[])[0] if folders.lower else None
    shared = {(placed.place, placed.text) for placed in placed_texts(below)} if below else set()
    names = (toolkit.school.name, toolkit.school.short_name) if below else ()
    own = {one.place for one in texts if (one.place, one.text) not in shared and one.text not in names}
    made = {}
    for catalogue in toolkit.catalogues:
        there, _ = read_catalogue(folders.own.root, catalogue.language)
        if is_form_of(catalogue.language, toolkit.source_language) and there.is_empty:
            continue  # Its readers read the source.
        mine = {*own, *there.translations} if catalogue.is_shared or folders.edition else {one.place for one in texts}
        made[catalogue.language] = tuple(one for one in texts if one.place in mine)
    return made
