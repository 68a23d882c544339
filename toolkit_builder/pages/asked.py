"""How people ask for what the default library holds, in words that do not stand in it; they come with the package.

`templates/asked/LANGUAGE.tsv` has a line for an entry: its kind and name, such as `activity/half-the-recipe`, a tab,
and searches with semicolons between them, as teachers, coordinators, parents and students would type them. They were
written by people who saw the entries, and none of the queries of tests/search. Where a toolkit has an entry of that
name, it is found by these words too; a school's own words stand in its docs/search.yml.
"""

from collections.abc import Mapping
from functools import cache

from toolkit_builder.resources import templates_dir


@cache
def asked_words(language: str) -> Mapping[str, tuple[str, ...]]:
    """Searches by which people ask for entries of the default library, by kind and name: `activity/half-the-recipe`.

    Empty for a language in which nobody has written them down.
    """
    file = templates_dir() / "asked" / f"{language.partition('-')[0]}.tsv"
    if not file.is_file():
        return {}
    lines = file.read_text(encoding="utf-8").splitlines()
    return {name: tuple(said.split("; ")) for name, _, said in (line.partition("\t") for line in lines)}
