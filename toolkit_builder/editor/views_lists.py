"""What the toolkit holds: the first page, the lists of each kind, looking for entries, and beginning new ones."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from itertools import chain
from typing import Any

from flask import Flask, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from toolkit_builder.loading.shapes import slug
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.model.vocabulary import GRADES, band_of
from toolkit_builder.prose import plain_text

from .asking import is_for_script, told, words
from .filling import Filling
from .forms import KEYS, Field, choices_of, form_of
from .history import Change
from .items import EditError, Item, Saved
from .kinds import KINDS
from .mending import faults_of, others_of
from .posting import Posted, edits_of, skeleton
from .workspace import Workspace

_FOUND = 20
_MOST = 5000
_TRANSLATING = re.compile("/translate/([^/]+)/")
_MOST_FAULTS = 40
_MOST_CHANGES = 200
_TITLED = ("title", "text", "term", "find", "statement", "name")


def list_routes(app: Flask, workspace: Workspace) -> None:
    """Adds the routes of this module."""

    @app.get("/")
    def home() -> ResponseReturnValue:
        is_judged = workspace.findings_revision >= workspace.revision
        if is_for_script():
            return {"isJudged": is_judged}
        held = {kind: workspace.items(kind, limit=_MOST) for kind in workspace.kinds()}
        faults, others = faults_of(workspace, chain.from_iterable(held.values())), others_of(workspace, held)
        return render_template(
            "home.html",
            is_judged=is_judged,
            held={kind: len(items) for kind, items in held.items()},
            to_mend={kind: sum(item.findings for item in items) for kind, items in held.items()},
            errors=[*(one.level for one in faults), *(one.level for one in others)].count("error"),
            faults=faults[:_MOST_FAULTS],
            more=max(0, len(faults) - _MOST_FAULTS),
            others=others,
            changes=workspace.history.changes(limit=8),
            **_undo(workspace),
        )

    @app.get("/<kind>/")
    def entries(kind: str) -> ResponseReturnValue:
        if kind not in workspace.kinds():
            abort(404)
        if not KEYS[kind]:
            return redirect(url_for("entry", kind=kind, name=kind), 303)
        q, which = request.args.get("q", "").strip(), request.args.get("show", "")
        items = [one for one in workspace.items(kind, q, limit=_MOST) if _is_shown(one, which)]
        return render_template("list.html", kind=kind, items=items, q=q, which=which, **_undo(workspace))

    @app.get("/search")
    def search() -> ResponseReturnValue:
        kind, q = request.args.get("kind", ""), request.args.get("q", "").strip()
        if not is_for_script():
            return render_template("found.html", q=q, items=workspace.search("", q) if q else [], **_undo(workspace))
        if kind == "skills":
            return {"items": list(_skills(workspace.toolkit, q, request.args.get("grade", "")))}
        filters = {name: request.args.get(name, "") for name in ("purpose", "grade")}
        found = workspace.search(kind, q, limit=_MOST if any(filters.values()) else _FOUND)
        shown = [one for one in found if _suits(workspace.toolkit, one, **filters)][:_FOUND]
        return {"items": [{"id": one.id, "title": one.title, "about": one.about} for one in shown]}

    @app.get("/new/<kind>")
    def new(kind: str) -> ResponseReturnValue:
        if kind not in KINDS or not KINDS[kind].new:
            abort(404)
        return _new_page(workspace, kind, {})

    @app.post("/new/<kind>")
    def create(kind: str) -> ResponseReturnValue:
        if kind not in KINDS or not KINDS[kind].new:
            abort(404)
        values = _begun(kind, request.form.to_dict(flat=False))
        try:
            saved = _created(workspace, kind, values)
        except EditError as error:
            return _new_page(workspace, kind, values, told(error)), 422
        return redirect(url_for("entry", kind=kind, name=saved.id, saved=1), 303)

    @app.post("/undo")
    def undo() -> ResponseReturnValue:
        return _again(workspace, "undone", workspace.history.undoable, workspace.undo)

    @app.post("/redo")
    def redo() -> ResponseReturnValue:
        return _again(workspace, "redone", workspace.history.redoable, workspace.redo)


def _begun(kind: str, posted: Posted) -> dict[str, Any]:
    """What somebody typed for a new entry."""
    if kind == "guides":
        return {
            "title": request.form.get("title", "").strip(),
            "grades": request.form.getlist("grades"),
            "visit": request.form.get("visit", "first"),
            "like": request.form.get("like", ""),
        }
    form = form_of(kind)
    values = skeleton(form)
    for edit in edits_of(form, {}, posted):
        values[str(edit.keys[0])] = edit.value
    return dict(_dated(form, values))


def _created(workspace: Workspace, kind: str, values: Mapping[str, Any]) -> Saved:
    """Writes a new entry, called by its words. Raises EditError where there are none."""
    if kind == "guides":
        return workspace.new_guide(*(values[name] for name in ("title", "grades", "visit", "like")))
    said = next((values[key] for key in _TITLED if values.get(key)), "")
    if not said:
        raise EditError("Write the words first by which people will know it.")
    key = KEYS[kind]
    name = str(values[key]) if key in values else _free(workspace, kind, slug(plain_text(str(said))))
    return workspace.create(kind, name, values)


def _again(
    workspace: Workspace, done: str, change: Change | None, act: Callable[[], str | None]
) -> ResponseReturnValue:
    """Takes a change back, or makes it again; back to where the button was pressed, if there is still something.

    The page there tells what was done: it may have been in another entry.
    """
    title = act()
    if is_for_script():
        return {"done": title or "", "revision": workspace.revision}
    told: Any = {done: change.id} if title and change else {}
    back = request.form.get("back", "")
    if (found := _TRANSLATING.fullmatch(back)) and found[1] in workspace.toolkit.school.languages:
        return redirect(url_for("translating", language=found[1], **told), 303)
    kind, _, name = back.strip("/").partition("/")
    if kind in KINDS and (not name or workspace.values(kind, name) is not None):
        there = url_for("entry", kind=kind, name=name, **told) if name else url_for("entries", kind=kind, **told)
        return redirect(there, 303)
    return redirect(url_for("home", **told), 303)


def done_again(workspace: Workspace) -> dict[str, Any]:
    """What the page tells of the change that was just taken back, or made again; nothing where none was."""
    wanted = {done: request.args[done] for done in ("undone", "redone") if done in request.args}
    for change in workspace.history.changes(limit=_MOST_CHANGES) if wanted else ():
        if change.id in wanted.values():
            is_there = change.kind in KINDS and workspace.values(change.kind, change.entry) is not None
            return {"again": change, "again_is_there": is_there, "is_undone": "undone" in wanted}
    return {"again": None}


def _undo(workspace: Workspace) -> dict[str, Any]:
    return {"undoable": workspace.history.undoable, "redoable": workspace.history.redoable}


def _is_shown(item: Item, which: str) -> bool:
    if which == "own":
        return item.is_own
    if which == "mend":
        return bool(item.findings)
    return item.is_hidden if which == "hidden" else True


def _suits(toolkit: Toolkit, item: Item, purpose: str, grade: str) -> bool:
    """True for an entry of a purpose and a grade, where a picker asks for these."""
    entry: Any = toolkit.prompts_by_id.get(item.id) if item.kind == "prompts" else None
    if item.kind == "activities":
        entry = toolkit.activities_by_id.get(item.id)
    if entry is None:
        return not purpose and not grade
    if purpose and getattr(entry, "purpose", getattr(entry, "routine", "")) != purpose:
        return False
    if not grade or grade not in GRADES:
        return True
    known = next(one for one in GRADES if one == grade)
    return band_of(known) in entry.bands if hasattr(entry, "bands") else known in entry.grades


def _skills(toolkit: Toolkit, q: str, grade: str) -> Iterable[dict[str, str]]:
    """Skills whose code or words hold all words of `q`."""
    wanted = q.casefold().split()
    count = 0
    for framework in toolkit.shown_frameworks:
        for skill in framework.skills:
            if grade and grade not in skill.grades:
                continue
            plain = plain_text(skill.plain)
            if all(word in f"{skill.code} {plain}".casefold() for word in wanted):
                yield {"id": skill.code, "title": plain, "about": skill.code}
                count += 1
                if count == _FOUND:
                    return


def _new_page(workspace: Workspace, kind: str, values: Mapping[str, Any], why: str = "") -> str:
    """The page on which an entry is begun: what it must have, in a few fields, with what was typed; `why` not yet."""
    form = form_of(kind)
    fields = [field for field in form.fields if field.is_required and field.is_simple]
    filling = Filling((kind, ""), values, None, workspace.toolkit, words())
    visits = choices_of(workspace.toolkit.vocabulary.visits)
    likes = workspace.items("guides", limit=_MOST) if kind == "guides" else []
    asked = next((field.name for field in fields if field.name in _TITLED), "")
    return render_template(
        "new.html",
        kind=kind,
        form=filling,
        fields=fields,
        visits=visits,
        likes=likes,
        begun=values,
        why=why,
        asked=asked,
        **_undo(workspace),
    )


def _free(workspace: Workspace, kind: str, name: str) -> str:
    """A name that no entry of the kind has."""
    tried, number = name, 1
    while workspace.values(kind, tried) is not None:
        number += 1
        tried = f"{name}-{number}"
    return tried


def _dated(field: Field, values: dict[str, Any]) -> dict[str, Any]:
    """The values with today's date where a date must be and is none."""
    made = dict(values)
    for inner in field.fields:
        if inner.kind == "date" and made.get(inner.name) == "":
            made[inner.name] = date.today().isoformat()
        elif inner.kind == "record" and isinstance(made.get(inner.name), dict):
            made[inner.name] = _dated(inner, made[inner.name])
    return made
