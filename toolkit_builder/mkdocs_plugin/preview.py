"""What only a live preview has: it tells where a text of a page stands."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from toolkit_builder.build import Build
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.outputs import OutputFile, files_in
from toolkit_builder.pages import where_html
from toolkit_builder.resources import templates_dir
from toolkit_builder.where import Whereabouts

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

ADDRESS = "/where"
"""How the address ends that answers; it lies beside the scripts."""


def preview_assets() -> list[OutputFile]:
    """Scripts and styles that no built site has."""
    return [OutputFile(name, file.read_bytes()) for name, file in files_in(templates_dir() / "preview")]


class Answers:
    """Answers for words of a page. What it needs for that is made ready when somebody asks, once after a change."""

    def __init__(self) -> None:
        self._known: tuple[Toolkit, Whereabouts] | None = None

    def answer(self, built: Build, source: Toolkit, own_templates: tuple[Path, ...], text: str, uri: str) -> str:
        """A piece of HTML: where the texts stand that hold `text`, those of the file of the page at `uri` first.

        `source` is the toolkit of the site that was `built`, in the language in which it was written.
        """
        language, known = built.toolkit.language, self._known
        if known is None or known[0] is not source:
            known = self._known = (source, Whereabouts(source, own_templates, {source.language, language}))
        near = next((page.source for page in built.pages if page.uri == uri), "")
        return where_html(known[1].find(text, near), source.language, language, own_templates)


def answering(app: "WSGIApplication", answer: Callable[[str, str], str]) -> "WSGIApplication":
    """The preview's server `app`, which also answers `?text=...&page=...` with what `answer` makes of both."""

    def serve(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        if not environ["PATH_INFO"].endswith(f"/live{ADDRESS}"):
            return app(environ, start_response)
        asked = parse_qs(environ.get("QUERY_STRING", ""))
        content = answer(*("".join(asked.get(name, [])) for name in ("text", "page"))).encode()
        start_response("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(content)))])
        return [content]

    return serve
