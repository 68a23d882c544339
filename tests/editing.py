"""The editor as somebody uses it who has no scripts: pages are read, forms are sent as a browser would send them."""

import json
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import waitress
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from toolkit_builder.editor.app import make_app
from toolkit_builder.editor.workspace import Workspace

ORIGIN = "http://127.0.0.1"
SECRET = "open sesame"  # noqa: S105, a secret for tests
Sent = list[tuple[str, str]]


class FormReader(HTMLParser):
    """What the form with an id would send: its successful controls, and its buttons by their words."""

    def __init__(self, form: str) -> None:
        super().__init__(convert_charrefs=True)
        self.sent: Sent = []
        self.buttons: list[tuple[str, str]] = []
        self._form = form
        self._is_inside = self._is_quiet = False
        self._select = self._text = ""
        self._option: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._is_inside = said.get("id", "") == self._form
        if tag == "noscript":
            self._is_quiet = True
        name = said.get("name", "")
        if not self._is_inside or "disabled" in said or not name:
            if self._select and tag == "option":
                self._begin_option(said)
            return
        if tag == "input" and said.get("type") not in ("file",):
            if said.get("type") not in ("checkbox", "radio") or "checked" in said:
                self.sent.append((name, said.get("value", "on" if said.get("type") in ("checkbox", "radio") else "")))
        elif tag == "textarea":
            self._text = name
            self.sent.append((name, ""))
        elif tag == "select":
            self._select, self._option = name, []
        elif tag == "button":
            self.buttons.append((name, said.get("value", "")))

    def _begin_option(self, said: Mapping[str, str]) -> None:
        if not self._option or "selected" in said:
            self._option = [said["value"]] if "value" in said else ["", "open"]

    def handle_data(self, data: str) -> None:
        if self._text:
            # A browser leaves the first line break of a text area out.
            before = self.sent[-1][1]
            self.sent[-1] = (self._text, before + (data if before else data.removeprefix("\n")))
        elif self._option[1:] == ["open"]:
            self._option = [data]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._is_inside = False
        elif tag == "textarea":
            self._text = ""
        elif tag == "select" and self._select:
            self.sent.append((self._select, (self._option or [""])[0]))
            self._select = ""


class Person:
    """Somebody at the editor of the toolkit in `folder`, with its secret."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.workspace = Workspace(folder)
        self.client: FlaskClient = make_app(self.workspace, SECRET).test_client()
        assert self.client.get("/", query_string={"key": SECRET}, base_url=ORIGIN).status_code == 303

    def ask(self, path: str, *, is_script: bool = False) -> TestResponse:
        headers = {"Accept": "application/json"} if is_script else {}
        return self.client.get(path, base_url=ORIGIN, headers=headers)

    def read(self, path: str) -> str:
        answer = self.ask(path)
        assert answer.status_code == 200, (path, answer.status_code, answer.text[:500])
        return answer.text

    def form(self, path: str, name: str = "form") -> FormReader:
        """The form of a page."""
        reader = FormReader(name)
        reader.feed(self.read(path))
        return reader

    def send(self, path: str, sent: Sent, *, is_script: bool = False) -> TestResponse:
        """Sends a form, with the token of our pages."""
        known = dict(sent)
        token = known.get("csrf") or re.search(r'name="csrf" value="([^"]+)"', self.read("/school/school"))[1]  # type: ignore[index]
        headers = {"Origin": ORIGIN} | ({"Accept": "application/json", "X-CSRF-Token": token} if is_script else {})
        body = urlencode(sent if "csrf" in known or is_script else [*sent, ("csrf", token)])
        form = "application/x-www-form-urlencoded"
        return self.client.post(path, data=body, content_type=form, base_url=ORIGIN, headers=headers)

    def change(self, path: str, changes: Mapping[str, str], button: str = "") -> TestResponse:
        """Opens a form, changes some fields by their names, and presses a button, or saves."""
        reader = self.form(path)
        names = {name for name, _ in reader.sent}
        assert {*changes} <= names, {*changes} - names
        sent = [(name, changes.get(name, value)) for name, value in reader.sent]
        if button:
            assert ("do", button) in reader.buttons, reader.buttons
            sent.append(("do", button))
        return self.send(path, sent)

    def text(self, path: str) -> str:
        return (self.folder / path).read_text("utf-8")


def pressed(*words: object) -> str:
    """What a button says, such as `["move",["agenda",0],1]`."""
    return json.dumps(words, separators=(",", ":"))


def address_of(kind: str, name: str) -> str:
    return f"/{kind}/{quote(name, safe='')}"


@contextmanager
def served(workspace: Workspace, port: int = 0) -> Iterator[str]:
    """The editor: its address."""
    server: Any = waitress.create_server(make_app(workspace, SECRET), host="127.0.0.1", port=port, threads=8)

    def run() -> None:
        # It is closed while it waits.
        with suppress(OSError, ValueError):
            server.run()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}/"
    finally:
        server.close()
        thread.join(10)
