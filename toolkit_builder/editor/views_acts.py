"""What else can be done with an entry: its history, a copy, another name, hiding it, taking it out."""

from typing import Any

from flask import Flask, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from .asking import words
from .comparing import called, changes_between, values_around
from .filling import Filling
from .forms import form_of
from .items import EditError, Saved
from .uses import uses_of, without_uses
from .views_entry import filling_of
from .workspace import Workspace


def act_routes(app: Flask, workspace: Workspace) -> None:
    """Adds the routes of this module."""

    @app.get("/<kind>/<path:name>/history")
    def history(kind: str, name: str) -> ResponseReturnValue:
        filling = filling_of(workspace, kind, name)
        changes = workspace.versions(kind, name)
        return render_template("history.html", form=filling, changes=changes, told=_told(workspace, filling))

    @app.post("/<kind>/<path:name>/history")
    def restore(kind: str, name: str) -> ResponseReturnValue:
        saved = workspace.restore(request.form.get("change", ""), kind, name)
        return redirect(url_for("entry", kind=kind, name=saved.id or name, saved=1), 303)

    @app.get("/<kind>/<path:name>/<any(duplicate, rename, hide, remove):act>")
    def ask(kind: str, name: str, act: str) -> ResponseReturnValue:
        """What is asked before it is done."""
        filling = filling_of(workspace, kind, name)
        # The library's version takes the place of one's own.
        is_gone = act == "remove" and filling.state is not None and not filling.state.below_name
        uses = uses_of(workspace, kind, filling.id) if is_gone else []
        places = {use.item: called(form_of(use.item.kind), use.keys[:1], words()) for use in reversed(uses)}
        return render_template("act.html", form=filling, act=act, uses=places)

    @app.post("/<kind>/<path:name>/<any(duplicate, rename, hide, show, remove):act>")
    def do(kind: str, name: str, act: str) -> ResponseReturnValue:
        filling = filling_of(workspace, kind, name)
        new = request.form.get("name", "").strip()
        if act == "remove" and "everywhere" in request.form:
            without_uses(workspace, uses_of(workspace, kind, filling.id))
        saved = _acted(workspace, kind, name, act, new)
        if workspace.values(kind, saved.id or name) is None:
            return redirect(url_for("entries", kind=kind), 303)
        return redirect(url_for("entry", kind=kind, name=saved.id or name, saved=1), 303)


def _acted(workspace: Workspace, kind: str, name: str, act: str, new: str) -> Saved:
    if act in ("duplicate", "rename") and not new:
        raise EditError("Give it a name first.")
    if act == "duplicate":
        return workspace.duplicate(kind, name, new)
    if act == "rename":
        return workspace.rename(kind, name, new)
    plain = {"hide": workspace.hide, "show": workspace.show, "remove": workspace.remove}
    return plain[act](kind, name)


def _told(workspace: Workspace, filling: Filling) -> Any:
    """Tells of a change what it did to each text of the entry."""

    def told(change: Any) -> list[tuple[str, str, str]]:
        before, after = values_around(workspace, change.id, filling.kind, filling.id)
        return changes_between(filling.form, before, after, words(), filling.said)

    return told
