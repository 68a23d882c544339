"""The MkDocs door: our pages inside Material's frame. Only this package knows MkDocs.

Two shortcuts keep a site of 1,000 guides quick. Pages come ready made, so Python-Markdown never sees them. And the
frame around pages outside the navigation is the same but for a few words: it is rendered once per depth and filled.
"""

from .plugin import ToolkitPlugin
from .schools import build_schools
from .sites import build_site, serve_site, zip_of

__all__ = ["ToolkitPlugin", "build_schools", "build_site", "serve_site", "zip_of"]
