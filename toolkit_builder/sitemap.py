"""What search engines read first: where the pages are, and in which languages."""

from collections.abc import Iterable, Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring


def sitemap(uris: Iterable[str], site: str, languages: Sequence[tuple[str, str]]) -> bytes:
    """The sitemap of one language's site, whose address is `site`, with the same pages in other languages.

    `uris` are relative to the site; `languages` are the codes and addresses of the site in each of its languages, this
    one's too, none for a site in one; the first is for readers of all others. It tells no days: a build changes nothing
    but what an author changed.
    """
    names = {"xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    if languages:
        names["xmlns:xhtml"] = "http://www.w3.org/1999/xhtml"
    root = Element("urlset", names)
    for uri in uris:
        entry = SubElement(root, "url")
        SubElement(entry, "loc").text = site + uri
        for code, address in [*languages, *(("x-default", address) for _, address in languages[:1])]:
            SubElement(entry, "xhtml:link", {"rel": "alternate", "hreflang": code, "href": address + uri})
    indent(root, "")
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


def robots_file(sites: Iterable[str]) -> str:
    """A `robots.txt` that lets all in; `sites` are the addresses of the sites, whose sitemaps it names."""
    return "".join(("User-agent: *\nAllow: /\n", *(f"Sitemap: {site}sitemap.xml\n" for site in sites)))
