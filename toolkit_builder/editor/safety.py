"""What keeps the editor to the person in front of this computer: no other site, program or machine can use it.

The program prints an address with a secret, which becomes a cookie. Every request must come to this computer's own
name, from our own pages, with that cookie; what changes something carries a token, too, which only our pages hold.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from urllib.parse import quote, urlencode

from flask import Flask, Response, request
from flask.typing import ResponseReturnValue

HOST = "127.0.0.1"
"""Where the editor is: at this computer alone."""
HOSTS = (HOST, "localhost")
"""The names by which a browser on this computer reaches us. Another name would be that of a site that leads here."""
MOST = 12_000_000
"""Bytes of a request, as of a picture or a workbook that somebody drops."""
_MOST_FIELDS = 1_000_000
"""Bytes of the fields of a form, without what is dropped."""
_KEY = "key"
_FIELD = "csrf"
_HEADER = "X-CSRF-Token"
PAGE = "/page/"
"""Below it stand the toolkit's own pages, which run no scripts here and lie in a frame."""
_OURS = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "frame-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
_OF_PAGES = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "form-action 'none'",
        "frame-ancestors 'self'",
        "base-uri 'none'",
        # Nothing inside runs. A sandbox would say the same, but in one without scripts WebKit does not tell our own
        # script, outside, what was clicked.
        "script-src 'none'",
    )
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    # Without any, a browser would not say of a form that it is ours.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def new_secret() -> str:
    """A secret for one run of the editor."""
    return secrets.token_urlsafe(32)


def with_secret(address: str, secret: str) -> str:
    """The address to open in a browser."""
    return f"{address}?{urlencode({_KEY: secret})}"


def _derived(secret: str, use: str) -> str:
    return hmac.new(secret.encode(), use.encode(), hashlib.sha256).hexdigest()


def csrf_token(secret: str) -> str:
    """What our forms hold in the field `csrf`, and our scripts send as `X-CSRF-Token`."""
    return _derived(secret, "form")


def _is_same(given: str | None, wanted: str) -> bool:
    return given is not None and hmac.compare_digest(given.encode("utf-8", "replace"), wanted.encode())


def protect(app: Flask, secret: str, show: Callable[[], Response] | None = None) -> None:
    """Guards every route of `app`, those that are added later, too. Templates get `csrf`, for their forms.

    `show` makes the page for who has one open that is from before; it must hold nothing of the toolkit.
    """
    # Of two editors at once, each has its own: cookies know no ports.
    cookie = f"editor-{_derived(secret, 'name')[:12]}"
    session, token = _derived(secret, "session"), csrf_token(secret)
    app.config["MAX_CONTENT_LENGTH"] = MOST
    app.config["MAX_FORM_MEMORY_SIZE"] = _MOST_FIELDS

    def refuse() -> ResponseReturnValue | None:
        if fault := _foreign():
            return _refusal(fault)
        if request.method == "GET" and _is_same(request.args.get(_KEY), secret):
            # What stays in the address is what a person may share.
            answer = Response(status=303, headers={"Location": f"/{quote(request.path.lstrip('/'))}"})
            answer.set_cookie(cookie, session, httponly=True, samesite="Strict")
            return answer
        if not _is_same(request.cookies.get(cookie), session):
            return _old(show)
        if request.method != "POST":
            return None if request.method in ("GET", "HEAD") else _refusal("This is not how the editor is used.", 405)
        most = MOST if request.mimetype == "multipart/form-data" else _MOST_FIELDS
        if (request.content_length or 0) > most:
            return _refusal("This is too big for the editor.", 413)
        given = request.headers.get(_HEADER) or request.form.get(_FIELD)
        return None if _is_same(given, token) else _old(show)

    def tell(answer: Response) -> Response:
        answer.headers.update(_HEADERS)
        policy = _OF_PAGES if request.path.startswith(PAGE) else _OURS
        answer.headers.setdefault("Content-Security-Policy", policy)
        return answer

    app.before_request_funcs.setdefault(None, []).insert(0, refuse)
    app.after_request(tell)
    app.context_processor(lambda: {"csrf": token})


def _foreign() -> str:
    """Why a request is none of our own pages'; empty for one that may be."""
    host = request.headers.get("Host", "")
    if host.rpartition(":")[0] not in HOSTS and host not in HOSTS:
        return "The editor can only be used on the computer on which it runs."
    # A browser that knows this header cannot be made to lie in it.
    if request.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin"):
        return "Another site asked for this page."
    origin = request.headers.get("Origin")
    if origin is None and request.method == "POST":
        return "Nobody says from where this form was sent."
    if origin is not None and origin != f"http://{host}":
        return "Another site sent this."
    return ""


def _old(show: Callable[[], Response] | None) -> Response:
    """What is told to somebody at this computer whose page another run of the editor made, or none did."""
    if show and "text/html" in request.accept_mimetypes.values():
        return show()
    return _refusal(
        "The editor was started again. Double-click the file again that opens it, or open the address that it shows."
        " What you typed here is kept in this browser until then."
    )


def _refusal(message: str, status: int = 403) -> Response:
    return Response(f"{message}\n", status, content_type="text/plain; charset=utf-8")
