"""The site in other languages, in a real browser: a walk through Spanish, one through Arabic, axe in both."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from .browsing import NEEDS_BROWSER, Server, Watched, axe_and_widths, opened, until_kept, watching
from .conftest import Tab

pytestmark = NEEDS_BROWSER
_LANGUAGES = re.compile(r'<(details class="tb-languages"|dialog class="tb-show").*?</(details|dialog)>', re.DOTALL)
"""What names all languages: the switch, and the code for a family's phone."""
LANGUAGES = ["es", "ar", "zh-Hans", "vi", "ht"]
NAMES = ["English", "español", "العربية", "中文 (简体)", "Tiếng Việt", "Kreyòl Ayisyen"]
# One of each kind of page that a family or a teacher uses.
PAGES = ["", "grades/grade-3/", "guides/grade-3-second/", "guides/grade-3-second/family/", "find/#grade=3", "pack/",
         "offline/", "routines/cooking/", "prompts/hopes/", "glossary/", "staff/", "404.html"]  # fmt: skip


@pytest.mark.parametrize("uri", PAGES)
@pytest.mark.parametrize("language", ["es", "ar"])
def test_axe_finds_nothing_and_nothing_overflows(tab: Tab, language: str, uri: str) -> None:
    """Colors are those of the English pages, which `test_browser` looks at; but only here, what tells of languages."""
    seen = tab(f"{language}/")
    page = seen.goto(uri)
    opened(page)
    axe_and_widths(page, looks="all" if uri in ("", "guides/grade-3-second/") else "others")
    if uri == "404.html":
        seen.complaints.clear()


def test_the_switch_stays_on_the_page(phone: Watched) -> None:
    """From the middle of the site, there and back; each language has its own name for itself."""
    uri = "guides/grade-3-second/family/"
    page = phone.goto(uri)
    links = page.locator(".tb-languages a")
    for number, language in enumerate(LANGUAGES, start=1):
        page.locator(".tb-languages summary").click()
        expect(links).to_have_text(NAMES, use_inner_text=True)
        links.nth(number).click()
        expect(page).to_have_url(f"{phone.address}{language}/{uri}")
        expect(page.locator("html")).to_have_attribute("lang", language)
        page.locator(".tb-languages summary").click()
        links.first.click()
        expect(page).to_have_url(f"{phone.address}{uri}")


@pytest.mark.parametrize("uri", ["", "guides/grade-3-second/", "find/", "grades/grade-3/"])
def test_search_engines_are_told_of_the_same_page_in_each_language(default_site: Path, uri: str) -> None:
    root = "https://visits.maplestreet.example/"
    wanted = {"en": f"{root}{uri}", "x-default": f"{root}{uri}", **{one: f"{root}{one}/{uri}" for one in LANGUAGES}}
    for folder in (default_site, default_site / "ar"):
        html = (folder / uri / "index.html").read_text(encoding="utf-8")
        assert dict(re.findall(r'<link rel="alternate " hreflang="([^"]+)" href="([^"]+)">', html)) == wanted


def test_nothing_english_is_left_in_spanish(default_site: Path) -> None:
    """Every text is translated; each page tells that no native speaker has reviewed it yet."""
    for path in (default_site / "es").rglob("*.html"):
        if path.name == "404.html":
            continue  # It speaks all languages.
        html = path.read_text(encoding="utf-8")
        inside = _LANGUAGES.sub("", html)
        assert ' lang="en"' not in inside, path
        assert path.name == "404.html" or "todavía no ha sido revisada" in html, path


def test_no_page_shows_a_slot_as_it_is_typed(default_site: Path) -> None:
    slot = re.compile(r"\{(?:teacher|partner|child|school|phone|day|time|place|language|decline)\}")
    shown = {
        path.relative_to(default_site).as_posix(): found
        for path in default_site.rglob("*.html")
        if (found := slot.findall(path.read_text(encoding="utf-8")))
    }
    assert shown == {}


def test_what_is_not_translated_says_so(default_site: Path) -> None:
    """In its place, marked as English, with a quiet note; what a family reads of its visit has no such mark."""
    guide = (default_site / "ar/guides/grade-3-second/index.html").read_text(encoding="utf-8")
    assert '<span lang="en" dir="auto">' in guide
    assert "الإنجليزية" in re.findall(r'<p class="tb-translation">(.*?)</p>', guide)[0]
    for path in (default_site / "ar/guides").glob("*/family/index.html"):
        html = path.read_text(encoding="utf-8").partition('id="your-choice"')[2].partition('<dialog class="tb-show"')[0]
        assert html
        assert 'lang="en" dir="auto"' not in html, path


def walk(page: Page, seen: Watched, words: dict[str, str]) -> None:
    """Home, grade, guide, visit mode, pack, search, finder: by the words that a reader of the language sees."""
    page.get_by_role("link", name=words["grade"]).first.click()
    page.locator("a.tb-guide-link").first.click()
    # A tap before the scripts are there would be lost.
    page.wait_for_url("**/guides/**")
    page.get_by_role("button", name=f"{words['pack']}: ").first.click()
    page.get_by_role("button", name=words["visit"]).click()
    page.locator("[data-tb-stage=part]").click()
    expect(page.locator(".tb-visit-where")).to_contain_text("1")
    page.get_by_role("button", name=words["next"]).click()
    expect(page.locator(".tb-visit-where")).to_contain_text("2")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("button", name=words["search"]).first.click()
    page.get_by_role("combobox", name=words["search"]).press_sequentially(words["query"])
    expect(page.locator(".tb-results a").first).to_be_visible()
    assert any(words["found"] in text for text in page.locator(".tb-results a").all_inner_texts()[:3])
    page.keyboard.press("Escape")
    seen.goto("find/#grade=3&kind=a")
    expect(page.locator(".tb-found")).to_contain_text("22")
    page.locator(".tb-found-list [data-tb-add]").first.click()
    seen.goto("pack/")
    expect(page.locator(".tb-pack-list > li")).to_have_count(2)
    page.get_by_role("button", name=words["undo of"]).first.click()
    expect(page.locator(".tb-pack-list > li")).to_have_count(1)
    expect(page.get_by_role("button", name=words["undo"])).to_be_visible()


def test_a_walk_through_spanish(tab: Tab) -> None:
    seen = tab("es/")
    page = seen.goto("")
    walk(page, seen, {
        "grade": "3.er grado", "pack": "Mi carpeta", "visit": "Modo visita", "next": "Siguiente",
        "search": "Buscar", "query": "fracciones cocina", "found": "receta",
        "undo of": "Sacar", "undo": "Deshacer",
    })  # fmt: skip


def test_a_walk_through_arabic(tab: Tab) -> None:
    """From right to left: the left arrow goes on, and nothing is mirrored that must not be."""
    seen = tab("ar/")
    page = seen.goto("")
    assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
    seen.goto("guides/grade-3-second/")
    page.locator("[data-tb-run=visit]").click()
    page.locator("[data-tb-stage=part]").click()
    where = page.locator(".tb-visit-where")
    expect(where).to_contain_text("1")
    first = where.inner_text()
    page.keyboard.press("ArrowLeft")
    expect(where).not_to_have_text(first)
    page.keyboard.press("ArrowRight")
    expect(where).to_have_text(first)
    page.keyboard.press("Escape")
    phone = seen.goto("guides/grade-3-second/family/").locator("a[href^='tel:']").first
    assert phone.evaluate("one => [getComputedStyle(one).direction, getComputedStyle(one).unicodeBidi]") == [
        "ltr", "isolate",
    ]  # fmt: skip
    search_words = seen.goto("").locator("[data-tb-run=search]")
    search_words.click()
    page.locator(".tb-search input").press_sequentially("الطبخ")
    expect(page.locator(".tb-results a").first).to_contain_text("الطبخ")


@pytest.mark.parametrize(("language", "queries"), {
    "es": {"esperanzas y suenos": "purpose/hopes", "lavar ropa": "routine/laundry", "numerador": "term/numerator",
           "3.er grado primera visita": "guide/grade-3-first"},
    "zh-Hans": {"洗衣服": "routine/laundry", "三年级": "grade/3"},
    "vi": {"nau an": "routine/cooking", "lop 3": "grade/3"},
    "ht": {"lesiv": "routine/laundry"},
    "ar": {"غسيل": "routine/laundry", "الصف الثالث": "grade/3"},
}.items())  # fmt: skip
def test_search_works_in_each_language(tab: Tab, language: str, queries: dict[str, str]) -> None:
    """With or without accents, whole or as a part; Chinese without blanks."""
    page = tab(f"{language}/").goto("")
    page.locator("[data-tb-run=search]").click()
    field = page.locator(".tb-search input")
    for query, found in queries.items():
        field.fill("")
        field.press_sequentially(query)
        expect(page.locator(".tb-results a").first).to_be_visible()
        names = page.locator(".tb-results a").evaluate_all("links => links.map(one => one.dataset.tbResult)")
        assert any(name.startswith(found) for name in names[:3]), (query, names[:5])


def test_no_signal_in_spanish(browser: Browser, default_site: Path) -> None:
    """Each language keeps its own pages."""
    server = Server(default_site)
    with watching(browser, f"{server.address}es/", keeps=True) as seen:
        seen.goto("grades/grade-3/")
        page = seen.goto("offline/")
        state = page.locator("li[data-tb-grade='3'] .tb-keep-state")
        until_kept(page, "3-pages")
        expect(state).to_contain_text("(")
        page.context.set_offline(True)
        seen.goto("guides/grade-3-second/")
        expect(page.get_by_role("heading", level=1)).to_have_text("3.er grado, segunda visita")
        search_for_words = page.locator("[data-tb-run=search]")
        search_for_words.click()
        page.locator(".tb-search input").press_sequentially("receta")
        expect(page.locator(".tb-results a").first).to_be_visible()
    server.close()
