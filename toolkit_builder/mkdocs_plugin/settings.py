"""mkdocs.yml, read and checked; and how findings are told through MkDocs' log."""

import logging
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, ConfigurationError, PluginError

from toolkit_builder.build import Options
from toolkit_builder.diagnostics import LEVELS, Diagnostic, did_you_mean, format_text
from toolkit_builder.folders import Folders
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.resources import templates_dir
from toolkit_builder.rules import RULES

log = logging.getLogger("mkdocs.plugins.toolkit_builder")

_LOG_LEVELS = {"error": logging.ERROR, "warning": logging.WARNING, "note": logging.INFO}


def log_findings(findings: list[Diagnostic]) -> None:
    """Logs each finding at its level, so that MkDocs counts warnings in strict mode."""
    for finding in findings:
        log.log(_LOG_LEVELS[finding.level], "%s", format_text([finding]))


def options_of(config: MkDocsConfig) -> Options:
    """The plugin's options, checked; raises PluginError for a rule or level that does not exist."""
    levels: dict[str, Any] = config.plugins["toolkit-builder"].config.rules
    for code, level in levels.items():
        if code not in RULES:
            raise PluginError(f"mkdocs.yml: no rule is called '{code}'. {did_you_mean(code, RULES)}")
        if level not in (*LEVELS, "off"):
            raise PluginError(f"mkdocs.yml: the level of '{code}' is error, warning, note or off, not '{level}'.")
    own = folders_of(config).root / "templates"
    own_templates = own if own.is_dir() and own.resolve() != templates_dir().resolve() else None
    return Options(levels, own_templates, config.site_url or "")


def folders_of(config: MkDocsConfig) -> Folders:
    """Where the toolkit lies; MkDocs may name the settings' file as seen from the current folder, or not at all."""
    return Folders(Path(config.config_file_path or "mkdocs.yml").absolute().parent, Path(config.docs_dir))


def load_options(folder: Path) -> tuple[Folders, Options]:
    """Where the toolkit in `folder` lies, and its options.

    Raises PluginError, with a message for the author, if `mkdocs.yml` is missing or wrong.
    """
    config = read_settings(folder)
    return folders_of(config), options_of(config)


def hand_over(
    config: MkDocsConfig,
    *,
    prints: bool,
    part: str = "",
    languages: Collection[str] | None = None,
    edition: str = "",
    loaded: tuple[Toolkit, list[Diagnostic]] | None = None,
    tell: Callable[[int, int], None] = lambda _done, _all: None,
) -> None:
    """Tells the plugin which site it builds. MkDocs gives one plugin to all builds of a process, so all is told anew.

    `part` is the language of a site that is a part of another, empty for the whole; `languages` are those beside the
    first, None for all; `edition`, `loaded`, `prints` and `tell` are as in Options.
    """
    plugin: Any = config.plugins["toolkit-builder"]
    plugin.part, plugin.languages, plugin.prints = part, languages, prints
    plugin.edition, plugin.loaded, plugin.tell = edition, loaded, tell


def read_settings(folder: Path, **overrides: Any) -> MkDocsConfig:
    file = folder / "mkdocs.yml"
    if not file.is_file():
        raise PluginError(f"There is no mkdocs.yml in {folder}. `toolkit-builder new DIR` makes a toolkit.")
    try:
        config = load_config(str(file), **overrides)
    except ConfigurationError as error:
        raise PluginError(f"mkdocs.yml: {error}") from error
    except Abort as error:
        raise PluginError("mkdocs.yml has errors; see above.") from error
    if "toolkit-builder" not in config.plugins:
        raise PluginError("mkdocs.yml: 'toolkit-builder' is missing under 'plugins:'.")
    return config
