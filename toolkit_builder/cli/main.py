"""The program, to which each command adds itself."""

import click


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="toolkit-builder")
def main() -> None:
    """Family engagement toolkits: YAML visit guides become a school's own site."""
