"""What a reader's browser is told to refuse: the policy that stands in each page, and the headers of a web server.

The policy allows what lies on the site itself and the few scripts that Material's templates hold. Their hashes come
from the templates, never from a finished page: what somebody smuggled into a text has none, and does not run.
"""

from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from html.parser import HTMLParser

PERMISSIONS = (
    "accelerometer",
    "browsing-topics",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "hid",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "serial",
    "usb",
    "xr-spatial-tracking",
)
"""What no page may ask a device for. Pages do use the clipboard, sharing, full screen and a screen that stays on."""
REFERRER = "no-referrer"
"""A source that a reader opens does not learn from which page she came."""
_A_YEAR = 60 * 60 * 24 * 365


class _Scripts(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.is_inside = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "script" and runs_inline(dict(attrs)):
            self.is_inside = True
            self.texts.append("")

    def handle_data(self, data: str) -> None:
        if self.is_inside:
            self.texts[-1] += data

    def handle_endtag(self, tag: str) -> None:
        self.is_inside = self.is_inside and tag != "script"


def runs_inline(attributes: dict[str, str | None]) -> bool:
    """Whether a script with these attributes runs what stands in it: not a file, and not mere values."""
    return "src" not in attributes and (attributes.get("type") or "text/javascript") in ("text/javascript", "module")


def inline_scripts(html: str) -> list[str]:
    """The scripts that stand in `html` and run."""
    return _Scripts(html).texts


def script_hash(script: str) -> str:
    """A script as a policy names it."""
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"


def page_policy(scripts: Iterable[str] | None) -> str:
    """The Content-Security-Policy of every page.

    `scripts` are the texts of those that may stand in a page; None allows any, as only a preview may, into which
    MkDocs puts a script of its own.
    """
    named = ["'unsafe-inline'"] if scripts is None else [script_hash(script) for script in scripts]
    return "; ".join(
        (
            "default-src 'none'",
            " ".join(("script-src 'self'", *dict.fromkeys(named))),
            "style-src 'self'",
            # Material's and our own small signs stand in the style sheets.
            "img-src 'self' data:",
            "font-src 'self'",
            "media-src 'self'",
            "connect-src 'self'",
            "manifest-src 'self'",
            "worker-src 'self'",
            "frame-src 'none'",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


STILL_POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'"
"""For pages without scripts or pictures."""
FRAMES = "frame-ancestors 'none'"
"""The one part of a policy that a page cannot hold itself. It goes with every file, so it must hold nothing else: a PDF
with `default-src 'none'` is a box of 304 by 154 pixels in Safari (WebKitGTK 2.50; directus/directus#23130)."""


def policy_on_disk(policy: str) -> str:
    """The same policy for a copy on a disk, where browsers differ in what is a page's own site."""
    return policy.replace("'self'", "'self' file:")


def headers_file(roots: Iterable[str]) -> str:
    """The `_headers` that Netlify, Cloudflare Pages and others read.

    `roots` are the paths of the sites in it, each with a slash at both ends, the first one's before those below it.
    """
    roots = list(roots)
    headers = {
        "Content-Security-Policy": FRAMES,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": REFERRER,
        "Permissions-Policy": ", ".join(f"{name}=()" for name in PERMISSIONS),
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    # Hosts join what several rules say of one header, so no two rules may speak of the same file's cache.
    rules = [
        "# Made by each build. Pages have no rule for the cache: these hosts ask anew each time, which is right.",
        _rule(f"{roots[0]}*", headers),
    ]
    for root in roots:
        rules.append(_rule(f"{root}assets/toolkit/*", {"Cache-Control": f"public, max-age={_A_YEAR}, immutable"}))
        rules.append(_rule(f"{root}sw.js", {"Cache-Control": "no-cache"}))
    return "\n".join(rules)


def _rule(path: str, headers: dict[str, str]) -> str:
    return "".join((f"{path}\n", *(f"  {name}: {value}\n" for name, value in headers.items())))
