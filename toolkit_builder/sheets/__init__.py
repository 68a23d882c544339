"""Toolkit -> Sheets and Pictures: what is printed or drawn, as plain values for Typst."""

from .kinds import KINDS, PRIVATE_KINDS, SHARED_KINDS, SITE_KINDS, Pick, Print
from .pictures import (
    ICONS,
    SCHOOL_PICTURE,
    SOCIAL_SIZE,
    icon_pictures,
    lowest_contrasts,
    palette_sheet,
    social_pictures,
    social_uri,
)
from .render import render_sheets, why_none

__all__ = [
    "ICONS",
    "KINDS",
    "PRIVATE_KINDS",
    "SCHOOL_PICTURE",
    "SHARED_KINDS",
    "SITE_KINDS",
    "SOCIAL_SIZE",
    "Pick",
    "Print",
    "icon_pictures",
    "lowest_contrasts",
    "palette_sheet",
    "render_sheets",
    "social_pictures",
    "social_uri",
    "why_none",
]
