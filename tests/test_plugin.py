"""The site on disk: whole or not at all, the same through both doors, and quick to follow a change."""

import json
import logging
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import unquote, urldefrag, urljoin

import pytest
from mkdocs.config import load_config

from toolkit_builder.build import build
from toolkit_builder.checking import check_schools
from toolkit_builder.diagnostics import ToolkitError
from toolkit_builder.folders import Folders
from toolkit_builder.loading import load_toolkit
from toolkit_builder.mkdocs_plugin import build_site
from toolkit_builder.mkdocs_plugin.frame import AROUND, ToolkitPage
from toolkit_builder.options import Options
from toolkit_builder.preview import Rebuilder
from toolkit_builder.settings import load_options

from .cases import TESTS
from .conftest import ToolkitFiles
from .found import rows_of, words_of
from .previews import previewing, wait_for

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


CATALOGUE = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"

msgctxt "guide/k-first/title"
msgid "Kindergarten, first visit"
msgstr "Kínder, primera visita"
"""


@pytest.fixture
def bilingual(toolkit_files: ToolkitFiles) -> Path:
    folder = toolkit_files({"locales/es.po": CATALOGUE})
    replaced(folder, SCHOOL, "languages: [en]", "languages: [en, es]")
    return folder


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
    replaced(folder, "docs/guides/k-second.yml", "prompts: [hopes, expectations]", "prompts: [hopes, expectation]")

    with pytest.raises(ToolkitError):
        build_in(folder)

    assert files_of(folder / "site") == before
    assert [path.name for path in folder.iterdir() if path.name.startswith(".site")] == []


def test_strict_refuses_warnings_and_leaves_the_old_site(toolkit_files: ToolkitFiles) -> None:
    folder = toolkit_files({})
    before = files_of(build_in(folder, is_strict=True))
    replaced(folder, "docs/guides/k-second.yml", "[home, library, park]", "[home]")

    with pytest.raises(ToolkitError):
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
        self.meta["template"] = AROUND

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


def test_the_button_for_the_source_opens_the_yaml(toolkit_files: ToolkitFiles) -> None:
    folder = toolkit_files({})
    address = "repo_url: https://example.org/r\nedit_uri: edit/main/docs/\nsite_name:"
    replaced(folder, "mkdocs.yml", "site_name:", address)
    replaced(folder, "mkdocs.yml", "name: material", "name: material\n  features: [content.action.view]")

    page = (build_in(folder) / "guides/k-first/index.html").read_text(encoding="utf-8")

    assert 'href="https://example.org/r/raw/main/docs/guides/k-first.yml"' in page


def test_the_schools_own_template_wins(toolkit_files: ToolkitFiles) -> None:
    site = build_in(toolkit_files({"templates/pages/about.html": "<h1>Our own words</h1>"}))

    assert "Our own words" in (site / "about/index.html").read_text(encoding="utf-8")


def test_a_hand_written_page_takes_the_place_of_ours(toolkit_files: ToolkitFiles) -> None:
    site = build_in(toolkit_files({"docs/about.md": "# By hand\n", "docs/bus.md": "# Bus times\n"}))

    assert "By hand" in (site / "about/index.html").read_text(encoding="utf-8")
    assert "Bus times" in (site / "bus/index.html").read_text(encoding="utf-8")
    assert 'href="about/"' in (site / "index.html").read_text(encoding="utf-8")


def test_a_replaced_page_stands_in_its_place_only(toolkit_files: ToolkitFiles) -> None:
    site = build_in(toolkit_files({"docs/privacy.md": "# How we keep secrets\n", "docs/bus.md": "# Bus times\n"}))

    navigation = (site / "privacy/index.html").read_text(encoding="utf-8").partition("<article")[0]
    sections = re.findall(r"<nav[^>]* aria-labelledby=\"__nav_\d+_label\".*?</nav>", navigation, re.DOTALL)
    (section,) = [one for one in sections if "How we keep secrets" in one]
    assert "Accessibility" in section
    more = (site / "bus/index.html").read_text(encoding="utf-8").partition("<article")[0]
    assert "Bus times" in more
    assert "How we keep secrets" not in more


def test_a_page_that_is_there_in_one_language_only_is_not_lost(bilingual: Path) -> None:
    (bilingual / "docs/bus.es.md").write_text("# Horario del bus\n", encoding="utf-8")

    site = build_in(bilingual)

    assert "Horario del bus" in (site / "es/bus/index.html").read_text(encoding="utf-8")
    assert not (site / "bus").exists()


# Templates of a school that would take the place of ours, and what they show.
OVERRIDES: dict[str, tuple[dict[str, str], str, str]] = {
    "an announcement": (
        {"main.html": '{% extends "base.html" %}\n{% block announce %}Snow day{% endblock %}\n'},
        "index.html",
        "Snow day",
    ),
    "emptied blocks": (
        {
            "main.html": '{% extends "base.html" %}\n{% block site_meta %}{% endblock %}\n'
            "{% block extrahead %}<meta name=snow>{% endblock %}\n"
        },
        "guides/k-first/index.html",
        "<meta name=snow>",
    ),
    "another page's": (
        {"wide.html": '{% extends "base.html" %}\n{% block content %}<b>wide</b>{% endblock %}\n'},
        "bus/index.html",
        "<b>wide</b>",
    ),
}


@pytest.mark.parametrize("place", ["overrides", "templates/material"])
@pytest.mark.parametrize(("templates", "page", "words"), OVERRIDES.values(), ids=OVERRIDES)
def test_templates_of_a_school_keep_what_makes_a_page_safe(
    tmp_path: Path, place: str, templates: dict[str, str], page: str, words: str
) -> None:
    """Also where the toolkit lies in a folder that is called as the theme is."""
    folder = tmp_path / "material"
    shutil.copytree(TESTS / "base", folder)
    (folder / place).mkdir(parents=True)
    (folder / "docs/bus.md").write_text("---\ntemplate: wide.html\n---\n# Bus times\n", encoding="utf-8")
    for name, template in {"wide.html": '{% extends "base.html" %}', **templates}.items():
        (folder / place / name).write_text(template, encoding="utf-8")
    if place == "overrides":
        replaced(folder, "mkdocs.yml", "name: material", "name: material\n  custom_dir: overrides")

    html = (build_in(folder) / page).read_text(encoding="utf-8")

    assert words in html
    head = html.partition("</head>")[0]
    for mark in ("Content-Security-Policy", 'name="referrer"', "manifest.webmanifest", "apple-touch-icon"):
        assert head.count(mark) == 1, mark


def test_a_template_without_the_policy_is_told(toolkit_files: ToolkitFiles, caplog: pytest.LogCaptureFixture) -> None:
    folder = toolkit_files({"templates/material/main.html": "<p>All our own</p>"})

    with pytest.raises(ToolkitError):
        build_in(folder)

    assert "main.html: this template of yours leaves out what makes the site safe" in caplog.text


def mkdocs_build(folder: Path, *words: str, **environment: str) -> None:
    """`mkdocs build` in `folder`, as its user calls it."""
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", *words]
    done = subprocess.run(
        command, cwd=folder, env=os.environ | environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_another_settings_file_holds_for_all_languages(bilingual: Path, tmp_path: Path) -> None:
    """Named otherwise, with an address from the environment and an option: no part reads the mkdocs.yml beside it."""
    settings = (bilingual / "mkdocs.yml").read_text(encoding="utf-8")
    (bilingual / "mkdocs.prod.yml").write_text(
        f"site_url: !ENV ADDRESS\nsite_description: Published\n{settings}", encoding="utf-8"
    )
    (bilingual / "mkdocs.yml").write_text("site_name: a draft\nplugins: []\n", encoding="utf-8")
    (bilingual / "docs/bus.md").write_text("# Bus times\n", encoding="utf-8")

    target = tmp_path / "other"
    mkdocs_build(bilingual, "-f", "mkdocs.prod.yml", "-d", str(target), ADDRESS="https://example.org/v")

    for language in ("", "es/"):
        page = (target / language / "bus/index.html").read_text(encoding="utf-8")
        assert f'<link rel="canonical" href="https://example.org/v/{language}bus/">' in page
        assert '<meta name="description" content="Published">' in page


def test_settings_may_end_in_yaml(bilingual: Path) -> None:
    (bilingual / "mkdocs.yml").rename(bilingual / "mkdocs.yaml")

    assert (build_in(bilingual) / "es/index.html").is_file()
    replaced(bilingual, "mkdocs.yaml", "rules: {}", "rules: {few-place: error}")
    with pytest.raises(ToolkitError, match=r"^mkdocs\.yaml: no rule"):
        load_options(bilingual)


@pytest.mark.parametrize("docs", ["content/docs", "../content/docs"])
def test_content_may_lie_elsewhere(bilingual: Path, docs: str) -> None:
    """What is no content is found beside mkdocs.yml, and findings name files as seen from there."""
    (bilingual / docs).parent.mkdir()
    (bilingual / "docs").rename(bilingual / docs)
    replaced(bilingual, "mkdocs.yml", "site_name:", f"docs_dir: {docs}\nsite_name:")
    (bilingual / "schools").mkdir()
    (bilingual / "schools/river.yml").write_text("name: River School\n", encoding="utf-8")

    site = build_in(bilingual)
    folders, options = load_options(bilingual)
    library, findings = check_schools(folders, options.levels)

    assert "Kínder, primera visita" in (site / "es/guides/k-first/index.html").read_text(encoding="utf-8")
    assert library.catalogues[0].translations
    assert {one.location.path.rpartition("/guides/")[0] for one in findings if "/guides/" in one.location.path} == {
        docs
    }
    assert all(one.excerpt for one in findings if "/guides/" in one.location.path)
    school, _ = load_toolkit(replace(folders, edition="river"))
    assert school.school.name == "River School"
    assert not (bilingual / docs).parent.joinpath("locales").exists()


def test_settings_that_inherit_may_stand_aside(bilingual: Path) -> None:
    """The toolkit is then where the inherited ones lie, with its translations."""
    (bilingual / "conf").mkdir()
    inheriting = 'INHERIT: ../mkdocs.yml\nsite_name: !ENV [SCHOOL, "River"]\ndocs_dir: ../docs\n'
    (bilingual / "conf/mkdocs.yml").write_text(inheriting, encoding="utf-8")

    site = build_in(bilingual / "conf")

    assert site == bilingual / "conf/site"
    assert "Kínder, primera visita" in (site / "es/guides/k-first/index.html").read_text(encoding="utf-8")
    assert load_options(bilingual / "conf")[0].root == bilingual


def test_a_program_that_only_asks_for_the_settings_gets_them(bilingual: Path) -> None:
    """As mike does before it builds: no site is begun, and the site's folder is the one that was named."""
    config = load_config(str(bilingual / "mkdocs.yml"))
    config.plugins.on_startup(command="mike", dirty=False)  # type: ignore[arg-type]
    config.plugins.on_config(config)

    assert config.site_dir == str(bilingual / "site")
    assert [one.name for one in bilingual.iterdir() if one.name.startswith(".")] == []


# What stands in mkdocs.yml -> the sentence that tells what is wrong or cannot be combined.
SETTINGS_FAULTS: dict[str, tuple[str, str, str]] = {
    "a rule": ("rules: {}", "rules: {few-place: error}", "did you mean 'few-places'"),
    "a level": ("rules: {}", "rules: {few-places: loud}", "error, warning, note or off, not 'loud'"),
    "rules as a list": ("rules: {}", "rules: [few-places]", "'few-places: error'"),
    "an option": ("rules: {}", "rulez: {}", "no option 'rulez'. did you mean 'rules'?"),
    "another theme": ("name: material", "name: readthedocs", "the theme must be 'material', not 'readthedocs'"),
    "no theme": ("theme:\n  name: material\n", "", "the theme must be 'material', not 'mkdocs'"),
    "no plugin": ("  - toolkit-builder:\n", "  - toolkit-builder-x:\n", "toolkit-builder"),
    "the plugin twice": ("plugins:\n", "plugins:\n  - toolkit-builder\n", "'toolkit-builder' stands twice"),
    "search": ("plugins:\n", "plugins:\n  - search\n", "mkdocs.yml: take 'search' out of the plugins"),
    "search by its full name": ("plugins:\n", "plugins:\n  - material/search\n", "take 'search' out of the plugins"),
    "offline": (
        "plugins:\n",
        "plugins:\n  - offline\n",
        "--offline-zip` makes a copy",
    ),
    "social": ("plugins:\n", "plugins:\n  - social\n", "take 'social' out of the plugins"),
    "addresses of files": ("site_name:", "use_directory_urls: false\nsite_name:", "--offline-zip"),
    "instant": ("name: material", "name: material\n  features: [navigation.instant]", "take 'navigation.instant' out"),
    "prefetch": (
        "name: material",
        "name: material\n  features: [navigation.instant.prefetch]",
        "take 'navigation.instant.prefetch' out",
    ),
    "integrated contents": (
        "name: material",
        "name: material\n  features: [toc.integrate]",
        "'toc.integrate'",
    ),
    "docs elsewhere": ("site_name:", "docs_dir: content\nsite_name:", "isn't an existing directory"),
    "a circle": ("site_name:", "INHERIT: mkdocs.yml\nsite_name:", "leads in a circle"),
    "nothing to inherit": ("site_name:", "INHERIT: none.yml\nsite_name:", "none.yml: this file cannot be opened"),
    "a tab": ("  name: material", "\tname: material", "mkdocs.yml:5:1: error[yaml-syntax]"),
    "a colon": ("site_name: Home visits", "site_name: Home: visits", "mkdocs.yml:3:16: error[yaml-syntax]"),
    "a key twice": ("plugins:\n", "site_name: x\nplugins:\n", "error[duplicate-key]"),
}


@pytest.mark.parametrize(("old", "new", "message"), SETTINGS_FAULTS.values(), ids=SETTINGS_FAULTS)
def test_faults_in_mkdocs_yml_are_told(
    toolkit_files: ToolkitFiles, caplog: pytest.LogCaptureFixture, old: str, new: str, message: str
) -> None:
    folder = toolkit_files({})
    replaced(folder, "mkdocs.yml", old, new)

    with pytest.raises(ToolkitError) as raised:
        build_in(folder)

    assert message in f"{raised.value}\n{caplog.text}"
    assert not (folder / "site").exists()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "mkdocs.yml holds no settings"),
        (b"# nothing\n", "mkdocs.yml holds no settings"),
        (b"- a\n", "mkdocs.yml holds no settings"),
        (b"5\n", "mkdocs.yml holds no settings"),
        ("site_name: Caf\u00e9\n".encode("cp1252"), "mkdocs.yml:1:15: error[not-utf8]"),
        ("site_name: X\n".encode("utf-16"), "error[not-utf8]"),
        (None, "mkdocs.yml: this file cannot be opened: is a directory."),
    ],
)
def test_a_settings_file_that_is_none_is_told(toolkit_files: ToolkitFiles, content: bytes | None, message: str) -> None:
    folder = toolkit_files({"mkdocs.yml": content})
    if content is None:
        (folder / "mkdocs.yml").mkdir()

    with pytest.raises(ToolkitError, match=re.escape(message)):
        build_in(folder)


def test_all_that_cannot_be_combined_is_told_at_once_and_by_check(toolkit_files: ToolkitFiles) -> None:
    folder = toolkit_files({})
    replaced(folder, "mkdocs.yml", "plugins:\n", "use_directory_urls: false\nplugins:\n  - search\n")
    replaced(folder, "mkdocs.yml", "rules: {}", "rules: {few-place: error, no-hopes: error}")

    with pytest.raises(ToolkitError) as raised:
        load_options(folder)

    told = str(raised.value).splitlines()
    assert [line.partition(": ")[0] for line in told] == ["mkdocs.yml"] * 4, told


# Settings that go together with a toolkit, and what they show on the page at an address.
SETTINGS: dict[str, tuple[tuple[str, str], dict[str, str], str, str]] = {
    "a mapping of plugins, and a bare off": (
        ("  - toolkit-builder:\n", "  toolkit-builder: {rules: {few-places: off}}\nextra:\n  more:\n"),
        {},
        "about/",
        "About",
    ),
    "offline, switched off": (("plugins:\n", "plugins:\n  - offline: {enabled: false}\n"), {}, "about/", "About"),
    "a theme in a word": (("theme:\n  name: material\n", "theme: material\n"), {}, "about/", "About"),
    "a BOM": (("# Settings", "\ufeff# Settings"), {}, "about/", "About"),
    "a hook": (
        ("plugins:\n", "hooks: [hook.py]\nplugins:\n"),
        {
            "hook.py": "def on_page_markdown(markdown, **_):\n    return markdown + 'From a hook'\n",
            "docs/bus.md": "# Bus times\n",
        },
        "bus/",
        "From a hook",
    ),
    "a navigation with our pages": (
        ("plugins:\n", "nav:\n  - index.md\n  - First: guides/k-first.md\nplugins:\n"),
        {},
        "find/",
        'href="../guides/k-first/" class="md-tabs__link"',
    ),
    "tags": (
        ("plugins:\n", "plugins:\n  - tags\n"),
        {"docs/bus.md": "---\ntags: [ride]\n---\n# Bus times\n", "docs/tags.md": "# Tags\n\n<!-- material/tags -->\n"},
        "tags/",
        'href="../bus/"',
    ),
    "a blog": (
        ("plugins:\n", "plugins:\n  - blog\n"),
        {
            "docs/blog/index.md": "# News\n",
            "docs/blog/posts/one.md": "---\ndate: 2026-01-02\n---\n# A garden\n\nSown.\n",
        },
        "blog/2026/01/02/a-garden/",
        "Sown.",
    ),
    "the button for a page's source": (
        ("plugins:\n", "repo_url: https://example.org/r\nedit_uri: edit/main/docs/\nplugins:\n"),
        {"docs/bus.md": "# Bus times\n"},
        "bus/",
        "https://example.org/r/edit/main/docs/bus.md",
    ),
}


@pytest.mark.parametrize(("change", "files", "uri", "words"), SETTINGS.values(), ids=SETTINGS)
def test_settings_that_go_together(
    toolkit_files: ToolkitFiles, change: tuple[str, str], files: dict[str, str], uri: str, words: str
) -> None:
    folder = toolkit_files(files)
    replaced(folder, "mkdocs.yml", *change)
    site = build_in(folder, is_strict=True)

    page = (site / uri / "index.html").read_text(encoding="utf-8")
    assert words in page
    assert "Content-Security-Policy" in page


def test_no_plugin_tells_the_day_of_a_build_as_that_of_a_change(toolkit_files: ToolkitFiles) -> None:
    """Plugins that ask git know the files of hand-written pages only."""
    folder = toolkit_files({
        "hook.py": "def on_page_markdown(markdown, page, **_):\n"
        "    page.meta['git_revision_date_localized'] = 'A day in May'\n",
        "docs/bus.md": "# Bus times\n",
    })  # fmt: skip
    replaced(folder, "mkdocs.yml", "plugins:\n", "hooks: [hook.py]\nplugins:\n")

    site = build_in(folder)

    told = [page for page in site.rglob("*.html") if "A day in May" in page.read_text(encoding="utf-8")]
    assert told == [site / "bus/index.html"]


def test_pages_that_mkdocs_yml_keeps_out_of_the_menu_stay_out(toolkit_files: ToolkitFiles) -> None:
    folder = toolkit_files({"docs/bus.md": "# Bus times\n", "docs/thanks.md": "# Thank you\n"})
    replaced(folder, "mkdocs.yml", "plugins:\n", "not_in_nav: thanks.md\nplugins:\n")

    site = build_in(folder)

    assert (site / "thanks/index.html").is_file()
    navigation = (site / "bus/index.html").read_text(encoding="utf-8").partition("<article")[0]
    assert "Bus times" in navigation
    assert "Thank you" not in navigation


def test_a_blogs_posts_stand_in_no_menu(toolkit_files: ToolkitFiles) -> None:
    folder = toolkit_files({
        "docs/blog/index.md": "# News\n",
        "docs/blog/posts/one.md": "---\ndate: 2026-01-02\n---\n# A garden\n\nSown.\n",
    })  # fmt: skip
    replaced(folder, "mkdocs.yml", "plugins:\n", "plugins:\n  - blog\n")

    page = (build_in(folder) / "blog/index.html").read_text(encoding="utf-8")

    navigation = page.partition("<article")[0]
    assert "News" in navigation
    assert "garden" not in navigation


def test_the_home_pages_title_is_the_schools_own(bilingual: Path) -> None:
    """In each language; `site_name` of mkdocs.yml stands nowhere."""
    replaced(bilingual, SCHOOL, "short_name: ", "title: Where we meet\nshort_name: ")
    catalogue = CATALOGUE + '\nmsgctxt "school/title"\nmsgid "Where we meet"\nmsgstr "Donde nos vemos"\n'
    (bilingual / "locales/es.po").write_text(catalogue, encoding="utf-8")

    site = build_in(bilingual)

    for folder, title in (("", "Where we meet"), ("es/", "Donde nos vemos")):
        page = (site / folder / "index.html").read_text(encoding="utf-8")
        assert f"<h1>{title}</h1>" in page
        assert f"<title>{title} - Test School</title>" in page
        assert json.loads((site / folder / "manifest.webmanifest").read_text(encoding="utf-8"))["name"] == title
        assert "Home visits" not in page


def test_levels_of_mkdocs_yml_decide(toolkit_files: ToolkitFiles) -> None:
    folder = toolkit_files({})
    replaced(folder, "docs/guides/k-second.yml", "[home, library, park]", "[home]")
    build_in(folder)
    replaced(folder, "mkdocs.yml", "rules: {}", "rules: {few-places: error}")

    with pytest.raises(ToolkitError):
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

    places = {uri: (kind, title) for kind, _, uri, title, _ in rows_of(taken(site, "search-entries"))}
    assert places["routines/table/#count-spoons"] == ("activity", "Count the spoons")
    assert places["prompts/hopes/#hopes"] == ("prompt", "What do you hope this year brings for your child?")
    assert places["guides/k-first/"] == ("guide", "Kindergarten, first visit")
    assert places["glossary/#term-iep"] == ("term", "IEP")
    assert places["grades/kindergarten/#skill-k-cc-a-1"][0] == "skill"


def test_hand_written_pages_are_found_too(toolkit_files: ToolkitFiles) -> None:
    site = build_in(
        toolkit_files({"docs/parking.md": "---\nauthor: me\n---\n# Where to park\n\nBehind the **gym**.\n"})
    )

    values = taken(site, "search-entries")
    assert [row for row in rows_of(values) if row[2] == "parking/"] == [("page", "", "parking/", "Where to park", [])]
    assert {"behind", "gym"} <= words_of(values)


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
    "a color": lambda folder: replaced(folder, SCHOOL, "#1f5f4f", "#1f4f5f"),
    "a file gone": lambda folder: (folder / "docs/facts.yml").unlink(),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_rebuilding_gives_what_building_gives(toolkit_files: ToolkitFiles, edit: Edit) -> None:
    """A live preview remembers much; after each kind of edit its pages are those of a build from nothing."""
    folder = toolkit_files({})
    rebuilder = Rebuilder()
    options = Options(prints=False)
    first = rebuilder.build(Folders(folder), options)
    edit(folder)

    again = rebuilder.build(Folders(folder), options)
    fresh = build(Folders(folder), options)

    assert again.pages == fresh.pages
    assert again.assets == fresh.assets
    assert (again.pages, again.assets) != (first.pages, first.assets)


def test_a_rebuild_takes_the_pages_that_did_not_change(toolkit_files: ToolkitFiles) -> None:
    """Though a preview reads its settings anew each time."""
    folder = toolkit_files({})
    rebuilder = Rebuilder()
    first = {page.uri: page for page in rebuilder.build(*load_options(folder)).pages}
    replaced(folder, "docs/guides/k-second.yml", "[Wait.]", "[Wait a little.]")
    again = {page.uri: page for page in rebuilder.build(*load_options(folder)).pages}

    assert {uri for uri, page in again.items() if page is not first[uri]} == {
        "guides/k-first/", "guides/k-first/family/", "guides/k-second/", "guides/k-second/family/",
    }  # fmt: skip


@pytest.fixture(params=["toolkit-builder serve", "mkdocs serve"])
def preview(
    request: pytest.FixtureRequest, toolkit_files: ToolkitFiles
) -> Iterator[tuple[Path, str, subprocess.Popen[str]]]:
    """A running preview of the base toolkit, through either door: its folder, its address and the process."""
    folder = toolkit_files({})
    with previewing(folder, is_mkdocs=request.param == "mkdocs serve") as (address, process):
        yield folder, address, process


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
    assert "<mark>confrim</mark>" in broken

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
