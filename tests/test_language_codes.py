"""Codes, names and directions of languages, and a site's own words in a language that the package does not speak."""

import re
from collections.abc import Callable
from datetime import date
from importlib.resources import files

import pytest
from click.testing import CliRunner

from toolkit_builder.build import build
from toolkit_builder.cli import main
from toolkit_builder.folders import Folders
from toolkit_builder.interface import interface
from toolkit_builder.loading import load_toolkit
from toolkit_builder.mkdocs_plugin import build_site
from toolkit_builder.mkdocs_plugin.theme import theme_language
from toolkit_builder.model.languages import direction_of, is_known_language, language_name, nearest_language
from toolkit_builder.options import Options
from toolkit_builder.resources import templates_dir
from toolkit_builder.site_words import check_words, words_file

from .cases import TESTS
from .conftest import ROOT, ToolkitFiles

SCHOOL = (TESTS / "base/docs/school.yml").read_text(encoding="utf-8")

TAGS = [
    # tag, own name, direction, whose words of the theme
    ("ar", "العربية", "rtl", "ar"),
    ("vi", "Tiếng Việt", "ltr", "vi"),
    ("zh-Hans", "中文 (简体)", "ltr", "zh"),
    ("zh-Hant", "中文 (繁體)", "ltr", "zh-Hant"),
    ("zh-TW", "中文 (繁體, 台灣)", "ltr", "zh-TW"),
    ("zh-HK", "中文 (繁體, 香港)", "ltr", "zh-Hant"),
    ("ht", "Kreyòl Ayisyen", "ltr", "ht"),
    ("so", "Soomaali", "ltr", "en"),
    ("ru", "русский", "ltr", "ru"),
    ("uk", "українська", "ltr", "uk"),
    ("pt", "português", "ltr", "pt"),
    ("pt-BR", "português (Brasil)", "ltr", "pt-BR"),
    ("es", "español", "ltr", "es"),
    ("es-419", "español (Latinoamérica)", "ltr", "es"),
    ("en-US", "English (United States)", "ltr", "en"),
    ("ko", "한국어", "ltr", "ko"),
    ("ja", "日本語", "ltr", "ja"),
    ("tl", "Tagalog", "ltr", "tl"),
    ("fil", "Filipino", "ltr", "tl"),
    ("hmn", "Hmoob", "ltr", "en"),
    ("mww", "Hmoob Dawb", "ltr", "en"),
    ("hnj", "Moob Leeg", "ltr", "en"),
    ("prs", "دری", "rtl", "fa"),
    ("fa-AF", "دری", "rtl", "fa"),
    ("fa", "فارسی", "rtl", "fa"),
    ("ps", "پښتو", "rtl", "en"),
    ("ur", "اردو", "rtl", "ur"),
    ("ckb", "کوردیی ناوەندی", "rtl", "ku-IQ"),
    ("kmr", "Kurmancî", "ltr", "en"),
    ("pnb", "پنجابی", "rtl", "en"),
    ("pa", "ਪੰਜਾਬੀ", "ltr", "en"),
    ("am", "አማርኛ", "ltr", "en"),
    ("ti", "ትግርኛ", "ltr", "en"),
    ("om", "Oromoo", "ltr", "en"),
    ("sw", "Kiswahili", "ltr", "en"),
    ("rw", "Ikinyarwanda", "ltr", "en"),
    ("my", "မြန်မာ", "ltr", "my"),
    ("ksw", "ကညီကျိာ်", "ltr", "en"),
    ("kar", "ကညီကျိာ်", "ltr", "en"),
    ("kyu", "Kayah Li", "ltr", "en"),
    ("eky", "Kayah Li", "ltr", "en"),
    ("km", "ខ្មែរ", "ltr", "en"),
    ("lo", "ລາວ", "ltr", "en"),
    ("th", "ไทย", "ltr", "th"),
    ("ne", "नेपाली", "ltr", "en"),
    ("bn", "বাংলা", "ltr", "bn"),
    ("gu", "ગુજરાતી", "ltr", "en"),
    ("te", "తెలుగు", "ltr", "te"),
    ("ta", "தமிழ்", "ltr", "ta"),
    ("hi", "हिन्दी", "ltr", "hi"),
    ("fr", "français", "ltr", "fr"),
    ("mh", "Kajin M̧ajeļ", "ltr", "en"),
    ("chk", "Chuuk", "ltr", "en"),
    ("ilo", "Ilokano", "ltr", "en"),
    ("sm", "Gagana Sāmoa", "ltr", "en"),
    ("to", "lea fakatonga", "ltr", "en"),
    ("mam", "Qyol Mam", "ltr", "en"),
    ("quc", "kʼicheʼ", "ltr", "en"),
    ("kek", "Qʼeqchiʼ", "ltr", "en"),
    ("kjb", "Qʼanjobʼal", "ltr", "en"),
    ("ixl", "Ixil", "ltr", "en"),
    ("bs", "bosanski", "ltr", "sh"),
    ("sr-Latn", "srpski (latinica)", "ltr", "sh"),
    ("sq", "shqip", "ltr", "sq"),
    ("hy", "հայերեն", "ltr", "hy"),
    ("ka", "ქართული", "ltr", "ka"),
    ("he", "עברית", "rtl", "he"),
    ("yi", "ייִדיש", "rtl", "en"),
    ("aii", "ܣܘܪܝܬ", "rtl", "en"),
    ("dv", "ދިވެހިބަސް", "rtl", "en"),
    ("rhg", "Ruáingga", "ltr", "en"),
    ("kri", "Krio", "ltr", "en"),
]
"""Languages that districts need. Each has a site; the manual tells where the words of each are from."""
THEMES = [str(templates_dir() / "material"), str(files("material").joinpath("templates"))]


@pytest.mark.parametrize(("tag", "name", "direction", "theme"), TAGS, ids=[tag for tag, *_ in TAGS])
def test_a_language_is_known_by_its_own_name(tag: str, name: str, direction: str, theme: str) -> None:
    assert is_known_language(tag)
    assert (language_name(tag), direction_of(tag), theme_language(tag, THEMES)) == (name, direction, theme)


def test_the_manual_tells_of_each_language_whose_words_the_theme_has() -> None:
    rows = re.findall(r"^\| (`.*) \| .* \| (.*) \|$", (ROOT / "manual/translating.md").read_text("utf-8"), re.MULTILINE)
    told = {tag: words != "English" for tags, words in rows for tag in re.findall(r"`([\w-]+)`", tags)}
    assert {tag: told.get(tag) for tag, *_ in TAGS} == {
        tag: theme != "en" or tag == "en-US" for tag, _, _, theme in TAGS
    }  # fmt: skip


def test_every_language_has_pages(toolkit_files: ToolkitFiles) -> None:
    """None stops a build; and each writes the names of months."""
    tags = [tag for tag, *_ in TAGS]
    folder = toolkit_files({"docs/school.yml": SCHOOL.replace("[en]", f"[en, {', '.join(tags)}]")})
    toolkit, findings = load_toolkit(Folders(folder))
    assert [one for one in findings if one.level == "error"] == []
    for tag in tags:
        made = build(Folders(folder), Options(language=tag, loaded=(toolkit, []), prints=False))
        assert made.toolkit.language == tag
        assert "find/" in [page.uri for page in made.pages]
        assert not re.search(r"M\d", interface(tag).day(date(2026, 1, 5)))


NAMES = {
    "zh": "中文",
    "quc": "kʼicheʼ",
    "kin": "Ikinyarwanda",
    "zh-Hant-HK": "中文 (繁體, 香港)",
    "tvl": "Tuvalu",
    "xx": "xx",
}


@pytest.mark.parametrize(("code", "name"), NAMES.items())
def test_languages_have_their_own_names(code: str, name: str) -> None:
    assert language_name(code) == name


@pytest.mark.parametrize(
    ("code", "direction"),
    [("fa-AF", "rtl"), ("ckb", "rtl"), ("dv", "rtl"), ("ku", "ltr"), ("ku-Arab", "rtl"), ("pa-PK", "rtl"),
     ("uz-Arab", "rtl"), ("yi", "rtl"), ("he", "rtl"), ("ug", "rtl"), ("syr", "rtl"), ("en-US", "ltr"), ("qaa", "ltr")],
)  # fmt: skip
def test_direction_goes_by_the_script(code: str, direction: str) -> None:
    assert direction_of(code) == interface(code).direction == direction


@pytest.mark.parametrize(
    ("typed", "code"),
    [("zh_Hans", "zh-Hans"), ("EN", "en"), ("Spanish", "es"), ("español", "es"), ("sp", "es"), ("cn", "zh-Hans"),
     ("jp", "ja"), ("pt-br", "pt-BR"), ("es_MX.UTF-8", "es-MX"), ("sr_RS@latin", "sr-Latn-RS"), ("Portugese", "pt"),
     ("zh-hant-hk", "zh-Hant-HK"), ("Haitian Creole", "ht"), ("Farsi", "fa"), ("Chinese", "zh-Hans"), ("xx", ""),
     ("spa", "es"), ("KIN", "rw"), ("tgl", "tl"), ("zho-Hant", "zh-Hant"), ("arb", "arb"), ("", ""), ("?", "")],
)  # fmt: skip
def test_what_people_type_for_a_language_leads_to_its_code(typed: str, code: str) -> None:
    assert nearest_language(typed) == code


@pytest.mark.parametrize(("typed", "hint"), [("zh_Hans", "zh-Hans"), ("EN", "en"), ("Spanish", "es")])
def test_a_code_of_another_form_is_told_with_the_right_one(toolkit_files: ToolkitFiles, typed: str, hint: str) -> None:
    folder = toolkit_files({"docs/school.yml": SCHOOL.replace("[en]", f"[en, {typed}]")})
    _, (finding,) = load_toolkit(Folders(folder))
    assert (finding.code, finding.location.line, finding.hint) == ("bad-text", 6, f"did you mean '{hint}'?")


def test_a_wrong_code_under_names_is_told_at_its_own_place(toolkit_files: ToolkitFiles) -> None:
    folder = toolkit_files({"docs/school.yml": SCHOOL + "language_names: {ksw: Karen, XX: Ours}\n"})
    _, (finding,) = load_toolkit(Folders(folder))
    assert (finding.code, finding.location.line, finding.location.column) == ("bad-text", 10, 30)
    assert finding.message == "'XX' does not fit 'language_names'"


def test_readers_learn_of_a_language_by_their_own_word_for_it() -> None:
    assert interface("es").name_of("en") == "inglés"
    assert interface("es").name_of("prs") == "darí"
    assert interface("es").name_of("ksw") == "ကညီကျိာ်"
    # Around it stand English words.
    assert interface("so").name_of("en") == "English"


def test_any_language_has_a_site_with_its_name_and_direction(toolkit_files: ToolkitFiles) -> None:
    """Also one that the theme does not speak."""
    school = SCHOOL.replace("[en]", "[en, so, prs, ksw, es-419]") + "language_names: {ksw: Karen}\n"
    site = build_site(toolkit_files({"docs/school.yml": school}), site_dir=None, is_strict=False, prints=False)
    for language, direction in (("so", "ltr"), ("prs", "rtl"), ("ksw", "ltr"), ("es-419", "ltr")):
        page = (site / language / "index.html").read_text(encoding="utf-8")
        assert f'<html lang="{language}"' in page
        assert f'<body dir="{direction}"' in page
    home = (site / "index.html").read_text(encoding="utf-8")
    assert re.findall(r'hreflang="[^"]+" dir="auto">([^<]+)', home) == [
        "English", "Soomaali", "دری", "Karen", "español (Latinoamérica)",
    ]  # fmt: skip


def test_a_language_that_the_school_does_not_have_is_not_built_in_silence(toolkit_files: ToolkitFiles) -> None:
    folder = toolkit_files({"docs/school.yml": SCHOOL.replace("[en]", "[en, es]")})
    built = CliRunner().invoke(main, ["build", str(folder), "--no-pdf", "--language", "fr"])
    assert built.exit_code == 1
    assert "There is no language 'fr': school.yml names en, es." in built.output


def test_a_school_translates_the_sites_words_into_a_further_language(toolkit_files: ToolkitFiles) -> None:
    folder = toolkit_files({"docs/school.yml": SCHOOL.replace("[en]", "[en, so, es]")})
    own = folder / "templates/locales/so.po"
    assert "english-words" in {finding.code for finding in load_toolkit(Folders(folder))[1]}

    CliRunner().invoke(main, ["translate", "update", str(folder)], catch_exceptions=False)
    # Spanish comes with the program.
    assert [file.name for file in own.parent.iterdir()] == ["so.po"]
    # Nothing is translated yet.
    assert "english-words" in {finding.code for finding in load_toolkit(Folders(folder))[1]}
    worded = own.read_text(encoding="utf-8").replace('msgid "My pack"\nmsgstr ""', 'msgid "My pack"\nmsgstr "Boorsada"')
    own.write_text(worded, encoding="utf-8")
    CliRunner().invoke(main, ["translate", "update", str(folder)], catch_exceptions=False)

    assert own.read_text(encoding="utf-8") == worded
    assert "english-words" not in {finding.code for finding in load_toolkit(Folders(folder))[1]}
    made = build(Folders(folder), Options(own_templates=(folder / "templates",), language="so", prints=False))
    pack = next(page for page in made.pages if page.uri == "pack/")
    assert pack.title == "Boorsada"


def test_a_broken_catalogue_of_words_is_told_and_done_without(toolkit_files: ToolkitFiles) -> None:
    folder = toolkit_files({"templates/locales/es.po": 'msgid "My pack"\nmsgstr "Mi bolsa"\nwhat\n'})
    _, (finding,) = load_toolkit(Folders(folder))
    assert (finding.code, str(finding.location)) == ("broken-catalogue", "templates/locales/es.po:3")
    assert interface("es", own_templates=(folder / "templates",)).t("My pack") == "Mi carpeta"


OF_OTHER_TOOLS: dict[str, Callable[[str], bytes]] = {
    "a byte order mark": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "UTF-16": lambda text: text.encode("utf-16"),
    "Windows' line ends": lambda text: text.replace("\n", "\r\n").encode(),
    "dates and a language that Babel does not read": lambda text: (
        'msgid ""\nmsgstr ""\n"PO-Revision-Date: 2026-10-05T10:00:00Z\\n"\n"Language: so (SO)\\n"\n'
        '"Plural-Forms: nplurals=INTEGER; plural=EXPRESSION;\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        + text
    ).encode(),
    "obsolete entries with their earlier words": lambda text: (
        f'{text}\n#, fuzzy\n#~| msgid "Old"\n#~ msgid "New"\n#~ msgstr "Cusub"\n'.encode()
    ),
}


@pytest.mark.parametrize("written", OF_OTHER_TOOLS.values(), ids=OF_OTHER_TOOLS)
def test_site_words_are_read_as_other_tools_write_them(
    toolkit_files: ToolkitFiles, written: Callable[[str], bytes]
) -> None:
    folder = toolkit_files({"templates/locales/so.po": written('msgid "My pack"\nmsgstr "Boorsadayda"\n')})

    assert list(check_words((folder / "templates",), {}, Folders(folder).path_of)) == []
    assert interface("so", own_templates=(folder / "templates",)).t("My pack") == "Boorsadayda"
    name, content = words_file("so", folder) or ("", b"")
    (folder / name).write_bytes(content)
    assert (words_file("so", folder), b"Boorsadayda" in content) == ((name, content), True)
