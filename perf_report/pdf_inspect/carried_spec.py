"""The specs that a PDF of ours carries: what it was made from, byte for byte."""

from perf_report.errors import SourceError
from perf_report.model.source import Source
from perf_report.pdf_inspect.attachments import is_safe_name, read_attachments
from perf_report.pdf_inspect.file_layout import read_layout
from perf_report.pdf_inspect.open_pdf import open_pdf

_PDF = b"%PDF-"
# A reader skips what stands before the header, but not more of it than this (ISO 32000-1, H.3).
_HEADER_WITHIN = 1024


def is_pdf(data: bytes) -> bool:
    """Return whether a file is a PDF, by its header."""
    return _PDF in data[: _HEADER_WITHIN + len(_PDF)]


def carried_specs(source: Source) -> dict[str, bytes]:
    """Return the specs that a PDF carries, by name; there are none in a PDF of a stranger.

    Nothing is taken from a document that some readers read differently, or from under a name that
    leads elsewhere. Raises SourceError if the PDF cannot be read.
    """
    with open_pdf(source) as opened:
        files = read_attachments(opened)
        is_plain = bool(files) and read_layout(source.data, opened.budget).is_plain
    specs = [each for each in files if each.is_spec and is_safe_name(each.name) and not each.strays]
    return {each.name: each.data for each in specs} if is_plain else {}


def spec_source(source: Source) -> Source:
    """Return the spec that a PDF carries as a source with the PDF's name; any other as it is.

    Raises SourceError if a PDF cannot be read, or carries none or several.
    """
    if not is_pdf(source.data):
        return source
    specs = carried_specs(source)
    if len(specs) != 1:
        raise SourceError("spec-carried", path=source.name, count=len(specs))
    return Source(name=source.name, data=next(iter(specs.values())))
