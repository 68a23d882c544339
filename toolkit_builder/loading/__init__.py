"""Folder of YAML -> Toolkit and findings."""

from .editions import find_editions, load_edition, picture_folders
from .files import FileContent, Job, load_toolkit, read_job
from .hidden_pages import address_of
from .logos import logos_of
from .messages import FAULTS
from .strays import kept_back

__all__ = [
    "FAULTS",
    "FileContent",
    "Job",
    "address_of",
    "find_editions",
    "kept_back",
    "load_edition",
    "load_toolkit",
    "logos_of",
    "picture_folders",
    "read_job",
]
