"""Disks that are full, closed, mounted or shared: a sentence and whole files, never a traceback."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from toolkit_builder.cli import main
from toolkit_builder.staging import Staging

from .conftest import ROOT, ToolkitFiles
from .failing_disk import disk_full_from
from .publishing import git
from .test_plugin import files_of

BANK = "kind,question or title,purpose,listener,bands\nprompt,What do you cook together?,culture,family,elementary\n"
COMMANDS = {
    "new": "new {out}/new",
    "new with workflows": "new {toolkit} --with-ci",
    "check": "check {toolkit} --palette {out}/palette.pdf",
    "build": "build {toolkit} --no-pdf --site-dir {out}/site",
    "build for a stick": "build {toolkit} --no-pdf --site-dir {out}/site --offline-zip",
    "print": "print {toolkit} --guide k-first --sheet expect --out {out}/print",
    "translate": "translate update {toolkit}",
    "import": "import {toolkit}/ideas.csv {toolkit}",
    "schema": "schema --out {out}/schemas",
    "publish a folder": "publish {toolkit} --no-pdf --folder {out}/visits",
    "publish a zip": "publish {toolkit} --no-pdf --zip {out}/site.zip",
    "publish a branch": "publish {toolkit} --no-pdf --branch pages --remote {out}/host.git",
}


def run(words: str, **places: Path) -> Result:
    return CliRunner().invoke(main, [word.format(**places) for word in words.split(" ")])


def leftovers(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.name.startswith(".") and ".new-" in path.name]


@pytest.fixture
def places(toolkit_files: ToolkitFiles, tmp_path: Path) -> dict[str, Path]:
    """A toolkit with a spreadsheet, and an empty folder for what is made, with a repository."""
    toolkit = toolkit_files({"ideas.csv": BANK})
    git(tmp_path, "init", "--quiet", "--bare", str(tmp_path / "out/host.git"))
    return {"toolkit": toolkit, "out": tmp_path / "out"}


@pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS)
def test_a_full_disk_is_told_by_every_command(words: str, places: dict[str, Path], tmp_path: Path) -> None:
    """Wherever in its work a command meets it; and room is not taken by what was not finished."""
    if words.startswith("translate"):
        school = places["toolkit"] / "docs/school.yml"
        school.write_text(school.read_text(encoding="utf-8").replace("languages: [en]", "languages: [en, es]"))
    shutil.copytree(tmp_path, tmp_path.with_name(f"{tmp_path.name}-first"), symlinks=True)
    first = tmp_path.with_name(f"{tmp_path.name}-first")
    with disk_full_from(sys.maxsize, tmp_path) as disk:
        assert run(words, **places).exit_code == 0
    changes = disk.changes
    assert changes > 0
    # Of two threads that make the same folder, either may be first, so a long work's count differs by a few.
    late = changes if changes < 50 else changes - 10
    for change in sorted({1, max(1, changes // 2), late}):
        shutil.rmtree(tmp_path)
        shutil.copytree(first, tmp_path, symlinks=True)

        with disk_full_from(change, tmp_path):
            result = run(words, **places)

        assert (result.exit_code, type(result.exception)) == (1, SystemExit), (change, result.output)
        assert "No space left" in result.output, change
        assert "Traceback" not in result.output
        assert leftovers(tmp_path) == [], change
    shutil.rmtree(first)


@contextmanager
def as_ordinary_user() -> Iterator[None]:
    """What root may do says nothing of what others may."""
    if os.geteuid():
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder into which everyone can look."""
    folder = Path(subprocess.check_output(["mktemp", "-d"], text=True).strip())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def test_a_closed_folder_is_told(open_folder: Path) -> None:
    open_folder.chmod(0o555)
    with as_ordinary_user():
        result = run(f"schema --out {open_folder}/schemas")

    assert (result.exit_code, type(result.exception)) == (1, SystemExit)
    assert f"{open_folder}/schemas: Permission denied.\nYou may not read or write this." in result.output


def test_a_site_whose_parent_is_closed_is_replaced_inside(open_folder: Path) -> None:
    """So are the folders of web servers that a school's account may only fill."""
    site = open_folder / "site"
    (site / "guides").mkdir(parents=True)
    (site / "old.html").write_text("old")
    for folder in (site, site / "guides"):
        folder.chmod(0o777)
    open_folder.chmod(0o555)
    with as_ordinary_user():
        staging = Staging(site)
        (staging.folder / "guides").mkdir()
        (staging.folder / "guides/new.html").write_text("new")
        staging.swap_in()

    assert [path.relative_to(site).as_posix() for path in sorted(site.rglob("*"))] == ["guides", "guides/new.html"]


def test_a_read_only_toolkit_is_built_elsewhere(places: dict[str, Path]) -> None:
    """Nothing can be kept for the next time there; that is no reason to make nothing."""
    toolkit, site = places["toolkit"], places["out"] / "site"
    if os.geteuid() == 0 and not mounted("--bind", toolkit, toolkit):
        pytest.skip("this machine lets nobody mount")
    try:
        if os.geteuid() == 0:
            subprocess.run(["mount", "-o", "remount,bind,ro", str(toolkit)], check=True)
        else:
            toolkit.chmod(0o555)
        made = run("print {toolkit} --guide k-first --sheet expect --out {out}/print", **places)
        built = run("build {toolkit} --no-pdf --site-dir {out}/site", **places)
        refused = run("build {toolkit} --no-pdf", **places)
    finally:
        if os.geteuid() == 0:
            subprocess.run(["umount", str(toolkit)], check=True)
        toolkit.chmod(0o755)

    assert (made.exit_code, built.exit_code) == (0, 0), made.output + built.output
    assert (site / "index.html").is_file()
    assert (refused.exit_code, type(refused.exception)) == (1, SystemExit)
    assert "Choose another place" in refused.output


def mounted(*words: str | Path) -> bool:
    return subprocess.run(["mount", *words], check=False, capture_output=True).returncode == 0


def test_a_mounted_site_folder_is_filled_and_refilled(places: dict[str, Path]) -> None:
    """As containers have it: the folder itself cannot be moved, so what it holds is replaced."""
    site = places["out"] / "site"
    site.mkdir()
    if not mounted("-t", "tmpfs", "none", site):
        pytest.skip("this machine lets nobody mount")
    try:
        (site / "old.html").write_text("old")
        results = [run("build {toolkit} --no-pdf --site-dir {out}/site", **places) for _ in range(2)]
        files = files_of(site)
    finally:
        subprocess.run(["umount", str(site)], check=True)

    assert [result.exit_code for result in results] == [0, 0], results[-1].output
    assert run("build {toolkit} --no-pdf --site-dir {out}/beside", **places).exit_code == 0
    assert files == files_of(places["out"] / "beside")


def test_what_a_killed_build_left_goes_with_the_next(tmp_path: Path) -> None:
    """Unless its build still runs: that one keeps what it makes."""
    site = tmp_path / "site"
    code = "import sys, time; from pathlib import Path; from toolkit_builder.staging import Staging;"
    code += f"made = Staging(Path({str(site)!r})); print(made.folder, flush=True); time.sleep(600)"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout
        theirs = Path(process.stdout.readline().strip())
        Staging(site).discard()
        assert theirs.is_dir()
        process.kill()
    assert theirs.is_dir()

    ours = Staging(site)

    assert [path.name for path in tmp_path.iterdir()] == [ours.folder.parent.name]
    ours.discard()
    assert list(tmp_path.iterdir()) == []


def test_builds_at_once_into_one_folder_end_well(toolkit_files: ToolkitFiles) -> None:
    """The last one to be done stands there, whole, and nothing beside it."""
    folder = toolkit_files({})
    command = [sys.executable, "-m", "toolkit_builder", "build", str(folder), "--no-pdf"]
    builds = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) for _ in range(3)]
    said = [build.communicate()[0] for build in builds]

    assert [build.returncode for build in builds] == [0, 0, 0], said
    assert [path.name for path in folder.iterdir() if "site" in path.name] == ["site"]
    assert (folder / "site/index.html").is_file()


def test_a_file_in_the_sites_place_is_left_alone(places: dict[str, Path]) -> None:
    (places["out"] / "site").write_text("mine")
    with (places["toolkit"] / "mkdocs.yml").open("a") as settings:
        settings.write(f"site_dir: {places['out']}/site\n")

    result = run("build {toolkit} --no-pdf", **places)

    assert (result.exit_code, type(result.exception)) == (1, SystemExit)
    assert "A file is where a folder should be" in result.output
    assert (places["out"] / "site").read_text() == "mine"


def test_a_taken_port_is_told_with_another(places: dict[str, Path]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = run(f"serve {{toolkit}} --port {port}", **places)

    assert (result.exit_code, type(result.exception)) == (1, SystemExit)
    assert result.output == (
        f"Port {port} is in use, perhaps by another preview. Choose another one: --port {port + 1}\n"
    )


def test_what_is_being_made_can_hold_a_place_that_others_fill(tmp_path: Path) -> None:
    """As the sites of many schools are made: each by a process of its own, in a folder that is being made itself."""
    whole = Staging(tmp_path / "schools")
    code = "import sys; from pathlib import Path; from toolkit_builder.staging import Staging;"
    code += "made = Staging(Path(sys.argv[1])); (made.folder / 'index.html').write_text('mine'); made.swap_in()"
    for place in (whole.folder / "river", whole.folder):
        subprocess.run([sys.executable, "-c", code, str(place)], check=True, cwd=ROOT, timeout=600)
    whole.swap_in()

    assert [path.name for path in tmp_path.iterdir()] == ["schools"]
    assert (tmp_path / "schools/index.html").read_text() == "mine"
