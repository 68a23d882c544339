"""A new school's toolkit."""

import re
import shlex
from importlib.metadata import version
from pathlib import Path

import click

from toolkit_builder.outputs import files_in, write_files
from toolkit_builder.resources import starter_dir, templates_dir
from toolkit_builder.staging import Staging
from toolkit_builder.yaml_source.editing import with_keys
from toolkit_builder.yaml_source.writing import in_yaml

from .launchers import PROGRAMS, launcher_here, launchers

_WORKFLOWS = {"github.yml": ".github/workflows/publish.yml", "gitlab.yml": ".gitlab-ci.yml"}
"""Where each host looks for its workflow."""
_ADDRESS = """\
# Write it here once you know it: site_url: https://visits.our-school.org/
# Until then, a host that publishes the site by itself hands it in.
site_url: !ENV SITE_URL"""
_IGNORED = "site/\nsite-*.pdf\n*.zip\nprint/\n.cache/\n"
_SOME_SCHOOL = "Our School"
_STARTER_CHANGES = {
    "languages": "# locales/ also has ar, vi, ht, and zh-Hans (which prints with the extra [fonts-cjk] only).\n"
    "languages: [en, es]",
    "addresses": "# addresses:\n#   - lines:\n#       - 12 River Street\n#       - Springfield",
    "compensation_note": 'compensation_note: "To do: say how visitors are paid."',
    "training_note": 'training_note: "To do: say how visitors are trained."',
}
"""What of the example school stays its own in a copy."""


def new(*, folder: Path, name: str | None, is_copy: bool, with_ci: bool) -> None:
    """Makes the toolkit of the school `name`, or adds workflows to one that is there."""
    if with_ci and any((folder / name).is_file() for name in ("mkdocs.yml", "mkdocs.yaml")):
        _add_workflows(folder)
        return
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise click.UsageError(f"{folder} is not empty; choose a new folder.")
    name = " ".join((name or "").split()) or _SOME_SCHOOL
    files = {**(_copied(name) if is_copy else _own(name)), **launchers(), **(_workflows() if with_ci else {})}
    staging = Staging(folder)
    try:
        write_files(staging.folder, files, PROGRAMS)
        staging.swap_in()
    finally:
        staging.discard()
    shown = shlex.quote(str(folder))
    click.echo(f"{name} has a toolkit in {folder}.")
    click.echo(f"  1. Double-click '{launcher_here()}' in it, or type:")
    click.echo(
        f"     toolkit-builder edit {shown}     opens it in your browser: fill in contacts, colors, languages, logo."
    )
    click.echo(f"  2. toolkit-builder serve {shown}    shows the whole site on this computer.")
    click.echo(f"  3. toolkit-builder check {shown}    says what is still to be filled in.")
    click.echo(f"  4. toolkit-builder build {shown}    makes the site in {folder / 'site'}.")
    if with_ci:
        click.echo("  5. Put the folder on GitHub or GitLab: from then on, each change publishes the site by itself.")


def _own(name: str) -> dict[str, bytes]:
    """What the school `name` has for itself, on top of the library."""
    folder = templates_dir() / "new"
    files = {
        file: (folder / Path(file).name).read_text(encoding="utf-8")
        for file in ("mkdocs.yml", "docs/school.yml", "docs/assets/logo.svg", "README.md")
    }
    files["docs/school.yml"] = _named(files["docs/school.yml"], name, {})
    files["README.md"] = files["README.md"].replace(_SOME_SCHOOL, name)
    return {path: text.encode() for path, text in {**files, ".gitignore": _IGNORED}.items()}


def _copied(name: str) -> dict[str, bytes]:
    """All of the library, as a toolkit that stands alone, for the school `name`."""
    starter = starter_dir()
    files = {
        f"{part}/{path}": file.read_bytes()
        for part in ("docs", "locales", "schemas")
        for path, file in files_in(starter / part)
    }
    settings = (starter / "mkdocs.yml").read_text(encoding="utf-8")
    # The starter's address is nobody's: a code that leads there must not be printed.
    settings = re.sub(r"^site_url: .*$", _ADDRESS, settings, flags=re.MULTILINE)
    settings = re.sub(r"^ *# This is the example itself.*\n.*\n", "", settings, flags=re.MULTILINE)
    school = _named(files["docs/school.yml"].decode(), name, _STARTER_CHANGES)
    own = {"mkdocs.yml": settings, "docs/school.yml": school, ".gitignore": _IGNORED}
    return files | {path: text.encode() for path, text in own.items()}


def _named(text: str, name: str, changes: dict[str, str]) -> str:
    """The text of a school.yml for the school `name`, with other `changes`."""
    names = {key: f"{key}: {in_yaml(name)}" for key in ("name", "short_name")}
    return with_keys(text, names | changes)


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
