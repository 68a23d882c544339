"""Text messages are counted as phones count them."""

import pytest

from toolkit_builder.text_messages import count_parts, filled, in_plain_letters, message_length


@pytest.mark.parametrize(
    ("text", "length", "parts"),
    [
        ("Hello", (5, 160), 1),
        ("¿Qué tal?", (9, 160), 1),
        ("¿Cómo está?", (11, 70), 1),
        ("你好", (2, 70), 1),
        # Each counts twice, also the form feed.
        ("{a}", (5, 160), 1),
        ("^{}\\[~]|€\f", (20, 160), 1),
        ("x" * 160, (160, 160), 1),
        ("x" * 161, (161, 160), 2),
        ("x" * 306, (306, 160), 2),
        ("x" * 307, (307, 160), 3),
        ("x" * 69 + "’", (70, 70), 1),
        ("x" * 70 + "’", (71, 70), 2),
        ("x" * 133 + "’", (134, 70), 2),
        ("x" * 134 + "’", (135, 70), 3),
        # An emoji is two units, a family of four with its joiners eleven.
        ("😀", (2, 70), 1),
        ("👨‍👩‍👧‍👦", (11, 70), 1),
        # In two pieces.
        ("cafe\u0301", (5, 70), 1),
    ],
)
def test_messages_are_counted_as_phones_count(text: str, length: tuple[int, int], parts: int) -> None:
    """160 of the letters of text messages, 153 in each of several; 70 and 67 with others. Source: 3GPP TS 23.038."""
    assert message_length(text) == length
    assert count_parts(text) == parts


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("We’d “love”—really… 5–7\u00a0pm", 'We\'d "love"-really... 5-7 pm'),
        ("cafe\u0301 🎉 ✔ á", "café   á"),
        ("Привет 你好", "Привет 你好"),
    ],
)
def test_plain_letters_say_the_same(text: str, plain: str) -> None:
    assert in_plain_letters(text) == plain


def test_slots_are_filled_by_what_is_longest() -> None:
    said = filled("{school}: {decline} {teacher} {child} {what}", {"school": "Oak", "decline": "No is fine, {teacher}"})
    assert said == ("Oak: No is fine, Ms. Rodriguez-Hernandez Ms. Rodriguez-Hernandez Christopher {what}")
