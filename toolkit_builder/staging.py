"""A folder that is made aside and put in place whole: a site, or a new toolkit.

Whoever makes one holds a lock on it, which the system takes back when the process ends, however it ends. So a folder
that a killed build left behind is told from one whose build still runs, and goes with the next build.
"""

import errno
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

if sys.platform != "win32":
    import fcntl

_ABANDONED_AFTER = 3600.0
"""Seconds after which a folder is nobody's, where the system has no locks that end with their process."""
_STAGED = ".new-"
"""Stands in the name of every folder that is being made aside, and at the end of it a word by chance."""
_STAYS = {errno.EBUSY, errno.EXDEV, errno.EACCES, errno.EPERM, errno.EROFS}
"""What a system says of a folder that cannot be moved: it is a mount, in use, or its parent may not be changed."""


class Staging:
    """An empty folder, to be filled and then put in the place of `target`, or to be discarded."""

    def __init__(self, target: Path) -> None:
        """Raises OSError where there is no place for it, or where the target is a file."""
        self.target = target.resolve()
        if self.target.exists() and not self.target.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(self.target))
        self.target.parent.mkdir(parents=True, exist_ok=True)
        with _alone(self.target.parent):
            _mend_interrupted_swap(self.target)
            for place in (self.target.parent, self.target):
                _remove_abandoned(place, self._prefix)
            self._around = self._made()
            self._lock: int | None = None
            with suppress(OSError):
                self._lock = lock_folder(self._around, waits=False)
        # The folder around it bears the lock, and goes when what is in it is in its place.
        self.folder = self._around / self.target.name
        self.folder.mkdir()

    @property
    def _prefix(self) -> str:
        return f".{self.target.name}{_STAGED}"

    def _made(self) -> Path:
        # Beside the target, on the same disk, it can be moved there in one step. What is mounted is another disk.
        is_mount = self.target.is_mount()
        try:
            return Path(tempfile.mkdtemp(prefix=self._prefix, dir=self.target if is_mount else self.target.parent))
        except OSError as error:
            if error.errno not in _STAYS or is_mount or not self.target.is_dir():
                raise
            return Path(tempfile.mkdtemp(prefix=self._prefix, dir=self.target))

    def swap_in(self) -> None:
        """Puts the folder in the target's place. Before, in between and after, one whole folder stands there or aside.

        A target that cannot be moved stays, and what it holds is replaced. Raises OSError where that fails, too.
        """
        with _alone(self.target.parent):
            _mend_interrupted_swap(self.target)
            aside = _aside(self.target)
            try:
                if self._around.parent == self.target:
                    raise OSError(errno.EXDEV, os.strerror(errno.EXDEV), str(self.target))
                if self.target.exists():
                    self.target.rename(aside)
                self.folder.rename(self.target)
            except OSError as error:
                _mend_interrupted_swap(self.target)
                if error.errno not in _STAYS or not self.target.is_dir():
                    raise
                self._replace_content()
            shutil.rmtree(aside, ignore_errors=True)
        self.discard()

    def _replace_content(self) -> None:
        """Replaces what the target holds by what the folder holds: not in one step, but in the shortest time."""
        work = Path(tempfile.mkdtemp(prefix=self._prefix, dir=self.target))
        try:
            new, old = self.folder, work / "old"
            old.mkdir()
            if self._around.parent != self.target:
                # Across disks, copying takes its time: the old content stands meanwhile.
                new = work / "new"
                for entry in (self.folder, *sorted(self.folder.rglob("*"))):
                    copied = new / entry.relative_to(self.folder)
                    copied.mkdir() if entry.is_dir() else shutil.copy2(entry, copied)
            for entry in list(self.target.iterdir()):
                if entry not in (work, self._around):
                    entry.rename(old / entry.name)
            for entry in list(new.iterdir()):
                entry.rename(self.target / entry.name)
        finally:
            shutil.rmtree(work, ignore_errors=True)

    def discard(self) -> None:
        """Takes the folder away; what was put in place before stays there."""
        # What cannot be removed now goes with the next build.
        shutil.rmtree(self._around, ignore_errors=True)
        unlock(self._lock)
        self._lock = None


def umask() -> int:
    """Which rights new files do not get."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _aside(target: Path) -> Path:
    return target.with_name(f".{target.name}.old")


def _mend_interrupted_swap(target: Path) -> None:
    """A swap that was killed between its two moves left the old folder aside; it goes back to its place."""
    aside = _aside(target)
    if not aside.exists():
        return
    if target.exists():
        shutil.rmtree(aside)
    else:
        aside.rename(target)


def lock_folder(folder: Path, *, waits: bool) -> int | None:
    """A lock on `folder` for this process alone: a file descriptor. It ends when that is closed, or with the process.

    None on Windows, which has no such locks. Raises BlockingIOError where another process has it, unless this one
    `waits` for it, and another OSError where the disk knows no locks.
    """
    if sys.platform == "win32":
        return None
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if waits else fcntl.LOCK_NB))
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def unlock(lock: int | None) -> None:
    """Ends a lock that `lock_folder` gave."""
    if lock is not None:
        os.close(lock)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Waits until no other process makes, moves or removes folders of ours in `folder`."""
    lock = None
    if _STAGED in folder.name:
        # It is its builder's alone, who has the lock, and whose processes make each a folder of its own there.
        yield
        return
    # Some network drives have no locks; two builds at once are on their own there.
    with suppress(OSError):
        lock = lock_folder(folder, waits=True)
    try:
        yield
    finally:
        unlock(lock)


def _is_abandoned(folder: Path) -> bool:
    """True for a folder that no process fills any more."""
    lock = None
    try:
        lock = lock_folder(folder, waits=False)
    except BlockingIOError:
        return False
    except OSError:
        # Not a folder any more, or a disk without locks: age must tell.
        pass
    unlock(lock)
    return lock is not None or time.time() - folder.stat().st_mtime > _ABANDONED_AFTER


def _remove_abandoned(place: Path, prefix: str) -> None:
    """Removes folders in `place` that killed builds left behind."""
    for folder in place.glob(f"{prefix}*") if place.is_dir() else ():
        if _is_abandoned(folder):
            # A process of the killed build may still write there; the next build finds what is left.
            shutil.rmtree(folder, ignore_errors=True)
