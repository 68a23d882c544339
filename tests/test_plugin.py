"""The site on disk: whole or not at all, the same through both doors, and quick to follow a change."""

import json
import logging
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import unquote, urldefrag, urljoin

import pytest
from mkdocs.exceptions import PluginError

from toolkit_builder.build import Options, Rebuilder, build
from toolkit_builder.mkdocs_plugin import build_site
from toolkit_builder.mkdocs_plugin.frame import ToolkitPage

from .browsing import PATIENCE
from .conftest import ToolkitFiles

SCHOOL = "docs/school.yml"


def build_in(folder: Path, *, is_strict: bool = False) -> Path:
    return build_site(folder, site_dir=None, is_strict=is_strict)


def files_of(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def taken(site: Path, name: str) -> Any:
    """The value that a script of the site hands over."""
    (file,) = site.glob(f"assets/toolkit/*/{name}.js")
    return json.loads(file.read_text(encoding="utf-8").partition(",")[2].strip().removesuffix(")"))


def replaced(folder: Path, path: str, old: str, new: str) -> None:
    file = folder / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_a_site_has_its_pages_and_no_sources(toolkit_files: ToolkitFiles) -> None:
    site = build_in(toolkit_files({}))

    names = files_of(site)
    assert {"index.html", "guides/k-first/index.html", "guides/k-first/family/index.html"} <= set(names)
    assert not [name for name in names if name.endswith((".yml", ".yaml"))]


def test_the_same_input_gives_the_same_bytes(toolkit_files: ToolkitFiles) -> None:
    folder = toolkit_files({})

    assert files_of(build_in(folder)) == files_of(build_in(folder))


def test_mkdocs_build_gives_the_same_site(toolkit_files: ToolkitFiles, tmp_path: Path) -> None:
    folder = toolkit_files({})
    ours = files_of(build_in(folder))

    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(tmp_path / "other")]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)

    assert files_of(tmp_path / "other") == ours


def test_a_fault_leaves_the_old_site(toolkit_files: ToolkitFiles) -> None:
    folder = toolkit_files({})
    before = files_of(build_in(folder))
    replaced(folder, SCHOOL, "name: Test School\n", "name: Other School\n")
    replaced(folder, "docs/guides/k-second.yml", "kind: confirm", "kind: other")

    with pytest.raises(PluginError):
        build_in(folder)

    assert files_of(folder / "site") == before
    assert [path.name for path in folder.iterdir() if path.name.startswith(".site")] == []


def test_strict_refuses_warnings_and_leaves_the_old_site(toolkit_files: ToolkitFiles) -> None:
    folder = toolkit_files({})
    before = files_of(build_in(folder, is_strict=True))
    replaced(folder, "docs/guides/k-second.yml", "[home, library, park]", "[home]")

    with pytest.raises(PluginError):
        build_in(folder, is_strict=True)

    assert files_of(folder / "site") == before
    assert files_of(build_in(folder)) != before


def test_our_own_exception_leaves_the_old_site(toolkit_files: ToolkitFiles) -> None:
    """A template with a slip in it is our fault, or the school's own: it raises, and nothing is half written."""
    folder = toolkit_files({})
    before = files_of(build_in(folder))
    (folder / "templates/pages").mkdir(parents=True)
    (folder / "templates/pages/about.html").write_text("{{ nothing_of_this_name }}", encoding="utf-8")

    with pytest.raises(Exception, match="nothing_of_this_name"):
        build_in(folder)

    assert files_of(folder / "site") == before


def test_a_killed_build_leaves_the_old_site(toolkit_files: ToolkitFiles) -> None:
    """SIGKILL while the new one is written, at several moments: the old site stands, and the next build is whole."""
    folder = toolkit_files({})
    before = files_of(build_in(folder))
    for written in (0, 1, 20):
        known = set(folder.iterdir())
        command = [sys.executable, "-m", "toolkit_builder", "build"]
        process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while process.poll() is None:
            # Beside the site, where nothing was before.
            new = set(folder.iterdir()) - known
            if new and sum(len(files) for one in new for _, _, files in os.walk(one)) >= written:
                break
        process.kill()
        process.wait()
        # A build that was quicker than the signal has put the same site there.
        assert files_of(folder / "site") == before

    assert files_of(build_in(folder)) == before


def test_a_swap_that_was_killed_is_mended(toolkit_files: ToolkitFiles) -> None:
    """Between its two moves the old site lies aside; the next build finds it and leaves nothing behind."""
    folder = toolkit_files({})
    before = files_of(build_in(folder))
    (folder / "site").rename(folder / ".site.old")

    assert files_of(build_in(folder)) == before
    assert not (folder / ".site.old").exists()


def test_a_page_in_a_frame_is_the_page_that_material_renders(
    toolkit_files: ToolkitFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The frame is a shortcut: without it, Material renders the very same pages."""
    folder = toolkit_files({})
    replaced(
        folder,
        "mkdocs.yml",
        "site_name:",
        "site_url: https://example.org/x/\nrepo_url: https://example.org/r\nedit_uri: edit/main/docs/\nsite_name:",
    )
    framed = files_of(build_in(folder))

    real = ToolkitPage.__init__

    def without_frame(self: ToolkitPage, *arguments: object) -> None:
        real(self, *arguments)  # type: ignore[arg-type]
        self.meta.pop("template", None)

    monkeypatch.setattr(ToolkitPage, "__init__", without_frame)
    rendered = files_of(build_in(folder))

    def squeezed(html: bytes) -> str:
        return re.sub(r"\s+", " ", re.sub(r">\s+<", "><", html.decode()))

    assert set(framed) == set(rendered)
    for name in framed:
        if name.endswith(".html"):
            assert squeezed(framed[name]) == squeezed(rendered[name]), name


def test_edit_this_page_opens_the_yaml(toolkit_files: ToolkitFiles) -> None:
    folder = toolkit_files({})
    replaced(
        folder, "mkdocs.yml", "site_name:", "repo_url: https://example.org/r\nedit_uri: edit/main/docs/\nsite_name:"
    )
    site = build_in(folder)

    page = (site / "guides/k-first/index.html").read_text(encoding="utf-8")
    assert 'href="https://example.org/r/edit/main/docs/guides/k-first.yml"' in page


def test_the_schools_own_template_wins(toolkit_files: ToolkitFiles) -> None:
    site = build_in(toolkit_files({"templates/pages/about.html": "<h1>Our own words</h1>"}))

    assert "Our own words" in (site / "about/index.html").read_text(encoding="utf-8")


def test_a_hand_written_page_takes_the_place_of_ours(toolkit_files: ToolkitFiles) -> None:
    site = build_in(toolkit_files({"docs/about.md": "# By hand\n", "docs/bus.md": "# Bus times\n"}))

    assert "By hand" in (site / "about/index.html").read_text(encoding="utf-8")
    assert "Bus times" in (site / "bus/index.html").read_text(encoding="utf-8")
    assert 'href="about/"' in (site / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("rules: {}", "rules: {few-place: error}", "did you mean 'few-places'"),
        ("rules: {}", "rules: {few-places: loud}", "error, warning, note or off"),
        ("name: material", "name: mkdocs", "material"),
        ("  - toolkit-builder:\n", "  - toolkit-builder-x:\n", "toolkit-builder"),
    ],
)
def test_faults_in_mkdocs_yml_are_told(
    toolkit_files: ToolkitFiles, caplog: pytest.LogCaptureFixture, old: str, new: str, message: str
) -> None:
    folder = toolkit_files({})
    replaced(folder, "mkdocs.yml", old, new)

    with pytest.raises(PluginError):
        build_in(folder)

    assert message in caplog.text


def test_levels_of_mkdocs_yml_decide(toolkit_files: ToolkitFiles) -> None:
    folder = toolkit_files({})
    replaced(folder, "docs/guides/k-second.yml", "[home, library, park]", "[home]")
    build_in(folder)
    replaced(folder, "mkdocs.yml", "rules: {}", "rules: {few-places: error}")

    with pytest.raises(PluginError):
        build_in(folder)


class _Links(HTMLParser):
    """The addresses and anchors of a page, and what can be pressed inside something else that can be pressed."""

    PRESSED: ClassVar = {"a", "button", "summary"}

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.open: list[str] = []
        self.nested: list[str] = []
        # Material's own frame has a link in a label; what stands after our page begins is ours.
        self.is_ours = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if values.get("id"):
            self.ids.append(values["id"] or "")
        self.is_ours = self.is_ours or "tb-page" in (values.get("class") or "")
        if self.is_ours and tag in self.PRESSED | {"label"}:
            if self.open and tag in self.PRESSED:
                self.nested.append(f"{self.getpos()}: {tag} in {self.open[-1]}")
            self.open.append(tag)
        target = values.get("href") if tag in ("a", "link", "use") else values.get("src")
        if target is not None:
            self.links.append(target)

    def handle_endtag(self, tag: str) -> None:
        if self.open and tag == self.open[-1]:
            self.open.pop()


def test_every_link_of_the_default_site_leads_somewhere(default_site: Path) -> None:
    """Pages, anchors, styles, pictures; no address outside but sources, no id twice, no button in a link."""
    pages = {path: _Links(path.read_text(encoding="utf-8")) for path in default_site.rglob("*.html")}
    broken = []
    for path, page in pages.items():
        assert len(page.ids) == len(set(page.ids)), path
        assert page.nested == [], path
        here = path.relative_to(default_site).as_posix().removesuffix("index.html")
        # The error page is shown at any address, so it counts from the root.
        for link in page.links:
            if re.match(r"[a-z]+:", link):
                assert re.match(r"https?:|mailto:|tel:", link), link
                continue
            target, anchor = urldefrag(urljoin(f"/{here}", link))
            file = default_site / unquote(target).lstrip("/")
            file = file / "index.html" if target.endswith("/") else file
            # The finder's choices stand after the mark.
            anchor = "" if target.endswith("/find/") and "=" in anchor else anchor
            if not file.is_file() or (anchor and file in pages and unquote(anchor) not in pages[file].ids):
                broken.append((here, link))
    assert broken == []


def test_no_page_of_the_default_site_is_empty(default_site: Path) -> None:
    """Every page says something: a heading of level 1 and at least thirty words."""
    for path in default_site.rglob("*.html"):
        if path.name == "404.html":
            continue
        article = path.read_text(encoding="utf-8").partition("<article")[2].partition("</article>")[0]
        assert article.count("<h1") == 1, path
        words = re.sub(r"<[^>]+>", " ", article)
        # Chinese has no blanks between words.
        assert len(words.split()) >= 30 or len("".join(words.split())) >= 150, path


def test_search_entries_come_from_the_model(toolkit_files: ToolkitFiles) -> None:
    site = build_in(toolkit_files({}))

    places = {uri: (kind, title) for kind, _, uri, title, *_ in taken(site, "search-entries")["entries"]}
    assert places["routines/table/#count-spoons"] == ("activity", "Count the spoons")
    assert places["prompts/hopes/#hopes"] == ("prompt", "What do you hope this year brings for your child?")
    assert places["guides/k-first/"] == ("guide", "Kindergarten, first visit")
    assert places["glossary/#term-iep"] == ("term", "IEP")
    assert places["grades/kindergarten/#skill-k-cc-a-1"][0] == "skill"


def test_hand_written_pages_are_found_too(toolkit_files: ToolkitFiles) -> None:
    site = build_in(
        toolkit_files({"docs/parking.md": "---\nauthor: me\n---\n# Where to park\n\nBehind the **gym**.\n"})
    )

    entries = taken(site, "search-entries")["entries"]
    assert [entry for entry in entries if entry[2] == "parking/"] == [
        ["page", "", "parking/", "Where to park", "behind gym", []]
    ]


def test_the_old_search_is_refused_with_words(toolkit_files: ToolkitFiles, caplog: pytest.LogCaptureFixture) -> None:
    folder = toolkit_files({})
    replaced(folder, "mkdocs.yml", "plugins:\n", "plugins:\n  - search\n")

    with pytest.raises(PluginError):
        build_in(folder)
    assert "take 'search' out of the plugins" in caplog.text


def test_a_page_leads_to_the_scripts_that_it_was_made_with(toolkit_files: ToolkitFiles) -> None:
    """Any change of a script or a text that scripts show gives their folder another name."""
    folder = toolkit_files({})

    def used(site: Path) -> str:
        html = (site / "index.html").read_text(encoding="utf-8")
        (name,) = set(re.findall(r"assets/toolkit/(\w+)/", html))
        assert (site / "assets/toolkit" / name / "toolkit.js").is_file()
        return str(name)

    first = used(build_in(folder))
    assert used(build_in(folder)) == first
    replaced(folder, "docs/prompts/all.yml", "this year brings", "this spring brings")
    assert used(build_in(folder)) != first


Edit = Callable[[Path], None]
EDITS: dict[str, Edit] = {
    "a guide's words": lambda folder: replaced(folder, "docs/guides/k-second.yml", "[Wait.]", "[Wait a little.]"),
    "a guide's title": lambda folder: replaced(folder, "docs/guides/k-second.yml", "title: K", "title: New k"),
    "a guide's summary": lambda folder: replaced(folder, "docs/guides/k-second.yml", "one goal.", "a goal."),
    "a guide's visit": lambda folder: replaced(folder, "docs/guides/k-second.yml", "visit: second", "visit: remote"),
    "a prompt": lambda folder: replaced(folder, "docs/prompts/all.yml", "this year brings", "this spring brings"),
    "a glossary term": lambda folder: replaced(folder, "docs/glossary.yml", "A written plan", "A plan"),
    "the school's name": lambda folder: replaced(folder, SCHOOL, "name: Test School\n", "name: Other\n"),
    "a colour": lambda folder: replaced(folder, SCHOOL, "#1f5f4f", "#1f4f5f"),
    "a file gone": lambda folder: (folder / "docs/facts.yml").unlink(),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_rebuilding_gives_what_building_gives(toolkit_files: ToolkitFiles, edit: Edit) -> None:
    """A live preview remembers much; after each kind of edit its pages are those of a build from nothing."""
    folder = toolkit_files({})
    rebuilder = Rebuilder()
    options = Options(prints=False)
    first = rebuilder.build(folder / "docs", options)
    edit(folder)

    again = rebuilder.build(folder / "docs", options)
    fresh = build(folder / "docs", options)

    assert again.pages == fresh.pages
    assert again.assets == fresh.assets
    assert (again.pages, again.assets) != (first.pages, first.assets)


@pytest.fixture
def preview(toolkit_files: ToolkitFiles) -> Iterator[tuple[Path, str, subprocess.Popen[str]]]:
    """A running `toolkit-builder serve` of the base toolkit: its folder, its address and the process."""
    folder = toolkit_files({})
    port = 8123 + os.getpid() % 1000
    command = [sys.executable, "-m", "toolkit_builder", "serve", str(folder), "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    yield folder, f"http://127.0.0.1:{port}/", process
    process.send_signal(signal.SIGINT)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    assert process.stdout is not None
    process.stdout.close()


def wait_for(address: str, words: str, *, is_there: bool = True, seconds: float = PATIENCE) -> str:
    """The page at `address` as soon as it has (or no longer has) `words`."""
    text = ""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=seconds) as answer:  # noqa: S310, our own server
                text = answer.read().decode()
        except OSError:
            text = ""
        if text and (words in text) == is_there:
            return text
        time.sleep(0.05)
    raise AssertionError(f"{'no' if is_there else 'still'} {words!r} at {address}: {text[-500:]}")


def test_serve_follows_changes_and_survives_faults(preview: tuple[Path, str, subprocess.Popen[str]]) -> None:
    """A change shows; a fault shows its diagnostic over the last good page; mended, the site comes back."""
    folder, address, process = preview
    page = f"{address}guides/k-second/"
    wait_for(page, "Kindergarten, second visit")

    replaced(folder, "docs/guides/k-second.yml", "[Wait.]", "[Wait a little longer.]")
    wait_for(page, "Wait a little longer.")

    replaced(folder, "docs/guides/k-second.yml", "kind: confirm", "kind: confrim")
    broken = wait_for(page, "unknown-word")
    assert "Wait a little longer." in broken
    assert "did you mean" in broken

    replaced(folder, "docs/guides/k-second.yml", "kind: confrim", "kind: confirm")
    assert "Wait a little longer." in wait_for(page, "unknown-word", is_there=False)

    replaced(folder, "docs/guides/k-second.yml", "title: Kindergarten,", "title: Big Kindergarten,")
    wait_for(f"{address}visits/", "Big Kindergarten, second visit")
    assert process.poll() is None


def test_logging_is_left_as_it_was(toolkit_files: ToolkitFiles) -> None:
    """A build in a longer-lived process leaves no handler behind."""
    before = list(logging.getLogger("mkdocs").handlers)
    build_in(toolkit_files({}))

    assert logging.getLogger("mkdocs").handlers == before
