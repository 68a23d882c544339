"""mkdocs.yml, as far as it is ours: read without MkDocs, which takes longer to load than most commands take to run.

Values are those that MkDocs has: its YAML, what is inherited, what the environment holds. What it alone knows of, such
as navigation and plugins of others, it checks itself when a site is built.
"""

import os
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from yaml_env_tag import construct_env_tag

from .cache import Cache
from .diagnostics import LEVELS, Diagnostic, ToolkitError, add_excerpts, did_you_mean, format_text
from .folders import LIBRARY, SCHOOLS, Folders, Layer
from .loading import template_folders
from .loading.catalogues import LOCALES
from .loading.files import read_raw
from .neighbors import OURS, Plugins, conflicts
from .options import Options
from .resources import starter_dir
from .rules import RULES
from .site_words import TEMPLATES
from .yaml_source import read_yaml

SETTINGS = ("mkdocs.yml", "mkdocs.yaml")
_PARTS = (LOCALES, SCHOOLS, TEMPLATES)
"""Folders of a toolkit that stand beside its settings."""
_KNOWN = ("rules", "layers")
"""The options that our plugin has."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What settings say, as far as it is ours, as plain values.

    `files` is the file of the settings, and those that it inherits from, the nearest first; `options` are those of our
    plugin, `plugins` all that are switched on, in order.
    """

    files: tuple[Path, ...]
    docs: Path
    site_url: str
    options: Mapping[Any, Any]
    plugins: Plugins
    theme: str | None
    features: Collection[Any]
    has_directory_urls: bool


def load_options(folder: Path, edition: str = "") -> tuple[Folders, Options]:
    """Where the toolkit in `folder` lies, that of one school of many for an `edition`, and its options.

    Raises ToolkitError, with a message for the author, if its settings are missing or wrong.
    """
    settings = read_settings(settings_file(folder))
    folders = folders_of(settings, edition)
    return folders, options_of(settings, folders)


def settings_file(folder: Path) -> Path:
    """The settings of the toolkit in `folder`, by the names that MkDocs knows. Raises ToolkitError for none."""
    found = next((folder / name for name in SETTINGS if (folder / name).exists()), None)
    if found is None:
        raise ToolkitError(f"There is no {SETTINGS[0]} in {folder}. `toolkit-builder new DIR` makes a toolkit.")
    return found


def folders_of(settings: Settings, edition: str = "") -> Folders:
    """Where the toolkit lies, and on what; `edition` is the id of one school of many.

    It is the folder of its settings, in which MkDocs, too, seeks what they name.
    Settings that inherit others may stand aside from the toolkit; then it is the folder of those, where translations,
    schools or templates lie.
    """
    folders = [one.parent for one in settings.files]
    root = next((one for one in folders if any((one / name).is_dir() for name in _PARTS)), folders[0])
    named = settings.options.get("layers")
    layers = [_layer(str(name), root) for name in named] if isinstance(named, list) else []
    return Folders(root, settings.docs, tuple(layers), edition)


def _layer(name: str, root: Path) -> Layer:
    """The layer that settings call `name`: the package's library, or a folder as seen from that of the toolkit."""
    return Layer.of(starter_dir() if name == LIBRARY else Path(os.path.normpath(root / name)), name.rstrip("/"))


def _layer_faults(named: Any, folders: Folders) -> Iterator[str]:
    if not isinstance(named, list) or not all(isinstance(name, str) for name in named):
        yield "'layers:' is a list of what this toolkit lies on, the lowest first, such as [library, ../district]."
        return
    for layer in folders.below:
        if layer.root.resolve() == folders.root.resolve():
            yield f"'layers:' names this toolkit itself ('{layer.name}'); take it out."
        elif not layer.docs.is_dir():
            yield (
                f"'layers:' names '{layer.name}', and there is no folder {layer.docs}."
                f" Name a folder that holds docs/, or '{LIBRARY}' for the package's own."
            )
    for name in {name for name in named if named.count(name) > 1}:
        yield f"'layers:' names '{name}' twice."


def options_of(settings: Settings, folders: Folders) -> Options:
    """The options for the toolkit in `folders`, checked.

    Raises ToolkitError with all that is wrong, or cannot be combined.
    """
    faults = [
        f"the plugin '{OURS}' has no option '{option}'. {did_you_mean(str(option), _KNOWN)}".rstrip()
        for option in settings.options
        if option not in _KNOWN
    ]
    rules = settings.options.get("rules", {})
    levels: dict[str, Any] = {}
    if isinstance(rules, dict):
        # YAML takes a bare `off` for "no".
        levels = {code: "off" if level is False else level for code, level in rules.items()}
    else:
        faults.append("'rules:' holds a code and its level in each line, such as 'few-places: error'.")
    for code, level in levels.items():
        if code not in RULES:
            faults.append(f"no rule is called '{code}'. {did_you_mean(str(code), RULES)}".rstrip())
        elif level not in (*LEVELS, "off"):
            faults.append(f"the level of '{code}' is error, warning, note or off, not '{level}'.")
    faults += _layer_faults(settings.options.get("layers", []), folders)
    faults += _place_faults(settings)
    faults += conflicts(settings.theme, settings.features, settings.plugins, settings.has_directory_urls)
    if faults:
        raise ToolkitError("\n".join(f"{settings.files[0].name}: {fault}" for fault in faults))
    address = urlsplit(settings.site_url)
    if settings.site_url and not address.path.endswith("/"):
        address = address._replace(path=f"{address.path}/")
    return Options(levels, template_folders(folders), address.geturl(), cache=Cache.of(folders.root))


def _place_faults(settings: Settings) -> Iterator[str]:
    if not settings.docs.is_dir():
        yield f"there is no folder {settings.docs}, where the content lies; 'docs_dir:' names another one."
    address = settings.site_url
    if address and not _is_address(address):
        yield f"'site_url:' is a whole address, such as https://visits.our-school.org/, not '{address}'."


def _is_address(text: str) -> bool:
    try:
        address = urlsplit(text)
    except ValueError:  # such as half an IPv6 address
        return False
    return bool(address.scheme and address.netloc)


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Values as MkDocs reads them. What other tags than `!ENV` stand for, such as functions, is nothing of ours."""


_Loader.add_constructor("!ENV", construct_env_tag)
_Loader.add_multi_constructor("", lambda *_: None)


@dataclass(frozen=True, slots=True)
class SettingsFile:
    """A file of settings: its bytes, or why there are none; its values, and why there are none of those."""

    path: Path
    raw: bytes | Diagnostic
    values: dict[Any, Any] = field(default_factory=dict)
    findings: tuple[Diagnostic, ...] = ()
    fault: str = ""


def _read_file(path: Path) -> SettingsFile:
    raw = read_raw(path, path.name)
    if isinstance(raw, Diagnostic):
        return SettingsFile(path, raw, fault=f"{path.name}: {raw.message}.")
    documents, findings = read_yaml(path.name, raw)
    # Tags are MkDocs' own here.
    told = tuple(one for one in findings if one.level == "error" and one.code != "unknown-tag")
    if not (documents and isinstance(documents[0].value, dict)):
        return SettingsFile(
            path,
            raw,
            findings=told,
            fault=f"{path.name} holds no settings. `toolkit-builder new DIR` makes one to copy.",
        )
    try:
        values = yaml.load(raw.decode("utf-8-sig"), _Loader)  # noqa: S506, it makes plain values only
    except (yaml.YAMLError, ValueError) as error:
        return SettingsFile(path, raw, findings=told, fault=f"{path.name}: {error}")
    return SettingsFile(path, raw, values, told)


def _read_files(path: Path) -> list[SettingsFile]:
    """The file at `path` and those that it inherits from, as far as they can be read, the nearest first.

    Raises ToolkitError if they lead in a circle.
    """
    found: list[SettingsFile] = []
    while True:
        if path in (one.path for one in found):
            raise ToolkitError(f"{found[-1].path.name}: 'INHERIT: {path.name}' leads in a circle; take it out.")
        found.append(_read_file(path))
        parent = found[-1].values.get("INHERIT")
        if not isinstance(parent, str):
            return found
        path = Path(os.path.normpath(path.parent / parent))


def inherited_files(path: Path) -> tuple[Path, ...]:
    """The file of settings at `path`, and those that it inherits from, the nearest first.

    Raises ToolkitError if they lead in a circle.
    """
    return tuple(one.path for one in _read_files(path))


def sound_files(path: Path) -> list[SettingsFile]:
    """The file of settings at `path`, and those that it inherits from, the nearest first.

    Raises ToolkitError, with line and column, for what stands in the way of reading one at all.
    """
    files = _read_files(path)
    for one in files:
        if one.findings and isinstance(one.raw, bytes):
            text = one.raw.decode("utf-8", errors="replace")
            raise ToolkitError(format_text(add_excerpts(one.findings, {one.path.name: text})))
        if one.fault:
            raise ToolkitError(one.fault)
    return files


def read_settings(path: Path) -> Settings:
    """The settings in the file at `path`, with those that it inherits.

    Raises ToolkitError, with a message for the author, if anything in them cannot be read.
    """
    path = path.absolute()
    files = sound_files(path)
    values: dict[Any, Any] = {}
    for one in reversed(files):
        values = _laid_over(values, one.values)
    plugins = _plugins(values.get("plugins"))
    options = next((options for name, options in plugins if name == OURS), None)
    if options is None:
        raise ToolkitError(f"{path.name}: '{OURS}' is missing under 'plugins:'.")
    theme = values.get("theme", "mkdocs")
    features = theme.get("features") if isinstance(theme, dict) else None
    return Settings(
        files=tuple(one.path for one in files),
        docs=Path(os.path.normpath(path.parent / str(values.get("docs_dir", "docs")))),
        site_url=str(values.get("site_url") or ""),
        options=options,
        plugins=plugins,
        theme=theme.get("name") if isinstance(theme, dict) else theme,
        features=features if isinstance(features, list) else [],
        has_directory_urls=bool(values.get("use_directory_urls", True)),
    )


def _laid_over(below: dict[Any, Any], above: dict[Any, Any]) -> dict[Any, Any]:
    """Both together, as MkDocs lays settings over those that they inherit: groups key by key, all else as a whole."""
    made = dict(below)
    for key, value in above.items():
        known = made.get(key)
        made[key] = _laid_over(known, value) if isinstance(known, dict) and isinstance(value, dict) else value
    return made


def _plugins(named: Any) -> Plugins:
    """The plugins that are switched on, with their options, from a list of names and groups, or one group of all."""
    groups = [named] if isinstance(named, dict) else named if isinstance(named, list) else []
    found = []
    for group in groups:
        for name, options in group.items() if isinstance(group, dict) else [(group, None)]:
            given = options if isinstance(options, dict) else {}
            if given.get("enabled", True):
                # A slash in front keeps MkDocs from looking among the theme's own.
                found.append((str(name).removeprefix("/"), {key: given[key] for key in given if key != "enabled"}))
    return found
