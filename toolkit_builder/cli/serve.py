"""A live preview."""

from pathlib import Path

import click

from toolkit_builder.diagnostics import ToolkitError
from toolkit_builder.mkdocs_plugin import serve_site
from toolkit_builder.upgrading.bases import remember_bases

from .shared import fail, messages, options_of


def serve(*, folder: Path, port: int, language: str, school: str) -> None:
    """Shows the site, and follows every change, until somebody ends it."""

    def tell(address: str) -> None:
        remember_bases(options_of(folder)[0])
        click.echo(f"Open {address} in a browser. Ctrl+C ends it.")

    try:
        with messages():
            serve_site(folder, port, language, school, tell)
    except ToolkitError as error:
        fail(error)
