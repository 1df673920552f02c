"""From the text of a page to the tree that WeasyPrint lays out.

WeasyPrint reads a page by an HTML parser written in Python, which is a twentieth of the work of a
PDF. What our own templates print is XML as well, and a parser written in C makes the same tree of
it, as a test compares. What is no XML, and what a project's templates have a part in, goes to the
HTML parser, which forgives; so does everything with a WeasyPrint that we do not know.
"""

import re
from copy import copy
from functools import cache
from typing import Any
from xml.etree.ElementTree import Element, ParseError, fromstring

from perf_report.pdf.weasyprint_compat.loading import is_known, load_weasyprint

# XML makes spaces of line ends in an attribute, such as a name of two lines; HTML keeps them.
_BROKEN_ATTRIBUTE = re.compile(r'="[^"]*[\n\t]')

_NOTES = frozenset(
    {"footnote-call", "footnote-marker", "note-call", "note-marker", "note-callback"}
)

_SVG = "http://www.w3.org/2000/svg"


def read_page(html: str, fetcher: Any, *, is_ours: bool) -> Any:
    """WeasyPrint's document of a page, `is_ours` where our own templates alone printed it."""
    tree = _read_xml(html) if is_ours and is_known() else None
    if tree is None:
        return load_weasyprint().HTML(string=html, url_fetcher=fetcher)
    return _tree_document()(tree, fetcher)


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


@cache
def _tree_document() -> Any:
    """A document that is read already: WeasyPrint itself takes a text or a file, and no tree."""
    from cssselect2 import ElementWrapper

    class TreeDocument(load_weasyprint().HTML):  # type: ignore[misc]  # the library is not typed
        def __init__(self, tree: Element, fetcher: Any) -> None:
            self.base_url = None
            self.url_fetcher = fetcher
            self.media_type = "print"
            self.wrapper_element = ElementWrapper.from_html_root(tree, content_language=None)
            self.etree_element = self.wrapper_element.etree_element

        def _ua_stylesheets(self, forms: bool = False) -> list[Any]:  # noqa: FBT001, FBT002  # as WeasyPrint calls it
            return [_without_notes(sheet) for sheet in super()._ua_stylesheets(forms)]

    return TreeDocument


@cache
def _without_notes(sheet: Any) -> Any:
    """WeasyPrint's own style sheet without the marks of footnotes, which no page of ours has.

    Its rules for them match each element, so that each would have five styles more.
    """
    matcher = copy(sheet.matcher)
    # An entry is a test, a specificity, a place, the name of a pseudo-element and declarations.
    matcher.other_selectors = [each for each in matcher.other_selectors if each[3] not in _NOTES]
    slim = copy(sheet)
    slim.matcher = matcher
    return slim
