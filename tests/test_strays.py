"""What lies in a toolkit's folders beside its sources: copies, links, files of systems and offices, foreign content."""

import shutil
import unicodedata
from pathlib import Path

import pytest

from toolkit_builder.folders import Folders
from toolkit_builder.loading import find_editions, load_toolkit
from toolkit_builder.mkdocs_plugin import build_site

from .conftest import ToolkitFiles

Found = list[tuple[str, int, str]]


def found_in(folder: Path) -> Found:
    _, findings = load_toolkit(Folders(folder))
    return [(one.location.path, one.location.line, one.code) for one in findings]


def built(folder: Path) -> Path:
    return build_site(folder, site_dir=None, is_strict=False, prints=False)


@pytest.mark.parametrize(
    "name",
    [
        "k-first 2",
        "k-first (1)",
        "k-first - Copy",
        "k-first - Copy (2)",
        "k-first copy",
        "k-first-DESKTOP-AB12",
        "k-first-Anas-MacBook-Pro",
        "k-first (Ana conflicted copy 2026-11-20)",
        "k-first (Ana's conflicted copy 2026-11-20 101500)",
        "k-first.sync-conflict-20261120-101500-ABCDEFG",
        "k-first_conflict-20261120-101500",
        "K-First",
        "Copy of k-first",
        "Copia de k-first",
        "k-first - Kopie",
        "k-first - copia (3)",
        "k-first~1",
    ],
)
@pytest.mark.parametrize("bank", ["guides/k-first", "prompts/all", "school"])
def test_a_copy_is_told_once_and_not_used(toolkit_files: ToolkitFiles, name: str, bank: str) -> None:
    folder = toolkit_files({})
    docs = folder / "docs"
    file = docs / f"{bank}.yml"
    name = name.replace("k-first", file.stem).replace("K-First", file.stem.title())
    before, _ = load_toolkit(Folders(folder))
    shutil.copy(file, file.with_stem(name))

    assert found_in(folder) == [(f"docs/{Path(bank).parent / name}.yml".replace("/./", "/"), 1, "copied-file")]
    assert load_toolkit(Folders(folder))[0] == before


def test_a_copy_of_a_schools_file_is_no_school(toolkit_files: ToolkitFiles) -> None:
    files = {f"schools/{name}.yml": "name: River School\n" for name in ("river", "river (1)")}

    schools, findings = find_editions(toolkit_files(files))

    assert list(schools) == ["river"]
    assert [(one.location.path, one.code) for one in findings] == [("schools/river (1).yml", "copied-file")]


def test_a_second_file_of_ones_own_is_no_copy(toolkit_files: ToolkitFiles) -> None:
    """Where nothing is in both files, a name with a blank is only a name."""
    more = "- id: more-one\n  text: What do you sing?\n  purpose: culture\n  listener: family\n  bands: [elementary]\n"
    folder = toolkit_files({"docs/prompts/all 2.yml": more})

    assert found_in(folder) == []
    assert "more-one" in {prompt.id for prompt in load_toolkit(Folders(folder))[0].prompts}


def test_linked_folders_and_files_are_read(toolkit_files: ToolkitFiles, tmp_path: Path) -> None:
    """As several schools share one folder of prompts; a link that leads round in a circle is passed over."""
    folder = toolkit_files({})
    before, _ = load_toolkit(Folders(folder))
    for part in ("prompts", "guides/k-first.yml"):
        elsewhere = tmp_path / Path(part).name
        (folder / "docs" / part).rename(elsewhere)
        (folder / "docs" / part).symlink_to(elsewhere)
    (folder / "docs/guides/again").symlink_to(folder / "docs")

    assert found_in(folder) == []
    assert load_toolkit(Folders(folder))[0].prompts == before.prompts
    assert (built(folder) / "guides/k-first/index.html").is_file()


def test_a_link_to_nothing_is_told(toolkit_files: ToolkitFiles, tmp_path: Path) -> None:
    folder = toolkit_files({})
    (folder / "docs/guides/lost.yml").symlink_to(tmp_path / "gone.yml")

    assert found_in(folder) == [("docs/guides/lost.yml", 1, "unreadable-file")]


def test_files_of_systems_stay_out_and_office_files_are_told(toolkit_files: ToolkitFiles) -> None:
    """A form that a page offers is published; a list that lies there by mistake is not."""
    names = ["~$families.xlsx", "Thumbs.db", "desktop.ini", "assets/.DS_Store", "school.yml.bak", "guides/k.yml~"]
    office = ["families.xlsx", "assets/Names 2026.csv", "letters/Ana.docx"]
    folder = toolkit_files(
        {
            **{
                f"docs/{name}": b"\x00" for name in [*names, *office, "assets/Bus form.pdf", "assets/Consent form.docx"]
            },
            "docs/forms.md": "# Forms\n\n[Consent](assets/Consent%20form.docx)\n",
        }
    )
    site = built(folder)

    assert found_in(folder) == [(f"docs/{name}", 1, "office-file") for name in sorted(office)]
    assert [name for name in [*names, *office] if (site / name).exists()] == []
    assert (site / "assets/Consent form.docx").is_file()
    assert (site / "assets/Bus form.pdf").is_file()


def test_names_with_loose_accents_are_found(toolkit_files: ToolkitFiles) -> None:
    """A Mac's disk may keep an accent apart from its letter; a person types the letter whole."""
    loose = unicodedata.normalize("NFD", "página")
    assert loose != "página"
    folder = toolkit_files({f"docs/{loose}.md": "# Página\n", "docs/more.md": "# More\n\n[Página](página.md)\n"})

    site = build_site(folder, site_dir=None, is_strict=True, prints=False)

    assert (site / "página/index.html").is_file()
    assert 'href="../p%C3%A1gina/"' in (site / "more/index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("is_loose_on_disk", [True, False])
@pytest.mark.parametrize("is_loose_in_yaml", [True, False])
def test_a_logo_with_loose_accents_is_found(
    toolkit_files: ToolkitFiles, is_loose_on_disk: bool, is_loose_in_yaml: bool
) -> None:
    def spelled(name: str, is_loose: bool) -> str:
        return unicodedata.normalize("NFD" if is_loose else "NFC", name)

    folder = toolkit_files({})
    (folder / "docs/assets/logo.svg").rename(folder / "docs/assets" / spelled("escuela-río.svg", is_loose_on_disk))
    school = folder / "docs/school.yml"
    named = spelled("assets/escuela-río.svg", is_loose_in_yaml)
    school.write_text(school.read_text(encoding="utf-8").replace("assets/logo.svg", named), encoding="utf-8")

    assert found_in(folder) == []
    site = built(folder)
    assert (site / "assets/escuela-río.svg").is_file()
    assert 'src="assets/escuela-r%C3%ADo.svg"' in (site / "index.html").read_text(encoding="utf-8")


def test_a_logo_in_other_capitals_is_told_on_every_computer(toolkit_files: ToolkitFiles) -> None:
    """A Mac would find it, and the web server would not."""
    folder = toolkit_files({})
    (folder / "docs/assets/logo.svg").rename(folder / "docs/assets/Logo.svg")
    _, (finding,) = load_toolkit(Folders(folder))

    assert (finding.code, finding.hint) == ("missing-picture", "did you mean 'assets/Logo.svg'?")


def test_a_linked_logo_is_shown(toolkit_files: ToolkitFiles, tmp_path: Path) -> None:
    folder = toolkit_files({})
    (folder / "docs/assets").rename(tmp_path / "shared")
    (folder / "docs/assets").symlink_to(tmp_path / "shared")

    assert found_in(folder) == []
    assert (built(folder) / "assets/logo.svg").is_file()


def test_a_page_that_differs_in_capitals_takes_the_place_of_ours(toolkit_files: ToolkitFiles) -> None:
    site = built(toolkit_files({"docs/About.md": "# About our visits\n"}))

    assert [path.name for path in site.iterdir() if path.name.lower() == "about"] == ["about"]
    assert "About our visits</h1>" in (site / "about/index.html").read_text(encoding="utf-8")


BLOCKED = """\
# Films

<iframe src="https://films.example/1"></iframe>

Before <img src="https://pictures.example/a.png" alt="A"> and
![B](//pictures.example/b.png) and ![C](assets/logo.svg), see [D](https://films.example).

<div style="color: red">
<script>alert(1)</script>
<form action="https://forms.example"><button onclick="go()">Go</button></form>
</div>

```
<iframe src="https://films.example/2"></iframe>
```

`<script>` is a word here. <video src="assets/film.mp4"></video> <script src="assets/own.js"></script>
"""


def test_what_readers_will_not_see_is_told_at_its_line(toolkit_files: ToolkitFiles) -> None:
    folder = toolkit_files({"docs/films.md": BLOCKED})

    lines = [line for path, line, code in found_in(folder) if (path, code) == ("docs/films.md", "blocked-content")]
    assert lines == [3, 5, 6, 8, 9, 10, 10]


def test_a_page_in_another_encoding_is_told(toolkit_files: ToolkitFiles) -> None:
    folder = toolkit_files({"docs/films.md": "# Películas\n".encode("cp1252")})

    assert found_in(folder) == [("docs/films.md", 1, "not-utf8")]
