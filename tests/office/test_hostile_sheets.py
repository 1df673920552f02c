"""Workbooks that would keep a reader busy for ever are refused at once."""

import io
import re
import struct
import zipfile

import pytest

from office.read_layouts import FILES
from perf_report.errors import SourceError
from perf_report.model.source import Source
from perf_report.office.open_paper import open_paper


def refusal(data: bytes) -> str:
    with pytest.raises(SourceError) as raised:
        open_paper(Source(name="paper", data=data))
    return raised.value.message


@pytest.mark.parametrize("stream", ["directory", "small sectors"])
def test_chain_of_sectors_without_an_end_is_damage(stream: str) -> None:
    data = bytearray((FILES / "fund-investment.xls").read_bytes())
    (table,) = struct.unpack_from("<I", data, 76)
    (first,) = struct.unpack_from("<I", data, {"directory": 48, "small sectors": 60}[stream])
    struct.pack_into("<I", data, (table + 1) * 512 + first * 4, first)
    assert refusal(bytes(data)) == "paper-damaged"


def test_repeated_cells_of_repeated_rows_are_too_large() -> None:
    path, stream = FILES / "fund-investment.ods", io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "content.xml":
                part = re.sub(
                    rb"<table:table-row",
                    b'<table:table-row table:number-rows-repeated="1048576"><table:table-cell '
                    b'office:value-type="percentage" office:value="0.05" '
                    b'table:number-columns-repeated="16384"><text:p>5%</text:p>'
                    b"</table:table-cell></table:table-row><table:table-row",
                    part,
                    count=1,
                )
            new.writestr(name, part)
    assert refusal(stream.getvalue()) == "paper-too-large"
