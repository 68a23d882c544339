"""What search can show, as the built site holds it."""

from typing import Any

Row = tuple[str, str, str, str, list[str]]
"""Kind, name, address, title and grades of a result."""


def rows_of(values: dict[str, Any]) -> list[Row]:
    """The results of a site's `search-entries`, as `rowsOf` in search-index.js reads them."""
    kinds, pages, ages = list(values["kinds"]), values["pages"], values["ages"]
    heads = {page: title for _, page, anchor, _, _, title in values["entries"] if not anchor}
    rows = []
    for kind, page, anchor, name, age, title in values["entries"]:
        own = anchor if name == 0 else pages[page].split("/")[-2] if name == 1 else name
        shown = title.replace("{}", heads.get(page, "{}"), 1) if anchor else title
        rows.append((kinds[kind], own, pages[page] + (f"#{anchor}" if anchor else ""), shown, ages[age]))
    return rows


def words_of(values: dict[str, Any]) -> set[str]:
    """All words, cut, that stand in a site's results."""
    return {*values["words"].split(" ")}
