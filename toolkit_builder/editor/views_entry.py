"""An entry: its form beside its page, saving, its history, and what else can be done with it."""

from typing import Any

from flask import Flask, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from toolkit_builder.model.vocabulary import GRADES, SLOTS

from .asking import is_for_script, words
from .conflicts import refuse_other
from .filling import Filling
from .forms import KEYS, Keys, Section, choices_of
from .items import ConflictError, Edit, EditError, Saved
from .kinds import KINDS
from .languages import offered
from .naming import names_made
from .posting import DO, done, edits_of, keys_of
from .uploads import new_picture, new_recording, pictures_of, recordings_of
from .workspace import Workspace

_UPLOAD = "upload:"
_NEW = {"picture": new_picture, "recording": new_recording}
"""What looks at a file that came for a field of this kind, and finds a path for it."""
_WAS = "was:"
"""Before the name of a field: what it showed before it was changed."""


def entry_routes(app: Flask, workspace: Workspace) -> None:
    """Adds the routes of this module."""

    @app.get("/<kind>/<path:name>")
    def entry(kind: str, name: str) -> ResponseReturnValue:
        filling = filling_of(workspace, kind, name)
        return render_template("entry.html", **_shown(workspace, filling))

    @app.post("/<kind>/<path:name>")
    def save(kind: str, name: str) -> ResponseReturnValue:
        filling = filling_of(workspace, kind, name)
        posted = request.form.to_dict(flat=False)
        seen = request.form.get("seen", type=int)
        pictures, files = _uploaded(workspace, filling)
        edits = [*edits_of(filling.form, filling.values, posted), *pictures]
        made = [*names_made(workspace, filling.form, filling.values, edits)]
        edits += made
        is_reshaped = DO in request.form or bool(request.files) or _is_picking(posted)
        if is_reshaped and request.form.get("digest", filling.digest) != filling.digest:
            raise ConflictError("This entry was changed in another place.", (), None, None, True)
        if is_compared := "compared" in request.form:
            shown = {one.removeprefix(_WAS): said for one, said in posted.items() if one.startswith(_WAS)}
            refuse_other(edits, edits_of(filling.form, filling.values, shown), filling.values)
        saved = Saved(workspace.revision, [], name)
        if edits:
            saved = workspace.save(kind, name, edits, seen, files, is_compared=is_compared)
        at: Keys = edits[0].keys if edits else ()
        if said := request.form.get(DO):
            # What was typed meanwhile is saved first: a button means the form as it is seen.
            name = saved.id or name
            shape = done(filling.form, workspace.values(kind, name) or {}, said)
            if shape:
                saved = workspace.save(kind, name, shape, saved.revision)
                at = shape[0].keys
        name = saved.id or name
        if is_for_script():
            # Pickers are asked for one field only, and get the whole part that holds it.
            part = str(at[0]) if at and is_reshaped else ""
            names = {filling.name(edit.keys): edit.value for edit in made}
            return _answer(workspace, filling_of(workspace, kind, name), part) | {
                "made": names,
                "before": filling.digest,
            }
        anchor = filling_of(workspace, kind, name).anchor(at) if at else None
        return redirect(url_for("entry", kind=kind, name=name, saved=1, _anchor=anchor), 303)

    @app.get("/<kind>/<path:name>/state")
    def state(kind: str, name: str) -> ResponseReturnValue:
        """What is to mend by now: rules take longer than saving."""
        filling = filling_of(workspace, kind, name)
        return _answer(workspace, filling, "") | {"made": {}, "before": filling.digest}


def filling_of(workspace: Workspace, kind: str, name: str) -> Filling:
    """The form of an entry. Ends the request where there is none."""
    values = workspace.values(kind, name) if kind in KINDS else None
    if values is None:
        abort(404)
    return Filling((kind, name), values, workspace.state(kind, name), workspace.toolkit, words())


def _shown(workspace: Workspace, filling: Filling) -> dict[str, Any]:
    """What the template of an entry's form shows."""
    # The page beside the form is in the language of the form.
    written_in = workspace.toolkit.source_language
    languages = sorted(workspace.toolkit.school.languages, key=lambda code: code != written_in)
    return {
        "form": filling,
        "uri": workspace.page_uri(filling.kind, filling.id),
        "languages": [(code, workspace.toolkit.school.language_name(code)) for code in languages],
        "known_languages": offered(workspace.folders, workspace.toolkit.source_language, words()),
        "grades": choices_of(GRADES),
        "slots": SLOTS,
        "pictures": pictures_of(workspace.folders),
        "recordings": recordings_of(workspace.folders),
        "key": KEYS[filling.kind],
        "is_saved": "saved" in request.args,
        "undoable": workspace.history.undoable,
        "redoable": workspace.history.redoable,
    }


def _answer(workspace: Workspace, filling: Filling, part: str) -> dict[str, Any]:
    """What our script shows anew after a save: what is to mend, what items are called, and a part whose shape changed.

    `part` is the key at the top that leads to what was added, moved or taken out.
    """
    sections = filling.sections
    section = next((one for one in sections if any(field.name == part for field in one.fields)), None)
    history = workspace.history
    return {
        "revision": workspace.revision,
        "isJudged": workspace.findings_revision >= workspace.revision,
        "address": url_for("entry", kind=filling.kind, name=filling.id),
        "title": filling.title,
        "head": {name: render_template(f"entry_{name}.html", form=filling) for name in ("tags", "acts")},
        "faults": {
            filling.anchor(keys): render_template("faults.html", form=filling, keys=keys)
            for keys, _ in filling.all_faults()
        },
        "titles": filling.titles(),
        "counts": {one.name: _count(filling, one) for one in sections},
        "bad": [one.name for one in sections if filling.is_marked(one.fields)],
        "below": filling.all_below(),
        "digest": filling.digest,
        "isWaiting": filling.is_waiting,
        "firstFault": filling.first_fault,
        "part": section.name if section else "",
        "html": render_template("part.html", section=section, **_shown(workspace, filling)) if section else "",
        "undo": history.undoable.title if history.undoable else "",
        "redo": history.redoable.title if history.redoable else "",
    }


def _count(filling: Filling, section: Section) -> str:
    """What stands beside the title of a part."""
    count = filling.count(section.fields)
    return words().tn("{n} to mend", "{n} to mend", count) if count else filling.about(section)


def _is_picking(posted: dict[str, list[str]]) -> bool:
    return any(name.startswith("pick:") and any(said) for name, said in posted.items())


def _uploaded(workspace: Workspace, filling: Filling) -> tuple[list[Edit], dict[str, bytes]]:
    """What came with the form, a picture or a recording, as an edit and as a file; what is unsafe is refused."""
    edits = []
    files = {}
    folders = workspace.folders
    for name, file in request.files.items():
        if name.startswith(_UPLOAD) and isinstance(file, FileStorage) and file.filename:
            keys = keys_of(name.removeprefix(_UPLOAD))
            field = filling.form.at(keys)
            made = _NEW.get(field.kind) if field else None
            if made is None:
                raise EditError("The form has a field that nobody knows. Load the page again.")
            content = file.read()
            path = made(folders, file.filename, content)
            files[folders.path_of(folders.own.docs / path)] = content
            edits.append(Edit(keys, "set", path))
    return edits, files
