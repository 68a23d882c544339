"""What tests of publishing look at: files of a folder, and of a branch as a host would serve them."""

import subprocess
from pathlib import Path


def files_of(folder: Path) -> dict[str, bytes]:
    return {one.relative_to(folder).as_posix(): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


def git(folder: Path, *words: str, text: str = "") -> str:
    named = [word for key in ("name=Ana Lima", "email=ana@example.org") for word in ("-c", f"user.{key}")]
    command = ["git", *named, *words]
    return subprocess.run(command, cwd=folder, input=text, capture_output=True, text=True, check=True).stdout.strip()


def shown(host: Path, branch: str = "gh-pages") -> dict[str, bytes]:
    """The files of a branch, as a host would serve them."""
    names = git(host, "ls-tree", "-r", "--name-only", "-z", branch).split("\0")[:-1]
    return {
        name: subprocess.run(["git", "show", f"{branch}:{name}"], cwd=host, capture_output=True, check=True).stdout
        for name in names
    }
