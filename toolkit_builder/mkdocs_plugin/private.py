"""The staff's page of a school that keeps it out of its site: a PDF beside the folder that is published."""

from pathlib import Path

from toolkit_builder.outputs import write_files

from .settings import log


def write_staff_pdf(published: Path, pdf: bytes, edition: str = "") -> Path | None:
    """Writes the staff's page beside the folder that is `published`, never into it; returns its file, if there is one.

    Of many schools, the folder that holds all their sites is published; `edition` is the school's id.
    """
    if not pdf:
        return None
    file = published.with_name("-".join(filter(None, (published.name, edition, "staff.pdf"))))
    write_files(file.parent, {file.name: pdf})
    log.info("The page for staff is not published; it is %s.", file)
    return file
