"""Compare a PDF with its own revisions.

The first one is compared where it cannot be made again to the last line. Those between it and the
last one are what a reader shows as the version that was signed.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from perf_report.errors import PerfReportError
from perf_report.model.source import Source
from perf_report.pdf_inspect.differences import PdfDifference, changed_pages, compare_documents
from perf_report.pdf_inspect.font_forms import FontForms
from perf_report.pdf_inspect.open_pdf import open_pdf
from perf_report.pdf_inspect.pdf_document import PdfDocument, read_document, read_info
from perf_report.pdf_inspect.work_budget import WorkBudget


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


def changed_revisions(found: PdfDocument, forms: FontForms) -> Iterator[PdfDifference]:
    """Yield the revisions, but the first and the last, that say something else than the last.

    Raises SourceError where reading them takes too much work.
    """
    budget = WorkBudget("")
    for number, end in enumerate(found.layout.ends[1:-1], start=2):
        source = Source(name="", data=found.data[:end])
        try:
            with open_pdf(source, budget) as opened:
                revision = read_document(opened, read_info(opened), forms)
        except PerfReportError as error:
            if error.message == "pdf-work":
                raise
            yield PdfDifference(kind="revision", name=str(number))
            continue
        is_same = not any(compare_documents(revision, found))
        if not is_same or changed_pages(revision, found):
            yield PdfDifference(kind="revision", name=str(number))
