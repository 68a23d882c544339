"""What files held before changes, and after them, for taking these back, making them again, and older versions."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from toolkit_builder.folders import Folders
from toolkit_builder.loading.files import SCHOOL
from toolkit_builder.upgrading.pieces import KINDS, Piece, pieces_in, school_file

from .changes import file_with
from .history import Change, History, content_of
from .items import ConflictError
from .kept import Content


def files_before(history: History, changes: Sequence[Change]) -> dict[str, Content]:
    """The files without the `changes`, the oldest of which comes first. Raises ConflictError where they cannot be."""
    return _files(history, changes, is_back=True)


def files_after(history: History, changes: Sequence[Change]) -> dict[str, Content]:
    """The files with the `changes` made again. Raises ConflictError where they cannot be."""
    return _files(history, changes, is_back=False)


def _files(history: History, changes: Sequence[Change], *, is_back: bool) -> dict[str, Content]:
    was: dict[str, Content] = {}
    will: dict[str, Content] = {}
    for change in changes:
        for path, (before, after) in history.files(change.id).items():
            was.setdefault(path, before)
            will[path] = after
    if is_back:
        was, will = will, was
    made = {}
    for path, content in will.items():
        now = content_of(history.root / path)
        made[path] = content if now == was[path] else _in_file(path, changes[-1], (was[path], content), now)
    return made


def _in_file(path: str, change: Change, step: tuple[Content, Content], now: Content) -> Content:
    """A file that somebody else changed, too, with only the entry of a `change` as it was."""
    name = SCHOOL if change.kind == SCHOOL else f"{change.kind}/{change.entry}".casefold()
    was, will = (_pieces(path, change.kind, one).get(name) for one in step)
    held = _pieces(path, change.kind, now).get(name)
    if now is None or was is None or will is None or held is None or held.text != was.text or change.kind == SCHOOL:
        raise ConflictError(
            "This was changed since by somebody else, so it cannot be taken back in one step. Look at its versions.",
            (),
            will.text if will else None,
            held.text if held else None,
        )
    return file_with(now, held, will.text)


def entry_text(history: History, folders: Folders, change: str, kind: str, id: str) -> str | None:  # noqa: A002
    """The text of an entry before a `change`; None where it was not there."""
    return _entry_in({path: before for path, (before, _) in history.files(change).items()}, folders, kind, id)


def is_of(history: History, folders: Folders, change: str, kind: str, id: str) -> bool:  # noqa: A002
    """True for a change that made another text of an entry."""
    files = history.files(change)
    before, after = ({path: contents[side] for path, contents in files.items()} for side in (0, 1))
    return _entry_in(before, folders, kind, id) != _entry_in(after, folders, kind, id)


def _entry_in(files: Mapping[str, Content], folders: Folders, kind: str, id: str) -> str | None:  # noqa: A002
    for path, content in files.items():
        if kind == SCHOOL:
            if path == folders.path_of(school_file(folders.own)) and content is not None:
                return _text(content)
        elif piece := _pieces(path, kind, content).get(f"{kind}/{id}".casefold()):
            return piece.text
    return None


def _pieces(path: str, kind: str, content: Content) -> Mapping[str, Piece]:
    if content is None or kind not in KINDS or not path.endswith((".yml", ".yaml")):
        return {}
    file = Path(path)
    return {piece.name: piece for piece in pieces_in(_text(content), file, path, kind)}


def _text(content: bytes) -> str:
    return content.decode("utf-8-sig", errors="replace").replace("\r\n", "\n")
