"""mkdocs.yml read without MkDocs says what MkDocs reads in it; and what only authors need to be told."""

from pathlib import Path

import pytest

from toolkit_builder.diagnostics import ToolkitError
from toolkit_builder.mkdocs_plugin import settings as theirs
from toolkit_builder.neighbors import OURS
from toolkit_builder.settings import Settings, folders_of, load_options, options_of, read_settings

from .conftest import ToolkitFiles

ADDRESS = "https://visits.example.org/oak"
BASE = "site_name: x\ntheme: {name: material}\nplugins:\n  - toolkit-builder\n"

# What stands in mkdocs.yml, and in files beside it.
READ: dict[str, dict[str, str]] = {
    "little": {"mkdocs.yml": BASE},
    "an address": {"mkdocs.yml": f"site_url: {ADDRESS}\n{BASE}"},
    "an address with a slash": {"mkdocs.yml": f"site_url: {ADDRESS}/\n{BASE}"},
    "an address with words to search": {"mkdocs.yml": f"site_url: {ADDRESS}?a=b\n{BASE}"},
    "no address": {"mkdocs.yml": f"site_url:\n{BASE}"},
    "an empty one": {"mkdocs.yml": f"site_url: ''\n{BASE}"},
    "one of the environment": {"mkdocs.yml": f"site_url: !ENV ADDRESS\n{BASE}"},
    "none in the environment": {"mkdocs.yml": f"site_url: !ENV NOWHERE\n{BASE}"},
    "one in its place": {"mkdocs.yml": f"site_url: !ENV [NOWHERE, 'https://example.org/']\n{BASE}"},
    "the first that is there": {"mkdocs.yml": f"site_url: !ENV [NOWHERE, ADDRESS, 'https://example.org/']\n{BASE}"},
    "a yes of the environment": {"mkdocs.yml": f"use_directory_urls: !ENV YES\n{BASE}"},
    "docs elsewhere": {"mkdocs.yml": f"docs_dir: content/pages\n{BASE}", "content/pages/index.md": "# x\n"},
    "a theme in a word": {"mkdocs.yml": "site_name: x\ntheme: material\nplugins: [toolkit-builder]\n"},
    "another theme": {"mkdocs.yml": "site_name: x\ntheme: readthedocs\nplugins: [toolkit-builder]\n"},
    "no theme": {"mkdocs.yml": "site_name: x\nplugins: [toolkit-builder]\n"},
    "features": {
        "mkdocs.yml": "site_name: x\ntheme: {name: material, features: [toc.follow]}\nplugins: [toolkit-builder]\n"
    },
    "options": {
        "mkdocs.yml": "site_name: x\ntheme: material\nplugins:\n  - toolkit-builder:\n      rules: {few-places: off}\n"
    },
    "a group of plugins": {
        "mkdocs.yml": "site_name: x\ntheme: material\n"
        "plugins:\n  tags:\n  toolkit-builder: {rules: {few-places: error}}\n"
    },
    "plugins of others": {
        "mkdocs.yml": f"{BASE}  - material/tags\n  - /search\n  - search\n  - offline: {{enabled: false}}\n"
    },
    "ours twice": {"mkdocs.yml": f"{BASE}  - toolkit-builder: {{rules: {{few-places: note}}}}\n"},
    "old words for yes and no": {"mkdocs.yml": f"use_directory_urls: no\n{BASE}"},
    "tags that make functions": {
        "mkdocs.yml": f"{BASE}markdown_extensions:\n  - pymdownx.emoji:\n"
        "      emoji_index: !!python/name:material.extensions.emoji.twemoji\n"
    },
    "a value that stands for others": {
        "mkdocs.yml": f"extra:\n  more: &more {{a: 1}}\n  most: {{<<: *more, b: 2}}\n{BASE}"
    },
    "a byte order mark": {"mkdocs.yml": f"\ufeff{BASE}"},
    "inherited": {
        "mkdocs.yml": f"INHERIT: conf/base.yml\nsite_url: {ADDRESS}\n",
        "conf/base.yml": "INHERIT: ../more.yml\ntheme: {features: [toc.follow]}\nuse_directory_urls: false\n",
        "more.yml": f"{BASE}docs_dir: docs\nsite_url: https://example.org/\n",
    },
    "inherited plugins in a group": {
        "mkdocs.yml": "INHERIT: base.yml\nplugins: {toolkit-builder: {rules: {few-places: note}}, tags: {}}\n",
        "base.yml": "site_name: x\ntheme: material\nplugins:\n"
        "  toolkit-builder: {rules: {few-places: error, no-hopes: error}, layers: [library]}\n",
    },
    "inherited plugins in a list": {
        "mkdocs.yml": "INHERIT: base.yml\nplugins: [toolkit-builder]\n",
        "base.yml": f"{BASE}  - tags\n",
    },
    "inherited from where the environment says": {
        "mkdocs.yml": "INHERIT: !ENV [NOWHERE, base.yml]\n",
        "base.yml": BASE,
    },
}


def told(settings: Settings) -> dict[str, object]:
    return {
        "files": list(settings.files),
        "docs": settings.docs,
        "options": {key: settings.options.get(key, default) for key, default in (("rules", {}), ("layers", []))},
        "plugins": [name.rpartition("/")[2] for name, _ in settings.plugins],
        "theme": settings.theme,
        "features": list(settings.features),
        "has_directory_urls": settings.has_directory_urls,
    }


@pytest.mark.parametrize("files", READ.values(), ids=READ)
def test_the_same_is_read_as_mkdocs_reads(
    toolkit_files: ToolkitFiles, files: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADDRESS", ADDRESS)
    monkeypatch.setenv("YES", "true")
    folder = toolkit_files(dict(files))

    ours = read_settings(folder / "mkdocs.yml")
    made = theirs.settings_of(theirs.read_config(folder / "mkdocs.yml"))

    assert told(ours) == told(made)
    assert ours.site_url.rstrip("/") == made.site_url.rstrip("/") or "?" in ours.site_url


@pytest.mark.parametrize("name", [name for name in READ if "address" in name or "environment" in name])
def test_an_address_is_that_of_mkdocs(toolkit_files: ToolkitFiles, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADDRESS", ADDRESS)
    monkeypatch.setenv("YES", "true")
    folder = toolkit_files(dict(READ[name]))
    config = theirs.read_config(folder / "mkdocs.yml")

    folders, options = load_options(folder)

    assert options.site_url == (config.site_url or "")
    assert folders == theirs.folders_of(config)
    made = theirs.options_of(config, folders)
    assert (options.levels, options.own_templates, options.site_url) == (made.levels, made.own_templates, made.site_url)


# What stands in mkdocs.yml -> what its author is told, although MkDocs is not asked.
FAULTS: dict[str, tuple[str, str]] = {
    "docs nowhere": (f"docs_dir: content\n{BASE}", "content, where the content lies; 'docs_dir:' names another"),
    "half an address": (f"site_url: example.org\n{BASE}", "'site_url:' is a whole address, such as https://"),
    "a broken address": (f"site_url: 'https://[1'\n{BASE}", "'site_url:' is a whole address, such as https://"),
    "a number": (f"site_url: 5\n{BASE}", "not '5'"),
    "no plugins": ("site_name: x\ntheme: material\n", "'toolkit-builder' is missing under 'plugins:'"),
    "ours switched off": (BASE.replace("builder", "builder: {enabled: false}"), "'toolkit-builder' is missing"),
    "plugins in a word": ("site_name: x\nplugins: toolkit-builder\n", "'toolkit-builder' is missing"),
    "plugins of no kind": (f"{BASE}  - 5\n  - [a]\n  - {{search: 5}}\n", "take 'search' out of the plugins"),
    "a tag that cannot be": (f"site_url: !ENV {{a: b}}\n{BASE}", "mkdocs.yml: expected a scalar or sequence node"),
    "a day that is none": (f"copyright: 2026-13-45\n{BASE}", "mkdocs.yml: month must be in 1..12"),
    "two documents": (f"{BASE}---\n{BASE}", "mkdocs.yml: expected a single document"),
    "a list in the wrong place": (BASE.replace("builder", "builder: {layers: 5}"), "'layers:' is a list"),
}


@pytest.mark.parametrize(("text", "message"), FAULTS.values(), ids=FAULTS)
def test_what_is_wrong_is_told(toolkit_files: ToolkitFiles, text: str, message: str) -> None:
    with pytest.raises(ToolkitError) as raised:
        load_options(toolkit_files({"mkdocs.yml": text}))

    assert message in str(raised.value)


def test_our_plugin_has_the_options_that_are_known() -> None:
    """Named twice: for MkDocs, and for those who read without it."""
    known = dict.fromkeys(theirs.ToolkitConfig(), 1)

    settings = Settings((Path("mkdocs.yml"),), Path(), "", known, [(OURS, {})], "material", (), True)

    with pytest.raises(ToolkitError) as raised:
        options_of(settings, folders_of(settings))
    assert "has no option" not in str(raised.value)
