"""Tell the format of a file by its content, and read it as a paper."""

import io
import zipfile
from collections.abc import Callable, Mapping

from perf_report.errors import SourceError
from perf_report.model.paper import Paper
from perf_report.model.source import Source
from perf_report.pdf_inspect.carried_spec import is_pdf

_Reader = Callable[[bytes], Paper]

# What stands in an archive of a format; of several, the first that is there.
_PARTS = {
    "word/document.xml": "docx",
    "xl/workbook.xml": "xlsx",
    "content.xml": "ods",
    "OFD.xml": "ofd",
}
# The first bytes of the older formats of Office and WPS.
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The names of streams in such a file, in UTF-16, by its kind; a spreadsheet alone can be read.
_STREAMS = {"Workbook": "xls", "Book": "xls", "WordDocument": "doc"}
_HTML_STARTS = (b"<!doctype", b"<html", b"<table", b"<?xml", b"<head", b"<body", b"<div")


def open_paper(source: Source) -> Paper:
    """Return a file as a paper.

    Raises SourceError if its format cannot be read, is damaged, is encrypted or exceeds the limits.
    """
    kind = paper_kind(source.data)
    match kind:
        case "ofd":
            raise SourceError("paper-ofd", path=source.name)
        case "doc":
            raise SourceError("paper-doc", path=source.name)
        case "encrypted":
            raise SourceError("paper-encrypted", path=source.name)
        case "archive":
            raise SourceError("paper-archive", path=source.name)
        case "compound":
            raise SourceError("paper-compound", path=source.name)
        case _:
            return _reader(kind, source)(source.data)


def paper_kind(data: bytes) -> str:
    """Return the format of a file by its content; some are refused."""
    if is_pdf(data):
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return _archive_kind(data)
    if data.startswith(_COMPOUND):
        return _compound_kind(data)
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:4096].lower()
    if _is_mhtml(start):
        return "mhtml"
    if start.startswith(_HTML_STARTS) or b"<table" in data.lower():
        return "html"
    return "text"


def _is_mhtml(start: bytes) -> bool:
    """Whether a file begins as a message with several parts, as which a browser saves a page."""
    return b"mime-version:" in start and b"multipart/related" in start


def _archive_kind(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return "archive"
    return next((kind for part, kind in _PARTS.items() if part in names), "archive")


def _compound_kind(data: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "encrypted"
    for name, kind in _STREAMS.items():
        if name.encode("utf-16-le") in data:
            return kind
    return "compound"


def _reader(kind: str, source: Source) -> _Reader:
    """The reader of a format, whose libraries load only when it is used."""
    try:
        return _READERS[kind]()
    except ModuleNotFoundError as error:
        raise SourceError("paper-extra", path=source.name, module=error.name) from None


def _html() -> _Reader:
    from perf_report.office.read_html import read_html

    return read_html


def _mhtml() -> _Reader:
    from perf_report.office.read_html import read_html
    from perf_report.office.read_mhtml import page_of

    return lambda data: read_html(page_of(data))


def _text() -> _Reader:
    from perf_report.office.read_text import read_text
    from perf_report.office.text_encoding import decode_text

    return lambda data: read_text(decode_text(data))


def _pdf() -> _Reader:
    from perf_report.office.read_pdf import read_pdf

    return read_pdf


def _docx() -> _Reader:
    from perf_report.office.read_docx import read_docx

    return read_docx


def _xlsx() -> _Reader:
    from perf_report.office.own_workbook import own_form_sheet
    from perf_report.office.sheet_shapes import read_xlsx

    return lambda data: own_form_sheet(read_xlsx(data))


def _ods() -> _Reader:
    from perf_report.office.sheet_shapes import read_ods

    return read_ods


def _xls() -> _Reader:
    from perf_report.office.read_spreadsheet import read_spreadsheet
    from perf_report.office.xls_shapes import xls_shapes

    return lambda data: read_spreadsheet(data, xls_shapes(data))


_READERS: Mapping[str, Callable[[], _Reader]] = {
    "html": _html,
    "mhtml": _mhtml,
    "text": _text,
    "pdf": _pdf,
    "docx": _docx,
    "xlsx": _xlsx,
    "ods": _ods,
    "xls": _xls,
}
