"""Many schools from one library. What they share is made once in a process; each school's site is a unit of work.

A unit is a plain function over plain values, so any executor of `concurrent.futures` can run it: processes on this
machine, or a cluster of which no machine but this one has the files.
"""

import gc
import hashlib
import io
import os
import tempfile
import threading
import zipfile
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import BrokenExecutor, Executor, Future, as_completed
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from mkdocs.config.defaults import MkDocsConfig

from toolkit_builder.cache import NOTHING_KEPT, Cache
from toolkit_builder.checking import check, with_excerpts
from toolkit_builder.diagnostics import ToolkitError, did_you_mean, format_count, has_errors, sort_findings
from toolkit_builder.folders import SCHOOLS
from toolkit_builder.loading import Reader, find_editions, load_toolkit, template_folders
from toolkit_builder.loading.catalogues import LOCALES
from toolkit_builder.model.school import Edition, School
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.options import site_address
from toolkit_builder.outputs import files_in, pack, write_files
from toolkit_builder.pages import schools_files
from toolkit_builder.settings import folders_of, options_of, read_settings, settings_file
from toolkit_builder.staging import Staging

from .languages import listening, run_mkdocs
from .private import write_private
from .settings import (
    environment_of,
    hand_over,
    log,
    log_findings,
    read_config,
    settings_of,
)


@dataclass(frozen=True, slots=True)
class SchoolTask:
    """What it takes to build one school's site: values only, which any process can read.

    `settings` is the file of the library's settings, and `site_url` its address; `run` names the build that the task
    belongs to: within one, a file is parsed once in a process.
    """

    settings: str
    run: str
    edition: str
    site_dir: str
    site_url: str
    prints: bool
    keeps: bool
    is_strict: bool


@dataclass(frozen=True, slots=True)
class SchoolResult:
    """What a unit of work warned of, its fault in words if it failed, and its site, zipped, if it was made afar.

    `name` and `address` are what the page that lists all schools says of this one. `private` is what the school, whose
    id is `edition`, keeps out of its site, as `Build` has it.
    """

    said: tuple[str, ...]
    fault: str = ""
    name: str = ""
    address: str = ""
    site: bytes = b""
    edition: str = ""
    private: Mapping[str, bytes] = field(default_factory=dict)


_OF_LAYER = ("docs", LOCALES)
"""Parts of a folder that is a layer."""
_unpacked: dict[str, tempfile.TemporaryDirectory[str]] = {}
"""The files of the toolkit that this process last built from afar, by their digest; gone when the process ends."""
# MkDocs has one log and one plugin a process; a cluster's worker may have several threads.
_one_at_a_time = threading.RLock()


@lru_cache(maxsize=1)
def _reader(settings: str, run: str, keeps: bool) -> Reader:  # noqa: ARG001, part of the key
    """What all units of a run share that this process does: the library's files are parsed once."""
    folders = folders_of(read_settings(Path(settings)))
    read = Reader(Cache.of(folders.root) if keeps else NOTHING_KEPT)
    load_toolkit(folders, read, [])
    # It stays to the end: nobody need look through it after each school.
    gc.freeze()
    return read


def build_school(task: SchoolTask) -> SchoolResult:
    """One school's site, in all its languages, built into `task.site_dir`."""
    with _one_at_a_time, listening() as said:
        try:
            school, private = _build(task)
        except ToolkitError as error:
            return SchoolResult(tuple(said), str(error))
        finally:
            # MkDocs' pages and files point to each other; without this, each school's site would stay in memory.
            gc.collect()
        own_address = school.site_url if isinstance(school, Edition) else ""
        address = own_address or f"{task.edition}/"
        return SchoolResult(tuple(said), name=school.name, address=address, edition=task.edition, private=private)


def _build(task: SchoolTask) -> tuple[School, Mapping[str, bytes]]:
    """Builds the site; the school that it is for, and what of it is no part of the site."""
    # The library's address may stand in the environment of the machine that asked, and only there.
    address: dict[str, Any] = {"site_url": task.site_url} if task.site_url else {}
    config = read_config(Path(task.settings), site_dir=task.site_dir, strict=task.is_strict, **address)
    read = _reader(task.settings, task.run, task.keeps)
    toolkit, findings = load_toolkit(folders_of(settings_of(config), task.edition), read)
    # Laid over the settings, so that the sites of other languages get it, too.
    config.load_dict({"site_url": site_address(toolkit, config.site_url or "")})
    hand_over(config, prints=task.prints, keeps=task.keeps, edition=task.edition, loaded=(toolkit, findings))
    run_mkdocs(config, is_last=False)
    plugin: Any = config.plugins["toolkit-builder"]
    return toolkit.school, plugin.private


def build_school_afar(task: SchoolTask, source: bytes, environment: Mapping[str, str]) -> SchoolResult:
    """The same on a machine that does not have the toolkit's files: they come as a zip, and the site goes as one.

    `task.settings` is a path in the zip; `environment` holds what the settings ask of the machine that has the files.
    """
    digest = hashlib.sha256(source).hexdigest()
    with _one_at_a_time, tempfile.TemporaryDirectory(prefix="toolkit-builder-site-") as made:
        if digest not in _unpacked:
            _unpacked.clear()
            _unpacked[digest] = tempfile.TemporaryDirectory(prefix="toolkit-builder-")
            zipfile.ZipFile(io.BytesIO(source)).extractall(_unpacked[digest].name)
        os.environ |= environment
        settings, site = Path(_unpacked[digest].name) / task.settings, Path(made) / "site"
        result = build_school(replace(task, settings=str(settings), run=digest, site_dir=str(site)))
        return result if result.fault else replace(result, site=_zipped(dict(files_in(site))))


def _zipped(files: Mapping[str, Path]) -> bytes:
    out = io.BytesIO()
    pack(out, ((name, file.read_bytes()) for name, file in files.items()))
    return out.getvalue()


def _source(config: MkDocsConfig) -> tuple[bytes, str]:
    """The toolkit's own files as a zip, and the path of its settings there: what a build reads, and nothing it makes.

    The zip holds all that the settings name, as far apart as it may lie.
    """
    read = settings_of(config)
    folders, settings = folders_of(read), read.files
    parts = [folders.docs, folders.root / SCHOOLS, folders.root / LOCALES, *options_of(read, folders).own_templates]
    # Material's own folders come with the package.
    parts += [Path(config.theme.custom_dir)] if config.theme.custom_dir else []
    parts += [layer.root / part for layer in folders.below if not layer.is_library for part in _OF_LAYER]
    files = [*settings, *(settings[0].parent / hook for hook in config.hooks)]
    files += [file for part in parts if part.is_dir() for _, file in files_in(part)]
    files = [Path(os.path.normpath(file)) for file in dict.fromkeys(files)]
    top = os.path.commonpath([file.parent for file in files])
    return _zipped({file.relative_to(top).as_posix(): file for file in files}), settings[0].relative_to(top).as_posix()


def build_schools(
    folder: Path,
    executor: Executor,
    *,
    editions: Collection[str] | None = None,
    site_dir: Path | None = None,
    is_strict: bool = False,
    prints: bool = True,
    keeps: bool = True,
    is_afar: bool = False,
    tell: Callable[[int, int], None] = lambda _done, _all: None,
    tell_private: Callable[[Path], None] = lambda _file: None,
) -> Path:
    """Builds the sites of the schools that share the library in `folder`; returns the folder in which they stand.

    `editions` are ids of schools, each of which takes the place of its last site only; with None, all of them, with a
    page that leads to each, take the place of all that stood there. `keeps` is False where no cache is to be used.
    With `is_afar`, the executor's workers do not see the files of this machine. `tell` is called with how many
    schools are done, and how many there are; `tell_private`, with each file or folder for staff
    that is no part of its site.
    Raises ToolkitError if there is anything to mend first; the old sites then stay as they were.
    """
    overrides: dict[str, Any] = {"site_dir": str(site_dir.resolve())} if site_dir else {}
    settings = settings_file(folder).absolute()
    config = read_config(settings, **overrides)
    library, known = _checked(config, is_strict=is_strict)
    for name in editions or ():
        if name not in known:
            raise ToolkitError(f"There is no school '{name}'. {did_you_mean(name, known)}".rstrip())
    wanted = sorted(set(editions)) if editions else list(known)
    target = Path(config.site_dir)
    run = uuid4().hex
    address = config.site_url or ""
    source, place = _source(config) if is_afar else (b"", str(settings))

    def submit(task: SchoolTask) -> Future[SchoolResult]:
        if is_afar:
            return executor.submit(build_school_afar, task, source, environment_of(settings_of(config).files))
        return executor.submit(build_school, task)

    with ExitStack() as cleaning:
        if editions:
            stagings = {name: Staging(target / name) for name in wanted}
            sites = {name: one.folder for name, one in stagings.items()}
        else:
            stagings = {"": Staging(target)}
            sites = {name: stagings[""].folder / name for name in wanted}
        for staging in stagings.values():
            cleaning.callback(staging.discard)
        tasks = [
            SchoolTask(place, run, name, str(site), address, prints, keeps, is_strict) for name, site in sites.items()
        ]
        results = _run(tasks, submit, tell)
        private = {one.edition: one.private for one in results}
        if not editions:
            whole = stagings[""].folder
            listed, root = [(one.name, one.address) for one in results], urlsplit(config.site_url or "/").path
            made = schools_files(library, listed, root, template_folders(folders_of(settings_of(config))))
            write_files(whole, {one.uri: one.content for one in made} | _for_host(whole))
        for staging in stagings.values():
            staging.swap_in()
    for edition, kept in private.items():
        for file in write_private(target, kept, edition):
            tell_private(file)
    return target


def _checked(config: MkDocsConfig, *, is_strict: bool) -> tuple[Toolkit, list[str]]:
    """The library without errors, and the ids of its schools. Raises ToolkitError otherwise."""
    settings = settings_of(config)
    folders = folders_of(settings)
    library, findings = check(folders, options_of(settings, folders).levels)
    known, faults = find_editions(folders.root)
    findings = sort_findings([*findings, *with_excerpts(faults, folders)])
    log_findings(findings)
    if has_errors(findings) or (is_strict and any(one.level == "warning" for one in findings)):
        raise ToolkitError(f"There is something to mend: {format_count(findings)}.")
    if not known:
        raise ToolkitError("There are no schools yet. A file schools/ID.yml makes one; its first line is 'name: ...'.")
    return library, list(known)


def _for_host(staging: Path) -> dict[str, bytes]:
    """What hosts and search engines read at their root only, from all schools' sites."""
    found: dict[str, bytes] = {".nojekyll": b""}
    for name in ("_redirects", "_headers", "robots.txt"):
        parts = [file.read_text(encoding="utf-8") for file in sorted(staging.glob(f"*/{name}"))]
        lines = "".join(parts).splitlines() if name == "robots.txt" else parts
        if lines:
            # What all of them say is said once.
            found[name] = "\n".join(dict.fromkeys(line.rstrip("\n") for line in lines)).encode() + b"\n"
    return found


def _run(
    tasks: list[SchoolTask], submit: Callable[[SchoolTask], Future[SchoolResult]], tell: Callable[[int, int], None]
) -> list[SchoolResult]:
    """Does the `tasks`, and puts in place what was made afar. Raises ToolkitError with the words of all that failed."""
    futures = {submit(task): task for task in tasks}
    results: list[SchoolResult] = []
    said: dict[str, None] = {}
    faults: list[str] = []
    try:
        for done, future in enumerate(as_completed(futures), start=1):
            task, error = futures.pop(future), future.exception()
            if isinstance(error, OSError):
                faults.append(f"{task.edition}: {error}")
                continue
            if error:
                error.add_note(f"This was the site of the school '{task.edition}'.")
                raise error
            # Only what the page of all schools says is kept: a site can be large.
            result = future.result()
            results.append(replace(result, site=b""))
            said |= dict.fromkeys(result.said)
            if result.fault:
                faults.append(f"{task.edition}: {result.fault}")
            elif result.site:
                zipfile.ZipFile(io.BytesIO(result.site)).extractall(task.site_dir)
            tell(done, len(tasks))
    except BrokenExecutor as error:
        raise ToolkitError(
            "A process that built a school's site ended before it was done. Is there memory left?"
        ) from error
    finally:
        for future in futures:
            future.cancel()
    for words in said:
        log.warning("%s", words)
    if faults:
        raise ToolkitError("\n".join(sorted(faults)))
    return results
