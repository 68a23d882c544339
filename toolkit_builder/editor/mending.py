"""What is to mend in a toolkit, each with the place where it can be mended."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .advising import Way, advice_on
from .asking import words
from .comparing import called
from .filling import Filling
from .items import Item
from .workspace import Workspace

_MOST_OTHERS = 20


@dataclass(frozen=True, slots=True)
class ToMend:
    """A finding in an entry: `where` is what its form calls the field, `anchor` leads there."""

    item: Item
    level: str
    message: str
    where: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Other:
    """A finding in no entry: the file that it is about, and the way to where it is mended, if the editor has that."""

    level: str
    path: str
    message: str
    hint: str
    way: Way | None


def faults_of(workspace: Workspace, items: Iterable[Item]) -> list[ToMend]:
    """What is to mend in entries, what keeps a site from being published first."""
    faults = [fault for item in items if item.findings for fault in _faults(workspace, item)]
    return sorted(faults, key=lambda fault: fault.level != "error")


def _faults(workspace: Workspace, item: Item) -> Iterable[ToMend]:
    state = workspace.state(item.kind, item.id)
    values = workspace.values(item.kind, item.id)
    if state is None or values is None:
        return
    filling = Filling((item.kind, item.id), values, state, workspace.toolkit, words())
    for keys, faults in filling.all_faults():
        for fault in faults:
            message = words().t("Still empty.") if fault.is_quiet else fault.message
            yield ToMend(item, fault.level, message, called(filling.form, keys, words()), filling.anchor(keys))


def others_of(workspace: Workspace, held: Mapping[str, Sequence[Item]]) -> list[Other]:
    """Findings that stand in no entry, such as those about settings and translations."""
    of_entries = {
        one
        for items in held.values()
        for item in items
        if item.findings and (state := workspace.state(item.kind, item.id))
        for faults in state.faults.values()
        for one in faults
    }
    places = {(one.code, one.location) for one in of_entries}
    found = [one for one in workspace.findings if (one.code, one.location) not in places][:_MOST_OTHERS]
    advised = ((one, advice_on(one, words())) for one in found)
    return [Other(one.level, one.location.path, said.message, said.hint, said.way) for one, said in advised]
