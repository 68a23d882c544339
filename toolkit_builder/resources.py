"""Where templates, the starter and the icons lie: beside the package in a checkout, inside it in a wheel."""

import os
import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from pathlib import Path

_PACKAGE = Path(__file__).parent
_ICON = re.compile(r"[a-z0-9_-]+(?:/[a-z0-9_-]+)+")
_NEAR = 0.8
"""How alike two icons' names are, of 1, where one of them may have been meant: all begin with the name of their set."""


def templates_dir() -> Path:
    """The folder of Jinja2 templates, Material overrides, CSS and JavaScript."""
    inside = _PACKAGE / "templates"
    return inside if inside.is_dir() else _PACKAGE.parent / "templates"


def starter_dir() -> Path:
    """The folder of the default toolkit: `mkdocs.yml`, `docs/`, `schemas/`."""
    inside = _PACKAGE / "starter"
    return inside if inside.is_dir() else _PACKAGE.parent


def package_files() -> Iterator[tuple[str, os.stat_result]]:
    """The program's own files, its templates too, in order: each with its path and what the disk says of it."""
    # In a wheel, the templates lie in the package.
    for folder in (_PACKAGE, *(one for one in (templates_dir(),) if not one.is_relative_to(_PACKAGE))):
        for place, folders, names in os.walk(folder):
            folders[:] = sorted(name for name in folders if name not in ("__pycache__", "starter"))
            for name in sorted(names):
                path = os.path.join(place, name)  # noqa: PTH118, a third of the time that paths take
                yield path, os.stat(path)  # noqa: PTH116, as above


def _icons() -> Path:
    # Named by text, not imported: the theme's data is used here, not its code.
    return Path(str(files("material").joinpath("templates/.icons")))


@cache
def has_icon(name: str) -> bool:
    """True for the name of one of Material's bundled icons."""
    return bool(_ICON.fullmatch(name)) and (_icons() / f"{name}.svg").is_file()


def nearest_icon(name: str) -> str:
    """The icon that was probably meant by `name`; empty if none is near."""
    typed = re.sub(
        r"^(material|simple|octicons|fontawesome-(?:brands|regular|solid))-", r"\1/", name.strip(":").casefold()
    )
    typed = typed.replace("fontawesome-", "fontawesome/").removesuffix(".svg").replace(" ", "-")
    typed = typed if "/" in typed else f"material/{typed}"
    # Looking through one set takes half of the time that all take, which is long enough.
    icons = _icons()
    first = typed.partition("/")[0]
    folder = icons / first if (icons / first).is_dir() else icons
    known = [file.relative_to(icons).with_suffix("").as_posix() for file in folder.rglob("*.svg")]
    return next(iter(get_close_matches(typed, sorted(known), n=1, cutoff=_NEAR)), "")


@cache
def read_icon(name: str) -> str:
    """The SVG text of one of Material's bundled icons, such as `material/pot-steam-outline`.

    Raises FileNotFoundError for a name that Material does not have.
    """
    return (_icons() / f"{name}.svg").read_text(encoding="utf-8")
