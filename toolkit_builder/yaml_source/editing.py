"""Changes in YAML that a person wrote: what is not changed stays as it is, remarks included."""

from collections.abc import Mapping

from .reading import read_yaml


def with_keys(text: str, changes: Mapping[str, str]) -> str:
    """The YAML `text`, a sound one of keys, in which each key of `changes` with all below it is what stands there.

    What is to be empty goes. Keys that `text` does not have are left out. Remarks and the order stay.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    (document,), _ = read_yaml("", text.encode())
    assert isinstance(document.mark.children, dict)
    starts = {key: mark.key_line for key, mark in document.mark.children.items()}
    ends = dict(zip(starts, [*list(starts.values())[1:], len(lines)], strict=True))
    for key in reversed(starts):
        if key in changes:
            start, end = starts[key], ends[key]
            # Blank lines and remarks at the margin belong to what follows.
            while end > start + 1 and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
                end -= 1
            lines[start:end] = changes[key].split("\n") if changes[key] else []
    return "\n".join(lines)
