"""Text of a YAML file -> plain values, with line and column of every key and value; and what is wrong in it."""

from .faults import FAULTS
from .reading import MOST_ALIASED, MOST_BYTES, Document, decode, read_yaml

__all__ = ["FAULTS", "MOST_ALIASED", "MOST_BYTES", "Document", "decode", "read_yaml"]
