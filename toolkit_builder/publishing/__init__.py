"""The finished site, put where people read it: a folder, a zip, or a branch. How it is made is not known here."""

from .archive import publish_zip
from .branch import publish_branch, roll_back_branch
from .folder import publish_folder, roll_back_folder
from .git import find_repository
from .publication import Publication, PublishError

__all__ = [
    "Publication",
    "PublishError",
    "find_repository",
    "publish_branch",
    "publish_folder",
    "publish_zip",
    "roll_back_branch",
    "roll_back_folder",
]
