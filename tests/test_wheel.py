"""The wheel alone, in an empty environment and without a network, makes a school its site."""

import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from toolkit_builder.cli.launchers import LINUX, MAC, WINDOWS

from .conftest import ROOT

WHEELS = ROOT / ".cache" / "wheels"
PLACEHOLDER = "TOOLKIT-BUILDER.whl"
"""What stands in README and manual for the file with the program."""
BEGINNINGS = ("README.md", "manual/start.md")
UV = shutil.which("uv", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))

pytestmark = pytest.mark.skipif(
    not (WHEELS / "complete").exists(), reason="`make test` fetches the packages that this needs"
)


def no_network() -> list[str]:
    """A prefix that takes the network away from a command, where the system lets us."""
    unshare = shutil.which("unshare")
    if unshare and subprocess.run([unshare, "-rn", "true"], capture_output=True, check=False).returncode == 0:
        return [unshare, "-rn"]
    return []


def lines_of(page: str) -> list[str]:
    """The lines of `page` that get the program, as a reader copies them."""
    text = (ROOT / page).read_text(encoding="utf-8")
    found = re.findall(rf"^ {{4}}(\S.*{PLACEHOLDER})$|`(\S+ [^`\n]*{PLACEHOLDER})`", text, re.MULTILINE)
    return [block or inline for block, inline in found]


@dataclass(frozen=True)
class Computer:
    """A folder in which nothing is installed but Python, uv, and what a line gets."""

    home: Path

    def run(self, line: str) -> str:
        """What a line in a terminal prints; it may not fail, and has no network."""
        ours = ("PIP_", "PYTHON", "UV_", "VIRTUAL_ENV")
        environment = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
        paths = [self.home / "env/bin", self.home / ".local/bin", Path("/usr/bin"), Path("/bin")]
        environment |= {"HOME": str(self.home), "PATH": os.pathsep.join(map(str, paths))}
        environment |= {"PIP_CONFIG_FILE": os.devnull, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(WHEELS)}
        # What is not run here need not be compiled.
        environment["PIP_NO_COMPILE"] = "1"
        environment |= {"UV_OFFLINE": "1", "UV_NO_INDEX": "1", "UV_FIND_LINKS": str(WHEELS), "UV_NO_CONFIG": "1"}
        environment |= {"UV_PYTHON": str(self.home / "env/bin/python"), "UV_PYTHON_DOWNLOADS": "never"}
        done = subprocess.run(
            [*no_network(), "sh", "-c", line],
            cwd=self.home,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def computer_after(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Computer]:
    """A computer on which a line of the manual was typed, with the wheel in its place; the same line is typed once."""
    known: dict[str, Computer] = {}

    def after(line: str) -> Computer:
        if line not in known:
            home = tmp_path_factory.mktemp("computer")
            alone = [] if "pip" in line else ["--without-pip"]
            subprocess.run([sys.executable, "-m", "venv", *alone, str(home / "env")], check=True)
            if UV:
                (home / "env/bin/uv").symlink_to(UV)
            known[line] = Computer(home)
            known[line].run(line.replace(PLACEHOLDER, str(wheel)))
        return known[line]

    return after


def test_readme_and_manual_get_the_program_in_one_line_on_every_computer() -> None:
    for page in BEGINNINGS:
        text = (ROOT / page).read_text(encoding="utf-8")
        before = text[: text.index("toolkit-builder new")]
        assert all(name in before for name in ("Windows", "Mac", "Linux", "astral.sh/uv/install.ps1", "install.sh"))
        assert all(line in before for line in lines_of(page))
        assert lines_of(page)[0] == f"uv tool install {PLACEHOLDER}"
        assert any("-m pip install" in line for line in lines_of(page))


# Without pipx's, which asks the network for pip.
LINES = sorted({line for page in BEGINNINGS for line in lines_of(page) if not line.startswith("pipx")})


@pytest.mark.parametrize("line", LINES)
def test_a_line_of_the_manual_gets_the_program(line: str, computer_after: Callable[[str], Computer]) -> None:
    """As it stands there, in an environment in which nothing else is installed."""
    program = line.split(maxsplit=1)[0]
    if program == "uv" and not UV:
        pytest.skip("`make test` fetches uv, which this needs")
    if program in ("py", "python3"):
        # The same Python by the name that it has elsewhere.
        line = line.replace(program, "python", 1)

    computer = computer_after(line)

    assert re.fullmatch(r"toolkit-builder, version \S+\n", computer.run("toolkit-builder --version"))


def test_the_wheel_makes_a_school_of_three_files_its_site(computer_after: Callable[[str], Computer]) -> None:
    """All else comes from the library inside the wheel, translations and printed pieces included.

    One translation is built; that all are in the wheel is enough for the others.
    """
    computer = computer_after(f"python -m pip install {PLACEHOLDER}")
    computer.run("toolkit-builder new ours --school 'River School'")
    ours = computer.home / "ours"
    # What is double-clicked finds the program, in a window that has none on its PATH.
    assert "as pages of forms" in computer.run(f"PATH=/usr/bin:/bin sh 'ours/{LINUX}' --help")
    for name in ("README.md", ".gitignore", WINDOWS, MAC, LINUX):
        (ours / name).unlink()
    files = [path.relative_to(ours).as_posix() for path in sorted(ours.rglob("*")) if path.is_file()]
    assert files == ["docs/assets/logo.svg", "docs/school.yml", "mkdocs.yml"]

    computer.run("toolkit-builder build ours --no-pdf --language es")
    computer.run("toolkit-builder print ours --guide grade-3-second --sheet handout")

    assert "Home visits at River School" in (ours / "site/index.html").read_text(encoding="utf-8")
    assert "River School" in (ours / "site/guides/grade-3-first/index.html").read_text(encoding="utf-8")
    translated = (ours / "site/es/guides/grade-3-first/index.html").read_text(encoding="utf-8")
    assert "3.er grado, primera visita" in translated
    for language in ("", "es/"):
        assert (ours / f"print/{language}grade-3-second/handout-letter.pdf").read_bytes().startswith(b"%PDF-")


def test_all_that_the_program_reads_is_in_the_wheel(wheel: Path) -> None:
    """The editor's pages, scripts and words, too; nothing of the tests and the manual."""
    names = zipfile.ZipFile(wheel).namelist()
    templates = [file.relative_to(ROOT).as_posix() for file in sorted((ROOT / "templates").rglob("*.*"))]
    assert {"templates/editor/entry.html", "templates/editor/entry.js", "templates/locales/es.po"} <= {*templates}
    assert {"templates/new/edit.bat", "templates/new/edit.sh"} <= {*templates}
    assert [name for name in templates if f"toolkit_builder/{name}" not in names] == []
    catalogues = [file.relative_to(ROOT) for file in sorted((ROOT / "locales").rglob("*.po"))]
    assert len(catalogues) >= 5
    assert [name for name in catalogues if f"toolkit_builder/starter/{name}" not in names] == []
    assert not [name for name in names if name.startswith(("tests/", "manual/"))]
