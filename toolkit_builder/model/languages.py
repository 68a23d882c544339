"""Languages by their codes: which there are, their names for themselves, their scripts and directions.

Source: CLDR, as Babel has it: names of languages, aliases, likely subtags, scripts' direction. What it lacks of the
languages that families in US districts speak stands here, with where each name is from.
"""

from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.core import get_global

LANGUAGE_PATTERN = r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$"
"""A language as BCP 47 writes it: with its script if it has several, and with a country or region."""

# Own names that CLDR does not have, or has in a form that no reader looks for. Source: Wikimedia's language-data
# (`langdb.yaml`), where it has them in the script that schools here use.
_OF_WIKIMEDIA = {
    "bcl": "Bikol Central",
    "bi": "Bislama",
    "cak": "Kaqchikel",
    "fj": "Na Vosa Vakaviti",
    "hil": "Ilonggo",
    "ilo": "Ilokano",
    "kri": "Krio",
    "mww": "Hmoob Dawb",
    "nah": "Nāhuatl",
    "pag": "Pangasinan",
    "pam": "Kapampangan",
    "pnb": "پنجابی",
    "prs": "دری",
    "tl": "Tagalog",
    "war": "Winaray",
    "yua": "Maaya t’aan",
}
# Source: Wikipedia's article on the language (`ksw`), and lists of languages on the web that agree with each other
# (`cnh`, `gil`, `hnj`, `mam`, `mh`, `rhg`, `sm`); for `fa-AF` and Hong Kong a shorter form of what CLDR has. The others
# are used in print, and have no source that we could name. No speaker has checked any of these: a school says another
# name under `language_names`.
_UNCHECKED = {
    "aii": "ܣܘܪܝܬ",
    "chk": "Chuuk",
    "cnh": "Laiholh",
    "esu": "Yugtun",
    "eky": "Kayah Li",
    "fa-AF": "دری",
    "fuf": "Pular",
    "gil": "Taetae ni Kiribati",
    "hmn": "Hmoob",
    "hnj": "Moob Leeg",
    "ixl": "Ixil",
    "kar": "ကညီကျိာ်",
    "kek": "Qʼeqchiʼ",
    "kjb": "Qʼanjobʼal",
    "kmr": "Kurmancî",
    "kos": "Kosrae",
    "ksw": "ကညီကျိာ်",
    "kyu": "Kayah Li",
    "mam": "Qyol Mam",
    "mh": "Kajin M̧ajeļ",
    "mnk": "Mandinka",
    "pon": "Pohnpei",
    "rhg": "Ruáingga",
    "sm": "Gagana Sāmoa",
    "yap": "Waab",
    "zh-HK": "中文 (繁體, 香港)",
    "zh-Hant-HK": "中文 (繁體, 香港)",
}
_NAMES = _OF_WIKIMEDIA | _UNCHECKED
# Where schools here write another script than the first that CLDR knows.
_SCRIPTS = {"mww": "Latn", "hnj": "Latn", "hmn": "Latn", "kar": "Mymr", "rhg": "Latn"}
# What people call a language that CLDR calls otherwise; all else is looked up there.
_ALSO = {
    "chinese": "zh-Hans",
    "mandarin": "zh-Hans",
    "creole": "ht",
    "kreyol": "ht",
    "farsi": "fa",
    "karen": "ksw",
    "karenni": "kyu",
    "castilian": "es",
    "portuguese (brazil)": "pt-BR",
}
_RIGHT_TO_LEFT = {"Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm", "Rohg", "Mand", "Samr"}


@cache
def _known(kind: str) -> Mapping[str, Any]:
    """One of CLDR's tables: `language_aliases`, `likely_subtags`."""
    table: Mapping[str, Any] = get_global(kind)  # type: ignore[arg-type]
    return table


@cache
def _english() -> Locale:
    return Locale.parse("en")


def _parts(language: str) -> tuple[str, str, str]:
    """A code's language, script and region; the latter two are empty where it names none."""
    base, *others = language.split("-")
    script = next((part for part in others if len(part) == 4), "")
    region = next((part for part in others if len(part) < 4), "")
    return base, script, region


def base_of(language: str) -> str:
    """The language without script and region: `zh` of `zh-Hans`."""
    return language.partition("-")[0]


def wider_codes(language: str) -> list[str]:
    """Codes of the same language in the same script that say no region, the nearest first: `es` for `es-419`.

    `zh-Hant` for `zh-TW`, `zh-Hans` for `zh`; none for `zh-Hans`.
    """
    base, script, region = _parts(language)
    wanted = script_of(language)
    forms = [f"{base}-{wanted}"] if wanted and not script else [f"{base}-{script}"] if script and region else []
    return [*forms, base] if region and script_of(base) == wanted else forms


def is_form_of(language: str, other: str) -> bool:
    """True for two codes of one language in one script, such as `en-US` and `en`: readers of one read the other."""
    return (base_of(language), script_of(language)) == (base_of(other), script_of(other))


def preferred_code(language: str) -> str:
    """The code that CLDR prefers: `fa-AF` for `prs`, `ku` for `kmr`."""
    base, *others = language.split("-")
    preferred = str(_known("language_aliases").get(base, base)).replace("_", "-")
    return "-".join([preferred, *others]) if "-" not in preferred else preferred


# Languages with three letters of their own, though CLDR takes them for a larger one with two. Source: ISO 639-3,
# macrolanguages.
_MEMBERS = {
    *("als", "arb", "ayr", "azj", "cmn", "ekk", "esk", "fuc", "gaz", "gug", "ike", "khk", "knc", "kng", "kpv", "lvs"),
    *("npi", "ojg", "ory", "pbu", "pes", "plt", "quz", "src", "swh", "uzn", "ydd", "zsm", "zyb"),
}


def short_code(language: str) -> str:
    """A code with two letters for the language where it has such: `es` for `spa`; browsers do not look for `spa`."""
    base, *others = language.split("-")
    # CLDR knows Tagalog as Filipino.
    short = "tl" if base == "tgl" else str(_known("language_aliases").get(base, ""))
    is_long = len(base) == 3 and len(short) == 2 and base not in _MEMBERS and base not in _NAMES
    return "-".join([short, *others]) if is_long else language


def is_known_language(language: str) -> bool:
    """True for a code whose every part ISO knows, as far as CLDR tells."""
    base, script, region = _parts(language)
    is_base = (
        base in _NAMES
        or base in _known("language_aliases")
        or base in _known("likely_subtags")
        or base in _english().languages
    )
    return (
        is_base
        and base != "und"
        and (not script or script in _english().scripts)
        and (not region or region in _english().territories)
    )


def locale_of(language: str) -> Locale | None:
    """What Babel knows of a language: its dates, its numbers, names of others; None where it knows nothing.

    CLDR writes White Hmong in letters that are not those of schools here; nobody gets dates in a script of others.
    """
    for code in (language, preferred_code(language)):
        try:
            locale = Locale.parse(code, sep="-")
        except (ValueError, UnknownLocaleError):
            continue
        if (locale.script or _likely_script(locale.language, locale.territory or "")) == script_of(language):
            return locale
    return None


def _likely_script(base: str, region: str) -> str:
    """The script in which CLDR expects a language, in a region if it knows that; empty if it expects none."""
    likely = _known("likely_subtags")
    found = likely.get(f"{base}_{region}") or likely.get(base)
    return str(found).split("_")[1] if found else ""


def script_of(language: str) -> str:
    """The script in which a language is most likely written, by its four letters, such as `Latn`; empty if unknown."""
    for code in (language, preferred_code(language)):
        base, script, region = _parts(code)
        if script := script or _SCRIPTS.get(base, "") or _likely_script(base, region):
            return script
    return ""


def region_of(language: str) -> str:
    """The country that a code names, or that goes with its script: `TW` for `zh-Hant`; empty for all others."""
    region = _parts(language)[2]
    return region if region.isalpha() else {"Hant": "TW", "Hans": "CN"}.get(script_of(language), "")


def direction_of(language: str) -> str:
    """`rtl` for a language that is read from the right, else `ltr`."""
    return "rtl" if script_of(language) in _RIGHT_TO_LEFT else "ltr"


def _own_name(language: str) -> str:
    base = _parts(language)[0]
    if named := _NAMES.get(language) or _NAMES.get(base):
        return named
    locale = locale_of(preferred_code(language))
    return (locale.get_display_name() or "") if locale else ""


def language_name(language: str, reader: str = "") -> str:
    """The language's own name for itself, such as 'español'; its English one, or its code, where none is known.

    With `reader`, its name in that language, as far as that is known.
    """
    locale = locale_of(reader) if reader else None
    if locale:
        base = _parts(language)[0]
        known = locale_of(preferred_code(language))
        one_word = locale.languages.get(preferred_code(language).replace("-", "_"))
        if named := one_word or (known and known.get_display_name(locale)) or locale.languages.get(base):
            return str(named)
    return _own_name(language) or str(_english().languages.get(_parts(language)[0], language))


def has_name(language: str) -> bool:
    """True where `language_name` knows more than the code."""
    return language_name(language) != language


@cache
def _codes_by_name() -> dict[str, str]:
    """Names of languages in small letters, English ones and own ones, to their codes."""
    english = {str(code).replace("_", "-"): str(name) for code, name in _english().languages.items()}
    by_name = {name.casefold(): code for code, name in english.items()}
    by_name |= {_own_name(code).casefold(): code for code in english if "-" not in code}
    return by_name | {name.casefold(): code for code, name in _NAMES.items()} | _ALSO


def nearest_language(typed: str) -> str:
    """The code that somebody who typed `typed` had in mind: `zh-Hans` for `zh_Hans`, `es` for `Spanish`; or nothing."""
    said = typed.strip().casefold()
    if not said:
        return ""
    base, *others = said.partition(".")[0].replace("@latin", "-latn").replace("_", "-").split("-")
    # The script stands before the region.
    others.sort(key=lambda part: len(part) != 4)
    shaped = "-".join([base, *(part.capitalize() if len(part) == 4 else part.upper() for part in others)])
    is_code = len(base) in (2, 3) and base.isascii() and base.isalpha()
    if is_code and is_known_language(shaped):
        return short_code(shaped)
    # The code of a country: its language, as `zh-Hans` for `cn`.
    if is_code and not others and (likely := _known("likely_subtags").get(f"und_{base.upper()}")):
        language, script, _ = str(likely).split("_")
        return f"{language}-{script}" if language == "zh" else language
    by_name = _codes_by_name()
    starting = [name for name in by_name if name.startswith(said)] if len(said) > 1 else []
    # Of several that start so, the one that most people speak has a form of its own in many countries.
    starting.sort(key=lambda name: (by_name[name] not in _COMMON, len(name)))
    found = [said] if said in by_name else [*starting, *get_close_matches(said, by_name, n=1, cutoff=0.75)]
    return by_name[found[0]] if found else ""


_COMMON = {"en", "es", "ar", "fr", "pt", "ru", "vi", "ko", "ja", "de", "hi", "ur", "fa", "uk", "so", "ht", "zh-Hans"}
