"""Tell the format of a file by its content, and read it as a paper."""

import io
import zipfile
from collections.abc import Callable, Mapping

from perf_report.errors import SourceError
from perf_report.model.paper import Paper
from perf_report.model.source import Source
from perf_report.office.compound_file import root_streams
from perf_report.pdf_inspect.carried_spec import is_pdf

_Reader = Callable[[bytes], Paper]

# How the name of a part begins in an archive of a format; of several, the first that is there.
_PARTS = {
    "word/": "docx",
    "xl/workbook.xml": "xlsx",
    "content.xml": "ods",
    "OFD.xml": "ofd",
    "xl/workbook.bin": "xlsb",
    "ppt/": "pptx",
    "Index/": "iwork",
}
# Files of OpenDocument that are no spreadsheets name what they are.
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."
# The first bytes of the older formats of Office and WPS.
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The streams of such a file by its kind; of several, the first. A spreadsheet alone can be read.
_STREAMS = {
    "EncryptedPackage": "encrypted",
    "WordDocument": "doc",
    "Workbook": "xls",
    "Book": "xls",
    "PowerPoint Document": "pptx",
}
# The formats that are refused: how they are called, and as which they are to be saved.
_REFUSED = {
    "odt": (".odt", ".docx"),
    "rtf": (".rtf", ".docx"),
    "xlsb": (".xlsb", ".xlsx"),
    "pptx": ("PowerPoint", "PDF"),
    "iwork": ("Pages/Numbers", ".docx/.xlsx"),
    "word-xml": ("Word XML", ".docx"),
    "excel-xml": ("Excel XML", ".xlsx"),
}
# What the beginning of a file in one XML has, by its kind.
_XML = {
    b"word.document": "word-xml",
    b"schemas.microsoft.com/office/word/2003": "word-xml",
    b"excel.sheet": "excel-xml",
    b"urn:schemas-microsoft-com:office:spreadsheet": "excel-xml",
}
_HTML_STARTS = (b"<!doctype", b"<html", b"<table", b"<?xml", b"<head", b"<body", b"<div")


def open_paper(source: Source) -> Paper:
    """Return a file as a paper.

    Raises SourceError if its format cannot be read, is damaged, is encrypted or exceeds the limits.
    """
    kind = paper_kind(source.data)
    _refuse(kind, source.name)
    return _reader(kind, source)(source.data)


def _refuse(kind: str, path: str) -> None:
    """Raise SourceError for a format that is not read; it says as which to save the file."""
    match kind:
        case "ofd":
            raise SourceError("paper-ofd", path=path)
        case "doc":
            raise SourceError("paper-doc", path=path)
        case "encrypted":
            raise SourceError("paper-encrypted", path=path)
        case "archive":
            raise SourceError("paper-archive", path=path)
        case "compound":
            raise SourceError("paper-compound", path=path)
        case _ if kind in _REFUSED:
            name, target = _REFUSED[kind]
            raise SourceError("paper-format", path=path, format=name, target=target)


def paper_kind(data: bytes) -> str:
    """Return the format of a file by its content; some are refused."""
    if is_pdf(data):
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return _archive_kind(data)
    if data.startswith(_COMPOUND):
        return _compound_kind(data)
    return _text_kind(data)


def _text_kind(data: bytes) -> str:
    """The format of a file of text."""
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:4096].lower()
    if start.startswith(b"{\\rtf"):
        return "rtf"
    if _is_mhtml(start):
        return "mhtml"
    if start.startswith(b"<?xml") and b"<html" not in start:
        kind = next((kind for mark, kind in _XML.items() if mark in start), None)
        if kind:
            return kind
    is_page = start.startswith(_HTML_STARTS) or b"<table" in data.lower()
    return "html" if is_page else "text"


def _is_mhtml(start: bytes) -> bool:
    """Whether a file begins as a message with several parts, as which a browser saves a page."""
    return b"mime-version:" in start and b"multipart/related" in start


def _archive_kind(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            kinds = (
                kind for part, kind in _PARTS.items() for name in names if name.startswith(part)
            )
            kind = next(kinds, "archive")
            return _open_document_kind(archive) if kind == "ods" else kind
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return "archive"


def _open_document_kind(archive: zipfile.ZipFile) -> str:
    if "mimetype" not in archive.namelist():
        return "ods"
    with archive.open("mimetype") as stream:
        kind = stream.read(200).strip().removeprefix(_OPEN_DOCUMENT)
    if kind.startswith(b"text"):
        return "odt"
    return "pptx" if kind.startswith(b"presentation") else "ods"


def _compound_kind(data: bytes) -> str:
    """The kind of an older file by its streams; if they cannot be followed, by their names."""
    streams = root_streams(data)
    if not streams:
        streams = frozenset(name for name in _STREAMS if name.encode("utf-16-le") in data)
    return next((kind for name, kind in _STREAMS.items() if name in streams), "compound")


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
    from perf_report.office.xlsx_shapes import read_xlsx

    return lambda data: own_form_sheet(read_xlsx(data))


def _ods() -> _Reader:
    from perf_report.office.ods_shapes import read_ods
    from perf_report.office.own_workbook import own_form_sheet

    return lambda data: own_form_sheet(read_ods(data))


def _xls() -> _Reader:
    from perf_report.office.own_workbook import own_form_sheet
    from perf_report.office.read_spreadsheet import read_spreadsheet
    from perf_report.office.xls_shapes import xls_shapes

    return lambda data: own_form_sheet(read_spreadsheet(data, xls_shapes(data)))


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
