"""Languages by their names, while one types: which of them the library has, and which nobody has translated yet."""

from toolkit_builder.folders import Folders
from toolkit_builder.interface import Interface
from toolkit_builder.loading.catalogues import LOCALES
from toolkit_builder.model.languages import is_form_of, language_name

_OFFERED = (
    "en", "es", "ar", "zh-Hans", "zh-Hant", "vi", "ht", "so", "ru", "uk", "fr", "pt", "ko", "fa", "prs", "ps", "ur",
    "hi", "bn", "gu", "ne", "pa", "am", "ti", "om", "sw", "rw", "ln", "my", "ksw", "hmn", "km", "lo", "th", "tl",
    "ilo", "mh", "chk", "sm", "pl", "ro", "sq", "bs", "tr", "ku", "ja", "de", "it", "nv", "mam", "kek", "quc", "mix",
)  # fmt: skip
"""Those that families in schools of the United States often speak; any other can be typed as well."""


def offered(folders: Folders, source: str, words: Interface) -> list[tuple[str, str]]:
    """The codes of languages, each with its name and whether there are texts in it; those that are ready come first.

    Ready is what the toolkit is written in, its `source`, and what some layer has a catalogue for.
    """
    translated = {file.stem for layer in folders.layers for file in (layer.root / LOCALES).glob("*.po")}
    told = []
    for code in dict.fromkeys((*_OFFERED, source, *sorted(translated))):
        name = language_name(code, words.language)
        is_ready = any(is_form_of(code, known) for known in (source, *translated))
        said = words.t("{language}: ready", language=name) if is_ready else ""
        told.append((not is_ready, name, code, said or words.t("{language}: nothing yet", language=name)))
    return [(code, said) for _, _, code, said in sorted(told)]
