"""The page in front of many schools' sites: it leads to each. It stands outside all of them, and needs none."""

from collections.abc import Iterable
from pathlib import Path

from toolkit_builder.brand import brand_css
from toolkit_builder.interface import interface
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.outputs import OutputFile
from toolkit_builder.resources import templates_dir
from toolkit_builder.safety import STILL_POLICY
from toolkit_builder.templating import environment


def schools_files(
    library: Toolkit, schools: Iterable[tuple[str, str]], root: str, own_templates: tuple[Path, ...] = ()
) -> list[OutputFile]:
    """The page, the one for wrong addresses, and their style.

    `schools` are names with their sites' addresses; `root` is the path below which all of them stand, such as `/`.
    """
    words = interface(library.language, own_templates=own_templates)
    listed = sorted(schools, key=lambda one: (words.sorting(one[0]), one[1]))
    languages = dict.fromkeys((library.language, *library.school.languages))
    template = environment(own_templates, library.language).get_template("schools.html")
    spoken = {code: interface(code, own_templates=own_templates) for code in languages}
    invitations = [(code, own.t("Choose your school")) for code, own in spoken.items()]
    lost = [(code, own.t("This page is not here")) for code, own in spoken.items()]

    def page(is_lost: bool) -> bytes:
        return template.render(
            policy=STILL_POLICY,
            school=library.school,
            schools=listed,
            invitations=invitations,
            lost=lost if is_lost else [],
            # A page for wrong addresses is shown at any of them.
            root=root if is_lost else "",
        ).encode()

    colors = library.school.colors
    style = (templates_dir() / "schools" / "schools.css").read_text(encoding="utf-8")
    return [
        OutputFile("index.html", page(is_lost=False)),
        OutputFile("404.html", page(is_lost=True)),
        OutputFile("schools.css", (brand_css(colors.primary, colors.accent) + style).encode()),
    ]
