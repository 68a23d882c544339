"""Which package has the letters of which script, and how those are set."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import distribution
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from toolkit_builder.model.languages import region_of, script_of

DISTRIBUTION = "toolkit-builder"
BASE_PACKAGES = ("fontpkg_noto_sans", "fontpkg_amiri")
BASE_FAMILIES = ("Noto Sans", "Amiri")
BASE_SCRIPTS = ("Latn", "Cyrl", "Grek", "Arab", "Deva")
"""What the packages that always come along have."""
_HEIGHT = 1.16
"""How high letters may be, from the highest top to the deepest bottom in parts of their size, in any line."""


@dataclass(frozen=True, slots=True)
class ScriptFont:
    """The font of a script. `script` is its ISO 15924 code, `package` the name under which Python imports it."""

    script: str
    name: str
    family: str
    package: str
    extra: str
    stacks: bool = False
    """True where letters stand above, below or before each other."""
    height: float = 0.0
    """From the highest top to the deepest bottom of its letters, in parts of their size; 0 where lines have room.

    Measured on Babel's names of countries, languages and currencies.
    """


def _of_all(script: str, name: str, *, stacks: bool = False, height: float = 0.0) -> ScriptFont:
    """A font of the package that has most scripts, each in a file of its own."""
    extra = f"fonts-{name.casefold()}"
    return ScriptFont(script, name, f"Noto Sans {name}", "manimgx_fonts", extra, stacks, height)


def _of_one(script: str, name: str, family: str, height: float) -> ScriptFont:
    """A font that has a package of its own; each of these stacks its letters."""
    package = f"fontpkg_{family.casefold().replace(' ', '_')}"
    return ScriptFont(script, name, family, package, f"fonts-{name.casefold()}", True, height)


def _cjk(script: str, name: str, place: str) -> ScriptFont:
    """One variable font of 20 MB with the shapes of five places."""
    return ScriptFont(script, name, f"Noto Sans CJK {place}", "manimgx_fonts_cjk", "fonts-cjk")


_HONG_KONG = "Noto Sans CJK HK"
SCRIPT_FONTS = {
    one.script: one
    for one in (
        _of_all("Ethi", "Ethiopic"),
        _of_all("Guru", "Gurmukhi", stacks=True, height=1.21),
        _of_all("Mymr", "Myanmar", stacks=True, height=1.54),
        _of_one("Khmr", "Khmer", "Noto Sans Khmer", 1.4),
        _of_all("Laoo", "Lao", stacks=True, height=1.45),
        _of_one("Thai", "Thai", "Noto Sans Thai", 1.28),
        # Of Noto's, no reader takes out all clusters whole: where one begins with a raised letter, it stays in two.
        _of_one("Beng", "Bengali", "Hind Siliguri", 1.27),
        _of_all("Gujr", "Gujarati", stacks=True, height=1.29),
        _of_one("Taml", "Tamil", "Noto Sans Tamil", 1.16),
        _of_one("Telu", "Telugu", "Noto Sans Telugu", 1.34),
        _of_all("Hebr", "Hebrew"),
        _of_all("Armn", "Armenian"),
        _of_all("Geor", "Georgian"),
        _of_all("Knda", "Kannada", stacks=True, height=1.34),
        _of_all("Mlym", "Malayalam", stacks=True, height=1.18),
        _of_all("Orya", "Oriya", stacks=True, height=1.26),
        _of_all("Sinh", "Sinhala", stacks=True, height=1.26),
        _cjk("Hans", "Simplified Chinese", "SC"),
        _cjk("Hant", "Traditional Chinese", "TC"),
        _cjk("Jpan", "Japanese", "JP"),
        _cjk("Kore", "Korean", "KR"),
    )
}
"""Scripts whose letters come as an extra. Source of the choice: each was printed, looked at and read back (see
manual/printing.md, Letters)."""
_DEVANAGARI = ScriptFont("Deva", "Devanagari", "Noto Sans", "fontpkg_noto_sans", "", True, 1.24)


def font_of(language: str) -> ScriptFont | None:
    """The font of the extra that a language needs; None where none is needed, and where none is known."""
    return SCRIPT_FONTS.get(script_of(language))


def has_font(font: ScriptFont) -> bool:
    """True where its package is installed."""
    return _is_installed(font.package)


@cache
def _is_installed(package: str) -> bool:
    return find_spec(package) is not None


def font_packages() -> tuple[str, ...]:
    """The packages of fonts that are installed; those that always come along go first.

    Two may have a family in common: the first counts.
    """
    others = dict.fromkeys(one.package for one in sorted(SCRIPT_FONTS.values(), key=lambda one: one.package))
    return (*BASE_PACKAGES, *filter(_is_installed, others))


def folder_of(package: str) -> Path:
    """The folder in which a package has its fonts."""
    folder = Path(str(files(package)))
    return folder / "files" if package.startswith("fontpkg_") else folder


def families_of(languages: Iterable[str]) -> list[str]:
    """The families of installed packages in which texts of these languages are set; the first language's go first.

    The same character has other shapes in China, Taiwan, Hong Kong, Japan and Korea; so only those of these languages
    stand among them. Letters of all other scripts have one shape, and may stand in any text.
    """
    needed = [(language, font) for language in languages if (font := font_of(language)) and has_font(font)]
    named = [
        _HONG_KONG if font.script == "Hant" and region_of(language) in ("HK", "MO") else font.family
        for language, font in needed
    ]
    others = [font.family for font in SCRIPT_FONTS.values() if font.extra != "fonts-cjk" and has_font(font)]
    return list(dict.fromkeys([*named, *others]))


def package_name(package: str) -> str:
    """A package, as one installs it."""
    return package.replace("_", "-")


def stacks_letters(language: str) -> bool:
    """True where the letters of a language stand above, below or before each other."""
    font = _set_as(language)
    return font is not None and font.stacks


def line_room(language: str) -> float:
    """How much more room its lines need than those of English, in parts of the letters' size."""
    font = _set_as(language)
    return round(max(font.height - _HEIGHT, 0.0), 2) if font else 0.0


def _set_as(language: str) -> ScriptFont | None:
    return _DEVANAGARI if script_of(language) == "Deva" else font_of(language)


def install_line(languages: Iterable[str]) -> str:
    """What to type to install the program with all extras that the languages of a school need; empty for none.

    It names the file or folder from which the program was installed, where that is known.
    """
    extras = sorted({font.extra for language in languages if (font := font_of(language))})
    return f"uv tool install '{_installed_from()}[{','.join(extras)}]'" if extras else ""


@cache
def _installed_from() -> str:
    """The file or folder that the program was installed from; else its name. Source: PEP 610."""
    import json  # noqa: PLC0415
    from urllib.request import url2pathname  # noqa: PLC0415

    said = distribution(DISTRIBUTION).read_text("direct_url.json")
    address = str(json.loads(said)["url"]) if said else ""
    return url2pathname(address.removeprefix("file://")) if address.startswith("file://") else DISTRIBUTION
