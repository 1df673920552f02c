"""The boxes of a page that was laid out, as far as tags need them.

Needs: `Page._page_box`; `MarginBox`, and of every box `element`, `children`, `text`, `rowspan`,
    `colspan`, `link_annotation`, `width`, `height`, `content_box_x` and `content_box_y`
    (weasyprint.formatting_structure.boxes); `AbsolutePlaceholder._box`
    (weasyprint.layout.absolute).
Why: tags are made from what was painted, so that a cell that goes on over a page is one element.
Since: WeasyPrint 70.0.
Upstream: Kozea/WeasyPrint#265 (boxes stay undocumented); Kozea/WeasyPrint#2903 (open: WeasyPrint's
    own tags begin a new table on every page).
"""

from functools import cache
from typing import Any


def page_box(page: Any) -> Any:
    """The box of a page, with all others in it."""
    return page._page_box


def boxes_on(page_box: Any) -> Any:
    """The boxes of a page: that of its content, and those of its margins."""
    return page_box.children


def element_of(box: Any) -> Any:
    """The HTML element that a box belongs to; None for a page or its margins."""
    return box.element


def children_of(box: Any) -> Any:
    """The boxes in a box; none in a text or a picture."""
    return getattr(box, "children", ())


def text_of(box: Any) -> str:
    """The text of a text's box."""
    return str(box.text)


def spans_of(cell: Any) -> tuple[int, int]:
    """The rows and columns that a table cell's box takes."""
    return cell.rowspan, cell.colspan


def link_of(box: Any) -> Any:
    """The annotation that a link's box became, a dictionary of pydyf; None for other boxes."""
    return getattr(box, "link_annotation", None)


def area_of(box: Any) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a box's content, in CSS pixels from the page's corner."""
    left, top = box.content_box_x(), box.content_box_y()
    return left, top, left + box.width, top + box.height


def is_margin(box: Any) -> bool:
    """Whether a box stands in a page's margin: a running title, a page number."""
    return isinstance(box, _classes()[0])


def real_box(box: Any) -> Any:
    """The box itself; one that is placed absolutely stands in a placeholder."""
    return box._box if isinstance(box, _classes()[1]) else box


def family_of(box: Any) -> set[Any]:
    """A box and all in it."""
    found, waiting = set(), [box]
    while waiting:
        current = real_box(waiting.pop())
        found.add(current)
        waiting.extend(children_of(current))
    return found


@cache
def _classes() -> tuple[Any, Any]:
    from weasyprint.formatting_structure.boxes import MarginBox
    from weasyprint.layout.absolute import AbsolutePlaceholder

    return MarginBox, AbsolutePlaceholder
