"""A coordinator's day at the editor, in each engine: what a school does with its toolkit, from its name to its site."""

import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from time import sleep
from urllib.parse import quote

import pytest
from selenium.common import WebDriverException
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webdriver import WebDriver

from toolkit_builder.editor.workspace import Workspace

from .cases import TESTS
from .editing import SECRET, served
from .engines import ENGINES, Window, started

GUIDE = "guides/k-first"
_PAGE = """
const page = [...document.querySelectorAll("iframe.page")].at(-1).contentDocument;
return page?.querySelector(arguments[0])?.textContent.includes(arguments[1]);
"""
"""Whether a place of the page beside the form has some words."""


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Iterator[WebDriver]:
    with started(request.param) as driver:
        driver.set_window_size(1280, 1000)
        yield driver


class _Desk(Window):
    """Somebody at the editor."""

    def fill(self, css: str, words: str) -> None:
        """Writes words in place of those that stand in a field."""
        field = self.find(css)
        self.run("arguments[0].focus(); arguments[0].select()", field)
        field.send_keys(words)

    def until_saved(self) -> None:
        self.until("return document.querySelector('[data-state]').dataset.is === 'saved'")

    def until_written(self, file: Path, words: str) -> None:
        """Waits until a file holds some words: "saved" may still be said of the change before."""

        def is_there() -> bool:
            return file.is_file() and words in file.read_text("utf-8")

        self.wait(is_there, f"{file.name} does not get {words!r}")
        self.until_saved()

    def open_part(self, name: str) -> None:
        def is_open() -> bool:
            if not self.run("return document.getElementById(arguments[0]).open", f"part-{name}"):
                self.find(f"#part-{name} > summary").click()
            return bool(self.run("return document.getElementById(arguments[0]).open", f"part-{name}"))

        self.wait(is_open, f"the part {name} does not open")

    def until_made(self) -> None:
        """Waits while the site is being made, however long that takes."""
        standing = "const told = document.getElementById('job')?.dataset.job; return told !== 'none' && told"
        while self.wait(lambda: self.run(standing), "nobody tells how far the site is") == "running":
            sleep(0.2)
        assert self.run(standing) == "done"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A toolkit for families who speak English or Spanish."""
    made = Path(shutil.copytree(TESTS / "base", tmp_path / "toolkit"))
    school = made / "docs/school.yml"
    school.write_text(school.read_text("utf-8").replace("languages: [en]", "languages: [en, es]"), "utf-8")
    return made


def test_a_coordinators_day(engine: WebDriver, folder: Path, tmp_path: Path) -> None:
    with served(Workspace(folder)) as address:
        desk = _Desk(engine, address)
        desk.goto(f"?key={quote(SECRET)}")
        desk.find("#standing", "Ready to be published")
        try:
            _make_it_ours(desk, folder)
            _write(desk, folder)
            _translate(desk, folder)
            _publish(desk, tmp_path / "published")
            _take_back(desk, folder)
        finally:
            with suppress(WebDriverException):
                engine.get("about:blank")


def _make_it_ours(desk: _Desk, folder: Path) -> None:
    """The school's name and color, which the page beside it and the editor itself show at once."""
    desk.goto("school/school")
    school = folder / "docs/school.yml"
    desk.fill("#f-name-in", "Maple Grove School")
    desk.until_written(school, "name: Maple Grove School\n")
    desk.open_part("colors")
    desk.fill("#f-colors-primary [data-hex]", f"#7a1f5c{Keys.TAB}")
    desk.until_written(school, "#7a1f5c")
    desk.until(_PAGE, "body", "Maple Grove School")


def _write(desk: _Desk, folder: Path) -> None:
    """A guide's words; a question of the school's own, which goes into the guide; and a slot that was misspelled."""
    desk.goto("new/prompts")
    desk.fill("#f-text-in", "What do you do together when it rains?")
    for name, value in (("purpose", "routines"), ("listener", "both"), ("bands", "elementary")):
        desk.click(f".chip:has([name='f.{name}'][value='{value}'])")
    desk.click("main .button-main", "Begin")
    desk.find("[data-heading]", "when it rains")

    desk.goto(GUIDE)
    desk.fill("#f-title-in", "Kindergarten, hello")
    desk.until_written(folder / f"docs/{GUIDE}.yml", "Kindergarten, hello")
    desk.until(_PAGE, "h1", "Kindergarten, hello")
    desk.open_part("prompts")
    desk.click("#f-prompts [data-pick]")
    desk.write("#picker-q", "rains")
    # What is found of the letters before goes away, and a click with it.
    desk.until("return document.querySelectorAll('.results button').length === 1")
    desk.click(".results button", "when it rains")
    desk.find("#f-prompts .chosen", "when it rains")
    desk.click(".picker-head button")
    desk.until_saved()
    desk.until(_PAGE, "body", "when it rains")

    desk.open_part("invite")
    desk.fill("#f-invite-text-in", "Hello from {techer}. {decline}")
    desk.click("#f-invite-text-faults button", "Use “teacher”")
    desk.until("return document.querySelector('#f-invite-text-in').value === 'Hello from {teacher}. {decline}'")
    desk.until_written(folder / f"docs/{GUIDE}.yml", "Hello from {teacher}. {decline}")

    desk.click("[data-view=printed]")
    desk.until(
        "const one = document.querySelector('.printed-pages img'); return one?.complete && one.naturalWidth > 300"
    )


def _translate(desk: _Desk, folder: Path) -> None:
    desk.goto("translate/es/?kind=guides&show=")
    pair = "form:has([name=place][value='guide/k-first/title'])"
    desk.fill(f"{pair} textarea", f"Kínder, hola{Keys.TAB}")
    desk.until_written(folder / "locales/es.po", 'msgstr "Kínder, hola"')
    desk.until(_PAGE, "h1", "Kínder, hola")


def _publish(desk: _Desk, target: Path) -> None:
    desk.goto("publish/")
    if not desk.driver.find_element(By.ID, "to-folder").is_displayed():
        desk.click(".tasks-way summary", "A folder")
    desk.fill("#to-folder", str(target))
    desk.click("button[value=folder]")
    desk.until_made()
    desk.find("#job", "Published")
    assert "Maple Grove School" in (target / "index.html").read_text("utf-8")
    assert "Kindergarten, hello" in (target / "guides/k-first/index.html").read_text("utf-8")
    assert "Kínder, hola" in (target / "es/guides/k-first/index.html").read_text("utf-8")
    assert any(target.rglob("*.pdf"))


def _take_back(desk: _Desk, folder: Path) -> None:
    """The last two changes, the newest first."""
    desk.goto("")
    desk.find(".changes", "español")
    desk.click("[data-again=undo] button")
    desk.find(".changes .is-undone", "español")
    undone = desk.run("return document.querySelectorAll('.changes .is-undone').length")
    desk.click("[data-again=undo] button")
    desk.until("return document.querySelectorAll('.changes .is-undone').length > arguments[0]", undone)
    translations = folder / "locales/es.po"
    assert not translations.exists() or "Kínder" not in translations.read_text("utf-8")
    assert "Hello from {teacher}. {decline}" not in (folder / f"docs/{GUIDE}.yml").read_text("utf-8")
