"""What a browser may keep of the site, and the copy that opens from a disk."""

import json
import zipfile
from pathlib import Path

import pytest

from toolkit_builder.mkdocs_plugin import build_site
from toolkit_builder.offline import WEB_ONLY, worker_files, write_zip

from .conftest import ToolkitFiles


def lists_of(site: Path) -> dict[str, dict[str, int]]:
    files = (site / "offline").glob("*.json")
    return {file.stem: json.loads(file.read_text(encoding="utf-8"))["files"] for file in files if file.stem != "sizes"}


def test_every_file_is_in_a_list_with_its_true_size(toolkit_files: ToolkitFiles) -> None:
    """Whoever keeps everything has all that the site has, but what only a web server needs."""
    site = build_site(toolkit_files({}), site_dir=None, is_strict=False)

    lists = lists_of(site)
    kept = {uri: size for files in lists.values() for uri, size in files.items()}
    on_disk = {
        path.relative_to(site).as_posix(): path.stat().st_size
        for path in site.rglob("*")
        if path.is_file() and path.name not in WEB_ONLY
    }
    as_kept = {name.removesuffix("index.html"): size for name, size in on_disk.items()}
    assert kept == {name: size for name, size in as_kept.items() if not name.startswith("offline/") or name in kept}
    assert {"guides/k-first/", "grades/kindergarten/", "routines/table/"} <= lists["k-pages"].keys()
    assert any(uri.endswith(".pdf") for uri in lists["k-prints"])
    assert "print/kindergarten/summer-letter.pdf" in lists["k-prints"]
    assert 'href="../../print/kindergarten/summer-letter.pdf"' in (site / "grades/kindergarten/index.html").read_text()
    assert "summer-letter.pdf" not in (site / "staff/index.html").read_text(encoding="utf-8")
    assert not any(uri.endswith(".pdf") for uri in lists["k-pages"])
    sizes = json.loads((site / "offline/sizes.json").read_text(encoding="utf-8"))
    assert sizes["k-pages"] == sum(lists["k-pages"].values())


def made_version(site: Path) -> bytes:
    return worker_files(site, {}, "")[0].content.partition(b"\n")[0]


def test_the_worker_is_another_when_anything_is(tmp_path: Path) -> None:
    """A worker with the same bytes is no new worker: its version must be the whole site's."""
    (tmp_path / "index.html").write_text("one")
    (tmp_path / "sitemap.xml").write_text("monday")
    first = made_version(tmp_path)
    (tmp_path / "sitemap.xml").write_text("tuesday")
    assert made_version(tmp_path) == first
    (tmp_path / "index.html").write_text("two")
    assert made_version(tmp_path) != first


@pytest.mark.parametrize(
    ("href", "on_disk"),
    [
        ("../", "../index.html"),
        ("..", "../index.html"),
        (".", "./index.html"),
        ("./", "./index.html"),
        ("../guides/a/", "../guides/a/index.html"),
        ("../guides/a/#ask", "../guides/a/index.html#ask"),
        ("#ask", "#ask"),
        ("../a.pdf", "../a.pdf"),
        ("https://example.org/a/", "https://example.org/a/"),
        ("mailto:a@example.org", "mailto:a@example.org"),
    ],
)
def test_links_on_a_disk_name_files(tmp_path: Path, href: str, on_disk: str) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text(f'<a class="x" href="{href}">é</a>', encoding="utf-8")
    (site / "manifest.webmanifest").write_text('{"name": "Oak", "lang": "en", "dir": "ltr"}', encoding="utf-8")

    write_zip(site, tmp_path / "copy.zip")

    with zipfile.ZipFile(tmp_path / "copy.zip") as made:
        assert made.read("toolkit/index.html").decode() == f'<a class="x" href="{on_disk}">é</a>'


def test_the_policy_of_a_copy_allows_what_lies_beside_it(toolkit_files: ToolkitFiles, tmp_path: Path) -> None:
    """A browser may not take the files of a disk for one site; each page says that they are."""
    build_site(toolkit_files({}), site_dir=tmp_path / "s", is_strict=False, prints=False, has_zip=True)

    with zipfile.ZipFile(tmp_path / "s-offline.zip") as made:
        pages = [made.read(name).decode() for name in made.namelist() if name.endswith(".html")]
    policies = [html.partition('Content-Security-Policy" content="')[2].partition('"')[0] for html in pages]
    (policy,) = {policy for policy, html in zip(policies, pages, strict=True) if "START" not in html and policy}
    assert policies.count("") == 1  # START.html, which only leads on
    assert policy.count("'self' file:") == policy.count("'self'") == 8
    assert "'sha256-" in policy


def test_the_copy_has_the_same_bytes_each_time(toolkit_files: ToolkitFiles, tmp_path: Path) -> None:
    site = build_site(toolkit_files({}), site_dir=tmp_path / "s", is_strict=False, has_zip=True)
    first = (tmp_path / "s-offline.zip").read_bytes()

    write_zip(site, tmp_path / "again.zip")

    assert (tmp_path / "again.zip").read_bytes() == first
    with zipfile.ZipFile(tmp_path / "again.zip") as made:
        assert {"START.html", "toolkit/index.html", "toolkit/guides/k-first/index.html"} <= set(made.namelist())
        assert not any(name.endswith(("sw.js", "404.html", ".xml")) for name in made.namelist())
