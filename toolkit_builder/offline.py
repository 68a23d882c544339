"""The finished site for places without a signal: what a browser may keep of it, and a copy that opens from a disk."""

import hashlib
import json
import re
from collections.abc import Collection, Iterator, Mapping
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

from .brand import palettes
from .interface import interface
from .model.toolkit import Toolkit
from .outputs import OutputFile, files_in, write_archive
from .resources import templates_dir
from .safety import policy_on_disk
from .sheets import ICONS

LISTS = "offline/"
"""The folder of the lists from which the worker learns what belongs together."""
_SHELL_PAGE = re.compile(r"([^/.]+/)?")
"""Pages that every kept copy has: the home page, and what the header and the menu lead to."""
_SHELL_PICTURE = re.compile(r"print/[^/]+\.png")
"""Pictures of what is printed for the whole toolkit; its pages show them."""
WEB_ONLY = (
    "404.html",
    "sitemap.xml",
    "robots.txt",
    "_headers",
    "_redirects",
    ".nojekyll",
    "sw.js",
    "objects.inv",
)
"""Files that only a web server or the hosted site needs."""
WEB_ONLY_FOLDER = "assets/social/"
"""Pictures for those who see a link to the hosted site elsewhere."""
MANIFEST = "manifest.webmanifest"
_SHELL_BRAND = re.compile(rf"{re.escape(MANIFEST)}|{ICONS}[^/]+\.png")
"""The app's manifest and its icons: a few kilobytes."""
_MANIFEST_LINK = re.compile(r'<link rel="manifest"[^>]*>')
_SHARD = re.compile(r"assets/toolkit/[^/]+/(?:grade|paper)-([a-z0-9]+)\.js")
_POLICY = re.compile(r'(<meta http-equiv="Content-Security-Policy" content=")([^"]*)"')
_LINK = re.compile(r'(<(?:a|link)\b[^>]*?\shref="|<meta http-equiv="refresh" content="0; url=)([^"]*)"')


def manifest_file(toolkit: Toolkit, own_templates: tuple[Path, ...] = (), site_url: str = "") -> OutputFile:
    """The manifest with which a phone puts the site among its apps; in the language of the toolkit.

    `site_url` is where the site of this language will stand, empty if unknown: then phones know the app by its start.
    """
    school = toolkit.school
    light = palettes(school.colors.primary, school.colors.accent)["light"]
    words = interface(toolkit.language, own_templates=own_templates)
    icons = [("192", "any"), ("512", "any maskable")]
    # Two of them lead on from a page of choices, which stands as it is until there is something to lead to.
    shortcuts = [("My grade", "grades/", "#mine"), ("My pack", "pack/", ""), ("Visit mode", "visits/", "#mine")]
    manifest = {
        **({"id": urlsplit(site_url).path} if site_url else {}),
        "name": words.title_of(school),
        "short_name": school.short_name,
        "lang": toolkit.language,
        "dir": words.direction,
        "start_url": "./",
        "scope": "./",
        "display": "standalone",
        # A link, or a shortcut, goes on in the window that is open.
        "launch_handler": {"client_mode": ["navigate-existing", "auto"]},
        "handle_links": "preferred",
        "theme_color": light.header,
        "background_color": light.paper,
        "icons": [
            {"src": f"{ICONS}icon-{size}.png", "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
            for size, purpose in icons
        ],
        "shortcuts": [
            {
                "name": words.t(name),
                "url": f"./{uri}{anchor}",
                "icons": [{"src": f"{ICONS}icon-192.png", "sizes": "192x192"}],
            }
            for name, uri, anchor in shortcuts
            if not school.hides_page(uri)
        ],
    }
    return OutputFile(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1).encode())


def _files(site: Path) -> Iterator[tuple[str, Path]]:
    """The site's files by their names, without those that only a web server needs."""
    for name, file in files_in(site):
        if file.name not in WEB_ONLY and not name.startswith(WEB_ONLY_FOLDER):
            yield name, file


def worker_files(site: Path, groups: Mapping[str, Collection[str]], logo: str) -> list[OutputFile]:
    """The worker and its lists, for the finished site in the folder `site`.

    `groups` are addresses that belong together; the shell is added, and `rest` with all that is in no group. `logo` is
    the address of the school's logo. A list tells bytes by address, as they lie on the disk.
    """
    digest = hashlib.blake2b(digest_size=8)
    sizes: dict[str, int] = {}
    for name, file in _files(site):
        # A folder's page stands for the folder.
        uri = re.sub(r"(^|/)index\.html$", r"\1", name)
        content = file.read_bytes()
        sizes[uri] = len(content)
        digest.update(f"{uri} {len(content)} ".encode())
        digest.update(content)
    shell = {uri for uri in sizes if _SHELL_PAGE.fullmatch(uri) or uri == logo or _is_shell_asset(uri)}
    lists = {"shell": shell} | {name: set(uris) & sizes.keys() for name, uris in groups.items()}
    for uri in sizes:
        if found := _SHARD.fullmatch(uri):
            lists.setdefault(f"{found[1]}-pages", set()).add(uri)
    lists["rest"] = sizes.keys() - set().union(*lists.values())
    totals = {name: sum(sizes[uri] for uri in uris) for name, uris in lists.items()}
    totals_file = json.dumps({**totals, "everything": sum(sizes.values())}).encode()
    digest.update(totals_file)
    version = digest.hexdigest()
    script = b"".join((templates_dir() / "worker" / name).read_bytes() for name in ("store.js", "sw.js"))
    made = [
        OutputFile("sw.js", f'const VERSION = "{version}";\n'.encode() + script),
        OutputFile(f"{LISTS}sizes.json", totals_file),
    ]
    for name, uris in lists.items():
        held = {uri: sizes[uri] for uri in sorted(uris)}
        if name == "shell":
            held[f"{LISTS}sizes.json"] = len(totals_file)
        content = json.dumps({"version": version, "files": held}, ensure_ascii=False).encode()
        made.append(OutputFile(f"{LISTS}{name}.json", content))
    return made


def _is_shell_asset(uri: str) -> bool:
    is_style_or_script = uri.startswith("assets/") and uri.endswith((".css", ".js"))
    is_picture = _SHELL_PICTURE.fullmatch(uri) or _SHELL_BRAND.fullmatch(uri)
    return (is_style_or_script and not _SHARD.fullmatch(uri)) or bool(is_picture)


def _for_disk(html: str) -> str:
    """A page whose links name files: from a disk, a folder opens as a list of its files."""

    def named(found: re.Match[str]) -> str:
        path, mark, anchor = found[2].partition("#")
        is_folder = path.endswith("/") or path in (".", "..") or path.endswith("/..")
        if not is_folder or ":" in path:
            return found[0]
        return f'{found[1]}{path.removesuffix("/")}/index.html{mark}{anchor}"'

    html = _POLICY.sub(lambda found: f'{found[1]}{policy_on_disk(found[2])}"', html, count=1)
    # A browser refuses a manifest from a disk, and complains.
    return _LINK.sub(named, _MANIFEST_LINK.sub("", html))


_START = """<!doctype html><html lang="{lang}" dir="{dir}"><meta charset="utf-8"><title>{name}</title>
<meta http-equiv="refresh" content="0; url=toolkit/index.html"><p><a href="toolkit/index.html">{name}</a></p>
</html>
"""
"""Its values are those of the site's manifest."""


def write_zip(site: Path, target: Path) -> None:
    """Writes the finished site as one zip to `target`: unpacked, it opens by a double-click on START.html."""
    write_archive(target, _on_disk(site))


def _on_disk(site: Path) -> Iterator[tuple[str, bytes]]:
    manifest = json.loads((site / MANIFEST).read_bytes())
    yield "START.html", _START.format_map({key: escape(str(manifest[key])) for key in ("lang", "dir", "name")}).encode()
    for name, file in _files(site):
        if name.startswith(LISTS) and name.endswith(".json"):
            continue
        content = file.read_bytes()
        yield f"toolkit/{name}", _for_disk(content.decode()).encode() if file.suffix == ".html" else content
