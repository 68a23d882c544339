"""What is new in the library below: each change to take or to leave, with both texts."""

from typing import Any

from flask import Flask, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from toolkit_builder.upgrading.planning import Plan, plan_upgrade
from toolkit_builder.upgrading.telling import is_empty

from .asking import words
from .kinds import KINDS
from .renewing import decide, digest_of, renewed
from .views_import import workspace_history
from .workspace import Workspace


def upgrade_routes(app: Flask, workspace: Workspace) -> None:
    """Adds the routes of this module."""

    @app.get("/upgrade/")
    def upgrade() -> ResponseReturnValue:
        return _shown(workspace, is_other=False)

    @app.post("/upgrade/")
    def upgrade_write() -> ResponseReturnValue:
        workspace.poll()
        plan = _plan(workspace)
        if not isinstance(plan, Plan) or digest_of(plan) != request.form.get("digest"):
            return _shown(workspace, is_other=True)
        decide(plan, request.form)
        workspace.put(f"From the library: {plan.now}", plan.files())
        return redirect(url_for("upgrade", done=1), 303)


def _plan(workspace: Workspace) -> Plan | list[Any] | None:
    """None for a toolkit below which nothing lies."""
    return plan_upgrade(workspace.folders) if len(workspace.folders.layers) > 1 else None


def _shown(workspace: Workspace, *, is_other: bool) -> str:
    plan = _plan(workspace)
    found = plan if isinstance(plan, Plan) else None
    return render_template(
        "upgrade.html",
        plan=found,
        faults=plan if isinstance(plan, list) else [],
        is_current=found is not None and is_empty(found),
        renewals=[*renewed(found, words())] if found else [],
        digest=digest_of(found) if found else "",
        news=_news(found) if found else [],
        is_other=is_other,
        is_done="done" in request.args,
        **workspace_history(workspace),
    )


def _news(plan: Plan) -> list[tuple[str, str, list[tuple[str, str]], list[str]]]:
    """By kind, its title, what is new below, each with its id and title, and the ids that went away."""
    return [
        (
            kind,
            KINDS[kind].title if kind in KINDS else "Languages",
            [(one, plan.titles.get(f"{kind}/{one}", "") or one) for one in came],
            went,
        )
        for kind, (came, went) in plan.news.items()
        if came or went
    ]
