"""The one place that knows the toolkit's folder while somebody edits it."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from toolkit_builder.loading.files import SCHOOL
from toolkit_builder.outputs import Sheet, write_together
from toolkit_builder.upgrading.pieces import KINDS as FOLDERS

from .changes import value_at, with_edits
from .composing import Composer, Draft
from .conflicts import Memory, looked_at, refuse_stale
from .forms import form_of
from .history import Change, History, content_of
from .holdings import Held, place_of
from .items import ConflictError, Edit, EditError, Keys, Saved, of_disk
from .kept import Content
from .live import LivePages
from .overview import Overview, alone
from .printed import sheets_of
from .taking_back import entry_text, files_after, files_before, is_of
from .translations import Said, translated

_LONGEST_TITLE = 70
NO_FILES: Mapping[str, bytes] = MappingProxyType({})


def _title(kind: str, entry: str, edits: Sequence[Edit]) -> str:
    """What a save is called in lists: the entry, and what its form calls the part that changed."""
    fields = (form_of(kind).at(edit.keys[:1]) for edit in edits if edit.keys)
    said = ", ".join(dict.fromkeys(field.label for field in fields if field))
    return f"{entry}: {said}" if said else entry


class Workspace(Overview):
    """A toolkit as it is now."""

    def __init__(self, folder: Path, edition: str = "") -> None:
        """Opens the toolkit in `folder`, that of one school of many for an `edition`; finishes what a crash left half.

        Raises ToolkitError where its settings are wrong, OSError where its files cannot be read.
        """
        super().__init__(folder, edition)
        self.history = History(self.folders.root)
        if self.history.is_begun:
            with self.history.alone():
                self.history.settle()
            if self._source.has_news():
                self._source.read()
        self._judge.ask(self._now)
        self._memory = Memory()
        self._pages = LivePages()

    # --- Changes. Each raises EditError where it cannot be made, ConflictError where somebody else was quicker ---

    @alone
    def save(
        self,
        kind: str,
        id: str,  # noqa: A002
        edits: Sequence[Edit],
        seen: int | None = None,
        files: Mapping[str, bytes] = NO_FILES,
        *,
        is_compared: bool = False,
    ) -> Saved:
        """Makes the edits, one after the other, in one write. `seen` is the revision of the form that was edited.

        `is_compared` for values that stand as that form showed them.

        `files` come with them, such as a picture, by their paths as seen from the toolkit.

        An entry of a layer below is taken over into the school's own first.
        """
        seen = self.revision if seen is None else seen
        self.poll()
        held = self._held(kind, id)
        piece = self._now.holdings.worded(held) if held else None
        if held is None or piece is None:
            raise EditError("It is not there any more, or cannot be read. Load the page again.")
        before = self._value(held)
        refuse_stale(self._memory, held.name, seen, before, edits, is_compared=is_compared)
        locked = {*self._locked(held, piece)}
        if any(
            edit.keys[: len(keys)] == keys or keys[: len(edit.keys)] == edit.keys for edit in edits for keys in locked
        ):
            raise EditError("The library locks this text; who keeps the library can unlock it.")
        edits = [edit for edit in edits if edit.action != "set" or value_at(piece.value, edit.keys) != edit.value]
        changed = {**self._files_after(held, edits), **files}
        if any(edit.action != "set" for edit in edits):
            self._memory.rearranged(held.name, self.revision + 1, edits)
        keys = edits[0].keys if len(edits) == 1 and edits[0].action == "set" else ()
        self._write(_title(held.kind, self._title(held), edits), Draft(changed, kind, held.id), keys)
        self._memory.changed(held.name, self.revision, before)
        return self._saved(kind, self._id_after(held, edits))

    def _files_after(self, held: Held, edits: Sequence[Edit]) -> dict[str, Content]:
        """The files after the edits of an entry: its own file, and the school's for texts that it words anew."""
        files: dict[str, Content] = {}
        wording = self._now.holdings.wording[-1] if held.kind != SCHOOL else {}
        value = self._value(held)
        of_entry: list[Edit] = []
        of_wording: list[Edit] = []
        for edit in edits:
            place = place_of(held.kind, held.id, value, edit.keys) if wording and edit.action == "set" else ""
            if place in wording:
                of_wording.append(Edit(("wording", place), "set", edit.value))
            else:
                of_entry.append(edit)
        if of_wording and (school := self._held(SCHOOL, SCHOOL)):
            files |= self._files_after(school, of_wording)
        if not of_entry:
            return files
        composer = self._composer()
        if self._is_own(held):
            piece = self._now.holdings.piece(held)
            assert piece is not None, "an entry that was just read"
            return files | composer.with_text(held, with_edits(held.kind, piece.text, piece.value, of_entry))
        if held.kind == SCHOOL:
            raise EditError("Your school has no file of its own yet.")
        return files | composer.taken_with(held, of_entry)

    def _value(self, held: Held) -> Any:
        piece = self._now.holdings.piece(held)
        return piece.value if piece else None

    def _id_after(self, held: Held, edits: Sequence[Edit]) -> str:
        key = FOLDERS.get(held.kind)
        named = [str(edit.value) for edit in edits if edit.keys == (key,) and edit.action == "set"]
        return named[-1] if named else held.id

    @alone
    def create(self, kind: str, id: str, values: Mapping[str, Any]) -> Saved:  # noqa: A002
        """Writes a new entry of the school's own."""
        return self._do("New: {}", self._newest().new(kind, id, values))

    @alone
    def new_guide(self, title: str, grades: Sequence[str], visit: str = "first", like: str = "") -> Saved:
        """Begins a guide, a short one or one like another; its id, made of the title, stands in what comes back."""
        return self._do("New: {}", self._newest().guide(title, grades, visit, like))

    @alone
    def duplicate(self, kind: str, id: str, new_id: str) -> Saved:  # noqa: A002
        """Writes an entry once more under another id."""
        return self._do("Copied to {}", self._newest().copy(kind, id, new_id))

    @alone
    def rename(self, kind: str, id: str, new_id: str) -> Saved:  # noqa: A002
        """Gives an own entry another id; what leads to the one of before still finds it."""
        return self._do("Renamed to {}", self._newest().renamed(kind, id, new_id))

    @alone
    def hide(self, kind: str, id: str) -> Saved:  # noqa: A002
        """Leaves an entry out of the site; it stays in its file."""
        return self._do("Hidden: {}", self._newest().hidden(self._there(kind, id)))

    @alone
    def show(self, kind: str, id: str) -> Saved:  # noqa: A002
        """Takes a hidden entry back into the site."""
        return self._do("Shown again: {}", self._newest().shown(self._there(kind, id)))

    @alone
    def remove(self, kind: str, id: str) -> Saved:  # noqa: A002
        """Takes an own entry out of its file; where the layer below has one, that one holds again."""
        return self._do("Taken out: {}", self._newest().removed(kind, id))

    @alone
    def put(self, title: str, files: Mapping[str, Content]) -> None:
        """Writes several files at once, by their paths as seen from the toolkit, as one change that can be undone."""
        before = looked_at(self._source.files)
        self._write(title, Draft(files, "", ""), ())
        # A form that was opened before must not bring back what stood there.
        self._memory.changed_outside(before, self._source.files, self.revision)

    @alone
    def translate(self, language: str, said: Said) -> None:
        """Writes the translation of one text into the school's own file of a language."""
        self.poll()
        title, draft = translated(self._now, language, said)
        self._write(title, draft, (said.place,))

    @alone
    def undo(self) -> str | None:
        """Takes back the last change, also of a session before; what it was, or None where there is none."""
        return self._step(self.history.to_undo(), files_before, is_undo=True)

    @alone
    def redo(self) -> str | None:
        """Makes again what was taken back last; what it was, or None where there is nothing."""
        return self._step(self.history.to_redo(), files_after, is_undo=False)

    def _step(
        self,
        changes: list[Change],
        files_of: Callable[[History, list[Change]], Mapping[str, Content]],
        *,
        is_undo: bool,
    ) -> str | None:
        if not changes:
            return None
        self.poll()
        ids, last = [one.id for one in changes], changes[-1]
        title = f"{'Taken back' if is_undo else 'Made again'}: {last.title}"
        draft = Draft(files_of(self.history, changes), last.kind, last.entry)
        self._write(title, draft, (), undoes=ids if is_undo else (), redoes=() if is_undo else ids)
        return last.title

    @alone
    def versions(self, kind: str, id: str) -> list[Change]:  # noqa: A002
        """The changes of an entry, newest first; also those that somebody committed with git.

        `text_before` gives its text before each.
        """
        held = self._held(kind, id)
        changes = self.history.changes(kind, held.id if held else id, limit=500)
        committed = self.history.committed(held.path) if held and self._is_own(held) else []
        changes += [one for one in committed if is_of(self.history, self.folders, one.id, kind, id)]
        return sorted(changes, key=lambda one: one.time, reverse=True)

    @alone
    def text_before(self, change: str, kind: str, id: str) -> str | None:  # noqa: A002
        """What an entry was before a change; None where it was not there."""
        return entry_text(self.history, self.folders, change, kind, id)

    @alone
    def restore(self, change: str, kind: str, id: str) -> Saved:  # noqa: A002
        """Makes an entry what it was before a change."""
        text = self.text_before(change, kind, id)
        held = self._held(kind, id)
        if text is None and held and self._is_own(held) and len(self._now.holdings.by_name[held.name]) > 1:
            # Before it was the school's, it was the library's.
            return self.remove(kind, id)
        if text is None:
            raise EditError("It was not there before that.")
        return self._do("Brought back: {}", self._newest().again(kind, id, text))

    @alone
    def poll(self) -> int:
        """Looks at the disk: somebody else may have changed a file. The revision."""
        if self._source.has_news():
            before = looked_at(self._source.files)
            self._source.read()
            self._memory.changed_outside(before, self._source.files, self.revision)
            self._judge.ask(self._now)
        return self.revision

    def _there(self, kind: str, id: str) -> Held:  # noqa: A002
        held = self._held(kind, id)
        if held is None or kind == SCHOOL:
            raise EditError("It is not there any more.")
        return held

    def _newest(self) -> Composer:
        self.poll()
        return self._composer()

    def _composer(self) -> Composer:
        return Composer(self.folders, self.toolkit, self._now.holdings, self._now.below)

    def _do(self, title: str, draft: Draft) -> Saved:
        held = self._held(draft.kind, draft.id)
        self._write(title.format(self._title(held) if held else draft.id), draft, ())
        return self._saved(draft.kind, draft.id)

    def _write(
        self, title: str, draft: Draft, keys: Keys, undoes: Sequence[str] = (), redoes: Sequence[str] = ()
    ) -> None:
        """Writes files: first what stood there, into the history, then all of them together."""
        try:
            with self.history.alone():
                is_changed = self._write_alone(title, draft, keys, undoes, redoes)
        except OSError as error:
            raise of_disk(error) from error
        if is_changed:
            self._source.read()
            self._judge.ask(self._now)

    def _write_alone(self, title: str, draft: Draft, keys: Keys, undoes: Sequence[str], redoes: Sequence[str]) -> bool:
        """Writes what is to be written; False where all of it is there already."""
        root = self.folders.root
        contents = {path: (content_of(root / path), content) for path, content in draft.files.items()}
        contents = {path: (before, after) for path, (before, after) in contents.items() if before != after}
        if not contents:
            return False
        if self._source.has_news_in([root / path for path in contents if not path.startswith(".")]):
            self.poll()
            raise ConflictError("Somebody else changed a file just now. Look at it, and save again.", keys, None, None)
        change = self.history.record(
            title,
            contents,
            kind=draft.kind,
            entry=draft.id,
            keys="/".join(map(str, keys)),
            undoes=undoes,
            redoes=redoes,
        )
        try:
            write_together(root, {path: after for path, (_, after) in contents.items()})
        except BaseException:
            self.history.forget(change)
            raise
        return True

    def _saved(self, kind: str, id: str) -> Saved:  # noqa: A002
        found = [one for faults in self.fault_of(kind, id).values() for one in faults]
        return Saved(self.revision, found, id)

    def _title(self, held: Held) -> str:
        if held.kind == SCHOOL:
            return self.toolkit.school.name
        title = self._rows.title_of(held, self._now.holdings, self.toolkit)
        return title if len(title) <= _LONGEST_TITLE else f"{title[:_LONGEST_TITLE]} …"

    # --- The real page ---

    def page(self, language: str, uri: str) -> str | None:
        """The HTML of the page at `uri`, such as `guides/grade-3-first/`, as of now; None where there is no such page.

        An element that shows a text bears `data-entry="guides/grade-3-first"` and `data-keys='["agenda", 2, "say"]'`.
        """
        with self.first():
            return self._pages.page(self._now, language, uri)

    def sheets(self, language: str, kind: str, id: str) -> list[tuple[Sheet, str]]:  # noqa: A002
        """The printed pieces that show an entry, with the titles of their guides. Raises EditError where none do."""
        with self.first():
            held = self._held(kind, id)
            shown, source = self._pages.toolkits(self._now, language)
            return sheets_of(shown, source, (self.folders, self.options), kind, held.id if held else id)

    @alone
    def page_uri(self, kind: str, id: str) -> str:  # noqa: A002
        """The address of a page that shows the entry, with an anchor where it stands among others."""
        held = self._held(kind, id)
        return self._pages.uri_of(self._now, kind, held.id if held else id)

    def page_file(self, language: str, uri: str) -> tuple[bytes, str] | None:
        """Another file that pages show, by its address beside them, and its media type; None where there is none."""
        return self._pages.file(self._now, uri) if language in self.toolkit.school.languages else None
