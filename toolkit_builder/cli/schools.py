"""Building the sites of many schools, here or on a cluster."""

from collections.abc import Callable, Collection
from pathlib import Path

from toolkit_builder.diagnostics import ToolkitError
from toolkit_builder.loading import find_editions
from toolkit_builder.mkdocs_plugin import build_schools
from toolkit_builder.workers import cluster, processes

from .shared import fail, messages, progress


def make_schools(
    folder: Path,
    schools: Collection[str],
    *,
    is_strict: bool,
    scheduler: str | None,
    site_dir: Path | None = None,
    prints: bool = True,
    keeps: bool = True,
    tell_private: Callable[[Path], None],
) -> Path:
    """Builds the sites of `schools`, or of all for none; the program ends where there is something to mend.

    `keeps` and `tell_private` are as in `build_schools`.
    """
    count = len(schools) or len(find_editions(folder)[0])
    try:
        with (
            progress("Building") as tell,
            messages(),
            cluster(scheduler) if scheduler else processes(count) as executor,
        ):
            return build_schools(
                folder,
                executor,
                editions=schools or None,
                site_dir=site_dir,
                is_strict=is_strict,
                prints=prints,
                keeps=keeps,
                is_afar=scheduler is not None,
                tell=tell,
                tell_private=tell_private,
            )
    except ToolkitError as error:
        fail(error)
