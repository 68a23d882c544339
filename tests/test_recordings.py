"""Recordings of what families read: told where they cannot be heard, and there where they can."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pymupdf
import pytest

from toolkit_builder.folders import Folders
from toolkit_builder.loading import load_toolkit
from toolkit_builder.loading.files import read_file
from toolkit_builder.mkdocs_plugin import build_site
from toolkit_builder.outputs import Sheet
from toolkit_builder.sheets import Print, render_sheets
from toolkit_builder.spreadsheet import library_csv
from toolkit_builder.spreadsheet.imports import read_import
from toolkit_builder.spreadsheet.updates import updated_files
from toolkit_builder.spreadsheet.yaml_text import yaml_text

from . import sounds
from .conftest import ROOT, ToolkitFiles
from .printed import print_sheets
from .test_offline import lists_of

BASE = ROOT / "tests/base/docs"
SCHOOL = (BASE / "school.yml").read_text("utf-8").replace("languages: [en]", "languages: [en, es]")
PROMPTS = (BASE / "prompts/all.yml").read_text("utf-8")
ACTIVITIES = (BASE / "activities/all.yml").read_text("utf-8")
GUIDE = (BASE / "guides/k-second.yml").read_text("utf-8")


def spoken(audio: str) -> dict[str, str | bytes | None]:
    """The base toolkit in two languages, whose activity has this `audio`."""
    return {
        "docs/school.yml": SCHOOL,
        "docs/activities/all.yml": ACTIVITIES.replace("  skills:", f"  audio: {audio}\n  skills:", 1),
    }


def told(folder: Path) -> list[str]:
    _, findings = load_toolkit(Folders(folder))
    return [f"{one.location}: {one.level}[{one.code}] {one.message} | {one.hint}" for one in findings]


SOUND: Mapping[str, bytes] = {
    "assets/plain.mp3": sounds.mp3(),
    "assets/with a cover.MP3": sounds.mp3(tag=b"\xff\xfb\x90\xc0" * 3000),
    "assets/voice.opus": sounds.opus(),
    "assets/voice.ogg": sounds.opus(),
    "assets/voice.webm": sounds.webm(),
}


@pytest.mark.parametrize("name", SOUND)
def test_what_browsers_play_is_taken(toolkit_files: ToolkitFiles, name: str) -> None:
    assert told(toolkit_files({**spoken(f'{{es: "{name}"}}'), f"docs/{name}": SOUND[name]})) == []


def test_a_files_name_is_no_markup_and_leads_nowhere_else(toolkit_files: ToolkitFiles) -> None:
    name = """assets/"><b id=own onclick='x'>{{7*7}}.mp3"""
    files = {**spoken(json.dumps({"en": name})), f"docs/{name}": sounds.mp3()}
    site = build_site(toolkit_files(files), site_dir=None, is_strict=False, prints=False)
    html = (site / "routines/table/index.html").read_text("utf-8")
    assert 'data-tb-listen="assets/&#34;&gt;&lt;b id=own onclick=&#39;x&#39;&gt;{{7*7}}.mp3"' in html
    for outside in ("../mkdocs.mp3", "/etc/a.mp3", "https://elsewhere.example/a.mp3"):
        folder = toolkit_files(
            {**spoken(json.dumps({"en": outside})), f"docs/{name}": None, "mkdocs.mp3": sounds.mp3()}
        )
        assert f"error[missing-recording] there is no recording '{outside}'" in told(folder)[0]
        (folder / f"docs/{name}").write_bytes(b"")


FAULTS: Mapping[str, tuple[str, bytes | None, str]] = {
    "not there": (
        "assets/audio/spoon.es.mp3",
        None,
        "error[missing-recording] there is no recording 'assets/audio/spoon.es.mp3'"
        " | put the file into docs/assets/audio/",
    ),
    "none that browsers play": (
        "assets/spoons.wav",
        b"RIFF",
        "error[missing-recording] 'assets/spoons.wav' is none of MP3 and Opus (.mp3, .opus, .ogg, .webm)"
        " | export it as MP3, which every device plays",
    ),
    "empty": ("assets/a.mp3", b"", "error[bad-recording] assets/a.mp3: it holds nothing | copy the file anew"),
    "another kind": (
        "assets/a.mp3",
        sounds.opus(),
        "error[bad-recording] assets/a.mp3: its name says MP3, and it is Opus in Ogg | give its name the ending .opus",
    ),
    "no sound": (
        "assets/a.opus",
        b"<html>Not found</html>",
        "error[bad-recording] assets/a.opus: its name says Opus in Ogg, and it is something else"
        " | export it as MP3, in mono at 32 kbit/s: a minute then takes 240 KB",
    ),
    "another sound in Ogg": (
        "assets/a.ogg",
        sounds.opus().replace(b"OpusHead", b"\1vorbis\0"),
        "error[bad-recording] assets/a.ogg: its name says Opus in Ogg, and it is something else"
        " | export it as MP3, in mono at 32 kbit/s: a minute then takes 240 KB",
    ),
    "a tag without sound": (
        "assets/a.mp3",
        b"ID3\4\0\0\0\0\0\x0aTIT2______",
        "error[bad-recording] assets/a.mp3: its name says MP3, and it is something else"
        " | export it as MP3, in mono at 32 kbit/s: a minute then takes 240 KB",
    ),
    "too large": (
        "assets/a.mp3",
        sounds.mp3(1400),
        "error[bad-recording] assets/a.mp3: it has 5.3 MB; 5 at most"
        " | export it as MP3, in mono at 32 kbit/s: a minute then takes 240 KB",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_nobody_could_hear_is_told_at_its_line(toolkit_files: ToolkitFiles, fault: str) -> None:
    name, content, words = FAULTS[fault]
    files = {f"docs/{name}": content} if content is not None else {}
    (line,) = told(toolkit_files({**spoken(f"{{es: {name}}}"), **files}))
    assert line == f"docs/activities/all.yml:8: {words}"


def test_a_file_of_nearly_that_name_is_proposed(toolkit_files: ToolkitFiles) -> None:
    files = {**spoken("{es: assets/spoons.mp3}"), "docs/assets/spoon.mp3": sounds.mp3()}
    assert "did you mean 'assets/spoon.mp3'?" in told(toolkit_files(files))[0]


def test_a_language_that_the_site_lacks_is_told_and_a_wrong_one_refused(toolkit_files: ToolkitFiles) -> None:
    files = spoken("{es: assets/a.mp3, so: assets/b.mp3, Spanish: assets/c.mp3}")
    folder = toolkit_files({**files, **{f"docs/assets/{name}.mp3": sounds.mp3() for name in "abc"}})
    assert any("error[bad-text] 'Spanish' does not fit 'audio' | did you mean 'es'?" in line for line in told(folder))

    folder = toolkit_files(spoken("{es: assets/a.mp3, so: assets/b.mp3}"))
    lines = told(folder)
    assert (
        "docs/activities/all.yml:8: warning[unused-recording]"
        " nobody hears this: 'so' is none of the site's languages | add so to 'languages:' in school.yml"
    ) in lines


def test_a_stray_recording_is_told_unless_a_page_leads_to_it(toolkit_files: ToolkitFiles) -> None:
    """A voice is somebody's: it lies nowhere for no reason."""
    files = {**spoken("{es: assets/a.mp3}"), "docs/assets/a.mp3": sounds.mp3(), "docs/assets/old take.m4a": b"x"}
    (line,) = told(toolkit_files(files))
    assert line.startswith("docs/assets/old take.m4a:1: warning[unused-recording] nothing leads to this recording")
    folder = toolkit_files({"docs/hear.md": "# Hear\n\n[Listen](<assets/old take.m4a>)\n"})
    assert told(folder) == []


def test_recordings_go_with_their_language_and_their_grade(toolkit_files: ToolkitFiles) -> None:
    """Each language's site has its own only, and keeps them with the grades on whose pages they are heard."""
    audio = {name: f"assets/audio/{name}.es.mp3" for name in ("spoons", "hopes", "family")}
    files = {
        **spoken(f"{{es: {audio['spoons']}, en: assets/audio/spoons.en.opus}}"),
        "docs/prompts/all.yml": PROMPTS.replace("  we_share:", f"  audio: {{es: {audio['hopes']}}}\n  we_share:"),
        "docs/guides/k-second.yml": GUIDE.replace(
            "family_page:\n", f"family_page:\n  audio: {{es: {audio['family']}}}\n"
        ),
        "docs/assets/audio/spoons.en.opus": sounds.opus(),
        **{f"docs/{name}": sounds.mp3() for name in audio.values()},
    }
    site = build_site(toolkit_files(files), site_dir=None, is_strict=False, prints=False)

    spanish, english = lists_of(site / "es"), lists_of(site)
    assert {*audio.values()} <= spanish["k-pages"].keys()
    assert "assets/audio/spoons.en.opus" in english["k-pages"]
    assert sorted(path.name for path in (site / "assets/audio").iterdir()) == ["spoons.en.opus"]
    assert sorted(path.name for path in (site / "es/assets/audio").iterdir()) == sorted(
        Path(one).name for one in audio.values()
    )
    assert f'data-tb-listen="{audio["spoons"]}"' in (site / "es/routines/table/index.html").read_text("utf-8")
    assert f'data-tb-listen="{audio["family"]}"' in (site / "es/guides/k-second/family/index.html").read_text("utf-8")
    assert 'data-tb-listen=""' in (site / "guides/k-second/family/index.html").read_text("utf-8")
    # Programs that read the library find them, too.
    library = json.loads((site / "toolkit.json").read_text("utf-8"))
    assert library["activities"][0]["audio"]["es"] == audio["spoons"]


def test_a_spreadsheet_leaves_recordings_alone(toolkit_files: ToolkitFiles) -> None:
    """It has no column for them: a row changes the rest. What is written as a whole keeps them, too."""
    folder = toolkit_files({**spoken("{en: assets/a.mp3, es: assets/b.mp3}")})
    toolkit, _ = load_toolkit(Folders(folder))
    rows = library_csv(toolkit).replace(b"How many spoons do we need?", b"How many are there?")
    made = read_import("bank.csv", rows, toolkit, is_update=True)

    files, findings = updated_files(made, Path("bank.csv"), Folders(folder))
    before = (folder / "docs/activities/all.yml").read_text("utf-8")
    assert findings == []
    assert files["activities/all.yml"].decode() == before.replace("How many spoons do we need?", "How many are there?")
    text = yaml_text(toolkit.activities, "activities")
    assert "  audio:\n    en: assets/a.mp3\n    es: assets/b.mp3\n" in text
    written = read_file("docs/activities/x.yml", text.encode(), "activities").entries
    assert [one.model_dump() for one in written] == [one.model_dump() for one in toolkit.activities]


def handout(folder: Path, site_url: str, language: str = "en") -> Sheet:
    toolkit, _ = load_toolkit(Folders(folder))
    toolkit = replace(toolkit, language=language)
    wanted = Print(paper="letter", site_url=site_url, kinds=["handout"], guides=["k-second"])
    (sheet,) = render_sheets(toolkit, wanted)
    return sheet


ADDRESS = "https://school.example/visits/"
PLACE = f"{ADDRESS}routines/table/#count-spoons"


def test_the_fridge_sheet_leads_to_what_can_be_heard(toolkit_files: ToolkitFiles) -> None:
    """A code and a link, where there is a recording in the sheet's language and an address to find it at."""
    files = {**spoken("{en: assets/a.mp3}"), "docs/assets/a.mp3": sounds.mp3()}
    folder = toolkit_files(files)
    sheet = handout(folder, ADDRESS)
    assert sheet.values["heard"] == {"count-spoons": PLACE}
    (made,) = print_sheets([sheet])[0]
    with pymupdf.open(stream=made.pdf) as document:
        assert PLACE in {link.get("uri") for link in document[0].get_links()}
        assert "Listen" in document[0].get_text()
    without = handout(folder, "")
    assert (without.values["heard"], [name for name in without.images if "listen" in name]) == ({}, [])
    assert "Listen" not in pymupdf.open(stream=print_sheets([without])[0][0].pdf)[0].get_text()
    assert handout(folder, f"{ADDRESS}es/", "es").values["heard"] == {}

    hidden = toolkit_files({"docs/school.yml": f"{SCHOOL}\nhide: [pages/routines/*]\n"})
    assert handout(hidden, ADDRESS).values["heard"] == {"count-spoons": f"{ADDRESS}guides/k-second/#count-spoons"}
