"""Write sheets of plain rows as an Excel file: the scores of many departments."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import xlsxwriter

from perf_report.office.package import pack, stated_date, stated_text, unpack
from perf_report.office.write_xlsx.data_sheets import print_wide
from perf_report.office.write_xlsx.formats import Formats
from perf_report.office.write_xlsx.row_heights import data_row_height
from perf_report.office.write_xlsx.workbook import OPTIONS
from perf_report.render.scores.meeting import Sheet, Value

_SIZE = 10.5
# What a printed page has above and below: the title of its sheet; its number and that of all.
_HEADER, _FOOTER = "&C&14&A", "&C&P / &N"
# Words in columns of so few characters stand in the middle, apart from the figures beside them.
_SHORT = 13
_CENTERED = {"align": "center"}


def write_sheets(sheets: Sequence[Sheet], year: int, *, is_chinese: bool) -> bytes:
    """Return the sheets as an Excel file; `year` is the newest in them."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, OPTIONS) as book:
        title = stated_text(sheets[0].title)
        book.set_properties({"title": title, "created": stated_date(None, year)})
        formats = Formats(book=book, is_chinese=is_chinese)
        for sheet in sheets:
            _Writer(book.add_worksheet(sheet.title), sheet, formats).write()
    return pack(unpack(stream.getvalue()))


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes one sheet: a header row, and a row a thing."""

    worksheet: Any
    sheet: Sheet
    formats: Formats

    def write(self) -> None:
        """Fill the sheet; each printed page repeats the header."""
        sheet, worksheet = self.sheet, self.worksheet
        for column, (label, width) in enumerate(sheet.columns):
            worksheet.write_string(0, column, label, self.formats.data_head(_SIZE))
            worksheet.set_column(column, column, width)
        worksheet.set_row(0, self._height([label for label, _ in sheet.columns]))
        for row, values in enumerate(sheet.rows, start=1):
            worksheet.set_row(row, self._height(values))
            for column, value in enumerate(values):
                self._write_value(row, column, value)
        worksheet.autofilter(0, 0, max(len(sheet.rows), 1), len(sheet.columns) - 1)
        worksheet.freeze_panes(1, 0)
        worksheet.repeat_rows(0)
        worksheet.set_header(_HEADER)
        worksheet.set_footer(_FOOTER)
        print_wide(worksheet)

    def _height(self, values: Sequence[Value]) -> float:
        widths = (width for _, width in self.sheet.columns)
        texts = ("" if value is None else str(value) for value in values)
        return data_row_height(zip(texts, widths, strict=True), _SIZE)

    def _write_value(self, row: int, column: int, value: Value) -> None:
        if value is None:
            self.worksheet.write_blank(row, column, None, self.formats.data(_SIZE))
        elif isinstance(value, str):
            is_short = self.sheet.columns[column][1] < _SHORT
            format_ = self.formats.data(_SIZE, value, **_CENTERED if is_short else {})
            self.worksheet.write_string(row, column, value, format_)
        else:
            self.worksheet.write_number(row, column, float(value), self._number(value))

    def _number(self, value: int | Decimal) -> Any:
        """The format of a figure; a whole number, such as a year, stands in the middle."""
        if isinstance(value, int):
            return self.formats.data(_SIZE, num_format="0", **_CENTERED)
        places = max(0, -int(value.as_tuple().exponent))
        return self.formats.data(_SIZE, num_format=f"0.{'0' * places}" if places else "0")
