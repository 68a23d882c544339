"""What a build makes, as plain values, and the one place that puts it on disk."""

import errno
import os
import tempfile
import zipfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath
from typing import IO, Any, Literal

from .diagnostics import Location
from .staging import umask


@dataclass(frozen=True, slots=True)
class Heading:
    """An entry of a page's table of contents; `id` is its anchor."""

    level: int
    id: str
    title: str


EntryKind = Literal[
    "guide",
    "family",
    "prompt",
    "activity",
    "skill",
    "term",
    "fact",
    "topic",
    "routine",
    "purpose",
    "grade",
    "safety",
    "insert",
    "script",
    "print",
    "staff",
    "kit",
    "language",
    "page",
]


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """A result that search can show: a place on a page, with its words in plain text.

    `id` names the entry of the toolkit that it is; `grades` are those that it is for, none where it is for all.
    `labels` are words that do not stand in it, and by which people look for it: what it is about, what it is used for.
    """

    anchor: str
    title: str
    text: str
    kind: EntryKind = "page"
    id: str = ""
    grades: tuple[str, ...] = ()
    labels: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A web page, apart from the theme around it.

    `uri` is relative to the site and ends with `/`; the home page's is empty. `source` is the file from which the
    page is made, relative to docs/, empty where there is no single one.
    """

    uri: str
    title: str
    description: str
    body: str
    headings: tuple[Heading, ...] = ()
    search: tuple[SearchEntry, ...] = ()
    source: str = ""
    is_wide: bool = False
    """True for pages that need no table of contents beside them."""
    picture: str = ""
    """The URI of the picture that stands for it where people share links; empty for the school's own."""
    is_indexed: bool = True
    """False for pages that show only what a reader's own device holds: search engines leave them out."""


@dataclass(frozen=True, slots=True)
class OutputFile:
    """A file of the site that is not a page. `uri` is relative to the site."""

    uri: str
    content: bytes


PRINT_FAULTS = {
    "too-long-to-print": "The text does not fit on its card or page, not even in 8 point, the smallest type we print.",
}
Paper = Literal["letter", "a4"]
Like = Literal["cards", "plan", "handouts"]
"""As what a pick of prompts and activities is printed."""
SheetKind = Literal[
    "cards",
    "small-cards",
    "plan",
    "expect",
    "handout",
    "progress",
    "reflection",
    "interpreter",
    "messages",
    "insert",
    "guide",
    "poster",
    "binder",
    "staff",
    "safety",
    "thanks",
    "door",
    "summer",
    "inserts",
    "kit",
    "slides",
    "palette",
]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A printed piece before it is set: plain values for the Typst template of its kind.

    `uri` is that of its PDF, relative to the site. `images` are SVG texts by the path under which the template names
    them. `day` dates the PDF: it comes from the content, never from a clock. `places` tell where in the author's files
    a text stands, by the key under which the template reports it when it does not fit. `name` is what
    its kind is called.
    """

    kind: SheetKind
    uri: str
    title: str
    name: str
    about: str
    language: str
    paper: Paper
    day: date
    values: Mapping[str, Any]
    images: Mapping[str, str]
    places: Mapping[str, Location]
    guide: str = ""
    """The id of the guide that it belongs to; empty for a sheet of the whole toolkit."""
    grade: str = ""
    """The grade that it belongs to; empty for most. It is made and kept with the sheets of the whole toolkit."""
    piece: str = ""
    """The id of the piece of the kit that it is; empty for all others."""
    is_for_staff: bool = False
    """True for what a school may keep out of its site with the staff's page."""
    source: str = ""
    """The language in which the toolkit is written, whose texts may stand on it, too."""
    drawn: Mapping[str, Any] = field(default_factory=dict)
    """What takes the place of other values in its small picture."""
    bound: "tuple[Sheet | PrintedSheet, ...]" = ()
    """What a binder takes in, in the order of its `parts`; some of it may be set already."""
    fonts: tuple[Path, ...] = ()
    """The school's own fonts."""


@dataclass(frozen=True, slots=True)
class PrintedSheet:
    """A sheet, set: what pages say of it, its PDF, how many pages that has, and a picture (PNG) of the first.

    `key` and `picture_key` are the names under which a cache keeps the two.
    """

    kind: SheetKind
    uri: str
    name: str
    about: str
    language: str
    paper: Paper
    guide: str
    pages: int
    key: str
    picture_key: str
    pdf: bytes
    picture: bytes
    grade: str = ""
    piece: str = ""
    is_for_staff: bool = False

    @property
    def size(self) -> int:
        """How many bytes the PDF has, as exactly as readers are told: in thousands, or in tenths of a million."""
        count = len(self.pdf)
        return round(count, -3 if count < 1_000_000 else -5)

    @property
    def picture_height(self) -> int:
        """How high its picture is where it is 340 wide: a page on its side is lower. A PNG says its size at once."""
        width, height = (int.from_bytes(self.picture[at : at + 4]) for at in (16, 20))
        return round(340 * height / width) if width else 440

    @property
    def picture_uri(self) -> str:
        return self.uri.removesuffix(".pdf") + ".png"


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG before it is drawn: plain values for the Typst template `form`, which gets `width` and `height` in pixels.

    `images` are SVG texts by the path under which the template names them.
    """

    form: Literal["icon", "social", "place"]
    uri: str
    width: int
    height: int
    language: str
    values: Mapping[str, Any]
    images: Mapping[str, str]
    source: str = ""
    """The language in which the toolkit is written, whose texts may stand on it, too."""
    fonts: tuple[Path, ...] = ()
    """The school's own fonts."""


def files_in(folder: Path) -> Iterator[tuple[str, Path]]:
    """The files in `folder` and below, by their names as seen from it, in order; links are followed, loops are not."""
    found: list[Path] = []

    def look(here: Path) -> None:
        with os.scandir(here) as entries:
            for entry in entries:
                if entry.is_dir():
                    # Only a link can lead back to where one came from.
                    if not entry.is_symlink() or Path(entry.path).resolve() not in (
                        here.resolve(),
                        *here.resolve().parents,
                    ):
                        look(Path(entry.path))
                elif entry.is_file():
                    found.append(Path(entry.path))

    if folder.is_dir():
        look(folder)
    for file in sorted(found):
        yield file.relative_to(folder).as_posix(), file


def write_files(folder: Path, files: Mapping[str, bytes], programs: Collection[str] = ()) -> None:
    """Writes each file under its name below `folder`, each whole or not at all; others there stay.

    Those among `programs` can be started.
    """
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        with _whole(file, 0o777 if name in programs else 0o666) as new:
            new.write(content)


def write_together(folder: Path, files: Mapping[str, bytes | None]) -> None:
    """Writes files under their names below `folder`: all of them, or none, with what was there as it was.

    A file with None goes away.
    """
    new: dict[Path, Path] = {}
    old: dict[Path, Path] = {}
    done: list[Path] = []
    try:
        # Whatever needs room is done first; what is left to do is to give files other names.
        for name, content in files.items():
            file = folder / name
            if content is not None:
                file.parent.mkdir(parents=True, exist_ok=True)
                new[file] = _beside(file, content)
            if file.is_file():
                old[file] = _beside(file, file.read_bytes())
        for name in files:
            file = folder / name
            if file in new:
                new[file].replace(file)
            else:
                file.unlink(missing_ok=True)
            done.append(file)
    except BaseException:
        for file in done:
            if file in old:
                old[file].replace(file)
            else:
                file.unlink(missing_ok=True)
        raise
    finally:
        for file in (*new.values(), *old.values()):
            file.unlink(missing_ok=True)


def _beside(target: Path, content: bytes) -> Path:
    """A file beside `target`, with a name by chance; if anything goes wrong, it leaves no trace."""
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.new-", delete=False) as new:
        made = Path(new.name)
        try:
            new.write(content)
            new.flush()
            # Temporary files are private, and these are to be read by others.
            made.chmod(0o666 & ~umask())
        except BaseException:
            made.unlink()
            raise
    return made


_DATE = (1980, 1, 1, 0, 0, 0)
"""The day of every file in a zip, the first that the format knows: same files, same bytes."""
_PACKED = (".pdf", ".png", ".jpg", ".woff2", ".gz")
"""Files that a zip cannot make smaller."""


def pack(out: Path | IO[bytes], files: Iterable[tuple[str, bytes]]) -> None:
    """Packs the files, each with its name, as one zip into `out`."""
    with zipfile.ZipFile(out, "w") as made:
        for name, content in files:
            entry = zipfile.ZipInfo(name, _DATE)
            # Unpacked on a server, others may read it; and the zip is the same whatever system makes it.
            entry.create_system, entry.external_attr = 3, 0o100644 << 16
            is_packed = PurePosixPath(name).suffix in _PACKED
            made.writestr(entry, content, zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED)


def write_archive(target: Path, files: Iterable[tuple[str, bytes]]) -> None:
    """Writes the files, each with its name, as one zip, whole or not at all."""
    with _whole(target) as new:
        pack(new, files)


@contextmanager
def _whole(target: Path, rights: int = 0o666) -> Iterator[IO[bytes]]:
    """A file to write that takes the place of `target` once it is whole; if anything goes wrong, it leaves no trace."""
    new = tempfile.NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.new-", delete=False)  # noqa: SIM115
    try:
        with new:
            yield new
        # Temporary files are private, and these are to be read by others.
        Path(new.name).chmod(rights & ~umask())
        Path(new.name).replace(target)
    except BaseException:
        Path(new.name).unlink()
        raise


_CLOSED = (errno.EACCES, errno.EPERM, errno.EROFS)
"""What a system says of a place where nothing may be written."""


@contextmanager
def where_open() -> Iterator[None]:
    """Goes on where nothing may be written: a cache saves time, and a toolkit on a read-only disk can be built too."""
    try:
        yield
    except OSError as error:
        if error.errno not in _CLOSED:
            raise
