"""Takes the README's pictures and the gallery's from the built default toolkit: `make pictures`."""

import functools
import http.server
import shutil
import threading
from pathlib import Path

from playwright.sync_api import sync_playwright

from toolkit_builder.mkdocs_plugin import build_site
from toolkit_builder.sheets import SITE_KINDS

ROOT = Path(__file__).resolve().parent.parent
PICTURES = Path(__file__).parent / "pictures"
CARD = "half-the-recipe"
CARD_PAGE = "routines/cooking/"
GUIDE = "grade-3-second"
GUIDE_PAGE = f"guides/{GUIDE}/"


class _QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002, the base's name
        pass


def main() -> None:
    site = build_site(ROOT, site_dir=ROOT / ".cache" / "site", is_strict=False)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_QuietHandler, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/"
    PICTURES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        context = browser.new_context(viewport={"width": 400, "height": 760}, device_scale_factor=2)
        page = context.new_page()
        page.goto(address + CARD_PAGE)
        page.locator(f"#{CARD}").screenshot(path=PICTURES / "card.png")
        page.goto(address + GUIDE_PAGE)
        page.screenshot(path=PICTURES / "guide.png")
        browser.close()
    server.shutdown()
    server.server_close()
    for kind in SITE_KINDS:
        # Of the kit, each piece has a name of its own.
        if kind in ("kit", "slides"):
            continue
        name = f"{kind}-letter.png"
        of_guide = site / "print" / GUIDE / name
        # Few guides name an insert.
        found = of_guide if of_guide.is_file() else min((site / "print").rglob(name))
        shutil.copyfile(found, PICTURES / f"sheet-{kind}.png")


if __name__ == "__main__":
    main()
