"""mkdocs.yml, read and checked; and how findings are told through MkDocs' log."""

import logging
import os
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from typing import Any
from warnings import catch_warnings, simplefilter

import yaml
from mkdocs.config import load_config
from mkdocs.config.base import Config
from mkdocs.config.config_options import Type
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, ConfigurationError, PluginError

from toolkit_builder.cache import Cache
from toolkit_builder.diagnostics import LEVELS, Diagnostic, add_excerpts, did_you_mean, format_text
from toolkit_builder.folders import LIBRARY, SCHOOLS, Folders, Layer
from toolkit_builder.loading import template_folders
from toolkit_builder.loading.catalogues import LOCALES
from toolkit_builder.loading.files import read_raw
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.options import Options
from toolkit_builder.resources import starter_dir
from toolkit_builder.rules import RULES
from toolkit_builder.site_words import TEMPLATES
from toolkit_builder.yaml_source import read_yaml

from .neighbors import conflicts

SETTINGS = ("mkdocs.yml", "mkdocs.yaml")
_PARTS = (LOCALES, SCHOOLS, TEMPLATES)
"""Folders of a toolkit that stand beside its settings."""

log = logging.getLogger("mkdocs.plugins.toolkit_builder")

_LOG_LEVELS = {"error": logging.ERROR, "warning": logging.WARNING, "note": logging.INFO}


class ToolkitConfig(Config):
    """The plugin's options in mkdocs.yml."""

    # Checked in `options_of`, whose words are for authors.
    rules: Type[Any] = Type(object, default={})
    layers: Type[Any] = Type(object, default=[])


def log_findings(findings: list[Diagnostic]) -> None:
    """Logs each finding at its level, so that MkDocs counts warnings in strict mode."""
    for finding in findings:
        log.log(_LOG_LEVELS[finding.level], "%s", format_text([finding]))


def folders_of(config: MkDocsConfig, edition: str = "") -> Folders:
    """Where the toolkit lies, and on what; `edition` is the id of one school of many.

    It is the folder of its settings, in which MkDocs, too, seeks what they name.
    Settings that inherit others may stand aside from the toolkit; then it is the folder of those, where translations,
    schools or templates lie. MkDocs names the file as seen from the current folder, or not at all.
    """
    file = Path(config.config_file_path or SETTINGS[0]).absolute()
    folders = [one.parent for one in _files_of(file)] if file.is_file() else [file.parent]
    root = next((one for one in folders if any((one / name).is_dir() for name in _PARTS)), folders[0])
    named = config.plugins["toolkit-builder"].config.layers
    layers = [_layer(str(name), root) for name in named] if isinstance(named, list) else []
    return Folders(root, Path(config.docs_dir), tuple(layers), edition)


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


def options_of(config: MkDocsConfig, folders: Folders) -> Options:
    """The plugin's options for the toolkit in `folders`, checked.

    Raises PluginError with all that is wrong, or cannot be combined.
    """
    name = Path(config.config_file_path or SETTINGS[0]).name
    plugin, known = config.plugins["toolkit-builder"].config, list(ToolkitConfig())
    faults = [
        f"the plugin 'toolkit-builder' has no option '{option}'. {did_you_mean(option, known)}".rstrip()
        for option in plugin
        if option not in known
    ]
    levels: dict[str, Any] = {}
    if isinstance(plugin.rules, dict):
        # YAML takes a bare `off` for "no".
        levels = {code: "off" if level is False else level for code, level in plugin.rules.items()}
    else:
        faults.append("'rules:' holds a code and its level in each line, such as 'few-places: error'.")
    for code, level in levels.items():
        if code not in RULES:
            faults.append(f"no rule is called '{code}'. {did_you_mean(str(code), RULES)}".rstrip())
        elif level not in (*LEVELS, "off"):
            faults.append(f"the level of '{code}' is error, warning, note or off, not '{level}'.")
    faults += _layer_faults(plugin.layers, folders)
    faults += conflicts(config)
    if faults:
        raise PluginError("\n".join(f"{name}: {fault}" for fault in faults))
    return Options(levels, template_folders(folders), config.site_url or "", cache=Cache.of(folders.root))


def load_options(folder: Path, edition: str = "") -> tuple[Folders, Options]:
    """Where the toolkit in `folder` lies, that of one school of many for an `edition`, and its options.

    Raises PluginError, with a message for the author, if its settings are missing or wrong.
    """
    config = read_settings(settings_file(folder))
    folders = folders_of(config, edition)
    return folders, options_of(config, folders)


def hand_over(
    config: MkDocsConfig,
    *,
    prints: bool,
    part: str = "",
    languages: Collection[str] | None = None,
    edition: str = "",
    keeps: bool = True,
    loaded: tuple[Toolkit, list[Diagnostic]] | None = None,
    tell: Callable[[int, int], None] = lambda _done, _all: None,
) -> None:
    """Tells the plugin which site it builds. MkDocs gives one plugin to all builds of a process, so all is told anew.

    `part` is the language of a site that is a part of another, empty for the whole; `languages` are those beside the
    first, None for all; `keeps` is False where no cache is to be used; the others are as in Options.
    """
    plugin: Any = config.plugins["toolkit-builder"]
    plugin.part, plugin.languages, plugin.prints, plugin.keeps = part, languages, prints, keeps
    plugin.edition, plugin.loaded, plugin.tell = edition, loaded, tell


def settings_file(folder: Path) -> Path:
    """The settings of the toolkit in `folder`, by the names that MkDocs knows; raises PluginError if there are none."""
    found = next((folder / name for name in SETTINGS if (folder / name).exists()), None)
    if found is None:
        raise PluginError(f"There is no {SETTINGS[0]} in {folder}. `toolkit-builder new DIR` makes a toolkit.")
    return found


def read_settings(file: Path, **overrides: Any) -> MkDocsConfig:
    """The settings in `file`, with those that it inherits; `overrides` are laid over them.

    Raises PluginError, with a message for the author, if anything in them is wrong.
    """
    for one in _files_of(file):
        _check_text(one)
    try:
        config = load_config(str(file), **overrides)
    except ConfigurationError as error:
        raise PluginError(f"{file.name}: {error}") from error
    except Abort as error:
        raise PluginError(f"{file.name} has errors; see above.") from error
    if "toolkit-builder" not in config.plugins:
        raise PluginError(f"{file.name}: 'toolkit-builder' is missing under 'plugins:'.")
    return config


def overrides_of(config: MkDocsConfig) -> dict[str, Any]:
    """What was laid over the settings' file, such as the options of `mkdocs build`."""
    with catch_warnings():
        # MkDocs has no other way to tell.
        simplefilter("ignore", DeprecationWarning)
        _, *overrides = config.user_configs
    return {key: value for one in overrides for key, value in one.items()}


def inherited_files(config: MkDocsConfig) -> list[Path]:
    """The file of the settings, and those that it inherits from, the nearest first."""
    return _files_of(Path(config.config_file_path or SETTINGS[0]).absolute())


def environment_of(files: Iterable[Path]) -> dict[str, str]:
    """The variables of the environment that settings ask for (`!ENV NAME`, `!ENV [NAME, otherwise]`)."""
    names = set()
    for file in files:
        is_inside = False
        for event in yaml.parse(file.read_bytes(), yaml.SafeLoader):
            is_tagged = getattr(event, "tag", None) == "!ENV"
            if isinstance(event, yaml.ScalarEvent) and (is_tagged or is_inside):
                names.add(event.value)
            elif isinstance(event, yaml.SequenceStartEvent):
                is_inside = is_tagged
            elif isinstance(event, yaml.SequenceEndEvent):
                is_inside = False
    return {name: os.environ[name] for name in sorted(names) if name in os.environ}


def _files_of(file: Path) -> list[Path]:
    """`file` and those that it inherits from, as far as they can be read, the nearest first.

    Raises PluginError if they lead in a circle.
    """
    found: list[Path] = []
    while True:
        if file in found:
            raise PluginError(f"{found[-1].name}: 'INHERIT: {file.name}' leads in a circle; take it out.")
        found.append(file)
        raw = read_raw(file, file.name)
        documents = [] if isinstance(raw, Diagnostic) else read_yaml(file.name, raw)[0]
        value = documents[0].value if documents else None
        parent = value.get("INHERIT") if isinstance(value, dict) else None
        if not isinstance(parent, str):
            break
        file = Path(os.path.normpath(file.parent / parent))
    return found


def _check_text(file: Path) -> None:
    """Raises PluginError, with line and column, for what stands in the way of reading `file` at all."""
    raw = read_raw(file, file.name)
    if isinstance(raw, Diagnostic):
        raise PluginError(f"{file.name}: {raw.message}.")
    documents, findings = read_yaml(file.name, raw)
    # Tags are MkDocs' own here.
    faults = [one for one in findings if one.level == "error" and one.code != "unknown-tag"]
    if not faults and not (documents and isinstance(documents[0].value, dict)):
        raise PluginError(f"{file.name} holds no settings. `toolkit-builder new DIR` makes one to copy.")
    if faults:
        raise PluginError(format_text(add_excerpts(faults, {file.name: raw.decode("utf-8", errors="replace")})))
