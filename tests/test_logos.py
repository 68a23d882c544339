"""Logos as drawing programs and cameras write them: the same in browsers, on paper and in icons, or told in words."""

import gzip
import io
from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape

import pymupdf
import pytest
from PIL import Image

from toolkit_builder.folders import Folders
from toolkit_builder.loading import load_toolkit
from toolkit_builder.mkdocs_plugin import build_site
from toolkit_builder.pdf import render_pictures
from toolkit_builder.pictures import LARGEST, picture_faults, picture_size, picture_svg
from toolkit_builder.sheets import icon_pictures

from .cases import BASE
from .conftest import ToolkitFiles
from .test_brand import png, svg

SQUARE = '<path fill="#00aa55" d="M0 0h64v64H0z"/>'
ADOBE = "http://ns.adobe.com/AdobeIllustrator/10.0/"
SVG11 = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd"'
ILLUSTRATOR = f"""<?xml version="1.0" encoding="utf-8"?>
<!-- Generator: Adobe Illustrator 16.0.0, SVG Export Plug-In . SVG Version: 6.00 Build 0)  -->
{SVG11} [
  <!ENTITY ns_svg "http://www.w3.org/2000/svg">
  <!ENTITY ns_ai "{ADOBE}">
  <!ENTITY st0 "fill:#00aa55;stroke:none;">
  <!ATTLIST svg xmlns:a CDATA #FIXED "http://ns.adobe.com/a/">
]>
<svg xmlns="&ns_svg;" xmlns:i="&ns_ai;" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 64 64">
<switch><foreignObject requiredExtensions="&ns_ai;" width="1" height="1"><i:pgfRef xlink:href="#pgf"/></foreignObject>
<g i:extraneous="self"><path style="&st0;" d="M0 0h64v64H0z"/></g></switch>
<i:pgf id="pgf"><![CDATA[eJzs]]></i:pgf></svg>"""


def drawn(content: bytes) -> list[str]:
    """The colors of an icon's middle, in three places from left to right, as Typst draws them."""
    (icon,) = render_pictures([one for one in icon_pictures(content) if one.width == 32])
    pixels = pymupdf.Pixmap(icon.content)
    return ["#{:02x}{:02x}{:02x}".format(*pixels.pixel(x, 16)[:3]) for x in (5, 16, 27)]


FINE: Mapping[str, bytes] = {
    "doctype": f"{SVG11}>{svg(SQUARE)}".encode(),
    "bare-doctype": f"<!DOCTYPE svg>{svg(SQUARE)}".encode(),
    "illustrator": ILLUSTRATOR.encode(),
    "utf-16": f'<?xml version="1.0" encoding="UTF-16"?>{svg(SQUARE)}'.encode("utf-16"),
    "named-latin-1": f'<?xml version="1.0" encoding="ISO-8859-1"?>{svg(SQUARE)}'.encode(),
    "adobe-marks": svg(f"<metadata><?xpacket begin=''?><?xpacket end='w'?></metadata>{SQUARE}").encode(),
    "backslashes": svg(f"<g id='a\\b' data-name='Layer\\1' class='a\\b'>{SQUARE}</g>").encode(),
    "font-escape": svg(f"<g style=\"-inkscape-font-specification:'Arial\\, Bold'\">{SQUARE}</g>").encode(),
    "online": svg(SQUARE, 'viewBox="0 0 64 64" online="1"').encode(),
    "whole-width": svg(SQUARE, 'width="100%" height="100%" viewBox="0 0 64 64"').encode(),
    "millimeters": svg("<path fill='#00aa55' d='M0 0h300v300H0z'/>", 'width="64mm" height="64mm"').encode(),
    "below-zero": svg("<path fill='#00aa55' d='M-32-32h64v64h-64z'/>", 'viewBox="-32 -32 64 64"').encode(),
    "two-links": svg("<defs><path id='a' d='M0 0h64v64H0z'/></defs>"
                     "<use xlink:href='#b' href='#a' fill='#0a5'/>").encode(),
    "comment": svg("<style>/* url(x): it's \"so\" */ .a{fill:#0a5}</style>"
                   "<path class='a' d='M0 0h64v64H0z'/>").encode(),
    "night": svg("<style>.a{fill:#0a5} @media (prefers-color-scheme:dark){.a{fill:#fff}} .a:hover{fill:red}</style>"
                 "<path class='a' d='M0 0h64v64H0z'/>").encode(),
    "cdata": svg("<style><![CDATA[svg>.a{fill:#0a5 !important}]]></style><path class='a' d='M0 0h64v64H0z'/>").encode(),
    "title": svg(f"<title>A &amp; B</title><a href='#x'>{SQUARE}</a>").encode(),
}  # fmt: skip


@pytest.mark.parametrize("content", FINE.values(), ids=FINE)
def test_what_drawing_programs_write_is_taken_and_drawn(content: bytes) -> None:
    assert picture_faults(content, ".svg") == []
    assert drawn(content) == ["#00aa55"] * 3


COLORS = [
    ('style="fill:#FF5200;fill:color(display-p3 1 0.32 0)"', "#ff3c00"),
    ('fill="rgb(0 170 85)"', "#00aa55"),
    ('fill="rgb(0 170 85 / 100%)"', "#00aa55"),
    ('fill="hsl(150deg 100% 33.333%)"', "#00aa55"),
    ('fill="oklch(60% 0.2 30)"', "#de3e2d"),
    ('fill="lab(50% 40 20)"', "#b95857"),
    ('fill="hwb(150 0% 33.333%)"', "#00aa55"),
    ('fill="rebeccapurple"', "#663399"),
    ('class="v"', "#0055aa"),
    ('style="fill:var(--b)"', "#0055aa"),
    ('fill="var(--none, #0a5)"', "#00aa55"),
    ('color="#0055aa" fill="currentColor"', "#0055aa"),
    ("style=\"font-family:'a;b';fill:#0a5\"", "#00aa55"),
    ('style="fill:#0a5;fill-opacity:1"', "#00aa55"),
]


@pytest.mark.parametrize(("paint", "color"), COLORS)
def test_colors_of_browsers_are_the_same_in_icons(paint: str, color: str) -> None:
    """Measured in Chromium 156, which cuts off what a screen cannot show."""
    rules = "<style>:root{--a:#0055aa;--b:var(--a)} .v{fill:var(--b)}</style>"
    content = svg(f"{rules}<path {paint} d='M0 0h64v64H0z'/>").encode()

    assert picture_faults(content, ".svg") == []
    assert drawn(content)[1] == color


AWKWARD = [
    ("<style>\n.a{fill:red}\n:is(.w){fill:#aa5500}</style>", 3, ":is(.w)"),
    ("<style>.a{ .b{fill:red} }</style>", 1, ".a"),
    ("<style>@layer x{.a{fill:red}}</style>", 1, "@layer x"),
    ("\n<path fill='color-mix(in srgb, red, blue)'/>", 2, "color-mix("),
    ("<path style='fill:rgb(from red r g b)'/>", 1, "rgb(from"),
    ("<path fill='var(--gone)'/>", 1, "var(--gone)"),
    ("<style>.a{--c:red} .b{--c:blue} .c{fill:var(--c)}</style>", 1, "var(--c)"),
    ("<path fill='light-dark(red, blue)'/>", 1, "light-dark("),
    ("<text>Hi</text>", 0, "letters as text"),
]


@pytest.mark.parametrize(("inside", "line", "what"), AWKWARD)
def test_what_paper_cannot_show_is_told_with_its_line(inside: str, line: int, what: str) -> None:
    ((code, message, hint),) = picture_faults(svg(inside).encode(), ".svg")

    assert code == "awkward-picture"
    assert what in message
    assert message.startswith(f"line {line}: ") or not line
    assert hint


def test_a_variable_that_stands_for_itself_ends() -> None:
    growing = "".join(f"--v{number}:var(--v{number + 1})var(--v{number + 1});" for number in range(60))
    content = svg(f"<style>:root{{--a:var(--a);{growing}}}</style><path fill='var(--a)' stroke='var(--v0)'/>")

    assert {code for code, _, _ in picture_faults(content.encode(), ".svg")} == {"awkward-picture"}
    assert len(picture_svg(content.encode())) < 10_000


@pytest.mark.parametrize("piece", ["--a", "url(", "var(--a,", "(a", '"', "\\", "{", "a:"])
def test_reading_a_style_takes_time_in_proportion(piece: str) -> None:
    """Of the largest file; where each start is read to the end it would take minutes."""
    css = escape(piece * (LARGEST // 2 // len(piece)))

    assert picture_faults(svg(f"<style>{css}</style>").encode(), ".svg") is not None


PRIVATE = [
    'inkscape:export-filename="C:\\Users\\office\\Desktop\\logo.png"',
    'sodipodi:absref="\\\\server\\pictures\\logo.png"',
    'inkscape:export-filename="/home/ann/logo.png"',
    'sodipodi:absref="/Users/ann/Desktop/logo.png"',
    'inkscape:export-filename="D:\\Logos\\logo.png"',
]


@pytest.mark.parametrize("attribute", PRIVATE)
def test_a_path_of_somebodys_computer_is_told(attribute: str) -> None:
    names = 'xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" xmlns:sodipodi="urn:s" viewBox="0 0 64 64"'
    ((code, message, hint),) = picture_faults(svg(SQUARE, f"{names} {attribute}").encode(), ".svg")

    assert code == "private-picture"
    assert attribute.partition('"')[2][:-1] in message
    assert "Inkscape" in hint
    assert "ann" not in picture_svg(svg(SQUARE, f"{names} {attribute}").encode())


def test_an_address_in_the_web_is_no_path() -> None:
    content = svg(f"<metadata><x:a xmlns:x='urn:x' x:about='https://x.example/home/a/b'/></metadata>{SQUARE}")

    assert picture_faults(content.encode(), ".svg") == []


BLUR = "<foreignObject><div xmlns='http://www.w3.org/1999/xhtml' style='backdrop-filter:blur(2px)'/></foreignObject>"
UNSAFE = [
    # Entities that grow, lead elsewhere, bring an element or a piece of one, or that only a browser knows.
    "<!DOCTYPE svg [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'>]>" + svg("<title>&b;</title>"),
    "<!DOCTYPE svg [<!ENTITY % a 'ha'>]>" + svg(""),
    "<!DOCTYPE svg [<!ENTITY % a SYSTEM 'http://x.example/a.dtd'> %a;]>" + svg(""),
    "<!DOCTYPE svg [<!ENTITY a PUBLIC 'x' 'http://x.example/a'>]>" + svg("&a;"),
    "<!DOCTYPE svg [<!ENTITY a '&#60;script/>'>]>" + svg("&a;"),
    "<!DOCTYPE svg [<!ENTITY a '&#38;#60;script/>'>]>" + svg("&a;"),
    f"<!DOCTYPE svg [<!ENTITY a '{'a' * 201}'>]>" + svg(""),
    "<!DOCTYPE svg [" + "".join(f"<!ENTITY a{n} 'x'>" for n in range(61)) + "]>" + svg(""),
    f"<!DOCTYPE svg [<!ENTITY a '{'a' * 200}'>]>" + svg("<title>" + "&a;" * (LARGEST // 80) + "</title>"),
    "<!DOCTYPE svg [<!ENTITY a 'https://x.example'>]>" + svg("<a href='&a;'/>"),
    "<!DOCTYPE svg [<!ENTITY a 'java'>]>" + svg("<a href='&a;script:alert(1)'/>"),
    "<!DOCTYPE svg [<!ENTITY a 'url('>]>" + svg("<path style='fill:&a;https://x.example)'/>"),
    "<!DOCTYPE svg [<!ATTLIST svg onload CDATA 'alert(1)'>]>" + svg(""),
    "<!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0 Strict//EN' 'http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd'>"
    + svg("<path style='fill:url&lpar;https://x.example)'/>"),
    f"{SVG11}>" + svg("<path style='fill:url&lpar;https://x.example)'/>"),
    "<!DOCTYPE svg SYSTEM 'http://x.example/a.dtd'>" + svg(""),
    # Something else in Illustrator's place.
    svg(f"<switch>{BLUR}</switch>"),
    svg(f"<foreignObject><i:a xmlns:i='{ADOBE}'><script/></i:a></foreignObject>"),
    svg(f"<foreignObject><i:script xmlns:i='{ADOBE}'/></foreignObject>"),
    svg(f"<foreignObject><i:a xmlns:i='{ADOBE}'/></foreignObject><foreignObject><p/></foreignObject>"),
    svg(f"<foreignObject><i:a xmlns:i='{ADOBE}' onclick='x()'/></foreignObject>"),
    # Styles that only look like comments, strings or escapes.
    svg("<style>.a{content:\"/*\"} .b{fill:url(https://x.example)} .c{content:\"*/\"}</style>"),
    svg("<style>.a{b:url(#/*)} .b{fill:url(https://x.example)} .c{b:url(#*/)}</style>"),
    svg("<style>.a{b:url(x\") \" /* \" url(https://x.example) \" */ \"}</style>"),
    svg("<style>#url(\") /* \" .b{fill:url(https://x.example)} \" */ \"</style>"),
    svg("<style>\\/* .b{fill:url(https://x.example)} */</style>"),
    svg("<style>.b{fill:u\\72 l(https://x.example)}</style>"),
    svg("<style>@\\69mport 'https://x.example'</style>"),
    svg("<path fill='u\\72l(https://x.example)'/>"),
    svg("<set attributeName='fill' to='u\\72l(https://x.example)'/>"),
    svg("<set attributeName='style' to='fill:url(https://x.example)'/>"),
    "<?xml-stylesheet href='a.css'?>" + svg(""),
    "<?php echo 1 ?>" + svg(""),
]  # fmt: skip


@pytest.mark.parametrize("text", UNSAFE)
def test_nothing_gets_in_beside_what_is_taken(text: str) -> None:
    faults = picture_faults(text.encode(), ".svg")

    assert {code for code, _, _ in faults} == {"unsafe-picture"}


@pytest.mark.parametrize(
    ("sign", "way"),
    [
        ("<!-- Generator: Adobe Illustrator 24.0.1 -->", "Illustrator"),
        ('<g xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"/>', "Inkscape"),
        ("<!-- Creator: CorelDRAW 2021 -->", "CorelDRAW"),
        ('<g xmlns:serif="http://www.serif.com/"/>', "Affinity"),
        ('<g data-figma-bg-blur-radius="4"/>', "Figma"),
        ("<g/>", "manual/brand.md"),
    ],
)
def test_a_hint_names_the_menu_of_the_program_that_drew_it(sign: str, way: str) -> None:
    ((_, message, hint),) = picture_faults(svg(sign + BLUR).encode(), ".svg")

    assert "foreignObject" in message
    assert way in hint


def test_a_font_from_elsewhere_is_answered_with_paths() -> None:
    faults = picture_faults(
        svg('<style>@import url("https://x.example/css?family=Open+Sans")</style>').encode(), ".svg"
    )

    assert "turn text into paths" in faults[0][2]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (gzip.compress(svg("").encode(), mtime=0), "packed (.svgz)"),
        (f'<?xml version="1.0" encoding="ISO-8859-1"?>{svg("<title>é</title>")}'.encode("latin-1"), "UTF-8"),
        (f'<?xml version="1.0" encoding="UTF-7"?>{svg("")}'.encode(), "UTF-8"),
        (svg("").encode("utf-16-be"), "UTF-8"),
    ],
)
def test_an_svg_that_browsers_do_not_read_is_refused(content: bytes, message: str) -> None:
    ((code, told, hint),) = picture_faults(content, ".svg")

    assert (code, bool(hint)) == ("bad-picture", True)
    assert message in told


# --- JPEG ---

RED, BLUE = (200, 30, 30), (30, 30, 200)


def jpeg(width: int = 128, height: int = 64, mode: str = "RGB", **options: object) -> bytes:
    """A JPEG: blue on the left, red on the right."""
    picture = Image.new("RGB", (width, height), RED)
    picture.paste(BLUE, (0, 0, width // 2, height))
    made = io.BytesIO()
    picture.convert(mode).save(made, "JPEG", quality=95, **options)
    return made.getvalue()


def exif(orientation: int, *, has_place: bool = False) -> Image.Exif:
    made = Image.Exif()
    made[0x0112] = orientation
    if has_place:
        made[0x8825] = {1: "N", 2: (40.0, 1.0, 2.0)}
    return made


@pytest.mark.parametrize(
    ("content", "ending", "codes"),
    [
        (jpeg(), ".jpg", []),
        (jpeg(), ".jpeg", []),
        (jpeg(progressive=True), ".jpg", []),
        (jpeg(mode="L"), ".jpg", []),
        (jpeg(exif=exif(6)), ".jpg", []),
        (jpeg() + bytes(20), ".jpg", []),
        (jpeg(mode="CMYK"), ".jpg", ["bad-picture"]),
        (jpeg(exif=exif(1, has_place=True)), ".jpg", ["private-picture"]),
        (jpeg(60, 30), ".jpg", ["bad-picture"]),
        (jpeg(700, 100), ".jpg", ["awkward-picture"]),
        (jpeg(700, 100, exif=exif(6)), ".jpg", ["awkward-picture"]),
        (jpeg()[:-40], ".jpg", ["bad-picture"]),
        (jpeg() + b"<script>", ".jpg", ["bad-picture"]),
        (b"\xff\xd8\xff\xd9", ".jpg", ["bad-picture"]),
        (b"\xff\xd8\xff\xe0\xff\xff\xff\xd9", ".jpg", ["bad-picture"]),
        (png(64, 64), ".jpg", ["bad-picture"]),
        (jpeg(), ".png", ["bad-picture"]),
        (b"RIFF1234WEBP", ".jpg", ["bad-picture"]),
        (b"", ".jpg", ["bad-picture"]),
    ],
)
def test_a_jpeg_is_whole_and_of_a_use(content: bytes, ending: str, codes: list[str]) -> None:
    faults = picture_faults(content, ending)

    assert [code for code, _, _ in faults] == codes
    assert all(hint for _, _, hint in faults)


@pytest.mark.parametrize(
    ("orientation", "size", "first"),
    [
        (1, (128, 64), "left"),
        (2, (128, 64), "right"),
        (3, (128, 64), "right"),
        (4, (128, 64), "left"),
        (5, (64, 128), "top"),
        (6, (64, 128), "top"),
        (7, (64, 128), "bottom"),
        (8, (64, 128), "bottom"),
    ],
)
def test_a_photo_is_turned_as_browsers_turn_it(orientation: int, size: tuple[int, int], first: str) -> None:
    """`first` is where blue stands, which is on the left of the pixels."""
    content = jpeg(exif=exif(orientation))

    (icon,) = render_pictures([one for one in icon_pictures(content) if one.width == 192])
    pixels = pymupdf.Pixmap(icon.content)
    places = {"left": (60, 96), "right": (132, 96), "top": (96, 60), "bottom": (96, 132)}
    blue = [name for name, (x, y) in places.items() if pixels.pixel(x, y)[2] > 150 and pixels.pixel(x, y)[0] < 100]

    assert picture_size(content) == size
    assert [name for name in blue if name in (("left", "right") if size[0] > size[1] else ("top", "bottom"))] == [first]


def test_a_site_with_a_jpeg_shows_it_everywhere(toolkit_files: ToolkitFiles) -> None:
    school = (BASE / "school.yml").read_text(encoding="utf-8").replace("assets/logo.svg", "assets/logo.jpg")
    folder = toolkit_files({"docs/school.yml": school, "docs/assets/logo.jpg": jpeg(exif=exif(6))})

    site = build_site(folder, site_dir=folder / "site", is_strict=False, prints=False)

    html = (site / "index.html").read_text(encoding="utf-8")
    assert '<img src="assets/logo.jpg" alt="" width="16" height="32">' in html
    assert 'rel="icon" href="assets/icons/icon-192.png"' in html
    assert (site / "assets/logo.jpg").is_file()


def test_another_kind_of_picture_is_answered_with_those_that_are_taken(toolkit_files: ToolkitFiles) -> None:
    school = (BASE / "school.yml").read_text(encoding="utf-8")
    files: dict[str, str | bytes | None] = {"docs/assets/logo.jpeg": jpeg()}
    for name, hint in (("assets/logo.webp", "SVG, PNG or JPG"), ("assets/logo.jpg", "'assets/logo.jpeg'")):
        files["docs/school.yml"] = school.replace("assets/logo.svg", name)
        folder: Path = toolkit_files(files)

        (finding,) = load_toolkit(Folders(folder))[1]

        assert finding.code == "missing-picture"
        assert hint in finding.hint
