"""The pictures that school.yml names: there, safe to show, and of a use."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from toolkit_builder.diagnostics import Diagnostic, did_you_mean
from toolkit_builder.model.school import Logo, School
from toolkit_builder.pictures import ENDINGS, PICTURE_LEVELS, find_picture, picture_faults


def logos_of(school: School) -> list[tuple[Logo, tuple[str | int, ...]]]:
    """The school's logo and its partners', each with the keys that lead to it."""
    partners = [(one.logo, ("partners", number, "logo")) for number, one in enumerate(school.partners)]
    return [(school.logo, ("logo",)), *partners]


def check_logos(school: School, folders: Sequence[Path]) -> Iterator[Diagnostic]:
    """All that is wrong with the files of a school's logos, which lie in one of `folders`, docs/ the last."""
    for logo, keys in logos_of(school):
        place = school.at(*keys, "file")
        ending = Path(logo.file).suffix.lower()
        file = find_picture(folders, logo.file)
        if ending not in ENDINGS:
            hint = "export the logo as SVG, PNG or JPG"
            yield Diagnostic("missing-picture", f"'{logo.file}' is none of SVG, PNG and JPG", place, hint)
        elif file is None:
            pictures = [
                found.relative_to(folder).as_posix()
                for folder in folders
                for found in sorted(folder.rglob("*.*"))
                if found.suffix.lower() in ENDINGS
            ]
            own = folders[0].relative_to(folders[-1].parent).as_posix()
            hint = did_you_mean(logo.file, pictures) or f"put the file into {own}/assets/"
            yield Diagnostic("missing-picture", f"there is no picture '{logo.file}'", place, hint)
        else:
            for code, message, hint in picture_faults(file.read_bytes(), ending):
                yield Diagnostic(code, f"{logo.file}: {message}", place, hint, PICTURE_LEVELS[code])
