"""A folder of YAML -> Toolkit and findings: every fault, with its place, in words for authors."""

import re
import tempfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from toolkit_builder.checking import check
from toolkit_builder.diagnostics import Diagnostic, Location, did_you_mean, format_github, format_text
from toolkit_builder.folders import Folders
from toolkit_builder.loading import FAULTS, load_toolkit
from toolkit_builder.loading.files import read_file
from toolkit_builder.loading.schools import read_schools
from toolkit_builder.rules import RULES
from toolkit_builder.yaml_source import FAULTS as YAML_FAULTS

from .cases import TESTS, base_toolkit
from .conftest import ToolkitFiles

BROKEN = sorted(path for path in (TESTS / "broken").iterdir() if path.is_dir())
GUIDE = (TESTS / "base/docs/guides/k-second.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize("folder", BROKEN, ids=lambda folder: folder.name)
def test_broken_toolkits_say_exactly_this(folder: Path, toolkit_files: ToolkitFiles) -> None:
    """The whole output of `check` for toolkits with typical faults, as an author sees it."""
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "expected.txt"
    }
    written = toolkit_files(files)

    _, findings = check(Folders(written), {})

    assert format_text(findings) + "\n" == (folder / "expected.txt").read_text(encoding="utf-8")


def test_what_hints_say_makes_an_unwritten_guide_sound(toolkit_files: ToolkitFiles) -> None:
    """A few lines become a guide without errors by nothing but what the hints say to paste."""
    name = "docs/guides/science-fair.yml"
    written = (TESTS / "broken/unwritten" / name).read_text(encoding="utf-8")
    _, findings = load_toolkit(Folders(toolkit_files({name: written})))
    lines = written.split("\n")
    at_the_end = []
    for found in reversed(findings):
        _, *to_paste = found.hint.split("\n")
        place = found.location.line - 1
        if found.code == "missing-key" and place == 0:
            at_the_end += to_paste
        elif found.code == "missing-key":
            lines[place + 1 : place + 1] = to_paste
        elif found.code == "wrong-kind":
            count = int(found.hint.split("place of these ")[1][0]) if "place of these" in found.hint else 1
            lines[place : place + count] = to_paste
        elif found.code == "unknown-key":
            lines[place] = found.hint.split("Write ")[1]
        else:
            assert found.code == "unknown-word"
            lines[place] = "visit: second"

    folder = toolkit_files({name: "\n".join([*lines, *at_the_end])})
    toolkit, findings = load_toolkit(Folders(folder))

    assert findings == []
    guide = toolkit.guides_by_id["science-fair"]
    assert guide.grades == ("4",)
    assert [(step.minutes, step.do) for step in guide.agenda][:2] == [(5, "Say hello"), (15, "Child shows the project")]
    assert [prompt.text for prompt in toolkit.prompts_of(guide)] == ["What did you find out?", "What surprised you"]
    assert not [found for found in check(Folders(folder), {})[1] if found.level == "error"]


def test_lines_to_paste_keep_their_indentation() -> None:
    """In a terminal they begin at the left edge; on GitHub they are lines of the annotation."""
    found = Diagnostic("missing-key", "m", Location("f.yml", 1, 1), "paste this:\n  kind: arrive", excerpt="- do: x")
    told = [found, Diagnostic("other", "n", Location("f.yml", 1, 1), "h", excerpt="- do: x")]

    assert format_text(told).split("\n") == [
        "f.yml:1:1: error[missing-key] m",
        "  1 | - do: x",
        "    | ^",
        "    = hint: paste this:",
        "  kind: arrive",
        "",
        "f.yml:1:1: error[other] n",
        "    = hint: h",
    ]
    assert format_github(told).split("\n") == [
        "::error file=f.yml,line=1,col=1,title=missing-key::m%0Apaste this:%0A  kind: arrive",
        "::error file=f.yml,line=1,col=1,title=other::n (h)",
    ]


def test_a_hint_shows_places_and_words_but_nothing_else() -> None:
    """What stands for a name in the program is no answer for an author."""
    place = Location("docs/x.yml", 3)

    assert did_you_mean("hops", {"hopes": place}) == "did you mean 'hopes' (docs/x.yml:3)?"
    assert did_you_mean("techer", {"teacher": "your name"}) == "did you mean 'teacher' (your name)?"
    assert did_you_mean("hops", {"hopes": object()}) == did_you_mean("hops", ["hopes"]) == "did you mean 'hopes'?"


def test_a_misspelled_place_of_a_text_is_answered_with_its_line(toolkit_files: ToolkitFiles) -> None:
    wording = "name: X\nhide: [k-frst]\nwording:\n  guide/k-second/invite/nott: Hello\n  guide/k-secnd/title: Hello\n"
    folder = toolkit_files({"schools/x.yml": wording})

    _, findings = load_toolkit(Folders(folder, edition="x"))

    assert [(found.location.line, found.location.column, found.hint) for found in findings] == [
        (2, 8, "did you mean 'guides/k-first' (docs/guides/k-first.yml:1)?"),
        (4, 31, "did you mean 'guide/k-second/invite/note' (docs/guides/k-second.yml:20)?"),
        (5, 24, "did you mean 'guide/k-second/title' (docs/guides/k-second.yml:1)?"),
    ]


@pytest.mark.parametrize("form", ["---\n{}---\n", "---\n{}...\n", "---\n---\n{}---\n# nothing\n---\n"])
def test_a_guide_may_stand_between_dashes(form: str, toolkit_files: ToolkitFiles) -> None:
    """The habit of a page's front matter; some editors of forms write it."""
    folder = toolkit_files({"docs/guides/k-second.yml": form.format(GUIDE)})

    toolkit, findings = load_toolkit(Folders(folder))

    assert findings == []
    assert "k-second" in toolkit.guides_by_id


def test_text_below_the_closing_dashes_belongs_to_no_key() -> None:
    read = read_file("docs/guides/x.yml", f"---\n{GUIDE}---\nWe come to talk.\n".encode(), "guides")

    assert [(found.code, found.message, found.location.line) for found in read.findings] == [
        ("wrong-kind", "this text belongs to no key", GUIDE.count("\n") + 3)
    ]


def test_unknown_prompt_names_the_nearest(toolkit_files: ToolkitFiles) -> None:
    """A misspelled prompt id gets a suggestion with its place, from another file."""
    folder = toolkit_files(
        {"docs/guides/k-second.yml": GUIDE.replace("prompts: [hopes, expectations]", "prompts: [hops, expectations]")}
    )

    _, findings = load_toolkit(Folders(folder))

    assert [(found.code, found.location.line, found.hint) for found in findings] == [
        ("unknown-prompt", 29, "did you mean 'hopes' (docs/prompts/all.yml:1)?"),
    ]


def test_a_fault_in_an_entry_is_not_blamed_on_those_who_use_it(toolkit_files: ToolkitFiles) -> None:
    """A prompt with a fault exists: guides that use it get no second finding."""
    folder = toolkit_files(
        {"docs/prompts/all.yml": "- id: hopes\n  text: Hi?\n  purpose: nope\n  listener: family\n  bands: [early]\n"}
    )

    _, findings = load_toolkit(Folders(folder))

    assert [(found.code, found.location.path) for found in findings] == [
        ("unknown-prompt", "docs/guides/k-first.yml"),
        ("unknown-prompt", "docs/guides/k-second.yml"),
        ("unknown-word", "docs/prompts/all.yml"),
    ]
    assert "expectations" in findings[0].message


def test_a_faulty_school_hides_no_other_fault(toolkit_files: ToolkitFiles) -> None:
    folder = toolkit_files(
        {
            "docs/school.yml": "name: X\n",
            "docs/guides/k-second.yml": f"{GUIDE}announced: false\n",
        }
    )

    _, findings = check(Folders(folder), {})

    assert {found.code for found in findings} == {"missing-key", "unannounced-visit"}


def test_guides_take_their_id_from_the_file(toolkit_files: ToolkitFiles) -> None:
    folder = toolkit_files({"docs/guides/new-guide.yml": GUIDE})

    toolkit, findings = load_toolkit(Folders(folder))

    assert findings == []
    assert {guide.id for guide in toolkit.guides} == {"k-first", "k-second", "new-guide"}


def test_several_guides_in_a_file_need_ids(toolkit_files: ToolkitFiles) -> None:
    folder = toolkit_files({"docs/guides/two.yml": f"{GUIDE}---\nid: other\n{GUIDE}"})

    toolkit, findings = load_toolkit(Folders(folder))

    assert [found.code for found in findings] == ["missing-id"]
    assert "other" in toolkit.guides_by_id


def test_a_state_framework_replaces_codes(toolkit_files: ToolkitFiles) -> None:
    """With a state's skills chosen, a guide's Common Core code shows the state's words and code."""
    state = "id: our-state\nname: Ours\nabout: Ours.\nskills:\n"
    state += "  - {code: OS.K.1, grades: [K], area: mathematics, plain: Counts to 100, replaces: K.CC.A.1}\n"
    school = (TESTS / "base/docs/school.yml").read_text(encoding="utf-8")
    folder = toolkit_files({"docs/skills/our-state.yml": state, "docs/school.yml": f"{school}framework: our-state\n"})

    toolkit, findings = load_toolkit(Folders(folder))

    assert findings == []
    assert [skill.code for skill in toolkit.skills_of(("K.CC.A.1",))] == ["OS.K.1"]


@pytest.mark.parametrize("code", ["6.RP.A.3.C", "6.RP.A.3c", "6.rp.a.3C"])
def test_codes_are_known_in_both_styles(code: str, toolkit_files: ToolkitFiles) -> None:
    skills = "id: common-core\nname: C\nabout: C.\nskills:\n"
    skills += "  - {code: 6.RP.A.3.C, grades: [6], area: mathematics, plain: Percent}\n"
    skills += "  - {code: K.CC.A.1, grades: [K], area: mathematics, plain: Counts}\n"
    folder = toolkit_files(
        {"docs/skills/common-core.yml": skills, "docs/guides/k-second.yml": f"{GUIDE}skills: [{code}]\n"}
    )

    toolkit, findings = load_toolkit(Folders(folder))

    assert findings == []
    assert [skill.code for skill in toolkit.skills_of((code,))] == ["6.RP.A.3.C"]


FIRST = (TESTS / "base/docs/guides/k-first.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        (
            "old_ids: [k-hello, k-second]",
            "",
            ("'k-second' is the id of a guide that is here (docs/guides/k-second.yml:1)", "k-first", 20),
        ),
        ("old_ids: [k-first]", "", ("'k-first' is the id of a guide that is here", "k-first", 11)),
        (
            "old_ids: [k-one, k-one]",
            "",
            ("listed twice; the other one is in docs/guides/k-first.yml:54", "k-first", 18),
        ),
        (
            "old_ids: [k-one]",
            "old_ids: [k-two, k-one]",
            ("'k-one' is listed twice; the other one is in docs/guides/k-first.yml:54", "k-second", 18),
        ),
    ],
)
def test_an_old_id_leads_to_one_guide(
    toolkit_files: ToolkitFiles, first: str, second: str, told: tuple[str, str, int]
) -> None:
    folder = toolkit_files(
        {"docs/guides/k-first.yml": f"{FIRST}{first}\n", "docs/guides/k-second.yml": f"{GUIDE}{second}\n"}
    )

    _, (found,) = load_toolkit(Folders(folder))

    words, guide, column = told
    assert (found.code, words in found.message) == ("duplicate-id", True), found.message
    assert (found.location.path, found.location.column) == (f"docs/guides/{guide}.yml", column)
    assert found.hint


def test_a_guide_that_was_renamed_is_named_by_its_new_id(toolkit_files: ToolkitFiles) -> None:
    folder = toolkit_files(
        {
            "docs/guides/k-first.yml": FIRST.replace("next_visit: k-second", "next_visit: k-seccond"),
            "docs/guides/k-second.yml": f"{GUIDE}old_ids: [k-seccond]\n",
        }
    )

    _, (found,) = load_toolkit(Folders(folder))

    assert (found.code, found.hint) == (
        "unknown-guide",
        "it was renamed: write 'k-second' (docs/guides/k-second.yml:1)",
    )


def test_unreadable_things_are_findings(toolkit_files: ToolkitFiles) -> None:
    """A dangling link, a folder named like a file, a logo outside docs/: nothing raises."""
    folder = toolkit_files({"docs/prompts/x.yml/keep.txt": "x"})
    (folder / "docs/prompts/gone.yml").symlink_to(folder / "nowhere")

    _, findings = load_toolkit(Folders(folder))

    assert [found.code for found in findings] == ["unreadable-file"]


def test_an_empty_folder_has_one_finding(tmp_path: Path) -> None:
    toolkit, findings = load_toolkit(Folders(tmp_path))

    assert toolkit.guides == ()
    assert "no-file" in [found.code for found in findings]


def test_every_code_is_explained() -> None:
    """Codes that the reader and the loader can give are those that `toolkit-builder rule` explains."""
    package = TESTS.parent / "toolkit_builder"
    sources = [*package.glob("loading/*.py"), *package.glob("yaml_source/*.py")]
    text = "".join(path.read_text(encoding="utf-8") for path in sources)
    used = set(re.findall(r'(?:Diagnostic\(|fault\(|stop\(|yield|return)\s*"([a-z0-9]+(?:-[a-z0-9]+)+)",', text))
    used |= {f"unknown-{kind}" for kind in re.findall(r'_unknown\(\s*"([a-z]+)"', text)}

    assert used <= set(FAULTS) | set(YAML_FAULTS)
    assert not set(RULES) & (set(FAULTS) | set(YAML_FAULTS))


KINDS = ["school", "glossary", "facts", "guides", "prompts", "activities", "skills"]
KEYS = st.sampled_from(
    ["id", "text", "title", "grades", "skills", "prompts", "agenda", "minutes", "logo", "code", "term", "languages"]
)
TREES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.dates().map(str),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS | st.text(max_size=8), inner, max_size=5),
    max_leaves=20,
)


def _read(kind: str, content: bytes) -> tuple[bool, list[Diagnostic]]:
    """Whether a file of a kind holds anything sound, and what is to mend in it."""
    if kind != "school":
        read = read_file("docs/x.yml", content, kind)
        return bool(read.entries), read.told
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "docs/school.yml")
        file.parent.mkdir()
        file.write_bytes(content)
        schools, findings = read_schools(Folders(Path(folder)))
    return any(one.is_said for one in schools.values()), findings


@given(kind=st.sampled_from(KINDS), content=st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_no_text_raises(kind: str, content: bytes) -> None:
    """Any file in any place: entries or findings, never an exception."""
    is_sound, findings = _read(kind, content)

    assert is_sound or findings or b"[]" in content or b"[" in content


@given(kind=st.sampled_from(KINDS), tree=TREES)
def test_no_tree_raises(kind: str, tree: Any) -> None:
    """Any YAML values in any place: each finding has a known code and a place in the file."""
    text = yaml.safe_dump(tree, allow_unicode=True)
    _, findings = _read(kind, text.encode("utf-8", "replace"))

    for found in findings:
        assert found.code in FAULTS or found.code in YAML_FAULTS
        assert 1 <= found.location.line <= text.count("\n") + 1
        assert "pydantic" not in found.message.lower()


ODD = st.sampled_from(
    [
        " #",
        "# ",
        "\u00a0",
        "\u200b",
        "•",
        "- ",
        "\n",
        "\n    - ",
        "“",
        "”",
        "：",
        ":",
        "{x}",
        "*",
        "&a ",
        "?",
        '"',
        "\t",
    ]
)


@given(data=st.data())
def test_no_slip_of_the_hand_raises(data: st.DataObject) -> None:
    """A guide with some characters typed or deleted anywhere: it loads, or says what is wrong, inside the file."""
    text = GUIDE
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(text)))
        text = text[:at] + data.draw(ODD | st.just("")) + text[at + data.draw(st.integers(0, 2)) :]
    read = read_file("docs/guides/x.yml", text.encode(), "guides")

    assert read.entries or read.told
    for found in read.told:
        assert found.code in FAULTS or found.code in YAML_FAULTS
        assert 1 <= found.location.line <= text.count("\n") + 1
    assert format_text(read.told) or not read.told


@given(data=st.data())
def test_no_damage_to_a_sound_guide_raises(data: st.DataObject) -> None:
    """A guide with one value replaced by any other: the toolkit loads, or says what is wrong."""
    guide = yaml.load(GUIDE, Loader=yaml.CSafeLoader)
    holder: Any = guide
    while True:
        keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
        key = data.draw(st.sampled_from(keys))
        if isinstance(holder[key], (dict, list)) and holder[key] and data.draw(st.booleans()):
            holder = holder[key]
            continue
        holder[key] = data.draw(TREES)
        break
    text = yaml.safe_dump(guide, allow_unicode=True)
    read = read_file("docs/guides/x.yml", text.encode("utf-8", "replace"), "guides")

    assert read.entries or read.told


def test_the_base_holds_what_it_should() -> None:
    toolkit = base_toolkit()

    assert [guide.id for guide in toolkit.guides] == ["k-first", "k-second"]
    assert toolkit.guides[1].at("agenda", 1, "minutes").line == 28
