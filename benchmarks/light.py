"""How light and quick the default site is on a phone: Lighthouse's four scores, and the bytes of a first view.

    make lighthouse

The site is served as a host serves it: compressed, with plain files. Lighthouse's mobile setting is a mid-range phone
with slow 4G. Ends with 1 if a score is below 95, a first view above 150 KB, or anything moves while it loads.
"""

import functools
import gzip
import http.server
import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from .machine import ROOT, chromium

LIGHTHOUSE = ROOT / ".cache/node/node_modules/.bin/lighthouse"
PAGES = {"home": "", "guide": "guides/grade-3-second/", "finder": "find/"}
LEAST_SCORE = 95
MOST_BYTES = 150_000
_FLAGS = "--headless=new --no-sandbox --disable-gpu"
_TEXT = (".html", ".css", ".js", ".json", ".svg")


class _Handler(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002, the base's name
        pass

    def do_GET(self) -> None:
        file = Path(self.translate_path(self.path))
        file = file / "index.html" if file.is_dir() else file
        if not file.is_file():
            self.send_error(404)
            return
        content = file.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(file))
        if file.suffix in _TEXT:
            content = gzip.compress(content)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def audit(address: str) -> dict[str, Any]:
    """Lighthouse's report of a page."""
    command = [str(LIGHTHOUSE), address, "--quiet", "--output=json", "--output-path=stdout", f"--chrome-flags={_FLAGS}"]
    done = subprocess.run(
        command, check=True, capture_output=True, text=True, env={**os.environ, "CHROME_PATH": chromium()}
    )
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def main(site: Path) -> int:
    """Prints the figures of the built site in the folder `site`; returns the exit code."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Handler, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    is_good = True
    for name, uri in PAGES.items():
        report = audit(f"http://127.0.0.1:{server.server_port}/{uri}")
        scores = {title: round(part["score"] * 100) for title, part in report["categories"].items()}
        size = round(report["audits"]["total-byte-weight"]["numericValue"])
        shift = report["audits"]["cumulative-layout-shift"]["numericValue"]
        shown = ", ".join(f"{title} {score}" for title, score in scores.items())
        print(f"{name:8} {shown}; {size / 1000:.0f} KB; layout shift {shift:.3f}")
        is_good &= min(scores.values()) >= LEAST_SCORE and size <= MOST_BYTES and shift == 0
    server.shutdown()
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
