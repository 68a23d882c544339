"""Two sets of changes to one YAML text: the library's below, and a school's own. What does not meet is taken together.

The school's text stays byte for byte where nothing is taken: a change is spliced in where the value stands.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from toolkit_builder.yaml_source.trees import Edit, Tree, edited, read_tree, read_value
from toolkit_builder.yaml_source.writing import in_line, rendered

from .likeness import GONE, aligned, alike, name_of, same

Keys = tuple[str, ...]
Answer = Literal["mine", "theirs"]
_NOT_ASKED = ("version", "checked_on")
"""Keys that say of an entry how old it is: where the school wrote its own, it stays, and nobody is asked."""


@dataclass(frozen=True, slots=True)
class Change:
    """A value that the library changed: what it was (`base`), is now (`theirs`), and is for the school (`yours`).

    One that `meets` a change of the school's is for a person to decide; any other is taken, if nobody says otherwise.
    """

    keys: Keys
    base: Any
    theirs: Any
    yours: Any
    meets: bool = False


@dataclass(frozen=True, slots=True)
class Merged:
    """The school's text with what was taken, its value, and all changes of the library's."""

    text: str
    value: Any
    changes: tuple[Change, ...] = ()

    @property
    def open(self) -> tuple[Change, ...]:
        return tuple(one for one in self.changes if one.meets)


def merge(base: str | None, theirs: str, yours: str, answers: Mapping[Keys, Answer] | None = None) -> Merged:
    """The YAML text `yours`, an entry, with what changed from `base` to `theirs`.

    `answers` decide about a change by its keys. Without one, the school's stays where it meets one of the school's, and
    the library's is taken where it does not.
    The result is always YAML that holds what was to be taken. Without a `base`, every difference is one to decide on.
    """
    if base is None:
        return _merge_unknown(theirs, yours, answers or {})
    texts = (base, theirs, yours)
    trees = [read_tree(text) for text in texts]
    values = [tree.value if tree else read_value(text) for tree, text in zip(trees, texts, strict=True)]
    if same(values[0], values[1]):
        return Merged(yours, values[2])
    is_all_theirs = base == yours and "mine" not in (answers or {}).values()
    if is_all_theirs or same(values[1], values[2]):
        change = Change((), values[0], values[1], values[2])
        told = _all_changes(values[0], values[1]) or (change,)
        return Merged(theirs, values[1], told) if is_all_theirs else Merged(yours, values[2])
    base_tree, their_tree, your_tree = trees
    if base_tree is None or their_tree is None or your_tree is None:
        meets = not same(values[0], values[2])
        change = Change((), values[0], values[1], values[2], meets)
        is_theirs = (answers or {}).get((), "mine" if meets else "theirs") == "theirs"
        return Merged(theirs if is_theirs else yours, values[1 if is_theirs else 2], (change,))
    merging = _Merging(base, answers or {})
    value = merging.merged((), base_tree, their_tree, your_tree)
    return Merged(merging.text_of(yours, value, your_tree), value, tuple(merging.changes))


def _merge_unknown(theirs: str, yours: str, answers: Mapping[Keys, Answer]) -> Merged:
    their_tree, your_tree = read_tree(theirs), read_tree(yours)
    if their_tree is None or your_tree is None or same(their_tree.value, your_tree.value):
        return Merged(yours, read_value(yours))
    merging = _Merging("", answers, is_known=False)
    value = merging.merged((), replace(_NOTHING, value={}, inner={}), their_tree, your_tree)
    return Merged(merging.text_of(yours, value, your_tree), value, tuple(merging.changes))


def _all_changes(base: Any, theirs: Any) -> tuple[Change, ...]:
    """What changed from `base` to `theirs` for one who changed nothing, value by value."""
    texts = rendered(base), rendered(theirs)
    trees = read_tree(texts[0]), read_tree(texts[1]), read_tree(texts[0])
    if not all(trees):
        return ()
    merging = _Merging(texts[0], {})
    merging.merged((), *(tree for tree in trees if tree))
    return tuple(merging.changes)


_NOTHING = Tree({}, "", 0, 0, 0)


@dataclass(slots=True)
class _Merging:
    """One merge: what it decided so far, and how the school's text is to be changed."""

    base_text: str
    answers: Mapping[Keys, Answer]
    is_known: bool = True
    """False where nobody knows any more what both sides began with."""
    changes: list[Change] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)

    # --- Values ---

    def merged(self, keys: Keys, base: Tree, theirs: Tree, yours: Tree) -> Any:
        """The value that `yours` becomes; the edits that make it so are noted."""
        if same(base.value, theirs.value) or same(yours.value, theirs.value):
            return yours.value
        kinds = {type(tree.value) for tree in (base, theirs, yours)}
        if kinds == {dict}:
            return self._mappings(keys, base, theirs, yours)
        if kinds == {list}:
            made = self._lists(keys, base, theirs, yours)
            if made is not None:
                return made
        return self._whole(keys, base, theirs, yours)

    def _whole(self, keys: Keys, base: Tree, theirs: Tree, yours: Tree) -> Any:
        if self.takes(Change(keys, base.value, theirs.value, yours.value, not same(base.value, yours.value))):
            self.edits.append(_replacement(yours, theirs))
            return theirs.value
        return yours.value

    def _whole_if_changed(self, keys: Keys, base: Tree, theirs: Tree, yours: Tree) -> Any:
        if same(base.value, theirs.value) or same(yours.value, theirs.value):
            return yours.value
        return self._whole(keys, base, theirs, yours)

    def takes(self, change: Change) -> bool:
        """Notes a change, and tells whether the library's value is taken."""
        if change.keys[:1] == ("based_on",) or (change.meets and change.keys[:1] in {(key,) for key in _NOT_ASKED}):
            return False
        self.changes.append(change)
        return self.answers.get(change.keys, "mine" if change.meets else "theirs") == "theirs"

    def _mappings(self, keys: Keys, base: Tree, theirs: Tree, yours: Tree) -> Any:
        assert isinstance(base.inner, dict) and isinstance(theirs.inner, dict) and isinstance(yours.inner, dict)
        made = dict(yours.value)
        for key, tree in yours.inner.items():
            was, now = base.inner.get(key), theirs.inner.get(key)
            at = (*keys, key)
            if was and now:
                made[key] = self.merged(at, was, now, tree)
            elif now and isinstance(now.value, dict) and isinstance(tree.value, dict):
                made[key] = self.merged(at, replace(_NOTHING, inner={}), now, tree)
            elif now and not same(now.value, tree.value):
                if self.takes(Change(at, GONE, now.value, tree.value, meets=True)):
                    self.edits.append(_replacement(tree, now))
                    made[key] = now.value
            elif was and not now:
                meets = not same(was.value, tree.value)
                if self.takes(Change(at, was.value, GONE, tree.value, meets)):
                    self.edits.append(self._removal(tree))
                    del made[key]
        after: str | None = None
        for key, tree in theirs.inner.items():
            if key in yours.inner:
                after = key
                continue
            was = base.inner.get(key)
            if was and same(was.value, tree.value):
                continue
            meets = was is not None or not self.is_known
            if self.takes(Change((*keys, key), was.value if was else GONE, tree.value, GONE, meets)):
                made[key] = tree.value
                self._insert_key(yours, tree, after)
        return made

    def _lists(self, keys: Keys, base: Tree, theirs: Tree, yours: Tree) -> list[Any] | None:
        """The list that `yours` becomes, item by item; None where only the whole list can be decided on."""
        assert isinstance(base.inner, list) and isinstance(theirs.inner, list) and isinstance(yours.inner, list)
        of_theirs, of_yours = aligned(base.value, theirs.value), aligned(base.value, yours.value)
        if of_theirs is None or of_yours is None:
            return None
        before = len(self.changes), len(self.edits)
        made: list[Any] = []
        taken_in = {name_of(inner) for inner in yours.value}
        last: Tree | None = None
        for position in range(len(base.value) + 1):
            for index in of_yours.added[position]:
                last = yours.inner[index]
                made.append(last.value)
            for index in of_theirs.added[position]:
                tree = theirs.inner[index]
                if name_of(tree.value) in taken_in:
                    if not any(same(tree.value, inner) for inner in yours.value):
                        self._undo(before)
                        return None
                    continue
                if self.takes(Change((*keys, f"+{index + 1}"), GONE, tree.value, GONE)):
                    made.append(tree.value)
                    self._insert_item(yours, tree, last)
            if position == len(base.value):
                break
            now, own, was = of_theirs.stands[position], of_yours.stands[position], base.inner[position]
            if own is None:
                # The school took it away. If the library changed it, that is a question about the whole list.
                if now is not None and not same(was.value, theirs.inner[now].value):
                    self._undo(before)
                    return None
                continue
            last = tree = yours.inner[own]
            at = (*keys, str(own + 1))
            if now is not None:
                new = theirs.inner[now]
                is_one = alike(was.value, new.value) and alike(was.value, tree.value)
                made.append((self.merged if is_one else self._whole_if_changed)(at, was, new, tree))
            elif self.takes(Change(at, was.value, GONE, tree.value, not same(was.value, tree.value))):
                self.edits.append(self._removal(tree))
            else:
                made.append(tree.value)
        names = [name_of(inner) for inner in made]
        if len(set(names)) == len(names):
            return made
        self._undo(before)
        return None

    def _undo(self, before: tuple[int, int]) -> None:
        del self.changes[before[0] :], self.edits[before[1] :]

    # --- Text ---

    def _removal(self, tree: Tree) -> Edit:
        """Takes away the lines of a value, and remarks above it that are not the school's own."""
        start = tree.line_start()
        above = tree.text[tree.remarks_start() : start]
        if above.strip() in self.base_text:
            start = tree.remarks_start()
        return Edit(start, min(tree.line_end() + 1, len(tree.text)), "")

    def _insert_key(self, yours: Tree, tree: Tree, after: str | None) -> None:
        assert isinstance(yours.inner, dict)
        if not yours.inner:
            return
        before = yours.inner[after] if after else next(iter(yours.inner.values()))
        self.edits.append(_insertion(yours, tree, before, yours.column))

    def _insert_item(self, yours: Tree, tree: Tree, after: Tree | None) -> None:
        assert isinstance(yours.inner, list)
        if after is not None:
            self.edits.append(_insertion(yours, tree, after, yours.column))
        elif yours.inner:
            at = yours.inner[0].line_start()
            self.edits.append(Edit(at, at, _lines(tree, yours.column).lstrip("\n") + "\n"))

    def text_of(self, yours: str, value: Any, tree: Tree) -> str:
        """The text that holds `value`: `yours` with the edits, or with whole values where these did not do."""
        made = edited(yours, self.edits)
        if _is(made, value):
            return made
        if isinstance(value, dict) and isinstance(tree.inner, dict):
            edits = [edit for edit in self.edits if not any(_holds(one, edit) for one in tree.inner.values())]
            for key, inner in tree.inner.items():
                own = [edit for edit in self.edits if _holds(inner, edit)]
                if key not in value or _is_sound(key, inner, own, value):
                    edits += own
                else:
                    edits.append(_written_anew(inner, value[key]))
            made = edited(yours, edits)
            if _is(made, value):
                return made
        at = yours.find("- ") if tree.column else -1
        return rendered([value], _column(yours, at)) if at >= 0 else rendered(value) + "\n"


def _is(text: str, value: Any) -> bool:
    documents = read_value(text)
    return same(documents, value)


def _holds(tree: Tree, edit: Edit) -> bool:
    return tree.line_start() <= edit.start <= tree.line_end() and edit.end <= tree.line_end() + 1


def _is_sound(key: str, tree: Tree, edits: list[Edit], value: Mapping[str, Any]) -> bool:
    """Whether `edits` make of the lines of `tree` the value that they should."""
    if not edits:
        return same(tree.value, value[key])
    start = tree.line_start()
    lines = edited(tree.text, edits)[start : len(tree.text)]
    end = tree.line_end() - start + sum(len(edit.text) - (edit.end - edit.start) for edit in edits)
    found = read_value(lines[:end] + "\n")
    return isinstance(found, dict) and same(found.get(key), value[key])


def _written_anew(tree: Tree, value: Any) -> Edit:
    """Another value in the place of a whole one in a mapping."""
    indent = tree.key_start - tree.line_start()
    colon = tree.text.index(":", tree.key_end) + 1
    if tree.is_flow:
        text = f" {in_line(value)}"
    elif isinstance(value, (dict, list)) and value:
        text = "\n" + rendered(value, indent + 2)
    else:
        first, *rest = rendered(value).split("\n")
        text = "\n".join([f" {first}", *(" " * indent + line for line in rest)])
    return Edit(colon, max(colon, tree.end), text)


def _replacement(yours: Tree, theirs: Tree) -> Edit:
    """The value of `theirs` in the place of that of `yours`."""
    if yours.is_flow or _is_inside_flow(yours):
        return Edit(yours.start, yours.end, in_line(theirs.value))
    are_plain = not isinstance(yours.value, (dict, list)) and not isinstance(theirs.value, (dict, list))
    if yours.key_start >= 0 and theirs.key_start >= 0:
        by = _column(yours.text, yours.key_start) - _column(theirs.text, theirs.key_start)
        if are_plain:
            return Edit(yours.start, yours.end, theirs.shifted(theirs.start, by))
        colon = yours.text.index(":", yours.key_end) + 1
        their_colon = theirs.text.index(":", theirs.key_end) + 1
        return Edit(colon, max(colon, yours.end), theirs.shifted(their_colon, by))
    return Edit(yours.start, yours.end, theirs.shifted(theirs.start, yours.column - theirs.column))


def _column(text: str, at: int) -> int:
    return at - text.rfind("\n", 0, at) - 1


def _is_inside_flow(tree: Tree) -> bool:
    """Whether a value stands in brackets: nothing but a dash or blanks may stand before it, or its key, on its line."""
    before = tree.text[tree.line_start() : tree.key_start if tree.key_start >= 0 else tree.start]
    return before.strip(" -") != ""


def _lines(tree: Tree, column: int) -> str:
    """An item or a key with its value, and the blank lines and remarks above it, to stand at `column`."""
    start = tree.key_start if tree.key_start >= 0 else tree.text.rfind("-", 0, tree.start)
    above = tree.text[tree.remarks_start() : tree.line_start()]
    if tree.text[tree.line_start() : start].strip():
        # It stands in brackets, or beside a dash.
        above = ""
    by = column - _column(tree.text, start)
    lines = tree.shifted(start, by)
    remarks = "".join(f"{' ' * column}{line.strip()}\n" if line.strip() else "\n" for line in above.splitlines())
    return f"{remarks}{' ' * column}{lines}"


def _insertion(yours: Tree, tree: Tree, after: Tree, column: int) -> Edit:
    if yours.is_flow:
        # The whole value is written anew, when it turns out that this is none.
        return Edit(after.end, after.end, "")
    at = after.line_end()
    return Edit(at, at, "\n" + _lines(tree, column))
