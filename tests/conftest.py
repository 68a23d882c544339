"""What several test modules need: a sound toolkit on disk, and the default toolkit built once."""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright

from toolkit_builder.folders import Folders
from toolkit_builder.loading import load_toolkit
from toolkit_builder.mkdocs_plugin import build_site
from toolkit_builder.model.toolkit import Toolkit

from .attacks import ATTACKS, CHUNK, HARMLESS, PLAIN, chunks, school_of, toolkit_files_of, write_toolkit
from .browsing import CHROMIUM, FLAGS, PATIENCE, Server, Watched, watching
from .cases import TESTS
from .keeping import LIBRARY, kept
from .publishing import git

ROOT = TESTS.parent

# How fast a machine is, and how busy, says nothing about the code.
settings.register_profile("any-machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any-machine")

ToolkitFiles = Callable[[Mapping[str, str | bytes | None]], Path]
Site = Callable[..., Path]
Tab = Callable[..., Watched]


_LONGEST = (
    *("editor_engines", "engines", "attacks_in_a_browser", "browser", "cached_builds", "languages", "benchmarks"),
    *("editor_attacks", "safety", "plugin", "wheel", "schools", "no_signal", "print_languages", "attacks_on_paper"),
    *("print", "editor_in_a_browser", "editor_workspace", "storage", "hosts"),
)
"""What takes longest, by the names of its files: begun last, one core would wait for it."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    order = {f"test_{name}": number for number, name in enumerate(_LONGEST)}
    items.sort(key=lambda item: order.get(item.path.stem, len(order)))


@pytest.fixture
def toolkit_files(tmp_path: Path) -> ToolkitFiles:
    """Writes the sound base toolkit with some files changed, added or (None) taken out; returns its folder."""

    def write(files: Mapping[str, str | bytes | None]) -> Path:
        folder = tmp_path / "toolkit"
        if not folder.exists():
            shutil.copytree(TESTS / "base", folder)
        for path, content in files.items():
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            if content is None:
                file.unlink()
            else:
                file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return folder

    return write


@pytest.fixture(scope="session")
def default_site() -> Iterator[Path]:
    """The default toolkit, built: once for all processes that share the tests, and kept for the next run."""

    def make(folder: Path) -> None:
        os.environ["NO_MKDOCS_2_WARNING"] = "1"
        build_site(ROOT, site_dir=folder / "site", is_strict=False)

    with kept("default", LIBRARY, make) as folder:
        yield folder / "site"


@pytest.fixture(scope="session")
def small_site() -> Iterator[Path]:
    """The base toolkit in three languages, with its printed pieces and a page of its own; it knows its address."""

    def make(place: Path) -> None:
        folder = place / "toolkit"
        shutil.copytree(TESTS / "base", folder)
        school = folder / "docs/school.yml"
        school.write_text(school.read_text("utf-8").replace("languages: [en]", "languages: [en, es, ar]"), "utf-8")
        settings = folder / "mkdocs.yml"
        settings.write_text(f"site_url: https://school.example/visits\n{settings.read_text('utf-8')}", "utf-8")
        (folder / "docs/bus, río.txt").write_text("Bus times", "utf-8")
        build_site(folder, site_dir=place / "site", is_strict=False)
        shutil.rmtree(folder)

    with kept("small", (TESTS / "base",), make) as folder:
        yield folder / "site"


@pytest.fixture(scope="session")
def address(default_site: Path) -> Iterator[str]:
    """The default site on a local server."""
    server = Server(default_site)
    yield server.address
    server.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        browser.on("context", lambda context: context.set_default_timeout(PATIENCE * 1000))
        yield browser
        browser.close()


@pytest.fixture
def tab(browser: Browser, address: str) -> Iterator[Tab]:
    """Opens the default site on a phone, or a folder of it, out of which no page may ask for anything."""
    with ExitStack() as open_tabs:
        yield lambda folder="": open_tabs.enter_context(watching(browser, address + folder))


@pytest.fixture
def phone(tab: Tab) -> Watched:
    return tab()


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Writes a small finished site that says `words`, with other files if asked; returns its folder."""

    def write(words: str, **others: str) -> Path:
        folder = tmp_path / "site"
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "guides" / "_plan").mkdir(parents=True)
        for name in ("index.html", "guides/index.html", "guides/_plan/a b é.txt"):
            (folder / name).write_bytes(f"{words}\r\n".encode())
        for name, text in {"sitemap.xml": "monday", **others}.items():
            (folder / name).write_text(text, encoding="utf-8")
        return folder

    return write


@pytest.fixture
def host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty bare repository, in a world in which git knows nobody."""
    for key in [key for key in os.environ if key.startswith("GIT_")]:
        monkeypatch.delenv(key)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    folder = tmp_path / "host.git"
    git(tmp_path, "init", "--quiet", "--bare", str(folder))
    return folder


@pytest.fixture(scope="session")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A toolkit on disk with a copy of every entry for each attack; the first half of all stands in its school."""
    folder = tmp_path_factory.mktemp("attacks") / "toolkit"
    shutil.copytree(TESTS / "base", folder)
    write_toolkit(folder, toolkit_files_of([HARMLESS, *ATTACKS], school_of(next(chunks(PLAIN, CHUNK)))))
    return folder


@pytest.fixture(scope="session")
def attacked_toolkit(attacked: Path) -> Toolkit:
    toolkit, findings = load_toolkit(Folders(attacked))
    assert findings == []
    return toolkit
