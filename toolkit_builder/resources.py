"""Where templates, the starter and the icons lie: beside the package in a checkout, inside it in a wheel."""

from functools import cache
from importlib.resources import files
from pathlib import Path

_PACKAGE = Path(__file__).parent


def templates_dir() -> Path:
    """The folder of Jinja2 templates, Material overrides, CSS and JavaScript."""
    inside = _PACKAGE / "templates"
    return inside if inside.is_dir() else _PACKAGE.parent / "templates"


def starter_dir() -> Path:
    """The folder of the default toolkit: `mkdocs.yml`, `docs/`, `schemas/`."""
    inside = _PACKAGE / "starter"
    return inside if inside.is_dir() else _PACKAGE.parent


@cache
def read_icon(name: str) -> str:
    """The SVG text of one of Material's bundled icons, such as `material/pot-steam-outline`.

    Raises FileNotFoundError for a name that Material does not have.
    """
    # Named by text, not imported: the theme's data is used here, not its code.
    return files("material").joinpath(f"templates/.icons/{name}.svg").read_text(encoding="utf-8")
