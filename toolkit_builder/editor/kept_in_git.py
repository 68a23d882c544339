"""Changes kept in the git repository that a toolkit lies in, and the versions of entries that it knows itself.

Each change is a commit under a ref of our own: no branch, index or file of the author's is touched, nothing of it goes
to a server with `git push`, and `git clean` takes none of it away. A commit holds the files of its change twice, in
`before/` and in `after/`, so that `git diff COMMIT:before COMMIT:after` shows it.
"""

import hashlib
import json
import os
import posixpath
import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from toolkit_builder.publishing.git import environment

from .kept import Content, Contents, Told

REF = "refs/toolkit-builder/history"
_SIGNER = "toolkit-builder <toolkit-builder@localhost>"
_SETTINGS = ("i18n.logOutputEncoding=UTF-8", "log.showSignature=false", "gc.auto=0", "core.hooksPath=" + os.devnull)
_MOST_COMMITS = 30
_COMMITTED = re.compile(r"[0-9a-f]{40,64}:[^\n]+")
"""The name of a version that the author committed: the commit, and the file as seen from the repository."""


class GitError(OSError):
    """Why git did not do it, in its words."""


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit of the author's in which a file changed. `name` is what `files` asks for."""

    name: str
    time: datetime
    title: str


class InRepository:
    """Changes of the toolkit in `root`, in a repository around it."""

    def __init__(self, root: Path, prefix: str, folder: Path, ref: str) -> None:
        """`prefix` leads from the top of the work tree to `root`; `folder` is the repository's own."""
        self._root, self._prefix, self._ref = root, prefix, ref
        # The ref is in one of these, however the repository keeps its refs.
        self._tells = [folder / name for name in (ref, "packed-refs", "reftable/tables.list")]
        self._seen: list[tuple[int, int, int]] | None = None
        self._tip = ""
        self._commits: dict[str, tuple[str, str, Told]] = {}
        """By the names of changes: the commit, the one before it, and what is told."""
        self._committed: dict[str, dict[str, Contents]] = {}

    @classmethod
    def of(cls, root: Path) -> "InRepository | None":
        """That of a toolkit; None where there is no repository, or no git, or git is to ignore the folder."""
        try:
            asked = ("--is-inside-work-tree", "--show-prefix", "--git-dir", "--git-common-dir")
            said = os.fsdecode(_git(root, "rev-parse", *asked)).split("\n")
            if said[0] != "true" or _is_ignored(root):
                return None
        except OSError:
            return None
        prefix, own, common = said[1], (root / said[2]).resolve(), (root / said[3]).resolve()
        # Of several toolkits, and of several work trees, each has a history of its own.
        key = prefix if own == common else f"{own.name}:{prefix}"
        ref = f"{REF}-{hashlib.sha256(key.encode()).hexdigest()[:12]}" if key else REF
        return cls(root, prefix, common, ref)

    # --- As every place does ---

    def names(self) -> list[str]:
        """As every place does."""
        self._look()
        return [*self._commits]

    def told(self, name: str) -> Told | None:
        """As every place does."""
        return self._commits[name][2] if name in self._commits else None

    def files(self, name: str) -> dict[str, Contents]:
        """As every place does; also of a commit of the author's, as far as its name says which file is meant."""
        if name not in self._commits:
            return self._files_of_commit(name)
        commit, _, told = self._commits[name]
        paths: Mapping[str, Sequence[bool]] = told["paths"]
        asked = [
            f"{commit}:{side}/{self._place(path)}"
            for path, there in paths.items()
            for side, is_there in zip(("before", "after"), there, strict=True)
            if is_there
        ]
        try:
            found = iter(self._contents(asked))
        except OSError:
            return {}
        made = {
            path: (next(found) if was else None, next(found) if now else None) for path, (was, now) in paths.items()
        }
        is_whole = all(
            (before is not None, after is not None) == (*paths[path],) for path, (before, after) in made.items()
        )
        return made if is_whole else {}

    def add(self, name: str, told: Told, files: Mapping[str, Contents]) -> None:
        """As every place does."""
        self._look()
        there = {path: [content is not None for content in contents] for path, contents in files.items()}
        body = json.dumps({"id": name, **told, "paths": there}, ensure_ascii=False)
        title = " ".join(str(told["title"]).split())
        seconds = int(datetime.now(tz=UTC).timestamp())
        lines = [f"commit {self._ref}\ncommitter {_SIGNER} {seconds} +0000\n".encode(), _blob(f"{title}\n\n{body}\n")]
        lines += [f"from {self._tip}\n".encode()] if self._tip else []
        lines.append(b"deleteall\n")
        for path, contents in files.items():
            place = _quoted(self._place(path))
            for side, content in zip(("before", "after"), contents, strict=True):
                if content is not None:
                    lines += [f'M 100644 inline "{side}/{place}"\n'.encode(), _blob(content)]
        _git(self._root, "fast-import", "--quiet", "--done", text=b"".join([*lines, b"done\n"]))
        self._look()
        if name not in self._commits:
            raise GitError(f"git did not keep {name}")

    def take_out(self, name: str) -> None:
        """As every place does."""
        self._look()
        commit, before, _ = self._commits[name]
        _git(self._root, "update-ref", *((self._ref, before, commit) if before else ("-d", self._ref, commit)))
        self._look()

    def _place(self, path: str) -> str:
        """A file as seen from the top of the repository. Raises GitError for one outside of it."""
        place = posixpath.normpath(self._prefix + path)
        if place.startswith(("../", "/")) or ":" in place.partition("/")[0] or "\n" in place:
            raise GitError(f"{path} is outside of the repository")
        return place

    def _look(self) -> None:
        """Reads what came since; the chain of commits anew where it is not longer only."""
        seen = [_state(file) for file in self._tells]
        if seen == self._seen:
            return
        self._seen = seen
        found = self._chain(f"^{self._tip}") if self._tip else []
        if not found or found[-1][1] != self._tip:
            found, self._commits = self._chain(), {}
        for commit, before, told in reversed(found):
            if "id" in told:
                self._commits[str(told["id"])] = (commit, before, told)
        self._tip = found[0][0] if found else ""

    def _chain(self, *but: str) -> list[tuple[str, str, Told]]:
        """Our commits, the newest first: each, the one before it, and what is told."""
        try:
            said = _git(self._root, "log", "-z", "--first-parent", "--format=%H %P%n%B", self._ref, *but, "--")
        except OSError:
            # There is none yet, or it cannot be read; what is kept elsewhere can.
            return []
        found = []
        for one in filter(None, said.decode("utf-8", "replace").split("\0")):
            commits, _, message = one.partition("\n")
            commit, _, before = commits.partition(" ")
            found.append((commit, before, _told(message)))
        return found

    # --- What the author committed ---

    def commits_of(self, path: str) -> list[Commit]:
        """The last commits of the author's in which a file changed, newest first; none where git cannot tell."""
        try:
            asked = ("-z", "--no-merges", f"-{_MOST_COMMITS}", "--format=%H %ct %s", "HEAD", "--", path)
            said = _git(self._root, "--literal-pathspecs", "log", *asked).decode("utf-8", "replace")
            place = self._place(path)
            found = []
            for one in filter(None, said.split("\0")):
                commit, seconds, title = one.split(" ", 2)
                found.append(Commit(f"{commit}:{place}", datetime.fromtimestamp(int(seconds), tz=UTC), title))
            self._committed = self._read_commits([one.name for one in found], path)
        except OSError:
            return []
        return found

    def _files_of_commit(self, name: str) -> dict[str, Contents]:
        if name in self._committed:
            return self._committed[name]
        place = name.partition(":")[2]
        if not _COMMITTED.fullmatch(name) or not place.startswith(self._prefix):
            return {}
        try:
            return self._read_commits([name], place.removeprefix(self._prefix))[name]
        except OSError:
            return {}

    def _read_commits(self, names: Sequence[str], path: str) -> dict[str, dict[str, Contents]]:
        asked = [side.join(name.split(":", 1)) for name in names for side in ("^:", ":")]
        found = self._contents(asked)
        return {name: {path: (found[2 * at], found[2 * at + 1])} for at, name in enumerate(names)}

    def _contents(self, asked: Sequence[str]) -> list[Content]:
        """What git holds under each name, such as `COMMIT:PATH`; None where there is nothing."""
        if not asked:
            return []
        said = _git(self._root, "cat-file", "--batch", text="".join(f"{one}\n" for one in asked).encode())
        found: list[Content] = []
        at = 0
        for _ in asked:
            end = said.index(b"\n", at)
            header = said[at:end]
            at = end + 1
            if header.endswith(b" missing"):
                found.append(None)
                continue
            size = int(header.rpartition(b" ")[2])
            found.append(said[at : at + size])
            at += size + 1
        return found


def _git(root: Path, *words: str, text: bytes = b"") -> bytes:
    """What git prints. Raises GitError where it fails, FileNotFoundError where there is none."""
    settings = [word for one in _SETTINGS for word in ("-c", one)]
    # The program is the author's own git, found as the shell finds it.
    done = subprocess.run(  # noqa: S603
        ["git", *settings, *words],  # noqa: S607
        cwd=root, env=environment(), input=text, capture_output=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise GitError(done.stderr.decode("utf-8", "replace").strip())
    return done.stdout


def _told(message: str) -> Told:
    """What a commit tells of its change; nothing where it is none of ours."""
    try:
        told: Any = json.loads(message.rstrip("\n").rpartition("\n")[2])
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _is_ignored(root: Path) -> bool:
    try:
        _git(root, "check-ignore", "--quiet", ".")
    except GitError:
        return False
    return True


def _state(file: Path) -> tuple[int, int, int]:
    try:
        stat = file.stat()
    except OSError:
        return (0, 0, 0)
    return stat.st_mtime_ns, stat.st_size, stat.st_ino


def _blob(content: str | bytes) -> bytes:
    raw = content.encode() if isinstance(content, str) else content
    return b"data %d\n" % len(raw) + raw + b"\n"


def _quoted(place: str) -> str:
    return place.replace("\\", "\\\\").replace('"', '\\"')
