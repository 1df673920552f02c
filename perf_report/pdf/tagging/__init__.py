"""The structure of a PDF: what a screen reader hears, built from the boxes that were painted.

WeasyPrint's own tags begin a new table on every page, say repeated headers again and lose the
language of a run, the scope of a header and most headers of merged columns. So the structure is
built here: one element for each HTML element that has content, however many pages it is on.

`painting` remembers which box was painted as which content, `reading` makes nodes of the boxes,
`cells` joins continued cells and gives each its headers, `objects` writes the nodes.
"""

from typing import Any

from perf_report.pdf.tagging.cells import give_body, link_cells
from perf_report.pdf.tagging.objects import write_structure
from perf_report.pdf.tagging.reading import Reader
from perf_report.pdf.weasyprint_compat.painting import PaintedPage


def tag_document(pages: list[PaintedPage], lang: str, pdf: Any) -> None:
    """Add the structure to a PDF (of pydyf) that has been painted and not been written."""
    reader = Reader(pages, lang)
    root = reader.read()
    for number, table in enumerate(root.descend("Table"), start=1):
        link_cells(table, f"table-{number}")
    root.prune()
    for table in root.descend("Table"):
        give_body(table)
    write_structure(pdf, root, len(pages))
