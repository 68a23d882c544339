"""`python -m toolkit_builder` is `toolkit-builder`."""

from .cli import main

main()
