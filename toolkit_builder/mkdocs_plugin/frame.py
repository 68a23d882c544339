"""Our pages in MkDocs' clothes, and Material's frame around them, drawn once and filled for each."""

import secrets
from html import escape
from typing import Any, ClassVar

from jinja2.runtime import Context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import AnchorLink, TableOfContents

from toolkit_builder.outputs import Page
from toolkit_builder.sheets import SCHOOL_PICTURE

AROUND = "toolkit.html"
"""Our template, which stands around that of every page."""
FRAMED = "toolkit-frame.html"
"""The template of a page that is filled into a frame."""


def _table_of_contents(page: Page) -> TableOfContents:
    links: list[AnchorLink] = []
    for heading in page.headings:
        link = AnchorLink(escape(heading.title), escape(heading.id), heading.level)
        if heading.level > 2 and links:
            links[-1].children.append(link)
        else:
            links.append(link)
    return TableOfContents(links)


class ToolkitFile(File):
    """A generated page's file. It counts as modified when its page differs from what is on disk."""

    is_changed = True

    def is_modified(self) -> bool:
        return self.is_changed


class ToolkitPage(MkDocsPage):
    """One of our pages in MkDocs' clothes: nothing to read, nothing to parse."""

    def __init__(self, made: Page, title: str, file: File, config: MkDocsConfig) -> None:
        super().__init__(escape(title), file, config)
        self.made = made
        self.meta = {
            "title": escape(made.title),
            "description": escape(made.description),
            "hide": ["navigation", "toc"] if made.is_wide else ["navigation"],
            "picture": made.picture or SCHOOL_PICTURE,
            "picture_alt": escape(made.title if made.picture else config.extra["school"].name),
        }
        if not made.is_indexed:
            self.meta["robots"] = "noindex"
        # The button for a page's source makes its address of the page's own.
        is_framed = file.inclusion.is_not_in_nav() and "content.action.view" not in config.theme["features"]
        self.meta["template"] = FRAMED if is_framed else AROUND
        self.own_meta = dict(self.meta)

    def read_source(self, config: MkDocsConfig) -> None:  # noqa: ARG002, MkDocs' signature
        self.markdown = ""

    def render(self, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002, MkDocs' signature
        # A frame takes the body from `made`; other plugins would search each body for marks that ours never hold.
        self.content = "" if self.meta["template"] == FRAMED else self.made.body
        self.toc = _table_of_contents(self.made)
        self.present_anchor_ids = {heading.id for heading in self.made.headings}


class _FrameEntry:
    """The one entry of a frame's table of contents: a mark, for all the entries that a page will have."""

    level = 2
    title = ""
    children: tuple[()] = ()

    def __init__(self, skip: str, html: str) -> None:
        self.url = f"#{skip}"
        self.html = html


class _FramePlace:
    """A page's address as a mark."""

    def __init__(self, uri: str) -> None:
        self.uri = uri


# A private-use character, and letters by chance: no template holds them, and no author can guess them.
_MARK_START = f"\ue000{secrets.token_hex(8)} "
_IN_META = ("title", "description", "picture", "picture_alt")


class _FramePage:
    """A page whose values are marks; whatever else a template asks, the real page answers."""

    def __init__(self, page: ToolkitPage, marks: dict[str, str]) -> None:
        self._page = page
        self.title = marks["title"]
        self.meta = {**page.meta, **{name: marks[name] for name in _IN_META}}
        self.made = _FramePlace(marks["uri"])
        self.canonical_url = page.canonical_url and marks["canonical"]
        self.edit_url = page.edit_url and marks["edit"]
        self.toc = [_FrameEntry(marks["skip"], marks["toc"])] if page.made.headings else []
        # Material adds a heading of its own to a page that has none.
        self.content = marks["content"] + "<h1"

    def __getattr__(self, name: str) -> Any:
        return getattr(self._page, name)


class Frame:
    """Material's page around ours, rendered once with marks where pages differ, then filled for each page.

    It is used for pages outside the navigation only: there, nothing else differs between pages of the same depth.
    """

    _MARKS: ClassVar = {
        name: f"{_MARK_START}{name}\ue001" for name in (*_IN_META, "canonical", "edit", "skip", "toc", "content", "uri")
    }

    def __init__(self, context: Context, page: ToolkitPage) -> None:
        stand_in = _FramePage(page, self._MARKS)
        html = context.environment.get_template(AROUND).render({**context.get_all(), "page": stand_in})
        html = html.replace(self._MARKS["content"] + "<h1", self._MARKS["content"])
        self.parts: list[tuple[str, bool]] = []
        for piece in html.split(_MARK_START):
            name, _, rest = piece.partition("\ue001")
            # What stands before the first mark is no name.
            self.parts += [(name, True), (rest, False)] if self.parts else [(piece, False)]

    def fill(self, page: ToolkitPage) -> str:
        """The whole HTML page."""
        headings = page.made.headings
        values = {
            **{name: page.meta[name] for name in _IN_META},
            "canonical": page.canonical_url or "",
            "edit": page.edit_url or "",
            "skip": escape(headings[0].id) if headings else "",
            "toc": "".join(map(_toc_entry_html, page.toc)),
            "content": page.made.body,
            "uri": page.made.uri,
        }
        return "".join(values[part] if is_mark else part for part, is_mark in self.parts)


def _toc_entry_html(link: AnchorLink) -> str:
    """An entry of the table of contents, as `partials/toc-item.html` has it."""
    nested = ""
    if link.children:
        inner = "".join(map(_toc_entry_html, link.children))
        nested = f'<nav class="md-nav" aria-label="{link.title}"><ul class="md-nav__list">{inner}</ul></nav>'
    return (
        f'<li class="md-nav__item"><a href="{link.url}" class="md-nav__link"><span class="md-ellipsis">{link.title}'
        f"</span></a>{nested}</li>"
    )
