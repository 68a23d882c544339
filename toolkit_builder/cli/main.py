"""The program, and which module each command is in."""

import sys
from importlib import import_module
from typing import Any

import click

from toolkit_builder.diagnostics import disk_fault

MODULES = {
    "build": "site",
    "check": "site",
    "import": "spreadsheet",
    "new": "new",
    "new-guide": "new_guide",
    "own": "own",
    "print": "site",
    "publish": "publish",
    "rule": "reference",
    "schema": "reference",
    "serve": "site",
    "sheet": "spreadsheet",
    "translate": "translate",
    "upgrade": "upgrade",
}
"""Command to the module that adds it, which is loaded when somebody asks for the command: most are quick, and all
together take half a second."""


class _Program(click.Group):
    """A group of commands in which what a disk refuses is a sentence, whatever the command was doing."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002, click's own
        return sorted(MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in MODULES:
            import_module(f"{__package__}.{MODULES[cmd_name]}")
        return super().get_command(ctx, cmd_name)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            # Whoever read the other end of a pipe has read enough; click knows what to do.
            raise
        except OSError as error:
            click.echo(disk_fault(error), err=True)
            sys.exit(1)


@click.group(cls=_Program, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="toolkit-builder")
def main() -> None:
    """Family engagement toolkits: YAML visit guides become a school's own site."""
