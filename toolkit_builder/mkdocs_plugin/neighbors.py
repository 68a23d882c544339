"""What of MkDocs, of Material and of other plugins a toolkit cannot be combined with, and what to do instead."""

from collections.abc import Iterator

from mkdocs.config.defaults import MkDocsConfig

_PLUGINS = {
    "search": "the toolkit has a search of its own",
    "offline": "`toolkit-builder build --offline-zip` makes a copy that opens without a network",
    "awesome-nav": "it would arrange the toolkit's pages by folders; write your own order as 'nav:' in mkdocs.yml",
    "i18n": "the languages of the toolkit stand in docs/school.yml, and each gets a site of its own",
}
"""Plugins that take a part of the site for themselves, by the names that stand in mkdocs.yml, and why not."""

_INSTANT = "the pages' own scripts start with the page, and would not start on one that comes by a script"
_FEATURES = {
    "navigation.instant": _INSTANT,
    "navigation.instant.prefetch": _INSTANT,
    "navigation.instant.preview": _INSTANT,
    "navigation.instant.progress": _INSTANT,
    "toc.integrate": "guides show no menu at their side that could take their contents in",
}
"""Flags of Material that break what the toolkit's pages do, and why."""


def conflicts(config: MkDocsConfig) -> Iterator[str]:
    """A sentence for each setting that cannot be combined with a toolkit; it names the setting."""
    if config.theme.name != "material":
        yield f"the theme must be 'material', not '{config.theme.name}': write 'theme: {{name: material}}'."
    if not config.use_directory_urls:
        yield (
            "take 'use_directory_urls: false' (or --no-directory-urls) out; links and printed codes lead to addresses"
            " such as guides/grade-3-first/. For a copy that opens from a disk: toolkit-builder build --offline-zip."
        )
    for name, plugin in config.plugins.items():
        # Material's own plugins bear its name in front; a second one of the same name, a number behind.
        short = name.partition(" #")[0].rpartition("/")[2]
        if short in _PLUGINS and getattr(plugin.config, "enabled", True):
            yield f"take '{short}' out of the plugins; {_PLUGINS[short]}."
    for feature in config.theme.get("features") or ():
        if feature in _FEATURES:
            yield f"take '{feature}' out of the theme's features; {_FEATURES[feature]}."
