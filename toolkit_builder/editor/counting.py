"""How long a text message is while somebody writes it, counted as the rule counts."""

from dataclasses import dataclass

from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.prose import plain_text
from toolkit_builder.rules.plans import SENT, TIPS, as_sent
from toolkit_builder.text_messages import count_parts, message_length, odd_letters

from .items import Keys

_MESSAGES: dict[str, tuple[Keys, ...]] = {"guides": SENT, "activities": tuple(("message", key) for key in TIPS)}


@dataclass(frozen=True, slots=True)
class Counted:
    """A message with its slots filled: its length, how many fit into one text, and as how many it is sent.

    `odd` are the letters for which only 70 fit; `is_filled` where a slot was filled.
    """

    length: int
    most: int
    parts: int
    odd: str
    is_filled: bool


def is_message(kind: str, keys: Keys) -> bool:
    """True for a text that is sent to a phone."""
    return keys in _MESSAGES.get(kind, ())


def counted(toolkit: Toolkit, kind: str, id: str, text: str) -> Counted:  # noqa: A002
    """How a message of an entry is counted that says `text`."""
    plain = plain_text(text)
    sent = as_sent(toolkit, toolkit.guides_by_id.get(id), text) if kind == "guides" else plain
    return Counted(*message_length(sent), count_parts(sent), odd_letters(sent)[:5], sent != plain)
