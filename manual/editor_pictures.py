"""Takes the pictures of manual/editor.md, from the editor of a toolkit that `new` makes: `make pictures`."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright

PICTURES = Path(__file__).parent / "pictures"
GUIDE = "guides/grade-3-first"
PROGRAM = [sys.executable, "-m", "toolkit_builder"]
WIDTHS = {"": (1280, 800, 1.5), "-phone": (390, 760, 2)}
"""What stands at the end of a picture's name, and how wide, high and fine it is."""
PATIENCE = 60_000
"""Milliseconds until what should come is missing."""


@contextmanager
def _editor() -> Iterator[str]:
    """The editor of a new toolkit: the address that lets somebody in."""
    with tempfile.TemporaryDirectory() as place:
        folder = str(Path(place) / "our-toolkit")
        subprocess.run([*PROGRAM, "new", folder, "--school", "River School"], check=True, stdout=subprocess.DEVNULL)
        command = [*PROGRAM, "edit", folder, "--no-browser"]
        env = os.environ | {"PYTHONUNBUFFERED": "1"}
        with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) as editor:
            assert editor.stdout
            yield next(line.strip() for line in editor.stdout if line.strip().startswith("http"))
            editor.terminate()


def _type(page: Page, field: str, text: str) -> None:
    """Fills a field of the guide, and waits until it is saved."""
    page.locator(f"#f-{field}-in").fill(text)
    expect(page.locator("[data-state]")).to_have_attribute("data-is", "saved")


def _open(page: Page, part: str) -> None:
    one = page.locator(f"#part-{part}")
    if one.get_attribute("open") is None:
        one.locator("> summary").click()


def _take(page: Page, name: str) -> None:
    """Takes a picture of what is in the window, in as few colors as eyes need: a third of the bytes."""
    with Image.open(BytesIO(page.screenshot())) as seen:
        seen.convert("RGB").quantize(128, dither=Image.Dither.NONE).save(PICTURES / f"editor-{name}.png", optimize=True)


def _walk(page: Page, home: str, end: str) -> None:
    """Takes every picture at one width; `end` goes to the end of their names."""
    page.goto(home)
    # All rules take a moment more than the first page.
    while not page.locator("#mend").is_visible():
        page.wait_for_timeout(200)
        page.reload()
    _take(page, f"start{end}")
    page.goto(home + GUIDE)
    shown = page.frame_locator("iframe.page")
    _type(page, "title", "Third grade, our first visit")
    page.reload()
    page.locator("#f-title-in").focus()
    expect(shown.locator("h1")).to_have_text("Third grade, our first visit")
    expect(shown.locator("h1")).to_have_css("outline-style", "dashed")
    _take(page, f"guide{end}")
    if end:
        page.get_by_role("button", name="Page", exact=True).click()
        _take(page, f"page{end}")
        page.get_by_role("button", name="Form", exact=True).click()
    _open(page, "invite")
    _type(page, "invite-text", "Hello from {techer} at {school}! When may we come and meet you? {decline}")
    hint = page.get_by_role("button", name="Use “teacher”")
    expect(hint).to_be_visible()
    page.locator("#f-invite-text").evaluate("(field) => { scrollTo(0, 0); field.scrollIntoView({block: 'center'}); }")
    _take(page, f"finding{end}")
    hint.click()
    expect(page.locator("#f-invite-text-faults")).to_be_empty()
    expect(page.locator("[data-state]")).to_have_attribute("data-is", "saved")
    page.goto(f"{home}{GUIDE}/history")
    _take(page, f"history{end}")


def main() -> None:
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for end, (width, height, scale) in WIDTHS.items():
            with _editor() as address:
                size = {"width": width, "height": height}
                page = browser.new_page(viewport=size, device_scale_factor=scale, reduced_motion="reduce")  # type: ignore[arg-type]
                page.goto(address)
                _walk(page, re.sub(r"\?.*", "", address), end)
                page.close()
        browser.close()


if __name__ == "__main__":
    main()
