"""Pictures and recordings that come from a form: looked at before they are kept, and never over another one."""

import io
import re
import unicodedata
from pathlib import Path, PurePosixPath

from toolkit_builder.folders import Folders
from toolkit_builder.loading import picture_folders
from toolkit_builder.outputs import files_in
from toolkit_builder.pictures import ENDINGS, LARGEST, PICTURE_LEVELS, picture_faults
from toolkit_builder.sounds import ENDINGS as SOUND_ENDINGS
from toolkit_builder.sounds import sound_fault

from .items import EditError

_PICTURES, _RECORDINGS = "assets", "assets/audio"
_NO_LETTERS = re.compile(r"[^a-z0-9]+")


def pictures_of(folders: Folders) -> list[str]:
    """The pictures that a school can choose, by their paths in the folder of the content."""
    return _files_of(folders, ENDINGS)


def recordings_of(folders: Folders) -> list[str]:
    """The recordings that a school can choose, likewise."""
    return _files_of(folders, SOUND_ENDINGS)


def _files_of(folders: Folders, endings: tuple[str, ...]) -> list[str]:
    found = {
        name
        for docs in picture_folders(folders)
        if docs.is_dir()
        for name, file in files_in(docs)
        if file.suffix.lower() in endings
    }
    return sorted(found)


def new_picture(folders: Folders, name: str, content: bytes) -> str:
    """The path of a new picture among the school's, in the folder of its content.

    Raises EditError for what is no picture, and for one that is not safe to show.
    """
    ending = PurePosixPath(name.replace("\\", "/")).suffix.lower()
    if ending not in ENDINGS:
        raise EditError("That is none of SVG, PNG and JPG. Export the picture as one of these.")
    if len(content) > 4 * LARGEST:
        most = 4 * LARGEST // 1000
        raise EditError("That picture is bigger than {most} kilobytes. Export it smaller, or as SVG.", most=most)
    for code, message, hint in picture_faults(content, ending):
        if PICTURE_LEVELS[code] == "error":
            why = f"{message}. {hint[:1].upper()}{hint[1:]}"
            raise EditError("This picture cannot be used: {why}.", why=why)
    return _free(folders.own.docs, _PICTURES, name, content)


def new_recording(folders: Folders, name: str, content: bytes) -> str:
    """The path for a recording among the school's, from docs/. Raises EditError for what is not played."""
    ending = PurePosixPath(name.replace("\\", "/")).suffix.lower()
    if ending not in SOUND_ENDINGS:
        raise EditError("That is neither MP3 nor Opus. Export the recording as MP3, which every device plays.")
    if fault := sound_fault(io.BytesIO(content), ending):
        message, hint = fault
        why = f"{message}. {hint[:1].upper()}{hint[1:]}"
        raise EditError("This recording cannot be used: {why}.", why=why)
    return _free(folders.own.docs, _RECORDINGS, name, content)


def _free(docs: Path, folder: str, name: str, content: bytes) -> str:
    """A path that is free, or that of the same file."""
    ending = PurePosixPath(name.replace("\\", "/")).suffix.lower()
    letters = unicodedata.normalize("NFKD", PurePosixPath(name.replace("\\", "/")).stem.casefold())
    stem = _NO_LETTERS.sub("-", letters.encode("ascii", "ignore").decode()).strip("-")[:60] or "file"
    number = 1
    while True:
        path = f"{folder}/{stem}{'' if number == 1 else f'-{number}'}{ending}"
        file = docs / path
        if not file.exists() or (file.is_file() and file.read_bytes() == content):
            return path
        number += 1
