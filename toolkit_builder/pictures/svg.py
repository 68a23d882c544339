"""SVG: whether it is whole and safe to show, how large it is, and its text as Typst draws it.

Expat, which Python brings, reads it, and fetches nothing. An entity may stand for a short text, as Illustrator writes
them for the names of its own parts; reading stops at any other, so there is nothing that could grow, be drawn in from
elsewhere, or bring in an element.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from xml.parsers import expat

from .faults import LARGEST, PictureFault, private_path, way_out
from .paint import PAINTS, Paint, unescaped, without_comments

_SVG = "http://www.w3.org/2000/svg"
_XHTML = "http://www.w3.org/1999/xhtml"
_XLINK = "http://www.w3.org/1999/xlink"
_XML = "http://www.w3.org/XML/1998/namespace"
_ADOBE = "http://ns.adobe.com/"
_FOREIGN = {"script", "foreignobject", "handler", "listener", "iframe", "embed", "object", "audio", "video"}
"""Elements that run or embed something, in any namespace and any case."""
_ANIMATIONS = {"animate", "set", "animatetransform", "animatemotion", "animatecolor", "discard"}
_EVENT = re.compile(r"on(?!line$|ly$|ce$|e$|$)")
"""How the name of what runs a script begins, and no English word."""
_LOCAL = re.compile(r"#[^\s#]*")
_EMBEDDED = re.compile(r"data:image/(?:png|jpe?g);base64,[A-Za-z0-9+/=\s]*", re.IGNORECASE)
_RUNS = re.compile(r"(?:java|vb|live)script:|data:(?!image/(?:png|jpe?g)[;,])", re.IGNORECASE)
_FETCHES = re.compile(r"@import|image-set\s*\(|\bsrc\s*\(|expression\s*\(|-moz-binding|behavior\s*:", re.IGNORECASE)
_URL = re.compile(r"url\s*\(\s*(?:\"([^\"]*)\"|'([^']*)'|([^\"'()]*))\s*\)", re.IGNORECASE)
_URL_START = re.compile(r"url\s*\(", re.IGNORECASE)
_NO_STYLE = re.compile(r"id|class|d|points|transform|name|label|version|role|(?:data|aria)-.*")
"""Attributes without a namespace in which nobody looks for a style."""
_PLAIN_INSTRUCTIONS = {"xpacket", "adobe-xap-filters"}
"""Marks around what Adobe's programs say of a file; browsers take an order from `xml-stylesheet` only."""
_SPACE = re.compile(r"[\x00-\x20\x7f]+")
_LENGTH = re.compile(r"\s*([0-9]*\.?[0-9]+(?:e[0-9]+)?)\s*(?:px|pt|pc|mm|cm|in|em)?\s*", re.IGNORECASE)
_ENCODING = re.compile(rb"<\?xml[^>]*\bencoding\s*=\s*[\"']([\w.-]+)[\"']")
_ENCODINGS = {"utf-8", "us-ascii", "iso-8859-1", "windows-1252"}
"""What a file may name. Of the last three, Chromium shows a picture in plain English letters only."""
_REFERENCE = re.compile(r"&([A-Za-z_:][\w:.-]*);")
_BUILT_IN = {"amp", "lt", "gt", "quot", "apos"}
_MOST_ENTITIES, _LONGEST_ENTITY = 60, 200
_SVG_DOCTYPE = re.compile(r"-//W3C//DTD SVG [\w. ]+//EN")
_W3C = re.compile(r"https?://www\.w3\.org/(?:Graphics/SVG|TR)/")


class _EntityError(Exception):
    """An entity is declared that is no short text: nothing behind it is read."""


@dataclass(slots=True)
class _Svg:
    """What reading an SVG found."""

    way: str
    faults: dict[PictureFault, None] = field(default_factory=dict)
    size: tuple[float, float] | None = None
    root: str = ""
    line: int = 1
    has_text: bool = False
    entities: set[str] = field(default_factory=set)
    # How many elements are open, and at which of them a foreignObject began that holds Illustrator's own.
    depth: int = 0
    own_part: int = 0
    style: list[str] | None = None
    read: int = 0
    private: str = ""
    paint: Paint = field(default_factory=Paint)
    styles: list[tuple[int, str, str]] = field(default_factory=list)
    """Line and name of an attribute (empty for a style sheet), and its value: what holds colors."""

    def refuse(self, message: str, hint: str = "") -> None:
        self.faults["unsafe-picture", message, hint or f"take it out, or {self.way}"] = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _, tag = name.rpartition(" ")
        if not self.root:
            self.root = name
            self.size = _svg_size(attributes)
        self.depth += 1
        folded = tag.casefold()
        if folded == "foreignobject" and namespace == _SVG and not self.own_part:
            self.own_part = self.depth
        elif self.own_part and not namespace.startswith(_ADOBE):
            self.refuse("it holds a <foreignObject>, which can run or load something")
        elif folded in _FOREIGN or namespace == _XHTML:
            self.refuse(f"it holds a <{tag}>, which can run or load something")
        if folded == "style":
            self.style = []
        self.has_text |= folded == "text" and namespace == _SVG
        for key, value in attributes.items():
            self._attribute(folded, key, value)

    def _attribute(self, tag: str, key: str, value: str) -> None:
        namespace, _, name = key.rpartition(" ")
        name = name.casefold()
        self._count(value)
        bare = _SPACE.sub("", value)
        if _EVENT.match(name):
            self.refuse(f"it holds '{name}', which runs a script")
        elif name == "base":
            self.refuse("it holds 'xml:base', which turns its own links into others")
        elif name in ("href", "src"):
            if not _LOCAL.fullmatch(bare) and not _EMBEDDED.fullmatch(bare):
                self.refuse(f"it leads to '{bare[:40]}'", "a logo has all that it shows inside itself")
        elif _RUNS.search(bare):
            self.refuse(f"'{name}' holds an address that can run something")
        if tag in _ANIMATIONS and name == "attributename" and bare.rpartition(":")[2].casefold()[:2] in ("hr", "on"):
            self.refuse(f"it changes '{bare}' while it is shown")
        if not namespace and not _NO_STYLE.fullmatch(name):
            self._css(value)
            if name == "style" or name in PAINTS or "var(" in value:
                self.paint.learn(value)
                self.styles.append((self.line, name, value))
        if not _EMBEDDED.fullmatch(bare) and name not in ("d", "points"):
            self._private(value)

    def _private(self, text: str) -> None:
        self.private = self.private or private_path(text)

    def end(self, name: str) -> None:
        if name.rpartition(" ")[2].casefold() == "style" and self.style is not None:
            css = "".join(self.style)
            self._css(css)
            self.paint.learn(css)
            self.styles.append((self.line, "", css))
            self.style = None
        if self.depth == self.own_part:
            self.own_part = 0
        self.depth -= 1

    def text(self, words: str) -> None:
        self._count(words)
        if self.style is not None:
            self.style.append(words)
        else:
            self._private(words)

    def _count(self, text: str) -> None:
        """Stops at a file that becomes many times larger by its entities."""
        self.read += len(text)
        if self.read > 2 * LARGEST and self.entities:
            raise _EntityError

    def _css(self, css: str) -> None:
        if not any(sign in css for sign in "(@:\\"):
            return
        bare = without_comments(css)
        # An escape can hide where a comment begins: then both readings are looked at.
        for seen in {unescaped(css), unescaped(bare)} if "\\" in css else (bare,):
            if found := _FETCHES.search(seen):
                is_font = found[0].casefold() == "@import"
                hint = "turn text into paths (outlines, curves), and export it anew" if is_font else ""
                self.refuse(f"a style holds '{found[0]}', which can load something", hint)
            targets = [_SPACE.sub("", "".join(filter(None, found.groups()))) for found in _URL.finditer(seen)]
            if len(targets) != len(_URL_START.findall(seen)):
                self.refuse("a style holds a url( that does not end")
            for target in targets:
                if not _LOCAL.fullmatch(target) and not _EMBEDDED.fullmatch(target):
                    self.refuse(f"a style loads '{target[:40]}'", "a logo has all that it shows inside itself")

    def instruction(self, target: str, _: str) -> None:
        if target.casefold() not in _PLAIN_INSTRUCTIONS:
            self.refuse(f"it holds <?{target}?>, an order to the program that shows it")

    def doctype(self, name: str, system: str | None, public: str | None, _has_inner: int) -> None:
        # SVG's own bring nothing along; for XHTML's, a browser has entities at hand.
        is_known = (public is None or _SVG_DOCTYPE.fullmatch(public)) and (system is None or _W3C.match(system))
        if name != "svg" or not is_known:
            self.refuse("its <!DOCTYPE> is not SVG's")

    def entity(
        self,
        name: str,
        is_parameter: int,
        value: str | None,
        _base: str | None,
        _system: str | None,
        _public: str | None,
        _notation: str | None,
    ) -> None:
        if is_parameter or value is None or len(value) > _LONGEST_ENTITY or re.search("[&<%]", value):
            raise _EntityError
        self.entities.add(name)
        if len(self.entities) > _MOST_ENTITIES:
            raise _EntityError


def _svg_size(attributes: dict[str, str]) -> tuple[float, float] | None:
    box = re.split(r"[\s,]+", attributes.get("viewBox", "").strip())
    sides = box[2:] if len(box) == 4 else [attributes.get("width", ""), attributes.get("height", "")]
    found = [_LENGTH.fullmatch(side) for side in sides]
    width, height = (float(one[1]) if one else 0.0 for one in found)
    return (width, height) if 0 < width < 1e6 and 0 < height < 1e6 else None


def _text_of(content: bytes) -> str | None:
    """The text of an SVG, if browsers read it the same; else None."""
    encoding = "utf-8"
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    elif found := _ENCODING.match(content[:200]):
        named = found[1].decode().lower()
        if named not in _ENCODINGS or (named != "utf-8" and not content.isascii()):
            return None
    try:
        text = content.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError:
        return None
    # Of UTF-16 without its mark, every second byte is 0, and Expat would read it in its own way.
    return None if "\0" in text else text


def _parser(svg: _Svg) -> expat.XMLParserType:
    parser = expat.ParserCreate("utf-8", namespace_separator=" ")
    parser.buffer_text = True

    def start(name: str, attributes: dict[str, str]) -> None:
        svg.line = parser.CurrentLineNumber
        svg.start(name, attributes)

    parser.StartElementHandler, parser.EndElementHandler = start, svg.end
    parser.CharacterDataHandler = svg.text
    parser.ProcessingInstructionHandler = svg.instruction
    parser.StartDoctypeDeclHandler, parser.EntityDeclHandler = svg.doctype, svg.entity
    return parser


def _read_svg(content: bytes) -> _Svg:
    """What stands in an SVG, as far as it can be read."""
    text = _text_of(content)
    svg = _Svg(way_out(text[:20_000] if text else ""))
    if text is None:
        packed = content.startswith(b"\x1f\x8b")
        message = "it is packed (.svgz)" if packed else "it is not saved as UTF-8"
        svg.faults["bad-picture", message, "save it as SVG that is not compressed" if packed else svg.way] = None
        return svg
    try:
        _parser(svg).Parse(text.encode(), True)
    except _EntityError:
        svg.refuse("it declares entities that can grow, or lead elsewhere")
    except expat.ExpatError as error:
        message = f"it is no whole SVG picture: line {error.lineno} cannot be read"
        svg.faults["bad-picture", message, svg.way] = None
    else:
        # Expat passes over an entity that nothing here declares; a browser may know it.
        unknown = [name for name in _REFERENCE.findall(text) if name not in svg.entities | _BUILT_IN]
        for name in dict.fromkeys(unknown):
            svg.refuse(f"it holds '&{name};', which nothing in it explains")
    return svg


def svg_size(content: bytes) -> tuple[float, float] | None:
    return _read_svg(content).size


def svg_faults(content: bytes) -> Iterator[PictureFault]:
    """What is wrong with the content of a file that ends in .svg."""
    svg = _read_svg(content)
    yield from svg.faults
    if not svg.root or any(code == "bad-picture" for code, _, _ in svg.faults):
        return
    if svg.root != f"{_SVG} svg":
        hint = f'it starts with <svg xmlns="{_SVG}">; {svg.way}'
        yield "bad-picture", "it ends in .svg and is no SVG picture", hint
    elif svg.size is None:
        message = "it does not say how large it is"
        yield "bad-picture", message, 'give <svg> a viewBox, such as viewBox="0 0 64 64"'
    if svg.has_text:
        message = "it holds letters as text, which are missing on paper and in icons"
        yield "awkward-picture", message, "turn text into paths in your drawing program"
    if svg.private:
        message = f"it holds a path of somebody's computer, which would be published: '{svg.private[:60]}'"
        yield "private-picture", message, f"take it out, or {svg.way}"
    if not svg.faults:
        yield from _unknown_styles(svg)


def _unknown_styles(svg: _Svg) -> Iterator[PictureFault]:
    """Colors and rules of style that browsers show and paper and icons do not."""
    told: set[str] = set()
    for line, name, value in svg.styles:
        if name == "style":
            found = [svg.paint.unknown_style(value)]
        elif name:
            found = [svg.paint.unknown_value(name, value)]
        else:
            found = list(svg.paint.unknown_rules(value))
        for unknown in filter(None, found):
            if unknown in told:
                continue
            told.add(unknown)
            place = line + max(value[: value.find(unknown)].count("\n"), 0) if unknown in value else line
            message = (
                f"line {place}: '{' '.join(unknown.split())[:40]}' is shown by browsers, and not on paper and in icons"
            )
            yield "awkward-picture", message, f"give each shape a color such as #0055aa, or {svg.way}"


# --- For Typst ---


def printable_svg(content: bytes) -> str:
    """A sound SVG as Typst draws it like a browser: its own elements only, entities resolved, colors plain."""
    svg = _read_svg(content)
    made: list[str] = []
    # Since which depth nothing is taken over: what a drawing program keeps there for itself.
    depth = passed = 0
    style: list[str] | None = None
    parser = expat.ParserCreate("utf-8", namespace_separator=" ")
    parser.buffer_text = True

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, passed, style
        namespace, _, tag = name.rpartition(" ")
        depth += 1
        if not passed and (namespace != _SVG or tag in ("foreignObject", "metadata")):
            passed = depth
        if passed:
            return
        root = f' xmlns="{_SVG}"' if depth == 1 else ""
        kept = (f' {key}="{escape(value)}"' for key, value in _plain_attributes(svg.paint, attributes).items())
        made.append(f"<{tag}{root}{''.join(kept)}>")
        style = [] if tag == "style" else None

    def end(name: str) -> None:
        nonlocal depth, passed, style
        if not passed:
            if style is not None:
                made.append(escape(svg.paint.plain_rules("".join(style)), quote=False))
                style = None
            made.append(f"</{name.rpartition(' ')[2]}>")
        elif passed == depth:
            passed = 0
        depth -= 1

    def text(words: str) -> None:
        if style is not None:
            style.append(words)
        elif not passed:
            made.append(escape(words, quote=False))

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    parser.Parse((_text_of(content) or "").encode(), True)
    return "".join(made)


def _plain_attributes(paint: Paint, attributes: dict[str, str]) -> dict[str, str]:
    """Attributes that Typst looks at."""
    made: dict[str, str] = {}
    for key, value in attributes.items():
        namespace, _, name = key.rpartition(" ")
        if namespace == _XLINK and name == "href":
            # Where both stand, the one without a prefix counts.
            made.setdefault(name, value)
        elif namespace == _XML and name == "space":
            made[f"xml:{name}"] = value
        elif not namespace:
            made[name] = paint.plain_style(value) if name == "style" else paint.plain_value(name, value)
    return made
