"""Nothing that stands in a toolkit runs in its editor, and no page of another site reads or changes anything in it."""

import shutil
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from toolkit_builder.editor.items import Edit, EditError, Keys
from toolkit_builder.editor.posting import leaves
from toolkit_builder.editor.safety import csrf_token
from toolkit_builder.editor.translations import Said
from toolkit_builder.editor.workspace import Workspace

from .attacks import (
    CHUNK,
    CONTROLS,
    HARMLESS,
    PLAIN,
    SLOTS,
    Attack,
    chunks,
    needles,
    school_of,
    squeezed,
    toolkit_files_of,
    write_toolkit,
)
from .browsing import NEEDS_BROWSER, Server
from .cases import TESTS
from .editing import SECRET, served
from .test_attacks_in_a_browser import SCRIPTS, Guarded
from .test_editor_workspace import files_of

NAMES = {
    "school": "school",
    "guides": "guide-0",
    "prompts": "prompt-0",
    "activities": "activity-0",
    "protocol": "step-0",
    "inserts": "insert-0",
    "kit": "kit-0",
    "glossary": "",
    "facts": "fact-0",
    "search": "",
    "skills": "common-core",
}
"""The kinds of entries with the name of one; empty where a text names it."""
_FAULTS = """() => [...document.querySelectorAll("*")].flatMap((one) => [...one.attributes].filter((attribute) => {
  const { name, value } = attribute;
  if (name.startsWith("on") || name === "srcdoc" || name === "style" && one.closest("#main")) return true;
  const leads = ["href", "src", "action", "formaction", "xlink:href", "srcset", "poster", "data", "ping"];
  if (!leads.includes(name)) return false;
  const to = URL.parse(value, location.href);
  if (!to || !["http:", "https:", "mailto:", "tel:", "data:"].includes(to.protocol)) return true;
  return to.protocol !== "data:" && to.origin !== location.origin && one.tagName !== "A";
}).map(({ name, value }) => `${one.tagName} ${name}=${value}`)).concat(
  [...document.querySelectorAll("script:not([src]), style, iframe:not(.page), object, embed, base, math, marquee, "
    + "video, audio, foreignObject, meta[http-equiv]")].map((one) => one.outerHTML))"""


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """A toolkit that holds one of each kind of entry with harmless words in all fields."""
    folder = Path(shutil.copytree(TESTS / "base", tmp_path / "toolkit"))
    write_toolkit(folder, toolkit_files_of([HARMLESS], school_of(HARMLESS, languages=["en", "es"])))
    made = Workspace(folder)
    yield made
    made.close()


def with_key(address: str) -> str:
    return f"{address}?key={quote(SECRET)}"


Fields = dict[str, list[tuple[Keys, str]]]
"""Of each kind, the keys to each field that holds words, and whether these are a text, a title or a line."""


def fields_of(workspace: Workspace) -> Fields:
    """The fields of harmless entries."""
    sorts = {HARMLESS.typed: "text", HARMLESS.title: "title", HARMLESS.line: "line"}
    return {
        kind: [
            (keys, sorts[said])
            for keys, said in leaves(workspace.values(kind, name_in(workspace, kind)))
            if said in sorts
        ]
        for kind in NAMES
    }


def name_in(workspace: Workspace, kind: str) -> str:
    return NAMES[kind] or workspace.items(kind)[0].id


def write_attacks(workspace: Workspace, fields: Fields, kind: str, attacks: list[Attack], turn: int) -> str:
    """Saves the attacks into the fields of an entry, each field some of them; its name, which may be one."""
    mine = fields[kind]
    count = sum(sort != "line" for _, sort in mine) or 1
    letters = 2 * sum(len(one.typed) for one in attacks) // count
    held = cycle(chunks(attacks, min(max(600, letters), CHUNK)))
    edits = []
    for keys, sort in mine:
        # Lines name skills, which must be the same everywhere.
        attack = attacks[turn] if sort == "line" else next(held)
        text = attack.typed if sort == "text" else " ".join(attack.title.split("\n\n"))
        edits.append(Edit(keys, "set", text))
    return workspace.save(kind, name_in(workspace, kind), edits).id


class _Forms(Guarded):
    """A page of the editor. The page of the toolkit beside a form is a frame of ours."""

    def _note(self, is_bad: bool, words: str) -> None:
        super()._note(is_bad and not words.startswith("frame "), words)

    def look(self, uri: str) -> None:
        """Notes what ran, and what stands on the page that could run."""
        super().look(uri)
        faults = self.page.evaluate(_FAULTS)
        self._note(bool(faults), f"{uri}: {faults}")

    def opened(self, uri: str) -> Page:
        """The page at `uri`, and the one in its frame, after everything on them was touched."""
        page = super().opened(uri)
        for frame in page.frames[1:]:
            self._note(not frame.url.startswith(f"{self.address}page/"), f"{uri}: a frame at {frame.url}")
            frame.evaluate(f"() => ({SCRIPTS}).poke()")
            seen = frame.evaluate("seen")
            self._note(bool(seen), f"{uri}: {seen} in its page")
        return page


@pytest.fixture
def forms(browser: Browser, workspace: Workspace) -> Iterator[_Forms]:
    with served(workspace) as address:
        context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
        context.add_init_script(f"({SCRIPTS}).hook()")
        made = _Forms(context, address)
        made.goto(f"?key={quote(SECRET)}")
        yield made
        context.close()
        assert made.complaints == []


@NEEDS_BROWSER
def test_nothing_runs_in_any_form_list_history_or_page(forms: _Forms, workspace: Workspace) -> None:
    """All attacks in all fields of each kind of entry: as titles, tooltips, choices, findings, words on its page."""
    fields = fields_of(workspace)
    names: dict[str, str] = {}
    for attacks, turn in ((SLOTS, 0), (PLAIN, 1)):
        names = {kind: write_attacks(workspace, fields, kind, attacks, turn) for kind in NAMES}
        workspace.wait_for_rules()
        for kind, name in names.items():
            page = forms.opened(f"{kind}/{quote(name, safe='')}")
            held = page.locator("textarea, input").evaluate_all("(all) => all.map((one) => one.value).join(' ')")
            missing = [one.typed for one in attacks if squeezed(one.typed) not in squeezed(held)]
            # What has few fields holds as many as go in.
            assert not missing or kind in ("glossary", "facts", "search"), (kind, missing)
            if kind == "guides":
                shown = squeezed(page.frame_locator("iframe.page").locator("body").text_content() or "")
                # Words with slots that nobody knows stand in the form only, until they are mended.
                assert sum(squeezed(one.shown) in shown for one in attacks) > (100 if attacks != SLOTS else -1)
    for row in workspace.texts_in("es")[::25]:
        workspace.translate("es", Said(row.place, row.text, row.translation, " ".join(one.typed for one in PLAIN[::9])))
    for kind, name in names.items():
        forms.opened(f"{kind}/")
        forms.opened(f"{kind}/{quote(name, safe='')}/history")
    looked = quote(PLAIN[0].typed)
    for uri in ("", "translate/", "translate/es/?show=", f"search?q={looked}", f"prompts/?q={looked}", "publish/"):
        forms.opened(uri)
    for kind in ("guides", "prompts", "activities", "inserts"):
        forms.opened(f"new/{kind}")
        forms.opened(f"{kind}/{names[kind]}/rename")


@NEEDS_BROWSER
def test_nothing_runs_while_one_types(forms: _Forms, workspace: Workspace) -> None:
    """What is typed comes back as findings, titles and tooltips, without the page being loaded anew."""
    fields = fields_of(workspace)
    write_attacks(workspace, fields, "prompts", PLAIN, 0)
    page = forms.opened("guides/guide-0")
    for attack in (*chunks(PLAIN[::2], CHUNK), *chunks(SLOTS, CHUNK)):
        for field in ("#f-title-in", "#f-agenda-0-do-in", "#f-summary-in"):
            page.locator(field).fill(attack.typed)
            page.locator(field).blur()
        page.locator("#f-agenda > .add button").click()
        expect(page.locator("[data-state]")).to_have_attribute("data-is", "saved")
        forms.look(attack.typed[:40])
    page.locator("#f-prompts [data-pick]").click()
    page.locator("#picker-q").fill("script")
    expect(page.locator(".results button").first).to_be_visible()
    forms.look("picker")
    page.keyboard.press("Escape")


def test_letters_that_no_file_may_hold_are_refused(workspace: Workspace) -> None:
    for attack in CONTROLS:
        before = files_of(workspace.folders.root / "docs")
        with pytest.raises(EditError):
            workspace.save("prompts", "prompt-0", [Edit(("text",), "set", attack.typed)])
        assert files_of(workspace.folders.root / "docs") == before, needles(attack)


# --- Pages of other sites, in the browser in which the editor is open ---

_TRIES = """({
  read: () => asked(""),
  readQuietly: () => asked("", { mode: "no-cors" }),
  readForm: () => asked("guides/k-first"),
  readPage: () => asked("page/en/guides/k-first/"),
  readJson: () => asked("search?q=hope", { headers: { Accept: "application/json" } }),
  readOtherName: () => told(fetch(editor.replace("127.0.0.1", "evil.localhost"))),
  readAsLocalhost: () => told(fetch(editor.replace("127.0.0.1", "localhost"), { credentials: "include" })),
  script: () => loaded("script", { src: `${editor}search?kind=prompts&q=hope` }),
  ourScript: () => loaded("script", { src: `${editor}static/live.js` }),
  module: () => import(`${editor}static/list.js`).then(() => "came"),
  style: () => loaded("link", { rel: "stylesheet", href: `${editor}static/colors.css` }),
  picture: () => loaded("img", { src: `${editor}page/en/assets/logo.svg` }),
  video: () => loaded("video", { src: `${editor}page/en/` }),
  frame: () => framed("iframe", "src"),
  object: () => framed("object", "data"),
  window: () => { const one = open(editor); try { return one.document.body.textContent; } finally { one?.close(); } },
  worker: () => new Promise((_, fail) => { new Worker(`${editor}static/list.js`).onerror = fail; }),
  events: () => new Promise((done) => {
    const source = new EventSource(editor, { withCredentials: true });
    source.onmessage = (event) => done(event.data);
    source.onerror = () => { source.close(); done(""); };
  }),
  socket: () => new Promise((done) => {
    const socket = new WebSocket(editor.replace("http", "ws"));
    socket.onmessage = (event) => done(event.data);
    socket.onerror = () => done("");
  }),
  send: () => asked("guides/k-first", { method: "POST", mode: "no-cors", body: fields() }),
  sendToken: () => asked("guides/k-first", { method: "POST", body: fields(), headers: { "X-CSRF-Token": token } }),
  sendAndStay: () => asked("undo", { method: "POST", mode: "no-cors", keepalive: true, body: fields() }),
  beacon: () => String(navigator.sendBeacon(`${editor}undo`, fields()) && ""),
  form: () => submitted("application/x-www-form-urlencoded", "guides/k-first", "post"),
  formWithFiles: () => submitted("multipart/form-data", "guides/k-first", "post"),
  formOfText: () => submitted("text/plain", "guides/k-first", "post"),
  formThatUndoes: () => submitted("application/x-www-form-urlencoded", "undo", "post"),
  formThatAsks: () => submitted("application/x-www-form-urlencoded", "guides/k-first", "get"),
  publish: () => submitted("application/x-www-form-urlencoded", "publish/", "post"),
  put: () => asked("guides/k-first", { method: "PUT", body: "title: Taken" }),
  remove: () => asked("guides/k-first", { method: "DELETE" }),
})"""
_HELP = """
const fields = () => new URLSearchParams({ csrf: token, "f.title": "Taken over", do: "build", seen: "2" });
const told = (answer) => answer.then((one) => one.text());
const asked = (path, more) => told(fetch(editor + path, { credentials: "include", ...more }));
const loaded = (tag, attributes) => new Promise((done) => {
  const made = Object.assign(document.createElement(tag), attributes);
  made.onload = made.onloadeddata = () => done(tag === "script" ? "ran" : "came");
  made.onerror = () => done("");
  document.head.append(made);
});
const settled = (frame) => new Promise((done) => {
  frame.onload = frame.onerror = () => setTimeout(() => {
    try { done(frame.contentDocument?.body?.textContent || ""); } catch { done(""); }
  }, 50);
});
const framed = (tag, name) => {
  const made = Object.assign(document.createElement(tag), { [name]: editor });
  document.body.append(made);
  return settled(made);
};
const submitted = (enctype, path, method) => {
  const frame = Object.assign(document.createElement("iframe"), { name: `frame${document.forms.length}` });
  const form = document.createElement("form");
  Object.assign(form, { action: editor + path, method, enctype, target: frame.name });
  for (const [name, value] of fields()) form.append(Object.assign(document.createElement("input"), { name, value }));
  document.body.append(frame, form);
  const done = settled(frame);
  form.submit();
  return done;
};
"""
_RUN = f"""async ([editor, token]) => {{
  {_HELP}
  const tries = {_TRIES};
  const read = {{}};
  const late = new Promise((done) => setTimeout(() => done(""), 4000));
  await Promise.all(Object.entries(tries).map(async ([name, attempt]) => {{
    try {{ read[name] = await Promise.race([attempt(), late]); }} catch {{ read[name] = ""; }}
  }}));
  return read;
}}"""


def _try_from(context: BrowserContext, site: str, editor: str) -> dict[str, str]:
    """What a page of another site read of the editor, by how it tried."""
    page: Page = context.new_page()
    page.goto(site)
    told: dict[str, str] = page.evaluate(_RUN, [editor, csrf_token(SECRET)])
    page.close()
    return told


@NEEDS_BROWSER
def test_no_other_site_reads_or_changes_anything(browser: Browser, toolkit_files: Any, tmp_path: Path) -> None:
    """Not even one at this computer, whose pages have the editor's cookie, and not if it knew what our forms hold."""
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text("<!doctype html><title>Elsewhere</title><body>Elsewhere", "utf-8")
    elsewhere = Server(site)
    workspace = Workspace(toolkit_files({}))
    workspace.save("guides", "k-first", [Edit(("summary",), "set", "Something that can be taken back.")])
    workspace.wait_for_rules()
    before = files_of(workspace.folders.root), workspace.revision
    with served(workspace) as editor:
        context = browser.new_context()
        ours = context.new_page()
        ours.goto(with_key(editor))
        # Our own page can do it, else the others would prove nothing.
        assert "Test School" in ours.evaluate("(to) => fetch(to).then((answer) => answer.text())", editor)
        for address in (elsewhere.address, elsewhere.address.replace("127.0.0.1", "localhost")):
            told = _try_from(context, address, editor)
            assert len(told) > 20
            assert {name: said for name, said in told.items() if said} == {}, address
            workspace.poll()
            assert (files_of(workspace.folders.root), workspace.revision) == before
        sent = {"csrf": csrf_token(SECRET), "f.title": "Ours", "seen": "2"}
        ours.evaluate(
            "([to, sent]) => fetch(to, { method: 'POST', body: new URLSearchParams(sent) })",
            [f"{editor}guides/k-first", sent],
        )
        assert workspace.values("guides", "k-first")["title"] == "Ours"  # type: ignore[index]
        context.close()
    elsewhere.close()
    workspace.close()
