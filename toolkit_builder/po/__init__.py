"""gettext's PO format: read as widely as translators' tools write it, and written so that nothing of theirs is lost.

Babel and polib give up a whole file for one line that they do not know, and drop what other tools put there. Here
what is odd in one entry costs that entry only. The form is that of the manual of GNU gettext, "The Format of PO Files".
"""

from .entries import Po, PoEntry, PoFault
from .reading import for_babel, read_po
from .writing import format_entry, format_po, quoted

__all__ = ["Po", "PoEntry", "PoFault", "for_babel", "format_entry", "format_po", "quoted", "read_po"]
