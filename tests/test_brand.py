"""A school's look from its logo and two colors: safe pictures, readable shades, icons, previews, its places."""

import json
import re
import shutil
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pymupdf
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from outloud import check as check_pdf
from playwright.sync_api import Browser

from toolkit_builder.brand import PAIRS, ROLES, brand_css, contrasts_of, palettes
from toolkit_builder.build import build
from toolkit_builder.cli import main
from toolkit_builder.color import contrast, lightness_of
from toolkit_builder.folders import Folders
from toolkit_builder.loading import load_toolkit
from toolkit_builder.mkdocs_plugin import build_site
from toolkit_builder.options import Options
from toolkit_builder.outputs import OutputFile
from toolkit_builder.pdf import render_pictures
from toolkit_builder.pictures import LARGEST, picture_faults
from toolkit_builder.resources import templates_dir
from toolkit_builder.sheets import icon_pictures

from .browsing import NEEDS_BROWSER, Server, watching
from .cases import BASE
from .conftest import ToolkitFiles

LOGO = (BASE / "assets" / "logo.svg").read_bytes()
SCHOOL = (BASE / "school.yml").read_text(encoding="utf-8")
ADDRESS = "https://visits.example/"


# --- Pictures that a browser could be harmed by ---


def svg(inside: str, attributes: str = 'viewBox="0 0 64 64"') -> str:
    names = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f"<svg {names} {attributes}>{inside}</svg>"


UNSAFE = [
    svg("<script>alert(1)</script>"),
    svg("<x:script xmlns:x='urn:x'/>"),
    svg("<h:script xmlns:h='http://www.w3.org/1999/xhtml'>alert(1)</h:script>"),
    svg("<h:img xmlns:h='http://www.w3.org/1999/xhtml' src='a.png'/>"),
    svg("<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>x</p></foreignObject>"),
    svg("<rect/>", 'viewBox="0 0 1 1" onload="alert(1)"'),
    svg("<rect ONCLICK='alert(1)'/>"),
    svg("<a href='javascript:alert(1)'><rect/></a>"),
    svg("<a xlink:href=' java&#10;script:alert(1)'><rect/></a>"),
    svg("<a href='https://evil.example'><rect/></a>"),
    svg("<use href='other.svg#a'/>"),
    svg("<use xlink:href='data:image/svg+xml;base64,PHN2Zy8+#a'/>"),
    svg("<image href='//evil.example/pixel.png'/>"),
    svg("<image href='data:image/svg+xml,&lt;svg/>'/>"),
    svg("<g xml:base='https://evil.example/'><use href='#a'/></g>"),
    svg("<rect fill='url(https://evil.example/#a)'/>"),
    svg("<rect style='fill: URL( \"//evil.example\" )'/>"),
    svg("<rect style='fill: url(https://evil.example'/>"),
    svg("<rect style='fill: u\\72l(https://evil.example)'/>"),
    svg("<style>@import 'https://evil.example/a.css';</style>"),
    svg("<style>rect { fill: url(https://evil.example/a.svg#b) }</style>"),
    svg("<style><![CDATA[rect { background: image-set('a.png' 1x) }]]></style>"),
    svg("<set attributeName='href' to='#b'/>"),
    svg("<a href='#a'><animate attributeName='xlink:href' values='#a;javascript:alert(1)'/></a>"),
    svg("<animate attributeName='onclick' to='alert(1)'/>"),
    f"<?xml-stylesheet href='a.css'?>{svg('')}",
    f"<!DOCTYPE svg [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>{svg('<title>&a;</title>')}",
    "<!DOCTYPE svg [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]>" + svg("<title>&b;</title>"),
]


@pytest.mark.parametrize("text", UNSAFE)
def test_an_svg_that_runs_or_loads_something_is_refused(text: str) -> None:
    codes = {code for code, _, _ in picture_faults(text.encode(), ".svg")}

    assert codes == {"unsafe-picture"}


@pytest.mark.parametrize(
    "text",
    [
        svg("<title>A leaf: on a door, (1990)</title><rect fill='#123456' style='opacity:.5'/>"),
        svg("<defs><linearGradient id='a'/></defs><rect fill='url(#a)'/><use xlink:href='#a'/>"),
        svg("<style>.a { fill: url('#a') } /* url(nowhere) */</style><image href='data:image/png;base64,AAAA'/>"),
        svg("<sodipodi:namedview xmlns:sodipodi='urn:inkscape' pagecolor='#fff'/>"),
        '<?xml version="1.0" encoding="UTF-8"?>\n<!-- Made by hand -->\n' + svg(""),
        "\ufeff" + svg("", 'width="40mm" height="30mm"'),
        svg("<animate attributeName='fill' values='#fff;#000'/>"),
    ],
)
def test_an_svg_as_drawing_programs_write_it_is_let_through(text: str) -> None:
    assert picture_faults(text.encode(), ".svg") == []


def png(width: int, height: int, fill: bytes = b"\x20\x60\x50") -> bytes:
    """A PNG of one color."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress((b"\0" + fill * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "ending", "codes"),
    [
        (png(64, 64), ".png", []),
        (png(256, 64), ".png", []),
        (png(63, 20), ".png", ["bad-picture"]),
        (png(4097, 4000), ".png", ["bad-picture"]),
        (png(700, 100), ".png", ["awkward-picture"]),
        (png(100, 301), ".png", ["awkward-picture"]),
        (png(64, 64)[:-1], ".png", ["bad-picture"]),
        (png(64, 64) + b"<script>", ".png", ["bad-picture"]),
        (png(64, 64).replace(b"IDAT", b"IDOT"), ".png", ["bad-picture"]),
        (b"\xff\xd8\xff\xe0 a photo", ".png", ["bad-picture"]),
        (svg("").encode(), ".png", ["bad-picture"]),
        (b"", ".png", ["bad-picture"]),
        (png(64, 64), ".svg", ["bad-picture"]),
        (b"", ".svg", ["bad-picture"]),
        (b"<svg>", ".svg", ["bad-picture"]),
        (b'<svg viewBox="0 0 9 9"/>', ".svg", ["bad-picture"]),
        (svg("", "").encode(), ".svg", ["bad-picture"]),
        (svg("", 'width="100%" height="100%"').encode(), ".svg", ["bad-picture"]),
        (svg("", 'viewBox="0 0 0 9"').encode(), ".svg", ["bad-picture"]),
        (svg("").encode("utf-16"), ".svg", []),
        (svg("").encode("utf-16-le"), ".svg", ["bad-picture"]),
        (svg("", 'viewBox="0 0 700 100"').encode(), ".svg", ["awkward-picture"]),
        (svg("<text>Maple</text>").encode(), ".svg", ["awkward-picture"]),
        (svg("<!--" + "x" * LARGEST + "-->").encode(), ".svg", ["bad-picture"]),
    ],
)
def test_a_picture_is_whole_small_and_of_a_use(content: bytes, ending: str, codes: list[str]) -> None:
    faults = picture_faults(content, ending)

    assert [code for code, _, _ in faults] == codes
    assert all(hint for _, _, hint in faults)


def test_all_faults_of_all_logos_are_told_at_their_lines(toolkit_files: ToolkitFiles) -> None:
    school = SCHOOL.replace("{file: assets/logo.svg, alt: A leaf}", "\n  file: assets/bad.svg\n  alt: A leaf")
    school += (
        "partners:\n  - name: Harbor Library\n    logo:\n      file: assets/tiny.png\n      alt: A wave\n"
        "  - name: Clinic\n    url: http://clinic.example/\n    logo: {file: ../school.png, alt: A heart}\n"
    )
    folder = toolkit_files(
        {
            "docs/school.yml": school.replace("http:", "https:"),
            "docs/assets/bad.svg": svg("<script/><a href='https://x.example'/>", ""),
            "docs/assets/tiny.png": png(16, 16),
            "school.png": png(64, 64),
        }
    )

    _, findings = load_toolkit(Folders(folder))

    lines = school.splitlines()
    found = [(one.code, lines[one.location.line - 1].strip()) for one in findings]
    assert found == [
        ("bad-picture", "file: assets/bad.svg"),
        ("unsafe-picture", "file: assets/bad.svg"),
        ("unsafe-picture", "file: assets/bad.svg"),
        ("bad-picture", "file: assets/tiny.png"),
        ("missing-picture", "logo: {file: ../school.png, alt: A heart}"),
    ]


# --- Colors ---

HEX = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
# What schools have: gold, black, white, pale and strong ones, and grays on which neither white nor black is easy.
SCHOOLS = ["#ffc72c", "#000000", "#ffffff", "#cfe8ff", "#0a0a0a", "#777777", "#808080", "#ff0000", "#00ff00", "#0000ff"]


@settings(max_examples=40)
@given(primary=HEX | st.sampled_from(SCHOOLS), accent=HEX | st.sampled_from(SCHOOLS))
def test_any_two_colors_give_palettes_that_can_be_read(primary: str, accent: str) -> None:
    """Every pair of colors that pages and sheets use, in light, in dark and on paper."""
    for scheme, palette in palettes(primary, accent).items():
        lost = [(scheme, pair, ratio) for pair, ratio in contrasts_of(palette) if ratio < pair.least]
        assert lost == []
        # In gray as in color: a tint that a copier keeps white, and parts that stand out from it.
        if scheme == "print":
            assert lightness_of(palette.tint) > 0.97


@pytest.mark.parametrize(
    ("color", "header", "ink"),
    [
        ("#1f5f4f", "#1f5f4f", "#ffffff"),
        ("#ffc72c", "#ffc72c", "#1d242b"),
        ("#cfe8ff", "#cfe8ff", "#1d242b"),
        ("#000000", "#000000", "#ffffff"),
    ],
)
def test_a_schools_color_stays_in_the_header(color: str, header: str, ink: str) -> None:
    light = palettes(color, "#000000")["light"]

    assert (light.header, light.header_ink) == (header, ink)


def test_black_by_day_is_nearly_white_by_night() -> None:
    """The least gray that can be read on a dark page would look switched off."""
    made = palettes("#0a0a0a", "#444444")

    assert contrast(made["dark"].primary, made["dark"].paper) > 9
    assert made["light"].primary == "#0a0a0a"


def test_pages_and_sheets_use_colors_of_the_palette_only() -> None:
    """A color of their own would be measured by nobody. White is paper: of cards to cut, pictures and logos."""
    used = set()
    # A translator's workbook shows where a text stands; no page and no sheet of a school has those pictures.
    sheets = {*(templates_dir() / "sheets").glob("*.typ")} - {templates_dir() / "sheets/place.typ"}
    for file in [*(templates_dir() / "assets").glob("*.css"), *sheets]:
        text = file.read_text(encoding="utf-8")
        used |= set(re.findall(r'(?:var\(--tb-|\bc(?:olor)?\(")([a-z_-]+)', text))
        codes = set(re.findall(r"(?<![\w&-])#[0-9a-f]{3,8}\b", text)) - {"#fff"}
        # A browser's cards on paper, Material's third gray, and the red of a preview's faults.
        assert codes <= {"#1d242b", "#4a5560", "#8b96a1", "#c3cad1", "#66717c", "#999", "#b3261e"}, file.name
    known = {name.replace("_", "-") for name in ROLES} | {"radius", "shadow", "slant", "tick"}
    assert {name.replace("_", "-") for name in used} <= known
    assert {pair.ink for pair in PAIRS} | {pair.ground for pair in PAIRS} == set(ROLES)
    assert all(f"--tb-{name}:" in brand_css("#1f5f4f", "#9a3412") for name in known - {"radius", "shadow", "slant"})


def test_letters_on_pages_are_of_one_scale() -> None:
    """Notes, labels, texts, leads and headings; what grows with the screen grows between its own two bounds."""
    for file in (templates_dir() / "assets").glob("*.css"):
        sizes = re.findall(r"font-size: ([\d.]+)rem", file.read_text(encoding="utf-8"))
        assert {*sizes} <= {"0.65", "0.7", "0.75", "0.8", "0.95", "1", "1.2"}, file.name


def test_the_palettes_sheet_is_accessible_and_tells_every_color(toolkit_files: ToolkitFiles, tmp_path: Path) -> None:
    school = SCHOOL.replace("#1f5f4f", "#ffc72c").replace("#9a3412", "#000000")
    folder = toolkit_files({"docs/school.yml": school})
    file = tmp_path / "palette.pdf"

    result = CliRunner().invoke(main, ["check", str(folder), "--palette", str(file)])

    assert result.exit_code == 0, result.output
    shades = {shade for palette in palettes("#ffc72c", "#000000").values() for _, shade in palette_items(palette)}
    assert [shade for shade in shades if shade not in result.output] == []
    assert "low-contrast" in result.output
    with pymupdf.open(file) as document:
        assert len(document) == 1
        text = document[0].get_text()
    assert [shade for shade in shades if shade not in text] == []
    checked = check_pdf(str(file), skip=["TBL-014"])
    assert [found for found in checked.findings if found.severity == "error"] == []


def palette_items(palette: object) -> Iterator[tuple[str, str]]:
    yield from ((name, getattr(palette, name)) for name in ROLES)


# --- What is made of the logo ---


def size_of(content: bytes) -> tuple[int, int]:
    assert content.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", content[16:24])
    return width, height


def pixels(content: bytes) -> pymupdf.Pixmap:
    return pymupdf.Pixmap(content)


@pytest.mark.parametrize("logo", [LOGO, png(200, 50), png(90, 90)], ids=["svg", "wide-png", "png"])
def test_icons_have_their_sizes_and_show_the_logo_inside_the_safe_circle(logo: bytes) -> None:
    icons = {file.uri: file.content for file in render_pictures(list(icon_pictures(logo)))}

    assert {name: size_of(content) for name, content in icons.items()} == {
        f"assets/icons/icon-{size}.png": (size, size) for size in (32, 180, 192, 512)
    }
    assert pixels(icons["assets/icons/icon-32.png"]).pixel(16, 16)[3] == 255
    large = pixels(icons["assets/icons/icon-512.png"])
    drawn = [(x, y) for x in range(0, 512, 8) for y in range(0, 512, 8) if large.pixel(x, y)[:3] != (255, 255, 255)]
    assert len(drawn) > 100
    assert max((x - 256) ** 2 + (y - 256) ** 2 for x, y in drawn) <= (0.4 * 512 + 1) ** 2
    # A phone paints what is clear in black.
    assert large.pixel(0, 0)[3] == 255


def test_icons_are_made_without_pdfs_and_pictures_with_an_address_only(toolkit_files: ToolkitFiles) -> None:
    folders = Folders(toolkit_files({}))

    def made(options: Options) -> set[str]:
        result = build(folders, options)
        assert all(isinstance(file, OutputFile) for file in result.files)
        return {file.uri for file in result.files if file.uri.startswith("assets/") or "manifest" in file.uri}

    app = {f"assets/icons/icon-{size}.png" for size in (32, 180, 192, 512)} | {"manifest.webmanifest"}
    assert made(Options(prints=False, site_url=ADDRESS)) == app
    assert made(Options()) == app
    pictures = {f"assets/social/{name}.png" for name in ("school", "guides/k-first", "guides/k-second")}
    assert made(Options(site_url=ADDRESS)) == app | pictures


# --- The site ---


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The base toolkit with an address in the web, a partner and a place, in English and Arabic."""
    folder = tmp_path_factory.mktemp("brand") / "toolkit"
    shutil.copytree(BASE.parent, folder)
    school = SCHOOL.replace("languages: [en]", "languages: [en, ar]").replace("Test School", 'T "&" School')
    school = school.replace("phone: 555-7010", "phone: 555-7010, hours: 'Monday to Friday, 8:00 to 4:00'")
    school += (
        "addresses:\n  - lines: [12 Maple Street, Springfield]\n"
        "partners:\n  - name: Harbor Library\n    url: https://library.example/\n"
        "    logo: {file: assets/library.png, alt: A wave}\n"
    )
    (folder / "docs/school.yml").write_text(school, encoding="utf-8")
    (folder / "docs/assets/library.png").write_bytes(png(200, 80))
    settings_file = folder / "mkdocs.yml"
    settings_file.write_text(f"site_url: {ADDRESS}\n{settings_file.read_text(encoding='utf-8')}", encoding="utf-8")
    return build_site(folder, site_dir=folder / "site", is_strict=False)


def head_of(site: Path, uri: str) -> dict[str, str]:
    """The page's og: and twitter: properties, unescaped."""
    html = (site / uri / "index.html").read_text(encoding="utf-8")
    found = re.findall(r'<meta (?:property|name)="((?:og|twitter):[^"]+)" content="([^"]*)">', html)
    return {name: value.replace("&#34;", '"').replace("&amp;", "&") for name, value in found}


@pytest.mark.parametrize("language", ["", "ar/"])
def test_the_manifest_names_icons_that_are_there(site: Path, language: str) -> None:
    manifest = json.loads((site / language / "manifest.webmanifest").read_text(encoding="utf-8"))

    assert manifest["short_name"] == 'T "&" School'
    assert (manifest["lang"], manifest["dir"]) == (("ar", "rtl") if language else ("en", "ltr"))
    for icon in manifest["icons"]:
        width, height = size_of((site / language / icon["src"]).read_bytes())
        assert icon["sizes"] == f"{width}x{height}"
    assert {icon["sizes"] for icon in manifest["icons"]} == {"192x192", "512x512"}
    assert manifest["id"] == f"{urlsplit(ADDRESS).path}{language}"
    shortcuts = [one["url"] for one in manifest["shortcuts"]]
    assert shortcuts == ["./grades/#mine", "./pack/", "./visits/#mine"]
    for address in shortcuts:
        assert (site / language / address.partition("#")[0] / "index.html").is_file()


@pytest.mark.parametrize("language", ["", "ar/"])
@pytest.mark.parametrize(
    ("uri", "picture"),
    [
        ("", "school"),
        ("about/", "school"),
        ("guides/k-first/", "guides/k-first"),
        ("guides/k-second/family/", "guides/k-second"),
    ],
)
def test_a_shared_link_shows_the_guides_picture(site: Path, language: str, uri: str, picture: str) -> None:
    head = head_of(site, language + uri)

    address = head["og:image"]
    assert address == f"{ADDRESS}{language}assets/social/{picture}.png"
    content = (site / address.removeprefix(ADDRESS)).read_bytes()
    assert size_of(content) == (int(head["og:image:width"]), int(head["og:image:height"])) == (1200, 630)
    assert len(content) < 80_000
    drawn = pixels(content)
    assert len({drawn.pixel(x, 330) for x in range(64, 1136, 4)}) > 2
    assert head["og:site_name"] == 'T "&" School'
    assert head["og:url"] == f"{ADDRESS}{language}{uri}"
    assert head["og:locale"] == ("ar_EG" if language else "en_US")
    assert head["og:image:alt"] and head["og:title"] and head["og:description"]
    assert head["twitter:card"] == "summary_large_image"


def test_without_an_address_no_page_tells_of_a_picture(toolkit_files: ToolkitFiles, tmp_path: Path) -> None:
    made = build_site(toolkit_files({}), site_dir=tmp_path / "site", is_strict=False, prints=False)

    assert head_of(made, "") == head_of(made, "guides/k-first/") == {}
    assert not (made / "assets/social").exists()


def test_preview_pictures_are_not_kept_on_devices(site: Path) -> None:
    lists = {file.stem: file.read_text(encoding="utf-8") for file in (site / "offline").glob("*.json")}

    assert not any("assets/social" in text for text in lists.values())
    assert '"manifest.webmanifest"' in lists["shell"]
    assert '"assets/icons/icon-192.png"' in lists["shell"]


def test_the_school_can_be_found(site: Path) -> None:
    """Its address and hours stand where families look, and at the foot of every page."""
    for uri in ("families", "about"):
        html = (site / uri / "index.html").read_text(encoding="utf-8")
        assert "12 Maple Street<br>Springfield" in html
        assert "Monday to Friday, 8:00 to 4:00" in html
    foot = '<div class="tb-foot-address" dir="auto">12 Maple Street, Springfield</div>'
    assert foot in (site / "guides/k-first/index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(("uri", "start"), [("", "./"), ("about/", "../")])
def test_partners_are_shown_with_their_sizes(site: Path, uri: str, start: str) -> None:
    html = (site / uri / "index.html").read_text(encoding="utf-8")

    src = f"{start}assets/library.png".removeprefix("./")
    logo = f'<a href="https://library.example/"><img src="{src}" alt="A wave" width="160" height="64" loading="lazy">'
    assert logo in html
    assert (site / "assets/library.png").is_file()


@NEEDS_BROWSER
def test_a_browser_takes_icons_and_manifest_without_a_word(site: Path, browser: Browser) -> None:
    server = Server(site)
    try:
        with watching(browser, server.address) as seen:
            page = seen.goto("guides/k-first/")
            statuses = page.evaluate(
                """async () => {
                    const links = document.querySelectorAll("[rel=icon], [rel=apple-touch-icon], [rel=manifest]");
                    return Promise.all([...links].map(async (link) => (await fetch(link.href)).status));
                }"""
            )
            manifest = page.context.new_cdp_session(page).send("Page.getAppManifest")
    finally:
        server.close()
    assert statuses == [200] * 4
    assert manifest["url"] == f"{server.address}manifest.webmanifest"
    assert manifest["errors"] == []
