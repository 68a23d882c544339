"""The printed pieces that show an entry, as pictures of their pages."""

from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from flask import Flask, Response, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from toolkit_builder.diagnostics import Diagnostic
from toolkit_builder.outputs import Sheet
from toolkit_builder.pdf import fingerprint
from toolkit_builder.rules import letter_name

from .asking import is_for_script, told, words
from .comparing import called
from .filling import Filling
from .forms import form_of
from .items import EditError
from .printed import PRINTED, Printed, Printer
from .workspace import Workspace


def printed_routes(app: Flask, workspace: Workspace) -> None:
    """Adds the routes of this module."""
    printer = Printer()
    app.jinja_env.globals["has_prints"] = lambda kind: kind in PRINTED

    @app.get("/printed/<language>/<kind>/<path:name>")
    def printed(language: str, kind: str, name: str) -> ResponseReturnValue:
        is_known = language in workspace.toolkit.school.languages and kind in PRINTED
        values = workspace.values(kind, name) if is_known else None
        if values is None:
            abort(404)
        made, why = _pieces(workspace, language, kind, name)
        listed = [{"piece": one.uri, "name": label} for one, label in made]
        asked = request.args.get("piece", "")
        sheet = next((one for one, _ in made if one.uri == asked), made[0][0] if made else None)
        shown: dict[str, Any] = {"pages": [], "faults": [], "why": why}
        # Whoever looks at a page that is there already need not wait for one that is made.
        if sheet and request.args.get("only", "") != fingerprint(sheet, workspace.options.own_templates):
            try:
                piece = printer.printed(sheet, workspace.options.own_templates)
            except EditError as error:
                shown["why"] = told(error)
            else:
                shown |= _shown(workspace, sheet, piece, (kind, name))
        elif sheet and is_for_script():
            return {"same": True}
        html = render_template("prints.html", language_shown=language, **shown)
        if is_for_script():
            key = fingerprint(sheet, workspace.options.own_templates) if sheet else ""
            return {"pieces": listed, "piece": sheet.uri if sheet else "", "key": key, "html": html}
        return render_template(
            "printed.html",
            html=html,
            pieces=listed,
            piece=sheet.uri if sheet else "",
            entry=(kind, name),
            title=Filling((kind, name), values, None, workspace.toolkit, words()).title,
            undoable=workspace.history.undoable,
            redoable=workspace.history.redoable,
        )

    @app.get("/printed-piece/<key>/<name>.pdf")
    def printed_piece(key: str, name: str) -> ResponseReturnValue:
        """A piece to print, or to send on, under its name."""
        pdf = printer.pdf(key)
        if pdf is None:
            abort(404)
        headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}.pdf"}
        return Response(pdf, content_type="application/pdf", headers=headers)

    @app.get("/printed-page/<key>/<int:number>.png")
    def printed_page(key: str, number: int) -> ResponseReturnValue:
        picture = printer.picture(key, number)
        if picture is None:
            abort(404)
        return Response(picture, content_type="image/png")


def _pieces(workspace: Workspace, language: str, kind: str, name: str) -> tuple[list[tuple[Sheet, str]], str]:
    """The pieces with what they are called; or why there are none."""
    try:
        found = workspace.sheets(language, kind, name)
    except EditError as error:
        return [], told(error)
    is_of_many = len({sheet.guide for sheet, _ in found}) > 1
    named = [(sheet, words().t(sheet.name), guide) for sheet, guide in found]
    return [(sheet, f"{label}: {guide}" if is_of_many else label) for sheet, label, guide in named], ""


def _shown(workspace: Workspace, sheet: Sheet, piece: Printed, here: tuple[str, str]) -> dict[str, Any]:
    """The pages of a piece, or what stands in its way, with the fields where it can be mended."""
    if piece.odd:
        letters = ", ".join(letter_name(letter) for letter in piece.odd)
        why = words().t("None of the fonts has these letters, so it is not printed:")
        return {"why": f"{why} {letters}"}
    pages = [
        {"src": url_for("printed_page", key=piece.key, number=number), "width": round(width), "height": round(height)}
        for number, (width, height) in enumerate(piece.sizes)
    ]
    return {
        "pages": pages,
        "pdf": url_for(
            "printed_piece",
            key=piece.key,
            name="-".join((*PurePosixPath(sheet.uri).parts[-2:-1], PurePosixPath(sheet.uri).stem, sheet.language)),
        ),
        "name": words().t(sheet.name),
        "language_of": sheet.language,
        "faults": [_fault(workspace, sheet, one, here) for one in piece.findings],
    }


def _fault(workspace: Workspace, sheet: Sheet, finding: Diagnostic, here: tuple[str, str]) -> dict[str, Any]:
    """A text that does not fit, and the way to its field."""
    kind, name, keys = workspace.place_of(finding) or (*here, ())
    where = called(form_of(kind), keys, words())
    anchor = "-".join(("f", *map(str, keys))) if keys else None
    return {
        "where": where,
        "message": words().t("This does not fit on “{sheet}”, not even in small type.", sheet=words().t(sheet.name)),
        "href": url_for("entry", kind=kind, name=name, _anchor=anchor),
        "is_here": (kind, name) == here,
    }
