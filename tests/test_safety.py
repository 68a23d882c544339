"""What readers' browsers refuse: every page's policy, the headers of a host, and nothing that the site needs."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path
from xml.etree import ElementTree

import pymupdf
import pytest
from playwright.sync_api import Browser, Route, expect

from toolkit_builder.mkdocs_plugin import build_site
from toolkit_builder.resources import templates_dir
from toolkit_builder.safety import headers_file, inline_scripts, page_policy, script_hash

from .browsing import NEEDS_BROWSER, Scheme, Server, Watched, axe_finds, colored, search_for, watching
from .conftest import ToolkitFiles
from .test_browser import PAGES


class Head(HTMLParser):
    """A page's policy, what stood before it, and the styles and scripts that stand in the page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.policy = ""
        self.before: list[str] = []
        self.styles: list[str] = []
        self.handlers: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if values.get("http-equiv") == "Content-Security-Policy":
            self.policy = values["content"] or ""
        elif not self.policy:
            self.before.append(tag)
        if tag == "style" or "style" in values:
            self.styles.append(self.get_starttag_text() or "")
        self.handlers += [name for name in values if name.startswith("on")]


def site_of(toolkit_files: ToolkitFiles, **more: str) -> Path:
    """The base toolkit in English and Spanish, at an address with a path."""
    folder = toolkit_files(more)
    for name, old, new in (
        ("docs/school.yml", "languages: [en]", "languages: [en, es]"),
        ("mkdocs.yml", "site_name:", "site_url: https://example.org/x/\nsite_name:"),
    ):
        text = (folder / name).read_text(encoding="utf-8")
        (folder / name).write_text(text.replace(old, new), encoding="utf-8")
    return build_site(folder, site_dir=None, is_strict=False, prints=False)


def test_a_policy_names_each_script_and_allows_no_other(toolkit_files: ToolkitFiles) -> None:
    """On every page, in every depth and language, before all else; a script in an author's text is not blessed."""
    bad = "steal()"
    site = site_of(
        toolkit_files, **{"docs/ours.md": f"# Ours\n\n<script>{bad}</script>\n\n| a | b |\n|:-:|--:|\n| 1 | 2 |\n"}
    )
    policies = set()
    for path in site.rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        head = Head(html)
        policies.add(head.policy)
        assert head.before == ["html", "head"], path
        assert html.index("charset=") < 1000, path
        scripts = inline_scripts(html)
        assert len(scripts) >= 3, path
        unnamed = [script for script in scripts if script_hash(script) not in head.policy]
        assert unnamed == ([bad] if path.parent.name == "ours" else []), path
        assert (head.styles, head.handlers) == ([], []), path
    (policy,) = policies
    assert "unsafe" not in policy
    assert "http" not in policy


def test_a_preview_allows_the_script_that_mkdocs_puts_in() -> None:
    assert "script-src 'self' 'unsafe-inline';" in page_policy(None)


@pytest.mark.parametrize(
    ("html", "scripts"),
    [
        ("<script>a<b</script>", ["a<b"]),
        ('<script data-scope="..">a</script><script>b</script>', ["a", "b"]),
        ("<script></script>", [""]),
        ('<script type="module">a</script>', ["a"]),
        ('<script src="a.js"></script>', []),
        ('<script type="application/json">{}</script>', []),
        ("<p>a</p>", []),
    ],
)
def test_scripts_that_run_in_place_are_found(html: str, scripts: list[str]) -> None:
    assert inline_scripts(html) == scripts


def test_our_base_script_is_materials() -> None:
    """But for the place of the address: when Material changes its script, this says so."""
    own = (templates_dir() / "material/partials/javascripts/base.html").read_text(encoding="utf-8")
    theirs = files("material").joinpath("templates/partials/javascripts/base.html").read_text(encoding="utf-8")
    (script,) = inline_scripts(theirs)

    assert inline_scripts(own) == [
        script.replace('"{{ config.extra.scope | d(base_url) }}"', "document.currentScript.dataset.scope")
    ]


def rules_of(headers: str) -> dict[str, dict[str, str]]:
    """A headers file as a host reads it: paths, and the headers of each."""
    rules: dict[str, dict[str, str]] = {}
    path = ""
    for line in headers.splitlines():
        if line.startswith("/"):
            path = line
            rules[path] = {}
        elif line.strip() and not line.startswith("#"):
            name, _, value = line.strip().partition(": ")
            rules[path][name] = value
    return rules


def test_the_headers_file_is_what_hosts_read() -> None:
    """One rule for all; no two for the same header of a file, for hosts join them; lines that Cloudflare takes."""
    text = headers_file(["/x/", "/x/es/"])
    rules = rules_of(text)

    assert list(rules) == ["/x/*", "/x/assets/toolkit/*", "/x/sw.js", "/x/es/assets/toolkit/*", "/x/es/sw.js"]
    assert rules["/x/*"]["X-Content-Type-Options"] == "nosniff"
    # They go with PDFs as well, which Safari shows in a small box if the policy says more.
    assert rules["/x/*"]["Content-Security-Policy"] == "frame-ancestors 'none'"
    assert "Cache-Control" not in rules["/x/*"]
    assert "immutable" in rules["/x/es/assets/toolkit/*"]["Cache-Control"]
    assert rules["/x/sw.js"] == {"Cache-Control": "no-cache"}
    assert max(map(len, text.splitlines())) < 2000


@pytest.mark.parametrize("name", ["clipboard-write", "web-share", "fullscreen", "screen-wake-lock"])
def test_what_pages_use_is_not_forbidden(name: str) -> None:
    assert f"{name}=" not in headers_file(["/"])


SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def test_search_engines_find_all_pages_in_all_languages(toolkit_files: ToolkitFiles) -> None:
    site = site_of(toolkit_files)

    assert (site / "robots.txt").read_text() == (
        "User-agent: *\nAllow: /\n"
        "Sitemap: https://example.org/x/sitemap.xml\nSitemap: https://example.org/x/es/sitemap.xml\n"
    )
    assert (site / ".nojekyll").is_file()
    for folder in ("", "es/"):
        tree = ElementTree.parse(site / folder / "sitemap.xml")  # noqa: S314, our own file
        found = {entry.findtext("s:loc", "", SITEMAP): entry for entry in tree.iterfind("s:url", SITEMAP)}
        pages = {
            path.parent.relative_to(site / folder).as_posix()
            for path in (site / folder).rglob("index.html")
            if folder or "es" not in path.relative_to(site).parts
        }
        unlisted = {"pack", "offline"}
        assert found.keys() == {f"https://example.org/x/{folder}{name}/".replace("./", "") for name in pages - unlisted}
        entry = found[f"https://example.org/x/{folder}about/"]
        alternates = {one.get("hreflang"): one.get("href") for one in entry.iterfind("x:link", SITEMAP)}
        root = "https://example.org/x/"
        assert alternates == {"en": f"{root}about/", "es": f"{root}es/about/", "x-default": f"{root}about/"}
        for name in unlisted:
            assert 'name="robots" content="noindex"' in (site / folder / name / "index.html").read_text("utf-8")
        assert 'name="robots"' not in (site / folder / "about/index.html").read_text("utf-8")
        assert 'name="robots" content="noindex"' in (site / folder / "404.html").read_text("utf-8")


def test_without_an_address_no_sitemap_is_named(toolkit_files: ToolkitFiles) -> None:
    site = build_site(toolkit_files({}), site_dir=None, is_strict=False, prints=False)

    assert (site / "robots.txt").read_text() == "User-agent: *\nAllow: /\n"
    assert "\n/*\n  Content-Security-Policy: frame-ancestors 'none'\n" in (site / "_headers").read_text()
    assert not (site / "sitemap.xml").exists()


def test_a_page_for_wrong_addresses_speaks_every_language(toolkit_files: ToolkitFiles) -> None:
    """Each language's own one begins with it; all links count from the host."""
    site = site_of(toolkit_files)
    for folder, order in (("", ["en", "es"]), ("es", ["es", "en"])):
        article = (site / folder / "404.html").read_text("utf-8").partition("<article")[2].partition("</article>")[0]
        assert re.findall(r'<section class="tb-lost" lang="(\w+)"', article) == order
        assert sorted(re.findall('href="([^"]*)"', article)) == sorted(
            f"/x/{part}{uri}" for part in ("", "es/") for uri in ("", "find/", "families/")
        )
        assert "Esta página no está aquí" in article


def test_a_page_for_wrong_addresses_of_ones_own_is_told(
    toolkit_files: ToolkitFiles, caplog: pytest.LogCaptureFixture
) -> None:
    """Ours speaks every language and counts its links from the host; a hand-written page does neither."""
    site = site_of(toolkit_files, **{"docs/404.md": "# Not here\n"})

    assert [record.message for record in caplog.records if "404.md" in record.message]
    assert "This page is not here" in (site / "404.html").read_text("utf-8")


def test_without_an_address_each_languages_page_finds_its_files(toolkit_files: ToolkitFiles) -> None:
    """Some hosts answer with the page of the folder in which the wrong address lies."""
    folder = toolkit_files({})
    school = folder / "docs/school.yml"
    school.write_text(school.read_text("utf-8").replace("languages: [en]", "languages: [en, es]"), "utf-8")
    site = build_site(folder, site_dir=None, is_strict=False, prints=False)

    for part in ("", "es/"):
        html = (site / part / "404.html").read_text("utf-8")
        linked = re.findall(r'<(?:link rel="stylesheet"|script)[^>]* (?:href|src)="([^"]*)"', html)
        assert len(linked) > 5
        assert [uri for uri in linked if not uri.startswith(f"/{part}assets") or not (site / uri[1:]).is_file()] == []


def test_an_address_without_its_slash_gets_it_once(small_site: Path) -> None:
    """In pages, maps of the site and what is printed, whose codes hold the same addresses."""
    address = "https://school.example/visits"
    texts = [path.read_text("utf-8") for path in small_site.rglob("*") if path.suffix in {".html", ".xml", ".json"}]
    for path in small_site.glob("print/**/*.pdf"):
        with pymupdf.open(path) as document:
            texts += [link.get("uri", "") for page in document for link in page.get_links()]
            texts += ["".join(page.get_text().split()) for page in document]
    found = [after for text in texts for after in re.findall(rf"{address}([^\s\"'<]{{0,9}})", text)]
    assert len(found) > 100
    assert [after for after in found if not re.match(r"/(?!/)", after)] == []


@pytest.fixture(scope="module")
def guarded(default_site: Path) -> Iterator[str]:
    """The default site on a host that reads its headers file."""
    rules = rules_of((default_site / "_headers").read_text(encoding="utf-8"))
    server = Server(default_site, rules["/*"])
    yield server.address
    server.close()


# After what a page shows anew, and what that asks for, has been told.
_DRAWN = "new Promise(requestAnimationFrame).then(() => new Promise(requestAnimationFrame)).then(() => fetch('/'))"


@NEEDS_BROWSER
@pytest.mark.parametrize("folder", ["", "ar/"])
def test_no_page_asks_for_what_it_refuses(browser: Browser, guarded: str, folder: str) -> None:
    """One page of each kind, with the headers of a host beside the page's own policy.

    Each is opened in the colors that were chosen before, and seen in the others.
    """
    schemes: tuple[Scheme, Scheme] = ("dark", "light")
    with watching(browser, guarded, width=1280) as seen:
        for number, uri in enumerate(PAGES):
            seen.goto(folder + uri)
            colored(seen.still(), schemes[number % 2]).evaluate(_DRAWN)


@NEEDS_BROWSER
def test_everything_works_under_the_headers_of_a_host(browser: Browser, guarded: str) -> None:
    """Search, visit mode, colors, pack, its cards and its link, keeping, another language."""
    with watching(browser, guarded, keeps=True) as seen:
        page = seen.goto("guides/grade-3-second/")
        page.get_by_role("button", name="Visit mode").click()
        page.get_by_role("button", name="Visit", exact=True).click()
        expect(page.locator(".tb-visit-where")).to_contain_text("Part 1")
        page.get_by_role("button", name="Next").click()
        page.keyboard.press("Escape")
        page.locator("label[title='Switch to dark colors']").click()
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
        page.locator("[data-tb-add^='p.']").first.evaluate("one => one.click()")
        search_for(page, "half of the recipe")
        page.locator(".tb-results a").first.click()
        expect(page.locator("#half-the-recipe")).to_be_in_viewport()
        seen.goto("pack/")
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
        page.evaluate("window.print = () => undefined")
        page.get_by_role("button", name="Print as cards").click()
        expect(page.locator(".tb-paper-cards article")).to_have_count(1)
        page.get_by_role("button", name="Share a link").click()
        expect(page.locator(".tb-share-note")).to_contain_text("The link is copied")
        seen.goto("find/#grade=3").locator("[data-tb-add]").first.click()
        seen.goto("offline/")
        row = page.locator("li[data-tb-grade='K']")
        row.get_by_role("button", name="Keep all").click()
        expect(row.locator(".tb-keep-state")).to_contain_text("kept with printed pieces")
        page.locator(".tb-languages summary").click()
        page.get_by_role("link", name="Español").click()
        expect(page.locator("html")).to_have_attribute("lang", "es")


INJECTED = """
<script>window.stolen = "inline";</script>
<img src="nothing" alt="" onerror="window.stolen = 'handler'">
<a id="bad" href="javascript:window.stolen='link'">x</a>
<script src="https://elsewhere.example/a.js"></script>
<img src="https://elsewhere.example/a.png" alt="">
<iframe src="https://elsewhere.example/"></iframe>
<form id="sends" action="https://elsewhere.example/"><button>x</button></form>
<base href="https://elsewhere.example/">
<style>h1 { color: rgb(1, 2, 3) !important; }</style>
</body>
"""


@NEEDS_BROWSER
def test_what_is_smuggled_into_a_page_does_not_run(browser: Browser, address: str) -> None:
    """With nothing but the policy in the page: no script, no style, no request elsewhere, no form."""

    def smuggle(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace("</body>", INJECTED))

    with watching(browser, address) as seen:
        page = seen.page
        page.route(f"{address}about/", smuggle)
        page.add_init_script(
            """window.refused = [];
            document.addEventListener("securitypolicyviolation", (one) => refused.push(one.effectiveDirective));"""
        )
        # A request that the policy refuses never gets as far as a route.
        asked: list[str] = []
        page.route("https://elsewhere.example/**", lambda route: asked.append(route.request.url))
        seen.goto("about/")
        page.evaluate("document.querySelector('#bad').click()")
        page.evaluate("document.querySelector('#sends button').click()")
        kinds = [
            "script-src-elem",
            "script-src-attr",
            "img-src",
            "frame-src",
            "form-action",
            "base-uri",
            "style-src-elem",
        ]
        page.wait_for_function("kinds => kinds.every((one) => window.refused.includes(one))", arg=kinds)

        assert page.evaluate("window.stolen") is None
        assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") != "rgb(1, 2, 3)"
        assert page.evaluate("document.baseURI") == f"{address}about/"
        assert page.url == f"{address}about/"
        assert asked == []
        refused = {words.split(":")[0] for words in seen.complaints if words.startswith("refused by ")}
        assert refused == {f"refused by {kind}" for kind in kinds}
        seen.complaints.clear()


TRANSLATOR = (
    """<head>{base}<script src="https://translate.example/a.js"></script><script>window.shown = true;</script>"""
)


@NEEDS_BROWSER
@pytest.mark.parametrize("takes_files", [True, False])
def test_words_can_be_read_where_a_translator_shows_the_page(
    browser: Browser, small_site: Path, takes_files: bool
) -> None:
    """From an address of its own, with scripts of its own; the page's files from there too, or from the school's."""
    server = Server(small_site)
    with watching(browser, server.address) as seen:

        def show(route: Route) -> None:
            address = server.address + route.request.url.partition("translate.goog/")[2]
            if not takes_files and route.request.resource_type != "document":
                route.abort()
                return
            answer = route.fetch(url=address)
            base = "" if takes_files else f'<base href="{address}">'
            is_page = route.request.resource_type == "document"
            head = TRANSLATOR.replace("{base}", base)
            route.fulfill(response=answer, body=answer.text().replace("<head>", head, 1) if is_page else answer.body())

        seen.page.route("https://school-example.translate.goog/**", show)
        seen.page.route("https://translate.example/**", lambda route: route.abort())
        seen.page.goto("https://school-example.translate.goog/guides/k-first/")
        page = seen.page
        assert page.evaluate("window.shown")
        expect(page.locator("h1")).to_be_visible()
        expect(page.locator(".tb-prompt").first).to_be_visible()
        assert len(page.locator(".tb-page").inner_text()) > 1000
        if takes_files:
            page.locator("a[href$='/k-second/']").first.click()
            expect(page.locator("h1")).to_contain_text("second")
        seen.still()
        assert not [words for words in seen.complaints if "Error" in words and "ERR_" not in words]
        seen.complaints.clear()
    server.close()


@NEEDS_BROWSER
@pytest.mark.parametrize(("uri", "language"), [("no/such/", "en"), ("es/no/such/", "es"), ("ar/x", "ar")])
@pytest.mark.parametrize("width", [360, 1280])
def test_a_wrong_address_is_answered_in_its_language(phone: Watched, uri: str, language: str, width: int) -> None:
    """Though the host serves the one page of the root for all."""
    phone.page.set_viewport_size({"width": width, "height": 800})
    page = phone.goto(uri)
    first = page.locator(".tb-lost").first
    expect(first).to_have_attribute("lang", language)
    expect(page.locator(".tb-lost")).to_have_count(6)
    assert axe_finds(page) == []
    phone.complaints.clear()
    first.locator("a").nth(1).click()
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.locator("[data-tb-finder]")).to_be_visible()


@NEEDS_BROWSER
def test_one_button_clears_what_is_stored(browser: Browser, guarded: str) -> None:
    with watching(browser, guarded, keeps=True) as seen:
        page = seen.goto("grades/kindergarten/")
        page.locator("label[title='Switch to dark colors']").click()
        page.evaluate("localStorage.setItem('toolkit:pack', '[\"p.hopes\"]')")
        seen.goto("privacy/")
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        assert page.evaluate("caches.keys()")
        page.get_by_role("button", name="Clear all of it").click()

        expect(page.locator("[data-tb-forgotten]")).to_contain_text("All of it is cleared")
        assert page.evaluate("Object.keys(localStorage)") == []
        assert page.evaluate("caches.keys()") == []
        # Going on works, and pages are kept again.
        seen.goto("offline/")
        expect(page.locator("[data-tb-kept]")).to_contain_text("Kept on this device")
