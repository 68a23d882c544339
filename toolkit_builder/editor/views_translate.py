"""Translating side by side: the languages with how far each is, and the texts of one, each with its translation."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from hashlib import sha256
from itertools import groupby
from typing import Any

from flask import Flask, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from toolkit_builder.model.languages import direction_of
from toolkit_builder.model.texts import READERS
from toolkit_builder.model.vocabulary import SLOTS
from toolkit_builder.prose import plain_text
from toolkit_builder.translation_faults import fault_of

from .asking import is_for_script, words
from .comparing import called
from .differing import changed_words
from .forms import form_of
from .kinds import KINDS
from .posting import plain
from .translations import Row, Said, State, counts_of
from .workspace import Workspace

_ON_A_PAGE = 40
_MOST = 5000
_SLOT = re.compile(r"\{[a-z]+\}")
_READ_BY = {
    "family": "What families read or hear",
    "student": "What students read or hear",
    "staff": "What staff read",
}
_WHY = {
    "fuzzy": "Somebody is to look at it again.",
    "changed": "The text changed since.",
    "kept": "A typo of the text was mended; readers still see this translation.",
    "copied": "It is the same as the text itself.",
    "broken": "",
}
SHOWN: dict[str, str] = {
    "open": "To do",
    "missing": "Missing",
    "check": "To check",
    "done": "Done",
    "": "All",
}
"""What the list can be narrowed to."""


def list_texts() -> tuple[str, ...]:
    """The words of these lists, which are translated where they are shown."""
    return tuple(text for words in (_READ_BY, _WHY, SHOWN) for text in words.values() if text)


def translate_routes(app: Flask, workspace: Workspace) -> None:
    """Adds the routes of this module."""

    @app.get("/translate/")
    def translate() -> ResponseReturnValue:
        school = workspace.toolkit.school
        languages = [
            {
                "code": code,
                "name": school.language_name(code),
                "counts": counts_of(rows := workspace.texts_in(code)),
                "families": counts_of(row for row in rows if row.reader == "family"),
                "is_reviewed": _is_reviewed(workspace, code),
            }
            for code in workspace.toolkit.promised
        ]
        return render_template("translate.html", languages=languages, **_undo(workspace))

    @app.get("/translate/<language>/")
    def translating(language: str) -> ResponseReturnValue:
        rows = _rows(workspace, language)
        asked = {name: request.args.get(name, "").strip() for name in ("kind", "entry", "q")}
        which = request.args.get("show", "open")
        found = [row for row in rows if _suits(row, which, asked)]
        page = max(1, request.args.get("page", 1, type=int))
        shown = found[(page - 1) * _ON_A_PAGE : page * _ON_A_PAGE]
        titles = _titles(workspace, shown)
        open_ones = Counter(row.kind for row in rows if row.state != "done")
        return render_template(
            "translating.html",
            **_about(workspace, language),
            counts=counts_of(rows),
            groups=_groups(shown, titles),
            show=which if which in SHOWN else "open",
            choices=SHOWN,
            asked=asked,
            titles=titles,
            open_ones=open_ones,
            parts=[kind for kind in workspace.kinds() if any(row.kind == kind for row in rows)],
            entries=_entries(workspace, rows, asked["kind"]),
            found=len(found),
            page=page,
            pages=-(-len(found) // _ON_A_PAGE),
            saved=request.args.get("saved", ""),
            **_undo(workspace),
        )

    @app.post("/translate/<language>/")
    def save_translation(language: str) -> ResponseReturnValue:
        _rows(workspace, language)
        place = request.form.get("place", "")
        # A browser sends line breaks in its own way.
        text, source, was = (plain(request.form.get(name, "")) for name in ("text", "source", "was"))
        said = Said(place, source, was, text.strip(), request.form.get("state") == "check")
        workspace.translate(language, said)
        rows = _rows(workspace, language)
        row = next((one for one in rows if one.place == place), None)
        if row is None:
            abort(404)
        if not is_for_script():
            back: dict[str, Any] = {
                name: request.form.get(f"back-{name}", "") for name in ("show", "kind", "entry", "q", "page")
            }
            anchor = anchor_of(place)
            return redirect(url_for("translating", language=language, saved=anchor, _anchor=anchor, **back), 303)
        history = workspace.history
        return {
            "html": render_template("translation_state.html", row=row, **_about(workspace, language)),
            "was": row.translation,
            "state": row.state,
            "isToCheck": row.is_fuzzy,
            "counts": render_template("translation_counts.html", counts=counts_of(rows)),
            "undo": history.undoable.title if history.undoable else "",
            "redo": history.redoable.title if history.redoable else "",
        }


def anchor_of(place: str) -> str:
    """The id of a text's field on the page."""
    return f"t-{sha256(place.encode()).hexdigest()[:12]}"


def _about(workspace: Workspace, language: str) -> dict[str, Any]:
    """What the templates of a language's texts ask for."""
    school = workspace.toolkit.school

    def uri(row: Row) -> str:
        return url_for("page", language=language, uri="") + workspace.page_uri(row.kind, row.id)

    def changes(row: Row) -> Any:
        before = workspace.source_before(language, row)
        return changed_words(before, row.text) if before else []

    return {
        "code": language,
        "name": school.language_name(language),
        "direction": direction_of(language),
        "source_language": workspace.toolkit.language,
        "source_direction": direction_of(workspace.toolkit.language),
        "anchor_of": anchor_of,
        "called": lambda row: called(form_of(row.kind), row.keys, words()),
        "slots_of": lambda row: [*dict.fromkeys(_SLOT.findall(row.text))],
        "slots": SLOTS,
        "uri_of": uri,
        "changes": changes,
        "why": lambda row: words().t(_WHY[row.why]) if _WHY.get(row.why) else "",
        "fault_in": lambda row: fault_of(row.text, row.translation) if row.translation else "",
    }


def _rows(workspace: Workspace, language: str) -> list[Row]:
    """The texts of a language. Ends the request for one that the school does not have."""
    if language not in workspace.toolkit.promised:
        abort(404)
    return workspace.texts_in(language)


def _is_reviewed(workspace: Workspace, language: str) -> bool:
    return any(one.language == language and one.is_reviewed for one in workspace.toolkit.catalogues)


def _suits(row: Row, which: str, asked: Mapping[str, str]) -> bool:
    if (asked["kind"] and row.kind != asked["kind"]) or (asked["entry"] and row.id != asked["entry"]):
        return False
    if asked["q"]:
        said = f"{row.text} {row.translation}".casefold()
        if not all(word in said for word in asked["q"].casefold().split()):
            return False
    states: dict[str, tuple[State, ...]] = {"missing": ("missing",), "check": ("check",), "done": ("done",)}
    return which == "" or row.state in states.get(which, ("missing", "check"))


def _titles(workspace: Workspace, rows: Iterable[Row]) -> dict[tuple[str, str], str]:
    """What the entries of texts are called."""
    kinds = dict.fromkeys(row.kind for row in rows)
    return {(kind, item.id): item.title for kind in kinds for item in workspace.items(kind, limit=_MOST)}


def _entries(workspace: Workspace, rows: Iterable[Row], kind: str) -> list[tuple[str, str]]:
    """The entries of a kind that have texts, for the list to be narrowed to one of them."""
    if kind not in KINDS or kind == "school":
        return []
    held = {row.id for row in rows if row.kind == kind}
    return [(item.id, item.title) for item in workspace.items(kind, limit=_MOST) if item.id in held]


def _groups(rows: Iterable[Row], titles: Mapping[tuple[str, str], str]) -> list[dict[str, Any]]:
    """The texts by who reads them, and by the entry in which they stand."""
    return [
        {
            "title": _READ_BY[reader],
            "entries": [
                {"kind": kind, "id": name, "title": plain_text(titles.get((kind, name), name)), "rows": [*texts]}
                for (kind, name), texts in groupby(of_reader, lambda row: (row.kind, row.id))
            ],
        }
        for reader in READERS
        if (of_reader := [row for row in rows if row.reader == reader])
    ]


def _undo(workspace: Workspace) -> dict[str, Any]:
    return {"undoable": workspace.history.undoable, "redoable": workspace.history.redoable}
