"""Publishing to a git branch: on top, never forced, and nothing of the author's touched. git is real git."""

from pathlib import Path

import pytest

from toolkit_builder.publishing import Publication, PublishError, find_repository, publish_branch, roll_back_branch

from .conftest import Site
from .publishing import files_of, git, shown


def put(site: Path, host: Path, *, may_replace: bool = False) -> Publication:
    return publish_branch(site, None, str(host), "gh-pages", may_replace=may_replace)


def commit_on(host: Path, files: dict[str, str], subject: str, *, is_pushed: bool = True) -> str:
    """A commit by somebody else on top of the branch, or an unborn one's first; returns its id."""
    rows = git(host, "ls-tree", "gh-pages").splitlines() if git(host, "branch", "--list", "gh-pages") else []
    parent = ("-p", "gh-pages") if rows else ()
    rows = [row for row in rows if row.partition("\t")[2] not in files]
    rows += [
        f"100644 blob {git(host, 'hash-object', '-w', '--stdin', text=text)}\t{name}" for name, text in files.items()
    ]
    tree = git(host, "mktree", text="\n".join(rows) + "\n")
    made = git(host, "commit-tree", tree, *parent, "-m", subject)
    if is_pushed:
        git(host, "update-ref", "refs/heads/gh-pages", made)
    return made


def test_a_branch_gets_the_site_each_time_on_top(site: Site, host: Path, tmp_path: Path) -> None:
    first = put(site("one"), host)
    second = put(site("two"), host)

    # Letter for letter: git turns no line ends, and leaves out no file.
    assert shown(host) == {**files_of(tmp_path / "site"), ".nojekyll": b""}
    assert git(host, "log", "--format=%an: %s", "gh-pages").splitlines() == ["toolkit-builder: Publish the site"] * 2
    assert (first.before, second.before, second.files) == ("", first.name, 4)


def test_no_change_makes_no_commit(site: Site, host: Path) -> None:
    put(site("one"), host)

    again = put(site("one", **{"sitemap.xml": "tuesday"}), host)
    assert (again.is_new, git(host, "rev-list", "--count", "gh-pages")) == (False, "1")


def test_what_others_committed_is_told_and_stays(site: Site, host: Path) -> None:
    put(site("one"), host)
    ids = [commit_on(host, {"index.html": text}, f"Mend {text} by hand") for text in ("this", "that")]

    with pytest.raises(PublishError) as told:
        put(site("two"), host)
    with pytest.raises(PublishError):
        roll_back_branch(None, str(host), "gh-pages")
    assert git(host, "rev-parse", "gh-pages") == ids[1]
    for part in ("holds 2 commits", ids[0][:7], ids[1][:7], "Ana Lima", "Mend this by hand", "--replace"):
        assert part in str(told.value)

    replaced = put(site("two"), host, may_replace=True).replaced
    assert (ids[1][:7] in replaced[0], ids[0][:7] in replaced[1]) == (True, True)
    assert shown(host)["index.html"] == b"two\r\n"
    assert ids[1] in git(host, "rev-list", "gh-pages").splitlines()
    # From then on, the tip is ours again.
    put(site("three"), host)
    assert git(host, "rev-list", "--count", "gh-pages") == "5"


def test_a_branch_of_others_from_the_start_is_refused(site: Site, host: Path) -> None:
    tip = commit_on(host, {"index.html": "the school's old site"}, "Our site")

    with pytest.raises(PublishError, match="holds a commit that publish did not make"):
        put(site("one"), host)
    assert git(host, "rev-parse", "gh-pages") == tip


def test_our_commit_that_somebody_changed_is_not_ours(site: Site, host: Path) -> None:
    put(site("one"), host)
    message = git(host, "log", "-1", "--format=%B", "gh-pages")
    commit_on(host, {"index.html": "amended"}, message)

    with pytest.raises(PublishError, match="did not make"):
        put(site("two"), host)


def test_a_branch_with_sources_is_never_taken(site: Site, host: Path) -> None:
    tip = commit_on(host, {"mkdocs.yml": "site_name: Ours"}, "Sources")

    with pytest.raises(PublishError, match="holds the sources of a toolkit"):
        put(site("one"), host, may_replace=True)
    assert git(host, "rev-parse", "gh-pages") == tip


def test_a_domain_that_the_host_wrote_is_kept(site: Site, host: Path) -> None:
    """Hosts commit CNAME themselves: that is nobody's work that could get lost."""
    put(site("one"), host)
    commit_on(host, {"CNAME": "visits.example.org"}, "Create CNAME")

    put(site("two"), host)
    assert shown(host)["CNAME"] == b"visits.example.org"
    assert shown(host)["index.html"] == b"two\r\n"
    roll_back_branch(None, str(host), "gh-pages")
    assert (shown(host)["CNAME"], shown(host)["index.html"]) == (b"visits.example.org", b"one\r\n")


def test_a_branch_goes_back_step_by_step(site: Site, host: Path) -> None:
    def index() -> str:
        return shown(host)["index.html"].decode().strip()

    def back() -> Publication:
        return roll_back_branch(None, str(host), "gh-pages")

    with pytest.raises(PublishError, match="no publication before"):
        back()
    names = [put(site(words), host).name for words in ("one", "two", "three")]
    assert names[1] in back().name
    assert index() == "two"
    put(site("four"), host)
    back()
    assert index() == "two"
    back()
    assert index() == "one"
    with pytest.raises(PublishError, match="no publication before"):
        back()
    # Nothing was forced: every commit is there.
    assert git(host, "rev-list", "--count", "gh-pages") == "7"


def test_with_replace_a_rollback_takes_back_what_others_did(site: Site, host: Path) -> None:
    put(site("one"), host)
    commit_on(host, {"index.html": "spam"}, "Spam")

    roll_back_branch(None, str(host), "gh-pages", may_replace=True)
    assert shown(host)["index.html"] == b"one\r\n"


@pytest.mark.parametrize("may_replace", [False, True])
def test_somebody_pushes_in_between(
    site: Site, host: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, may_replace: bool
) -> None:
    """The branch moves after it was fetched: it is judged anew, and never overwritten."""
    put(site("one"), host)
    other = commit_on(host, {"index.html": "theirs"}, "Just now", is_pushed=False)
    hook = tmp_path / "hook"
    moved = tmp_path / "moved"
    hook.write_text(
        f'#!/bin/sh\n"$@"\n[ -e {moved} ] || git --git-dir={host} update-ref refs/heads/gh-pages {other}\n'
        f"touch {moved}\n",
        encoding="utf-8",
    )
    hook.chmod(0o755)
    settings = tmp_path / "gitconfig"
    settings.write_text(f"[uploadpack]\n\tpackObjectsHook = {hook}\n", encoding="utf-8")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))

    if may_replace:
        assert "Just now" in put(site("two"), host, may_replace=True).replaced[0]
        assert git(host, "rev-parse", "gh-pages^") == other
    else:
        with pytest.raises(PublishError, match="Just now"):
            put(site("two"), host)
        assert git(host, "rev-parse", "gh-pages") == other
    assert moved.exists()


def test_nothing_of_the_authors_repository_is_touched(
    site: Site, host: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not its files, index, branches, tags, remote-tracking branches nor stash; its settings count, no hook runs."""
    work = tmp_path / "work"
    work.mkdir()
    git(work, "init", "--quiet", "--initial-branch=main")
    git(work, "remote", "add", "origin", "../host.git")
    for key, value in {"user.name": "Eva", "user.email": "eva@example.org", "core.autocrlf": "true"}.items():
        git(work, "config", key, value)
    (work / ".git/hooks/pre-push").write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    (work / ".git/hooks/pre-push").chmod(0o755)
    (work / ".gitattributes").write_text("*.txt filter=none\n", encoding="utf-8")
    for number, name in enumerate(("committed", "stashed", "staged", "changed")):
        (work / "file").write_text(name, encoding="utf-8")
        if number < 3:
            git(work, "add", ".")
        if name == "committed":
            git(work, "commit", "--quiet", "-m", name)
            git(work, "fetch", "--quiet", "origin")
        if name == "stashed":
            git(work, "stash", "--quiet")
    (work / "untracked").write_text("u", encoding="utf-8")

    def state() -> tuple[object, ...]:
        words = (
            ("status", "--porcelain=v2", "--branch"),
            ("for-each-ref",),
            ("stash", "list"),
            ("count-objects", "-v"),
        )
        read = [(work / ".git" / name).read_bytes() for name in ("index", "HEAD", "config")]
        return (*[git(work, *one) for one in words], read, files_of(work).keys())

    before = state()
    # As if a hook of that repository called us.
    monkeypatch.setenv("GIT_DIR", str(work / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(work / ".git/index"))
    monkeypatch.setenv("GIT_OBJECT_DIRECTORY", str(work / ".git/objects"))
    repository = find_repository(work)
    publish_branch(site("one"), repository, "origin", "gh-pages")
    publish_branch(site("two"), repository, "origin", "gh-pages")
    roll_back_branch(repository, "origin", "gh-pages")
    for name in ("GIT_DIR", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY"):
        monkeypatch.delenv(name)

    assert state() == before
    assert shown(host)["index.html"] == b"one\r\n"
    assert git(host, "log", "--format=%an <%ae>", "-1", "gh-pages") == "Eva <eva@example.org>"
    with pytest.raises(PublishError, match="You work on the branch main yourself"):
        publish_branch(site("two"), repository, "origin", "main")


REFUSED: dict[str, tuple[str, str, str]] = {
    "no network": ("http://nowhere.invalid/visits.git", "gh-pages", "cannot be reached"),
    "no repository": ("/nowhere/visits.git", "gh-pages", "There is no git repository at"),
    "no remote": ("origin", "gh-pages", "No git remote is called 'origin'"),
    "no name of a branch": ("host.git", "a..b", "cannot be the name of a branch"),
    "password": ("http://eva:secret@nowhere.invalid/visits.git", "gh-pages", "http://nowhere.invalid"),
}


@pytest.mark.parametrize(("remote", "branch", "says"), REFUSED.values(), ids=REFUSED)
def test_what_git_cannot_do_is_said_in_words(site: Site, host: Path, remote: str, branch: str, says: str) -> None:
    with pytest.raises(PublishError, match=says) as told:
        publish_branch(site("one"), None, remote.replace("host.git", str(host)), branch)
    assert "secret" not in str(told.value)


def test_a_host_that_refuses_is_quoted(site: Site, host: Path) -> None:
    hook = host / "hooks/pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 'this branch is protected' >&2\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)

    with pytest.raises(PublishError, match="this branch is protected"):
        put(site("one"), host)


def test_no_git_is_told(site: Site, host: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = site("one")
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(PublishError, match="git is not installed"):
        put(made, host)
