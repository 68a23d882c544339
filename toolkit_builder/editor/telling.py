"""What a command tells the editor that started it: marked lines of JSON amid those for people."""

import json
import os
import sys
from typing import Any

ASKED = "TOOLKIT_BUILDER_TELLS"
"""What is set in the environment of a command that is to tell how far it is."""
_MARK = "\x1e"


def is_asked() -> bool:
    """Whether an editor listens."""
    return bool(os.environ.get(ASKED))


def tell(**said: Any) -> None:
    """Tells the editor, such as `done=3, every=40`; nothing where none listens."""
    if is_asked():
        sys.stderr.write(f"{_MARK}{json.dumps(said)}\n")
        sys.stderr.flush()


def heard(line: str) -> dict[str, Any] | None:
    """What a line tells; None for one that is for people."""
    if not line.startswith(_MARK):
        return None
    try:
        said = json.loads(line.removeprefix(_MARK))
    except ValueError:
        return None
    return said if isinstance(said, dict) else None
