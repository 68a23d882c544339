"""The editor on this computer: a small web server that nobody else can reach, and a browser that opens by itself."""

import logging
import socket
import webbrowser
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from waitress.server import create_server

from toolkit_builder.diagnostics import ToolkitError

from .app import make_app
from .safety import HOST, MOST, new_secret, with_secret
from .workspace import Workspace

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

PORT = 8765
"""Where the editor is, if nothing else is there."""


def serve_editor(
    folder: Path,
    port: int | None,
    edition: str,
    tell: Callable[[str], None],
    show: Callable[[str], object] | None = None,
) -> None:
    """Serves the editor of the toolkit in `folder` until somebody ends it; `tell` is called with its address.

    `show` opens the address, in the browser of this computer if it is not said. Without a `port`, it is the usual one,
    or another that is free. Raises ToolkitError where settings are wrong, or the port is in use.
    """
    # Who ends it has seen enough.
    with suppress(KeyboardInterrupt), closing(_bound(port)) as place:
        workspace = Workspace(folder, edition)
        try:
            _serve(workspace, place, tell, show or _open)
        finally:
            workspace.close()


def _serve(
    workspace: Workspace, place: socket.socket, tell: Callable[[str], None], show: Callable[[str], object]
) -> None:
    secret = new_secret()
    app = make_app(workspace, secret)

    def polite(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        with workspace.first():
            return app(environ, start_response)

    # Its remarks are for who runs a web site.
    logging.getLogger("waitress").setLevel(logging.ERROR)
    server = create_server(polite, sockets=[place], threads=6, max_request_body_size=MOST, ident="")
    address = with_secret(f"http://{HOST}:{place.getsockname()[1]}/", secret)
    tell(address)
    # A browser in a terminal would be waited for.
    Thread(target=show, args=(address,), daemon=True).start()
    try:
        server.run()
    finally:
        server.close()


def _open(address: str) -> None:
    with suppress(webbrowser.Error):
        webbrowser.open(address)


def _bound(port: int | None) -> socket.socket:
    """A socket on this computer alone. Raises ToolkitError where the port that was asked for is in use."""
    place = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    for tried in (port,) if port else (PORT, 0):
        try:
            place.bind((HOST, tried))
        except OSError:
            continue
        return place
    place.close()
    raise ToolkitError(
        f"Port {port} is in use, perhaps by another editor. Close that one, or say --port {(port or 0) + 1}."
    )
