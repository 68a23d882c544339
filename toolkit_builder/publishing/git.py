"""git, called as a program: a repository of our own, so that nothing of the author's is ever touched."""

import os
import re
import subprocess
import sys
from pathlib import Path

from .publication import PublishError, sentence

_LOCAL = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR", "GIT_PREFIX",
          "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_NAMESPACE", "GIT_SHALLOW_FILE")  # fmt: skip
"""What says to git which repository it is in. A hook of the author's repository sets it; ours is another."""
_SETTINGS = {
    # Nobody's hooks run, and no setting changes what goes out or the words that are read here.
    "core.hooksPath": os.devnull,
    "core.sparseCheckout": "false",
    "submodule.recurse": "false",
    "log.showSignature": "false",
    "i18n.commitEncoding": "UTF-8",
    "push.gpgSign": "false",
    "push.followTags": "false",
    "gc.auto": "0",
}
_NAME, _EMAIL = "toolkit-builder", "toolkit-builder@localhost"
"""Who signs a commit where git does not know the author's name."""
_FAULTS = (
    (
        r"could not resolve host|could not connect|failed to connect|timed out|unreachable|connection (refused|reset)",
        "{where} cannot be reached. Is this computer on the network, and is the address right?",
    ),
    (
        r"authentication failed|permission denied|could not read (username|password)|access denied|403"
        r"|permission to .* denied|not authori[sz]ed",
        "{where} does not let you in. Sign in there with git first, or ask its owner for the right to write.",
    ),
    (r"host key verification failed", "This computer does not know {where} yet. Connect to it once by hand with ssh."),
    (
        r"not appear to be a git repository|not found|does not exist|not a git repository",
        "There is no git repository at {where}, or you may not see it. Look at the address letter by letter.",
    ),
)


def without_password(text: str) -> str:
    """The text without what stands before the @ of an address."""
    return re.sub(r"(\w+://)[^/@\s]+@", r"\1", text)


def environment() -> dict[str, str]:
    """What git is told of the world, so that it looks where it is called and says what can be read here."""
    kept = {key: value for key, value in os.environ.items() if key not in _LOCAL}
    # A password may be asked for where somebody is there to type it.
    return {**kept, "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "1" if sys.stdin.isatty() else "0"}


def call_git(*words: str, folder: Path, text: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    """Runs git in `folder`. Raises PublishError if there is no git; what else goes wrong is the answer's."""
    try:
        # The program is the author's own git, found as the shell finds it.
        return subprocess.run(  # noqa: S603
            ["git", *words],  # noqa: S607
            cwd=folder, env={**environment(), **more}, input=text,
            capture_output=True, encoding="utf-8", errors="replace", check=False,
        )  # fmt: skip
    except FileNotFoundError as error:
        raise PublishError(
            "git is not installed on this computer. Install it from https://git-scm.com, open a new terminal and try"
            " again; or use --zip FILE, which needs no git."
        ) from error


def git_fault(done: subprocess.CompletedProcess[str], where: str) -> PublishError:
    """A failed call of git in words for the author, with git's own below."""
    said = without_password("\n".join(f"  git: {line}" for line in done.stderr.strip().splitlines()[-6:]))
    for pattern, words in _FAULTS:
        if re.search(pattern, done.stderr, re.IGNORECASE):
            return PublishError(f"{sentence(words.format(where=where))}\n{said}")
    return PublishError(f"git could not publish to {where}.\n{said}")


def find_repository(folder: Path) -> Path | None:
    """The git work tree that `folder` is in, or None.

    Raises PublishError if there is no git, or if git does not trust the folder.
    """
    done = call_git("rev-parse", "--show-toplevel", folder=folder)
    if done.returncode == 0:
        return Path(done.stdout.removesuffix("\n"))
    if "not a git repository" in done.stderr or "must be run in a work tree" in done.stderr:
        return None
    raise git_fault(done, str(folder))


def addresses_of(repository: Path | None, remote: str) -> tuple[str, str]:
    """Where to fetch from and where to push to: `remote` is the name of one of the repository's remotes, or an address.

    Raises PublishError for a name that nobody knows.
    """
    if repository:
        asked = [call_git("remote", "get-url", *push, "--", remote, folder=repository) for push in ((), ("--push",))]
        if not any(done.returncode for done in asked):
            fetch, push = (_absolute(done.stdout.splitlines()[0], repository) for done in asked)
            return fetch, push
    address = _absolute(remote, Path.cwd())
    if "/" not in address and ":" not in address and os.sep not in address:
        raise PublishError(
            f"No git remote is called '{remote}' here. Say where the site's repository is, such as"
            " --remote https://github.com/our-school/visits.git"
        )
    return address, address


def _absolute(address: str, folder: Path) -> str:
    return str((folder / address).resolve()) if (folder / address).exists() else address


class Git:
    """A bare repository of our own in `folder`, with the settings of the author's: keys and passwords stand there."""

    def __init__(self, folder: Path, repository: Path | None, where: str) -> None:
        self.folder = folder
        self.where = where
        self._identity: dict[str, str] = {}
        self.run("init", "--quiet", "--bare", "--template=", str(folder))
        # A site's files go in letter for letter.
        (folder / "info").mkdir(exist_ok=True)
        (folder / "info" / "attributes").write_text("* -text -filter -ident\n", encoding="utf-8")
        if repository:
            done = call_git("rev-parse", "--git-common-dir", folder=repository)
            config = (repository / done.stdout.removesuffix("\n") / "config").resolve()
            self.run("config", "include.path", config.as_posix())
        self._identity = self._signer()

    def call(self, *words: str, text: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
        """Runs git here; what goes wrong is the answer's."""
        settings = [word for key, value in _SETTINGS.items() for word in ("-c", f"{key}={value}")]
        whole = {"GIT_DIR": str(self.folder), **self._identity, **environment}
        return call_git(*settings, *words, folder=self.folder, text=text, **whole)

    def run(self, *words: str, text: str = "", **environment: str) -> str:
        """What git prints. Raises PublishError if it fails."""
        done = self.call(*words, text=text, **environment)
        if done.returncode:
            raise git_fault(done, self.where)
        return done.stdout

    def _signer(self) -> dict[str, str]:
        """Who signs, where neither git's settings nor the environment say it."""
        signer = {}
        for key, default in (("name", _NAME), ("email", _EMAIL)):
            if self.call("config", f"user.{key}").returncode:
                for role in ("AUTHOR", "COMMITTER"):
                    variable = f"GIT_{role}_{key.upper()}"
                    signer[variable] = os.environ.get(variable) or default
        return signer
