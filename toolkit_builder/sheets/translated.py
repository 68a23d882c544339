"""How much of a sheet is in its own language."""

from collections.abc import Callable

from toolkit_builder.outputs import PrintedSheet, Sheet, SheetKind

from .texts import Values


def _questions(values: Values) -> object:
    # A pick has activities among its cards.
    return [[card["text"], card.get("we_share"), card.get("steps")] for card in values["guide"]["prompts"]]


def _for_staff(values: Values) -> object:
    guide = values["guide"]
    if "picked" in guide:
        return [[one.get("text"), one.get("steps")] for one in guide["picked"]]
    # What families hear may be translated where what staff read is not: then it would be half in each.
    steps = [step["do"] for step in guide["agenda"]]
    return [steps, *(guide[key] for key in ("before", "listening", "do_not", "reflection", "follow_up"))]


# What a sheet is made for, where that is not all of its values.
_OWN: dict[SheetKind, Callable[[Values], object]] = {
    "cards": _questions,
    "small-cards": _questions,
    "plan": _for_staff,
    "guide": _for_staff,
    "expect": lambda values: values["guide"]["family"],
    "handout": lambda values: [
        *(prompt["text"] for prompt in values.get("asked", ())),
        *([activity["steps"], activity["ask"]] for activity in values["chosen"]),
    ],
    # It is there to write on; what helps may be in the language of the source.
    "progress": lambda _: [],
    "reflection": lambda values: values["guide"]["reflection"],
    "interpreter": _questions,
    "messages": lambda values: [activity["messages"] for activity in values["guide"]["activities"]],
    "staff": lambda values: [note["text"] for note in values["notes"]],
    "safety": lambda values: [values["protocol"], values["ladder"]],
    "insert": lambda values: values["inserts"],
    "inserts": lambda values: values["inserts"],
    "kit": lambda values: values["piece"],
    "slides": lambda values: values["piece"],
}


def _letters(value: object, is_source: bool = False) -> tuple[int, int]:
    """How many letters of texts a value holds: all of them, and those that are still in the language of the source."""
    if isinstance(value, dict):
        if value.get("k") == "text":
            count = len(value["v"])
            return count, count if is_source else 0
        is_source = is_source or value.get("k") == "lang"
        value = list(value.values())
    if not isinstance(value, list):
        return 0, 0
    pairs = [_letters(inner, is_source) for inner in value]
    return sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs)


def is_own(sheet: Sheet) -> bool:
    """True if at least half of what the sheet is made for is in its own language; of a binder, half of the guides."""
    if sheet.bound:
        return 2 * sum(isinstance(one, PrintedSheet) or is_own(one) for one in sheet.bound) >= len(sheet.bound)
    values = dict(sheet.values)
    shown = _OWN[sheet.kind](values) if sheet.kind in _OWN else values
    count, source = _letters(shown)
    return source * 2 <= count
