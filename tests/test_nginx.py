"""A school's own server, with the very lines that the manual gives for nginx: headers, pages, PDFs, wrong addresses."""

import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from email.message import Message
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from playwright.sync_api import Browser, expect

from .browsing import NEEDS_BROWSER, search_for, watching
from .conftest import ROOT
from .engines import Window, started
from .test_engines import PDF
from .test_safety import rules_of

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
pytestmark = pytest.mark.skipif(
    NGINX is None and not os.environ.get("CI"), reason="nginx is left out: `make test` installs it where it may"
)
CONFIGURATION = """
{user}
pid {own}/pid;
daemon off;
master_process off;
error_log stderr;
events {{ }}
http {{
  include /etc/nginx/mime.types;
  access_log off;
  client_body_temp_path {own}/body;
  proxy_temp_path {own}/proxy;
  fastcgi_temp_path {own}/fastcgi;
  uwsgi_temp_path {own}/uwsgi;
  scgi_temp_path {own}/scgi;
  server {{
    listen 127.0.0.1:{port};
    root {site};
{advice}
  }}
}}
"""


def advice_for_nginx() -> str:
    """What the manual says is to be copied."""
    tokens = MarkdownIt().parse((ROOT / "manual/safety.md").read_text(encoding="utf-8"))
    blocks = [token.content for token in tokens if token.type in ("fence", "code_block")]
    return "\n".join(block for block in blocks if "add_header" in block)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def is_answered(port: int) -> bool:
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture(scope="module")
def hosted(default_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The default site behind nginx: its address."""
    assert NGINX
    own = tmp_path_factory.mktemp("nginx")
    port = free_port()
    configuration = CONFIGURATION.format(
        own=own,
        port=port,
        site=default_site,
        advice=advice_for_nginx(),
        user="user root;" if os.geteuid() == 0 else "",
    )
    (own / "nginx.conf").write_text(configuration, encoding="utf-8")
    command = [NGINX, "-c", str(own / "nginx.conf"), "-p", str(own)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            while not is_answered(port):
                assert process.poll() is None, process.stderr and process.stderr.read()
                time.sleep(0.05)
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()


def answer_of(address: str) -> "tuple[int, Message[str, str]]":
    try:
        with urllib.request.urlopen(address) as answer:  # noqa: S310, our own server
            return answer.status, answer.headers
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers


@pytest.mark.parametrize(
    ("uri", "status", "kind"),
    [
        ("", 200, "text/html"),
        ("ar/guides/grade-3-second/", 200, "text/html"),
        ("sw.js", 200, "application/javascript"),
        (PDF, 200, "application/pdf"),
        ("no/such/", 404, "text/html"),
    ],
)
def test_nginx_sends_what_other_hosts_read_in_the_headers_file(
    hosted: str, default_site: Path, uri: str, status: int, kind: str
) -> None:
    """With each answer; but what browsers may keep is the server's own affair."""
    rules = rules_of((default_site / "_headers").read_text(encoding="utf-8"))
    code, headers = answer_of(hosted + uri)

    assert (code, headers.get_content_type()) == (status, kind)
    advised = {line.split()[1] for line in advice_for_nginx().splitlines() if "add_header" in line}
    assert {"Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy"} <= advised
    for name, value in rules["/*"].items():
        if name in advised:
            assert headers.get_all(name) == [value]


@NEEDS_BROWSER
def test_pages_work_behind_nginx(browser: Browser, hosted: str) -> None:
    """Search, keeping with all PDFs, and a wrong address that is answered in its language."""
    with watching(browser, hosted, keeps=True) as seen:
        page = seen.goto("")
        search_for(page, "half of the recipe")
        page.locator(".tb-results a").first.click()
        expect(page.locator("#half-the-recipe")).to_be_in_viewport()
        seen.goto("offline/")
        row = page.locator("li[data-tb-grade='K']")
        row.locator("[data-tb-keep=all]").click()
        expect(row.locator(".tb-keep-state")).to_contain_text("kept with printed pieces")
        seen.goto("es/no/such/")
        expect(page.locator(".tb-lost").first).to_have_attribute("lang", "es")
        # The wrong address itself.
        seen.complaints.clear()


def test_a_pdf_fills_safaris_window_behind_nginx(hosted: str) -> None:
    with started("webkit") as driver:
        window = Window(driver, hosted)
        window.goto(PDF)
        window.until_filled()
