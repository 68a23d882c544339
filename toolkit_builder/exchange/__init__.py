"""Texts to translate, out as a workbook or XLIFF for people and offices without our tools, and back into a catalogue.

Each text goes out with a version, which tells when it comes back whether somebody else was quicker. Nothing that is in
the catalogue is lost, whatever a file brings.
"""
