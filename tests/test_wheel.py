"""The wheel alone, in an empty environment and without a network, makes a school its site."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from .conftest import ROOT

WHEELS = ROOT / ".cache" / "wheels"


def no_network() -> list[str]:
    """A prefix that takes the network away from a command, where the system lets us."""
    unshare = shutil.which("unshare")
    if unshare and subprocess.run([unshare, "-rn", "true"], capture_output=True, check=False).returncode == 0:
        return [unshare, "-rn"]
    return []


@pytest.mark.skipif(not (WHEELS / "complete").exists(), reason="`make test` fetches the packages that this needs")
def test_the_wheel_makes_a_new_schools_site(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "env")], check=True)
    scripts = tmp_path / "env" / ("Scripts" if os.name == "nt" else "bin")
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PIP_", "PYTHON"))}
    environment |= {"PIP_CONFIG_FILE": os.devnull, "HOME": str(tmp_path)}

    def run(*words: str) -> str:
        done = subprocess.run(
            [*no_network(), *words], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    run(str(scripts / "python"), "-m", "pip", "install", "--no-index", "--find-links", str(WHEELS), str(wheel))
    run(str(scripts / "toolkit-builder"), "new", "ours", "--school", "River School")
    run(str(scripts / "toolkit-builder"), "build", "ours")

    home = (tmp_path / "ours" / "site" / "index.html").read_text(encoding="utf-8")
    assert "Home visits at River School" in home
    names = zipfile.ZipFile(wheel).namelist()
    assert not [name for name in names if name.startswith(("tests/", "manual/"))]
