"""Storage that is forbidden, missing, full or thrown away: what works, and what the site says."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from .browsing import NEEDS_BROWSER, Server, Watched, search_for, watching

KEPT = "[data-tb-kept]"


@pytest.fixture(scope="module")
def server(small_site: Path) -> Iterator[Server]:
    server = Server(small_site)
    yield server
    server.close()


def throws(place: str, *names: str) -> str:
    """A browser that throws a SecurityError where one of `names` is asked for in `place`."""
    thrown = "{ get() { throw new DOMException('The operation is insecure.', 'SecurityError'); }, configurable: true }"
    return "".join(f"Object.defineProperty({place}, '{name}', {thrown});" for name in names)


BLOCKED = {
    "cookies are blocked": throws("window", "localStorage", "sessionStorage", "caches"),
    "all of it throws": throws("window", "localStorage", "sessionStorage", "caches")
    + throws("navigator", "serviceWorker"),
    "nothing is there": """
        for (const name of ["localStorage", "sessionStorage", "caches"]) {
          Object.defineProperty(window, name, { value: null, configurable: true });
        }
        Object.defineProperty(navigator, "serviceWorker", { value: undefined });
    """,
    "reading works, writing does not": """
        Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };
        navigator.serviceWorker.register = () => Promise.reject(new DOMException("no", "SecurityError"));
    """,
}


@NEEDS_BROWSER
@pytest.mark.parametrize("blocked", BLOCKED.values(), ids=BLOCKED)
def test_everything_works_where_nothing_can_be_kept(browser: Browser, server: Server, blocked: str) -> None:
    """Pages, colors, finder, search, visit mode, the pack for as long as the tab is open; the console stays clean."""
    with watching(browser, server.address, keeps=True) as seen:
        seen.page.context.add_init_script(blocked)
        page = seen.goto("guides/k-first/")
        page.locator("label[title='Switch to dark colors']").click()
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
        page.get_by_role("button", name="Visit mode").click()
        page.get_by_role("button", name="Visit", exact=True).click()
        expect(page.locator(".tb-visit-where")).to_contain_text("Part 1")
        page.get_by_role("button", name="Next").click()
        expect(page.locator(".tb-visit-where")).to_contain_text("Part 2")
        page.keyboard.press("Escape")
        page.locator("[data-tb-add^='g.']").click()
        expect(page.locator("[data-tb-pack-count]")).to_have_text("1")
        search_for(page, "table")
        expect(page.locator(".tb-results a").first).to_be_visible()
        seen.goto("find/#grade=K").locator("[data-tb-add^='p.']").first.click()
        expect(page.locator("[data-tb-pack-count]")).to_have_text("2")
        seen.goto("pack/")
        expect(page.locator(".tb-pack-list > li")).to_have_count(2)
        expect(page.locator(".tb-pack-note")).to_contain_text("your pack is gone when you close this tab")
        page.get_by_role("button", name="Clear all").click()
        expect(page.locator(".tb-pack-note")).to_contain_text("Nothing here yet")
        page.reload()
        expect(page.locator(".tb-pack-list > li")).to_have_count(0)
        seen.goto("offline/")
        expect(page.locator(KEPT)).to_contain_text("This browser cannot keep pages, or was told not to")
        seen.goto("privacy/")
        page.get_by_role("button", name="Clear all of it").click()
        expect(page.locator("[data-tb-forgotten]")).to_contain_text("All of it is cleared")
        assert page.evaluate("window.name") == ""


@NEEDS_BROWSER
def test_a_pack_that_is_kept_says_nothing_of_it(browser: Browser, server: Server) -> None:
    """And nothing of it stands in the tab's name, which other sites might read."""
    with watching(browser, server.address) as seen:
        page = seen.goto("guides/k-first/")
        page.locator("[data-tb-add^='g.']").click()
        seen.goto("pack/")
        expect(page.locator(".tb-pack-note")).to_have_text("1 thing in your pack.")
        assert page.evaluate("window.name") == ""


@NEEDS_BROWSER
def test_what_lasts_as_long_as_the_tab_does_not_go_to_another_site(browser: Browser, server: Server) -> None:
    with watching(browser, server.address) as seen:
        seen.page.context.add_init_script(BLOCKED["cookies are blocked"])
        page = seen.goto("guides/k-first/")
        page.locator("[data-tb-add^='g.']").click()
        expect(page.locator("[data-tb-pack-count]")).to_have_text("1")
        page.evaluate("""() => {
          const link = Object.assign(document.createElement("a"), { href: "https://elsewhere.example/" });
          link.addEventListener("click", (event) => event.preventDefault());
          document.body.append(link);
          link.click();
        }""")
        assert page.evaluate("window.name") == ""
        # She stayed: the link opened another tab, or a telephone.
        page.keyboard.press("Tab")
        assert page.evaluate("toolkit.read('pack', [])") == ["g.k-first"]


@NEEDS_BROWSER
def test_a_page_is_not_loaded_anew_under_its_reader(browser: Browser, server: Server) -> None:
    """The worker of the root has a say about the pages of all languages, until that of the language comes."""
    with watching(browser, server.address, keeps=True) as seen:
        page = seen.goto("")
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        page.reload()
        page.wait_for_function("() => navigator.serviceWorker.controller")
        page.context.add_init_script("""
          const key = "loads:" + location.pathname;
          sessionStorage.setItem(key, Number(sessionStorage.getItem(key)) + 1);
        """)
        seen.goto("es/guides/k-first/")
        page.locator("[data-tb-run=visit]").click()
        page.wait_for_function("() => navigator.serviceWorker.controller.scriptURL.endsWith('/es/sw.js')")
        seen.still()
        assert page.evaluate("sessionStorage.getItem('loads:/es/guides/k-first/')") == "1"
        expect(page.get_by_role("dialog")).to_be_visible()
        # What is told there is of the language's own copies.
        scope = page.evaluate("keeping.ask({ ask: 'status' }).then(({ state }) => Object.keys(state.files).length)")
        assert scope > 0


def keep_kindergarten(seen: Watched) -> Page:
    page = seen.goto("offline/")
    row = page.locator("li[data-tb-grade='K']")
    row.get_by_role("button", name="Keep all").click()
    expect(row.locator(".tb-keep-state")).to_contain_text("kept with printed pieces")
    return page


THROW_AWAY = "caches.keys().then((all) => Promise.all(all.filter({0}).map((one) => caches.delete(one))))"


@NEEDS_BROWSER
@pytest.mark.parametrize("which", ["() => true", "(one) => !one.endsWith('state')", "(one) => one.endsWith('state')"])
def test_copies_that_the_browser_threw_away_come_back(browser: Browser, server: Server, which: str) -> None:
    """All of them, the files alone, or the worker's note of them; nothing that is gone is called kept."""
    with watching(browser, server.address, keeps=True) as seen:
        page = keep_kindergarten(seen)
        before = page.locator(KEPT).inner_text()
        assert page.evaluate("navigator.storage.persisted().then(() => true)")
        server.folder, folder = server.folder / "nothing here", server.folder
        page.evaluate(THROW_AWAY.replace("{0}", which))
        state = page.evaluate("keeping.ask({ ask: 'status' })")
        assert state["state"]["isLost"]
        assert "k-prints" not in state["state"]["groups"]
        server.folder = folder
        seen.complaints.clear()

        seen.goto("offline/")
        expect(page.locator(KEPT)).to_have_text(before)
        expect(page.locator("li[data-tb-grade='K'] .tb-keep-state")).to_contain_text("kept with printed pieces")


@NEEDS_BROWSER
def test_what_was_thrown_away_is_told_without_a_network(browser: Browser, server: Server) -> None:
    with watching(browser, server.address, keeps=True) as seen:
        page = keep_kindergarten(seen)
        page.evaluate("""async () => {
          const cache = await caches.open((await caches.keys()).find((one) => !one.endsWith("state")));
          for (const one of await cache.keys()) if (one.url.endsWith(".pdf")) await cache.delete(one);
        }""")
        page.context.set_offline(True)
        page.reload()
        expect(page.locator(KEPT)).to_contain_text("threw away some of what was kept")
        expect(page.locator("li[data-tb-grade='K'] .tb-keep-state")).to_contain_text("pages kept")
        # What is told of the network is the browser's.
        seen.complaints.clear()


@NEEDS_BROWSER
def test_a_full_device_keeps_no_half_grade(browser: Browser, server: Server) -> None:
    with watching(browser, server.address, keeps=True) as seen:
        page = seen.goto("offline/")
        expect(page.locator(KEPT)).to_contain_text("Kept on this device")
        before = page.locator(KEPT).inner_text()
        count = """async () => {
          const cache = await caches.open((await caches.keys()).find((one) => !one.endsWith("state")));
          return (await cache.keys()).length;
        }"""
        files = page.evaluate(count)
        devtools = page.context.new_cdp_session(page)
        used = page.evaluate("navigator.storage.estimate().then(({ usage }) => usage)")
        devtools.send("Storage.overrideQuotaForOrigin", {"origin": server.address[:-1], "quotaSize": used + 150_000})
        page.get_by_role("button", name="Keep all").first.click()
        expect(page.locator(KEPT)).to_have_text(
            f"{before} There is no room left on this device. Let another grade go first."
        )
        expect(page.locator("li[data-tb-grade='K'] .tb-keep-state")).to_have_text("not kept")
        assert page.evaluate(count) == files


@NEEDS_BROWSER
def test_keeping_asks_the_browser_to_hold_on_to_it(browser: Browser, server: Server) -> None:
    """And goes on meanwhile: a browser may ask its reader, who need not answer."""
    with watching(browser, server.address, keeps=True) as seen:
        seen.page.context.add_init_script(
            "navigator.storage.persist = () => { window.asked = true; return new Promise(() => undefined); }"
        )
        page = seen.goto("offline/")
        expect(page.locator(KEPT)).to_contain_text("Kept on this device")
        assert page.evaluate("window.asked") is None
        keep_kindergarten(seen)
        assert page.evaluate("window.asked") is True


@NEEDS_BROWSER
@pytest.mark.parametrize("is_held", [True, False])
def test_an_app_on_a_home_screen_asks_once(browser: Browser, server: Server, is_held: bool) -> None:
    with watching(browser, server.address, keeps=True) as seen:
        seen.page.context.add_init_script(f"""
          Object.defineProperty(navigator, "standalone", {{ value: true }});
          navigator.storage.persisted = async () => {json.dumps(is_held)};
          navigator.storage.persist = async () => {{ window.asked = true; return true; }};
        """)
        page = seen.goto("offline/")
        expect(page.locator(KEPT)).to_contain_text("Kept on this device")
        assert page.evaluate("window.asked || false") is not is_held


@NEEDS_BROWSER
def test_printed_pieces_that_are_not_kept_say_so(browser: Browser, server: Server) -> None:
    """No white boxes in the place of their pictures."""
    with watching(browser, server.address, keeps=True) as seen:
        page = seen.goto("guides/k-first/")
        page.wait_for_function("() => navigator.serviceWorker.controller")
        away = page.locator("[data-tb-away]")
        expect(away).to_be_hidden()
        seen.goto("offline/")
        expect(page.locator("li[data-tb-grade='K'] .tb-keep-state")).to_contain_text("pages kept")
        page.context.set_offline(True)
        seen.goto("guides/k-first/")
        page.locator(".tb-prints").scroll_into_view_if_needed()
        expect(away).to_contain_text("not kept on this device")
        expect(page.locator(".tb-prints img:visible")).to_have_count(0)
        away.get_by_role("link").click()
        expect(page.locator(KEPT)).to_be_visible()
        page.context.set_offline(False)
        keep_kindergarten(seen)
        page.context.set_offline(True)
        seen.goto("guides/k-first/")
        page.locator(".tb-prints img").first.scroll_into_view_if_needed()
        expect(page.locator(".tb-prints img").first).to_be_visible()
        expect(away).to_be_hidden()
        seen.complaints.clear()


@NEEDS_BROWSER
@pytest.mark.parametrize("can_share", [True, False])
def test_an_app_on_a_home_screen_hands_files_over(browser: Browser, server: Server, can_share: bool) -> None:
    """A PDF in place of the page would have no way back there."""
    with watching(browser, server.address) as seen:
        seen.page.context.add_init_script(f"""
          Object.defineProperty(navigator, "standalone", {{ value: true }});
          navigator.canShare = () => {json.dumps(can_share)};
          navigator.share = async ({{ files: [one] }}) => {{ window.shared = [one.name, one.type, one.size > 1000]; }};
        """)
        page = seen.goto("guides/k-first/")
        page.wait_for_function("() => [...document.scripts].some((one) => one.src.endsWith('files.js'))")
        seen.still()
        link = page.locator("a[href$='.pdf']").first
        if can_share:
            link.click()
            page.wait_for_function("() => window.shared")
            assert page.evaluate("window.shared")[1:] == ["application/pdf", True]
        else:
            with page.expect_download() as download:
                link.click()
            assert download.value.suggested_filename.endswith(".pdf")
        assert page.url == f"{server.address}guides/k-first/"
        # Mail and telephone leave for apps of their own, which come back by themselves.
        assert page.locator("a[target]").count() == 0


# What Safari 15.4, Chrome 98 and Firefox 98 do not know; `tsc` holds the calls to what ES2022 has.
TOO_NEW = re.compile(
    r"\(\?<[=!]|\bstatic\s*\{|/[a-z]*v[a-z]*\.test|\.(?:toSorted|toReversed|findLast|groupBy|isWellFormed)\("
)


def test_no_script_is_too_new_for_an_older_phone(small_site: Path) -> None:
    """Above all no lookbehind, which ends a whole script before iOS 16.4; nor in Material's scripts or values."""
    files = [path for path in small_site.rglob("*") if path.suffix in {".js", ".json"}]
    assert len(files) > 30
    found = {path.name: TOO_NEW.findall(path.read_text(encoding="utf-8")) for path in files}
    assert {name: marks for name, marks in found.items() if marks} == {}


def test_no_page_is_fetched_ahead(small_site: Path) -> None:
    """Firefox would load `next` and `prev` unasked, which the policy refuses with a complaint for each."""
    for path in small_site.rglob("*.html"):
        assert not re.search(r'<link[^>]*rel="?(next|prev|prefetch|preload|prerender)\b', path.read_text("utf-8")), path


WITHOUT_LOOKBEHIND = """
  window.RegExp = new Proxy(RegExp, { construct(of, given) {
    if (/\\(\\?<[=!]/.test(String(given[0]))) throw new SyntaxError("invalid group specifier name");
    return new of(...given);
  } });
"""


@NEEDS_BROWSER
def test_arabic_search_works_on_an_older_phone(browser: Browser, server: Server) -> None:
    with watching(browser, server.address) as seen:
        seen.page.context.add_init_script(WITHOUT_LOOKBEHIND)
        page = seen.goto("ar/")
        page.locator("[data-tb-run=search]").click()
        page.get_by_role("combobox").press_sequentially("table")
        expect(page.locator(".tb-results a").first).to_be_visible()
        assert page.evaluate("stemmed('الزيارات')") == page.evaluate("stemmed('زيارة')")
