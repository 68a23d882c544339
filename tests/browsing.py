"""A real browser on the built site: a server whose folder can be changed, and pages that note what goes wrong."""

import http.server
import os
import shutil
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect

Scheme = Literal["light", "dark"]
Looks = Literal["all", "colors", "others"]
# The same Chromium without a window, where Debian has it: a new profile takes a quarter of the time. `engines` has the
# whole program.
_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, _NAMES)), None)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
NEEDS_BROWSER = pytest.mark.skipif(
    CHROMIUM is None and not os.environ.get("CI"), reason="no chromium on this machine; `make test` installs it"
)
# Experimental ones hold WCAG too: 2.5.3, a name that holds the words to be seen, is checked by no other rule.
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "experimental"]
# What a page's policy refuses is a fault of ours in every test; the browser's own words for it differ.
_TELL_REFUSALS = """
document.addEventListener("securitypolicyviolation", (event) => console.error(
  `refused by ${event.effectiveDirective}: ${event.blockedURI} ${event.sample} ${event.sourceFile}`));
"""
PATIENCE = 90
"""Seconds until what should come is missing. A slow machine is no fault of a page's: only a fault takes this long."""
expect.set_options(timeout=PATIENCE * 1000)


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def __init__(self, *arguments: Any, headers: Mapping[str, str], directory: str) -> None:
        # The base answers the request while it is made.
        self.more_headers = headers
        super().__init__(*arguments, directory=directory)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002, the base's name
        pass

    def end_headers(self) -> None:
        # As a school's host may do; the worker must see through it.
        self.send_header("Cache-Control", "max-age=600")
        for name, value in self.more_headers.items():
            self.send_header(name, value)
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.is_file():
            super().send_error(code, message, explain)
            return
        self.send_response(code)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(page.read_bytes())


class _Listener(http.server.ThreadingHTTPServer):
    # A page asks for more at once than the five that may wait by default; others would try again a second later.
    request_queue_size = 128


class Server:
    """A site on this machine. `folder` can be another between two requests, as when a school publishes.

    A wrong address gets the site's own 404 page. `headers` go with every answer.
    """

    def __init__(self, folder: Path, headers: Mapping[str, str] | None = None) -> None:
        self.folder = folder
        self.headers = headers or {}
        self._server = _Listener(("127.0.0.1", 0), self._handle)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        self.address = f"http://127.0.0.1:{self._server.server_port}/"

    def _handle(self, *arguments: Any) -> http.server.BaseHTTPRequestHandler:
        return QuietHandler(*arguments, headers=self.headers, directory=str(self.folder))

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class Watched:
    """A page of the site, and all that went wrong on it."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.address = address
        self.complaints: list[str] = []
        self.page = context.new_page()
        self.page.on("console", lambda message: self._note(message.type in ("error", "warning"), message.text))
        self.page.on("pageerror", lambda error: self._note(True, str(error)))
        self.page.on(
            "request", lambda request: self._note(not request.url.startswith((address, "data:", "blob:")), request.url)
        )
        self.page.on("response", lambda response: self._note(response.status >= 400, response.url))
        # Playwright's own "networkidle" does not come where all of a page is in a cache.
        self._asked: set[Request] = set()
        self._changed = 0.0
        self.page.on("request", self._ask)
        self.page.on("requestfinished", self._end)
        self.page.on("requestfailed", self._end)

    def _note(self, is_bad: bool, words: str) -> None:
        if is_bad:
            self.complaints.append(words)

    def _ask(self, request: Request) -> None:
        self._asked.add(request)
        self._changed = time.monotonic()

    def _end(self, request: Request) -> None:
        self._asked.discard(request)
        self._changed = time.monotonic()

    def goto(self, uri: str) -> Page:
        self.page.goto(self.address + uri)
        return self.page

    def still(self) -> Page:
        """The page once it has asked for nothing for half a second, its fonts are there and nothing moves any more."""
        end = time.monotonic() + PATIENCE
        while self._asked or time.monotonic() - self._changed < 0.5:
            assert time.monotonic() < end, [one.url for one in self._asked]
            self.page.wait_for_timeout(50)
        self.page.wait_for_function(
            """() => document.fonts.status === "loaded"
              && document.getAnimations().every((one) => one.playState !== "running")"""
        )
        return self.page


@contextmanager
def watching(
    browser: Browser, address: str, *, width: int = 360, keeps: bool = False, is_touch: bool = False
) -> Iterator[Watched]:
    """A fresh browser profile; complaints fail the test. With `keeps`, the worker that keeps pages is let in."""
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        has_touch=is_touch,
        reduced_motion="reduce",
        permissions=["clipboard-read", "clipboard-write"] if address.startswith("http") else [],
    )
    if not keeps:
        context.add_init_script("delete Navigator.prototype.serviceWorker")
    context.add_init_script(_TELL_REFUSALS)
    seen = Watched(context, address)
    yield seen
    context.close()
    assert seen.complaints == []


def axe_finds(page: Page, *, looks: Looks = "all", within: str = "html") -> list[tuple[str, str, str]]:
    """WCAG 2.2 AA and best practices as axe-core sees them, experimental rules too: rule, place and what is wrong.

    Most of the time goes into colors, so `looks` may be at those alone, or at all but those.
    """
    contrast = "color-contrast"
    options: dict[str, Any] = {
        "runOnly": {"type": "rule", "values": [contrast]} if looks == "colors" else {"type": "tag", "values": _TAGS},
        "rules": {contrast: {"enabled": looks != "others"}},
        # Of what passed, no names: it would take twice the time to tell them.
        "resultTypes": ["violations"],
    }
    violations = Axe().run(page, context=within, options=options).response["violations"]
    return [
        (rule["id"], str(node["target"]), node.get("failureSummary", ""))
        for rule in violations
        for node in rule["nodes"]
    ]


def axe_everywhere(page: Page) -> None:
    """axe finds nothing narrow or wide, light or dark, in a page of the editor; it is never wider than its window."""
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.evaluate("scrollTo(0, 0)")
            # What is no color is the same in both; the page beside a form has tests of its own.
            looks: Looks = "all" if scheme == "light" else "colors"
            assert axe_finds(page, looks=looks, within="body") == [], (page.url, width, scheme)
        assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"), width


def colored(page: Page, scheme: Scheme) -> Page:
    """The page in light or dark colors, by its own switch: what it chose at first holds, whatever a system prefers."""
    name = {"light": "default", "dark": "slate"}[scheme]
    page.locator(f"input[name=__palette][data-md-color-scheme={name}]").evaluate("one => one.click()")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", name)
    return page


def axe_and_widths(page: Page, *, looks: Looks = "all") -> None:
    """axe finds nothing, narrow and light, wide and dark; and at no width is the page wider than its window."""
    # A phone in the strictest width, a desktop at 200 % zoom, and the same desktop.
    schemes: dict[int, Scheme | None] = {320: "light", 640: None, 1280: "dark"}
    for width, scheme in schemes.items():
        page.set_viewport_size({"width": width, "height": 800})
        if scheme:
            assert axe_finds(colored(page, scheme), looks=looks) == [], (scheme, width)
        is_wider = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert not page.evaluate(is_wider), (scheme, width)


def opened(page: Page) -> None:
    """Opens every collapsible part of the page, so that nothing hides from a check."""
    page.evaluate("document.querySelectorAll('.tb-page details').forEach(part => { part.open = true; })")


def until_kept(page: Page, group: str) -> None:
    """Waits until the worker keeps this group of pages, which the last page that was opened asked for."""
    page.wait_for_function(
        "async (group) => (await keeping.ask({ ask: 'status' })).state?.groups.includes(group)", arg=group
    )
    page.reload()


def search_for(page: Page, words: str) -> None:
    """Opens search and types, key by key, as a person does."""
    page.get_by_role("button", name="Search").click()
    page.get_by_role("combobox", name="Search").press_sequentially(words)
