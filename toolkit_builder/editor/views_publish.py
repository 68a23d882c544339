"""Publishing: what stands in the way, making the site and looking at it, and putting it where people read it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

from flask import Flask, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from .asking import is_for_script, told, words
from .items import EditError
from .jobs import Jobs, Progress
from .looking import Look
from .mending import faults_of, others_of
from .places import Places, keep_places, read_places
from .workspace import Workspace

_MOST = 5000
_MOST_FAULTS = 30
_PATIENCE = 3.0
"""Seconds in which rules may be asked, before what they said last is shown."""
_JOB = "job"
_RELEASE = re.compile(r"(\d+)-(\d{4}-\d\d-\d\d)-[0-9a-f]+")
"""A release in a folder, by its name: its number, its day, and what it holds."""


def publish_routes(app: Flask, workspace: Workspace) -> None:
    """Adds the routes of this module."""
    jobs, look = Jobs(), Look()
    app.extensions["jobs"], app.extensions["look"] = jobs, look

    @app.get("/publish/")
    def publish() -> ResponseReturnValue:
        return _shown(workspace, jobs.progress)

    @app.get("/publish/state")
    def publish_state() -> ResponseReturnValue:
        """How far it is, for our script."""
        progress = jobs.progress
        return {"standing": progress.standing, "html": render_template("job.html", **_job(progress))}

    @app.post("/publish/")
    def publish_do() -> ResponseReturnValue:
        asked = request.form.get("do", "")
        if asked == "stop":
            jobs.stop()
        elif asked == "build":
            about = "pages" if "no_pdf" in request.form else "build"
            jobs.start(about, ["build", *_toolkit(workspace), *(["--no-pdf"] if about == "pages" else [])])
        elif asked in ("folder", "zip", "branch", "folder-back", "branch-back"):
            try:
                _publish(workspace, jobs, asked)
            except EditError as error:
                if is_for_script():
                    raise
                return _shown(workspace, jobs.progress, (asked.partition("-")[0], told(error))), 422
        else:
            abort(404)
        if is_for_script():
            return {"standing": jobs.progress.standing}
        return redirect(url_for("publish", _anchor=_JOB), 303)

    @app.get("/publish/look")
    def publish_look() -> ResponseReturnValue:
        """The site that was made, at an address of its own."""
        site = _site(jobs.progress)
        if site is None:
            abort(404)
        try:
            return redirect(look.at(site), 303)
        except OSError as error:
            raise EditError("The site cannot be shown here. It is in {place}.", place=site) from error


def _shown(workspace: Workspace, progress: Progress, refused: tuple[str, str] = ("", "")) -> str:
    """The page. `refused` are the way that somebody chose, and why it leads nowhere: it stands at what they typed."""
    workspace.wait_for_rules(_PATIENCE)
    held = {kind: workspace.items(kind, limit=_MOST) for kind in workspace.kinds()}
    faults, others = faults_of(workspace, chain.from_iterable(held.values())), others_of(workspace, held)
    way, why = refused
    places = read_places(workspace.folders.root)
    if way:
        places = replace(places, way=way, **{way: request.form.get(way, "")})
    return render_template(
        "publish.html",
        errors=[*(one.level for one in faults), *(one.level for one in others)].count("error"),
        faults=faults[:_MOST_FAULTS],
        more=max(0, len(faults) - _MOST_FAULTS),
        others=others,
        places=places,
        why=why,
        example=Path.home() / "visits",
        **_job(progress),
    )


def _publish(workspace: Workspace, jobs: Jobs, asked: str) -> None:
    root = workspace.folders.root
    way, _, is_back = asked.partition("-")
    said = {key: request.form.get(key, "").strip() for key in ("folder", "zip", "branch", "remote")}
    if not said[way]:
        raise EditError("Say first where the site goes.")
    if way == "zip" and not said["zip"].lower().endswith(".zip"):
        said["zip"] += ".zip"
    if way in ("folder", "zip"):
        said[way] = str(_absolute(said[way]))
    places = replace(read_places(root), way=way, **{key: value for key, value in said.items() if value})
    given = _place_words(places, way, is_forced="replace" in request.form)
    jobs.start(f"back-{way}" if is_back else way, ["publish", *_toolkit(workspace), *given, *_back(bool(is_back))])
    try:
        keep_places(root, places)
    except OSError:
        # What is not remembered is typed again.
        return


def _back(is_back: bool) -> list[str]:
    return ["--rollback"] if is_back else []


def _place_words(places: Places, way: str, *, is_forced: bool) -> list[str]:
    """What the program is told of a place. Values are joined to their names: none of them can be taken for another."""
    if way == "folder":
        return [f"--folder={places.folder}"]
    if way == "zip":
        return [f"--zip={places.zip}"]
    words_ = [f"--branch={places.branch}", *(["--replace"] if is_forced else [])]
    # That of the folder's own repository need not be named.
    return words_ if places.remote == "origin" else [*words_, f"--remote={places.remote}"]


def _absolute(said: str) -> Path:
    """A place on this computer. Raises EditError for one that depends on where the program was started."""
    path = Path(said).expanduser()
    if not path.is_absolute():
        example = Path.home() / "visits"
        raise EditError("Write the whole place, from the start, such as {example}.", example=example)
    return path


def _toolkit(workspace: Workspace) -> Sequence[str]:
    edition = workspace.folders.edition
    return [str(workspace.folder), *([f"--school={edition}"] if edition else [])]


def _site(progress: Progress) -> Path | None:
    """The site that was made, or the first pages of one that is being made."""
    told = progress.told.get("site") or progress.told.get("first")
    site = Path(told) if isinstance(told, str) else None
    return site if site and (site / "index.html").is_file() else None


def _version(name: str) -> str:
    """What people call a release: its day, and which one of all it is; a commit keeps its name."""
    found = _RELEASE.fullmatch(name)
    return words().t("{day}, no. {n}", day=found[2], n=int(found[1])) if found else name


def _job(progress: Progress) -> dict[str, Any]:
    done, every = (progress.told.get(name, 0) for name in ("done", "every"))
    return {
        "job": progress,
        "done": done,
        "every": every,
        "site": _site(progress),
        "published": progress.told.get("published"),
        "restored": progress.told.get("restored"),
        "version": _version,
        "private": progress.told.get("private", []),
    }
