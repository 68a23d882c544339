"""Recordings of what families read, spoken by somebody, in each language that has one."""

import unicodedata
from functools import partial
from typing import Annotated

from pydantic import AfterValidator

from .base import Line
from .school import LanguageCode

RecordingPath = Annotated[Line, AfterValidator(partial(unicodedata.normalize, "NFC"))]
"""A path inside docs/ with `/`, its accents written in one way."""
Recordings = dict[LanguageCode, RecordingPath]
"""Files by the languages that are spoken in them."""
