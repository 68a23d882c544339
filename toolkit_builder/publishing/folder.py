"""The site in a folder of a web server: a link to one of the last releases, turned to the new one in a single step.

`visits` is a link into `visits.releases/`, where each release is a whole site. Numbers only rise: whatever has a higher
number than the release that is shown was taken back, or never shown because its publication was killed.
"""

import hashlib
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from toolkit_builder.outputs import files_in
from toolkit_builder.staging import lock_folder, unlock

from .publication import Publication, PublishError, disk_faults, is_dated, refuse_inside

KEPT = 5
"""Releases that stay, the one that is shown included."""
_RELEASE = re.compile(r"(\d{4,})-\d{4}-\d\d-\d\d-[0-9a-f]{8}")
_UNFINISHED = (".new-", ".gone-")
"""How names begin of folders that are still being copied or removed."""


def publish_folder(site: Path, target: Path) -> Publication:
    """Shows the finished site at `target`. Readers see the old one or the new one, never half of one, and never none.

    Raises PublishError if `target` holds what publish did not put there, or if the disk refuses.
    """
    refuse_inside(site, target)
    target = _absolute(target)
    with disk_faults():
        _shown(target)  # refuses before anything is made
        with _alone(target) as releases:
            shown = _shown(target)
            files, digest = _content(site)
            if shown and shown.is_dir() and _content(shown)[1] == digest:
                return Publication(str(target), shown.name, files, is_new=False)
            made = _made(releases)
            number = max((_number(one) for one in made), default=0) + 1
            # Before the switch, so that a fault here is one of a site that was not published.
            past = [one for one in made if not shown or _number(one) <= _number(shown)]
            for one in {*made} - {*past[-(KEPT - 1) :]}:
                _remove(one)
            release = releases / f"{number:04}-{date.today():%Y-%m-%d}-{digest[:8]}"
            _copy(site, release)
            _switch(target, release)
    return Publication(str(target), release.name, files, shown.name if shown else "")


def roll_back_folder(target: Path) -> Publication:
    """Shows the release before the one that `target` shows now.

    Raises PublishError if there is none.
    """
    target = _absolute(target)
    with disk_faults():
        shown = _shown(target)
        if shown is None:
            raise PublishError(f"Nothing is published in {target}, so there is nothing to take back.")
        with _alone(target) as releases:
            shown = _shown(target) or shown
            past = [one for one in _made(releases) if _number(one) < _number(shown)]
            if not past:
                raise PublishError(f"No release before {shown.name} is kept in {releases}; {target} stays as it is.")
            _switch(target, past[-1])
    return Publication(str(target), past[-1].name, len(list(files_in(past[-1]))), shown.name)


def _absolute(target: Path) -> Path:
    """`target` with its parents resolved, but not itself: it may be our link."""
    return target.parent.resolve() / target.name


def _releases(target: Path) -> Path:
    return target.with_name(f"{target.name}.releases")


def _shown(target: Path) -> Path | None:
    """The release to which `target` leads, or None where nothing is yet. Raises PublishError if others use it."""
    if target.is_symlink():
        release = target.parent / target.readlink()
        if release.parent == _releases(target) and _RELEASE.fullmatch(release.name):
            return release
        raise PublishError(f"{target} is a link to {target.readlink()}, which publish did not make. It was left alone.")
    if target.is_dir() and any(target.iterdir()):
        raise PublishError(
            f"{target} holds files that publish did not put there. They were left alone.\n"
            f"Choose a new folder, such as {target / 'visits'}, or move the old one away first."
        )
    if target.exists() and not target.is_dir():
        raise PublishError(f"{target} is a file. It was left alone. Choose the name of a new folder.")
    return None


def _made(releases: Path) -> list[Path]:
    """The releases that are there, whole, in their order."""
    return sorted((one for one in releases.iterdir() if _RELEASE.fullmatch(one.name)), key=_number)


def _number(release: Path) -> int:
    return int(release.name.partition("-")[0])


@contextmanager
def _alone(target: Path) -> Iterator[Path]:
    """The folder of releases, for this publication alone, and without what a killed one left behind."""
    releases = _releases(target)
    releases.mkdir(parents=True, exist_ok=True)
    # A web server may go through it and not list it: what was taken back must not be found there.
    releases.chmod((releases.stat().st_mode | 0o111) & ~0o004)
    try:
        lock = lock_folder(releases, waits=False)
    except BlockingIOError as error:
        raise PublishError(f"Someone else is publishing to {target} right now. Wait a minute and try again.") from error
    try:
        # Without a lock, as on Windows, nobody knows whether another publication still fills them.
        for one in releases.iterdir() if lock is not None else ():
            if one.name.startswith(_UNFINISHED):
                shutil.rmtree(one)
        yield releases
    finally:
        unlock(lock)


def _content(site: Path) -> tuple[int, str]:
    """How many files a site has, and a digest of them."""
    digest = hashlib.blake2b(digest_size=16)
    files = 0
    for name, file in files_in(site):
        files += 1
        if not is_dated(name):
            content = file.read_bytes()
            digest.update(f"{name}\0{len(content)}\0".encode())
            digest.update(content)
    return files, digest.hexdigest()


def _copy(site: Path, release: Path) -> None:
    """Copies the site to `release`, which is there whole or not at all. A web server may read it."""
    staging = Path(tempfile.mkdtemp(prefix=_UNFINISHED[0], dir=release.parent))
    try:
        for name, file in files_in(site):
            copied = staging / name
            copied.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, copied)
            copied.chmod(copied.stat().st_mode | 0o444)
        for folder in (staging, *(one for one in staging.rglob("*") if one.is_dir())):
            folder.chmod(folder.stat().st_mode | 0o555)
        staging.rename(release)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _remove(release: Path) -> None:
    # Half a release must not bear the name of one.
    gone = release.with_name(_UNFINISHED[1] + release.name)
    release.rename(gone)
    shutil.rmtree(gone)


def _switch(target: Path, release: Path) -> None:
    """Turns the link to `release` in one step."""
    link = target.with_name(f".{target.name}.new")
    if link.is_symlink():
        link.unlink()
    try:
        link.symlink_to(Path(release.parent.name) / release.name, target_is_directory=True)
        if not target.is_symlink() and target.is_dir():
            target.rmdir()
        link.replace(target)
    except OSError as error:
        raise PublishError(
            f"{target} must become a link to the newest release, and this disk or computer does not let you make or"
            f" turn one: {error.strerror}.\nNothing was published. On Windows, and on a stick or a network drive, use"
            " --zip FILE instead."
        ) from error
