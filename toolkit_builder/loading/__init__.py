"""Folder of YAML -> Toolkit and findings."""

from .files import FileContent, Job, load_toolkit, read_job
from .messages import FAULTS

__all__ = ["FAULTS", "FileContent", "Job", "load_toolkit", "read_job"]
