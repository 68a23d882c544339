"""Toolkit -> Sheets: what is printed, as plain values for Typst."""

from .render import KINDS, SHARED_KINDS, Print, render_sheets

__all__ = ["KINDS", "SHARED_KINDS", "Print", "render_sheets"]
