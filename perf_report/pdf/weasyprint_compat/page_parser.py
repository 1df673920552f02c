"""Pages of the built-in templates, read by Python's XML parser in place of an HTML parser.

Needs: that an `HTML` of weasyprint has `base_url`, `url_fetcher`, `media_type`, `wrapper_element`
    and `etree_element`, and nothing else.
Why: WeasyPrint reads a page by an HTML parser written in Python. What the built-in templates print
    is XML as well, and a parser written in C makes the same tree of it, as a test compares. It
    saves 6 to 7 % of a PDF. WeasyPrint takes a text or a file, and no tree.
Since: WeasyPrint 70.0; where an `HTML` has other attributes, it reads the page itself. So it does
    with what is no XML, and with what a project's own templates have a part in.
Upstream: Kozea/WeasyPrint#112 (merged) brought the HTML parser, and a parameter `tree` beside it
    that is gone.
"""

import re
from functools import cache
from typing import Any
from xml.etree.ElementTree import Element, ParseError, fromstring

from perf_report.pdf.weasyprint_compat.loading import load_weasyprint

# XML makes spaces of line ends in an attribute, such as a name of two lines; HTML keeps them.
_BROKEN_ATTRIBUTE = re.compile(r'="[^"]*[\n\t]')

_SVG = "http://www.w3.org/2000/svg"


def read_page(html: str, fetcher: Any, *, is_ours: bool) -> Any:
    """WeasyPrint's document of a page, `is_ours` where the built-in templates alone printed it."""
    tree = _read_xml(html) if is_ours else None
    document = None if tree is None else _document_of(tree, fetcher)
    return document or load_weasyprint().HTML(string=html, url_fetcher=fetcher)


def _read_xml(html: str) -> Element | None:
    if _BROKEN_ATTRIBUTE.search(html):
        return None
    try:
        tree = fromstring(html)  # noqa: S314  # no one else's: all text in it is escaped
    except ParseError:
        return None
    # HTML knows drawings by their element, and XML by a name space that it need not declare.
    for drawing in tree.iter("svg"):
        for element in drawing.iter():
            element.tag = f"{{{_SVG}}}{element.tag}"
    return tree


def _document_of(tree: Element, fetcher: Any) -> Any:
    """A document of a page that is read; None where WeasyPrint's have other attributes."""
    from cssselect2 import ElementWrapper

    kind = load_weasyprint().HTML
    document = kind.__new__(kind)
    document.base_url = None
    document.url_fetcher = fetcher
    document.media_type = "print"
    document.wrapper_element = ElementWrapper.from_html_root(tree, content_language=None)
    document.etree_element = tree
    return document if vars(document).keys() == _attributes() else None


@cache
def _attributes() -> frozenset[str]:
    """The attributes of a document that WeasyPrint has read."""
    return frozenset(vars(load_weasyprint().HTML(string="<p>")))
