"""How files are told apart by their content, and as which format a refused one is to be saved."""

import io
import struct
import zipfile
from collections.abc import Sequence

import pytest

from office.read_layouts import FILES
from perf_report.errors import SourceError
from perf_report.model.source import Source
from perf_report.office.open_paper import open_paper, paper_kind

_FREE, _LAST = 0xFFFFFFFF, 0xFFFFFFFE


def compound(top: Sequence[str], inside: Sequence[str] = (), text: str = "") -> bytes:
    """A compound file: its streams at the top, and those of a file in it; all are empty."""
    entries = [_entry("Root Entry", 5, child=1)]
    for number, name in enumerate(top, start=1):
        is_folder = number == len(top) and bool(inside)
        follows = number + 1 if number < len(top) else _FREE
        entries.append(_entry(name, 1 if is_folder else 2, right=follows,
                              child=len(top) + 1 if is_folder else _FREE))  # fmt: skip
    entries += [_entry(name, 2) for name in inside]
    head = bytearray(512)
    head[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<H", head, 30, 9)
    struct.pack_into("<IIIIIIIII", head, 44, 1, 1, 0, 4096, _LAST, 0, _LAST, 0, 0)
    struct.pack_into("<108I", head, 80, *[_FREE] * 108)
    directory = b"".join(entries)
    sectors = -(-len(directory) // 512)
    table = [0xFFFFFFFD, *range(2, sectors + 1), _LAST]
    links = struct.pack("<128I", *table, *[_FREE] * (128 - len(table)))
    return bytes(head) + links + directory.ljust(512 * sectors, b"\0") + text.encode("utf-16-le")


def _entry(name: str, kind: int, right: int = _FREE, child: int = _FREE) -> bytes:
    written = name.encode("utf-16-le") + b"\0\0"
    start = struct.pack("<64sHBBIII", written, len(written), kind, 1, _FREE, right, child)
    return start + struct.pack("<16s20sIQ", b"", b"", _LAST, 0)


def archive(**parts: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        for name, text in parts.items():
            file.writestr(name.replace("__", "/").replace("_", "."), text)
    return stream.getvalue()


_OPEN = "application/vnd.oasis.opendocument."


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (compound(["WordDocument"]), "doc"),
        (compound(["1Table", "WordDocument"], text="Book Workbook"), "doc"),
        # A table of Excel in a text of Word, and a text of Word in a table of Excel.
        (compound(["WordDocument", "ObjectPool"], ["Workbook"]), "doc"),
        (compound(["Workbook", "MBD00000001"], ["WordDocument"]), "xls"),
        (compound(["Book"]), "xls"),
        (compound(["Workbook"], text="EncryptedPackage"), "xls"),
        (compound(["EncryptedPackage", "EncryptionInfo"]), "encrypted"),
        (compound(["PowerPoint Document"]), "pptx"),
        (compound(["Contents"]), "compound"),
        (archive(mimetype=f"{_OPEN}text", content_xml=""), "odt"),
        (archive(mimetype=f"{_OPEN}text-template", content_xml=""), "odt"),
        (archive(mimetype=f"{_OPEN}presentation", content_xml=""), "pptx"),
        (archive(mimetype=f"{_OPEN}spreadsheet", content_xml=""), "ods"),
        (archive(content_xml=""), "ods"),
        (archive(xl__workbook_bin=""), "xlsb"),
        (archive(word__document2_xml=""), "docx"),
        (archive(readme_txt=""), "archive"),
        (rb"{\rtf1\ansi}", "rtf"),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w/>', "word-xml"),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><w/>', "excel-xml"),
        (b'<?xml version="1.0"?><html xmlns:x="urn:schemas-microsoft-com:office:spreadsheet">',
         "html"),
    ],
)  # fmt: skip
def test_kind_of_a_file(data: bytes, kind: str) -> None:
    assert paper_kind(data) == kind


@pytest.mark.parametrize(
    ("data", "target"),
    [
        (rb"{\rtf1}", ".docx"),
        (archive(mimetype=f"{_OPEN}text", content_xml=""), ".docx"),
        (archive(xl__workbook_bin=""), ".xlsx"),
    ],
)
def test_refused_file_is_told_as_which_format_to_save_it(data: bytes, target: str) -> None:
    with pytest.raises(SourceError) as raised:
        open_paper(Source(name="去年", data=data))
    assert (raised.value.message, raised.value.arguments["target"]) == ("paper-format", target)


def test_workbooks_of_programs_are_known() -> None:
    assert paper_kind((FILES / "fund-investment.xls").read_bytes()) == "xls"
