"""Letters of every script on paper: text comes out as it went in, and what is missing is told with what to install."""

import io
import itertools
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from importlib.metadata import distribution
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from babel import Locale
from click.testing import CliRunner
from fontTools.ttLib import TTFont
from outloud import check
from PIL import ImageChops

from toolkit_builder.cli import main
from toolkit_builder.clusters import join_clusters
from toolkit_builder.folders import Folders
from toolkit_builder.fonts import SCRIPT_FONTS, font_of, package_name
from toolkit_builder.fonts.scripts import folder_of
from toolkit_builder.loading import load_toolkit
from toolkit_builder.model.languages import language_name, script_of
from toolkit_builder.options import Options
from toolkit_builder.outputs import Sheet
from toolkit_builder.pdf import compile_pdf, odd_letters
from toolkit_builder.printing import make_prints
from toolkit_builder.sheets.texts import language_values

from .cases import base_toolkit
from .conftest import ROOT, ToolkitFiles
from .test_print import letters
from .test_print_letters import SCHOOL, greeting, of_paper

HELLO = {
    "am": "ሰላም ቤተሰብ", "ti": "ሰላም ስድራቤት", "pa": "ਸਤ ਸ੍ਰੀ ਅਕਾਲ", "my": "မင်္ဂလာပါ ကလေးရဲ့ကျောင်း",
    "ksw": "ကညီကျိာ် တၢ်မၤလိ မိၢ်ပၢ် သရၣ်မုၣ် ပှၤ ခွံးယၢၤ အသဘျ့", "km": "សួស្តី តើអ្នកសង្ឃឹមអ្វី", "lo": "ສະບາຍດີ ນ້ຳ ຝຣັ່ງ",
    "th": "สวัสดี น้ำ ผู้ใหญ่ ที่นี่", "bn": "নমস্কার আফ্রিকা", "gu": "નમસ્તે", "ta": "வணக்கம்", "te": "నమస్కారం", "hi": "नमस्ते स्विट्ज़रलैंड",
    "ne": "नमस्ते अष्ट्रेलिया", "he": "שלום משפחה", "yi": "שלום־עליכם", "hy": "Բարեւ", "ka": "გამარჯობა", "kn": "ನಮಸ್ಕಾರ",
    "ml": "നമസ്കാരം", "or": "ନମସ୍କାର", "si": "ආයුබෝවන්", "ko": "환영합니다", "ja": "ようこそ", "zh-Hans": "欢迎 骨直角化",
    "zh-Hant": "歡迎 骨直角化",
}  # fmt: skip
"""A greeting in a language of each script, with groups of letters that were once read back twice or in two."""
MANUAL = (ROOT / "manual/printing.md").read_text(encoding="utf-8")
FORM = """#import "lib.typ": *
#show: setup.with(footer: false)
#heading(level: 1, data.title)
#for words in data.shown { par(words) }
"""
"""A sheet with nothing but texts, set as all sheets are."""


def written(language: str) -> list[str]:
    """The greeting, and what Babel knows of names of countries, territories and currencies."""
    locale = Locale.parse("my" if language == "ksw" else language, sep="-")
    named = [] if language == "ksw" else [*locale.territories.values(), *locale.currencies.values()]
    # A joiner after a blank joins nothing; some names have one.
    return [HELLO[language], *sorted({name for name in named if ord(name[0]) > 0x500 and " \u200d" not in name})]


def sheet_of(language: str, texts: list[str], folder: Path) -> tuple[Sheet, tuple[Path, ...]]:
    """A sheet with `texts`, and the folder of templates that has its form."""
    (folder / "sheets").mkdir(parents=True)
    (folder / "sheets/poster.typ").write_text(FORM, encoding="utf-8")
    toolkit = base_toolkit()
    values = {
        **language_values(language),
        "script": "",
        "title": HELLO[language],
        "shown": texts,
        "words": {},
        "paper": "us-letter",
        "school": {"name": toolkit.school.name},
        "colors": dict.fromkeys(("ink", "ink_soft", "primary", "line"), "#000000"),
        "logo": "",
        "reported": [],
    }
    sheet = Sheet(
        "poster", "poster.pdf", HELLO[language], "", "", language, "letter", date(2026, 11, 1), values, {}, {}
    )
    return sheet, (folder,)


def reads(pdf: bytes, folder: Path) -> Iterator[str]:
    """What Poppler and PDFium take out of a PDF; MuPDF reads what has a text of its own wrong."""
    file = folder / "read.pdf"
    file.write_bytes(pdf)
    yield subprocess.run(["pdftotext", file, "-"], check=True, capture_output=True, text=True, encoding="utf-8").stdout
    document = pypdfium2.PdfDocument(pdf)
    yield "\n".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()


def parts(language: str, text: str) -> list[str]:
    """What must stand in one piece: all of a text; from right to left, where words change places, each of its words."""
    if language_values(language)["dir"] == "ltr":
        return [letters(text)]
    return re.findall(r"[^\W\d_A-Za-z]+", unpointed(text))


def unpointed(text: str) -> str:
    """Hebrew without its points: readers turn a letter and its point round with the line."""
    return re.sub("[\u0591-\u05bd\u05bf\u05c1\u05c2]", "", text)


@pytest.mark.parametrize("language", [one for one in HELLO if one != "yi"])
def test_text_comes_out_as_it_went_in(language: str, tmp_path: Path) -> None:
    """Also a PDF/UA-1 file in which an independent checker finds no error."""
    texts = written(language)
    sheet, templates = sheet_of(language, texts, tmp_path / "templates")
    assert odd_letters(sheet) == ""
    pdf = compile_pdf(sheet, templates)
    assert pdf == compile_pdf(sheet, templates)
    for number, read in enumerate(reads(pdf, tmp_path)):
        found = unpointed(letters(read))
        if number == 0 and language_values(language)["dir"] == "ltr":
            lines = {" ".join(line.split()) for line in re.sub("[\u200b\xad]", "", read).splitlines()}
            short = [" ".join(re.sub("[\u200b\xad]", "", text).split()) for text in texts if len(text) < 30]
            parted = [text for text in short if text not in lines]
            assert len(parted) <= _PARTED * len(short), parted
        assert [text for text in texts if not all(part in found for part in parts(language, text))] == []
    (tmp_path / "whole.pdf").write_bytes(pdf)
    result = check(str(tmp_path / "whole.pdf"), skip=["TBL-014"])
    assert [one for one in result.findings if one.severity == "error"] == []


@pytest.mark.parametrize("language", ["km", "my", "th"])
def test_nothing_moves_on_the_paper(language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is put together looks as before, to the last pixel; it was apart, and what is joined stays as it is."""
    sheet, templates = sheet_of(language, written(language)[:60], tmp_path / "templates")
    with monkeypatch.context() as patched:
        patched.setattr("toolkit_builder.pdf.join_clusters", lambda pdf: pdf)
        apart = compile_pdf(sheet, templates)
    joined = compile_pdf(sheet, templates)
    assert joined == join_clusters(apart)
    with pikepdf.open(io.BytesIO(apart)) as before, pikepdf.open(io.BytesIO(joined)) as after:
        assert len(after.pages) == len(before.pages)
        assert after.pages[0].Contents.read_bytes() != before.pages[0].Contents.read_bytes()
    first, second = (pypdfium2.PdfDocument(pdf)[0].render(scale=2).to_pil() for pdf in (apart, joined))
    assert ImageChops.difference(first, second).getbbox() is None


def test_the_same_letters_twice_stay_twice(tmp_path: Path) -> None:
    texts = ["ดีดี ดีดีดี", "နိနိ", "និនិនិ", "दिदि"]
    for language, text in zip(("th", "my", "km", "hi"), texts, strict=True):
        sheet, templates = sheet_of(language, [f"{text} {HELLO[language]} {text}"], tmp_path / language)
        for read in reads(compile_pdf(sheet, templates), tmp_path):
            assert letters(read).count(letters(text)) >= 2, (language, read)
            assert letters(f"{text} {HELLO[language]} {text}") in letters(read), language


_PARTED = 0.02
"""The share of names in which Poppler may see a blank within a word, as it guesses blanks from gaps."""
TALL = {
    "my": "ကြို ကြို ဥက္ကဋ္ဌ ကျွန်း",
    "km": "ស្ត្រី ហ៊្វឺ ប្អូន",
    "lo": "ນ້ຳ ດຣັມ ດຸ້ງ",
    "te": "ర్క్షి ద్భృ ష్ట్రీ",
    "kn": "ಲ್ಲಿ ಚೆನ್ಸ್ಟೈ",
    "th": "ปู่ ที่ กุ้ง",
    "bn": "র্ষ্ণী ভ্রূ রোষ্ঠী",
}
"""Letters that reach high and deep."""


@pytest.mark.parametrize("language", TALL)
def test_lines_do_not_touch(language: str, tmp_path: Path) -> None:
    """The tallest letters under the deepest, in the narrowest lines that a sheet has."""
    sheet, templates = sheet_of(language, TALL[language].split(), tmp_path / "templates")
    form = FORM.replace("#for", "#set par(spacing: 0.48em)\n#set text(size: 20pt)\n#for")
    (templates[0] / "sheets/poster.typ").write_text(form, encoding="utf-8")
    for order in (1, -1):
        shown = [one for one in sheet.values["shown"] for _ in range(2)][::order]
        pdf = compile_pdf(replace(sheet, values={**sheet.values, "shown": shown}), templates)
        image = pypdfium2.PdfDocument(pdf)[0].render(scale=3).to_pil().convert("L")
        rows = [image.crop((0, y, image.width, y + 1)).getextrema()[0] < 128 for y in range(image.height)]
        lines = sum(now and not before for before, now in itertools.pairwise([False, *rows]))
        assert lines >= len(shown) + 1


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("th", "ปี นี้ คุณ หวัง อะไร สำหรับ ลูก ของ คุณ"),
        ("lo", "ອ່ານ ໜັງສື ນຳ ກັນ ຢູ່ ເຮືອນ"),
        ("km", "តើ អ្នក សង្ឃឹម អ្វី សម្រាប់ កូន របស់ អ្នក"),
        ("my", "ကလေး ရဲ့ ကျောင်း အကြောင်း ပြော ပြ ပါ"),
        ("ksw", "သရၣ်မုၣ် ကအဲၣ်ဒိးသ့ၣ်ညါ ဒီးဖိသၣ်တဖၣ်"),
    ],
)
def test_lines_break_between_words(language: str, words: str, tmp_path: Path) -> None:
    """In a column with room for a word or two. Of these, only Karen has blanks between words."""
    text = words if language == "ksw" else words.replace(" ", "")
    sheet, templates = sheet_of(language, [text], tmp_path / "templates")
    form = FORM.partition("#for")[0] + f"#block(width: {9 if language == 'ksw' else 5}em, data.shown.first())"
    (templates[0] / "sheets/poster.typ").write_text(form, encoding="utf-8")
    read, _ = reads(compile_pdf(sheet, templates), tmp_path)
    _, *lines = (letters(line) for line in read.splitlines() if letters(line))
    assert len(lines) > 1
    assert {*itertools.accumulate(map(len, lines))} <= {*itertools.accumulate(map(len, words.split()))}, lines


@pytest.mark.parametrize(
    "language", [one for one in HELLO if one not in ("hi", "ne", "zh-Hans", "zh-Hant", "ja", "ko")]
)
def test_a_family_gets_its_language_on_paper(toolkit_files: ToolkitFiles, language: str) -> None:
    folder = greeting(toolkit_files, language, HELLO[language])
    assert of_paper(folder) == []
    toolkit, _ = load_toolkit(Folders(folder))
    options = Options(language=language)
    made, findings = make_prints(toolkit, Folders(folder), options, kinds=["reflection"], guides=["k-first"])
    assert ([one.language for one in made], findings) == ([language], [])
    font = font_of(language)
    assert font
    with pikepdf.open(io.BytesIO(made[0].pdf)) as opened:
        used = {str(one.BaseFont) for page in opened.pages for one in page.Resources.Font.values()}
    assert any(font.family.replace(" ", "") in name for name in used), used


# --- What is installed, and what is missing ---


def test_each_script_has_an_extra_with_its_package() -> None:
    """Also: the extra of all is all of them, and the manual tells of each."""
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    of_scripts = {name: needed for name, needed in extras.items() if name.startswith("fonts-")}
    every = of_scripts.pop("fonts-all")
    assert {one.extra for one in SCRIPT_FONTS.values()} == set(of_scripts)
    for font in SCRIPT_FONTS.values():
        (needed,) = of_scripts[font.extra]
        assert needed.startswith(f"{package_name(font.package)}>=")
        assert needed in every
        assert "OFL" in str(distribution(package_name(font.package)).read_text("METADATA"))
    assert len(every) == len({needed for (needed,) in of_scripts.values()})


def test_the_manual_tells_what_was_tried() -> None:
    """A row for each script, with its extra, its package, and the languages of which this module's tests speak."""
    cells = [line.split(" | ") for line in MANUAL.splitlines() if re.match(r"\| [A-Z][A-Za-z ]+ \| [A-Z]", line)]
    rows = {name.removeprefix("| "): rest for name, *rest in cells}
    devanagari = ("Devanagari", "comes along", "fontpkg-noto-sans")
    fonts = {one.script: (one.name, f"`{one.extra}`", package_name(one.package)) for one in SCRIPT_FONTS.values()}
    assert set(rows) == {name for name, _, _ in (*fonts.values(), devanagari)}
    for language in (one for one in HELLO if one != "yi"):
        name, extra, package = fonts.get(script_of(language), devanagari)
        tried, said_extra, said_package, *_ = rows[name]
        assert (said_extra, said_package) == (extra, package)
        # CLDR has no English name for S'gaw Karen.
        named = "Karen" if language == "ksw" else language_name(language, "en").split(" ")[-1]
        assert named in tried


HIDDEN = ("manimgx_fonts", "manimgx_fonts_cjk", "fontpkg_noto_sans_khmer")


def without_packages(*words: str) -> subprocess.CompletedProcess[str]:
    """The program where some packages of fonts are not installed."""
    program = f"import sys; sys.modules.update(dict.fromkeys({HIDDEN!r})); from toolkit_builder.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", program, *words], check=False, capture_output=True, text=True, encoding="utf-8"
    )


def test_a_missing_font_is_told_once_with_what_to_type(toolkit_files: ToolkitFiles) -> None:
    """The line names all extras of the school, as each installation takes the place of the one before."""
    folder = greeting(toolkit_files, "am", HELLO["am"])
    school = folder / "docs/school.yml"
    school.write_text(school.read_text(encoding="utf-8").replace("[en, am]", "[en, am, km, th]"), encoding="utf-8")
    said = without_packages("check", str(folder)).stdout
    assert said.count("[missing-font]") == 2
    assert "'am' (አማርኛ): the font for Ethiopic letters is not installed" in said
    assert re.search(r"hint: uv tool install '.+\[fonts-ethiopic,fonts-khmer,fonts-thai\]'", said)

    told = without_packages("fonts", str(folder))
    assert told.returncode == 1
    assert re.search(
        r"am +Amharic, Ethiopic +missing: the package manimgx-fonts, extra \[fonts-ethiopic\]", told.stdout
    )
    assert re.search(r"th +Thai, Thai +Noto Sans Thai, of the package fontpkg-noto-sans-thai", told.stdout)
    assert "[fonts-ethiopic,fonts-khmer,fonts-thai]'" in told.stdout

    printed = without_packages("print", str(folder), "--sheet", "reflection", "--guide", "k-first")
    assert printed.returncode == 0
    assert "Nothing of 'reflection' in Amharic: the fonts have no letters for it." in printed.stderr
    assert (folder / "print/k-first/reflection-letter.pdf").is_file()


# --- A school's own font ---


def test_a_school_prints_in_a_font_of_its_own(toolkit_files: ToolkitFiles, tmp_path: Path) -> None:
    """Also where a package has one for the script; another font makes another PDF."""
    folder = greeting(toolkit_files, "am", HELLO["am"])
    own = tmp_path / "Own.ttf"
    with TTFont(folder_of("manimgx_fonts") / "NotoSansEthiopic[wght].ttf") as font:
        for name in (1, 16):
            font["name"].setName("Own Letters", name, 3, 1, 0x409)
        font.save(own)
    taken = CliRunner().invoke(main, ["fonts", str(folder), "--take", str(own)], catch_exceptions=False)
    assert taken.exit_code == 0, taken.output
    assert "Own Letters is in docs/assets/fonts/Own.ttf." in taken.output
    assert "It has letters of: Ethiopic" in taken.output
    assert "SIL Open Font License" in taken.output
    assert re.search(r"am +Amharic, Ethiopic +Own Letters, your own: Own.ttf", taken.output)

    toolkit, findings = load_toolkit(Folders(folder))
    assert [one.code for one in findings if "font" in one.code] == []
    options = Options(language="am")
    (made,), _ = make_prints(toolkit, Folders(folder), options, kinds=["reflection"], guides=["k-first"])
    with pikepdf.open(io.BytesIO(made.pdf)) as opened:
        used = {str(one.BaseFont) for page in opened.pages for one in page.Resources.Font.values()}
    assert any("NotoSansEthiopic" in name for name in used)
    (folder / "docs/assets/fonts/Own.ttf").unlink()
    toolkit, _ = load_toolkit(Folders(folder))
    (again,), _ = make_prints(toolkit, Folders(folder), options, kinds=["reflection"], guides=["k-first"])
    assert again.key != made.key


def test_a_school_prints_a_script_that_no_package_has(toolkit_files: ToolkitFiles) -> None:
    """The font lies in a lower layer, or a school's; a sign that it has may stand in any language."""
    folder = greeting(toolkit_files, "chr", "ᎣᏏᏲ ☐")
    assert of_paper(folder) == [("missing-font", "docs/school.yml:6", "warning")]
    file = folder / "docs/assets/fonts/cherokee.ttf"
    file.parent.mkdir(parents=True)
    # Names of months stand on pieces, too.
    file.write_bytes(_font_with("☐" + "".join(map(chr, [*range(0x13A0, 0x13F6), *range(0xAB70, 0xABC0)]))))
    assert of_paper(folder) == []
    toolkit, _ = load_toolkit(Folders(folder))
    made, findings = make_prints(
        toolkit, Folders(folder), Options(language="chr"), kinds=["reflection"], guides=["k-first"]
    )
    assert [one.message for one in findings] == []
    assert [one.language for one in made] == ["chr"]


def _font_with(text: str, *, embedding: int = 0) -> bytes:
    """A font with a square for each letter."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    pen = TTGlyphPen(None)
    for point in ((0, 0), (0, 500), (500, 500), (500, 0)):
        (pen.moveTo if point == (0, 0) else pen.lineTo)(point)
    pen.closePath()
    square = pen.glyph()
    names = [".notdef", *(f"u{ord(letter):X}" for letter in text)]
    made = FontBuilder(1000)
    made.setupGlyphOrder(names)
    made.setupCharacterMap({ord(letter): f"u{ord(letter):X}" for letter in text})
    made.setupGlyf(dict.fromkeys(names, square))
    made.setupHorizontalMetrics(dict.fromkeys(names, (600, 0)))
    made.setupHorizontalHeader(ascent=800, descent=-200)
    made.setupNameTable({"familyName": "Squares", "styleName": "Regular", "psName": "Squares"})
    made.setupOS2(sTypoAscender=800, sTypoDescender=-200, fsType=embedding)
    made.setupPost()
    out = io.BytesIO()
    made.font.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.ttf", b"wOF2" + bytes(60), "it is a font for web pages"),
        ("b.otf", b"<html>", "it is no font"),
        ("c.ttf", b"\x00\x01\x00\x00\x00\x09" + bytes(20), "it is broken, or no font at all"),
        ("d.ttf", b"", "it is empty"),
        ("e.ttf", _font_with("ab", embedding=2), "its maker forbids to put it into PDFs"),
        ("f.ttf", _font_with("ab")[:200], "it is broken, or no font at all"),
    ],
)
def test_what_cannot_be_printed_with_is_told(
    toolkit_files: ToolkitFiles, tmp_path: Path, name: str, content: bytes, why: str
) -> None:
    """In the folder, as a finding; and before it is taken there. All else is printed."""
    folder = toolkit_files({"docs/school.yml": SCHOOL})
    file = tmp_path / name
    file.write_bytes(content)
    taken = CliRunner().invoke(main, ["fonts", str(folder), "--take", str(file)])
    assert taken.exit_code == 1
    assert why in taken.output
    assert not (folder / "docs/assets").is_dir() or not (folder / "docs/assets/fonts").exists()

    (folder / "docs/assets/fonts").mkdir(parents=True)
    (folder / "docs/assets/fonts" / name).write_bytes(content)
    toolkit, findings = load_toolkit(Folders(folder))
    (told,) = [one for one in findings if one.code == "unusable-font"]
    assert (told.location.path, told.level) == (f"docs/assets/fonts/{name}", "warning")
    assert why in told.message
    assert toolkit.fonts == ()
    made, _ = make_prints(toolkit, Folders(folder), Options(), kinds=["reflection"], guides=["k-first"])
    assert len(made) == 1
