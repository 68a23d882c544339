"""The program."""

import atexit
import gc
import sys
from typing import Any

import click

from toolkit_builder.diagnostics import disk_fault

from .commands import COMMANDS

# Without this, the end of a program waits until the collector has walked all that goes with it.
atexit.register(gc.freeze)


class _Program(click.Group):
    """A group of commands in which what a disk refuses is a sentence, whatever the command was doing."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            # Whoever read the other end of a pipe has read enough; click knows what to do.
            raise
        except OSError as error:
            click.echo(disk_fault(error), err=True)
            sys.exit(1)


@click.group(cls=_Program, commands=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="toolkit-builder")
def main() -> None:
    """Family engagement toolkits: YAML visit guides become a school's own site."""
