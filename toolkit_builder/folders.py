"""Where a toolkit lies on disk."""

import os
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Folders:
    """The toolkit's folder `root`, which holds `mkdocs.yml`, and the one of its content, `docs/` in it if not said.

    Translations, schools, templates and the cache are sought in `root`, wherever `docs` lies. Findings name files as
    seen from `root`.
    """

    root: Path
    docs: Path = field(default=Path("docs"))

    def __post_init__(self) -> None:
        object.__setattr__(self, "docs", self.root / self.docs)

    def path_of(self, file: Path) -> str:
        """How findings name a file or folder: as seen from `root`, with `/`; as it is where no way leads there."""
        try:
            return Path(os.path.relpath(file, self.root)).as_posix()
        except ValueError:  # another drive
            return file.as_posix()
