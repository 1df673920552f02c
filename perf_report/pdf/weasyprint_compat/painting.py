"""Pages that note which box was painted as which marked content.

Needs: `Stream._tags` (weasyprint.pdf.stream) and the key `mcid` of its values; that pydyf's
    `begin_marked_content` appends the tag, its properties and `BDC` to a stream.
Why: WeasyPrint marks content only for its own tags, which begin a new table on every page, say
    repeated headers again, and lose the language of a run and the scope of a header.
Since: WeasyPrint 70.0.
Upstream: Kozea/WeasyPrint#2903 (open: a table becomes one element a page).
"""

from collections.abc import Sequence
from itertools import compress
from typing import TYPE_CHECKING, Any

from perf_report.pdf.weasyprint_compat.boxes import (
    boxes_on,
    element_of,
    family_of,
    is_margin,
    page_box,
    real_box,
)

if TYPE_CHECKING:
    from weasyprint import Document

# A marked content begins with three items of a stream: the tag, its properties, `BDC`. Where the
# fourth is `EMC`, nothing was painted in it.
_BEGIN, _EMPTY_END = 1, 2


class PaintedPage:
    """A page of WeasyPrint that notes which box was painted as which marked content."""

    def __init__(self, page: Any) -> None:
        self._page = page
        # The box of the page, with all others in it.
        self.box = page_box(page)
        self._marks: dict[Any, dict[str, Any]] = {}
        self._stream: Any = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._page, name)

    @property
    def items(self) -> list[Any]:
        """What was painted: operators, operands and properties, in order."""
        items: list[Any] = self._stream.stream
        return items

    def paint(self, stream: Any, scale: float = 1) -> None:
        """Paint, with everything marked; called by WeasyPrint."""
        stream._tags = self._marks
        self._stream = stream
        self._page.paint(stream, scale)

    def mark_of(self, box: Any) -> int | None:
        """The number of the marked content that a box was painted as; None where it was not."""
        mark = self._marks.get(box)
        return None if mark is None else int(mark["mcid"])

    def renumber(self, read: dict[int, int], texts: dict[int, str]) -> None:
        """Number what is read without gaps; everything else becomes an artifact.

        `read` has the new number of each mark that is read, `texts` what is read in its place.
        """
        items, margins = self.items, self._margin_marks()
        # Of tens of thousands of items, some hundred are properties of marks.
        kinds = list(map(type, items))
        of_marks = {kind for kind in set(kinds) if issubclass(kind, dict)}
        places = compress(range(len(items)), map(of_marks.__contains__, kinds))
        kept: list[Any] = []
        start = 0
        for place in places:
            item = items[place]
            if "MCID" in item:
                kept += items[start:place]
                start = place + 1
                start += self._replace_mark(item, items[place + 2], kept, (read, texts, margins))
        items[:] = kept + items[start:]

    def _margin_marks(self) -> set[int]:
        """The numbers of what was painted into the margins."""
        margins = (child for child in boxes_on(self.box) if is_margin(child))
        boxes = {box for margin in margins for box in family_of(margin)}
        return {mark["mcid"] for box, mark in self._marks.items() if box in boxes}

    def _replace_mark(
        self,
        item: Any,
        behind: object,
        kept: list[Any],
        known: tuple[dict[int, int], dict[int, str], set[int]],
    ) -> int:
        """Keep, renumber or silence one mark; how many of the items behind it are dealt with."""
        from pydyf import String

        read, texts, margins = known
        mark = item["MCID"]
        if mark in read:
            item["MCID"] = read[mark]
            if mark in texts:
                item["ActualText"] = String(texts[mark])
            kept.append(item)
            return 0
        if behind == b"EMC":
            kept.pop()
            return _EMPTY_END
        if mark in margins:
            kept[-1] = "/Artifact"
            item.clear()
            item["Type"] = "/Pagination"
            kept.append(item)
            return 0
        kept[-1:] = ["/Artifact", b"BMC"]
        return _BEGIN


def painted_copy(document: "Document") -> tuple["Document", list[PaintedPage]]:
    """The same document, with pages that note what was painted."""
    pages = [PaintedPage(page) for page in document.pages]
    return document.copy(pages), pages


def html_of(pages: Sequence[PaintedPage]) -> Any:
    """The `html` element that pages were laid out from."""
    return next(
        element_of(real_box(child)) for child in boxes_on(pages[0].box) if not is_margin(child)
    )


def elements_with_boxes(pages: Sequence[PaintedPage]) -> set[Any]:
    """The HTML elements of which something stands on a page."""
    return {element_of(box) for page in pages for box in family_of(page.box)}
