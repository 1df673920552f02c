"""Open a PDF of unknown origin, within limits."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from perf_report.errors import SourceError
from perf_report.model.source import Source
from perf_report.pdf_inspect.work_budget import WorkBudget

if TYPE_CHECKING:
    from pikepdf import Pdf

# A table of 79 indicators in two languages is 0.3 MB; a department's longest is far below this.
MAX_PDF_BYTES = 64_000_000

# What one stream may be inflated to. A few kilobytes can claim gigabytes, and reading one must not
# take more memory than a small machine has.
MAX_STREAM_BYTES = 64_000_000

# A document whose arrays or dictionaries hold more was not made by this tool; the longest of ours
# are those of the structure, with an item a cell.
MAX_ITEMS = 200_000

# Repairs are guesses, so few are made: what was disclosed is whole.
_MAX_WARNINGS = 100

# A reader skips what stands before the header, but not more of it than this (ISO 32000-1, H.3).
_HEADER_WITHIN = 1024


@dataclass(frozen=True, slots=True)
class OpenedPdf:
    """An open PDF, the file that it was read from, and how much work it may still ask for."""

    source: Source
    pdf: "Pdf"
    budget: WorkBudget


@contextmanager
def open_pdf(source: Source, budget: WorkBudget | None = None) -> Iterator[OpenedPdf]:
    """Open the bytes of a PDF. Raises SourceError if they are no PDF, or it cannot be read.

    `budget` is that of several documents together. An error while the open document is read raises
    SourceError, too.
    """
    import pikepdf

    _refuse_others(source)
    _set_limits()
    try:
        with pikepdf.open(io.BytesIO(source.data), attempt_recovery=False) as pdf:
            if pdf.is_encrypted:
                raise SourceError("pdf-encrypted", path=source.name)
            yield OpenedPdf(source, pdf, budget or WorkBudget(source.name))
    except pikepdf.PasswordError:
        raise SourceError("pdf-encrypted", path=source.name) from None
    except pikepdf.DataDecodingError:
        raise SourceError("pdf-stream", path=source.name) from None
    # A document may have anything anywhere, a number where a name belongs; it is damaged then.
    except (pikepdf.PdfError, ArithmeticError, AttributeError, LookupError) as error:
        raise SourceError("pdf-damaged", path=source.name) from error
    except (NotImplementedError, RecursionError, RuntimeError, TypeError, ValueError) as error:
        raise SourceError("pdf-damaged", path=source.name) from error


def _refuse_others(source: Source) -> None:
    if len(source.data) > MAX_PDF_BYTES:
        raise SourceError("pdf-too-large", path=source.name, limit=MAX_PDF_BYTES // 1_000_000)
    if b"%PDF-" not in source.data[:_HEADER_WITHIN]:
        raise SourceError("pdf-not-one", path=source.name)


def _set_limits() -> None:
    """Set the library's limits, which apply to the process."""
    from pikepdf import settings

    settings.set_qpdf_limits(
        doc_max_warnings=_MAX_WARNINGS,
        parser_max_container_size=MAX_ITEMS,
        flate_max_memory=MAX_STREAM_BYTES,
        dct_max_memory=MAX_STREAM_BYTES,
        png_max_memory=MAX_STREAM_BYTES,
        run_length_max_memory=MAX_STREAM_BYTES,
        tiff_max_memory=MAX_STREAM_BYTES,
        # Nested filters multiply what a byte may stand for.
        max_stream_filters=2,
    )
