"""Layers of YAML -> Toolkit and findings."""

from .files import FileContent, Job, Reader
from .hidden_pages import address_of
from .layers import load_toolkit, picture_folders, published_files, template_folders
from .logos import logos_of
from .messages import FAULTS
from .recordings import heard_files
from .schools import find_editions

__all__ = [
    "FAULTS",
    "FileContent",
    "Job",
    "Reader",
    "address_of",
    "find_editions",
    "heard_files",
    "load_toolkit",
    "logos_of",
    "picture_folders",
    "published_files",
    "template_folders",
]
