"""Jinja2 for pages: autoescape, no undefined values, and the few functions that templates may call."""

import posixpath
import re
import string
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from html import escape
from pathlib import Path
from typing import Any

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket
from markupsafe import Markup, soft_str

from .interface import ENGLISH_QUOTES, Interface, interface, typeset
from .model.banks import GlossaryTerm
from .outputs import Heading
from .prose import Node, SourceText, is_address, is_mail, is_plain, is_safe_link, parse_prose, plain_text
from .resources import read_icon, templates_dir

_SVG_BODY = re.compile(r"<svg[^>]*viewBox=\"([^\"]+)\"[^>]*>(.*)</svg>", re.DOTALL)
_WORD = re.compile(r"[^\W_]+")
_SLOT = re.compile(r"\{([a-z]+)\}")
_INDENTATION = re.compile(r"^[ \t]+", re.MULTILINE)
_PUNCTUATION = str.maketrans(dict.fromkeys(string.punctuation + "\u2019\u201c\u201d\u2026\u2013\u2014", " "))
_TAGS = {"strong": "strong", "em": "em", "p": "p", "ul": "ul", "ol": "ol", "li": "li"}


class _Unindented(FileSystemLoader):
    """Templates without their indentation: it helps their authors only, and is a tenth of a page."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        source, path, is_fresh = super().get_source(environment, template)
        return _INDENTATION.sub("", source), path, is_fresh


class _Compiled(BytecodeCache):
    """Templates as they were compiled for another language: their code is the same in all."""

    def __init__(self) -> None:
        self.known: dict[str, Any] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self.known.get(f"{bucket.key} {bucket.checksum}")

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.known[f"{bucket.key} {bucket.checksum}"] = bucket.code


_COMPILED = _Compiled()


@cache
def environment(own_templates: tuple[Path, ...], language: str) -> Environment:
    """The templates, for pages in one language: of the same name, the file of the first folder that has one.

    `own_templates` are the layers' folders, the highest first; the package's own comes last.
    """
    words = interface(language, own_templates=own_templates)
    env = Environment(
        loader=_Unindented([str(folder / "pages") for folder in (*own_templates, templates_dir())]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_marked,
        bytecode_cache=_COMPILED,
    )
    env.globals.update(t=words.t, tn=words.tn)
    env.filters["day"] = words.day
    env.filters["string"] = _unmarked
    env.tests.update(address=is_address, mail=is_mail)
    return env


def _marked(value: object) -> object:
    """A text in another language than the page's, with its language told."""
    return Markup(source_html(value, escape(value))) if isinstance(value, SourceText) else value


def _unmarked(value: object) -> str:
    """A text for an attribute or a title, where no element may stand."""
    return str(value) if isinstance(value, SourceText) else soft_str(value)


def source_html(text: SourceText, html: str, tag: str = "span") -> str:
    """`html`, made of `text`, in an element that tells its language and its direction."""
    return f'<{tag} lang="{text.language}" dir="auto">{html}</{tag}>'


def relative_url(target: str, page_uri: str) -> str:
    """The address of `target` (a site URI, with or without `#anchor`) as seen from the page at `page_uri`."""
    path, mark, anchor = target.partition("#")
    if path == page_uri and anchor:
        return mark + anchor
    start = posixpath.dirname(page_uri) or "."
    relative = posixpath.relpath(path or ".", start)
    if not path or path.endswith("/"):
        relative = "./" if relative == "." else f"{relative}/"
    return relative + mark + anchor


def _node_html(node: Node, quotes: tuple[str, str]) -> str:
    if node.kind == "text":
        return escape(typeset(node.text, quotes))
    if node.kind == "br":
        return "<br>"
    inner = "".join(_node_html(child, quotes) for child in node.children)
    if node.kind == "link":
        # An unsafe link was reported as a finding; its words stay, its address does not.
        return f'<a href="{escape(node.href)}">{inner}</a>' if is_safe_link(node.href) else inner
    tag = _TAGS[node.kind]
    return f"<{tag}>{inner}</{tag}>"


@lru_cache(maxsize=50_000)
def prose_html(text: str, is_inline: bool = False, quotes: tuple[str, str] = ENGLISH_QUOTES) -> str:
    """The small Markdown of `text` as HTML; with `is_inline`, one paragraph without its `<p>`."""
    if is_plain(text):
        html = escape(typeset(text.strip(), quotes))
        return html if is_inline else f"<p>{html}</p>"
    nodes = parse_prose(text)
    if is_inline and len(nodes) == 1 and nodes[0].kind == "p":
        nodes = nodes[0].children
    return "".join(_node_html(node, quotes) for node in nodes)


def _words_of(text: str) -> list[str]:
    return text.casefold().translate(_PUNCTUATION).split()


@cache
def _any_of(forms: tuple[str, ...]) -> re.Pattern[str]:
    # Longest first, so that "IEP meeting" is not found as "IEP".
    alternatives = "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{alternatives})(?![\w-])", re.IGNORECASE)


_IN_BRACKETS = re.compile(r"^(.*\S)\s*[(\uff08](.*)[)\uff09]$")


def _forms(term: GlossaryTerm) -> Iterator[str]:
    """The forms of a term that are explained: a translation may hold the school's English word in brackets."""
    yield from (term.term, *term.also)
    if found := _IN_BRACKETS.match(term.term):
        yield from found.groups()


class Terms:
    """Glossary words, found in texts quickly: most texts hold none, and a page explains each only once."""

    def __init__(self, glossary: Sequence[GlossaryTerm]) -> None:
        self.by_form = {form.casefold(): term for term in glossary for form in _forms(term)}
        self._by_first_word: dict[str, list[str]] = {}
        for form in self.by_form:
            words = _words_of(form)
            if words:
                self._by_first_word.setdefault(words[0], []).append(form)
        self._first_words = frozenset(self._by_first_word)

    def pattern_for(self, text: str, explained: Container[str]) -> re.Pattern[str] | None:
        """A pattern of the words that may stand in `text` and whose anchors are not `explained` yet."""
        words = _words_of(text)
        if self._first_words.isdisjoint(words):
            return None
        folded = text.casefold()
        forms = [
            form
            for word in sorted(self._first_words.intersection(words))
            for form in self._by_first_word[word]
            if form in folded and term_id(self.by_form[form]) not in explained
        ]
        return _any_of(tuple(forms)) if forms else None


@lru_cache(maxsize=10_000)
def _term_id(term: str) -> str:
    return "term-" + "-".join(_WORD.findall(term.casefold()))


def term_id(term: GlossaryTerm) -> str:
    """The anchor of a glossary term."""
    return _term_id(term.name)


class PageContext:
    """What one page's template may call; it gathers headings, icons and explained words as they occur."""

    def __init__(
        self,
        uri: str,
        terms: Terms,
        words: Interface,
        slots: Mapping[str, str],
        is_hidden: Callable[[str], bool] = lambda _uri: False,
    ) -> None:
        self.uri = uri
        self.terms = terms
        self.words = words
        self.slots = slots
        self.is_hidden = is_hidden
        self.headings: list[Heading] = []
        self.icons: dict[str, None] = {}
        self.explained: dict[str, GlossaryTerm] = {}

    def _quotes(self, text: str) -> tuple[str, str]:
        return interface(text.language).quotes if isinstance(text, SourceText) else self.words.quotes

    def url(self, target: str) -> str:
        return relative_url(target, self.uri)

    def leads(self, target: str) -> bool:
        """False for a page that the school keeps out of its site: no link may lead there."""
        return not self.is_hidden(target)

    def heading(self, level: int, anchor: str, title: str, icon: str = "") -> Markup:
        """A heading that also stands in the table of contents."""
        self.headings.append(Heading(level, anchor, title))
        picture = self.icon(icon) if icon else ""
        shown = source_html(title, escape(title)) if isinstance(title, SourceText) else escape(title)
        return Markup(f'<h{level} id="{escape(anchor)}">{picture}{shown}</h{level}>')

    def icon(self, name: str) -> Markup:
        """A picture beside words; it says nothing that the words do not say."""
        self.icons[name] = None
        return _icon_use(name)

    def prose(self, text: str) -> Markup:
        """A text as blocks, with glossary words explained at their first place on the page."""
        return self._marked(text, is_inline=False)

    def inline(self, text: str) -> Markup:
        """A text inside a line."""
        return self._marked(text, is_inline=True)

    def quiet(self, text: str) -> Markup:
        """A text inside a line of a label or a summary, where no button may stand: nothing is explained."""
        html = prose_html(text, True, self._quotes(text))
        html = self._fill_slots(html) if "{" in text else html
        return Markup(source_html(text, html) if isinstance(text, SourceText) else html)

    def _marked(self, text: str, *, is_inline: bool) -> Markup:
        html = prose_html(text, is_inline, self._quotes(text))
        if "{" in text:
            html = self._fill_slots(html)
        pattern = self.terms.pattern_for(text, self.explained)
        html = self._explain(html, pattern) if pattern else html
        return Markup(source_html(text, html, "span" if is_inline else "div") if isinstance(text, SourceText) else html)

    def _fill_slots(self, html: str, *, is_decline: bool = False) -> str:
        def fill(found: re.Match[str]) -> str:
            name = found[1]
            if name == "decline" and "decline" in self.slots:
                # It has slots of its own; a second {decline} inside it would never end.
                if is_decline:
                    return ""
                decline = prose_html(self.slots[name].replace("{decline}", ""), True, self.words.quotes)
                return self._fill_slots(decline, is_decline=True)
            if name == "phone" and name in self.slots:
                return f'<span class="tb-ltr">{escape(self.slots[name])}</span>'
            if name in self.slots:
                return escape(self.slots[name])
            return f'<span class="tb-slot">{escape(self.words.slots.get(name, name))}</span>'

        return _SLOT.sub(fill, html)

    def _explain(self, html: str, pattern: re.Pattern[str]) -> str:
        def mark(found: re.Match[str]) -> str:
            # Letters such as \u0130 are found as others, and are no word of ours.
            term = self.terms.by_form.get(found[0].casefold())
            anchor = term_id(term) if term else ""
            if term is None or anchor in self.explained:
                return found[0]
            self.explained[anchor] = term
            return f'<button type="button" class="tb-term" popovertarget="{anchor}">{found[0]}</button>'

        # Our own HTML: text between tags, no tag inside an attribute, so splitting at tags is exact. What stands for a
        # letter, such as &lt;, holds no word either.
        parts = re.split(r"(<[^>]*>|&#?\w+;)", html)
        in_link = False
        for position, part in enumerate(parts):
            if part.startswith("<"):
                in_link = part.startswith("<a ") or (in_link and part != "</a>")
            elif position % 2 == 0 and part and not in_link:
                parts[position] = pattern.sub(mark, part)
        return "".join(parts)

    def spoken(self, text: str) -> str:
        """A script as plain text, for the copy button and for links; slots stay as words in brackets."""

        def value(found: re.Match[str]) -> str:
            return self.slots.get(found[1], f"[{self.words.slots.get(found[1], found[1])}]")

        def value_in_decline(found: re.Match[str]) -> str:
            return "" if found[1] == "decline" else value(found)

        def fill(found: re.Match[str]) -> str:
            if found[1] == "decline" and "decline" in self.slots:
                return _SLOT.sub(value_in_decline, plain_text(self.slots["decline"]))
            return value(found)

        return _SLOT.sub(fill, plain_text(text))

    def sprite(self) -> Markup:
        """The icons that the page used, once; called at the end of a page."""
        if not self.icons:
            return Markup("")
        symbols = "".join(_symbol(name) for name in self.icons)
        return Markup(f'<svg class="tb-sprite" aria-hidden="true" width="0" height="0">{symbols}</svg>')

    def explanations(self) -> Markup:
        """The explained words' cards; called at the end of a page."""
        return Markup("").join(
            Markup('<span popover class="tb-explained" id="{}"><strong>{}</strong> {}</span>').format(
                anchor, term.term, Markup(prose_html(term.plain, True, self._quotes(term.plain)))
            )
            for anchor, term in self.explained.items()
        )


@cache
def _icon_use(name: str) -> Markup:
    return Markup(f'<svg class="tb-icon" aria-hidden="true"><use href="#tb-{_icon_id(name)}"></use></svg>')


def _icon_id(name: str) -> str:
    # Two sets of icons may have the same name for one.
    return name.removeprefix("material/").replace("/", "-")


@cache
def _symbol(name: str) -> str:
    found = _SVG_BODY.search(read_icon(name))
    if not found:
        raise ValueError(f"the icon {name} has another form than expected")
    return f'<symbol id="tb-{_icon_id(name)}" viewBox="{found[1]}">{found[2]}</symbol>'
