"""Compare a PDF with its own first revision, where it cannot be made again to the last line."""

from dataclasses import dataclass

from perf_report.errors import PerfReportError
from perf_report.model.source import Source
from perf_report.pdf_inspect.differences import PdfDifference, changed_pages, compare_documents
from perf_report.pdf_inspect.font_forms import FontForms
from perf_report.pdf_inspect.open_pdf import open_pdf
from perf_report.pdf_inspect.pdf_document import PdfDocument, read_document, read_info


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterRevisions:
    """What was changed after the first revision; `pages` are only drawn otherwise."""

    differences: tuple[PdfDifference, ...] = ()
    pages: tuple[int, ...] = ()


def compare_revisions(found: PdfDocument, forms: FontForms) -> LaterRevisions:
    """Return what was changed after the first revision of a document, signatures apart."""
    if found.first_revision == found.data:
        return LaterRevisions()
    try:
        with open_pdf(Source(name="", data=found.first_revision)) as opened:
            first = read_document(opened, read_info(opened), forms)
    except PerfReportError:
        return LaterRevisions(differences=(PdfDifference(kind="first-revision"),))
    return LaterRevisions(
        differences=tuple(compare_documents(first, found)), pages=changed_pages(first, found)
    )
