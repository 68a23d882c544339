"""The real page beside a form, as it is now, and the pictures that pages and forms show."""

from flask import Flask, Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from toolkit_builder.loading import picture_folders
from toolkit_builder.pictures import ENDINGS, find_picture

from .counting import counted
from .kinds import KINDS
from .shades import shades_of
from .workspace import Workspace

_TYPES = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}


def page_routes(app: Flask, workspace: Workspace) -> None:
    """Adds the routes of this module."""

    @app.get("/page/<language>/", defaults={"uri": ""})
    @app.get("/page/<language>/<path:uri>")
    def page(language: str, uri: str) -> ResponseReturnValue:
        if language not in workspace.toolkit.school.languages:
            abort(404)
        html = workspace.page(language, uri)
        if html is not None:
            return Response(html, content_type="text/html; charset=utf-8")
        found = workspace.page_file(language, uri)
        if found is None:
            kind, _, name = uri.strip("/").partition("/")
            state = workspace.state(kind, name) if kind in KINDS and name else None
            return render_template("no_page.html", is_hidden=state is not None and state.is_hidden), 404
        content, media_type = found
        return Response(content, content_type=media_type)

    @app.get("/picture/<path:path>")
    def picture(path: str) -> ResponseReturnValue:
        """A logo as a form shows it."""
        file = find_picture(picture_folders(workspace.folders), path)
        if file is None or file.suffix.lower() not in ENDINGS:
            abort(404)
        return Response(file.read_bytes(), content_type=_TYPES[file.suffix.lower()])

    @app.get("/counted")
    def count() -> ResponseReturnValue:
        """How long a text message is that somebody writes."""
        kind, name, text = (request.args.get(one, "") for one in ("kind", "id", "text"))
        return render_template("counted.html", counted=counted(workspace.toolkit, kind, name, text))

    @app.get("/contrast")
    def contrast() -> ResponseReturnValue:
        """What becomes of two colors: shades for light and dark, with the contrast of each pair, measured."""
        primary, accent = (request.args.get(name, "") for name in ("primary", "accent"))
        return render_template("contrast.html", shades=shades_of(primary, accent))
