"""What README and manual lead to is there: pages, their headings, and pictures with words for them."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from markdown_it import MarkdownIt

from .conftest import ROOT

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "manual").glob("*.md"))]
_HTML_PICTURE = re.compile(r"<img\b[^>]*>")


def leads(page: Path) -> list[tuple[str, str]]:
    """Each address in a page, with the words for it; those of links are not asked for."""
    found = []
    for token in MarkdownIt("gfm-like", {"linkify": False}).parse(page.read_text("utf-8")):
        for part in token.children or ():
            if part.type == "link_open":
                found.append((str(part.attrs["href"]), "a link"))
            elif part.type == "image":
                found.append((str(part.attrs["src"]), part.content))
    for picture in _HTML_PICTURE.findall(page.read_text("utf-8")):
        said = dict(re.findall(r'(\w+)="([^"]*)"', picture))
        found.append((said["src"], said.get("alt", "")))
    return found


def headings(page: Path) -> set[str]:
    """The anchors of a page, as GitHub makes them."""
    titles = re.findall(r"^#+ (.*)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title).strip().lower().replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_lead_leads_somewhere(page: Path) -> None:
    for address, words in leads(page):
        assert words, address
        if ":" in address.partition("/")[0]:
            continue
        path, _, anchor = unquote(address).partition("#")
        file = page.parent / path if path else page
        assert file.exists(), address
        assert not anchor or anchor in headings(file), address


def test_the_index_has_every_page() -> None:
    index = {address for address, _ in leads(ROOT / "manual/README.md")}

    assert index == {page.name for page in (ROOT / "manual").glob("*.md")} - {"README.md"}


def test_every_picture_is_shown() -> None:
    shown = {unquote(address).rpartition("/")[2] for page in PAGES for address, _ in leads(page)}

    assert {file.name for file in (ROOT / "manual/pictures").glob("editor-*.png")} <= shown
