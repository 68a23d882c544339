"""A new school's toolkit."""

import re
import shlex
from importlib.metadata import version
from pathlib import Path

import click
import yaml

from toolkit_builder.outputs import files_in, write_files
from toolkit_builder.resources import starter_dir, templates_dir
from toolkit_builder.staging import Staging

from .main import main

_WORKFLOWS = {"github.yml": ".github/workflows/publish.yml", "gitlab.yml": ".gitlab-ci.yml"}
"""Where each host looks for its workflow."""
_ADDRESS = """\
# Write it here once you know it: site_url: https://visits.our-school.org/
# Until then, a host that publishes the site by itself hands it in.
site_url: !ENV SITE_URL"""


@main.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--school", "name", metavar="NAME", help="The school's name.")
@click.option(
    "--with-ci", is_flag=True, help="Also for a toolkit that is there: files with which GitHub or GitLab publish."
)
def new(folder: Path, name: str | None, with_ci: bool) -> None:
    """Make a new school's toolkit in DIR from the starter."""
    if with_ci and any((folder / name).is_file() for name in ("mkdocs.yml", "mkdocs.yaml")):
        _add_workflows(folder)
        return
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise click.UsageError(f"{folder} is not empty; choose a new folder.")
    name = " ".join((name or "").split()) or "Our School"
    staging = Staging(folder)
    try:
        _write(staging.folder, name, with_ci=with_ci)
        staging.swap_in()
    finally:
        staging.discard()
    shown = shlex.quote(str(folder))
    click.echo(f"{name} has a toolkit in {folder}.")
    click.echo(f"  1. Open {folder / 'docs' / 'school.yml'} and change colors, contacts, languages and logo.")
    click.echo(f"  2. toolkit-builder serve {shown}    shows the site while you write.")
    click.echo(f"  3. toolkit-builder build {shown}    makes the site in {folder / 'site'}.")
    if with_ci:
        click.echo("  4. Put the folder on GitHub or GitLab: from then on, each change publishes the site by itself.")


def _write(staging: Path, name: str, *, with_ci: bool) -> None:
    """Fills the folder `staging` with a toolkit for the school `name`."""
    starter = starter_dir()
    for part in ("docs", "locales", "schemas"):
        write_files(staging / part, {path: file.read_bytes() for path, file in files_in(starter / part)})
    settings = (starter / "mkdocs.yml").read_text(encoding="utf-8")
    # The starter's address is nobody's: a code that leads there must not be printed.
    settings = re.sub(r"^site_url: .*$", _ADDRESS, settings, flags=re.MULTILINE)
    settings = re.sub(r"^ *# This is the example itself.*\n.*\n", "", settings, flags=re.MULTILINE)
    school = _school_text((starter / "docs" / "school.yml").read_text(encoding="utf-8"), name)
    files = {"mkdocs.yml": settings, "docs/school.yml": school, ".gitignore": "site/\n*.zip\nprint/\n.cache/\n"}
    write_files(staging, {path: text.encode() for path, text in files.items()} | (_workflows() if with_ci else {}))


def _add_workflows(folder: Path) -> None:
    """Adds the workflows to a toolkit that is there already. One that is there stays."""
    files = {name: content for name, content in _workflows().items() if not (folder / name).exists()}
    if not files:
        raise click.UsageError(f"{folder} has its workflows already: {', '.join(_WORKFLOWS.values())}.")
    write_files(folder, files)
    click.echo(f"The toolkit in {folder} has a workflow more: {', '.join(files)}. All else is as it was.")


def _workflows() -> dict[str, bytes]:
    """The workflows by their names; they install the version that makes them."""
    made = {}
    for template, name in _WORKFLOWS.items():
        text = (templates_dir() / "ci" / template).read_text(encoding="utf-8")
        made[name] = text.replace("VERSION", version("toolkit-builder")).encode()
    return made


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
