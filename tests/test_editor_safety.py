"""The editor is one person's, at one computer: whatever else asks it gets nothing, and changes nothing."""

import http.client
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Event, Thread
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from toolkit_builder.diagnostics import ToolkitError
from toolkit_builder.editor.app import make_app
from toolkit_builder.editor.safety import MOST, csrf_token, new_secret, protect, with_secret
from toolkit_builder.editor.serve import serve_editor
from toolkit_builder.editor.workspace import Workspace

from .conftest import ROOT, ToolkitFiles
from .test_editor_workspace import files_of

SECRET = "s" * 43
HOST = "127.0.0.1:8765"
OURS = {"Host": HOST, "Origin": f"http://{HOST}"}


@pytest.fixture
def workspace(toolkit_files: ToolkitFiles) -> Iterator[Workspace]:
    made = Workspace(toolkit_files({}))
    yield made
    made.close()


@pytest.fixture
def app(workspace: Workspace) -> Flask:
    return make_app(workspace, SECRET)


def admitted(app: Flask) -> FlaskClient:
    """A browser that opened the address that the program shows."""
    client = app.test_client()
    client.get(with_secret(f"http://{HOST}/", SECRET), headers={"Host": HOST})
    return client


def change(**more: str) -> dict[str, str]:
    """A form that changes a question."""
    return {"keys": '["text"]', "value": "Taken over?", "action": "set", **more}


def test_the_secret_becomes_a_cookie(app: Flask) -> None:
    """Which no script can read, and which no other site's page sends; the address is left without the secret."""
    answer = app.test_client().get(with_secret("http://127.0.0.1:8765/guides/", SECRET), headers={"Host": HOST})

    assert (answer.status_code, answer.headers["Location"]) == (303, "/guides/")
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert SECRET not in cookie
    assert admitted(app).get("/", headers={"Host": HOST}).status_code == 200


def test_who_holds_the_cookie_and_the_token_can_change_something(app: Flask, workspace: Workspace) -> None:
    """Else all that follows would prove nothing."""
    form = change(csrf=csrf_token(SECRET), seen=str(workspace.revision), name="text", text="Taken over?")
    answer = admitted(app).post("/prompts/hopes", data=form, headers=OURS)

    assert answer.status_code in (200, 302, 303), answer.text


REFUSED: dict[str, tuple[str, str, dict[str, str], bool, bool]] = {
    # What it is: method, path, headers, whether it holds the cookie, and the token.
    "another host": ("GET", "/", {"Host": "evil.example"}, True, True),
    "another host with our port": ("GET", "/", {"Host": "evil.example:8765"}, True, True),
    "a name that begins as ours": ("GET", "/", {"Host": "127.0.0.1.evil.example:8765"}, True, True),
    "a name that ends as ours": ("GET", "/", {"Host": "evil-localhost:8765"}, True, True),
    "the network's address": ("GET", "/", {"Host": "192.168.1.4:8765"}, True, True),
    "no host": ("GET", "/", {"Host": ""}, True, True),
    "no cookie": ("GET", "/", {"Host": HOST}, False, True),
    "no cookie, a page": ("GET", "/page/en/", {"Host": HOST}, False, True),
    "no cookie, search": ("GET", "/search?q=hopes", {"Host": HOST}, False, True),
    "a wrong secret": ("GET", f"/?key={'t' * 43}", {"Host": HOST}, False, True),
    "no cookie, a change": ("POST", "/prompts/hopes", OURS, False, True),
    "no token": ("POST", "/prompts/hopes", OURS, True, False),
    "no token, taking back": ("POST", "/undo", OURS, True, False),
    "another origin": ("POST", "/prompts/hopes", {"Host": HOST, "Origin": "https://evil.example"}, True, True),
    "another port": ("POST", "/prompts/hopes", {"Host": HOST, "Origin": "http://127.0.0.1:3000"}, True, True),
    "another scheme": ("POST", "/prompts/hopes", {"Host": HOST, "Origin": f"https://{HOST}"}, True, True),
    "a sandboxed frame": ("POST", "/prompts/hopes", {"Host": HOST, "Origin": "null"}, True, True),
    "no origin": ("POST", "/prompts/hopes", {"Host": HOST}, True, True),
    "another site, by its own word": ("POST", "/undo", {**OURS, "Sec-Fetch-Site": "cross-site"}, True, True),
    "a page of another program here": ("GET", "/", {"Host": HOST, "Sec-Fetch-Site": "same-site"}, True, True),
    "an image on another site": ("GET", "/page/en/", {"Host": HOST, "Sec-Fetch-Site": "cross-site"}, True, True),
    "another site's question": ("OPTIONS", "/prompts/hopes", {**OURS, "Origin": "https://evil.example"}, True, True),
    "another method": ("PUT", "/prompts/hopes", OURS, True, True),
    "taking away": ("DELETE", "/prompts/hopes", OURS, True, True),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_none_of_ours_is_refused(what: str, app: Flask, workspace: Workspace) -> None:
    method, path, headers, has_cookie, has_token = REFUSED[what]
    before = files_of(workspace.folders.root)
    client = admitted(app) if has_cookie else app.test_client()
    form = change(csrf=csrf_token(SECRET)) if has_token else change()

    answer = client.open(path, method=method, data=form if method == "POST" else None, headers=headers)

    assert answer.status_code in (403, 405), answer.text
    assert len(answer.text) < 200
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert files_of(workspace.folders.root) == before
    assert workspace.revision == 1


OUTSIDE = (
    *(
        "/page/en/../../mkdocs.yml",
        "/page/en/%2e%2e/mkdocs.yml",
        "/page/en/..%2f..%2fmkdocs.yml",
        "/page/en/school.yml",
    ),
    *(
        "/page/../docs/school.yml",
        "/page/en/assets/%2e%2e/school.yml",
        "/page/en//etc/passwd",
        "/page/xx/assets/logo.svg",
    ),
    *("/page/en/assets/toolkit/live/..%5cbrand.css", "/static/..%2fapp.py", "/static/../../pyproject.toml"),
    *("/picture/../../../etc/passwd", "/picture/..%2f..%2fmkdocs.yml", "/guides/../../../etc/passwd", "/guides/..%2fx"),
    *("/page/en/.history/edits/.gitignore", "/page/en/assets/toolkit/live/toolkit.js", "/guides/k-first%00.yml"),
)


@pytest.mark.parametrize("path", OUTSIDE)
def test_nothing_outside_of_the_site_is_given_out(path: str, app: Flask) -> None:
    assert admitted(app).get(path, headers={"Host": HOST}).status_code in (400, 404)


def test_a_big_body_is_refused(app: Flask, workspace: Workspace) -> None:
    client = admitted(app)
    long = change(csrf=csrf_token(SECRET), text="x" * 3_000_000)

    assert client.post("/prompts/hopes", data=long, headers=OURS).status_code in (403, 413)
    huge = client.post("/prompts/hopes", data=b"x" * (MOST + 1), headers={**OURS, "X-CSRF-Token": csrf_token(SECRET)})
    assert huge.status_code == 413
    assert workspace.revision == 1


def test_pages_say_what_a_browser_is_to_refuse(app: Flask) -> None:
    """The editor runs its own scripts; the site's pages in it run none, and are shown in it only."""
    client = admitted(app)
    ours, page = (client.get(path, headers={"Host": HOST}).headers for path in ("/", "/page/en/"))

    assert "script-src 'self';" in ours["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in ours["Content-Security-Policy"]
    assert "unsafe" not in ours["Content-Security-Policy"]
    policy = page["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    for headers in (ours, page):
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cache-Control"] == "no-store"


def test_two_editors_do_not_take_each_others_cookies() -> None:
    """Cookies know no ports."""
    secrets, names = [new_secret(), new_secret()], []
    for secret in secrets:
        app = Flask("x")
        protect(app, secret)
        app.add_url_rule("/", view_func=lambda: "in")
        answer = app.test_client().get(with_secret("/", secret), headers={"Host": HOST})
        names.append(answer.headers["Set-Cookie"].partition("=")[0])
        assert all(len(one) >= 40 for one in secrets)

    assert names[0] != names[1]


def test_an_address_does_not_lead_to_another_site() -> None:
    app = Flask("x")
    protect(app, SECRET)

    for path in ("//evil.example/", "/\\evil.example/", "///evil.example"):
        answer = app.test_client().get(path, query_string={"key": SECRET}, headers={"Host": HOST})
        assert urlsplit(answer.headers["Location"]).netloc == ""
        assert not answer.headers["Location"].startswith(("//", "/\\"))


# --- The server ---


class _Served:
    """An editor in a thread, as the command serves it."""

    def __init__(self, folder: Path, port: int | None = None) -> None:
        self.address, self.shown, self.fault = "", "", ""
        self._known, self._seen = Event(), Event()
        Thread(target=self._serve, args=(folder, port), daemon=True).start()
        assert self._known.wait(20)

    def _serve(self, folder: Path, port: int | None) -> None:
        def tell(address: str) -> None:
            self.address = address
            self._known.set()

        def show(address: str) -> None:
            self.shown = address
            self._seen.set()

        try:
            serve_editor(folder, port, "", tell, show)
        except ToolkitError as error:
            self.fault = str(error)
            self._known.set()

    def wait_shown(self) -> str:
        assert self._seen.wait(20)
        return self.shown

    def ask(self, path: str, **headers: str) -> tuple[int, str]:
        """The status of an answer, and the cookie that it sets."""
        with closing(http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=20)) as connection:
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            answer.read()
            return answer.status, (answer.getheader("Set-Cookie") or "").partition(";")[0]


def test_it_is_served_to_this_computer_alone(toolkit_files: ToolkitFiles) -> None:
    """And opens in the browser by itself."""
    served = _Served(toolkit_files({}))
    place = urlsplit(served.address)

    assert served.wait_shown() == served.address
    assert place.hostname == "127.0.0.1"
    _, cookie = served.ask(f"/?{place.query}")
    assert served.ask("/", Cookie=cookie)[0] == 200
    assert served.ask("/")[0] == 403
    assert served.ask("/", Cookie=cookie, Host="evil.example")[0] == 403
    with socket.socket() as probe:
        probe.settimeout(2)
        others = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
        for other in others - {"127.0.0.1"}:
            if not str(other).startswith("127."):
                assert probe.connect_ex((str(other), place.port or 0)) != 0


def test_a_port_in_use_is_told_or_another_is_taken(toolkit_files: ToolkitFiles) -> None:
    folder = toolkit_files({})
    first = _Served(folder)
    port = urlsplit(first.address).port

    second = _Served(folder, port)
    third = _Served(folder)

    assert second.fault.startswith(f"Port {port} is in use")
    assert urlsplit(third.address).port not in (None, port)


def test_the_command_says_the_address_and_ends(toolkit_files: ToolkitFiles) -> None:
    command = [sys.executable, "-m", "toolkit_builder", "edit", str(toolkit_files({})), "--no-browser"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as running:
        assert running.stdout
        lines = [running.stdout.readline() for _ in range(3)]
        running.send_signal(2)
        assert running.wait(20) == 0
        assert "Traceback" not in running.stdout.read()

    assert "http://127.0.0.1:" in lines[1]


def test_wrong_settings_are_told(toolkit_files: ToolkitFiles) -> None:
    served = _Served(toolkit_files({"mkdocs.yml": "site_name: x\n"}))

    assert "'toolkit-builder' is missing under 'plugins:'" in served.fault
