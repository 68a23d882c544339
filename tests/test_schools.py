"""One library, many schools: what each takes over, changes and may not change; and their sites, near and afar."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from toolkit_builder.checking import check_schools
from toolkit_builder.cli import main
from toolkit_builder.diagnostics import Diagnostic, has_errors
from toolkit_builder.folders import Folders
from toolkit_builder.loading import Reader, load_toolkit
from toolkit_builder.mkdocs_plugin import build_schools
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.rules import check_toolkit

from .attacks import write_toolkit
from .browsing import PATIENCE
from .cases import TESTS
from .conftest import ToolkitFiles
from .test_plugin import files_of

RIVER = "schools/river.yml"
GUIDE = (Path(__file__).parent / "base/docs/guides/k-second.yml").read_text(encoding="utf-8")


def school(folder: Path, edition: str = "river") -> tuple[Toolkit, list[Diagnostic]]:
    _, findings = load_toolkit(Folders(folder))
    assert not has_errors(findings)
    return load_toolkit(Folders(folder, edition=edition))


def placed(finding: Diagnostic) -> str:
    return f"{finding.location.path}:{finding.location.line}:{finding.location.column}"


def run(*words: str) -> Result:
    return CliRunner().invoke(main, words, catch_exceptions=False)


def test_a_school_takes_over_what_it_does_not_say(toolkit_files: ToolkitFiles) -> None:
    folder = toolkit_files({RIVER: 'name: River School\ncolors: {accent: "#8a1c1c"}\n'})

    toolkit, findings = school(folder)
    library, _ = load_toolkit(Folders(folder))

    assert findings == []
    assert (toolkit.school.name, toolkit.school.short_name, toolkit.edition) == (
        "River School",
        "River School",
        "river",
    )
    assert (toolkit.school.colors.primary, toolkit.school.colors.accent) == ("#1f5f4f", "#8a1c1c")
    assert toolkit.school.contacts == library.school.contacts
    assert toolkit.guides == library.guides


NAME = "name: River\n"
LOCK = "locked: ['guide/*/invite/decline', 'school/interpreting/*']\n"
BASE_SCHOOL = (Path(__file__).parent / "base/docs/school.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("files", "place", "code", "words"),
    [
        ({RIVER: "short_name: River\n"}, f"{RIVER}:1:1", "missing-key", "'name'"),
        ({RIVER: ""}, f"{RIVER}:1:1", "empty-file", "nothing"),
        ({RIVER: "- name: River\n"}, f"{RIVER}:1:1", "wrong-kind", "keys"),
        ({RIVER: "name: River\nnmae: x\n"}, f"{RIVER}:2:1", "unknown-key", "'nmae'"),
        ({RIVER: "name: River\ncolors: {primary: green}\n"}, f"{RIVER}:2:19", "bad-text", "'green'"),
        ({RIVER: "name: River\nhide: [guides/k-frist]\n"}, f"{RIVER}:2:8", "nothing-to-hide", "k-first"),
        ({RIVER: "name: River\nlanguages: [es, en]\n"}, f"{RIVER}:2:13", "missing-translation", "'en' only"),
        ({RIVER: "name: River\nlocked: ['*']\n"}, f"{RIVER}:2:1", "locked-text", "only the library"),
        ({RIVER: "name: River\nsite_url: javascript:alert(1)\n"}, f"{RIVER}:2:11", "bad-text", "https://"),
        ({RIVER: "name: River\nlogo: {file: assets/none.svg}\n"}, f"{RIVER}:2:14", "missing-picture", "none.svg"),
        (
            {RIVER: "name: River\nwording:\n  guide/k-first/sumary: Hi\n"},
            f"{RIVER}:3:25",
            "unknown-place",
            "guide/k-first/summary",
        ),
        ({RIVER: "name: River\nwording:\n  school/name: Hi\n"}, f"{RIVER}:3:16", "unknown-place", "'name:'"),
        ({RIVER: "name: River\nwording:\n  guide/k-first/summary: ' '\n"}, f"{RIVER}:3:26", "bad-text", "empty"),
        (
            {RIVER: "name: River\nwording:\n  guide/k-first/summary: A {wrod}.\n"},
            f"{RIVER}:3:26",
            "unknown-slot",
            "{wrod}",
        ),
        (
            {RIVER: "name: River\nwording:\n  guide/k-first/invite/decline: Say no.\n"},
            f"{RIVER}:3:33",
            "locked-text",
            "guide/*/invite/decline",
        ),
        ({RIVER: f"{NAME}interpreting: {{contact: Ask.}}\n"}, f"{RIVER}:2:25", "locked-text", "school/interpreting"),
        (
            {RIVER: NAME, "schools/river/guides/k-third.yml": f"x: 1\n{GUIDE}"},
            "schools/river/guides/k-third.yml",
            "unknown-key",
            "'x'",
        ),
        ({"docs/school.yml": BASE_SCHOOL + "locked: [x/*]\n"}, "docs/school.yml:10:10", "unknown-place", "x/*"),
        ({RIVER: NAME, "schools/river/school.yml": NAME}, "schools/river/school.yml:1:1", "unknown-file", "river.yml"),
        ({RIVER: NAME, "schools/rivr/x.md": "Hi"}, "schools/rivr:1:1", "unknown-file", "'river'"),
        ({RIVER: NAME, "schools/North Side.yml": NAME}, "schools/North Side.yml:1:1", "bad-text", "North Side"),
        ({RIVER: NAME, "schools/river.yaml": NAME}, "schools/river.yml:1:1", "duplicate-id", "river.yaml"),
    ],
)  # fmt: skip
def test_a_schools_faults_are_told_at_their_line(
    toolkit_files: ToolkitFiles, files: dict[str, str], place: str, code: str, words: str
) -> None:
    folder = toolkit_files({"docs/school.yml": BASE_SCHOOL + LOCK, **files})

    _, findings = check_schools(Folders(folder), {})

    told = [one for one in findings if one.code == code]
    assert told, findings
    assert any(placed(one).startswith(place) and words in f"{one.message} {one.hint}" for one in told), told


def test_wording_is_the_schools_own_and_knows_its_line(toolkit_files: ToolkitFiles) -> None:
    """A rule that finds fault with a school's words shows the line in the school's file."""
    folder = toolkit_files({
        RIVER: "name: River School\nwording:\n  guide/k-first/invite/call: Please come to school. {decline}\n"
        "  guide/k-first/invite/note: We must see you.\n"
    })  # fmt: skip

    read = Reader()
    library, _ = load_toolkit(Folders(folder), read)
    toolkit, findings = load_toolkit(Folders(folder, edition="river"), read)

    assert findings == []
    assert toolkit.guides_by_id["k-first"].invite.call == "Please come to school. {decline}"
    assert toolkit.guides_by_id["k-second"] is library.guides_by_id["k-second"]
    new = [one for one in check_toolkit(toolkit) if one not in check_toolkit(library)]
    assert [(one.code, placed(one)) for one in new] == [("invite-without-decline", f"{RIVER}:4:30")]


def test_a_school_hides_and_adds_guides(toolkit_files: ToolkitFiles) -> None:
    folder = toolkit_files({
        RIVER: "name: River School\nhide: [guides/k-second]\n",
        "schools/river/guides/garden-visit.yml": GUIDE.replace("title: ", "title: In the garden, ", 1),
    })  # fmt: skip

    toolkit, findings = school(folder)

    assert findings == []
    assert list(toolkit.guides_by_id) == ["garden-visit", "k-first"]


def test_a_schools_own_translation_comes_first(toolkit_files: ToolkitFiles) -> None:
    def catalogue(place: str, source: str, text: str) -> str:
        head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
        return f'{head}msgctxt "{place}"\nmsgid "{source}"\nmsgstr "{text}"\n'

    folder = toolkit_files({
        "docs/school.yml": BASE_SCHOOL + LOCK,
        RIVER: "name: River School\nlanguages: [en, es]\ncontacts: [{who: The desk, phone: 555-0101}]\n",
        "locales/es.po": catalogue("school/contacts/1/who", "The office", "La oficina"),
        "schools/river/locales/es.po": catalogue("school/contacts/1/who", "The desk", "La mesa")
        + '\nmsgctxt "guide/k-first/invite/decline"\nmsgid "x"\nmsgstr "y"\n',
    })  # fmt: skip

    toolkit, findings = school(folder)

    assert toolkit.catalogues[0].translations["school/contacts/1/who"].text == "La mesa"
    assert [(one.code, one.location.path) for one in findings] == [("locked-text", "schools/river/locales/es.po")]


SVG = "http://www.w3.org/2000/svg"


def test_a_lock_on_a_hidden_guide_is_no_fault(toolkit_files: ToolkitFiles) -> None:
    lock = "locked: [guide/k-second/invite/decline]\n"
    folder = toolkit_files({"docs/school.yml": BASE_SCHOOL + lock, RIVER: f"{NAME}hide: [guides/k-second]\n"})

    _, findings = check_schools(Folders(folder), {})

    assert not has_errors(findings)


def test_a_translation_of_words_that_a_school_took_back_hides_nothing(toolkit_files: ToolkitFiles) -> None:
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\nmsgctxt "school/contacts/1/who"\n'
    folder = toolkit_files({
        RIVER: f"{NAME}languages: [en, es]\n",
        "locales/es.po": f'{head}msgid "The office"\nmsgstr "La oficina"\n',
        "schools/river/locales/es.po": f'{head}msgid "The desk"\nmsgstr "La mesa"\n',
    })  # fmt: skip

    toolkit, _ = school(folder)

    assert toolkit.catalogues[0].translations["school/contacts/1/who"].text == "La oficina"


def test_update_gives_each_school_its_own_texts_to_translate(toolkit_files: ToolkitFiles) -> None:
    folder = toolkit_files({
        RIVER: "name: River School\nlanguages: [en, es]\ncontacts: [{who: The desk, phone: 555-0101}]\n"
        "wording: {guide/k-first/summary: By the river.}\n",
    })  # fmt: skip

    result = run("translate", "update", str(folder))

    assert result.exit_code == 0, result.output
    assert "River School (river), its own texts:\nespañol (es): 0 done, 0 to check, 2 missing" in result.output
    text = (folder / "schools/river/locales/es.po").read_text(encoding="utf-8")
    assert re.findall('msgctxt "(.*)"', text) == ["school/contacts/1/who", "guide/k-first/summary"]


THREE = {
    RIVER: 'name: River School\ncolors: {primary: "#223377", accent: "#8a1c1c"}\n',
    "schools/lake.yml": "name: Lake School\nhide: [guides/k-second]\nlogo: {file: assets/lake.svg, alt: A lake}\n",
    "schools/lake/assets/lake.svg": f'<svg xmlns="{SVG}" viewBox="0 0 90 90"><path d="M0 0h90v90z"/></svg>',
    "schools/hill.yml": "name: Hill School\nsite_url: https://hill.example/visits\n",
}


@pytest.fixture
def many(toolkit_files: ToolkitFiles) -> Path:
    settings = (Path(__file__).parent / "base/mkdocs.yml").read_text(encoding="utf-8")
    return toolkit_files({**THREE, "mkdocs.yml": f"site_url: https://schools.example/\n{settings}"})


@pytest.fixture(scope="module")
def all_built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three schools and their sites, built once; for reading only."""
    folder = tmp_path_factory.mktemp("schools") / "toolkit"
    shutil.copytree(TESTS / "base", folder)
    write_toolkit(folder, {name: text.encode() for name, text in THREE.items()})
    settings = (folder / "mkdocs.yml").read_text(encoding="utf-8")
    (folder / "mkdocs.yml").write_text(f"site_url: https://schools.example/\n{settings}", encoding="utf-8")
    result = run("build", str(folder), "--all-schools", "--no-pdf")
    assert result.exit_code == 0, result.output
    return folder


@pytest.fixture
def built(all_built: Path, tmp_path: Path) -> Path:
    """A copy of them."""
    return Path(shutil.copytree(all_built, tmp_path / "toolkit"))


def test_all_schools_stand_side_by_side(all_built: Path) -> None:
    site = all_built / "site"
    assert {one.name for one in site.iterdir() if one.is_dir()} == {"river", "lake", "hill"}
    front = (site / "index.html").read_text(encoding="utf-8")
    links = re.findall(r'<a href="([^"]+)">([^<]+)</a>', front)
    assert links == [
        ("https://hill.example/visits", "Hill School"),
        ("lake/", "Lake School"),
        ("river/", "River School"),
    ]
    assert 'href="/river/"' in (site / "404.html").read_text(encoding="utf-8")
    for name, address in (("river", "https://schools.example/river/"), ("hill", "https://hill.example/visits/")):
        home = (site / name / "index.html").read_text(encoding="utf-8")
        assert f'<link rel="canonical" href="{address}">' in home
        assert f"Home visits at {name.title()} School" in home
    assert not (site / "lake" / "guides" / "k-second").exists()
    assert (site / "lake" / "assets" / "lake.svg").is_file()
    assert not (site / "river" / "assets" / "lake.svg").exists()
    told = json.loads((site / "lake" / "toolkit.json").read_text(encoding="utf-8"))["school"]
    assert told["name"] == "Lake School"
    robots = (site / "robots.txt").read_text(encoding="utf-8").splitlines()
    assert robots[2:] == [
        f"Sitemap: {address}sitemap.xml"
        for address in (
            "https://hill.example/visits/",
            "https://schools.example/lake/",
            "https://schools.example/river/",
        )
    ]
    assert "\n/river/*\n" in (site / "_headers").read_text(encoding="utf-8")
    assert not {"hide", "wording", "site_url", "locked"} & told.keys()


def test_a_fault_of_one_school_leaves_all_sites(built: Path) -> None:
    before = files_of(built / "site")
    (built / RIVER).write_text("name: River School\nhide: none\n", encoding="utf-8")

    result = run("build", str(built), "--all-schools", "--no-pdf")

    assert result.exit_code == 1
    assert f"{RIVER}:2:7: error[wrong-kind]" in result.output
    assert files_of(built / "site") == before
    assert [one.name for one in built.iterdir() if one.name.startswith(".site")] == []


def test_one_school_takes_the_place_of_its_own_site_only(built: Path) -> None:
    before = files_of(built / "site")
    (built / RIVER).write_text("name: River Side School\n", encoding="utf-8")

    assert run("build", str(built), "--school", "river", "--no-pdf").exit_code == 0

    after = files_of(built / "site")
    assert {name.partition("/")[0] for name in before if before[name] != after.get(name)} == {"river"}
    assert b"River Side School" in after["river/index.html"]


def test_a_school_that_is_not_there_is_told(many: Path) -> None:
    result = run("build", str(many), "--school", "rivr")

    assert result.exit_code == 1
    assert "There is no school 'rivr'. did you mean 'river'?" in result.output


def test_a_schools_swap_that_was_killed_is_mended(many: Path) -> None:
    assert run("build", str(many), "--school", "river", "--no-pdf").exit_code == 0
    before = files_of(many / "site/river")
    shutil.copytree(many / "site/river", many / "site/.river.old")

    assert run("build", str(many), "--school", "river", "--no-pdf").exit_code == 0
    assert files_of(many / "site/river") == before
    assert [one.name for one in (many / "site").iterdir()] == ["river"]


def test_one_school_is_published_alone_only_at_an_address_of_its_own(many: Path) -> None:
    """Else it would take the place of all schools' sites."""
    refused = run("publish", str(many), "--school", "river", "--folder", str(many / "web"))
    published = run("publish", str(many), "--school", "hill", "--folder", str(many / "hill"))

    assert refused.exit_code == 2
    assert "use --all-schools" in refused.output
    assert not (many / "web").exists()
    assert published.exit_code == 0, published.output
    assert "Home visits at Hill School" in (many / "hill/index.html").read_text(encoding="utf-8")


def test_print_makes_one_schools_pieces(many: Path) -> None:
    result = run("print", str(many), "--school", "river", "--sheet", "expect", "--guide", "k-first")

    assert result.exit_code == 0, result.output
    (pdf,) = (many / "print/river").rglob("*.pdf")
    assert b"River School" in pdf.read_bytes()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A Dask scheduler and two workers, each a process of its own, on the loopback address."""
    known = tmp_path / "scheduler.json"
    environment = {**os.environ, "TMPDIR": str(tmp_path)}

    def start(*words: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "dask", *words, "--scheduler-file", str(known), "--no-dashboard"]
        return subprocess.Popen(
            command, cwd=tmp_path, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    scheduler = start("scheduler", "--host", "127.0.0.1", "--port", "0")
    alone = ("--no-nanny", "--nthreads", "1", "--host", "127.0.0.1")
    workers = [start("worker", *alone, "--name", str(number)) for number in range(2)]
    # The file is there before anything stands in it.
    while not (known.is_file() and known.read_text(encoding="utf-8").rstrip().endswith("}")):
        assert scheduler.poll() is None, "the scheduler did not start"
        time.sleep(0.1)
    yield json.loads(known.read_text(encoding="utf-8"))["address"], workers
    for process in (*workers, scheduler):
        process.kill()
        process.wait()


def test_a_cluster_that_loses_a_worker_builds_the_same_sites(
    many: Path,
    cluster: tuple[str, list[subprocess.Popen[bytes]]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One of two workers is killed while it builds; what it had in hand is done again by the other.

    The site's address is known to this process only.
    """
    settings = (Path(__file__).parent / "base/mkdocs.yml").read_text(encoding="utf-8")
    (many / "mkdocs.yml").write_text(f"site_url: !ENV SITE_URL\n{settings}", encoding="utf-8")
    monkeypatch.setenv("SITE_URL", "https://schools.example/")
    from distributed import Client

    address, workers = cluster
    for number in range(4):
        (many / f"schools/more-{number}.yml").write_text(f"name: More School {number}\n", encoding="utf-8")
    assert run("build", str(many), "--all-schools", "--no-pdf").exit_code == 0
    near = files_of(many / "site")

    words = ["build", str(many), "--all-schools", "--no-pdf", "--site-dir", str(tmp_path / "afar")]
    with Client(address, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=PATIENCE)
        # Standing still, it cannot be done with what it gets before it is killed.
        workers[0].send_signal(signal.SIGSTOP)
        build = subprocess.Popen([sys.executable, "-m", "toolkit_builder", *words, "--scheduler", address])
        has_work = False
        while not has_work:
            assert build.poll() is None, "the build was done without one of its workers"
            names = {address: one["name"] for address, one in client.scheduler_info(n_workers=-1)["workers"].items()}
            has_work = any(units and str(names.get(one)) == "0" for one, units in client.processing().items())
        workers[0].kill()
    assert build.wait() == 0
    assert files_of(tmp_path / "afar") == near


def test_a_machine_afar_gets_all_that_the_settings_name(
    toolkit_files: ToolkitFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Settings that inherit others, content outside the toolkit's folder, a hook, and the environment."""
    settings = (Path(__file__).parent / "base/mkdocs.yml").read_text(encoding="utf-8")
    folder = toolkit_files({
        **THREE,
        "mkdocs.yml": "INHERIT: ../shared/base.yml\nsite_url: !ENV [NOBODY, SITE_URL, none]\nhooks: [hook.py]\n",
        "../shared/base.yml": f"docs_dir: ../content\n{settings}",
        "hook.py": "def on_page_markdown(markdown, **_):\n    return markdown + ' by a hook'\n",
    })  # fmt: skip
    (folder / "docs").rename(folder.parent / "content")
    (folder.parent / "content/bus.md").write_text("# Bus times\n", encoding="utf-8")
    monkeypatch.setenv("SITE_URL", "https://schools.example/")

    with ThreadPoolExecutor(1) as afar:
        made = build_schools(folder, afar, editions=["river"], prints=False, is_afar=True)

    page = (made / "river/bus/index.html").read_text(encoding="utf-8")
    assert "by a hook" in page
    assert '<link rel="canonical" href="https://schools.example/river/bus/">' in page
    assert (made / "river/guides/k-first/index.html").is_file()


def test_a_cluster_that_is_not_there_is_told(many: Path) -> None:
    result = run("build", str(many), "--all-schools", "--scheduler", "tcp://127.0.0.1:9")

    assert result.exit_code == 1
    assert "No Dask scheduler answers at tcp://127.0.0.1:9." in result.output


def test_schools_share_the_small_pictures_of_their_pieces(many: Path) -> None:
    """What differs is a name and two colors: so a picture in nobody's colors is drawn once, for all."""
    assert run("build", str(many), "--all-schools").exit_code == 0

    site = many / "site"
    names = [file.relative_to(site / "river").as_posix() for file in (site / "river/print").rglob("*.png")]
    # A binder's cover bears the school's name.
    names = [name for name in names if "binder" not in name]
    assert len(names) > 10
    for name in names:
        if (site / "hill" / name).exists():
            assert (site / "river" / name).read_bytes() == (site / "hill" / name).read_bytes(), name
            pdf = name.replace(".png", ".pdf")
            assert (site / "river" / pdf).read_bytes() != (site / "hill" / pdf).read_bytes()
