"""The site on a git branch, from which hosts such as GitHub Pages serve it.

A publication is a commit on top of what the branch has, and is never forced. Its message names its own tree, so that
a commit of ours that somebody changed is not taken for ours.
"""

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .git import Git, addresses_of, call_git, git_fault, without_password
from .publication import Publication, PublishError, disk_faults, is_dated, sentence

_PRESENT = "refs/heads/present"
_TRIES = 3
_LISTED = 10
_ALL = "2147483647"
"""The depth that git takes for all of a history."""
_KEPT = "CNAME"
"""The file in which hosts keep a domain of one's own, often written by them."""
_TRAILER = re.compile(r"^(Published-tree|Restores): ([0-9a-f]+)$", re.MULTILINE)
_LOG = "--format=%H%x1f%T%x1f%an%x1f%ad%x1f%s%x1f%B%x1e"
_MOVED = ("[rejected]", "cannot lock ref", "failed to update ref", "shallow update not allowed")


@dataclass(frozen=True, slots=True)
class _Commit:
    id: str
    tree: str
    author: str
    day: str
    subject: str
    published: str
    """The tree that its message says it published."""
    restores: str
    """The publication that it brought back, if it is a rollback."""

    @property
    def is_ours(self) -> bool:
        return self.published == self.tree

    @property
    def name(self) -> str:
        return f"{self.id[:7]} of {self.day}"


def publish_branch(
    site: Path,
    repository: Path | None,
    remote: str,
    branch: str,
    *,
    message: str = "Publish the site",
    may_replace: bool = False,
) -> Publication:
    """Puts the finished site on `branch` of `remote`, as a commit on top of what is there.

    `repository` is the author's work tree, whose remotes and settings count; nothing in it changes. `may_replace` says
    whether the site may take the place of what others committed; their work stays in the branch's history.
    Raises PublishError if it may not and they did, or if git cannot.
    """
    with _opened(repository, remote, branch) as place:
        for _ in range(_TRIES):
            history = place.history()
            foreign = place.judge(history, may_replace)
            tip = history[0] if history else None
            tree, files = place.tree_of(site, tip)
            if tip and all(is_dated(name) for name in place.changed(tip.tree, tree)):
                return Publication(place.where, tip.name, files, is_new=False)
            if made := place.push(tree, tip, message):
                return Publication(place.where, made.name, files, tip.name if tip else "", replaced=_rows(foreign))
    raise PublishError(f"Others keep pushing to {place.where} at the same time. Nothing was published; try again.")


def roll_back_branch(repository: Path | None, remote: str, branch: str, *, may_replace: bool = False) -> Publication:
    """Brings back the publication before the present one, as a new commit on top.

    Raises PublishError if there is none, or for the reasons of `publish_branch`.
    """
    with _opened(repository, remote, branch) as place:
        for _ in range(_TRIES):
            history = place.history(whole=True)
            foreign = place.judge(history, may_replace)
            ours = [commit for commit in history if commit.is_ours]
            # What others put on top goes first; without that, the last publication goes.
            earlier = ours if foreign else _before(ours)
            if not earlier:
                raise PublishError(
                    f"{sentence(place.where)} has no publication before the present one. Nothing was changed."
                )
            goal = earlier[0]
            tree, files = place.tree_of(goal, history[0])
            message = f"Bring back the publication {goal.name}"
            if made := place.push(tree, history[0], message, restores=goal.id):
                name = f"{made.name}, which is {goal.name}"
                return Publication(place.where, name, files, history[0].name, replaced=_rows(foreign))
    raise PublishError(f"Others keep pushing to {place.where} at the same time. Nothing was changed; try again.")


def _before(ours: list[_Commit]) -> list[_Commit]:
    """The publications before the one that the newest of `ours` shows; a rollback shows an older one."""
    ids = [commit.id for commit in ours]
    position = 0
    while position < len(ours) and ours[position].restores in ids:
        position = ids.index(ours[position].restores)
    return ours[position + 1 :]


def _temporary_folder() -> tempfile.TemporaryDirectory[str]:
    # What cannot be cleaned up must not make a publication look as if it had failed.
    return tempfile.TemporaryDirectory(prefix="toolkit-publish-", ignore_cleanup_errors=True)


@contextmanager
def _opened(repository: Path | None, remote: str, branch: str) -> Iterator["_Place"]:
    with disk_faults(), _temporary_folder() as folder:
        if call_git("check-ref-format", f"refs/heads/{branch}", folder=Path(folder)).returncode:
            raise PublishError(f"'{branch}' cannot be the name of a branch. Pages hosts expect gh-pages.")
        fetch, push = addresses_of(repository, remote)
        where = f"the branch {branch} of {without_password(push)}"
        if repository:
            current = call_git("symbolic-ref", "--quiet", "--short", "HEAD", folder=repository).stdout.strip()
            if current == branch:
                raise PublishError(f"You work on the branch {branch} yourself. Choose another, such as gh-pages.")
        yield _Place(Git(Path(folder), repository, where), fetch, push, branch, where)


@dataclass(frozen=True, slots=True)
class _Place:
    """A branch of a remote repository, seen from a repository of our own."""

    git: Git
    fetch_from: str
    push_to: str
    branch: str
    where: str

    def history(self, *, whole: bool = False) -> list[_Commit]:
        """The commits of the branch, newest first; none if it does not exist.

        Where the newest is ours, it is alone: what lies below need not be fetched, unless the `whole` is wanted.
        """
        if not self._fetch(_ALL if whole else "1"):
            return []
        commits = self._log(_PRESENT)
        if not commits[0].is_ours and not whole:
            self._fetch(_ALL)
            commits = self._log(_PRESENT)
        return commits

    def _fetch(self, depth: str) -> bool:
        words = ("fetch", "--quiet", "--no-tags", f"--depth={depth}", "--", self.fetch_from)
        done = self.git.call(*words, f"+refs/heads/{self.branch}:{_PRESENT}")
        if done.returncode and "couldn't find remote ref" not in done.stderr:
            raise git_fault(done, self.where)
        return done.returncode == 0

    def _log(self, *which: str) -> list[_Commit]:
        said = self.git.run("log", "--first-parent", "--date=short", "--encoding=UTF-8", _LOG, *which, "--")
        commits = []
        for row in said.split("\x1e")[:-1]:
            id_, tree, author, day, subject, body = row.strip("\n").split("\x1f", 5)
            trailers = dict(_TRAILER.findall(body))
            published, restores = trailers.get("Published-tree", ""), trailers.get("Restores", "")
            commits.append(_Commit(id_, tree, author, day, subject, published, restores))
        return commits

    def judge(self, history: list[_Commit], may_replace: bool) -> list[_Commit]:
        """The commits of others since our last one. Raises PublishError if they may not be replaced, or are sources."""
        last = next((commit for commit in history if commit.is_ours), None)
        foreign = history[: history.index(last)] if last else history
        if not foreign:
            return []
        # A host that writes the domain, or a commit and its revert, took nothing from our last publication.
        if last and set(self.changed(last.tree, foreign[0].tree)) <= {_KEPT}:
            return []
        names = self.git.run("ls-tree", "-r", "--name-only", "-z", foreign[0].tree).split("\0")
        if any(name.rpartition("/")[2] == "mkdocs.yml" for name in names):
            raise PublishError(
                f"{sentence(self.where)} holds the sources of a toolkit (mkdocs.yml). A site there would hide them.\n"
                "Nothing was published. Choose another branch, such as gh-pages."
            )
        if not may_replace:
            raise PublishError(_told(self.where, foreign))
        return foreign

    def changed(self, old: str, new: str) -> list[str]:
        """The names of the files in which two trees differ."""
        return self.git.run("diff-tree", "-r", "--no-renames", "--name-only", "-z", old, new).split("\0")[:-1]

    def tree_of(self, source: "Path | _Commit", tip: _Commit | None) -> tuple[str, int]:
        """The tree of a site or of an earlier publication, with what the host needs; and how many files it has."""
        index = {"GIT_INDEX_FILE": str(self.git.folder / "index")}
        if isinstance(source, _Commit):
            self.git.run("read-tree", source.tree, **index)
        else:
            work_tree = {"GIT_WORK_TREE": str(source.resolve())}
            self.git.run("read-tree", "--empty", **index)
            self.git.run("-C", str(source.resolve()), "add", "--all", "--force", ".", **index, **work_tree)
        names = self.git.run("ls-files", "-z", **index).split("\0")[:-1]
        if ".nojekyll" not in names:
            # Without it, GitHub Pages drops what begins with an underscore.
            empty = self.git.run("hash-object", "-w", "--stdin").strip()
            self.git.run("update-index", "--add", "--cacheinfo", f"100644,{empty},.nojekyll", **index)
        if _KEPT not in names and tip:
            for entry in self.git.run("ls-tree", tip.tree, _KEPT).splitlines():
                kept = entry.split()[2]
                self.git.run("update-index", "--add", "--cacheinfo", f"100644,{kept},{_KEPT}", **index)
        return self.git.run("write-tree", **index).strip(), len(names)

    def push(self, tree: str, tip: _Commit | None, message: str, restores: str = "") -> _Commit | None:
        """Commits the tree on top of `tip` and pushes it. None if the branch has moved meanwhile."""
        trailers = ["Published-by: toolkit-builder", f"Published-tree: {tree}"]
        trailers += [f"Restores: {restores}"] if restores else []
        text = "\n".join((message, "", *trailers, ""))
        commit = self.git.run("commit-tree", tree, *(("-p", tip.id) if tip else ()), text=text).strip()
        done = self.git.call("push", "--porcelain", "--no-verify", self.push_to, f"{commit}:refs/heads/{self.branch}")
        if done.returncode == 0:
            return self._log("--max-count=1", commit)[0]
        if any(words in done.stdout + done.stderr for words in _MOVED):
            return None
        refused = [line.split("\t")[-1] for line in done.stdout.splitlines() if line.startswith("!")]
        if refused:
            said = without_password("\n".join(f"  {line}" for line in [*refused, *done.stderr.strip().splitlines()]))
            raise PublishError(f"The host did not take the site on {self.where}. Nothing was published.\n{said}")
        raise git_fault(done, self.where)


def _rows(foreign: list[_Commit]) -> tuple[str, ...]:
    """What others committed, a line each, so many as one reads."""
    rows = [f"  {one.id[:7]}  {one.day}  {one.author}  {one.subject}" for one in foreign[:_LISTED]]
    if len(foreign) > _LISTED:
        rows.append(f"  and {len(foreign) - _LISTED} more")
    return tuple(rows)


def _told(where: str, foreign: list[_Commit]) -> str:
    """What others committed, and how to go on."""
    count = "a commit" if len(foreign) == 1 else f"{len(foreign)} commits"
    return "\n".join(
        (
            f"{sentence(where)} holds {count} that publish did not make:",
            *_rows(foreign),
            "Nothing was published. Ask these people first.",
            "With --replace, the site takes the place of their files; their work stays in the branch's history.",
        )
    )
