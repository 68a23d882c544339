"""Files to double-click in a toolkit's folder: each opens the editor, on another system."""

import shlex
import sys
from pathlib import Path

from toolkit_builder.resources import templates_dir

WINDOWS, MAC, LINUX = (
    "Edit this toolkit (Windows).bat",
    "Edit this toolkit (Mac).command",
    "Edit this toolkit (Linux).sh",
)
PROGRAMS = (MAC, LINUX)
"""Those that a system starts only where their rights say so."""
_MADE_BY = "MADE_BY"


def launchers() -> dict[str, bytes]:
    """The files by their names. They try first the Python that runs now, then whatever else has the program."""
    folder = templates_dir() / "new"
    shell = (folder / "edit.sh").read_text(encoding="utf-8").replace(_MADE_BY, _in_shell())
    batch = (folder / "edit.bat").read_text(encoding="utf-8").replace(_MADE_BY, _in_batch())
    # Windows finds its way in a batch file only where lines end as its own do.
    return {WINDOWS: batch.replace("\n", "\r\n").encode(), MAC: shell.encode(), LINUX: shell.encode()}


def launcher_here() -> str:
    """The name of the one for this system."""
    return {"win32": WINDOWS, "darwin": MAC}.get(sys.platform, LINUX)


def _python() -> tuple[str, str]:
    """Where the Python that runs now is: in the user's own folder, seen from there, and else as the whole path."""
    python, home = Path(sys.executable), Path.home()
    # The folder goes to colleagues, whom somebody's name is no use to.
    return (python.relative_to(home).as_posix(), "") if python.is_relative_to(home) else ("", sys.executable)


def _in_shell() -> str:
    below, path = ("", "") if sys.platform == "win32" else _python()
    return f'"$HOME"/{shlex.quote(below)}' if below else shlex.quote(path)


def _in_batch() -> str:
    below, path = _python() if sys.platform == "win32" else ("", "")
    # What else a path may hold would be read in the wrong letters, or as a command's sign.
    if not (below or path).isascii():
        return ""
    escaped = (below or path).replace("/", "\\").replace("%", "%%")
    return f'"%USERPROFILE%\\{escaped}"' if below else f'"{escaped}"' if path else ""
