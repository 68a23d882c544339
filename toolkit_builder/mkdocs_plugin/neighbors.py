"""What of MkDocs, of Material and of other plugins a toolkit cannot be combined with, and what to do instead."""

import re
from collections.abc import Iterator

from mkdocs.config.defaults import MkDocsConfig

_PLUGINS = {
    "search": "the toolkit has a search of its own",
    "offline": "`toolkit-builder build --offline-zip` makes a copy that opens without a network",
    "i18n": "the languages of the toolkit stand in docs/school.yml, and each gets a site of its own",
    "social": "the toolkit makes preview pictures of its own",
    "print-site": "the toolkit prints a binder, and any page prints well from a browser",
    "awesome-nav": "it would arrange our pages by folders; write an order of your own as 'nav:' in mkdocs.yml",
    "git-authors": "most pages are made from several files, so no author of theirs is known",
    "htmlproofer": "it does not know our pages, and calls links to them broken",
    "glightbox": "it puts a script into each page, which the pages' policy keeps from running",
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
    # Material's own plugins bear its name in front; a second one of the same name, a number behind. A hook is a module.
    plugins = [
        name.partition(" #")[0].rpartition("/")[2]
        for name, plugin in config.plugins.items()
        if getattr(getattr(plugin, "config", None), "enabled", True)
    ]
    if plugins.count("toolkit-builder") > 1:
        yield "'toolkit-builder' stands twice under 'plugins:'; keep one of the two."
    for name in dict.fromkeys(plugins):
        if name in _PLUGINS:
            yield f"take '{name}' out of the plugins; {_PLUGINS[name]}."
    rss = config.plugins.get("rss")
    if rss and re.match(str(rss.config.get("match_path", "")), "guides/grade-3-first.md"):
        yield "give the plugin 'rss' a 'match_path:', such as 'blog/posts/.*'; the toolkit's pages have no day."
    if not config.use_directory_urls and "offline" not in plugins:
        yield (
            "take 'use_directory_urls: false' (or --no-directory-urls) out; links and printed codes lead to addresses"
            " such as guides/grade-3-first/. For a copy that opens from a disk: toolkit-builder build --offline-zip."
        )
    for feature in config.theme.get("features") or ():
        if feature in _FEATURES:
            yield f"take '{feature}' out of the theme's features; {_FEATURES[feature]}."
