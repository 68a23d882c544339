"""A new school's toolkit."""

import re
import shutil
from pathlib import Path

import click
import yaml

from toolkit_builder.outputs import make_staging, swap_in
from toolkit_builder.resources import starter_dir

from .main import main


@main.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--school", "name", metavar="NAME", help="The school's name.")
def new(folder: Path, name: str | None) -> None:
    """Make a new school's toolkit in DIR from the starter."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise click.UsageError(f"{folder} is not empty; choose a new folder.")
    name = " ".join((name or "").split()) or "Our School"
    starter = starter_dir()
    staging = make_staging(folder)
    for part in ("docs", "locales", "schemas"):
        shutil.copytree(starter / part, staging / part)
    settings = (starter / "mkdocs.yml").read_text(encoding="utf-8")
    # The starter's address is nobody's: a code that leads there must not be printed.
    settings = re.sub(r"^site_url: .*$", "# site_url: https://visits.our-school.org/", settings, flags=re.MULTILINE)
    (staging / "mkdocs.yml").write_text(settings, encoding="utf-8")
    school_file = staging / "docs" / "school.yml"
    school_file.write_text(_school_text(school_file.read_text(encoding="utf-8"), name), encoding="utf-8")
    (staging / ".gitignore").write_text("site/\nsite-offline.zip\nprint/\n.cache/\n", encoding="utf-8")
    swap_in(staging, folder)
    click.echo(f"{name} has a toolkit in {folder}.")
    click.echo(f"  1. Open {folder / 'docs' / 'school.yml'} and change colors, contacts, languages and logo.")
    click.echo(f"  2. toolkit-builder serve {folder}    shows the site while you write.")
    click.echo(f"  3. toolkit-builder build {folder}    makes the site in {folder / 'site'}.")


def _school_text(text: str, name: str) -> str:
    """The starter's school.yml with another name, its own notes as drafts and its address as a comment."""
    quoted = yaml.safe_dump(name, allow_unicode=True, width=10_000).splitlines()[0]
    lines: list[str] = []
    is_inside_note = is_inside_address = False
    for line in text.splitlines():
        if is_inside_note and line.startswith("  "):
            continue
        if is_inside_address and line.startswith("  "):
            lines.append(f"# {line}")
            continue
        key = line.partition(":")[0]
        is_inside_note = key in ("compensation_note", "training_note")
        is_inside_address = key == "addresses"
        if is_inside_address:
            lines.append("# addresses:")
        elif key in ("name", "short_name"):
            lines.append(f"{key}: {quoted}")
        elif key == "languages":
            lines.append("# locales/ also has ar, vi, ht, and zh-Hans (which prints with the extra [cjk] only).")
            lines.append("languages: [en, es]")
        elif is_inside_note:
            what = "how visitors are paid" if key == "compensation_note" else "how visitors are trained"
            lines.append(f'{key}: "To do: say {what}."')
        else:
            lines.append(line)
    return "\n".join(lines) + "\n"
