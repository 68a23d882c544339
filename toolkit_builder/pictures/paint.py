"""The styles inside an SVG: what browsers understand of them, written so that Typst does too.

Typst draws an SVG with resvg, which knows CSS 2.1 selectors, colors as #rrggbb, names, and rgb() and hsl() with commas,
and draws everything else black, without a word.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

PAINTS = frozenset({"fill", "stroke", "stop-color", "flood-color", "lighting-color", "color"})
"""Properties that hold a color. Source: SVG 2, property index."""
# Strings, addresses without quotes, and comments. Source: CSS Syntax Module Level 3, 4.3.
_TOKEN = re.compile(
    r"""("(?:\\.|[^"\\\n\r\f])*"?|'(?:\\.|[^'\\\n\r\f])*'?"""
    r"""|(?<![\w#@\u0080-\U0010ffff-])url\(\s*(?![\s"'])(?:\\.|[^)\\])*\)?)|/\*.*?(?:\*/|\Z)""",
    re.DOTALL | re.IGNORECASE,
)
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})(?:\r\n|[ \t\r\n\f])?|(\r\n|[\r\n\f])|(.))", re.DOTALL)
_FUNCTION = re.compile(r"\b(?:color|oklch|oklab|lch|lab|hwb|rgba?|hsla?)\(([^()]*)\)", re.IGNORECASE)
_NAME = re.compile(r"[a-z]+|#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})", re.IGNORECASE)
_KEPT = {"none", "inherit", "currentcolor", "context-fill", "context-stroke", "transparent", "initial", "unset"}
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,([^()]*))?\)")
_SELECTOR = re.compile(r"(?:[\w\s*.#>+,|-]|\[[^\]]*\]|:first-child)*")
_ACTIVE = re.compile(r":(?:hover|focus|focus-visible|focus-within|active|visited|link|target)\b")
_IGNORED = ("@media", "@font-face", "@keyframes", "@charset", "@namespace", "@supports", "@page", "@-")
"""What may be passed over on paper: other sizes, motion, and colors by night."""
_LONGEST_VALUE = 500


def without_comments(css: str) -> str:
    """Styles without comments. A comment's sign inside quotes or an address is none."""
    return _TOKEN.sub(lambda found: found[1] or " ", css)


def unescaped(css: str) -> str:
    """Styles with what is written as an escape, such as `\\72` for `r`, as the letter that it is."""

    def letter(found: re.Match[str]) -> str:
        if found[1]:
            number = int(found[1], 16)
            return chr(number) if 0 < number < 0x110000 and not 0xD800 <= number < 0xE000 else "\ufffd"
        return found[3] or ""

    return _ESCAPE.sub(letter, css) if "\\" in css else css


def _declarations(css: str) -> Iterator[tuple[str, str]]:
    """Names and values in a list of declarations."""
    # A semicolon inside quotes or brackets belongs to the value.
    for one in re.findall(r"(?:[^;\"'()]|\"[^\"]*\"|'[^']*'|\((?:[^()]|\([^()]*\))*\)|[()\"'])+", css):
        name, colon, value = one.partition(":")
        if colon:
            yield name.strip(), value.strip()


def _rules(css: str) -> Iterator[tuple[str, str]]:
    """Selectors, or an at-rule's start, each with what stands in its braces."""
    start = depth = opened = 0
    for found in re.finditer(r"\"[^\"]*\"|'[^']*'|[{};]", css):
        match found[0]:
            case "{":
                opened = found.end() if depth == 0 else opened
                depth += 1
            case "}":
                depth -= 1
                if depth == 0:
                    yield css[start : opened - 1].strip(), css[opened : found.start()]
                    start = found.end()
                depth = max(depth, 0)
            case ";" if depth == 0:
                start = found.end()


@dataclass(slots=True)
class Paint:
    """What the styles of one SVG define for each other."""

    variables: dict[str, set[str]] = field(default_factory=dict)

    def learn(self, css: str) -> None:
        """Takes in the custom properties that a style sheet or an attribute defines."""
        for name, value in re.findall(r"(?<![\w-])(--[\w-]+)\s*:\s*([^;{}]*)", without_comments(css)):
            self.variables.setdefault(name, set()).add(value.strip())

    def _filled(self, value: str) -> str:
        """A value with what its variables stand for; with those left that have no value, or several."""

        def put(found: re.Match[str]) -> str:
            values = self.variables.get(found[1], set())
            if not values and found[2]:
                return found[2].strip()
            return next(iter(values)) if len(values) == 1 else found[0]

        # A variable may stand for another one, and for itself.
        for _ in range(5):
            if "var(" not in value or len(value) > _LONGEST_VALUE:
                break
            value = _VARIABLE.sub(put, value)
        return value

    def unknown_value(self, name: str, value: str) -> str:
        """What of a property's value Typst does not draw as browsers do; empty if there is nothing."""
        filled = self._filled(value)
        if "var(" in filled:
            return value
        if name not in PAINTS:
            return ""
        bare = re.sub(r"(?i:url)\([^)]*\)|!important", "", filled).strip()
        left = _FUNCTION.sub(lambda found: found[0] if "from" in found[1].split() else "", bare).strip()
        return value if left and not _NAME.fullmatch(left) and left.casefold() not in _KEPT else ""

    def unknown_style(self, css: str) -> str:
        """The same for the declarations of an attribute `style`."""
        found = (self.unknown_value(name, value) for name, value in _declarations(without_comments(css)))
        return next(filter(None, found), "")

    def unknown_rules(self, css: str) -> Iterator[str]:
        """The same for each rule of a style sheet."""
        for selector, body in _rules(without_comments(css)):
            if selector.startswith(_IGNORED) or _ACTIVE.search(selector):
                continue
            names = {name for name, _ in _declarations(body)}
            is_known = _SELECTOR.fullmatch(selector) or all(name.startswith("--") for name in names)
            if not is_known or "{" in body:
                yield selector
            elif unknown := self.unknown_style(body):
                yield unknown

    def plain_value(self, name: str, value: str) -> str:
        """A property's value, its color written as Typst knows it."""
        filled = self._filled(value)
        if name not in PAINTS:
            return filled
        made = _FUNCTION.sub(lambda found: _plain_color(found[0]), filled)
        return _plain_color(made) if _NAME.fullmatch(made) and made.casefold() not in _KEPT else made

    def plain_style(self, css: str) -> str:
        """The declarations of an attribute `style`, with plain colors."""
        return ";".join(
            f"{name}:{self.plain_value(name, value)}"
            for name, value in _declarations(without_comments(css))
            if not name.startswith("--")
        )

    def plain_rules(self, css: str) -> str:
        """The rules of a style sheet that Typst knows, with plain colors."""
        return "\n".join(
            f"{selector}{{{self.plain_style(body)}}}"
            for selector, body in _rules(without_comments(css))
            if "{" not in body and _SELECTOR.fullmatch(selector)
        )


def _plain_color(color: str) -> str:
    """A color as #rrggbb or #rrggbbaa; as it was if it is none. What no screen shows is cut off, as browsers do."""
    # A tenth of a second, for which no check should wait.
    from coloraide import Color  # noqa: PLC0415

    try:
        return Color(color).convert("srgb").clip().to_string(hex=True)
    except ValueError:
        return color
