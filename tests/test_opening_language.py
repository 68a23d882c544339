"""A site that opens in another language than the one in which its library is written."""

import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, expect
from pypdfium2 import PdfDocument

from toolkit_builder.build import build
from toolkit_builder.checking import check
from toolkit_builder.cli import main
from toolkit_builder.folders import Folders, Layer
from toolkit_builder.loading import load_toolkit
from toolkit_builder.mkdocs_plugin import build_site
from toolkit_builder.options import Options
from toolkit_builder.prose import SourceText
from toolkit_builder.rules import OF_PAPER
from toolkit_builder.translating import in_language

from .browsing import NEEDS_BROWSER, Server, watching
from .cases import TESTS
from .conftest import ToolkitFiles

ROOT = "https://school.example/visits/"
SCHOOL = (TESTS / "base/docs/school.yml").read_text(encoding="utf-8")
SPANISH = {
    "guide/k-first/title": ("Kindergarten, first visit", "Kínder, primera visita"),
    "prompt/hopes/text": ("What do you hope this year brings for your child?", "¿Qué espera de este año para su hijo?"),
    "school/contacts/1/who": ("The office", "La oficina"),
}


def catalogue(said: dict[str, tuple[str, str]]) -> str:
    entries = (f'msgctxt "{place}"\nmsgid "{text}"\nmsgstr "{other}"\n' for place, (text, other) in said.items())
    return "\n".join(('# Reviewed: yes\nmsgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n', *entries))


def oak(folder: Path, languages: str, **files: str) -> Path:
    """A school's folder on a library that is written in English and translated into Spanish, in part."""
    shutil.copytree(TESTS / "base", folder / "library")
    (folder / "library/locales").mkdir()
    (folder / "library/locales/es.po").write_text(catalogue(SPANISH), encoding="utf-8")
    own = folder / "oak"
    (own / "docs/assets").mkdir(parents=True)
    shutil.copy(TESTS / "base/docs/assets/logo.svg", own / "docs/assets")
    school = SCHOOL.replace("[en]", languages, 1)
    settings = f"site_name: x\nsite_url: {ROOT}\ntheme: {{name: material}}\n"
    settings += "plugins: [{toolkit-builder: {layers: [../library]}}]\n"
    for name, text in {"docs/school.yml": school, "mkdocs.yml": settings, **files}.items():
        (own / name).write_text(text, encoding="utf-8")
    return own


def folders(own: Path) -> Folders:
    return Folders(own, below=(Layer.of(own.parent / "library", "../library"),))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The school's site, which opens in Spanish, with a page by hand in both languages, and one in English only."""
    folder = tmp_path_factory.mktemp("opening")
    pages = {"docs/bus.md": "# Bus times\n", "docs/bus.es.md": "# Horarios\n", "docs/art.md": "# Art room\n"}
    own = oak(folder, "[es, en]", **pages)
    return build_site(own, site_dir=folder / "site", is_strict=False, prints=False, has_zip=True)


@pytest.mark.parametrize(("part", "language"), [("", "es"), ("en/", "en")])
def test_the_root_is_in_the_first_language(site: Path, part: str, language: str) -> None:
    """Every page says its language, leads to the same page in the other, and names the root for all other readers."""
    for uri in ("", "guides/k-first/", "guides/k-first/family/", "find/", "glossary/"):
        html = (site / part / uri / "index.html").read_text(encoding="utf-8")
        assert f'<html lang="{language}"' in html
        assert f'rel="canonical" href="{ROOT}{part}{uri}"' in html
        assert dict(re.findall(r'<link rel="alternate " hreflang="([^"]+)" href="([^"]+)">', html)) == {
            "es": f"{ROOT}{uri}", "en": f"{ROOT}en/{uri}", "x-default": f"{ROOT}{uri}",
        }  # fmt: skip
    assert not (site / "es").exists()
    assert json.loads((site / part / "manifest.webmanifest").read_bytes())["lang"] == language
    assert json.loads((site / part / "toolkit.json").read_bytes())["language"] == language


def test_the_sitemaps_tell_both_languages_and_the_root(site: Path) -> None:
    for part in ("", "en/"):
        sitemap = (site / part / "sitemap.xml").read_text(encoding="utf-8")
        entry = sitemap.partition(f"<loc>{ROOT}{part}find/</loc>")[2].partition("</url>")[0]
        assert dict(re.findall(r'hreflang="([^"]+)" href="([^"]+)"', entry)) == {
            "es": f"{ROOT}find/", "en": f"{ROOT}en/find/", "x-default": f"{ROOT}find/",
        }  # fmt: skip
    assert re.findall(r"Sitemap: (\S+)", (site / "robots.txt").read_text()) == [
        f"{ROOT}sitemap.xml", f"{ROOT}en/sitemap.xml",
    ]  # fmt: skip


def test_what_is_not_translated_is_marked_as_the_librarys_language(site: Path) -> None:
    """In Spanish, at the root; the English pages are as they are written, and nothing in them is marked."""
    spanish = (site / "guides/k-first/index.html").read_text(encoding="utf-8")
    english = (site / "en/guides/k-first/index.html").read_text(encoding="utf-8")
    assert "Kínder, primera visita" in spanish
    assert '<span lang="en" dir="auto">' in spanish
    assert "en inglés" in re.findall(r'<p class="tb-translation">(.*?)</p>', spanish)[0]
    assert "Kindergarten, first visit" in english
    assert 'lang="en" dir="auto">' not in english.partition("<main")[2]
    assert "tb-translation" not in english


def test_pages_by_hand_are_in_the_language_of_their_names(site: Path) -> None:
    def heading(path: str) -> list[str]:
        return re.findall(r"<h1[^>]*>([^<]+)", (site / path / "index.html").read_text(encoding="utf-8"))

    assert [heading(path) for path in ("bus", "en/bus", "art", "en/art")] == [
        ["Horarios"], ["Bus times"], ["Art room"], ["Art room"],
    ]  # fmt: skip


@NEEDS_BROWSER
def test_a_reader_goes_from_spanish_to_english_and_back(browser: Browser, site: Path, tmp_path: Path) -> None:
    """Home, switch, search and a wrong address, below the path that the site will have."""
    shutil.copytree(site, tmp_path / "visits")
    # A host answers each wrong address with the 404 page of the site's root; a script puts the reader's language first.
    shutil.copy(site / "404.html", tmp_path)
    server = Server(tmp_path)
    with watching(browser, f"{server.address}visits/") as seen:
        page = seen.goto("")
        expect(page.locator("html")).to_have_attribute("lang", "es")
        page.locator("[data-tb-run=search]").first.click()
        page.locator(".tb-search input").press_sequentially("kinder primera")
        page.locator(".tb-results a").first.click()
        expect(page).to_have_url(f"{seen.address}guides/k-first/")
        page.locator(".tb-languages summary").click()
        expect(page.locator(".tb-languages a")).to_have_text(["español", "English"], use_inner_text=True)
        page.locator(".tb-languages a").last.click()
        expect(page).to_have_url(f"{seen.address}en/guides/k-first/")
        expect(page.get_by_role("heading", level=1)).to_have_text("Kindergarten, first visit")
        page.locator(".tb-languages summary").click()
        page.locator(".tb-languages a").first.click()
        expect(page).to_have_url(f"{seen.address}guides/k-first/")
        for uri, language in (("none/", "es"), ("en/none/", "en")):
            seen.goto(uri)
            expect(page.locator(".tb-lost").first).to_have_attribute("lang", language)
        seen.complaints.clear()
    server.close()


@NEEDS_BROWSER
def test_a_long_list_of_languages_scrolls(browser: Browser, site: Path) -> None:
    """The header stays in its place, so what lies below the screen's end would be out of reach."""
    server = Server(site)
    with watching(browser, server.address) as seen:
        page = seen.goto("")
        page.locator(".tb-languages ul").evaluate(
            "list => { for (let count = 0; count < 40; count++) list.append(list.lastElementChild.cloneNode(true)); }"
        )
        page.locator(".tb-languages summary").click()
        page.locator(".tb-languages a").last.focus()
        expect(page.locator(".tb-languages a").last).to_be_in_viewport(ratio=1)
    server.close()


@NEEDS_BROWSER
def test_the_copy_for_a_stick_opens_in_spanish(browser: Browser, site: Path, tmp_path: Path) -> None:
    shutil.unpack_archive(site.with_name("site-offline.zip"), tmp_path)
    assert '<html lang="es"' in (tmp_path / "START.html").read_text(encoding="utf-8")
    with watching(browser, tmp_path.as_uri() + "/") as seen:
        page = seen.goto("START.html")
        expect(page.locator("html")).to_have_attribute("lang", "es")
        page.locator(".tb-languages summary").click()
        page.locator(".tb-languages a").last.click()
        expect(page).to_have_url(f"{seen.address}toolkit/en/index.html")


def test_printed_pieces_of_the_first_language_lie_at_the_root(tmp_path: Path) -> None:
    own, out = oak(tmp_path, "[es, en]"), tmp_path / "printed"
    made = CliRunner().invoke(
        main, ["print", str(own), "--guide", "k-first", "--sheet", "interpreter", "--out", str(out)]
    )
    assert made.exit_code == 0, made.output
    assert sorted(file.relative_to(out).as_posix() for file in out.rglob("*.pdf")) == [
        "en/k-first/interpreter-letter.pdf"
    ]
    assert "half of it is translated into Spanish" in made.output


def test_what_is_for_staff_is_made_in_the_language_of_their_notes(tmp_path: Path) -> None:
    own = oak(tmp_path, "[es, en]")
    school = own / "docs/school.yml"
    school.write_text(f"{school.read_text(encoding='utf-8')}staff: {{publish: false}}\n", encoding="utf-8")
    made = build(folders(own), Options(prints=False))
    assert [*made.private] == ["staff.pdf"]
    text = "".join(page.get_textpage().get_text_range() for page in PdfDocument(made.private["staff.pdf"]))
    assert "Everyone is trained for three hours." in " ".join(text.split())
    assert "staff/" not in [page.uri for page in made.pages]
    assert not build(folders(own), Options(language="en", prints=False)).private


def test_rules_look_at_the_text_as_it_is_written(tmp_path: Path) -> None:
    """English ones speak, though the site opens in Spanish; and they speak once, not for each language."""
    own = oak(tmp_path, "[es, en]")
    (own / "docs/prompts").mkdir()
    asked = "What went well, and what would you change?"
    prompt = f"- {{id: two, text: '{asked}', purpose: hopes, listener: family, bands: [elementary], we_share: One.}}\n"
    (own / "docs/prompts/own.yml").write_text(prompt, encoding="utf-8")
    _, findings = check(folders(own), {})
    assert "two-questions" in {one.code for one in findings if one.location.path == "docs/prompts/own.yml"}
    english = build(folders(own), Options(language="en", prints=False))
    assert [one.code for one in english.findings if one.code == "two-questions"] == []


@pytest.mark.parametrize(
    ("languages", "title", "promised"),
    [
        # The library's Spanish serves all of Latin America.
        ("[es-419, en]", "Kínder, primera visita", ["es-419"]),
        ("[es]", "Kínder, primera visita", ["es"]),
        # English of one country is English, and not a translation that is missing.
        ("[en-US, es]", "Kindergarten, first visit", ["es"]),
    ],
)
def test_a_region_takes_the_words_of_its_language(
    tmp_path: Path, languages: str, title: str, promised: list[str]
) -> None:
    toolkit, findings = load_toolkit(folders(oak(tmp_path, languages)))
    opened = in_language(toolkit, "")
    guide = next(guide for guide in opened.guides if guide.id == "k-first")
    assert (guide.title, isinstance(guide.title, SourceText)) == (title, False)
    assert [*toolkit.promised] == promised
    assert isinstance(guide.summary, SourceText) == opened.language.startswith("es")
    assert [one.code for one in findings if one.level == "error" or one.code in OF_PAPER] == []


def test_a_regions_own_words_win_over_those_of_its_language(tmp_path: Path) -> None:
    own = oak(tmp_path, "[en, es-419, es]")
    (own / "locales").mkdir()
    said = {"guide/k-first/title": ("Kindergarten, first visit", "Jardín, primera visita")}
    (own / "locales/es-419.po").write_text(catalogue(said), encoding="utf-8")
    toolkit, findings = load_toolkit(folders(own))
    titles = {one: in_language(toolkit, one).guides[0].title for one in ("es-419", "es")}
    assert titles == {"es-419": "Jardín, primera visita", "es": "Kínder, primera visita"}
    assert in_language(toolkit, "es-419").prompts[0].text == SPANISH["prompt/hopes/text"][1]
    assert [one.code for one in findings if one.code == "unknown-file"] == []


def test_a_toolkit_without_a_library_says_in_what_it_is_written(toolkit_files: ToolkitFiles) -> None:
    """With the languages turned round alone, its catalogue would be for nobody, and says so."""
    opening = SCHOOL.replace("[en]", "[es, en]")
    folder = toolkit_files({"docs/school.yml": opening, "locales/es.po": catalogue(SPANISH)})
    _, findings = load_toolkit(Folders(folder))
    (finding,) = [one for one in findings if one.code == "unknown-file"]
    assert (str(finding.location), finding.hint.endswith("'written_in: en'")) == ("locales/es.po:1", True)

    toolkit_files({"docs/school.yml": f"{opening}written_in: en\n"})
    toolkit, findings = load_toolkit(Folders(folder))
    assert [one for one in findings if one.level != "note"] == []
    assert in_language(toolkit, "").guides[0].title == SPANISH["guide/k-first/title"][1]


def test_a_layer_cannot_be_written_in_another_language_than_those_below(tmp_path: Path) -> None:
    own = oak(tmp_path, "[es, en]")
    school = own / "docs/school.yml"
    school.write_text(f"{school.read_text(encoding='utf-8')}written_in: es\n", encoding="utf-8")
    _, findings = load_toolkit(folders(own))
    assert [(one.code, str(one.location)) for one in findings if one.level == "error"] == [
        ("invalid-value", "docs/school.yml:10"),
    ]  # fmt: skip


def test_chinese_without_a_script_is_the_simplified_one(tmp_path: Path) -> None:
    own = oak(tmp_path, "[en, zh]")
    said = {"guide/k-first/title": ("Kindergarten, first visit", "幼儿园第一次家访")}
    (own.parent / "library/locales/zh-Hans.po").write_text(catalogue(said), encoding="utf-8")
    toolkit, _ = load_toolkit(folders(own))
    assert in_language(toolkit, "zh").guides[0].title == "幼儿园第一次家访"
