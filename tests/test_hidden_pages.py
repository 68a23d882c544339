"""Pages that a school keeps out of its site, the staff's page among them: not a word, not a link, and a PDF instead."""

import json
import posixpath
import re
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pypdfium2
import pytest
from click.testing import CliRunner, Result

from toolkit_builder.build import build
from toolkit_builder.cli import main
from toolkit_builder.folders import Folders
from toolkit_builder.loading import load_toolkit
from toolkit_builder.loading.hidden_pages import check_hidden_pages
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.options import Options
from toolkit_builder.outputs import Page, files_in
from toolkit_builder.pages import Site, render_guide, render_indexes
from toolkit_builder.sheets import Print, render_sheets
from toolkit_builder.translating import in_language

from .cases import TESTS
from .conftest import ROOT, ToolkitFiles
from .found import rows_of

SCHOOL = (TESTS / "base/docs/school.yml").read_text(encoding="utf-8")
SETTINGS = (TESTS / "base/mkdocs.yml").read_text(encoding="utf-8")
PRIVATE = ["Wombat rates are paid.", "Quokka drills on Monday.", "Numbat rule", "Bilbies go in pairs."]
"""What only the staff's page says: two notes, and a policy's name and text."""
STAFF = (
    SCHOOL.replace("languages: [en]", "languages: [en, es]")
    .replace("Visits are paid by the hour.", PRIVATE[0])
    .replace("Everyone is trained for three hours.", PRIVATE[1])
    + f"policies: [{{name: {PRIVATE[2]}, text: {PRIVATE[3]}}}]\n"
    + "experience: {url: 'https://forms.rivers.org/', text: Tell us.}\n"
)
IN_STRICT = {"mkdocs.yml": f"site_url: https://visits.rivers.org/visits\n{SETTINGS}".replace(
    "rules: {}", "rules: {missing-translation: off, few-places: off}"
)}  # fmt: skip
LINKED = "# Bus times\n\nSee [when](when.md).\n"


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words], catch_exceptions=False)


class Links(HTMLParser):
    """What a page leads to and loads, and the anchors on it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.targets: set[str] = set()
        self.anchors: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.anchors.add(values.get("id", ""))
        if tag in ("a", "link", "img", "script"):
            self.targets |= {values[name] for name in ("href", "src") if values.get(name)}


def dead_links(site: Path) -> Iterator[str]:
    """Each address in a page, in the values of scripts, in toolkit.json or in a worker's list that leads nowhere."""
    files = dict(files_in(site))
    anchors = {name: Links(file.read_text("utf-8")).anchors for name, file in files.items() if name.endswith(".html")}

    def leads(name: str, target: str) -> bool:
        parts = urlsplit(target)
        if parts.scheme:
            return True
        path = unquote(parts.path)
        root = "visits/"
        at = path.removeprefix(f"/{root}") if path.startswith("/") else posixpath.join(posixpath.dirname(name), path)
        place = posixpath.normpath(at) if path else name
        found = next((one for one in (place, f"{place}/index.html".removeprefix("./")) if one in files), "")
        anchor = parts.fragment
        return bool(found) and (not anchor or "=" in anchor or not found.endswith("html") or anchor in anchors[found])

    for name, file in files.items():
        # Material's icons and its own scripts lead nowhere.
        targets: set[str] = set()
        home = name
        if name.endswith(".html"):
            targets = Links(file.read_text("utf-8")).targets
        elif re.search(r"assets/toolkit/[^/]+/(?:search-entries|most-used|grade-\w+)\.js$", name):
            home = name.partition("assets/")[0] + "index.html"
            value = json.loads(re.sub(r"^toolkit\.take\([^,]*,|\)\s*$", "", file.read_text("utf-8")))
            targets = {row[2] for row in rows_of(value)} if isinstance(value, dict) else {one["uri"] for one in value}
        elif name.endswith("toolkit.json"):
            toolkit = json.loads(file.read_text("utf-8"))
            named = [one for key in ("guides", "prompts", "activities", "glossary", "facts") for one in toolkit[key]]
            named += [skill for framework in toolkit["skills"] for skill in framework["skills"]]
            targets = {one["url"] for one in named if "url" in one}
        elif "offline/" in name and name.endswith(".json") and not name.endswith("sizes.json"):
            home = name.partition("offline/")[0] + "index.html"
            targets = set(json.loads(file.read_text("utf-8"))["files"])
        yield from (f"{name}: {target}" for target in sorted(targets) if not leads(home, target))


def pdf_text(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return text


def texts_in(name: str, content: bytes) -> Iterator[tuple[str, str]]:
    """All that can be read in a file, and in the files that it holds."""
    yield name, content.decode("utf-8", errors="replace")
    if name.endswith(".pdf"):
        yield name, pdf_text(content)
    elif name.endswith(".zip"):
        with zipfile.ZipFile(BytesIO(content)) as packed:
            for inner in packed.namelist():
                yield from texts_in(f"{name}/{inner}", packed.read(inner))


def told(words: list[str], *files: Path) -> set[str]:
    """The names of files in which one of the `words` can be read."""
    single = re.compile("|".join(word.split()[0] for word in words), re.IGNORECASE)
    every = [one for file in files for one in ([file] if file.is_file() else [inner for _, inner in files_in(file)])]
    return {name for one in every for name, text in texts_in(one.name, one.read_bytes()) if single.search(text)}


def test_a_private_staff_page_is_a_pdf_beside_the_site_and_nothing_of_it_is_inside(
    toolkit_files: ToolkitFiles, tmp_path: Path
) -> None:
    """Both languages, search, programs' files, printed pieces, the copy for a stick, and what is published."""
    folder = toolkit_files({"docs/school.yml": f"{STAFF}staff: {{publish: false}}\n", **IN_STRICT})

    result = run("build", folder, "--strict", "--offline-zip")

    assert result.exit_code == 0, result.output
    pdf, site = folder / "site-staff.pdf", folder / "site"
    assert f"The page for staff is not published; it is {pdf}." in result.output
    text = " ".join(pdf_text(pdf.read_bytes()).split())
    assert [words for words in PRIVATE if words not in text] == []
    assert "https://visits.rivers.org/visits/staff" not in text
    assert told(PRIVATE, site, folder / "site-offline.zip") == set()
    assert [name for name, _ in files_in(site) if "staff" in name] == []
    assert list(dead_links(site)) == []
    # The practices that a guide follows are said on its own page; what is printed for all is found under "About".
    assert "Not certified by anyone." in (site / "guides/k-first/index.html").read_text("utf-8")
    assert "print/poster-letter.pdf" in (site / "about/index.html").read_text("utf-8")
    assert "/staff" not in pdf_text((site / "print/poster-letter.pdf").read_bytes())

    archive = tmp_path / "out.zip"
    assert run("publish", folder, "--zip", archive).exit_code == 0
    assert told(PRIVATE, archive) == set()


def test_a_public_staff_page_is_a_page_and_no_pdf(toolkit_files: ToolkitFiles) -> None:
    folder = toolkit_files({"docs/school.yml": STAFF, **IN_STRICT})

    result = run("build", folder, "--strict", "--no-pdf")

    assert (result.exit_code, "not published" in result.output) == (0, False), result.output
    assert not (folder / "site-staff.pdf").exists()
    # The notes on the page only; a policy, which is public then, in toolkit.json, too.
    assert told(PRIVATE[:2], folder / "site") == {"index.html", "search-entries.js"}
    assert told(PRIVATE[2:], folder / "site") == {"index.html", "search-entries.js", "toolkit.json"}


def test_without_pdfs_a_private_staff_page_is_still_printed(toolkit_files: ToolkitFiles) -> None:
    """Otherwise it would be nowhere."""
    folder = toolkit_files({"docs/school.yml": f"{STAFF}staff: {{publish: false}}\n"})

    made = build(Folders(folder), Options(prints=False))

    assert PRIVATE[1] in pdf_text(made.private["staff.pdf"])
    assert [file.uri for file in made.files if file.uri.endswith(".pdf")] == []
    assert build(Folders(folder), Options(prints=False, language="es")).private == {}


def test_one_of_many_schools_keeps_its_staff_page_beside_all_sites(toolkit_files: ToolkitFiles) -> None:
    """Beside its own site would be inside the folder that is published."""
    folder = toolkit_files(
        {
            "docs/school.yml": STAFF,
            "schools/hill.yml": "name: Hill\ntraining_note: Emus come first.\n",
            "schools/river.yml": "name: River\nstaff: {publish: false}\ntraining_note: Dingo day.\n",
        }
    )

    for choice in ("--all-schools", "--school=river"):
        (folder / "site-river-staff.pdf").unlink(missing_ok=True)
        result = run("build", folder, choice, "--no-pdf")

        assert result.exit_code == 0, result.output
        assert f"it is {folder / 'site-river-staff.pdf'}." in result.output
        assert "Dingo day." in pdf_text((folder / "site-river-staff.pdf").read_bytes())
        assert [file.name for file in folder.glob("*.pdf")] == ["site-river-staff.pdf"]
        assert told(["Dingo"], folder / "site") == set()
        assert told(["Emus"], folder / "site") == {"index.html", "search-entries.js"}


def test_print_makes_the_staff_page_in_the_language_of_its_notes(toolkit_files: ToolkitFiles) -> None:
    folder = toolkit_files({"docs/school.yml": STAFF})

    assert run("print", folder, "--sheet", "staff").exit_code == 0

    (pdf,) = (folder / "print").rglob("*.pdf")
    assert pdf.relative_to(folder).as_posix() == "print/staff-letter.pdf"
    assert PRIVATE[0] in pdf_text(pdf.read_bytes())


def test_a_long_note_goes_on_on_the_next_page(toolkit_files: ToolkitFiles) -> None:
    long = " ".join(f"Step {number} of many." for number in range(900))
    folder = toolkit_files({"docs/school.yml": SCHOOL.replace("Everyone is trained for three hours.", f"{long} End.")})

    assert run("print", folder, "--sheet", "staff").exit_code == 0

    text = " ".join(pdf_text((folder / "print/staff-letter.pdf").read_bytes()).split())
    assert ("Step 450 of many." in text, "many. End." in text) == (True, True)


# --- hide: [pages/...] ---


def in_both_languages(folder: Path) -> Iterator[tuple[Toolkit, list[Page]]]:
    toolkit, findings = load_toolkit(Folders(folder))
    assert findings == []
    for language in ("", "es"):
        said = in_language(toolkit, language)
        site = Site(said)
        guides = [page for guide in said.guides for page in render_guide(site, guide)]
        yield said, [*render_indexes(site), *guides]


def test_every_page_but_a_few_can_be_hidden_and_no_other_page_leads_there_then(toolkit_files: ToolkitFiles) -> None:
    """Each page alone, with the index in which it was the only one."""
    folder = toolkit_files({"docs/school.yml": STAFF})
    (_, pages), *_ = in_both_languages(folder)
    addresses = {page.uri.rstrip("/") for page in pages}
    lasting = {"", "pack", "offline", "privacy", "accessibility"}
    hideable = {one for one in addresses - lasting if not one.startswith("guides/")}
    assert {"staff", "share", "coverage", "glossary", "topics/attendance", "prompts/hopes", "find"} <= hideable

    for address in sorted(hideable):
        folder = toolkit_files({"docs/school.yml": f"{STAFF}hide: [pages/{address}]\n"})
        index = address.partition("/")[0]
        is_alone = [one for one in hideable if one.startswith(f"{index}/")] == [address]
        gone = {address, index} if is_alone else {address}
        for _, shown in in_both_languages(folder):
            assert {page.uri.rstrip("/") for page in shown} == addresses - gone
            for page in shown:
                targets = [urlsplit(target).path for target in Links(page.body).targets]
                led = {posixpath.normpath(posixpath.join(page.uri or ".", one)) for one in targets if one}
                assert led.isdisjoint(gone), f"{page.uri} leads to {address}"


@pytest.mark.parametrize(
    "hide",
    [
        "[pages/share, pages/coverage, pages/topics/*, pages/prompts/hopes, pages/routines, pages/buses]",
        "['pages/*']",
    ],
)
def test_a_strict_build_without_pages_has_no_dead_link(toolkit_files: ToolkitFiles, hide: str) -> None:
    """In both languages; hand-written pages, theirs in Spanish too, and a menu of one's own that names hidden ones."""
    nav = "nav: [index.md, {Get there: [buses.md, {When: when.md}]}, {More: [coverage.md]}]\n"
    folder = toolkit_files(
        {
            **IN_STRICT,
            "docs/school.yml": f"{STAFF}hide: {hide}\n",
            "docs/buses.md": LINKED,
            "docs/buses.es.md": "# Autobuses\n",
            "docs/when.md": "# When\n",
        }
    )
    for own in ("", nav):
        (folder / "mkdocs.yml").write_text(own + IN_STRICT["mkdocs.yml"], encoding="utf-8")

        result = run("build", folder, "--strict", "--no-pdf")

        assert result.exit_code == 0, result.output
        assert list(dead_links(folder / "site")) == []
        for part in ("", "es/"):
            names = {name for name, _ in files_in(folder / "site" / part) if not name.startswith("es/")}
            assert {f"{one}/index.html" for one in ("share", "coverage", "topics/attendance", "buses")} & names == set()
            assert "topics/index.html" not in names  # it would lead nowhere
            assert {"index.html", "pack/index.html", "privacy/index.html", "guides/k-first/index.html"} <= names
    assert told(["Autobuses"], folder / "site") == set()


def test_a_question_whose_page_is_hidden_stands_in_the_guides_that_ask_it(toolkit_files: ToolkitFiles) -> None:
    """Search, the finder and toolkit.json lead to the guide."""
    folder = toolkit_files({"docs/school.yml": f"{SCHOOL}hide: [pages/prompts/hopes]\n"})

    made = build(Folders(folder), Options(prints=False))

    (told_file,) = (file for file in made.files if file.uri == "toolkit.json")
    prompts = {one["id"]: one.get("url") for one in json.loads(told_file.content)["prompts"]}
    assert prompts["hopes"] == "guides/k-first/#hopes"
    found = [(page.uri, entry.anchor) for page in made.pages for entry in page.search if entry.id == "hopes"]
    assert ("guides/k-first/", "hopes") in found
    shards = [asset.content.decode() for asset in made.assets if asset.uri.startswith("grade-")]
    assert any('"uri":"guides/k-first/#hopes"' in shard for shard in shards)


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("pages/shore", "unknown-page", "did you mean 'pages/share'?"),
        ("pages/topics/reeding", "unknown-page", "pages/topics/reading"),
        ("pages/bus", "unknown-page", "pages/buses"),
        ("pages/zzzzzzz*", "unknown-page", "such as pages/share"),
        ("pages/", "lasting-page", "take the line out"),
        ("pages/privacy", "lasting-page", "take the line out"),
        ("pages/pack/", "lasting-page", "take the line out"),
        ("pages/guides/k-first", "lasting-page", "guides/k-first"),
        ("pages/guides/k-*/family", "lasting-page", "guides/k-"),
        ("pages/share", "", ""),
        ("pages/share/", "", ""),
        ("pages/topics/*", "", ""),
        ("pages/p*", "", ""),
        ("pages/*", "", ""),
        ("pages/buses", "", ""),
        ("pages/more", "", ""),
        # It has nothing to show here, and may have tomorrow.
        ("pages/grades/grade-12", "", ""),
    ],
)
def test_what_hides_nothing_is_told_at_its_place(toolkit_files: ToolkitFiles, name: str, code: str, words: str) -> None:
    folder = toolkit_files(
        {
            "docs/school.yml": f"{SCHOOL}hide: [pages/coverage, '{name}']\n",
            "docs/buses.md": LINKED,
            "docs/more/index.md": "# More\n",
        }
    )

    _, findings = load_toolkit(Folders(folder))

    assert [found.code for found in findings] == ([code] if code else [])
    for found in findings:
        assert (str(found.location), found.location.column) == ("docs/school.yml:10", 24)
        assert words in found.hint
        assert found.level == ("warning" if code == "unknown-page" else "error")


def test_names_of_pages_are_those_of_the_site() -> None:
    """Whatever pages are made, each can be named, and none is told to be missing."""
    toolkit, _ = load_toolkit(Folders(ROOT))
    names = tuple(f"pages/{page.uri.rstrip('/')}" for page in render_indexes(Site(toolkit)))
    school = toolkit.school.model_copy(update={"hide": names})

    found = {one.code for one in check_hidden_pages(Toolkit(school, toolkit.guides, kit=toolkit.kit), [])}

    assert found == {"lasting-page"}


def test_a_poster_leads_to_no_page_that_is_not_there(toolkit_files: ToolkitFiles) -> None:
    folder = toolkit_files({"docs/school.yml": f"{SCHOOL}hide: [pages/staff]\n"})
    toolkit, _ = load_toolkit(Folders(folder))

    sheets = {one.kind: one for one in render_sheets(toolkit, Print(paper="letter", site_url="https://a.example/"))}

    assert sheets["poster"].values["address"] == ""
    assert sheets["binder"].values["address"] == "https://a.example/"
