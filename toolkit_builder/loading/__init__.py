"""Folder of YAML -> Toolkit and findings."""

from .editions import asset_file, find_editions, load_edition
from .files import FileContent, Job, load_toolkit, read_job
from .messages import FAULTS

__all__ = [
    "FAULTS",
    "FileContent",
    "Job",
    "asset_file",
    "find_editions",
    "load_edition",
    "load_toolkit",
    "read_job",
]
