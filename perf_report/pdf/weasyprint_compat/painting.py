"""Pages that remember what was painted, and the numbering of what is read."""

from itertools import compress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from weasyprint import Document

# A stretch of marked content is three items of a stream: the tag, its properties, `BDC`. Where the
# fourth is `EMC`, nothing was painted in it.
_BEGIN, _EMPTY_END = 1, 2


class PaintedPage:
    """A page of WeasyPrint that remembers which box was painted as which marked content."""

    def __init__(self, page: Any) -> None:
        self._page = page
        self.marks: dict[Any, dict[str, Any]] = {}
        self.stream: Any = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._page, name)

    @property
    def box(self) -> Any:
        """The box of the page, with all others in it."""
        return self._page._page_box  # noqa: SLF001  # WeasyPrint has no other name for it

    def paint(self, stream: Any, scale: float = 1) -> None:
        """Paint, with everything marked; called by WeasyPrint."""
        stream._tags = self.marks  # noqa: SLF001  # by it WeasyPrint marks what it paints
        self.stream = stream
        self._page.paint(stream, scale)

    def margin_marks(self) -> set[int]:
        """The numbers of what was painted into the margins."""
        boxes = {box for child in self.box.children if is_margin(child) for box in _family(child)}
        return {mark["mcid"] for box, mark in self.marks.items() if box in boxes}

    def seal(self, spoken: dict[int, int], words: dict[int, str]) -> None:
        """Number what is read without gaps; everything else becomes an artifact.

        `spoken` has the new number of each mark that is read, `words` what is read in its place.
        """
        items, margins = self.stream.stream, self.margin_marks()
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
                start += self._seal_mark(item, items[place + 2], kept, (spoken, words, margins))
        items[:] = kept + items[start:]

    def _seal_mark(
        self,
        item: Any,
        behind: object,
        kept: list[Any],
        known: tuple[dict[int, int], dict[int, str], set[int]],
    ) -> int:
        """Keep, renumber or silence one mark; how many of the items behind it are dealt with."""
        spoken, words, margins = known
        mark = item["MCID"]
        if mark in spoken:
            item["MCID"] = spoken[mark]
            if mark in words:
                item["ActualText"] = string(words[mark])
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
    """The same document, with pages that remember what was painted."""
    pages = [PaintedPage(page) for page in document.pages]
    return document.copy(pages), pages


def is_margin(box: Any) -> bool:
    """Whether a box stands in a page's margin: a running title, a page number."""
    return hasattr(box, "at_keyword")


def real_box(box: Any) -> Any:
    """The box itself; one that is placed absolutely stands in a placeholder."""
    return getattr(box, "_box", box)


def _family(box: Any) -> set[Any]:
    """A box and all in it."""
    found, waiting = set(), [box]
    while waiting:
        current = real_box(waiting.pop())
        found.add(current)
        waiting.extend(getattr(current, "children", ()))
    return found


def string(text: str) -> Any:
    """A text as an object of a PDF."""
    import pydyf

    return pydyf.String(text)
