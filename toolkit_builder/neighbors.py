"""What of MkDocs, of Material and of other plugins a toolkit cannot be combined with, and what to do instead."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

OURS = "toolkit-builder"
"""What settings call our plugin."""
Plugins = Sequence[tuple[str, Mapping[Any, Any]]]
"""Plugins as settings name them, each with its options."""

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


def _takes_in(pattern: str) -> bool:
    """True for a pattern of paths by which a guide's page is one of them; the plugin says what is wrong with others."""
    try:
        return bool(re.match(pattern, "guides/grade-3-first.md"))
    except re.error:
        return False


def conflicts(
    theme: str | None, features: Collection[Any], plugins: Plugins, has_directory_urls: bool
) -> Iterator[str]:
    """A sentence for each setting that cannot be combined with a toolkit; it names the setting."""
    if theme != "material":
        yield f"the theme must be 'material', not '{theme}': write 'theme: {{name: material}}'."
    # Material's own plugins may bear its name in front.
    names = [name.rpartition("/")[2] for name, _ in plugins]
    if names.count(OURS) > 1:
        yield f"'{OURS}' stands twice under 'plugins:'; keep one of the two."
    for name in dict.fromkeys(names):
        if name in _PLUGINS:
            yield f"take '{name}' out of the plugins; {_PLUGINS[name]}."
    rss = next((options for name, options in plugins if name == "rss"), None)
    if rss is not None and _takes_in(str(rss.get("match_path", ".*"))):
        yield "give the plugin 'rss' a 'match_path:', such as 'blog/posts/.*'; the toolkit's pages have no day."
    if not has_directory_urls and "offline" not in names:
        yield (
            "take 'use_directory_urls: false' (or --no-directory-urls) out; links and printed codes lead to addresses"
            " such as guides/grade-3-first/. For a copy that opens from a disk: toolkit-builder build --offline-zip."
        )
    for feature in features:
        if feature in _FEATURES:
            yield f"take '{feature}' out of the theme's features; {_FEATURES[feature]}."
