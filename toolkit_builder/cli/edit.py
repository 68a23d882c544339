"""The editor: the toolkit as pages of forms."""

import gc
from pathlib import Path

import click

from toolkit_builder.diagnostics import ToolkitError
from toolkit_builder.editor.serve import serve_editor

from .shared import fail, school_folders


def edit(*, folder: Path, port: int | None, school: str, no_browser: bool) -> None:
    """Opens the editor, and serves it until somebody ends it."""
    if school:
        school_folders(folder, school)

    def tell(address: str) -> None:
        # All that was read stays to the end: the collector need not walk it at each change.
        gc.freeze()
        gc.set_threshold(50_000, 50, 100)
        click.echo("The editor opens in your browser. If it does not, open this address there:")
        click.echo(f"  {address}")
        click.echo("Close this window, or press Ctrl+C, to end it. All that you saved is kept.")

    try:
        serve_editor(folder, port, school, tell, (lambda _: None) if no_browser else None)
    except ToolkitError as error:
        fail(error)
