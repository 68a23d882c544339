"""Where a toolkit lies on disk, and what it lies on."""

import os
from dataclasses import dataclass, field, replace
from pathlib import Path

SCHOOLS = "schools"
"""The folder of many schools, in that of the toolkit that they share."""
LIBRARY = "library"
"""What settings and findings call the package's own layer."""


@dataclass(frozen=True, slots=True)
class Layer:
    """A folder laid over those below it: its content in `docs`, translations and templates in `root`.

    `school` is the file of its school without the ending. `name` is how findings name `root`, as seen from the
    toolkit; empty for the toolkit's own folder.
    """

    root: Path
    docs: Path
    school: Path
    name: str = ""

    @classmethod
    def of(cls, root: Path, name: str) -> "Layer":
        """The layer of a folder that holds `docs/`."""
        return cls(root, root / "docs", root / "docs" / "school", name)

    @property
    def is_library(self) -> bool:
        """True for the package's own library, whose school is an example."""
        return self.name == LIBRARY


@dataclass(frozen=True, slots=True)
class Folders:
    """The toolkit's folder `root`, which holds `mkdocs.yml`, and the one of its content, `docs/` in it if not said.

    `below` are the layers that it lies on, the lowest first. `edition` is the id of one school of many, whose layer
    lies on top; empty for the toolkit that they share. Findings name files as seen from `root`.
    """

    root: Path
    docs: Path = field(default=Path("docs"))
    below: tuple[Layer, ...] = ()
    edition: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "docs", self.root / self.docs)

    @property
    def layers(self) -> tuple[Layer, ...]:
        """All layers, the lowest first."""
        own = Layer(self.root, self.docs, self.docs / "school")
        if not self.edition:
            return (*self.below, own)
        folder = self.root / SCHOOLS / self.edition
        return (*self.below, own, Layer(folder, folder, folder))

    @property
    def own(self) -> Layer:
        """The highest layer, into which all that is the school's own goes."""
        return self.layers[-1]

    @property
    def lower(self) -> "Folders | None":
        """The toolkit without its highest layer; None where nothing lies below."""
        if self.edition:
            return replace(self, edition="")
        *below, last = self.below or (None,)
        return Folders(last.root, last.docs, tuple(one for one in below if one)) if last else None

    def path_of(self, file: Path) -> str:
        """How findings name a file or folder: as seen from `root`, with `/`; as it is where no way leads there."""
        if not file.is_relative_to(self.root) and not file.is_relative_to(self.docs):
            for layer in self.below:
                if file.is_relative_to(layer.root):
                    return (Path(layer.name) / file.relative_to(layer.root)).as_posix()
        try:
            return Path(os.path.relpath(file, self.root)).as_posix()
        except ValueError:  # another drive
            return file.as_posix()

    def file_of(self, path: str) -> Path:
        """The file that findings name `path`."""
        for layer in self.below:
            if path.startswith(f"{layer.name}/"):
                return layer.root / path.removeprefix(f"{layer.name}/")
        return self.root / path
