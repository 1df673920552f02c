"""Archives whose compressed data are damaged are refused by a message."""

import io
import zipfile

import pytest

from office.read_layouts import FILES
from perf_report.errors import SourceError
from perf_report.office.archive import check_archive
from perf_report.office.read_docx import read_docx

DATA = (FILES / "fund-investment.docx").read_bytes()


def start_of_data(name: str) -> int:
    """Where the compressed data of a part begin, behind its local header."""
    with zipfile.ZipFile(io.BytesIO(DATA)) as archive:
        at = archive.getinfo(name).header_offset
    lengths = DATA[at + 26 : at + 30]
    return at + 30 + int.from_bytes(lengths[:2], "little") + int.from_bytes(lengths[2:], "little")


@pytest.mark.parametrize("at", [0, 1, 20, 200])
@pytest.mark.parametrize("byte", [0x07, 0xFF])
def test_damaged_data_are_damage(at: int, byte: int) -> None:
    place = start_of_data("word/document.xml") + at
    damaged = DATA[:place] + bytes([byte ^ DATA[place]]) + DATA[place + 1 :]
    with pytest.raises(SourceError) as raised:
        check_archive(damaged)
    assert raised.value.message == "paper-damaged"


def test_document_without_a_body_is_damage() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(DATA)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, part.replace(b"w:body", b"w:other") if "document" in name else part)
    with pytest.raises(SourceError) as raised:
        read_docx(stream.getvalue())
    assert raised.value.message == "paper-damaged"
