"""Letters on paper: which the fonts have, what is told of others, and what is printed nevertheless."""

import re
from pathlib import Path

import pymupdf
import pytest
from babel.messages.pofile import read_po, write_po
from click.testing import CliRunner
from fontTools.ttLib import TTFont

from toolkit_builder.build import build
from toolkit_builder.checking import check
from toolkit_builder.cli import main
from toolkit_builder.folders import Folders
from toolkit_builder.fonts import families, font_packages, is_printable, letters_of, read_font
from toolkit_builder.fonts.scripts import folder_of
from toolkit_builder.loading import load_toolkit
from toolkit_builder.options import Options
from toolkit_builder.printing import make_prints
from toolkit_builder.rules import OF_PAPER
from toolkit_builder.sheets import Print, render_sheets
from toolkit_builder.translating import in_language

from .cases import TESTS
from .conftest import ToolkitFiles

SCHOOL = (TESTS / "base/docs/school.yml").read_text(encoding="utf-8")

HELLO = {"dv": "އައްސަލާމު", "aii": "ܫܠܡܐ", "chr": "ᎣᏏᏲ"}
"""Languages for which no package has letters, each with a greeting."""
PRINTED = {
    "es": "Hola, ¿qué tal?", "vi": "Xin chào quý vị", "hmn": "Nyob zoo", "so": "Soo dhawoow", "ru": "Здравствуйте",
    "uk": "Вітаємо", "ar": "أهلا وسهلا", "fa": "سلام خانواده", "prs": "سلام خانواده", "ps": "سلام کورنۍ",
    "ur": "خوش آمدید",
    "pnb": "جی آیاں نوں", "ckb": "بەخێربێن", "ug": "خوش كەلدىڭىز", "hi": "नमस्ते परिवार", "ne": "नमस्ते परिवार",
    "el": "Καλημέρα", "mh": "Iọkwe, ļeañ", "quc": "Saqarik", "zh-Hans": "欢迎你们", "ko": "환영합니다",
    "ja": "ようこそ",
}  # fmt: skip


def greeting(toolkit_files: ToolkitFiles, language: str, words: str) -> Path:
    """The base toolkit in English and `language`, in which every text is `words`, with the text's slots."""
    folder = toolkit_files({"docs/school.yml": SCHOOL.replace("[en]", f"[en, {language}]")})
    CliRunner().invoke(main, ["translate", "update", str(folder)], catch_exceptions=False)
    file = folder / f"locales/{language}.po"
    with file.open("rb") as stream:
        catalogue = read_po(stream)
    for message in catalogue:
        if message.id:
            message.string = f"{words} {' '.join(re.findall('{[a-z]+}', str(message.id)))}".strip()
    with file.open("wb") as stream:
        write_po(stream, catalogue)
    return folder


def of_paper(folder: Path) -> list[tuple[str, str, str]]:
    """What `check` says of letters: code, place and level."""
    _, findings = check(Folders(folder), {})
    return [(one.code, str(one.location), one.level) for one in findings if one.code in OF_PAPER]


@pytest.mark.parametrize(("language", "words"), HELLO.items())
def test_a_language_without_letters_is_told_once(toolkit_files: ToolkitFiles, language: str, words: str) -> None:
    folder = greeting(toolkit_files, language, words)
    assert of_paper(folder) == [("missing-font", "docs/school.yml:6", "warning")]


@pytest.mark.parametrize(("language", "words"), PRINTED.items())
def test_a_language_with_letters_is_printed(toolkit_files: ToolkitFiles, language: str, words: str) -> None:
    folder = greeting(toolkit_files, language, words)
    assert of_paper(folder) == []
    toolkit, _ = load_toolkit(Folders(folder))
    (made,), findings = make_prints(
        toolkit, Folders(folder), Options(language=language), kinds=["reflection"], guides=["k-first"]
    )
    assert (made.language, findings) == (language, [])


def test_all_else_of_a_toolkit_is_made(toolkit_files: ToolkitFiles) -> None:
    """Web pages of the language, and the pieces of the others."""
    folder = greeting(toolkit_files, "chr", HELLO["chr"])
    english = build(Folders(folder), Options())
    assert [one for one in english.findings if one.level == "error"] == []
    assert any(one.uri == "print/k-first/cards-letter.pdf" for one in english.files)
    cherokee = build(Folders(folder), Options(language="chr"))
    assert HELLO["chr"] in next(page.body for page in cherokee.pages if page.uri == "guides/k-first/")
    assert [one.uri for one in cherokee.files if one.uri.endswith(".pdf")] == []


def test_a_piece_with_an_odd_letter_is_left_out_and_others_are_made(toolkit_files: ToolkitFiles) -> None:
    guide = (TESTS / "base/docs/guides/k-first.yml").read_text(encoding="utf-8")
    folder = toolkit_files({"docs/guides/k-first.yml": guide.replace("We stay half", "We stay ✔ half")})
    assert [code for code, _, _ in of_paper(folder)] == ["unprintable-character"]
    toolkit, _ = load_toolkit(Folders(folder))

    made, findings = make_prints(toolkit, Folders(folder), Options(), guides=["k-first"])
    assert findings == []
    assert {one.kind for one in made} == {"cards", "small-cards", "plan", "reflection", "interpreter"}


def test_an_odd_letter_of_a_translation_is_told_at_its_line(toolkit_files: ToolkitFiles) -> None:
    folder = greeting(toolkit_files, "es", "Hola familia")
    file = folder / "locales/es.po"
    lines = file.read_text(encoding="utf-8").split("\n")
    at = next(number for number, line in enumerate(lines) if line == 'msgstr "Hola familia"')
    lines[at] = 'msgstr "Hola 🎉 familia"'
    file.write_text("\n".join(lines), encoding="utf-8")

    ((code, place, _),) = of_paper(folder)
    line = int(place.removeprefix("locales/es.po:"))
    assert code == "unprintable-character"
    assert at - 3 <= line <= at + 1


def test_the_letters_names_are_told(toolkit_files: ToolkitFiles) -> None:
    prompts = (TESTS / "base/docs/prompts/all.yml").read_text(encoding="utf-8")
    text = "What do you hope this year brings for your child?"
    folder = toolkit_files({"docs/prompts/all.yml": prompts.replace(text, '"\\U0001F600 \\uF0B7 \\uFEFF"')})
    _, findings = check(Folders(folder), {})
    said = " ".join(one.message for one in findings if one.code == "unprintable-character")
    assert "'😀' (grinning face, U+1F600)" in said
    assert "an invisible sign (zero width no-break space, U+FEFF)" in said
    assert "a sign that only one font knows (U+F0B7)" in said


def test_our_own_words_with_an_odd_letter_are_told_where_they_stand(toolkit_files: ToolkitFiles) -> None:
    """A school's own catalogue of the site's words is no text of the toolkit's."""
    folder = greeting(toolkit_files, "so", "Soo dhawoow")
    (folder / "templates/locales/so.po").write_text('msgid "It is your choice"\nmsgstr "Adiga ☑"\n', encoding="utf-8")
    toolkit, _ = load_toolkit(Folders(folder))
    options = Options(language="so", own_templates=(folder / "templates",))
    made, findings = make_prints(toolkit, Folders(folder), options, kinds=["expect"], guides=["k-first"])
    assert made == []
    assert [(one.code, one.level) for one in findings] == [("unprintable-character", "error")]
    assert "templates/locales/so.po" in findings[0].hint


def test_the_fonts_own_lists_are_read_as_a_library_reads_them() -> None:
    """Small fonts have a list of another kind than large ones."""
    for package in font_packages():
        for file in sorted(folder_of(package).glob("*.tt[fc]")):
            with TTFont(file, lazy=True, fontNumber=0) as font:
                own = font["name"]
                read = read_font(file)
                assert read.letters == set(font.getBestCmap()), file
                assert read.families[0] == (own.getDebugName(16) or own.getDebugName(1))
                assert read.may_be_embedded


@pytest.mark.parametrize(
    ("language", "family"),
    [("zh-Hans", "SC"), ("zh", "SC"), ("zh-Hant", "TC"), ("zh-TW", "TC"), ("zh-HK", "HK"), ("zh-Hant-HK", "HK"),
     ("yue", "TC"), ("ja", "JP"), ("ko", "KR")],
)  # fmt: skip
def test_characters_have_the_shapes_of_their_place(toolkit_files: ToolkitFiles, language: str, family: str) -> None:
    assert [one for one in families(language, "en") if "CJK" in one] == [f"Noto Sans CJK {family}"]
    folder = greeting(toolkit_files, language, "骨 直 角 化")
    toolkit, _ = load_toolkit(Folders(folder))
    options = Options(language=language)
    (made,), _ = make_prints(toolkit, Folders(folder), options, kinds=["reflection"], guides=["k-first"])
    with pymupdf.open(stream=made.pdf) as document:
        used = {font[3] for page in document for font in page.get_fonts()}
    assert any(f"NotoSansCJK{family.lower()}" in name for name in used), used


@pytest.mark.parametrize("letter", "\u200b\u200d\ufe0f\u00ad\u2066\u00a0\u202f\t")
def test_what_has_no_form_needs_no_font(letter: str) -> None:
    assert is_printable(letter, letters_of("en"))


# --- Languages with regions, and from right to left ---


@pytest.mark.parametrize("source", ["en-US", "es-MX", "zh-Hant-HK", "prs", "es-419"])
def test_a_source_language_with_a_region_is_printed(toolkit_files: ToolkitFiles, source: str) -> None:
    """Texts that are not translated stand on pieces in the other language, marked as the source's."""
    folder = greeting(toolkit_files, "fr", "Bonjour, chère famille")
    catalogue = (folder / "locales/fr.po").read_text(encoding="utf-8")
    start = catalogue.index('"guide/k-first/after/reflection/1/ask"')
    missing = catalogue[:start] + catalogue[start:].replace('msgstr "Bonjour, chère famille"', 'msgstr ""', 1)
    school = SCHOOL.replace("[en]", f"[{source}, fr]")
    toolkit_files({"locales/fr.po": missing, "docs/school.yml": school})
    toolkit, _ = load_toolkit(Folders(folder))

    (made,), findings = make_prints(
        toolkit, Folders(folder), Options(language="fr"), kinds=["reflection"], guides=["k-first"]
    )
    assert (made.language, findings) == ("fr", [])
    wanted = Print(paper="letter", kinds=["reflection"], guides=["k-first"])
    (sheet,) = render_sheets(in_language(toolkit, "fr"), wanted, toolkit)
    (marked,) = [nodes[0] for nodes in sheet.values["guide"]["reflection"] if nodes[0]["k"] == "lang"]
    assert marked["language"] == source.partition("-")[0]
    assert marked["dir"] == ("rtl" if source == "prs" else "ltr")


def test_backs_of_five_cards_lie_behind_their_fronts_from_right_to_left(toolkit_files: ToolkitFiles) -> None:
    """Turned over on the long edge, with empty places; the page says so."""
    names = ("alpha", "bravo", "coral", "delta", "ember")
    more = "".join(
        f"- id: more-{name}\n  text: ماذا {name}\n  purpose: hopes\n  listener: family\n  bands: [elementary]\n"
        f"  we_share: نعم {name}\n"
        for name in names
    )
    base = TESTS / "base/docs"
    prompts = (base / "prompts/all.yml").read_text(encoding="utf-8") + more
    guide = (base / "guides/k-first.yml").read_text(encoding="utf-8")
    used = ", ".join(f"more-{name}" for name in names)
    guide = re.sub(r"(?m)^prompts: .*$", f"prompts: [{used}]", guide).replace("[hopes]", "[more-alpha]")
    folder = toolkit_files({
        "docs/school.yml": SCHOOL.replace("[en]", "[ar]"),
        "docs/prompts/all.yml": prompts,
        "docs/guides/k-first.yml": guide,
    })  # fmt: skip
    toolkit, _ = load_toolkit(Folders(folder))
    made, findings = make_prints(
        toolkit, Folders(folder), Options(), kinds=["cards", "small-cards"], guides=["k-first"]
    )
    assert findings == []
    for one in made:
        with pymupdf.open(stream=one.pdf) as document:
            front, back = document
            assert "الطويلة" in back.get_text()
            for name in names:
                (fore,), (rear,) = front.search_for(name), back.search_for(name)
                half = front.rect.width / 2
                assert (fore.x0 < half) == (rear.x0 > half), name
                assert abs(fore.y0 - rear.y0) < 180
