"""The finished site as its readers will see it, with its scripts: at an address of its own.

A browser takes another port for another site, so that nothing in it can read the editor's pages, or send their forms.
"""

import secrets
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from threading import RLock, Thread
from typing import BinaryIO

from .safety import HOST

_WORKER = "sw.js"
"""What would keep pages for when there is no signal. Those of before would hide what was just made."""


class Look:
    """A server of one folder at a time, started when somebody looks for the first time."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._server: _Server | None = None

    def at(self, site: Path) -> str:
        """The address at which `site` can be looked at. Raises OSError where there is no port."""
        with self._lock:
            if self._server is None:
                self._server = _Server((HOST, 0), _Handler)
                Thread(target=self._server.serve_forever, daemon=True).start()
            self._server.site = site
            return f"http://{HOST}:{self._server.server_port}{self._server.start}"

    def close(self) -> None:
        """Ends the server."""
        with self._lock:
            if self._server:
                self._server.shutdown()
                self._server.server_close()
                self._server = None


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    site = Path()
    # Others at this computer do not know it.
    start = f"/{secrets.token_urlsafe(16)}/"


class _Handler(SimpleHTTPRequestHandler):
    server: _Server

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002, the base's name
        pass

    def send_head(self) -> BytesIO | BinaryIO | None:
        site = self.server.site
        # A name that leads here is none of ours: another site could hide behind it.
        is_ours = self.headers.get("Host", "") == f"{HOST}:{self.server.server_port}"
        if not is_ours or not self.path.startswith(self.server.start):
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        self.directory = str(site)
        self.path = self.path.removeprefix(self.server.start.rstrip("/"))
        file = Path(self.translate_path(self.path)).resolve()
        if file.name == _WORKER or not file.is_relative_to(site.resolve()):
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        return super().send_head()

    def list_directory(self, path: object) -> None:  # noqa: ARG002, the base gives it
        self.send_error(HTTPStatus.NOT_FOUND)

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Content-Security-Policy", "frame-ancestors 'none'")
        super().end_headers()
