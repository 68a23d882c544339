"""The editor as a web application: its templates, its words, its files; what it shows stands in the views."""

import hashlib
import re
from base64 import b64encode
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from jinja2 import StrictUndefined
from markupsafe import Markup
from werkzeug.exceptions import HTTPException

from toolkit_builder.brand import Palette, palettes
from toolkit_builder.resources import templates_dir

from .advising import TRANSLATIONS, Way
from .asking import CHOSEN, LANGUAGES, icon, is_for_script, told, words
from .items import ConflictError, EditError
from .kinds import KINDS
from .posting import name_of
from .safety import protect
from .views_acts import act_routes
from .views_entry import entry_routes
from .views_import import import_routes
from .views_lists import done_again, list_routes
from .views_page import page_routes
from .views_printed import printed_routes
from .views_publish import publish_routes
from .views_translate import translate_routes
from .views_upgrade import upgrade_routes
from .workspace import Workspace

_TYPES = {".css": "text/css", ".js": "text/javascript"}
_OWN_PATH = re.compile(r"/(?![/\\])[^\\]*")
"""A path of this editor, and no address of another site."""
_A_YEAR = 365 * 24 * 60 * 60
_PLAIN = ("#1f5f4f", "#9a3412")
"""The colors of the editor, whatever the school's are."""


def make_app(workspace: Workspace, secret: str) -> Flask:
    """The editor of a toolkit, for who holds the `secret`; a WSGI application."""
    folder = templates_dir() / "editor"
    app = Flask("toolkit_builder.editor", template_folder=str(folder), static_folder=None)
    app.jinja_options = {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True, "autoescape": True}
    protect(app, secret, lambda: _outside(folder))
    app.jinja_env.globals.update(
        t=lambda text, **values: words().t(text, **values),
        tn=lambda one, many, n: words().tn(one, many, n),
        icon=icon,
        kinds=KINDS,
        workspace=workspace,
        name_of=name_of,
        way_to=_way_to,
        languages_of_editor=LANGUAGES,
    )
    app.context_processor(lambda: {"language": words().language, **done_again(workspace)})
    app.before_request(_look_at_disk(workspace))

    @app.get("/static/<name>")
    def static(name: str) -> ResponseReturnValue:
        file = folder / name
        if file.suffix not in _TYPES or file.parent != folder or not file.is_file():
            abort(404)
        return Response(file.read_bytes(), content_type=f"{_TYPES[file.suffix]}; charset=utf-8")

    @app.get("/static/colors.css")
    def colors() -> ResponseReturnValue:
        return Response(_colors(), content_type="text/css; charset=utf-8")

    app.post("/language")(_speak)
    list_routes(app, workspace)
    entry_routes(app, workspace)
    act_routes(app, workspace)
    page_routes(app, workspace)
    translate_routes(app, workspace)
    printed_routes(app, workspace)
    publish_routes(app, workspace)
    import_routes(app, workspace)
    upgrade_routes(app, workspace)
    app.register_error_handler(EditError, _refused)
    app.register_error_handler(HTTPException, _lost)
    return app


def _outside(folder: Path) -> Response:
    """The page for who comes without the cookie of this run, who gets no other file of ours: its style stands in it."""
    style = (folder / "outside.css").read_text("utf-8")
    known = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    answer = Response(render_template("outside.html", style=Markup(style)), 403)
    policy = f"default-src 'none'; style-src 'sha256-{known}'; img-src data:; frame-ancestors 'self'; base-uri 'none'"
    answer.headers["Content-Security-Policy"] = policy
    return answer


def _look_at_disk(workspace: Workspace) -> Any:
    def look() -> None:
        if request.endpoint not in ("static", "colors", "page"):
            workspace.poll()

    return look


def _speak() -> ResponseReturnValue:
    """Keeps the language that somebody chose, and goes back to the page on which that was."""
    language, back = (request.form.get(name, "") for name in ("language", "back"))
    if language not in LANGUAGES:
        abort(404)
    answer = redirect(back if _OWN_PATH.fullmatch(back) else url_for("home"), 303)
    answer.set_cookie(CHOSEN, language, max_age=_A_YEAR, httponly=True, samesite="Strict")
    return answer


def _way_to(way: Way) -> str:
    """The address where a button of advice leads."""
    if way.kind == TRANSLATIONS:
        return url_for("translate")
    if not way.id:
        return url_for("entries", kind=way.kind)
    return url_for("entry", kind=way.kind, name=way.id, _anchor="f-" + "-".join(map(str, way.keys)))


@cache
def _colors() -> str:
    """The editor's own colors, as CSS: a school's are for its pages, and some of them would make buttons odd."""
    made = palettes(*_PLAIN)
    dark = f"@media (prefers-color-scheme: dark){{:root{{{_rules(made['dark'])}}}}}"
    return f":root{{color-scheme:light dark;{_rules(made['light'])}}}\n{dark}\n"


def _rules(palette: Palette) -> str:
    return "".join(f"--{name.replace('_', '-')}:{value};" for name, value in asdict(palette).items())


def _refused(error: EditError) -> ResponseReturnValue:
    """Why a change was not made."""
    status = 409 if isinstance(error, ConflictError) else 422
    if is_for_script():
        said: dict[str, Any] = {"error": told(error)}
        if isinstance(error, ConflictError):
            said |= {"name": name_of(error.keys), "mine": error.mine, "theirs": error.theirs}
            said |= {"isMoved": error.is_moved}
        return said, status
    conflict = error if isinstance(error, ConflictError) else None
    page = render_template("problem.html", title=words().t("Not saved"), message=told(error), conflict=conflict)
    return page, status


def _lost(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if is_for_script():
        return {"error": words().t("This is not here any more. Load the page again.")}, status
    title = words().t("There is nothing here") if status == 404 else words().t("This did not work")
    message = words().t("It may have another name now, or be gone. What you look for can be found from the start.")
    return render_template("problem.html", title=title, message=message, conflict=None), status
