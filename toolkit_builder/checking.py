"""Every finding about a toolkit, and about each school that shares it."""

from collections.abc import Mapping
from dataclasses import replace

from .cache import NOTHING_KEPT, Cache
from .diagnostics import Diagnostic, add_excerpts, has_errors, sort_findings
from .folders import Folders
from .loading import Reader, find_editions, load_toolkit
from .model.profile import RuleLevel
from .model.toolkit import Toolkit
from .rules import check_toolkit


def with_excerpts(findings: list[Diagnostic], folders: Folders) -> list[Diagnostic]:
    """The findings, each with its line of the author's file."""
    sources = {}
    for path in {finding.location.path for finding in findings}:
        file = folders.file_of(path)
        if file.is_file():
            sources[path] = file.read_bytes().decode("utf-8", errors="replace")
    return add_excerpts(findings, sources)


def judged_findings(
    toolkit: Toolkit,
    findings: list[Diagnostic],
    levels: Mapping[str, RuleLevel],
    folders: Folders,
    cache: Cache = NOTHING_KEPT,
) -> list[Diagnostic]:
    """The findings of loading and those of the rules, sorted, each with its line."""
    return with_excerpts(sort_findings([*findings, *check_toolkit(toolkit, levels, cache=cache)]), folders)


def check(
    folders: Folders, levels: Mapping[str, RuleLevel], read: Reader | None = None
) -> tuple[Toolkit, list[Diagnostic]]:
    """The toolkit in `folders`, and every finding about it, sorted, each with its line."""
    read = read or Reader()
    toolkit, findings = load_toolkit(folders, read)
    return toolkit, judged_findings(toolkit, findings, levels, folders, read.cache)


def check_schools(
    folders: Folders, levels: Mapping[str, RuleLevel], read: Reader | None = None
) -> tuple[Toolkit, list[Diagnostic]]:
    """The toolkit in `folders`, and every finding about it and about each school that shares it.

    Schools are looked into where the toolkit itself has no errors.
    """
    read = read or Reader()
    toolkit, findings = check(folders, levels, read)
    editions, faults = find_editions(folders.root)
    has_faults = has_errors(findings)
    findings += with_excerpts(faults, folders)
    for edition in editions if not has_faults else ():
        findings += check(replace(folders, edition=edition), levels, read)[1]
    return toolkit, sort_findings(findings)
