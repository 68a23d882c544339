"""Web hosts with habits of their own: what they do with a slash, a file's name, capital letters, a folder above."""

from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

from .browsing import QuietHandler, Server

Habit = Callable[[str, Path], str]
"""Of the path that was asked for, and the site's folder: the path to which the host leads on, or the same one."""


def as_it_is(path: str, folder: Path) -> str:
    """A folder's address gets its slash: Python's server does so, and GitHub Pages, nginx, Apache."""
    return f"{path}/" if not path.endswith("/") and (folder / path[1:]).is_dir() else path


def takes_slash(path: str, folder: Path) -> str:  # noqa: ARG001, a habit's signature
    """As Vercel, Firebase, Netlify and Azure can be set to."""
    return path.rstrip("/") or "/"


def names_file(path: str, folder: Path) -> str:
    """A folder's address becomes that of the file in it."""
    path = as_it_is(path, folder)
    return f"{path}index.html" if path.endswith("/") and path != "/" else path


def hides_file(path: str, folder: Path) -> str:
    """As Cloudflare Pages: a file's address becomes its folder's."""
    return as_it_is(path.removesuffix("index.html"), folder)


def ignores_case(path: str, folder: Path) -> str:
    """As IIS and other hosts on Windows; the address stays as it was written."""
    return as_it_is(path, folder)


def _real(folder: Path, path: str) -> str:
    """The path as the disk writes it, whatever its capital letters; the same where there is none."""
    found = folder
    for name in path.strip("/").split("/"):
        names = {one.name.lower(): one for one in found.iterdir()} if found.is_dir() else {}
        if name.lower() not in names:
            return path
        found = names[name.lower()]
    return f"/{found.relative_to(folder).as_posix()}" + ("/" if path.endswith("/") else "")


class _Handler(QuietHandler):
    def __init__(self, *arguments: Any, habit: Habit, below: str, **more: Any) -> None:
        # The base answers the request while it is made.
        self.habit, self.below = habit, below
        super().__init__(*arguments, **more)

    def do_GET(self) -> None:  # noqa: N802, the base's name
        path, mark, query = self.path.partition("?")
        if not path.startswith(self.below):
            # The folder above the site, without its slash, too.
            led = self.below if f"{path}/" == self.below else path
            path = "/no/such/place"
        else:
            path = path.removeprefix(self.below[:-1])
            led = self.below[:-1] + self.habit(path, Path(self.directory))
            if self.habit is ignores_case:
                path = _real(Path(self.directory), path)
        if led != self.path.partition("?")[0]:
            self.send_response(301)
            self.send_header("Location", led + mark + query)
            self.end_headers()
            return
        # A folder without its slash gives the page in it, and is not led on by the base.
        self.path = f"{path}/" if (Path(self.directory) / path[1:]).is_dir() and not path.endswith("/") else path
        super().do_GET()


class Host(Server):
    """The site in `folder` on a host with this habit, below the path `below`, which has a slash at both ends."""

    def __init__(self, folder: Path, habit: Habit, below: str = "/", headers: Mapping[str, str] | None = None) -> None:
        self.habit, self.below = habit, below
        super().__init__(folder, headers)
        self.address += below[1:]

    def _handle(self, *arguments: Any) -> BaseHTTPRequestHandler:
        return _Handler(
            *arguments, headers=self.headers, directory=str(self.folder), habit=self.habit, below=self.below
        )
