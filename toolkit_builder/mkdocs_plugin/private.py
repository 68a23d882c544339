"""What is for staff of a school that keeps it out of its site: files beside the folder that is published."""

from collections.abc import Mapping
from pathlib import Path

from toolkit_builder.outputs import write_files

from .settings import log


def write_private(published: Path, files: Mapping[str, bytes], edition: str = "") -> list[Path]:
    """Writes `files` beside the folder that is `published`, never into it; returns what now lies beside it.

    staff.pdf becomes site-staff.pdf, and kit/year.pdf lies in the folder site-kit. Of many schools, the folder that
    holds all their sites is published; `edition` is the school's id.
    """
    start = "".join(f"{name}-" for name in (published.name, edition) if name)
    write_files(published.parent, {f"{start}{name}": content for name, content in files.items()})
    made = [published.with_name(f"{start}{name}") for name in dict.fromkeys(name.partition("/")[0] for name in files)]
    for one in made:
        log.info("What is for staff is not published; it is %s.", one)
    return made
