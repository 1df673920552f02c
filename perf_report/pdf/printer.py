"""PDF bytes of a page's HTML, by WeasyPrint, with merged cells that begin again on every page.

WeasyPrint ends a merged cell at the foot of a page and leaves its column empty on the next. So the
page breaks must be known before the layout, and merged cells are split there. The breaks are
estimated, and the layout shows whether the estimate was right, as it is with the built-in
templates. Where it was not, the table is laid out with whole cells to see where pages break.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from perf_report.errors import RenderError
from perf_report.pdf.conformance import check_conformance
from perf_report.pdf.fonts import FontFolder
from perf_report.pdf.pagination.page_break_estimate import guess_breaks
from perf_report.pdf.pagination.text_measure import Ruler
from perf_report.pdf.pdfa_metadata import Attachments, add_metadata, attach_files
from perf_report.pdf.tagging import tag_document
from perf_report.pdf.weasyprint_compat.explain import renames_explained
from perf_report.pdf.weasyprint_compat.loading import load_weasyprint
from perf_report.pdf.weasyprint_compat.page_parser import read_page
from perf_report.pdf.weasyprint_compat.painting import painted_copy
from perf_report.pdf.weasyprint_compat.stack_frames import with_room
from perf_report.render.grid.cells import Grid
from perf_report.render.page_geometry import Geometry

if TYPE_CHECKING:
    from weasyprint import Document
    from weasyprint.text.fonts import FontConfiguration

# One layout with the breaks that were found settles a table; more mean a template of a user's
# whose breaks depend on the breaks.
MAX_LAYOUTS = 4

# A last page with so many rows is worth smaller type, if that saves it.
_FEW_ROWS = 3

NO_ATTACHMENTS = Attachments()


@dataclass(frozen=True, slots=True, kw_only=True)
class Printable:
    """A table to print.

    `render` makes the page's HTML for the lines that begin a page, counted through the grids with
    merged cells. `is_ours` says that our own templates alone do. `tighter` makes the table in
    smaller type, as long as that can be read, where it may save a page with hardly a row.
    """

    render: Callable[[frozenset[int]], str]
    grids: Sequence[Grid]
    geometry: Geometry
    is_ours: bool
    tighter: Callable[[], Self | None] = lambda: None

    @property
    def rows(self) -> list[str]:
        """The ids of all rows."""
        return [line.anchor for grid in self.grids for line in grid.lines]

    def breaks_in(self, document: "Document") -> frozenset[int]:
        """The lines whose row is on another page than the row before."""
        pages = {
            anchor: number for number, page in enumerate(document.pages) for anchor in page.anchors
        }
        return frozenset(
            index
            for index, (before, anchor) in enumerate(self._followed())
            if before in pages and pages[anchor] != pages[before]
        )

    def _followed(self) -> Iterator[tuple[str, str]]:
        """The rows of grids with merged cells, each after the row before it."""
        before = ""
        for grid in self.grids:
            for line in grid.lines:
                if grid.has_merged_cells:
                    yield before, line.anchor
                before = line.anchor

    @property
    def first_lines(self) -> frozenset[int]:
        """The lines with which the grids with merged cells begin."""
        counts = (len(grid.lines) for grid in self.grids if grid.has_merged_cells)
        return frozenset(accumulate(counts, initial=0))


class PdfPrinter:
    """Lays pages out with a fixed set of fonts. Loading it costs half a second, once a process."""

    def __init__(self, extra_fonts: tuple[Path, ...] = ()) -> None:
        self._folder = FontFolder(extra_fonts)
        with self._folder.used():
            load_weasyprint()
            self._fonts: FontConfiguration = _font_configuration()
        self.ruler = Ruler(self._fonts)

    @renames_explained()
    def print_table(
        self, table: Printable, identifier: bytes, attachments: Attachments = NO_ATTACHMENTS
    ) -> bytes:
        """The PDF of a table; `identifier` goes into its trailer.

        Raises RenderError where the page asks for something from outside, where its breaks never
        settle, and where the PDF would not be what it claims to be.
        """
        document = self._without_empty_page(self._paginate(table), table)
        return self.write(document, identifier, attachments, is_ours=table.is_ours)

    @renames_explained()
    def print_page(
        self,
        html: str,
        identifier: bytes,
        attachments: Attachments = NO_ATTACHMENTS,
        *,
        is_ours: bool = False,
    ) -> bytes:
        """The PDF of a page in which no cell must be split where pages break.

        Raises RenderError where the page asks for something from outside, and where the PDF would
        not be what it claims to be.
        """
        document = self.lay_out(html, is_ours=is_ours)
        return self.write(document, identifier, attachments, is_ours=is_ours)

    def _without_empty_page(self, document: "Document", table: Printable) -> "Document":
        """The document in smaller type, where its last page has hardly a row and that saves it."""
        tighter = table.tighter() if _ends_nearly_empty(document, table.rows) else None
        while tighter is not None:
            smaller = self._paginate(tighter)
            if len(smaller.pages) < len(document.pages):
                return smaller
            tighter = tighter.tighter()
        return document

    def _paginate(self, table: Printable) -> "Document":
        """The pages of a table, with merged cells that begin again on each."""
        guess = guess_breaks(table.grids, table.geometry, self.ruler)
        document = self.lay_out(table.render(guess), is_ours=table.is_ours)
        seen = table.breaks_in(document)
        if seen == guess:
            return document
        starts = guess & table.first_lines
        if guess != starts:
            # Pages that were begun by a wrong guess say nothing of where they would break.
            seen = table.breaks_in(self.lay_out(table.render(starts), is_ours=table.is_ours))
        return self._settle(table, seen)

    def _settle(self, table: Printable, breaks: frozenset[int]) -> "Document":
        """Lay out until the pages stay where they are."""
        for _ in range(MAX_LAYOUTS):
            document = self.lay_out(table.render(breaks), is_ours=table.is_ours)
            seen = table.breaks_in(document)
            if seen == breaks:
                return document
            breaks = seen
        raise RenderError("pages-unsettled", attempts=MAX_LAYOUTS)

    @with_room
    def lay_out(self, html: str, *, is_ours: bool = False) -> "Document":
        """The laid-out pages of an HTML text; `is_ours` where our own templates alone made it."""
        fetcher = _refusing_fetcher()
        source = read_page(html, fetcher, is_ours=is_ours)
        document = source.render(font_config=self._fonts)
        if fetcher.refused:
            raise RenderError("outside-request", url=fetcher.refused[0])
        return document

    def write(
        self,
        document: "Document",
        identifier: bytes,
        attachments: Attachments = NO_ATTACHMENTS,
        *,
        is_ours: bool = False,
    ) -> bytes:
        """The bytes of laid-out pages: PDF/UA-1, and PDF/A-3a unless the attachments deny it."""
        painted, pages = painted_copy(document)

        def finish(_document: object, pdf: Any) -> None:
            tag_document(pages, document.metadata.lang or "", pdf)
            check_conformance(pdf, pages, is_ours=is_ours)
            add_metadata(
                pdf,
                document.metadata,
                attachments.provenance,
                is_archival=attachments.is_archival,
            )
            attach_files(pdf, attachments.files)

        # None of WeasyPrint's variants: each claims one standard.
        return bytes(painted.write_pdf(finisher=finish, pdf_identifier=identifier))


def _refusing_fetcher() -> Any:
    """What WeasyPrint asks for files: it notes the address and has nothing to give.

    WeasyPrint goes on without what it cannot fetch, so the addresses are looked at afterwards.
    """
    from weasyprint.urls import URLFetcher

    class RefusingFetcher(URLFetcher):  # type: ignore[misc]  # the library is not typed
        def __init__(self) -> None:
            super().__init__()
            self.refused: list[str] = []

        def fetch(self, url: str, headers: Any = None) -> Any:
            del headers
            self.refused.append(url)
            raise ValueError(url)

    return RefusingFetcher()


def _ends_nearly_empty(document: "Document", rows: Sequence[str]) -> bool:
    """Whether the last of several pages has no more than a few rows."""
    *others, last = document.pages
    return bool(others) and sum(row in last.anchors for row in rows) <= _FEW_ROWS


def _font_configuration() -> "FontConfiguration":
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()
