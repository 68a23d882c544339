"""What was measured with, and on what."""

import os
import platform
import re
import shutil
import subprocess
from importlib import metadata
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent
_PACKAGES = ("toolkit-builder", "mkdocs", "mkdocs-material", "zensical", "typst", "weasyprint")


def chromium() -> str:
    """The browser's program; empty where there is none."""
    return shutil.which("chromium") or shutil.which("google-chrome") or ""


def versions() -> dict[str, str]:
    """The version of each program, and of each Python package; empty where it is not installed."""
    found = {"Python": platform.python_version(), **dict.fromkeys(_PACKAGES, "")}
    for package in _PACKAGES:
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            continue
    found["hugo"] = _told("hugo", "version")
    found["chromium"] = _told(chromium(), "--version")
    return found


def _told(program: str, *words: str) -> str:
    """The first number in what a program says of itself."""
    if not program or not shutil.which(program):
        return ""
    said = subprocess.run([program, *words], check=True, capture_output=True, text=True).stdout
    number = re.search(r"\d+(\.\d+)+", said)
    return number[0] if number else said.strip()


def commit() -> str:
    """The commit of this folder, and whether something in it is changed; empty where there is no repository."""
    command = ["git", "describe", "--always", "--dirty"]
    described = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    return described.stdout.strip()


def machine() -> str:
    """Processor, cores, memory and system; nothing about whose it is."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    model = models[0] if models else platform.processor() or platform.machine()
    memory = psutil.virtual_memory().total / 1024**3
    return f"{model}, {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()}"
