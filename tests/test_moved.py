"""A guide that was renamed: old addresses, links to a pack, and what is kept on a phone still find it."""

import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from toolkit_builder.build import build
from toolkit_builder.folders import Folders
from toolkit_builder.mkdocs_plugin import build_site
from toolkit_builder.offline import write_zip
from toolkit_builder.options import Options
from toolkit_builder.preview import Rebuilder

from .browsing import NEEDS_BROWSER, Server, axe_finds, watching
from .conftest import ROOT, ToolkitFiles

GUIDE = (ROOT / "tests/base/docs/guides/k-first.yml").read_text(encoding="utf-8") + "old_ids: [k-hello, k-one]\n"
SCHOOL = (ROOT / "tests/base/docs/school.yml").read_text(encoding="utf-8")
RENAMED = {"docs/guides/k-first.yml": GUIDE}


def files_of(folder: Path, site_url: str = "", language: str = "") -> dict[str, str]:
    made = build(Folders(folder), Options(prints=False, site_url=site_url, language=language))
    assert [found for found in made.findings if found.level == "error"] == []
    return {file.uri: file.content.decode() for file in made.files if not file.uri.endswith(".png")}


def test_each_old_address_leads_to_the_new_one(toolkit_files: ToolkitFiles) -> None:
    files = files_of(toolkit_files(RENAMED), site_url="https://x.example/visits/")

    for old in ("k-hello", "k-one"):
        for below, way in (("", "../k-first/"), ("family/", "../../k-first/family/")):
            page = files[f"guides/{old}/{below}index.html"]
            assert f'<meta http-equiv="refresh" content="0; url={way}">' in page
            assert f'<a href="{way}">' in page
            assert '<meta name="robots" content="noindex">' in page
            assert f'<link rel="canonical" href="https://x.example/visits/guides/k-first/{below}">' in page
    assert "canonical" not in files_of(toolkit_files(RENAMED))["guides/k-hello/index.html"]


@pytest.mark.parametrize(
    ("site_url", "roots"),
    [
        ("", ["/", "/es/"]),
        ("https://x.example/", ["/", "/es/"]),
        ("https://x.example/visits/", ["/visits/", "/visits/es/"]),
    ],
)
def test_hosts_that_read_redirects_are_told(toolkit_files: ToolkitFiles, site_url: str, roots: list[str]) -> None:
    """Once, for the languages all together; nothing is told where nothing was renamed."""
    folder = toolkit_files({**RENAMED, "docs/school.yml": SCHOOL.replace("[en]", "[en, es]")})

    lines = files_of(folder, site_url=site_url)["_redirects"].splitlines()
    assert lines == [
        f"{root}{part}/{old}/* {root}{part}/k-first/:splat 301"
        for part in ("guides", "print")
        for old in ("k-hello", "k-one")
        for root in roots
    ]
    spanish = files_of(folder, site_url=site_url, language="es")
    assert "_redirects" not in spanish
    page = spanish["guides/k-hello/index.html"]
    assert '<html lang="es">' in page
    # What is not translated says so where it can: a title holds no element.
    assert "<title>Kindergarten, first visit</title>" in page
    assert '<h1 dir="auto"><span lang="en" dir="auto">Kindergarten, first visit</span></h1>' in page
    assert "_redirects" not in files_of(toolkit_files({"docs/guides/k-first.yml": GUIDE.rpartition("old_ids")[0]}))


def test_a_preview_leads_on_too(toolkit_files: ToolkitFiles) -> None:
    made = Rebuilder().build(Folders(toolkit_files(RENAMED)), Options(prints=False))

    assert "guides/k-one/family/index.html" in [file.uri for file in made.files]


def test_a_title_is_a_title(toolkit_files: ToolkitFiles) -> None:
    title = "title: '</title><b>Hi & you'"
    page = files_of(toolkit_files({"docs/guides/k-first.yml": re.sub("title: .*", title, GUIDE, count=1)}))

    assert "<b>" not in page["guides/k-one/index.html"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The base toolkit with a renamed guide, built."""
    folder = tmp_path_factory.mktemp("moved") / "toolkit"
    shutil.copytree(ROOT / "tests/base", folder)
    (folder / "docs/guides/k-first.yml").write_text(GUIDE, encoding="utf-8")
    settings = folder / "mkdocs.yml"
    settings.write_text(f"site_url: https://x.example/\n{settings.read_text(encoding='utf-8')}", encoding="utf-8")
    return build_site(folder, site_dir=None, is_strict=True, prints=False)


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    server = Server(site)
    yield server.address
    server.close()


def test_an_old_address_is_kept_with_its_grade(site: Path) -> None:
    kept = json.loads((site / "offline/k-pages.json").read_text(encoding="utf-8"))["files"]

    assert {"guides/k-hello/", "guides/k-hello/family/", "guides/k-first/"} <= kept.keys()
    # Only a host reads it.
    lists = [json.loads(file.read_text(encoding="utf-8")) for file in (site / "offline").glob("*.json")]
    assert not any("_redirects" in one.get("files", ()) for one in lists)
    assert (site / "_redirects").is_file()
    assert "k-hello" not in (site / "sitemap.xml").read_text(encoding="utf-8")


@NEEDS_BROWSER
def test_an_old_address_opens_the_guide(browser: Browser, address: str) -> None:
    with watching(browser, address) as seen:
        for below in ("", "family/"):
            page = seen.goto(f"guides/k-hello/{below}")
            expect(page).to_have_url(f"{address}guides/k-first/{below}")
        expect(page.get_by_role("heading", level=1)).to_have_text("What to expect when we visit")


@NEEDS_BROWSER
def test_an_old_address_opens_the_guide_from_a_disk(browser: Browser, site: Path, tmp_path: Path) -> None:
    write_zip(site, tmp_path / "site.zip")
    zipfile.ZipFile(tmp_path / "site.zip").extractall(tmp_path)
    root = f"file://{tmp_path}/toolkit/"
    with watching(browser, root) as seen:
        page = seen.goto("guides/k-hello/index.html")
        expect(page).to_have_url(f"{root}guides/k-first/index.html")


@NEEDS_BROWSER
def test_the_small_page_stands_alone(browser: Browser, site: Path) -> None:
    """Where a browser does not follow by itself, the page is a page."""
    html = (site / "guides/k-hello/index.html").read_text(encoding="utf-8")
    page = browser.new_page(viewport={"width": 360, "height": 640})
    page.set_content(re.sub("<meta http-equiv[^>]*>", "", html))

    assert axe_finds(page) == []
    assert page.get_by_role("link", name="Open it there").get_attribute("href") == "../k-first/"
    page.close()


@NEEDS_BROWSER
def test_a_pack_holds_a_guide_by_its_old_name(browser: Browser, address: str) -> None:
    """It is shown, and from then on kept by its name of today, once."""
    with watching(browser, address) as seen:
        page = seen.goto("pack/")
        kept = json.dumps(["g.k-hello", "p.hopes", "g.k-first", "g.k-one", "g.gone"])
        page.evaluate("kept => localStorage.setItem('toolkit:pack', kept)", kept)
        page.reload()
        expect(page.locator(".tb-pack-list > li")).to_have_count(2)
        assert page.evaluate("localStorage.getItem('toolkit:pack')") == '["g.k-first","p.hopes","g.gone"]'
        expect(page.locator("[data-tb-pack-count]")).to_have_text("3")
        page.get_by_role("button", name="Take out: Kindergarten, first visit").click()
        page.reload()
        expect(page.locator(".tb-pack-list > li")).to_have_count(1)


@NEEDS_BROWSER
def test_a_shared_link_holds_a_guide_by_its_old_name(browser: Browser, address: str) -> None:
    with watching(browser, address) as seen:
        page = seen.goto("pack/#g.k-one,p.hopes,g.k-hello,g.gone")
        expect(page.locator(".tb-shared-note")).to_contain_text("Somebody shared 2 things")
        page.get_by_role("button", name="Keep as my set").click()
        expect(page.locator(".tb-pack-list > li")).to_have_count(2)
        assert page.evaluate("localStorage.getItem('toolkit:pack')") == '["g.k-first","p.hopes"]'
