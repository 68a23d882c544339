"""Templates of several layers: of the same name, the file of the highest layer is taken, one by one."""

from pathlib import Path

import pypdfium2
import pytest

from toolkit_builder.build import build
from toolkit_builder.diagnostics import Location
from toolkit_builder.folders import Folders
from toolkit_builder.interface import interface
from toolkit_builder.loading import load_toolkit
from toolkit_builder.mkdocs_plugin.settings import read_config
from toolkit_builder.mkdocs_plugin.theme import set_theme
from toolkit_builder.options import Options
from toolkit_builder.preview import Rebuilder
from toolkit_builder.printing import make_prints
from toolkit_builder.resources import templates_dir
from toolkit_builder.site_words import check_words, words_file

from .conftest import ToolkitFiles

HIGH, LOW = "toolkit/templates", "district/templates"
FILES = {
    "pages/about.html": "<p>About, by {whose}</p>",
    "sheets/poster.typ": '#import "lib.typ": *\n#show: setup.with(size: 20pt)\n= Poster by {whose}\n',
    "assets/toolkit.css": "/* toolkit by {whose} */",
    "locales/es.po": 'msgid "My pack"\nmsgstr "Bolsa de {whose}"\n',
    "material/main.html": '{{% extends "base.html" %}}<!-- {whose} -->',
}
ONLY_LOW = {
    "pages/privacy.html": "<p>Privacy, by {whose}</p>",
    "sheets/expect.typ": '#import "lib.typ": *\n#show: setup.with(size: 20pt)\n= Expect by {whose}\n',
    "assets/tools.css": "/* tools by {whose} */",
    "locales/es.po": 'msgid "Find"\nmsgstr "Busca de {whose}"\n',
    "material/wide.html": '{{% extends "main.html" %}}<!-- {whose} -->',
}


@pytest.fixture
def layers(toolkit_files: ToolkitFiles) -> tuple[Path, tuple[Path, ...]]:
    """A toolkit, and the templates of two layers, the higher first: both have FILES, one of them has others, too."""
    folder = toolkit_files({})
    for name, whose, files in ((HIGH, "school", FILES), (LOW, "district", ONLY_LOW), (LOW, "district", FILES)):
        for path, text in files.items():
            file = folder.parent / name / path
            file.parent.mkdir(parents=True, exist_ok=True)
            known = file.read_text("utf-8") if file.is_file() else ""
            file.write_text(known + text.format(whose=whose), "utf-8")
    return folder, (folder.parent / HIGH, folder.parent / LOW)


def test_pages_and_style_sheets_come_from_the_highest_layer_that_has_them(
    layers: tuple[Path, tuple[Path, ...]],
) -> None:
    folder, templates = layers
    for made in (
        build(Folders(folder), Options(own_templates=templates, prints=False)),
        Rebuilder().build(Folders(folder), Options(own_templates=templates)),
    ):
        bodies = {page.uri: page.body for page in made.pages}
        assets = {file.uri: file.content.decode() for file in made.assets}

        assert (bodies["about/"], bodies["privacy/"]) == ("<p>About, by school</p>", "<p>Privacy, by district</p>")
        assert assets["toolkit.css"] == "/* toolkit by school */"
        assert assets["tools.css"] == "/* tools by district */"
        # What no layer has is the package's.
        assert assets["page.js"] == (templates_dir() / "assets/page.js").read_text("utf-8")


def test_a_preview_sees_a_change_in_a_lower_layer(layers: tuple[Path, tuple[Path, ...]]) -> None:
    folder, templates = layers
    rebuilder, options = Rebuilder(), Options(own_templates=templates)
    rebuilder.build(Folders(folder), options)

    (templates[1] / "pages/privacy.html").write_text("<p>Changed</p>", "utf-8")

    assert "<p>Changed</p>" in {page.body for page in rebuilder.build(Folders(folder), options).pages}


def test_printed_pieces_come_from_the_highest_layer_that_has_them(layers: tuple[Path, tuple[Path, ...]]) -> None:
    """Those kept from an earlier printing do not stand in the way of another layer's."""
    folder, templates = layers
    toolkit, _ = load_toolkit(Folders(folder))

    def titles(own_templates: tuple[Path, ...]) -> dict[str, str]:
        printed, findings = make_prints(
            toolkit, Folders(folder), Options(own_templates=own_templates), kinds=("poster", "expect")
        )
        assert findings == []
        pages = {one.kind: pypdfium2.PdfDocument(one.pdf)[0].get_textpage() for one in printed}
        # The school's name stands below.
        return {kind: page.get_text_range().splitlines()[0] for kind, page in pages.items()}

    of_both, of_low = titles(templates), titles(templates[1:])
    assert (of_both["poster"], of_both["expect"]) == ("Poster by school", "Expect by district")
    assert (of_low["poster"], of_low["expect"]) == ("Poster by district", "Expect by district")


def test_a_word_of_the_site_is_the_highest_layers_that_has_it(layers: tuple[Path, tuple[Path, ...]]) -> None:
    _, templates = layers
    words = interface("es", own_templates=templates)

    # The school's, the district's, and the package's.
    assert [words.t(word) for word in ("My pack", "Find", "Home")] == ["Bolsa de school", "Busca de district", "Inicio"]
    assert interface("es", own_templates=templates[::-1]).t("My pack") == "Bolsa de district"
    assert interface("es").t("My pack") == "Mi carpeta"


def test_material_finds_the_highest_layers_templates_first(layers: tuple[Path, tuple[Path, ...]]) -> None:
    folder, templates = layers
    config = read_config(folder / "mkdocs.yml")
    set_theme(config, Options(own_templates=templates), interface("en"))

    env = config.theme.get_env()
    places = [str(folder / "material") for folder in (*templates, templates_dir())]
    assert config.theme.dirs[:3] == places
    loaded = [env.loader.get_source(env, name)[1] for name in ("main.html", "wide.html")] if env.loader else []
    assert loaded == [str(templates[0] / "material/main.html"), str(templates[1] / "material/wide.html")]


def test_a_lower_layer_speaks_a_further_language_for_all_above(toolkit_files: ToolkitFiles) -> None:
    folder = toolkit_files({"../district/templates/locales/so.po": 'msgid "My pack"\nmsgstr "Boorsada"\n'})
    below = (folder / "../district/templates",)
    place = Location("docs/school.yml", 1)

    assert words_file("so", folder, below) is None
    assert list(check_words((folder / "templates", *below), {"so": place}, Folders(folder).path_of)) == []
    (alone,) = check_words((folder / "templates",), {"so": place}, Folders(folder).path_of)
    assert (alone.code, "templates/locales/so.po" in alone.hint) == ("english-words", True)


def test_a_broken_catalogue_of_a_lower_layer_is_told_at_its_place(toolkit_files: ToolkitFiles) -> None:
    folder = toolkit_files({"../district/templates/locales/so.po": 'msgid "My pack"\nwhat\n'})

    (finding,) = check_words((folder / "../district/templates",), {}, Folders(folder).path_of)

    assert (finding.code, finding.location.path) == ("broken-catalogue", "../district/templates/locales/so.po")
