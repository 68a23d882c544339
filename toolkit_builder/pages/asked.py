"""How people ask for what the default library holds, in words that do not stand in it; they come with the package."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import yaml

from toolkit_builder.resources import templates_dir

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def asked_words(language: str) -> Mapping[str, str]:
    """Words by which people ask for entries of the default library, by kind and name: `activity/half-the-recipe`.

    Empty for a language in which nobody has written them down.
    """
    rows = yaml.load((templates_dir() / "asked.yml").read_text(encoding="utf-8"), _Loader)  # noqa: S506, a safe loader
    base = language.partition("-")[0]
    found: dict[str, list[str]] = {}
    for row in rows:
        if said := row.get(base):
            for key in row["for"]:
                found.setdefault(key, []).append(said)
    return {key: " ".join(words) for key, words in found.items()}
