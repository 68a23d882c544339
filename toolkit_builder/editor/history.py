"""What was changed, when, and what stood there before: kept in `.history/`, written before the change is made."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Change:
    """One change: a name for it, when, in words, and the entry."""

    id: str
    time: datetime
    title: str
    kind: str
    entry: str
    is_undone: bool = False


class History:
    """The changes of the toolkit in `root`, over sessions."""

    def __init__(self, root: Path) -> None:
        raise NotImplementedError

    def changes(self, kind: str = "", id: str = "", limit: int = 50) -> list[Change]:  # noqa: A002
        """The last changes, of one kind or one entry if asked, newest first."""
        raise NotImplementedError

    @property
    def undoable(self) -> Change | None:
        """What `undo` would take back."""
        raise NotImplementedError

    @property
    def redoable(self) -> Change | None:
        """What `redo` would make again."""
        raise NotImplementedError
