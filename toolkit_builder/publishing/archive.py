"""The site as one zip, for hosts that take a zip or a folder in the browser."""

from datetime import datetime
from pathlib import Path

from toolkit_builder.outputs import files_in, write_archive

from .publication import Publication, PublishError, disk_faults, refuse_inside


def publish_zip(site: Path, target: Path) -> Publication:
    """Writes the finished site as a zip to `target`, its home page at the top: same site, same bytes.

    Raises PublishError if the disk refuses, or if a folder stands there.
    """
    refuse_inside(site, target)
    if target.is_dir():
        raise PublishError(f"{target} is a folder. Give the zip a name, such as {target / 'site.zip'}.")
    with disk_faults():
        old = target.read_bytes() if target.exists() else None
        before = "" if old is None else f"{datetime.fromtimestamp(target.stat().st_mtime):%Y-%m-%d %H:%M}"
        target.parent.mkdir(parents=True, exist_ok=True)
        files = dict(files_in(site))
        write_archive(target, ((name, file.read_bytes()) for name, file in files.items()))
        size = f"{target.stat().st_size / 1_000_000:.1f} MB"
        return Publication(str(target), size, len(files), before, is_new=target.read_bytes() != old)
