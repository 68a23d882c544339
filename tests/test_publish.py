"""Publishing: whole or not at all, what others put there stays, and the way back."""

import os
import shutil
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from toolkit_builder.cli import main
from toolkit_builder.publishing import (
    PublishError,
    publish_folder,
    publish_zip,
    roll_back_folder,
)

from .cases import TESTS
from .conftest import Site, ToolkitFiles
from .publishing import files_of, shown

# --- A folder ---


def test_a_folder_shows_the_newest_site_and_then_those_before(site: Site, tmp_path: Path) -> None:
    target = tmp_path / "web" / "visits"
    names = [publish_folder(site(words), target).name for words in ("one", "two", "three")]
    assert files_of(target) == files_of(tmp_path / "site")

    back = roll_back_folder(target)
    assert (back.name, back.before) == (names[1], names[2])
    assert (target / "index.html").read_text() == "two\n"
    # A site that is published after a rollback has before it what readers saw, not what was taken back.
    publish_folder(site("four"), target)
    assert (target / "index.html").read_text() == "four\n"
    assert roll_back_folder(target).name == names[1]
    assert roll_back_folder(target).name == names[0]
    with pytest.raises(PublishError, match="No release before 0001-"):
        roll_back_folder(target)
    assert (target / "index.html").read_text() == "one\n"


def test_five_releases_are_kept(site: Site, tmp_path: Path) -> None:
    for number in range(8):
        publish_folder(site(str(number)), tmp_path / "web")

    kept = sorted(one.name[:4] for one in (tmp_path / "web.releases").iterdir())
    assert kept == ["0004", "0005", "0006", "0007", "0008"]


def test_the_same_site_on_another_day_makes_no_release(site: Site, tmp_path: Path) -> None:
    first = publish_folder(site("one"), tmp_path / "web")

    again = publish_folder(site("one", **{"sitemap.xml": "tuesday"}), tmp_path / "web")
    assert (again.name, again.is_new) == (first.name, False)
    # Somebody changed a file on the server: that is another site.
    (tmp_path / "web" / "index.html").write_text("by hand", encoding="utf-8")
    assert publish_folder(site("one"), tmp_path / "web").is_new


def test_a_web_server_may_read_it_and_not_list_releases(site: Site, tmp_path: Path) -> None:
    mask = os.umask(0o077)
    try:
        publish_folder(site("one"), tmp_path / "web")
    finally:
        os.umask(mask)

    release = (tmp_path / "web").resolve()
    assert all(one.stat().st_mode & 0o444 == 0o444 for one in release.rglob("*"))
    assert all(one.stat().st_mode & 0o555 == 0o555 for one in (release, release / "guides"))
    assert release.parent.stat().st_mode & 0o005 == 0o001


def full(target: Path) -> None:
    target.mkdir()
    (target / "index.html").write_text("ours", encoding="utf-8")


OTHERS: dict[str, tuple[Callable[[Path], object], str]] = {
    "folder": (full, "holds files that publish did not put there"),
    "file": (lambda target: target.write_text("ours", encoding="utf-8"), "is a file"),
    "link": (lambda target: target.symlink_to("elsewhere"), "a link to elsewhere, which publish did not make"),
}


@pytest.mark.parametrize(("others", "says"), OTHERS.values(), ids=OTHERS)
def test_what_others_put_there_stays(site: Site, tmp_path: Path, others: Callable[[Path], object], says: str) -> None:
    place = tmp_path / "web"
    place.mkdir()
    others(place / "visits")
    before = files_of(place), [one.name for one in place.iterdir()]

    with pytest.raises(PublishError, match=says):
        publish_folder(site("one"), place / "visits")
    assert (files_of(place), [one.name for one in place.iterdir()]) == before


def test_an_empty_folder_is_taken_and_the_sites_own_is_not(site: Site, tmp_path: Path) -> None:
    (tmp_path / "web").mkdir()
    made = site("one")

    publish_folder(made, tmp_path / "web")
    assert (tmp_path / "web" / "index.html").is_file()
    for inside in (made, made / "web"):
        with pytest.raises(PublishError, match="inside the site's own folder"):
            publish_folder(made, inside)


# Counts what it asks of the disk, and kills itself before the step of this number; 0 leaves it alone, and tells all.
_PUBLISH = """
import os, signal, sys
from pathlib import Path
from toolkit_builder.publishing import publish_folder
left = int(sys.argv[3])
def count(event, _):
    global left
    if event == "open" or event.startswith("os."):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(count)
publish_folder(Path(sys.argv[1]), Path(sys.argv[2]))
print(-left)
"""


def test_a_killed_publication_leaves_a_whole_site_and_no_rubbish(tmp_path: Path) -> None:
    """SIGKILL at many moments, and a reader who looks all the while: one whole site stands there at any time."""
    target, source = tmp_path / "web", tmp_path / "site"
    source.mkdir()

    def write(words: str) -> None:
        for number in range(150):
            (source / f"{number}.html").write_text(words, encoding="utf-8")

    write("0")
    publish_folder(source, target)
    missed: list[OSError] = []
    is_over = threading.Event()

    def read() -> None:
        while not is_over.wait(0.0005):
            try:
                (target / "149.html").read_text(encoding="utf-8")
            except OSError as error:
                missed.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    shown = {"0"}
    whole = 0
    # The first is left alone, and says how many steps one takes.
    for moment in range(12):
        write(str(moment + 1))
        step = max(1, whole * (moment - 1) // 10) if moment else 0
        command = [sys.executable, "-c", _PUBLISH, str(source), str(target), str(step)]
        done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
        whole = whole or int(done.stdout)
        texts = {one.read_text(encoding="utf-8") for one in target.iterdir()}
        assert (len(texts), len(list(target.iterdir()))) == (1, 150)
        shown |= texts
    is_over.set()
    reader.join()

    assert missed == []
    assert 1 < len(shown) < 13, "of these moments, some are before the switch and some after"
    write("last")
    publish_folder(source, target)
    assert (target / "0.html").read_text(encoding="utf-8") == "last"
    left = [one.name for one in (*tmp_path.iterdir(), *(tmp_path / "web.releases").iterdir())]
    assert [name for name in left if name.startswith(".")] == []
    assert all(len(list(one.iterdir())) == 150 for one in (tmp_path / "web.releases").iterdir())


def test_two_do_not_publish_at_once(site: Site, tmp_path: Path) -> None:
    fcntl = pytest.importorskip("fcntl")
    publish_folder(site("one"), tmp_path / "web")
    lock = os.open(tmp_path / "web.releases", os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_SH)

    with pytest.raises(PublishError, match="Someone else is publishing"):
        publish_folder(site("two"), tmp_path / "web")
    os.close(lock)
    publish_folder(site("two"), tmp_path / "web")


# --- A zip ---


def test_a_zip_is_the_hosted_site_with_the_same_bytes_each_time(site: Site, tmp_path: Path) -> None:
    target = tmp_path / "out" / "visits.zip"
    first = publish_zip(site("one"), target)
    content = target.read_bytes()

    with zipfile.ZipFile(target) as made:
        assert {name: made.read(name) for name in made.namelist()} == files_of(tmp_path / "site")
        assert {entry.external_attr >> 16 for entry in made.infolist()} == {0o100644}
    again = publish_zip(site("one"), target)
    assert (first.is_new, again.is_new, target.read_bytes() == content) == (True, False, True)
    assert publish_zip(site("two"), target).before
    assert [one.name for one in target.parent.iterdir()] == ["visits.zip"]
    with pytest.raises(PublishError, match="is a folder"):
        publish_zip(site("one"), tmp_path / "out")


# --- The command line ---


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["publish", *map(str, words)])


def test_publish_from_the_command_line(toolkit_files: ToolkitFiles, host: Path, tmp_path: Path) -> None:
    """Every way, a fault that publishes nothing, a change, and the way back."""
    folder = toolkit_files({})
    ways: list[tuple[str | Path, ...]] = [
        ("--folder", tmp_path / "web"),
        ("--zip", tmp_path / "visits.zip"),
        ("--branch", "gh-pages", "--remote", host),
    ]
    for way in ways:
        assert (made := run(folder, *way)).exit_code == 0, made.output
        assert made.output.startswith("Published: ")
    assert run(folder, *ways[0]).output.startswith("Nothing has changed")
    before = files_of(tmp_path / "web"), shown(host)
    assert before[1] == {**before[0], ".nojekyll": b""}

    prompts = folder / "docs/prompts/all.yml"
    sound = prompts.read_text(encoding="utf-8")
    prompts.write_text(sound + "- id: hopes\n", encoding="utf-8")
    refused = run(folder, *ways[0])
    assert (refused.exit_code, "Published" in refused.output) == (1, False)
    assert files_of(tmp_path / "web") == before[0]

    prompts.write_text(sound.replace("this year brings", "this spring brings"), encoding="utf-8")
    for way in ways[::2]:
        assert "Before, it was" in run(folder, *way).output
        assert run(folder, *way, "--rollback").output.startswith("Taken back: ")
    assert (files_of(tmp_path / "web"), shown(host)) == before


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "Say one place"),
        (("--folder", "a", "--zip", "b.zip"), "Say one place"),
        (("--folder", "a", "--replace"), "go with --branch"),
        (("--zip", "b.zip", "--rollback"), "A zip has nothing before it"),
        (("--zip", "b.docx"), "does not end in .zip"),
    ],
)
def test_wrong_use_of_publish(tmp_path: Path, words: tuple[str, ...], says: str) -> None:
    result = run(tmp_path, *words)

    assert (result.exit_code, says in result.output) == (2, True)


def test_a_folder_in_no_repository_needs_a_remote(toolkit_files: ToolkitFiles, host: Path) -> None:
    assert host.exists()
    result = run(toolkit_files({}), "--branch", "gh-pages")

    assert (result.exit_code, "is in no git repository" in result.output) == (1, True)


# --- Workflows ---


def lines_of(workflow: dict[str, Any]) -> list[tuple[str, dict[str, str]]]:
    """The shell lines of a workflow, each with its variables."""
    if "jobs" in workflow:
        steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
        return [(step["run"], step.get("env", {})) for step in steps if "run" in step]
    return [(line, workflow["pages"]["variables"]) for line in workflow["pages"]["script"]]


@pytest.mark.parametrize(
    ("file", "out"), [(".github/workflows/publish.yml", "site"), (".gitlab-ci.yml", "public")], ids=["github", "gitlab"]
)
def test_a_workflow_makes_the_site(tmp_path: Path, file: str, out: str) -> None:
    """Its lines run as they stand, with the address that the host hands in."""
    folder = tmp_path / "ours"
    made = CliRunner().invoke(main, ["new", str(folder), "--copy", "--with-ci"])
    assert made.exit_code == 0, made.output
    for part in ("docs", "locales"):
        shutil.rmtree(folder / part)
    shutil.copytree(TESTS / "base" / "docs", folder / "docs")
    workflow = yaml.safe_load((folder / file).read_text(encoding="utf-8"))
    (first, _), *lines = lines_of(workflow)
    assert first.startswith("pip install 'toolkit-builder==")
    assert "VERSION" not in (folder / file).read_text(encoding="utf-8")

    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    for line, variables in lines:
        values = dict.fromkeys(variables, "https://example.org/visits")
        command = ["bash", "-euc", line]
        done = subprocess.run(
            command, cwd=folder, env={**os.environ, **values, "PATH": path}, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
    assert '<link rel="canonical" href="https://example.org/visits/' in (folder / out / "index.html").read_text("utf-8")


def test_workflows_are_added_to_a_toolkit_that_is_there(toolkit_files: ToolkitFiles) -> None:
    folder = toolkit_files({".gitlab-ci.yml": "ours: {}\n"})
    before = files_of(folder)

    def add() -> Result:
        return CliRunner().invoke(main, ["new", str(folder), "--with-ci"])

    assert add().exit_code == 0
    assert files_of(folder).keys() - before.keys() == {".github/workflows/publish.yml"}
    assert {name: content for name, content in files_of(folder).items() if name in before} == before
    again = add()
    assert (again.exit_code, "has its workflows already" in again.output) == (2, True)
