"""The kinds of places where texts stand: what each is, its small picture, and how much room it has."""

import re
from typing import Literal

from toolkit_builder.outputs import Picture
from toolkit_builder.rules.wording import MOST_WORDS
from toolkit_builder.text_messages import MOST_OF_TRANSLATED_TIP, ONE, ONE_OF_SEVERAL, OTHER_OF_SEVERAL, OTHER_ONE

Kind = Literal["card", "back", "handout", "message", "letter", "said", "family-page", "page", "list", "frame"]
KINDS: dict[Kind, tuple[str, str]] = {
    "card": (
        "Card, front",
        "A question on a card, asked aloud on a visit, with what the visitor says of herself first.",
    ),
    "back": ("Card, back", "What stands on the back of a card, for the visitor."),
    "handout": ("Handout", "An activity on paper that stays with the family: short lines, plain words."),
    "message": ("Text message", "Sent to a family's phone. Each letter counts."),
    "letter": ("Note home", "An invitation on paper or in an e-mail."),
    "said": ("Said aloud", "Said on the telephone or at the door."),
    "family-page": ("Family page", "A page for families, on a phone or printed."),
    "page": ("Page", "A page for visitors and staff, with what they say to families on it."),
    "list": ("List", "An explained word, a skill or a fact, in a list."),
    "frame": ("Every page", "At the head or foot of each page: the school's own words."),
}
"""What a kind is called, and what it is."""
WIDTH, HEIGHT = 240, 150
"""The size of a kind's picture, in pixels."""
_OF_GUIDES: dict[str, Kind] = {
    "invite/text": "message",
    "after/follow_up/text": "message",
    "invite/note": "letter",
    "invite": "said",
    "family_page": "family-page",
}
_OTHERS: dict[str, Kind] = {
    "activity": "handout",
    "framework": "list",
    "term": "list",
    "fact": "list",
    "school": "frame",
}
_ONE_MESSAGE = re.compile(r"activity/[^/]+/message/")
_QUESTION = re.compile(r"prompt/[^/]+/text")


def kind_of(place: str) -> Kind:
    """The kind of a text's place, such as that of `guide/grade-3-first/invite/call`."""
    kind, _, rest = place.partition("/")
    keys = rest.partition("/")[2]
    if kind == "prompt":
        return "card" if keys in ("text", "we_share") else "back"
    if kind == "guide":
        return next((one for start, one in _OF_GUIDES.items() if f"{keys}/".startswith(f"{start}/")), "page")
    if is_tip(place):
        return "message"
    return _OTHERS.get(kind, "page")


def is_tip(place: str) -> bool:
    """True for a text message of an activity, which is to fit into one."""
    return bool(_ONE_MESSAGE.match(place))


def room_of(place: str, kind: Kind) -> str:
    """How long a translation may be, by the numbers that `check` goes by; empty where nothing says."""
    if is_tip(place):
        others = f"with any letter that phones do not have {OTHER_ONE}, in two {MOST_OF_TRANSLATED_TIP[OTHER_ONE]}"
        return f"One text message: {ONE} letters; {others}"
    if kind == "message":
        return f"Text messages: each has {ONE_OF_SEVERAL} letters; {OTHER_OF_SEVERAL} with any that phones do not have"
    if _QUESTION.fullmatch(place):
        return f"One breath: {MOST_WORDS} words"
    return ""


def pictures() -> list[Picture]:
    """The kinds' pictures, to be drawn, each named after its kind."""
    return [Picture("place", f"{kind}.png", WIDTH, HEIGHT, "en", {"kind": kind}, {}) for kind in KINDS]
