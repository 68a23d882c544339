"""Toolkits to measure."""

import re
import shutil
from pathlib import Path
from typing import Any

import yaml

from toolkit_builder.model.vocabulary import GRADES

from .running import Failure

AGAIN = "Changed once more."
"""A sentence that one guide gets before a second build, whose site must show it."""
_NOT_CHANGED = ("version", "checked_on", "skills")


def copy_toolkit(source: Path, folder: Path, languages: list[str] | None = None, *, schools: int = 0) -> Path:
    """The toolkit in `source`, copied to `folder`: in its own languages if none are named, shared by `schools`."""
    for part in ("docs", "locales"):
        if (source / part).is_dir():
            shutil.copytree(source / part, folder / part)
    shutil.copyfile(source / "mkdocs.yml", folder / "mkdocs.yml")
    if languages:
        file = folder / "docs/school.yml"
        chosen = f"languages: [{', '.join(languages)}]"
        text, found = re.subn(r"^languages: .*$", chosen, file.read_text(encoding="utf-8"), flags=re.MULTILINE)
        if found != 1:
            raise Failure(f"The languages of {source} could not be chosen.")
        file.write_text(text, encoding="utf-8")
    for number in range(schools):
        color = f"#{(number * 37) % 96:02x}{(number * 59) % 96:02x}{(number * 83) % 96:02x}"
        text = f'name: School Number {number}\ncolors: {{primary: "{color}"}}\n'
        file = folder / f"schools/school-{number}.yml"
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def languages_of(source: Path) -> list[str]:
    languages: list[str] = _read(source / "docs/school.yml")["languages"]
    return languages


def _read(file: Path) -> Any:
    return yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def _write(file: Path, values: Any) -> None:
    text = yaml.dump(values, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=110)
    file.write_text(text, encoding="utf-8")


def _own(value: Any, number: int, key: str = "") -> Any:
    """A copy of a guide's YAML values with every sentence made this guide's own."""
    if isinstance(value, dict):
        return {name: _own(inner, number, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [_own(inner, number, key) for inner in value]
    is_word = not isinstance(value, str) or " " not in value
    return value if is_word or key in _NOT_CHANGED else f"{value} ({number})"


def write_guides(source: Path, folder: Path, count: int) -> Path:
    """A toolkit of `count` guides in one language: those of `source` in turn, each with texts of its own.

    No cache of texts may flatter the result. What guides share is that of `source`.
    """
    copy_toolkit(source, folder, languages_of(source)[:1])
    guides = folder / "docs/guides"
    originals = [_read(file) for file in sorted(guides.glob("*.yml"))]
    shutil.rmtree(guides)
    guides.mkdir()
    grades = list(GRADES)
    for number in range(count):
        guide = _own(originals[number % len(originals)], number)
        guide["grades"] = [grades[number % len(grades)]]
        if "next_visit" in guide:
            guide["next_visit"] = f"guide-{(number + 1) % count:04}"
        _write(guides / f"guide-{number:04}.yml", guide)
    return folder


def change_guide(folder: Path) -> str:
    """Changes a sentence of the toolkit's first guide; returns the guide's id."""
    file = min((folder / "docs/guides").glob("*.yml"))
    guide = _read(file)
    guide["cover"]["purpose"] += f" {AGAIN}"
    _write(file, guide)
    return file.stem
