"""What six languages cost beside one: the starter, built cold, on all cores.

Prints seconds for the first language alone and for all of the school's, and the second as a part of as many times the
first. The aim is at most 1.2.
"""

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import yaml

ROOT = Path(__file__).parent.parent


def seconds(folder: Path, languages: list[str]) -> float:
    """The time of a build of the starter in `languages`, with nothing kept from before."""
    toolkit = folder / "-".join(languages)
    for part in ("docs", "locales"):
        shutil.copytree(ROOT / part, toolkit / part)
    shutil.copy(ROOT / "mkdocs.yml", toolkit)
    school = toolkit / "docs/school.yml"
    lines = school.read_text(encoding="utf-8").splitlines()
    lines = [f"languages: [{', '.join(languages)}]" if line.startswith("languages:") else line for line in lines]
    school.write_text("\n".join(lines) + "\n", encoding="utf-8")
    start = time.perf_counter()
    subprocess.run([sys.executable, "-m", "toolkit_builder", "build", toolkit], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    languages = yaml.safe_load((ROOT / "docs/school.yml").read_text(encoding="utf-8"))["languages"]
    with tempfile.TemporaryDirectory() as folder:
        one = seconds(Path(folder), languages[:1])
        every = seconds(Path(folder), languages)
    share = every / (one * len(languages))
    print(
        f"1 language {one:.1f} s, {len(languages)} languages {every:.1f} s: {share:.2f} of {len(languages)} times one"
    )


if __name__ == "__main__":
    main()
