"""Where a toolkit's site was published to last, so that nobody types it again. Kept beside the history."""

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Literal

from toolkit_builder.outputs import write_files

from .history import FOLDER

Way = Literal["folder", "zip", "branch"]
_FILE = "places.json"


@dataclass(frozen=True, slots=True)
class Places:
    """A folder, a zip, and a branch with the name or the address of its repository; `way` is the one used last."""

    way: str = ""
    folder: str = ""
    zip: str = ""
    branch: str = "gh-pages"
    remote: str = "origin"


def read_places(root: Path) -> Places:
    """Those of the toolkit in `root`; of one that was not published yet, what is usual."""
    known = Places(zip=str(_downloads() / f"{root.resolve().name}-site.zip"))
    try:
        held = json.loads((root / FOLDER / _FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return known
    names = {field.name for field in fields(Places)}
    said = {key: value for key, value in held.items() if key in names and isinstance(value, str) and value}
    return Places(**{**asdict(known), **said})


def keep_places(root: Path, places: Places) -> None:
    """Remembers them. Raises OSError."""
    write_files(root / FOLDER, {_FILE: json.dumps(asdict(places), ensure_ascii=False).encode()})


def _downloads() -> Path:
    home = Path.home()
    return next((home / name for name in ("Downloads", "Desktop") if (home / name).is_dir()), home)
