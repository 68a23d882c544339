"""Publishing, a spreadsheet and an upgrade in a real browser: everyone can use them, and see how far a site is."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from toolkit_builder.editor.workspace import Workspace

from .browsing import NEEDS_BROWSER, axe_everywhere, watching
from .editing import SECRET, served
from .test_own import run, write_oak
from .test_upgrade import GUIDE, below, change

ROWS = "kind,question or title,purpose,listener,bands\nprompt,What is new at home?,{purpose},both,high\n"
_DROP = """(form, [name, text]) => {
  const held = new DataTransfer();
  held.items.add(new File([text], name, { type: "text/csv" }));
  form.dispatchEvent(new DragEvent("drop", { dataTransfer: held, bubbles: true, cancelable: true }));
}"""
pytestmark = NEEDS_BROWSER


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A school over a district that changed a text meanwhile, as the school did."""
    made = write_oak(tmp_path)
    assert run("own", "k-first", made).exit_code == 0
    change(made, GUIDE, "title: Kindergarten, first visit", "title: Our first visit")
    below(made, GUIDE, "title: Kindergarten, first visit", "title: Kindergarten, hello")
    return made


def test_the_whole_toolkit_is_worked_on_by_everyone(browser: Browser, folder: Path) -> None:
    with served(Workspace(folder)) as address, watching(browser, address, width=320) as seen:
        seen.goto(f"?key={SECRET.replace(' ', '%20')}")
        page = seen.goto("import/")

        def drop(purpose: str) -> None:
            page.goto(f"{address}import/")
            page.locator("#form").evaluate(_DROP, ["ours.csv", ROWS.format(purpose=purpose)])
            expect(page.get_by_role("heading", level=1)).to_have_text("ours.csv")

        def look() -> None:
            page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true; })")
            axe_everywhere(page)

        look()
        drop("hops")
        look()
        drop("hopes")
        look()
        page.get_by_role("button", name="Write 1 row").click()
        expect(page.get_by_text("1 row was written.")).to_be_visible()
        assert "What is new at home?" in (folder / "docs/prompts/ours.yml").read_text("utf-8")

        page.goto(f"{address}upgrade/")
        look()
        page.get_by_label("Take the library’s").check()
        page.get_by_role("button", name="Do what I chose").click()
        expect(page.get_by_text("Done. Undo takes all of it back.")).to_be_visible()
        assert "title: Kindergarten, hello" in (folder / GUIDE).read_text("utf-8")

        page.goto(f"{address}publish/")
        look()
        page.get_by_role("button", name="Make the site").click()
        expect(page.get_by_role("progressbar")).to_be_visible()
        look()
        page.get_by_role("button", name="Stop").click()
        expect(page.get_by_text("Stopped.")).to_be_visible()
        assert not (folder / "site/index.html").exists()

        page.get_by_label("Leave out the printed pieces").check()
        page.get_by_role("button", name="Make the site").click()
        expect(page.locator("#job")).to_have_attribute("data-job", "done")
        expect(page.locator("#job")).to_be_focused()
        look()
        with page.context.expect_page() as opened:
            page.get_by_role("link", name="Look at the result").click()
        expect(opened.value.get_by_role("heading", level=1)).to_be_visible()
