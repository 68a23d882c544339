"""Settings as MkDocs has them, and what of them is ours; and how findings are told through MkDocs' log."""

import logging
import os
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import Any
from warnings import catch_warnings, simplefilter

import yaml
from mkdocs.config import load_config
from mkdocs.config.base import Config
from mkdocs.config.config_options import Type
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, ConfigurationError, PluginError

from toolkit_builder import settings
from toolkit_builder.diagnostics import Diagnostic, ToolkitError, format_text
from toolkit_builder.folders import Folders
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.neighbors import OURS
from toolkit_builder.options import Options
from toolkit_builder.settings import SETTINGS, Settings

log = logging.getLogger("mkdocs.plugins.toolkit_builder")

_LOG_LEVELS = {"error": logging.ERROR, "warning": logging.WARNING, "note": logging.INFO}


class ToolkitConfig(Config):
    """The plugin's options in mkdocs.yml."""

    # Checked in `settings.options_of`, whose words are for authors.
    rules: Type[Any] = Type(object, default={})
    layers: Type[Any] = Type(object, default=[])


def log_findings(findings: list[Diagnostic]) -> None:
    """Logs each finding at its level, so that MkDocs counts warnings in strict mode."""
    for finding in findings:
        log.log(_LOG_LEVELS[finding.level], "%s", format_text([finding]))


def settings_of(config: MkDocsConfig) -> Settings:
    """What of MkDocs' settings is ours. Raises ToolkitError where they inherit in a circle."""
    # Of the same name, MkDocs puts a number behind the second. A hook is a module, and has no options.
    plugins = [
        (name.partition(" #")[0], getattr(plugin, "config", None) or {}) for name, plugin in config.plugins.items()
    ]
    return Settings(
        # MkDocs names the file as seen from the current folder, or not at all.
        files=settings.inherited_files(Path(config.config_file_path or SETTINGS[0]).absolute()),
        docs=Path(config.docs_dir),
        site_url=config.site_url or "",
        options=config.plugins[OURS].config,
        plugins=[(name, options) for name, options in plugins if options.get("enabled", True)],
        theme=config.theme.name,
        features=config.theme.get("features") or (),
        has_directory_urls=config.use_directory_urls,
    )


def folders_of(config: MkDocsConfig, edition: str = "") -> Folders:
    """The same as `settings.folders_of`, for MkDocs, which asks the plugin: raises PluginError."""
    try:
        return settings.folders_of(settings_of(config), edition)
    except ToolkitError as error:
        raise PluginError(str(error)) from error


def options_of(config: MkDocsConfig, folders: Folders) -> Options:
    """The same as `settings.options_of`, for MkDocs, which asks the plugin: raises PluginError."""
    try:
        return settings.options_of(settings_of(config), folders)
    except ToolkitError as error:
        raise PluginError(str(error)) from error


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
    plugin: Any = config.plugins[OURS]
    plugin.part, plugin.languages, plugin.prints, plugin.keeps = part, languages, prints, keeps
    plugin.edition, plugin.loaded, plugin.tell = edition, loaded, tell


def read_config(file: Path, **overrides: Any) -> MkDocsConfig:
    """MkDocs' settings from `file`, with those that it inherits; `overrides` are laid over them.

    Raises ToolkitError, with a message for the author, if anything in them is wrong.
    """
    settings.sound_files(file)
    try:
        config = load_config(str(file), **overrides)
    except ConfigurationError as error:
        raise ToolkitError(f"{file.name}: {error}") from error
    except Abort as error:
        raise ToolkitError(f"{file.name} has errors; see above.") from error
    if OURS not in config.plugins:
        raise ToolkitError(f"{file.name}: '{OURS}' is missing under 'plugins:'.")
    return config


def overrides_of(config: MkDocsConfig) -> dict[str, Any]:
    """What was laid over the settings' file, such as the options of `mkdocs build`."""
    with catch_warnings():
        # MkDocs has no other way to tell.
        simplefilter("ignore", DeprecationWarning)
        _, *overrides = config.user_configs
    return {key: value for one in overrides for key, value in one.items()}


def inherited_files(config: MkDocsConfig) -> tuple[Path, ...]:
    """The file of the settings, and those that it inherits from, the nearest first."""
    return settings_of(config).files


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
