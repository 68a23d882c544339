"""What is double-clicked in a toolkit's folder opens the editor, wherever the program is, or says how to get it."""

import os
import re
import shutil
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from toolkit_builder.cli import main
from toolkit_builder.cli.launchers import LINUX, MAC, WINDOWS, launchers

from .cases import TESTS
from .conftest import ROOT

NAMES = (WINDOWS, MAC, LINUX)
SHELL = shutil.which("sh") or ""
BY_SHELL = pytest.mark.skipif(not SHELL, reason="Windows has no sh")
STUB = '#!/bin/sh\nfor one in {name} "$@"; do echo "<$one>"; done\nexit {code}\n'
"""A program that says what it was called with. As Python it says nothing when it is asked whether it has ours."""


class Computer:
    """A computer with nothing on its PATH but what a launcher needs of the system, and a toolkit with launchers."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.home = place / "home"
        self.path = place / "bin"
        self.folder = place / 'a $school\'s (own) "toolkit" & co'
        for folder in (self.home, self.path, self.folder):
            folder.mkdir()
        for tool in ("readlink", "dirname", "uname"):
            found = shutil.which(tool)
            assert found
            (self.path / tool).symlink_to(found)
        (self.folder / "mkdocs.yml").write_text("site_name: Visits\n")

    def put(self, file: Path, code: int = 0) -> Path:
        """A program that says its name and words, and ends with `code`."""
        file.parent.mkdir(parents=True, exist_ok=True)
        is_python = "python" in file.name
        asked = 'case "$*" in *"import toolkit_builder"*) exit 0;; esac\n' if is_python else ""
        name = file.relative_to(self.place).as_posix().replace(self.folder.name, "toolkit")
        file.write_text(STUB.format(name=f"'{name}'", code=code).replace("\n", f"\n{asked}", 1))
        file.chmod(0o755)
        return file

    def launch(self, name: str = LINUX, place: Path | None = None, **more: str) -> tuple[int, list[str]]:
        """Exit code and lines of a launcher, started from elsewhere; Enter is pressed at once."""
        done = subprocess.run(
            [SHELL, str((place or self.folder) / name)],
            cwd=self.home,
            env={"PATH": str(self.path), "HOME": str(self.home), **more},
            input="\n",
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.stderr == ""
        return done.returncode, done.stdout.splitlines()

    def edits(self, *by: str) -> tuple[int, list[str]]:
        """What `launch` gives where the program is called as `by`."""
        return 0, [f"<{word}>" for word in (*by, "edit", self.folder)]


@pytest.fixture
def computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Computer:
    """One where the Python that made the toolkit is gone."""
    made = Computer(tmp_path)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "gone/python"))
    for name, content in launchers().items():
        (made.folder / name).write_bytes(content)
    return made


def test_new_puts_a_file_to_double_click_for_each_system(tmp_path: Path) -> None:
    for words in ((), ("--copy",)):
        folder = tmp_path / f"ours{len(words)}"
        said = CliRunner().invoke(main, ["new", str(folder), *words]).output
        assert any(name in said for name in NAMES)
        assert {name for name in NAMES if (folder / name).is_file()} == {*NAMES}
        if sys.platform != "win32":
            rights = {file.name: file.stat().st_mode & 0o111 for file in folder.iterdir() if file.is_file()}
            assert {name for name, right in rights.items() if right} == {MAC, LINUX}
    assert all(name in (tmp_path / "ours0/README.md").read_text("utf-8") for name in NAMES)


def test_each_system_gets_lines_that_it_can_read() -> None:
    made = launchers()

    assert all(content.isascii() for content in made.values())
    assert made[WINDOWS].count(b"\n") == made[WINDOWS].count(b"\r\n") > 20
    assert b"\r" not in made[MAC] + made[LINUX]
    assert b"MADE_BY" not in b"".join(made.values())
    labels = set(re.findall(rb"(?m)^:(\w+)", made[WINDOWS]))
    assert set(re.findall(rb"(?:goto |call :)(\w+)", made[WINDOWS])) == labels
    # A window that closes at once tells nothing.
    assert made[WINDOWS].count(b"pause\r\nexit /b 1") == made[WINDOWS].count(b"exit /b 1") == 3


@pytest.mark.parametrize(
    ("system", "python", "line"),
    [
        ("linux", "{home}/a b/bin/python", 'bin/python" "$HOME"/\'a b/bin/python\'; do'),
        ("darwin", "/opt/py/bin/python3", 'bin/python" /opt/py/bin/python3; do'),
        ("linux", "", "bin/python\" ''; do"),
        ("win32", "{home}/100% ours/python.exe", 'python.exe" "%USERPROFILE%\\100%% ours\\python.exe") do'),
        ("win32", "C:\\Programs\\python.exe", 'python.exe" "C:\\Programs\\python.exe") do'),
        ("win32", "C:\\Schüler\\python.exe", 'Scripts\\python.exe" ) do'),
    ],
)
def test_the_python_that_made_it_is_remembered_without_the_name_of_its_user(
    system: str, python: str, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(sys, "executable", python.format(home=Path.home()))

    made = launchers()

    assert line in made[WINDOWS if system == "win32" else LINUX].decode()
    assert str(Path.home()).encode() not in b"".join(made.values())


@BY_SHELL
@pytest.mark.parametrize("name", [MAC, LINUX])
def test_the_program_is_found_on_the_path(computer: Computer, name: str) -> None:
    computer.put(computer.path / "toolkit-builder")

    assert computer.launch(name) == computer.edits("bin/toolkit-builder")


@BY_SHELL
def test_the_nearest_program_goes_first(computer: Computer) -> None:
    """From the last that is tried to the first."""
    module = ("-P", "-m", "toolkit_builder")
    computer.put(computer.path / "python3")
    assert computer.launch() == computer.edits("bin/python3", *module)
    # Where uv and pipx put it, a terminal may not look.
    computer.put(computer.home / ".local/bin/toolkit-builder")
    assert computer.launch() == computer.edits("home/.local/bin/toolkit-builder")
    computer.put(computer.place / "gone/python")
    assert computer.launch() == computer.edits("gone/python", *module)
    computer.put(computer.place / ".venv/bin/python")
    assert computer.launch() == computer.edits(".venv/bin/python", *module)
    computer.put(computer.folder / ".venv/bin/python")
    assert computer.launch() == computer.edits("toolkit/.venv/bin/python", *module)


@BY_SHELL
def test_a_python_without_the_program_is_passed_over(computer: Computer) -> None:
    other = computer.put(computer.folder / ".venv/bin/python")
    other.write_text("#!/bin/sh\nexit 1\n")
    computer.put(computer.path / "toolkit-builder")

    assert computer.launch() == computer.edits("bin/toolkit-builder")


@BY_SHELL
def test_where_the_program_is_missing_a_window_says_how_to_get_it(computer: Computer) -> None:
    code, lines = computer.launch()

    assert code == 1
    assert lines[0] == "This computer does not have toolkit-builder yet, the program that opens this toolkit."
    assert lines[-1] == "Press Enter to close this window. "
    # The lines are those of the manual.
    manual = (ROOT / "manual/start.md").read_text("utf-8")
    said = {LINUX: "\n".join(lines), WINDOWS: launchers()[WINDOWS].decode()}
    get_uv = re.findall(r"`(.*astral\.sh.*)`", manual)
    assert [line in said[name] for name, line in zip((WINDOWS, LINUX), get_uv, strict=True)] == [True, True]
    assert all("uv tool install TOOLKIT-BUILDER.whl" in text for text in (*said.values(), manual))


@BY_SHELL
def test_a_program_that_stops_leaves_its_words_to_be_read(computer: Computer) -> None:
    computer.put(computer.path / "toolkit-builder", code=3)

    code, lines = computer.launch()

    assert (code, lines[0]) == (3, "<bin/toolkit-builder>")
    assert lines[-3:] == ["The editor stopped. The lines above say why.", "", "Press Enter to close this window. "]


@BY_SHELL
def test_linux_gets_a_window_that_can_be_read(computer: Computer) -> None:
    """Where a desktop starts it without one; once in it, or without a terminal, the editor starts."""
    computer.put(computer.path / "toolkit-builder")
    assert computer.launch(DISPLAY=":0") == computer.edits("bin/toolkit-builder")
    computer.put(computer.path / "gnome-terminal")

    again = ["<bin/gnome-terminal>", "<-->", "<sh>", f"<{computer.folder / LINUX}>"]
    assert computer.launch(DISPLAY=":0") == (0, again)
    assert computer.launch(WAYLAND_DISPLAY="wayland-0") == (0, again)
    assert computer.launch(DISPLAY=":0", IN_A_WINDOW="1") == computer.edits("bin/toolkit-builder")


@BY_SHELL
def test_a_launcher_knows_its_folder(computer: Computer) -> None:
    """A link to it leads there; a copy elsewhere says where it belongs."""
    computer.put(computer.path / "toolkit-builder")
    (computer.home / LINUX).symlink_to(computer.folder / LINUX)
    shutil.copy(computer.folder / MAC, computer.home)

    assert computer.launch(LINUX, computer.home) == computer.edits("bin/toolkit-builder")
    code, lines = computer.launch(MAC, computer.home)
    assert (code, lines[0]) == (1, "This file opens the toolkit in whose folder it is, and here is none.")


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """The launcher of a toolkit, made by the Python of this test and started."""
    folder = tmp_path / "our toolkit"
    shutil.copytree(TESTS / "base", folder)
    for name, content in launchers().items():
        (folder / name).write_bytes(content)
    command = [SHELL, str(folder / LINUX), "--no-browser"]
    env = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")}
    with subprocess.Popen(
        command,
        cwd=tmp_path,
        env=env | {"PYTHONUNBUFFERED": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        yield process
        os.killpg(process.pid, signal.SIGTERM)


@BY_SHELL
def test_the_editor_opens(opened: subprocess.Popen[str]) -> None:
    assert opened.stdout
    said = [opened.stdout.readline(), opened.stdout.readline()]

    address = said[1].strip()
    assert address.startswith("http://127.0.0.1:"), said
    with urllib.request.build_opener(urllib.request.HTTPCookieProcessor()).open(address) as page:
        assert "Test School" in page.read().decode()
