"""Ways from the names that guides had before to where they stand now."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from toolkit_builder.outputs import OutputFile
from toolkit_builder.safety import STILL_POLICY
from toolkit_builder.templating import relative_url

from .guide import guide_uri
from .site import Site


def moved_pages(site: Site) -> Iterator[OutputFile]:
    """A small page at each old address that leads on by itself, and has a link where that is switched off."""
    template = site.env.get_template("moved.html")
    for old, new in site.toolkit.renamed_guides.items():
        guide = site.toolkit.guides_by_id[new]
        for below in ("", "family/"):
            uri, target = f"guides/{old}/{below}", f"{guide_uri(guide)}{below}"
            html = template.render(
                words=site.words,
                school=site.toolkit.school,
                policy=STILL_POLICY,
                title=guide.title,
                address=relative_url(target, uri),
                canonical=site.site_url and f"{site.site_url}{target}",
            )
            yield OutputFile(f"{uri}index.html", html.encode())


def redirects_file(site: Site) -> Iterator[OutputFile]:
    """`_redirects`, which Netlify, Cloudflare Pages and GitLab Pages follow before a page is sent; for all languages.

    Its addresses count from the host.
    """
    root = urlsplit(site.site_url).path or "/"
    folders = [root, *(f"{root}{language}/" for language in site.toolkit.school.languages[1:])]
    lines = [
        f"{folder}{part}/{old}/* {folder}{part}/{new}/:splat 301"
        # Pages first: a host may read a hundred lines only.
        for part in ("guides", "print")
        for old, new in site.toolkit.renamed_guides.items()
        for folder in folders
    ]
    if lines:
        yield OutputFile("_redirects", ("\n".join(lines) + "\n").encode())
