"""What a further school costs, beside a whole build of its own.

Both are whole commands on the starter in one language, with no PDF kept from before. The cost of a further school is
the slope: the time of many less the time of few, by the schools between them.
"""

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
SCHOOLS = 100
PRINTING_SCHOOLS = 8
AIM = 0.1


def make_library(folder: Path, count: int) -> Path:
    """The starter in one language, with `count` schools that share it."""
    shutil.copytree(ROOT / "docs", folder / "docs")
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    (folder / "mkdocs.yml").write_text(settings, encoding="utf-8")
    file = folder / "docs/school.yml"
    lines = file.read_text(encoding="utf-8").splitlines()
    one = ["languages: [en]" if line.startswith("languages:") else line for line in lines]
    file.write_text("\n".join(one) + "\n", encoding="utf-8")
    (folder / "schools").mkdir()
    for number in range(count):
        color = f"#{(number * 37) % 96:02x}{(number * 59) % 96:02x}{(number * 83) % 96:02x}"
        text = f'name: School Number {number}\ncolors: {{primary: "{color}"}}\n'
        (folder / f"schools/school-{number}.yml").write_text(text, encoding="utf-8")
    return folder


def seconds(folder: Path, *options: str) -> float:
    """How long a build takes, as its user waits for it."""
    shutil.rmtree(folder / ".cache", ignore_errors=True)
    start = time.perf_counter()
    command = [sys.executable, "-m", "toolkit_builder", "build", str(folder), *options]
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def compare(what: str, many: int, *options: str) -> None:
    with tempfile.TemporaryDirectory() as made:
        root = Path(made)
        whole = seconds(make_library(root / "one", 0), *options)
        few = seconds(make_library(root / "few", 2), "--all-schools", *options)
        all_of_them = seconds(make_library(root / "many", many), "--all-schools", *options)
    further = (all_of_them - few) / (many - 2)
    print(
        f"{what}: a whole build {whole:.1f} s; {many} schools {all_of_them:.1f} s"
        f" ({many} builds: {many * whole:.0f} s);"
        f" a further school {further:.2f} s, {further / whole:.2f} of a build (aim {AIM})"
    )


def main() -> None:
    compare("Pages", SCHOOLS, "--no-pdf")
    compare("Pages and PDFs", PRINTING_SCHOOLS)


if __name__ == "__main__":
    main()
