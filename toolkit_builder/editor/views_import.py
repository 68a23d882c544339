"""Rows of a spreadsheet: dropped, looked at cell by cell, and then written, all of them or none."""

from flask import Flask, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from .asking import is_for_script, words
from .importing import Dropped, Pile, plan_import, rows_of
from .items import EditError
from .workspace import Workspace

_ABOUT = "about:"


def import_routes(app: Flask, workspace: Workspace) -> None:
    """Adds the routes of this module."""
    pile = Pile()

    @app.get("/import/")
    def import_rows() -> ResponseReturnValue:
        return render_template(
            "import.html", written=request.args.get("written", type=int), **workspace_history(workspace)
        )

    @app.post("/import/")
    def import_drop() -> ResponseReturnValue:
        file = request.files.get("rows")
        if not isinstance(file, FileStorage) or not file.filename:
            raise EditError("Choose a spreadsheet first.")
        address = url_for("import_look", word=pile.put(file.filename, file.read()))
        return {"address": address} if is_for_script() else redirect(address, 303)

    @app.get("/import/<word>")
    def import_look(word: str) -> ResponseReturnValue:
        return _shown(workspace, _found(pile, word), word, is_other=False)

    @app.post("/import/<word>")
    def import_write(word: str) -> ResponseReturnValue:
        dropped = _found(pile, word)
        workspace.poll()
        plan = plan_import(dropped, workspace.folders, _about())
        if not plan.files or plan.digest != request.form.get("digest"):
            # Somebody changed the toolkit meanwhile: what is written is what was looked at.
            return _shown(workspace, dropped, word, is_other=True)
        workspace.put(f"Rows of {dropped.name}", plan.files)
        return redirect(url_for("import_rows", written=len(plan.new) + len(plan.made.changes)), 303)


def workspace_history(workspace: Workspace) -> dict[str, object]:
    """What the buttons on top need, that take back and make again."""
    return {"undoable": workspace.history.undoable, "redoable": workspace.history.redoable}


def _found(pile: Pile, word: str) -> Dropped:
    dropped = pile.get(word)
    if dropped is None:
        raise EditError("That spreadsheet is not here any more. Choose it once more.")
    return dropped


def _about() -> dict[str, str]:
    """The entries that rows are to change, by their places, as somebody chose."""
    return {
        name.removeprefix(_ABOUT): value for name, value in request.values.items() if name.startswith(_ABOUT) and value
    }


def _shown(workspace: Workspace, dropped: Dropped, word: str, *, is_other: bool) -> str:
    plan = plan_import(dropped, workspace.folders, _about())
    return render_template(
        "rows.html",
        dropped=dropped,
        word=word,
        plan=plan,
        rows=[*rows_of(plan.told if plan.files else plan.findings, dropped.name, words())],
        is_other=is_other,
        errors=sum(one.level == "error" for one in plan.findings),
        **workspace_history(workspace),
    )
