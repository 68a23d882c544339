"""Folder of YAML -> Toolkit and findings."""

from .editions import find_editions, load_edition, picture_folders
from .files import FileContent, Job, load_toolkit, read_job
from .messages import FAULTS

__all__ = [
    "FAULTS",
    "FileContent",
    "Job",
    "find_editions",
    "load_edition",
    "load_toolkit",
    "picture_folders",
    "read_job",
]
