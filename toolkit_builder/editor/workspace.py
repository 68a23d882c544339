"""The one place that knows the toolkit's folder while somebody edits it."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from toolkit_builder.diagnostics import Diagnostic
from toolkit_builder.folders import Folders
from toolkit_builder.model.base import Entry
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.options import Options

from .history import Change, History
from .items import Edit, Item, Saved, State


class Workspace:
    """A toolkit as it is now. One call at a time: what changes it waits for what came before."""

    revision: int
    """A number that grows with each change."""
    toolkit: Toolkit
    """That of the last state; it holds what is sound."""
    findings: list[Diagnostic]
    """Those of loading, of the last state; those of rules, of the state `findings_revision`."""
    findings_revision: int
    folders: Folders
    options: Options
    history: History

    def __init__(self, folder: Path, edition: str = "") -> None:
        """Opens the toolkit in `folder`. Raises ToolkitError where its settings are wrong."""
        raise NotImplementedError

    # --- What is there ---

    def kinds(self) -> list[str]:
        """The kinds of entries, by the names of their folders: school, guides, prompts, ..."""
        raise NotImplementedError

    def items(self, kind: str, q: str = "", limit: int = 200) -> list[Item]:
        """The entries of a kind, those with faults and hidden ones, too; those that hold the words `q`, best first."""
        raise NotImplementedError

    def search(self, kind: str, q: str, limit: int = 20) -> list[Item]:
        """The entries of a kind, or of all where it is empty, that hold the words `q`; none that are hidden."""
        raise NotImplementedError

    def entry(self, kind: str, id: str) -> Entry | None:  # noqa: A002
        """The entry as a value of the model; None for one with faults, or none. The school's id is `school`."""
        raise NotImplementedError

    def values(self, kind: str, id: str) -> dict[str, Any] | None:  # noqa: A002
        """What stands in the entry's YAML as plain values, faults and all; None where there is no such entry."""
        raise NotImplementedError

    def state(self, kind: str, id: str) -> State | None:  # noqa: A002
        """What its form shows beside its values: whose it is, where it stands, what is to mend, what lies below."""
        raise NotImplementedError

    def fault_of(self, kind: str, id: str) -> Mapping[tuple[str | int, ...], list[Diagnostic]]:  # noqa: A002
        """The findings of an entry by the keys where they stand; those of the entry as a whole under no keys."""
        raise NotImplementedError

    # --- Changes. Each raises EditError where it cannot be made, ConflictError where somebody else was quicker ---

    def save(self, kind: str, id: str, edits: Sequence[Edit], seen: int | None = None) -> Saved:  # noqa: A002
        """Makes the edits, one after the other, in one write. `seen` is the revision of the form that was edited.

        An entry of a layer below is taken over into the school's own first.
        """
        raise NotImplementedError

    def create(self, kind: str, id: str, values: Mapping[str, Any]) -> Saved:  # noqa: A002
        """Writes a new entry of the school's own."""
        raise NotImplementedError

    def new_guide(self, title: str, grades: Sequence[str], visit: str = "first", like: str = "") -> Saved:
        """Begins a guide, a short one or one like another; its id, made of the title, stands in what comes back."""
        raise NotImplementedError

    def duplicate(self, kind: str, id: str, new_id: str) -> Saved:  # noqa: A002
        """Writes an entry once more under another id."""
        raise NotImplementedError

    def rename(self, kind: str, id: str, new_id: str) -> Saved:  # noqa: A002
        """Gives an own entry another id; what leads to the one of before still finds it."""
        raise NotImplementedError

    def hide(self, kind: str, id: str) -> Saved:  # noqa: A002
        """Leaves an entry out of the site; it stays in its file."""
        raise NotImplementedError

    def show(self, kind: str, id: str) -> Saved:  # noqa: A002
        """Takes a hidden entry back into the site."""
        raise NotImplementedError

    def remove(self, kind: str, id: str) -> Saved:  # noqa: A002
        """Takes an own entry out of its file; where the layer below has one, that one holds again."""
        raise NotImplementedError

    def undo(self) -> str | None:
        """Takes back the last change, also of a session before; what it was, or None where there is none."""
        raise NotImplementedError

    def redo(self) -> str | None:
        """Makes again what was taken back last; what it was, or None where there is nothing."""
        raise NotImplementedError

    def versions(self, kind: str, id: str) -> list[Change]:  # noqa: A002
        """The changes of an entry, newest first. `history.text(change, kind, id)` gives its text before it."""
        raise NotImplementedError

    def restore(self, change_id: str, kind: str, id: str) -> Saved:  # noqa: A002
        """Makes an entry what it was before a change."""
        raise NotImplementedError

    def poll(self) -> int:
        """Looks at the disk: somebody else may have changed a file. The revision."""
        raise NotImplementedError

    # --- The real page ---

    def page(self, language: str, uri: str) -> str | None:
        """The HTML of the page at `uri`, such as `guides/grade-3-first/`, as of now; None where there is no such page.

        An element that shows a text bears `data-entry="guides/grade-3-first"` and `data-keys='["agenda", 2, "say"]'`.
        """
        raise NotImplementedError

    def page_uri(self, kind: str, id: str) -> str:  # noqa: A002
        """The address of a page that shows the entry, with an anchor where it stands among others."""
        raise NotImplementedError

    def page_file(self, language: str, uri: str) -> tuple[bytes, str] | None:
        """Another file that pages show, by its address beside them, and its media type; None where there is none."""
        raise NotImplementedError
